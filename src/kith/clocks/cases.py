"""What the engine is told of a case, and what it answers: facts in, a state with its reason out, never a sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from kith.clocks.calendars import Calendar, When, order
from kith.clocks.conditions import Answers
from kith.clocks.declarations import Clock, clocks, conditions, events
from kith.clocks.terms import TermCalendar
from kith.foundation.dates import Nation


class State(StrEnum):
    """How a clock stands."""

    NOT_APPLICABLE = "not_applicable"
    NOT_STARTED = "not_started"
    DUE = "due"
    OVERDUE = "overdue"
    DONE = "done"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The facts of one case.

    `nation` is the responsible authority's, whatever place the child is in; `school_nation` that of the school, for the
    law of exclusions. `events` are dates or instants by event, those planned among them where they lie ahead; `undated`
    names events that happened on a day not known. `answers` are conditions; one left out is not known. `set_days` are
    days that an order, plan or meeting set for a clock, by the clock's key. `extra` are bank holidays proclaimed
    since the library was made. ValueError for a key that nothing declares: a fact under a wrong name would be lost.
    """

    nation: Nation | None
    school_nation: Nation | None = None
    events: Mapping[str, Sequence[When]] = field(default_factory=dict)
    undated: frozenset[str] = frozenset()
    answers: Answers = field(default_factory=dict)
    set_days: Mapping[str, When] = field(default_factory=dict)
    extra: frozenset[dt.date] = frozenset()
    terms: TermCalendar | None = None

    def __post_init__(self) -> None:
        known_events = events().keys() | clocks().keys()
        for name, given, known in (
            ("an event", self.events.keys() | self.undated, known_events),
            ("a condition", self.answers.keys(), conditions().keys()),
            ("a clock", self.set_days.keys(), clocks().keys()),
        ):
            if not given <= known:
                raise ValueError(f"{name} that nothing declares: {', '.join(sorted(given - known))}")

    def times(self, event: str) -> list[When]:
        """When an event happened or is planned, the earliest first, each once."""
        found = self.events.get(event, ())
        return sorted(set(found), key=order) if len(found) > 1 else [*found]

    def nation_for(self, clock: Clock) -> Nation | None:
        """The nation whose law decides on this clock."""
        return self.school_nation if clock.law_of == "school" else self.nation

    def calendar_for(self, clock: Clock, nation: Nation) -> Calendar:
        """The calendar in which this clock counts."""
        return Calendar(clock.calendar or nation, self.extra, self.terms)


@dataclass(frozen=True, slots=True)
class Message:
    """What to say, as a key of data/messages.csv and its parameters: dates, and keys of events, conditions and units."""

    key: str
    parameters: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """One run of a clock. `national_due` is set where an authority's own limit is another; `in_time` None is not known."""

    start: When
    due: When | None = None
    national_due: When | None = None
    earliest: When | None = None
    done: When | None = None
    in_time: bool | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one clock stands. `due` is given wherever it can be, also where it is not known whether the clock applies.

    `missing` names the facts to ask for; `periods` every run so far, the current one last, so that an earlier one that
    was never done is not lost.
    """

    clock: Clock
    state: State
    message: Message
    due: When | None = None
    missing: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()
