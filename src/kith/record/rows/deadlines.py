"""What a slice tells the clocks of a person: events, answers and days that were set. Each slice's `deadlines.py` says its own part.

A slice has `facts_of(people, today)`, which gives `Facts` by the record kept, and may have `dated_of(people, today)`, which gives
days that the record itself set; or `told_of(people, today)`, which gives both, where they rest on the same rows. All read many people
at once, in as many queries for a hundred as for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from kith.clocks.calendars import When
from kith.clocks.conditions import Answer


@dataclass(frozen=True, slots=True)
class Facts:
    """What one slice knows of a person. Keys are those of `kith.clocks`: events, conditions, clocks.

    of_clock: answers that hold for one clock alone, such as that they chose not to have *this* interview.
    """

    events: Mapping[str, tuple[When, ...]] = field(default_factory=dict)
    undated: frozenset[str] = frozenset()
    answers: Mapping[str, Answer] = field(default_factory=dict)
    of_clock: Mapping[str, Mapping[str, Answer]] = field(default_factory=dict)
    set_days: Mapping[str, When] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dated:
    """A day that the record set by itself: an action is due, a control ends. `page`: the name of the person's page that has it."""

    key: str
    on: date
    words: str
    page: str
    ends: bool = False


def yes_or_no(is_so: bool) -> Answer:
    """An answer where it is known."""
    return Answer.YES if is_so else Answer.NO


def of_state(state: str) -> Answer:
    """A stored state as an answer."""
    return Answer(state)


def events(**days: Iterable[When | None]) -> dict[str, tuple[When, ...]]:
    """Events with their days; what has no day is left out."""
    found = {name: tuple(day for day in each if day is not None) for name, each in days.items()}
    return {name: each for name, each in found.items() if each}


def joined(parts: Iterable[Facts]) -> Facts:
    """All parts as one: events side by side; of answers the first that knows, so give first who knows best."""
    days: dict[str, tuple[When, ...]] = {}
    answers: dict[str, Answer] = {}
    of_clock: dict[str, dict[str, Answer]] = {}
    set_days: dict[str, When] = {}
    undated: frozenset[str] = frozenset()
    for part in parts:
        for name, each in part.events.items():
            days[name] = tuple(dict.fromkeys((*days.get(name, ()), *each)))
        answers = {**_known(part.answers), **answers}
        for clock, own in part.of_clock.items():
            of_clock[clock] = {**_known(own), **of_clock.get(clock, {})}
        set_days = {**part.set_days, **set_days}
        undated |= part.undated
    return Facts(days, undated, answers, of_clock, set_days)


def _known(answers: Mapping[str, Answer]) -> dict[str, Answer]:
    return {name: state for name, state in answers.items() if state is not Answer.NOT_KNOWN}


Gathered = Mapping[UUID, Facts]
"""By the record kept."""
