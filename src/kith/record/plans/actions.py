"""How plans are written: the writes of all rows, each one transaction with its audit event."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kith.record.plans.models import Action, Control, Goal, Visit
from kith.record.rows.actions import Refused, Ways, Writer


def _goal_of_the_same(row: Action) -> None:
    """A goal is the person's own, on whichever of their merged records it stands."""
    if row.goal_id is None:
        return
    goal = Goal.objects.select_related("person").filter(pk=row.goal_id).first()
    ids = {goal.person_id, goal.person.kept_id} if goal else set()
    person = row.person
    if not ids & {person.pk, person.kept_id} - {None}:
        raise Refused({"goal_id": _("Choose one of this person’s goals")})


def _seen_alone(row: Any) -> None:
    """Whoever was seen alone was seen."""
    if row.seen_alone == "yes" and row.seen == "not_known":
        row.seen = "yes"
    if row.seen_alone == "yes" and row.seen == "no":
        raise Refused({"seen": _("They were seen alone, so they were seen")})


def _asked(row: Any) -> None:
    """Words of theirs say that their view was asked."""
    if row.view_words.strip() and row.child_view == "not_known":
        row.child_view = "yes"


WRITER = Writer(
    "person",
    {
        Action: Ways(prepare=_goal_of_the_same),
        Visit: Ways(prepare=_seen_alone),
        Control: Ways(prepare=_asked),
    },
)
add, change, enter_in_error, restore = WRITER.add, WRITER.change, WRITER.enter_in_error, WRITER.restore


def end_action(*, by: Any, row: Action, seen: int, **values: Any) -> Any:
    """Say that an action is over: `to_on`, `outcome`, `outcome_words`."""
    return change(by=by, row=row, seen=seen, values=values)
