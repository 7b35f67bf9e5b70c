"""The parts of a person's record that this slice holds: what a row of each says, and the pages that follow from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.definitions.codes import codes
from kith.record.access.rules import Section
from kith.record.contexts.queries import visible
from kith.record.people.parts import PERSON
from kith.record.people.queries import may, root
from kith.record.plans import forms
from kith.record.plans.actions import WRITER
from kith.record.plans.models import Action, Control, Goal, Review, RiskHolding, Visit
from kith.record.plans.queries import actions, rows
from kith.record.rows.actions import Refused
from kith.record.rows.parts import Part, Parts
from kith.record.rows.words import day, label, span

_L = gettext_lazy


def known(list_name: str, key: str) -> str:
    """A code's label; nothing where it is not known or not given."""
    return label(list_name, key) if key and key != "not_known" else ""


def owner(row: Any) -> str:
    """Who does it."""
    return ", ".join(filter(None, [row.owner.name if row.owner else "", row.owner_else]))


def _goal(row: Goal) -> list[str]:
    whose = ", ".join(filter(None, [label("voice", row.voice), row.name]))
    return [f"“{row.words}”", whose, span(row), label("goal_progress", row.progress), row.progress_words]


def what(row: Any) -> str:
    """What is done; where a file did not say, on whom."""
    return row.what or label("target", row.target)


def _action(row: Action) -> list[str]:
    place = "" if row.context is None or getattr(row, "hidden", True) else row.context.name
    return [
        what(row),
        label("target", row.target),
        label("aim", row.aim),
        "" if row.kind == "other" else label("action_kind", row.kind),
        known("track", row.track),
        label("stage", row.stage),
        row.goal.words if row.goal and row.goal.error_at is None else "",
        place,
        owner(row),
        span(row),
        day(row.due_on),
        known("action_outcome", row.outcome),
        row.outcome_words,
    ]


def _control(row: Control) -> list[str]:
    reasons = codes("proportionate")
    key = label("proportionate", row.proportionate) if row.proportionate in reasons else row.proportionate
    ended = label("state", row.looked_again) if row.to_on else ""
    view = ". ".join(filter(None, [label("state", row.child_view), row.view_words]))
    return [label("control", row.kind), span(row), row.conditions, row.set_by, view,
            ". ".join(filter(None, [key, row.why])), ended]  # fmt: skip


def _visit(row: Visit) -> list[str]:
    return [day(row.on), label("state", row.seen), label("state", row.seen_alone), row.why_not, row.where, row.who,
            row.words]  # fmt: skip


def _review(row: Review) -> list[str]:
    why = ". ".join(filter(None, [known("review_occasion", row.occasion), row.event]))
    return [f"{label('review', row.kind)}: {day(row.on)}", why, row.chaired_by, row.participation,
            label("state", row.parents_took_part), row.words, row.decisions, day(row.next_due_on)]  # fmt: skip


def _risk(row: RiskHolding) -> list[str]:
    return [row.what, row.why, row.agreed_by, day(row.agreed_on), day(row.until_on), row.view_words, day(row.ended_on),
            row.outcome_words]  # fmt: skip


def _of(model: Any, order: str = "-from_on") -> Callable[[Any, UUID], list[Any]]:
    return lambda _user, person_id: rows(model, person_id, order)


def _chosen_from(request: Any, row: Action | None) -> dict[str, Any]:
    """The goals of the person and the contexts that the user may see. What the action holds stays a choice, though in error."""
    person_id = root(request.access.person_id)
    held = row.goal_id if row is not None else None
    goals = [
        (str(goal.pk), _("%(goal)s (entered in error)") % {"goal": goal.words} if goal.error_at else goal.words)
        for goal in rows(Goal, person_id)
        if goal.error_at is None or goal.pk == held
    ]
    contexts = visible(request.user).exclude(status="closed").order_by("name").values_list("pk", "name")[:500]
    hidden = row is not None and bool(getattr(row, "hidden", False))
    listed = [(str(pk), name) for pk, name in contexts]
    if row is not None and row.context_id and not hidden and str(row.context_id) not in dict(listed):
        listed.append((str(row.context_id), row.context.name))  # a closed one stays where it stands
    return {"goals": goals, "contexts": listed, "hidden": hidden}


def _may_stand(request: Any, row: Action) -> None:
    """An action stands in no context that its writer may not see."""
    if row.context_id and not visible(request.user).filter(pk=row.context_id).exists():
        raise Refused(_("Choose a context"))
    if not may(request.user, UUID(str(row.person_id)), Section.RECORD):
        raise Refused(_("Find the person and choose them"))


_R = Section.RECORD
_PARTS = (
    Part(
        "goals", _L("Goals"), _L("Add a goal"), _L("Change a goal"),
        _L("No goal is recorded. Ask what they want to be so, and write it in their words."), _R, forms.GoalForm,
        (_L("Goal"), _L("Whose"), _L("When"), _L("How far"), _L("How one can tell")), _goal, _of(Goal),
    ),
    Part(
        "plan_actions", _L("Actions of the plan"), _L("Add an action"), _L("Change an action"),
        _L("Nothing is being done that is recorded. Add what is, for whom, and what it tries to do."), _R, forms.ActionForm,
        (_L("What"), _L("Works on"), _L("Tries to"), _L("Kind of help"), _L("Works through"), _L("Stage"), _L("For the goal"),
         _L("Place or group"), _L("Who"), _L("When"), _L("Due"), _L("Outcome"), _L("What came of it")),
        _action, actions, more=_chosen_from, check=_may_stand,
    ),
    Part(
        "controls", _L("Controls"), _L("Add a control"), _L("Change a control"),
        _L("No tag, curfew or other control is recorded."), _R, forms.ControlForm,
        (_L("What it is"), _L("When"), _L("What it asks"), _L("Set by"), _L("Their view asked"), _L("Why it is proportionate"),
         _L("Plan looked at since it ended")),
        _control, _of(Control),
    ),
    Part(
        "visits", _L("Visits"), _L("Add a visit"), _L("Change a visit"), _L("No visit is recorded."), _R, forms.VisitForm,
        (_L("On"), _L("Seen"), _L("Seen alone"), _L("If not: why"), _L("Where"), _L("Who visited"), _L("What they said")),
        _visit, _of(Visit, "-on"),
    ),
    Part(
        "plan_reviews", _L("Reviews of the plan"), _L("Add a review"), _L("Change a review"),
        _L("No review is recorded or planned."), _R, forms.ReviewForm,
        (_L("What and when"), _L("Why then"), _L("Chaired by"), _L("How they took part"), _L("Parents took part"),
         _L("What the young person said"), _L("Decided"), _L("The next is due on")),
        _review, _of(Review, "-on"),
    ),
    Part(
        "risks", _L("Risk held with a reason"), _L("Add a risk that is held"), _L("Change a risk that is held"),
        _L("No risk is recorded that is held on purpose. Where one is, say so here, with who agreed: nobody holds it alone."),
        _R, forms.RiskForm,
        (_L("Which risk"), _L("Why"), _L("Agreed by"), _L("Agreed on"), _L("To be looked at again by"), _L("Their view"),
         _L("Ended on"), _L("What came of it")),
        _risk, _of(RiskHolding, "-agreed_on"),
    ),
)  # fmt: skip
PARTS = Parts("plans", PERSON, WRITER, {part.key: part for part in _PARTS})
"""Every part by its key."""
