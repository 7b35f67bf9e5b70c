"""An authority's own limits: a clock shortened, given a limit where there is none, or switched on, with who, when and why."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kith.clocks.calendars import Calendar, deadline
from kith.clocks.declarations import Basis, Clock, Kind, Limit, Unit, clocks
from kith.foundation.dates import Nation
from kith.foundation.problems import Detail, Problems, Severity, rule

UNREADABLE = rule(
    "clocks.unreadable",
    Severity.ERROR,
    "The adjustments could not be read.",
    "Give a TOML file with an [[adjust]] table for each clock, as the page on adjusting a clock shows.",
)
NO_SUCH_CLOCK = rule(
    "clocks.no_such_clock", Severity.ERROR, "There is no clock of this key.", "Take the key from `kith clocks`."
)
TWICE = rule("clocks.twice", Severity.ERROR, "A clock is adjusted twice.", "Leave one adjustment of each clock.")
FIELD = rule(
    "clocks.field",
    Severity.ERROR,
    "A field of the adjustment is not right.",
    "Fields are clock, limit, every, commenced, from, reason, by and on; a limit is written like 5 working_days, a day like 2026-04-01.",
)
NO_REASON = rule(
    "clocks.no_reason",
    Severity.ERROR,
    "An adjustment does not say why, who decided it and when.",
    "Write reason, by and on.",
)
NOTHING = rule("clocks.nothing", Severity.ERROR, "An adjustment changes nothing.", "Give a limit, every or commenced.")
LONGER = rule(
    "clocks.longer",
    Severity.ERROR,
    "The law's limit cannot be lengthened.",
    "Give a shorter limit, in the unit of the law where the two cannot be compared; a limit in guidance may be lengthened.",
)
NO_LIMIT_HERE = rule(
    "clocks.no_limit_here",
    Severity.ERROR,
    "This clock takes no limit of that kind.",
    "A limit fits clocks that run for a time, have no limit or whose day is set; `every` those that come again.",
)
ALREADY_IN_FORCE = rule(
    "clocks.already_in_force", Severity.ERROR, "This clock is in force already.", "Leave `commenced` out."
)

_MOST_BYTES = 1_000_000
_TAKES_LIMIT = {Kind.WITHIN, Kind.ENDS, Kind.NO_LIMIT, Kind.AS_SET}


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """What an authority changed of one clock. `every` replaces all later limits; `commenced` is the day of switching on.

    It holds for starts on or after `holds_from`, or for all.
    """

    clock: str
    limit: Limit | None = None
    every: Limit | None = None
    commenced: dt.date | None = None
    holds_from: dt.date | None = None
    reason: str
    by: str
    on: dt.date


Adjustments = Mapping[str, Adjustment]
"""By the key of the clock."""


def read_adjustments(path: Path) -> tuple[Adjustments, Problems]:
    """The adjustments in a TOML file and everything wrong with it; those that are wrong are left out."""
    problems = Problems()
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ValueError
        tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        entries = tables.pop("adjust", [])
        if tables or not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise ValueError
    except (OSError, ValueError, RecursionError):
        problems.add(UNREADABLE, path.name)
        return {}, problems
    return check_adjustments(entries, path.name, problems), problems


def check_adjustments(entries: Iterable[Mapping[str, Any]], file: str, problems: Problems) -> Adjustments:
    """The right ones of these entries, by clock; what is wrong with the others is added to `problems`.

    A problem's row is the entry's number in the file, from 1.
    """
    found: dict[str, Adjustment] = {}
    for row, entry in enumerate(entries, start=1):
        here = Problems()
        made = _adjustment(entry, file, row, here)
        if made is not None and made.clock in found:
            here.add(TWICE, file, row)
        if made is not None and not here:
            found[made.clock] = made
        problems.extend(here)
    return found


def _adjustment(entry: Mapping[str, Any], file: str, row: int, problems: Problems) -> Adjustment | None:
    key = entry.get("clock")
    clock = clocks().get(key) if isinstance(key, str) else None
    if clock is None:
        problems.add(NO_SUCH_CLOCK, file, row, "clock")
    if entry.keys() - {"clock", "limit", "every", "commenced", "from", "reason", "by", "on"}:
        problems.add(FIELD, file, row, detail=Detail("A field has another name."))
    words = [entry.get(name) for name in ("reason", "by")]
    on = _day(entry, "on", file, row, problems)
    if on is None or not all(isinstance(word, str) and word.strip() for word in words):
        problems.add(NO_REASON, file, row)
    limits = {name: _limit(entry, name, file, row, problems) for name in ("limit", "every")}
    days = {name: _day(entry, name, file, row, problems) for name in ("commenced", "from")}
    if not entry.keys() & {"limit", "every", "commenced"}:
        problems.add(NOTHING, file, row)
    if clock is not None:
        _fits(clock, limits, days["commenced"], file, row, problems)
    if clock is None or on is None or problems:
        return None
    return Adjustment(
        clock=clock.key,
        limit=limits["limit"],
        every=limits["every"],
        commenced=days["commenced"],
        holds_from=days["from"],
        reason=str(words[0]).strip(),
        by=str(words[1]).strip(),
        on=on,
    )


def _fits(
    clock: Clock, limits: Mapping[str, Limit | None], commenced: dt.date | None, file: str, row: int, problems: Problems
) -> None:
    """Whether the clock takes such limits, and whether the law lets it."""
    if commenced and clock.commenced:
        problems.add(ALREADY_IN_FORCE, file, row, "commenced")
    limit, every = limits["limit"], limits["every"]
    if limit and clock.kind not in _TAKES_LIMIT:
        problems.add(NO_LIMIT_HERE, file, row, "limit")
    elif limit and clock.limit and clock.basis is Basis.LAW and may_be_longer(limit, clock.limit):
        problems.add(LONGER, file, row, "limit")
    if every and not clock.then:
        problems.add(NO_LIMIT_HERE, file, row, "every")
    elif every and clock.basis is Basis.LAW and any(may_be_longer(every, step.limit) for step in clock.then):
        problems.add(LONGER, file, row, "every")


def may_be_longer(one: Limit, other: Limit) -> bool:
    """Whether `one` may end after `other` from some day: tried on every day of two years of which one is a leap year.

    Limits in school days or terms are compared with their own unit only, as terms differ from place to place.
    """
    if one.unit is other.unit:
        return one.number > other.number
    if {one.unit, other.unit} & {Unit.SCHOOL_DAYS, Unit.TERMS}:
        return True
    calendar = Calendar(Nation.ENGLAND)
    days = (_FIRST + dt.timedelta(days=n) for n in range(731))
    return any(deadline(calendar.add(day, one)) > deadline(calendar.add(day, other)) for day in days)


_FIRST = dt.date(2027, 1, 1)


def _limit(entry: Mapping[str, Any], name: str, file: str, row: int, problems: Problems) -> Limit | None:
    if name not in entry:
        return None
    try:
        return Limit.parse(str(entry[name]))
    except ValueError:
        problems.add(FIELD, file, row, name)
        return None


def _day(entry: Mapping[str, Any], name: str, file: str, row: int, problems: Problems) -> dt.date | None:
    value = entry.get(name)
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    if name in entry:
        problems.add(FIELD, file, row, name)
    return None
