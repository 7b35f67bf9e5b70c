"""What is typed of moves and decisions: each form's fields follow from its model; here stand the hints, which give the reason for a question."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.db import models as columns
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from kith.record.interface.forms import DateField
from kith.record.relocations import models
from kith.record.rows.forms import Code, Codes, RowForm
from kith.record.rows.models import CodeField, CodesField, Row

WORDS = 8000

HINTS: dict[str, Any] = {
    "Decision.happening": _("So that everybody who reads this begins at the same place."),
    "Decision.asked_words": _("Whose pressure it is shows later, when the move is looked at again."),
    "Decision.refused_answer": _("A refusal by a service is answered with what is best for the young person."),
    "Decision.pressures": _("What presses is named, so that it is not taken for what they need."),
    "Decision.tried_first": _("Add each below with why it did not hold."),
    "Decision.cost_relational": _("Whom they would see less, and who would no longer know where they are."),
    "Decision.resort_words": _("Last resort and best interest are not the same: whose word is it?"),
    "Decision.adjoining": _("The law asks more of a move beyond the neighbours, whatever the miles."),
    "Decision.emergency_why": _("What comes first is then caught up with, and clocks run for it."),
    "Decision.not_yet_why": _("The law excuses nobody from them in an emergency."),
    "Decision.plan": _("A decision not to move has its plan too."),
    "Decision.necessary_on": _("So that a move that is needed and does not come is seen."),
    "Condition.what": _("In the place, group or school, not in the young person."),
    "Condition.aim": _("Watching and disrupting build no safety by themselves."),
    "Condition.owner": _("Due whatever the next home is: for the others who are there too."),
    "NextHome.choice": _("A return is never presumed."),
    "NextHome.first_hours": _("Somebody is there when they arrive, and the day after."),
    "Relocation.tenancy": _("A family that may lose its home goes back too early."),
    "Relocation.work_kept": _("A job too far away brings a family back as well."),
    "Request.by_on": _("It stands on My work until it is answered."),
    "Request.name": _("A service, or somebody there who can be called."),
    "Told.asked": _("What they are to do, and by when."),
    "View.answer": _("Chose not to say and not safe to ask are answers."),
    "View.dimension": _("If it is about the time away."),
    "Approval.why": _("Needed where it is refused."),
    "Tried.did_not_hold": _("What would have had to be different."),
    "IndependentLook.voice": _("For those outside care: a named person who does not work with them."),
    "Challenge.answer_by": _("From this day on it shows as overdue."),
}


_capital = lazy(lambda verbose: capfirst(str(verbose)), str)


def _field(model: type[Row], name: str) -> forms.Field:
    """The field of a form for a column: its words, its list, its length."""
    column = model._meta.get_field(name)
    needed = not column.blank and not column.has_default()
    told: dict[str, Any] = {
        "label": _capital(column.verbose_name),
        "help_text": HINTS.get(f"{model.__name__}.{name}", ""),
        "required": needed,
    }
    if isinstance(column, CodeField):
        default = column.get_default()
        return Code(column.list_name, first="" if default else _("Not given"), **told, initial=default or "")
    if isinstance(column, CodesField):
        return Codes(column.list_name, **told)
    if isinstance(column, columns.DateField):
        return DateField(**told)
    if isinstance(column, columns.FloatField):
        return forms.FloatField(min_value=0, **told)
    if isinstance(column, columns.TextField):
        return forms.CharField(max_length=WORDS, widget=forms.Textarea(attrs={"rows": 3}), **told)
    return forms.CharField(max_length=column.max_length, **told)


_LINKS = {
    "decision_id": _("Which decision it belongs to"),
    "relocation_id": _("Which move it belongs to"),
    "stay_id": _("The stay it led to"),
    "context_id": _("Where"),
    "look_id": _("Which independent look"),
}


_FILLED = {"decision_id", "relocation_id", "look_id"}
"""The links that are filled in with the newest; where something was, and which stay, is for people to say."""


class Linked(RowForm):
    """A form of a row that may belong to a decision, a move, a context or a look of the same person."""

    def __init__(
        self,
        *args: Any,
        links: dict[str, list[tuple[UUID, str]]] | None = None,
        covered: Iterable[str] = (),
        **kwargs: Any,
    ) -> None:
        """links: what each link may lead to. One without choices is not asked, and stays as it is stored; so do `covered` fields."""
        super().__init__(*args, **kwargs)
        for name in set(covered) & set(self.fields):
            del self.fields[name]
        for name, label in _LINKS.items():
            offered = (links or {}).get(name, [])
            if name not in self.model.edited or not offered:
                continue
            listed = [("", _("None")), *((str(key), text) for key, text in offered)]
            self.fields[name] = forms.TypedChoiceField(
                label=label, choices=listed, coerce=UUID, empty_value=None, required=False
            )
            if not self.initial.get("seen"):
                self.initial.setdefault(name, str(offered[0][0]) if name in _FILLED else "")

    @classmethod
    def of(cls, row: Row) -> dict[str, Any]:
        links = {name: getattr(row, name) for name in _LINKS if hasattr(row, name)}
        return {**super().of(row), **{name: str(value) if value else "" for name, value in links.items()}}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for first, last in _ORDER:
            a, b = cleaned.get(first, self.initial.get(first)), cleaned.get(last)
            if a and b and a > b:
                self.add_error(last, _("The last day must not be before the first"))
        return cleaned


_ORDER = (("from_on", "to_on"), ("from_on", "planned_end"), ("planned_from", "planned_end"), ("told_on", "answered_on"),
          ("asked_on", "answered_on"), ("asked_on", "by_on"), ("on", "answer_by"), ("on", "answered_on"))  # fmt: skip


def form_of(model: type[Row], names: Iterable[str] | None = None) -> type[Linked]:
    """The form of a model's fields that people edit, or of some of them."""
    fields = [name for name in (model.edited if names is None else names) if name not in _LINKS]
    made: dict[str, Any] = {name: _field(model, name) for name in fields}
    return type(f"{model.__name__}Form", (Linked,), {"model": model, "__doc__": f"A {model.__name__}.", **made})


class ApprovalForm(form_of(models.Approval)):  # type: ignore[misc]
    """An approval: an answer comes with who answered, when, and where refused why."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("answer") == "waiting":
            for name in ("answered_on", "answered_by"):
                if cleaned.get(name):
                    self.add_error(name, _("Say what was answered, or leave this empty"))
            return cleaned
        for name in ("answered_on", "answered_by", *(["why"] if cleaned.get("answer") == "refused" else [])):
            if not cleaned.get(name):
                self.add_error(name, _("An answer comes with this"))
        return cleaned


class RequestForm(form_of(models.Request)):  # type: ignore[misc]
    """A request: an answer goes with the day on which it came."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("answer") and not cleaned.get("answered_on"):
            self.add_error("answered_on", _("An answer comes with this"))
        if cleaned.get("answered_on") and not cleaned.get("answer"):
            self.add_error("answer", _("Say what was answered, or leave this empty"))
        return cleaned


class MoveForm(form_of(models.Relocation)):  # type: ignore[misc]
    """A move: what has ended has begun; how it ended goes with the day it ended."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("to_on") and not cleaned.get("from_on"):
            self.add_error("from_on", _("Give the day it began"))
        if cleaned.get("ended_how") and not cleaned.get("to_on"):
            self.add_error("to_on", _("Give the day it ended"))
        if cleaned.get("withdrawn_on") and cleaned.get("from_on"):
            self.add_error("withdrawn_on", _("It was made, so its plan was not given up"))
        return cleaned


class StepForm(forms.Form):
    """A step of a decision, and what it asks for."""

    step = forms.CharField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    OFFERED: ClassVar[dict[str, Callable[[], forms.Field]]] = {
        "why": lambda: forms.CharField(label=_("Why"), max_length=400, widget=forms.Textarea(attrs={"rows": 2})),
        "plan": lambda: forms.CharField(
            label=_("What is done for them now"), max_length=WORDS, widget=forms.Textarea(attrs={"rows": 4})
        ),
        "later_on": lambda: DateField(label=_("Taken up again on")),
        "emergency_why": lambda: forms.CharField(
            label=_("Why it cannot wait"), max_length=WORDS, required=False, widget=forms.Textarea(attrs={"rows": 2})
        ),
        "not_yet_why": lambda: forms.CharField(
            label=_("Why the approval or their wishes are not there yet"),
            help_text=_("The law excuses nobody from them in an emergency."),
            max_length=WORDS,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        ),
        "say_later": lambda: forms.BooleanField(
            label=_("They must be made safe first: I say this afterwards"),
            help_text=_("The move goes on. What is missing stands among what cannot wait until it is there."),
            required=False,
        ),
    }

    def __init__(self, *args: Any, asks: Iterable[str] = (), insists: Iterable[str] = (), **kwargs: Any) -> None:
        """insists: fields that are wanted unless it is said that they come later."""
        super().__init__(*args, **kwargs)
        self.insists = list(dict.fromkeys(insists))
        for name in (*asks, *self.insists, *(["say_later"] if self.insists else [])):
            self.fields[name] = self.OFFERED[name]()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in self.insists if not cleaned.get("say_later") else ():
            if not cleaned.get(name):
                self.add_error(name, _("Say it, or say that it comes afterwards"))
        return cleaned
