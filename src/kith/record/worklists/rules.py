"""Who is responsible for whom, and how a clock stands after what people said to it. No database; now is an argument."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from kith.clocks.adjustments import Adjustments
from kith.clocks.calendars import When, day_of
from kith.clocks.cases import Case, Standing, State
from kith.clocks.conditions import Answer
from kith.clocks.declarations import Clock, clocks
from kith.clocks.standing import stand
from kith.clocks.terms import TermCalendar
from kith.foundation.dates import Nation
from kith.record.access.rules import Relation
from kith.record.rows.deadlines import Facts

RESPONSIBLE: Mapping[str, frozenset[Relation]] = {
    "practitioner": frozenset({Relation.ALLOCATED}),
    "team_manager": frozenset({Relation.ALLOCATED, Relation.TEAM}),
    "exploitation_lead": frozenset({Relation.ALLOCATED, Relation.PANEL}),
    "independent_reviewing_officer": frozenset({Relation.REVIEWING}),
    "placements": frozenset({Relation.PLACING}),
    "area_authority_guest": frozenset({Relation.GUEST}),
}
"""Role → the relations that make a young person theirs on My work. A practitioner's are their own, not the whole team's."""

SOON_DAYS = 14
"""How far ahead My work looks."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said to a run of a clock: done, not applicable, or later."""

    kind: Literal["done", "not_applicable", "later"]
    start_on: date | None
    on: date | None
    until: date | None
    why: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What this authority's clocks count with."""

    nation: Nation
    terms: TermCalendar | None = None
    adjustments: Adjustments | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A clock as it stands, and what was said to this run of it. `answered`: somebody said that it does not apply."""

    standing: Standing
    said: Said | None = None

    @property
    def clock(self) -> Clock:
        return self.standing.clock

    @property
    def state(self) -> State:
        return State.NOT_APPLICABLE if self.answered else self.standing.state

    @property
    def answered(self) -> bool:
        return self.said is not None and self.said.kind == "not_applicable"

    @property
    def started_on(self) -> date | None:
        """The day on which the run began that matters now."""
        return day_of(self.standing.periods[-1].start) if self.standing.periods else None

    def waits(self, today: date) -> bool:
        """Whether somebody asked not to be shown it before a day that is still to come."""
        return self.said is not None and self.said.until is not None and self.said.until > today


def lines(
    facts: Facts,
    said: Mapping[str, Sequence[Said]],
    setting: Setting,
    now: When,
    of: Iterable[Clock] | None = None,
) -> list[Line]:
    """How each clock of a person stands (or those of `of`), after what was said to it, in the order of the declarations."""
    case = Case(
        nation=setting.nation, events=facts.events, undated=facts.undated, answers=facts.answers,
        set_days=facts.set_days, terms=setting.terms, school_nation=setting.nation,
    )  # fmt: skip
    return [_line(clock, case, facts, said.get(clock.key, ()), setting, now) for clock in of or clocks().values()]


def _line(clock: Clock, case: Case, facts: Facts, said: Sequence[Said], setting: Setting, now: When) -> Line:
    """What was said to be done is an event of this clock alone; the rest counts for the run that it was said of."""
    own = facts.of_clock.get(clock.key, {})
    done = [one.on for one in said if one.kind == "done" and one.on is not None]
    if own or done:
        times = (*case.events.get(clock.done_by, ()), *done)
        events = {**case.events, clock.done_by: times} if done else case.events
        case = replace(case, events=events, answers={**case.answers, **own})
    line = Line(stand(clock, case, now, (setting.adjustments or {}).get(clock.key)))
    return replace(
        line, said=next((one for one in said if one.kind != "done" and one.start_on == line.started_on), None)
    )


def started(facts: Facts) -> list[Clock]:
    """The clocks that something of these facts starts: no other can be due."""
    begun = facts.events.keys() | facts.undated
    return [clock for clock in clocks().values() if clock.runs_from in begun]


def needs(line: Line, today: date) -> bool:
    """Whether My work shows it: overdue, due within two weeks, or due if it applies; and nobody said later."""
    if line.state not in {State.OVERDUE, State.DUE, State.NOT_KNOWN} or line.waits(today):
        return False
    due = line.standing.due
    return due is not None and (day_of(due) - today).days <= SOON_DAYS


@dataclass(frozen=True, slots=True)
class Tally:
    """How many things are overdue and due soon, for how many young people; and how many cannot wait. No name, no day, no kind."""

    overdue: int = 0
    due: int = 0
    people: int = 0
    urgent: int = 0

    def __bool__(self) -> bool:
        return bool(self.overdue or self.due or self.urgent)


def comes(line: Line, today: date) -> bool:
    """Whether a person's page tells of it as what comes next: due or overdue however far off, or due soon if it applies."""
    return needs(line, today) or (line.state is State.DUE and line.standing.due is not None and not line.waits(today))


def is_late(line: Line, today: date) -> bool:
    """Whether its day has passed; also where it is not known whether it applies."""
    return line.standing.due is not None and day_of(line.standing.due) < today


def unanswered(answers: Mapping[str, Answer], line: Line) -> tuple[str, ...]:
    """The conditions that the clock hangs on and that nobody has answered."""
    return tuple(key for key in line.standing.missing if answers.get(key, Answer.NOT_KNOWN) is Answer.NOT_KNOWN)
