"""What is typed of clocks: an answer, a fact, an authority's own limit, a school term."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kith.clocks.declarations import clocks, conditions
from kith.clocks.messages import label, limit_typed
from kith.record.interface.forms import DateField
from kith.record.rows.forms import Code, RowForm, Spanned
from kith.record.rows.words import language
from kith.record.worklists.models import Adjustment, ClockAnswer, ClockFact, Term
from kith.record.worklists.wording import words_of


def _clocks() -> list[tuple[str, str]]:
    named = sorted((clock.label(language()), key) for key, clock in clocks().items())
    return [
        ("", str(_("Choose"))),
        *((key, f"{text} ({label(clocks()[key].nation, language())})") for text, key in named),
    ]


def _conditions() -> list[tuple[str, str]]:
    named = sorted((one.text(language()), key) for key, one in conditions().items())
    return [("", str(_("Choose"))), *((key, text) for text, key in named)]


def _why(label: Any, **fields: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=400, widget=forms.Textarea(attrs={"rows": 3}), **fields)


class AnswerForm(RowForm):
    """What somebody says to a clock."""

    model = ClockAnswer
    clock = forms.ChoiceField(label=_("Which clock"), choices=_clocks)
    kind = Code("clock_answer", label=_("What do you say to it?"))
    on = DateField(label=_("If it was done: on which day"), required=False)
    until = DateField(label=_("If later: not before which day"), required=False)
    why = _why(_("Why, or where it is written down"))

    def __init__(self, *args: Any, clock: str = "", **fields: Any) -> None:
        """`clock`: the one that is chosen already."""
        super().__init__(*args, **fields)
        if clock:
            self.fields["clock"].initial = clock

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind, on, until = cleaned.get("kind"), cleaned.get("on"), cleaned.get("until")
        today = timezone.localdate()
        if kind == "done" and not on:
            self.add_error("on", _("Give the day on which it was done"))
        elif kind == "done" and on and on > today:
            self.add_error("on", _("This day is still to come"))
        if kind == "later" and not until:
            self.add_error("until", _("Give the day on which to show it again"))
        elif kind == "later" and until and not 0 < (until - today).days <= 90:
            self.add_error("until", _("Choose a day within the next 90 days"))
        return cleaned

    def values(self) -> dict[str, Any]:
        """A day that does not belong to the answer is not kept."""
        given = super().values()
        return {**given, "on": given["on"] if given["kind"] == "done" else None,
                "until": given["until"] if given["kind"] == "later" else None}  # fmt: skip


class FactForm(RowForm):
    """What a clock hangs on."""

    model = ClockFact
    condition = forms.ChoiceField(label=_("What is known"), choices=_conditions)
    state = Code("state", label=_("Is it so?"))
    on = DateField(label=_("Since"), initial=timezone.localdate)
    why = _why(_("What it rests on"), required=False)

    def __init__(self, *args: Any, condition: str = "", **fields: Any) -> None:
        super().__init__(*args, **fields)
        if condition:
            self.fields["condition"].initial = condition


class AdjustForm(RowForm):
    """An authority's own limit of a clock."""

    model = Adjustment
    limit = forms.CharField(
        label=_("This authority’s limit"), max_length=40, required=False,
        help_text=_("Like 5 working days: hours, days, working days, school days, weeks, months or years."),
    )  # fmt: skip
    every = forms.CharField(label=_("Each later limit, of a clock that comes again"), max_length=40, required=False)
    commenced = DateField(
        label=_("Switch on from"),
        required=False,
        help_text=_("Of a duty that was not commenced in the copies that were read."),
    )
    holds_from = DateField(label=_("For what begins on or after"), required=False, help_text=_("Empty: for all."))
    reason = _why(_("Why"))
    decided_by = forms.CharField(label=_("Who decided it"), max_length=120)
    decided_on = DateField(label=_("Decided on"), initial=timezone.localdate)

    def clean_limit(self) -> str:
        return limit_typed(self.cleaned_data["limit"])

    def clean_every(self) -> str:
        return limit_typed(self.cleaned_data["every"])

    @classmethod
    def of(cls, row: Any) -> dict[str, Any]:
        """A stored limit is shown in words."""
        return {**super().of(row), "limit": words_of(row.limit), "every": words_of(row.every)}


class TermForm(Spanned):
    """A term or a closure."""

    model = Term
    kind = Code("term_kind", label=_("What it is"), initial="term")
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    from_on = DateField(label=_("First day"))
    to_on = DateField(label=_("Last day"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("from_on"), cleaned.get("to_on")
        if first and last and (last - first).days > 366:
            self.add_error("to_on", _("A term is not longer than a year"))
        return cleaned
