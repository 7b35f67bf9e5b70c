"""What can be told of a plan by plain rules: what is open, what all of it only watches, when it is next reviewed. No database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

ONLY_WATCH = frozenset({"monitor", "disrupt"})
"""The aims that build no safety by themselves (Last resort or best interest?: monitoring and disruption crowd out the rest)."""


@dataclass(frozen=True, slots=True)
class Doing:
    """An action as the rules take it."""

    target: str
    aim: str
    from_on: date | None = None
    to_on: date | None = None
    due_on: date | None = None
    outcome: str = ""


def is_open(doing: Doing, today: date) -> bool:
    """Whether it goes on, or is still to begin."""
    return doing.to_on is None or doing.to_on > today


def is_late(doing: Doing, today: date) -> bool:
    """Whether it is open after the day it was due."""
    return is_open(doing, today) and doing.due_on is not None and doing.due_on < today


def only_watches(doings: Iterable[Doing], today: date) -> bool:
    """Whether every open action monitors or disrupts. Where nothing is open there is nothing to say of it."""
    aims = [one.aim for one in doings if is_open(one, today)]
    return bool(aims) and set(aims) <= ONLY_WATCH


@dataclass(frozen=True, slots=True)
class Aim:
    """A goal as the rules take it."""

    progress: str
    to_on: date | None = None


OwnPlan = Literal["yes", "no", "not_known"]


def own_plan(aims: Iterable[Aim], doings: Iterable[Doing], today: date) -> OwnPlan:
    """Whether somebody has a plan for their own safety. A control is none, nor are actions that only watch or disrupt.

    yes: a goal stands, or an action is open that does more than watch. no: what there was is over, or only watches.
    not_known: nothing of a plan is recorded, which is not a no.
    """
    goals, actions = list(aims), list(doings)
    stands = any(
        one.progress not in {"reached", "let_go"} and (one.to_on is None or one.to_on > today) for one in goals
    )
    if stands or any(is_open(one, today) and one.aim not in ONLY_WATCH for one in actions):
        return "yes"
    return "no" if goals or actions else "not_known"


def outcomes(doings: Iterable[Doing], today: date) -> Counter[str]:
    """Of those that are over, how many held, in part, not, or are not known: what nobody said is not known."""
    return Counter(one.outcome or "not_known" for one in doings if not is_open(one, today))


Standing = Literal["planned", "due", "overdue", "none"]


@dataclass(frozen=True, slots=True)
class NextReview:
    """When the plan is next reviewed: a day that is planned, one that is due and not planned, or none."""

    standing: Standing
    on: date | None = None


def next_review(held: Sequence[tuple[date, date | None]], today: date) -> NextReview:
    """From reviews, each its day and the day on which it said that the next is due. A day to come is a plan."""
    planned = min((on for on, _next in held if on > today), default=None)
    if planned is not None:
        return NextReview("planned", planned)
    past = sorted((on, due) for on, due in held if due is not None)
    due = max((pair for pair in past), default=None)
    later = [on for on, _next in held if due is not None and on > due[0]]
    if due is None or due[1] is None or later:
        return NextReview("none")
    return NextReview("overdue" if due[1] < today else "due", due[1])


ControlStanding = Literal["on", "to_come", "ended", "ended_and_not_looked_at"]


def control_standing(from_on: date, to_on: date | None, looked_again: str, today: date) -> ControlStanding:
    """How it stands with a control. After its end the plan has to be looked at again (It was hard to escape, 5.17)."""
    if from_on > today:
        return "to_come"
    if to_on is None or to_on >= today:
        return "on"
    return "ended" if looked_again == "yes" else "ended_and_not_looked_at"
