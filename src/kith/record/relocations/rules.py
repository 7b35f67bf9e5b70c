"""How a decision on a move and a move itself go from one state to the next: as data, with who may and what is needed first."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from kith.foundation.dates import months_after
from kith.record.access.rules import reviews

WRITES, DECIDES = "writes", "decides"
"""Who may take a step: whoever may write in the record; whoever answers for decisions on moves."""


@dataclass(frozen=True, slots=True)
class Step:
    """One way from some states to another. `needs`: keys of what has to be there first, none of them an empty box of a form.

    `asks` names what is said with the step: why, a plan, a day. `later`: what an emergency puts off, and its clocks then run.
    `insists`: what is wanted even in an emergency: there, or said why not yet, or openly left to be said later (help comes first).
    """

    key: str
    comes_from: tuple[str, ...]
    leads_to: str
    who: str = WRITES
    needs: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    insists: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Machine:
    """States and the steps between them. `ends`: the states that nothing leads out of."""

    name: str
    first: str
    states: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def ends(self) -> frozenset[str]:
        return frozenset(self.states) - {state for step in self.steps for state in step.comes_from}

    def out_of(self, state: str) -> tuple[Step, ...]:
        """The steps that lead out of a state."""
        return tuple(step for step in self.steps if state in step.comes_from)

    def step(self, key: str) -> Step:
        """KeyError for one that there is not."""
        found = {step.key: step for step in self.steps}
        return found[key]


HEARD = ("independent_look", "young_person_heard", "parents_heard")
"""What comes before any approval: the look of somebody independent, and the views of those whom it is about."""
_APPROVED = (*HEARD, "approvals")
AT_ONCE = {"emergency_why": "emergency_why", "approved_at_once": "not_yet_why", "wishes": "not_yet_why"}
"""What an emergency excuses nobody from, and the field in which it is said why it is not there yet.

The approver's approval and the child's wishes come first all the same: regulation 11(2)(a), (b), (3) and (5), Care Planning,
Placement and Case Review (England) Regulations 2010.
"""
_OPEN = ("proposed", "approval")

DECISION = Machine(
    "decision",
    "draft",
    ("draft", "proposed", "approval", "deferred", "emergency", "moved", "stayed", "withdrawn"),
    (
        Step("propose", ("draft",), "proposed"),
        Step("ask", ("proposed",), "approval", needs=HEARD),
        Step("send_back", ("approval",), "proposed", DECIDES, asks=("why",)),
        Step("move", ("approval",), "moved", DECIDES, needs=_APPROVED),
        Step("stay", _OPEN, "stayed", DECIDES, asks=("plan",)),
        Step("defer", _OPEN, "deferred", asks=("later_on", "why")),
        Step("take_up", ("deferred",), "proposed"),
        Step("move_now", ("draft", *_OPEN, "deferred"), "emergency", DECIDES, later=_APPROVED, insists=tuple(AT_ONCE)),
        Step("confirm", ("emergency",), "moved", DECIDES, needs=_APPROVED),
        Step("undo", ("emergency",), "stayed", DECIDES, asks=("plan", "why")),
        Step("withdraw", ("draft", *_OPEN, "deferred"), "withdrawn", asks=("why",)),
    ),
)
"""A decision. In an emergency the look, the views and the approvals come after the move, and clocks run for them."""

RELOCATION = Machine(
    "move",
    "planned",
    ("planned", "under_way", "past_planned_end", "ended", "withdrawn"),
    (
        Step("begin", ("planned",), "under_way", asks=("from_on",)),
        Step("give_up", ("planned",), "withdrawn", asks=("withdrawn_on",)),
        Step("overrun", ("under_way",), "past_planned_end"),
        Step("plan_anew", ("past_planned_end",), "under_way", asks=("planned_end",)),
        Step("end", ("under_way", "past_planned_end"), "ended", asks=("to_on", "ended_how")),
    ),
)
"""A move: its state follows from its days, so these steps are what days make of it (`overrun`: time alone)."""


def missing(step: Step, have: Collection[str]) -> tuple[str, ...]:
    """What a step still needs, in the order to look after it."""
    return tuple(key for key in step.needs if key not in have)


def may_take(step: Step, *, state: str, writes: bool, decides: bool, have: Collection[str]) -> bool:
    """Whether somebody may take a step now."""
    may = decides and writes if step.who == DECIDES else writes
    return may and state in step.comes_from and not missing(step, have)


def after(machine: Machine, keys: Iterable[str]) -> str:
    """The state after some steps from the first. ValueError for one that does not lead out of where it stands."""
    state = machine.first
    for key in keys:
        step = machine.step(key)
        if state not in step.comes_from:
            raise ValueError(f"the step {key} does not lead out of {state}")
        state = step.leads_to
    return state


def move_state(
    from_on: date | None, to_on: date | None, planned_end: date | None, withdrawn_on: date | None, today: date
) -> str:
    """Where a move stands on a day. What lies ahead is a plan."""
    if withdrawn_on is not None and from_on is None:
        return "withdrawn"
    if from_on is None or from_on > today:
        return "planned"
    if to_on is not None and to_on <= today:
        return "ended"
    return "past_planned_end" if planned_end is not None and planned_end < today else "under_way"


def days_away(from_on: date | None, to_on: date | None, today: date) -> int | None:
    """Days so far, first and last both counted; None before it began or where that is not known."""
    if from_on is None or from_on > today:
        return None
    return (min(to_on or today, today) - from_on).days + 1


def unsaid(step: Step, have: Collection[str], said: Collection[str] = ()) -> tuple[str, ...]:
    """What a step insists on and is neither there nor explained. `said`: the fields in which something is said."""
    return tuple(key for key in step.insists if key not in have and AT_ONCE[key] not in said)


AFTER = {"72_hours": 0, "3_months": 3, "6_months": 6, "12_months": 12}
"""The looks after the next home, with the months after it began; the first is three days."""


def after_days(ended: date) -> dict[str, date]:
    """By when each look after the next home is due, for a move that ended on a day."""
    return {kind: months_after(ended, count) if count else ended + timedelta(days=3) for kind, count in AFTER.items()}


def after_now(ended: date, held: Collection[str], today: date) -> tuple[str, date] | None:
    """The look to hold now or next: none is owed any more once the next one's day has come, or three months after the last."""
    days = list(after_days(ended).items())
    ends = [*(on for _kind, on in days[1:]), months_after(ended, 15)]
    return next(
        ((kind, on) for (kind, on), over in zip(days, ends, strict=True) if over > today and kind not in held), None
    )


def may_look(role: str, relations: Collection[str]) -> bool:
    """Whether somebody is independent of the case: the reviewing officer, or one who neither works with the child nor in their team.

    An independent look at a plan is worth nothing from whoever made it.
    """
    return reviews(role) or not {"allocated", "team", "placing"} & {str(one) for one in relations}
