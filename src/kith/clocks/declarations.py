"""Every clock is a declaration in data/clocks, with its law, its source and whether the text was read."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from kith.definitions.codes import rows
from kith.foundation.dates import Nation

DATA = Path(__file__).parent / "data"


class Unit(StrEnum):
    """What a limit is counted in. Hours pass; the others are whole days in Europe/London."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    SCHOOL_DAYS = "school_days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    TERMS = "terms"


class Kind(StrEnum):
    """What a clock says of its event."""

    WITHIN = "within"  # to be done by a limit after the event
    BEFORE = "before"  # to be done before the event
    ENDS = "ends"  # something lapses at a limit after the event
    NOT_BEFORE = "not_before"  # a least: not to be done sooner, and no most
    TOTAL = "total"  # lapses when the time used in any such window reaches the limit
    AS_SET = "as_set"  # an order, a plan or a meeting sets the day
    NO_LIMIT = "no_limit"  # due, but no limit is known
    NOT_TIMED = "not_timed"  # nothing falls due: `why_not_timed` says why


class Basis(StrEnum):
    """What a clock rests on; only law binds an authority's own limits."""

    LAW = "law"
    STATUTORY_GUIDANCE = "statutory_guidance"
    GUIDANCE = "guidance"
    COURT_PRACTICE = "court_practice"
    PRACTICE = "practice"


class Read(StrEnum):
    """Whether the text itself was read: the mark that every page shows."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Limit:
    """So many of a unit, written like `20 working_days`."""

    number: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> Limit:
        """ValueError, without the text, where it is not a whole number above nought and a unit."""
        number, _, unit = text.strip().partition(" ")
        if not (number.isascii() and number.isdigit() and 0 < int(number[:6]) < 10_000 and unit in set(Unit)):
            raise ValueError(f"a limit is a whole number and one of {', '.join(Unit)}, like 20 working_days")
        return cls(int(number), Unit(unit))

    def __str__(self) -> str:
        return f"{self.number} {self.unit.value}"


@dataclass(frozen=True, slots=True)
class Step:
    """A later limit of a clock that comes again: while `until` has not happened, and where `given` is so."""

    limit: Limit
    until: str = ""
    given: str = ""

    @classmethod
    def parse(cls, text: str) -> Step:
        """Read `6 weeks`, `1 weeks until review_held` or `6 months if under_5`."""
        limit, _, given = text.partition(" if ")
        limit, _, until = limit.partition(" until ")
        return cls(Limit.parse(limit), until, given)

    def __str__(self) -> str:
        until = f" until {self.until}" if self.until else ""
        return f"{self.limit}{until}{f' if {self.given}' if self.given else ''}"


@dataclass(frozen=True, slots=True)
class Window:
    """So long from an event, written like `12 months of placement_began`."""

    limit: Limit
    event: str

    @classmethod
    def parse(cls, text: str) -> Window:
        limit, _, event = text.partition(" of ")
        return cls(Limit.parse(limit), event)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One clock. Texts are labels for people; keys of events and conditions are those of `events()` and `conditions()`.

    `then` are the later limits of one that comes again, the last for ever where it `repeats`; `restarts_at` and `stops_at`
    name events; `only_within` and `only_after` say in which part of a placement it runs. `applies_if` must all hold
    (`a|b`: either; `!a`: not); `also_if` extends it to the other nation. `excused_by` counts only where it is recorded
    as so. `early_counts`: done before the event is done. `in_force_from` is the date as far as known (2014-07), empty
    where not known; one not `commenced` is switched off.
    """

    key: str
    area: str
    nation: str  # england, wales or both
    title: str
    title_welsh: str = ""
    kind: Kind = Kind.WITHIN
    runs_from: str
    which: str = ""  # of a series: the first only, or the later ones
    limit: Limit | None = None
    not_before: Limit | None = None
    in_any: Limit | None = None
    then: tuple[Step, ...] = ()
    repeats: bool = False
    first_day_counts: bool = False
    early_counts: bool = False
    rolls_to_working_day: bool = False
    lapses: bool = False  # at its end nothing is left to do
    extension: Limit | None = None
    extended_by: str = ""
    done_by: str = ""
    restarts_at: str = ""
    stops_at: str = ""
    only_within: Window | None = None
    only_after: Window | None = None
    applies_if: tuple[str, ...] = ()
    also_if: str = ""
    excused_by: tuple[str, ...] = ()
    law_of: str = "responsible"  # or school: whose nation decides
    calendar: Nation | None = None  # bank holidays, where not those of the nation that decides
    promptness: str = ""  # how soon, where there is no limit: a key of messages
    why_not_timed: str = ""
    whom: str = ""
    exceptions: str = ""
    basis: Basis
    provision: str
    in_force_from: str = ""
    in_force_to: str = ""
    commenced: bool = True
    source: str = ""
    url: str = ""
    read: Read
    note: str = ""

    @property
    def is_series(self) -> bool:
        """Whether it runs from the last time that it was itself done."""
        return self.runs_from == self.done_by

    @property
    def first_day(self) -> dt.date | None:
        """The first day in force; None where it is not known."""
        if not self.in_force_from:
            return None
        year, month, day = (*(int(part) for part in self.in_force_from.split("-")), 1, 1)[:3]
        return dt.date(year, month, day)

    def label(self, language: str = "en") -> str:
        """The title in English, or in Welsh ("cy") where there is one."""
        return (language == "cy" and self.title_welsh) or self.title


@dataclass(frozen=True, slots=True)
class Label:
    """What people read for an event or a condition."""

    key: str
    english: str
    welsh: str = ""

    def text(self, language: str = "en") -> str:
        return (language == "cy" and self.welsh) or self.english


_READ_AS: dict[str, Callable[[Any], Any]] = {
    "kind": Kind,
    "basis": Basis,
    "read": Read,
    "calendar": Nation,
    "limit": Limit.parse,
    "not_before": Limit.parse,
    "in_any": Limit.parse,
    "extension": Limit.parse,
    "only_within": Window.parse,
    "only_after": Window.parse,
    "then": lambda steps: tuple(map(Step.parse, steps)),
    "applies_if": tuple,
    "excused_by": tuple,
}


def _clock(key: str, area: str, fields: Mapping[str, Any]) -> Clock:
    given = {name: _READ_AS.get(name, lambda value: value)(value) for name, value in fields.items()}
    return Clock(**{"key": key, "area": area, "done_by": key, **given})


@cache
def clocks() -> Mapping[str, Clock]:
    """Every clock by its key, area by area."""
    return {
        key: _clock(key, path.stem, fields)
        for path in sorted((DATA / "clocks").glob("*.toml"))
        for key, fields in tomllib.loads(path.read_text(encoding="utf-8")).items()
    }


def _labels(name: str) -> dict[str, Label]:
    return {row["key"]: Label(row["key"], row["label"], row["label_welsh"]) for row in rows(DATA / f"{name}.csv")}


@cache
def events() -> Mapping[str, Label]:
    """What clocks run from and are done by; a clock's own key is the event that it was done where none is named."""
    return _labels("events")


@cache
def conditions() -> Mapping[str, Label]:
    """What a clock's being owed hangs on, each yes, no or not known."""
    return _labels("conditions")


def by_event() -> dict[str, list[Clock]]:
    """The clocks grouped by the event that they run from, in the order of `events()`."""
    return {event: found for event in events() if (found := [c for c in clocks().values() if c.runs_from == event])}
