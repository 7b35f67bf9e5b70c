"""How a decision on a move and a move itself go from one state to the next: as data, with who may and what is needed first."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

WRITES, DECIDES = "writes", "decides"
"""Who may take a step: whoever may write in the record; whoever answers for decisions on moves."""


@dataclass(frozen=True, slots=True)
class Step:
    """One way from some states to another. `needs`: keys of what has to be there first, none of them an empty box of a form.

    `asks` names what is said with the step: why, a plan, a day. `later`: what an emergency puts off, and its clocks then run.
    """

    key: str
    comes_from: tuple[str, ...]
    leads_to: str
    who: str = WRITES
    needs: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    later: tuple[str, ...] = ()


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
        Step(
            "move_now", ("draft", *_OPEN, "deferred"), "emergency", DECIDES, needs=("emergency_why",), later=_APPROVED
        ),
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


def months_to(day: date | None, today: date) -> int | None:
    """Whole months until a day; 0 from that day on; None where the day is not known."""
    if day is None:
        return None
    months = (day.year - today.year) * 12 + day.month - today.month - (day.day < today.day)
    return max(months, 0)


def may_look(role: str, relations: Collection[str]) -> bool:
    """Whether somebody is independent of the case: the reviewing officer, or one who neither works with the child nor in their team.

    An independent look at a plan is worth nothing from whoever made it.
    """
    if role == "independent_reviewing_officer":
        return True
    return not {"allocated", "team", "placing"} & {str(one) for one in relations}
