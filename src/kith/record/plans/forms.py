"""What is typed of plans: each question says what it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kith.record.accounts.models import User
from kith.record.accounts.roles import ROLES, Capability
from kith.record.interface.forms import DateField
from kith.record.plans.models import Action, Control, Goal, Review, RiskHolding, Visit
from kith.record.rows.forms import Code, RowForm, Spanned

WORDS = 4000
Choices = Sequence[tuple[str, str]]


def long(label: Any, hint: Any = "", rows: int = 3, *, required: bool = False) -> forms.CharField:
    """A box for words."""
    return forms.CharField(
        label=label, help_text=hint, max_length=WORDS, required=required, widget=forms.Textarea(attrs={"rows": rows})
    )


def short(label: Any, hint: Any = "", most: int = 120, *, required: bool = False) -> forms.CharField:
    """A line of words."""
    return forms.CharField(label=label, help_text=hint, max_length=most, required=required)


def workers() -> Choices:
    """Those who could do what a plan says, by name."""
    roles = [key for key, role in ROLES.items() if Capability.WRITE_RECORDS in role.may]
    found = User.objects.filter(is_active=True, role_key__in=roles).order_by("name").values_list("pk", "name")
    return [("", str(_("Nobody yet"))), *((str(pk), name) for pk, name in found)]


def _one_of(label: Any, read: Any = (), hint: Any = "") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, help_text=hint, choices=read, coerce=UUID, empty_value=None, required=False
    )


class GoalForm(Spanned):
    """What somebody wants to be so."""

    model = Goal
    words = short(
        _("The goal"),
        _("As something good that will be so: “I can walk home with my friends”. In their own words."),
        400,
        required=True,
    )
    voice = Code("voice", label=_("Whose goal is it?"), initial="young_person")
    name = short(_("Who"))
    from_on = DateField(label=_("Set on"), required=False)
    progress = Code("goal_progress", label=_("How far has it come?"), initial="not_known")
    progress_words = long(_("How one can tell"), _("And in whose view."))
    to_on = DateField(label=_("Reached or let go on"), required=False)


class ActionForm(Spanned):
    """What is done, for whom."""

    model = Action
    what = short(_("What is done"), "", 300, required=True)
    target = Code("target", label=_("Whom or what does it work on?"), first=_("Choose"))
    aim = Code(
        "aim", label=_("What does it try to do?"), help_text=_("Watching and disrupting are not yet safety built.")
    )
    kind = Code("action_kind", label=_("What kind of help is it?"), initial="other")
    track = Code("track", label=_("Which relationships does it work through?"), required=False, first=_("Not given"))
    stage = Code("stage", label=_("Where in a move"), initial="before", help_text=_("Before, if nobody has moved."))
    goal_id = _one_of(_("For which goal"), hint=_("Not every action needs one."))
    context_id = _one_of(_("In which place or group"), hint=_("Then it stands in that context’s plan too."))
    owner_id = _one_of(_("Who does it"), workers)
    owner_else = short(_("Or who else does it"))
    from_on = DateField(label=_("From"), initial=timezone.localdate)
    due_on = DateField(label=_("Due"), required=False)
    to_on = DateField(label=_("Ended"), required=False, help_text=_("Empty while it goes on."))
    outcome = Code("action_outcome", label=_("Did it hold?"), required=False, first=_("Not given"))
    outcome_words = long(_("What came of it"), _("And in whose view."))

    def __init__(
        self, *args: Any, goals: Choices = (), contexts: Choices = (), hidden: bool = False, **fields: Any
    ) -> None:
        """`hidden`: the row stands in a context that the reader may not see; it stays there and is not asked."""
        super().__init__(*args, **fields)
        self.fields["goal_id"].choices = [("", str(_("None"))), *goals]  # type: ignore[attr-defined]
        self.fields["context_id"].choices = [("", str(_("None"))), *contexts]  # type: ignore[attr-defined]
        if hidden:
            del self.fields["context_id"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        due, start = cleaned.get("due_on"), cleaned.get("from_on")
        if due and start and due < start:
            self.add_error("due_on", _("It cannot be due before it begins"))
        return cleaned


class ControlForm(Spanned):
    """A control on a young person."""

    model = Control
    kind = Code("control", label=_("What it is"))
    conditions = long(_("What it asks of them"))
    set_by = short(_("Who set it"))
    from_on = DateField(label=_("From"))
    to_on = DateField(label=_("Until"), required=False, help_text=_("A control without an end is asked about again."))
    child_view = Code("state", label=_("Was their view asked?"), initial="not_known")
    view_words = long(_("Their view"), _("As they said it. A tag has kept some safe, and put others at risk."))
    proportionate = Code("proportionate", label=_("Why is it proportionate?"), required=False, first=_("Not given"))
    why = long(_("In words"))
    looked_again = Code("state", label=_("If it has ended: was the plan looked at since?"), initial="not_known")

    def __init__(self, *args: Any, **fields: Any) -> None:
        super().__init__(*args, **fields)
        kept, field = self.initial.get("proportionate", ""), self.fields["proportionate"]
        if kept and kept not in dict(field.choices):  # type: ignore[attr-defined]
            field.choices = [*field.choices, (kept, kept)]  # type: ignore[attr-defined]  # a file’s own key stays


class VisitForm(RowForm):
    """A visit."""

    model = Visit
    on = DateField(label=_("On"), initial=timezone.localdate)
    seen = Code("state", label=_("Were they seen?"), initial="not_known")
    seen_alone = Code("state", label=_("Were they seen alone?"), initial="not_known")
    why_not = short(_("If not: why"), "", 300)
    where = short(_("Where"), "", 200)
    who = short(_("Who visited"))
    words = long(_("What they said"), _("As they said it."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("on") and cleaned["on"] > timezone.localdate():
            self.add_error("on", _("This day is still to come"))
        if cleaned.get("seen_alone") == "yes" and cleaned.get("seen") == "no":
            self.add_error("seen", _("They were seen alone, so they were seen"))
        return cleaned


class ReviewForm(RowForm):
    """A review, planned or held."""

    model = Review
    kind = Code("review", label=_("What is reviewed"))
    occasion = Code("review_occasion", label=_("Why now"), initial="not_known")
    event = short(_("If something happened: what"), "", 300)
    on = DateField(label=_("On"), help_text=_("A day to come is a review that is planned."))
    chaired_by = short(_("Chaired by"))
    participation = Code(
        "review_code", label=_("How they took part, as the return codes it"), required=False, first=_("Not given")
    )
    parents_took_part = Code("state", label=_("Did their parents take part?"), initial="not_known")
    words = long(_("What the young person said"), _("As they said it."))
    decisions = long(_("What was decided"))
    next_due_on = DateField(label=_("The next is due on"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        on, after = cleaned.get("on"), cleaned.get("next_due_on")
        if on and after and after < on:
            self.add_error("next_due_on", _("The next review cannot be due before this one"))
        return cleaned


class RiskForm(RowForm):
    """A risk that is held with a reason."""

    model = RiskHolding
    what = long(_("Which risk is held"), required=True)
    why = long(
        _("Why, and what makes it right for them"), _("Whoever agreed to it stands by it with you."), required=True
    )
    agreed_by = short(_("Who agreed to it"), "", 200, required=True)
    agreed_on = DateField(label=_("Agreed on"), initial=timezone.localdate)
    until_on = DateField(label=_("To be looked at again by"))
    view_words = long(_("The young person’s view"), _("As they said it."))
    ended_on = DateField(label=_("Ended on"), required=False)
    outcome_words = long(_("What came of it"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start = cleaned.get("agreed_on")
        for name in ("until_on", "ended_on"):
            if start and cleaned.get(name) and cleaned[name] < start:
                self.add_error(name, _("That is before it was agreed"))
        return cleaned
