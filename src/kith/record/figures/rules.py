"""What holds of figures before any database is asked: which months are offered, who sees small numbers, who is behind a figure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from kith.figures.measures.declarations import DIMENSIONS, MEASURES, Measure
from kith.foundation.dates import Month

OFFERED = 24
"""Whole months that can be chosen; others by the address, and all that were made."""

End = Literal["value", "open", "not_known"]
ENDS: tuple[End, ...] = ("value", "open", "not_known")
"""Whom a figure counts, whom the top of its range adds, and of whom it is not known."""


def last_whole(today: date) -> Month:
    """The last month that is over."""
    return Month(today.year, today.month) + -1


def offered(today: date, others: Iterable[Month] = ()) -> list[Month]:
    """The months to choose from, newest first: this one, the whole ones before, and others."""
    now = Month(today.year, today.month)
    return sorted({now + -back for back in range(OFFERED + 1)} | set(others), reverse=True)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a row of a frame has to say to be behind a figure: columns that hold, columns that do not, and categories."""

    frame: str = "basis"

    holds: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    is_: tuple[tuple[str, str], ...] = ()


def kept_columns(frame: str, columns: Iterable[str]) -> list[str]:
    """The columns of a frame that any figure counts or is broken down by."""
    own = [measure for measure in MEASURES.values() if measure.frame == frame]
    wanted = {name for m in own for name in (m.counts, m.high, m.not_known)}
    for dimension in (DIMENSIONS[key] for measure in own for key in measure.by):
        wanted |= {dimension.column, *dimension.flags.values()}
    return [name for name in columns if name and name in wanted]


def told(row: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of a row: what holds of it."""
    return {name: value for name, value in row.items() if value not in (None, False, 0)}


def behind(key: str, breakdown: str, category: str, end: End, columns: Mapping[str, Collection[str]]) -> Wanted | None:
    """Who is behind a figure; None where there is no such figure, or nothing was kept of it (`columns`: what was, by frame).

    Behind a share are those of its numerator.
    """
    measure = MEASURES.get(key)
    counted = MEASURES[measure.share] if measure and measure.share else measure
    if measure is None or counted is None or (breakdown and breakdown not in measure.by):
        return None
    wanted = _of_end(counted, end)
    if wanted is None or (breakdown and (wanted := _of_category(wanted, breakdown, category, end)) is None):
        return None
    asked = {*wanted.holds, *wanted.lacks, *(name for name, _category in wanted.is_)}
    return wanted if asked <= set(columns.get(wanted.frame, ())) else None


def _of_end(measure: Measure, end: End) -> Wanted | None:
    ends = {
        "value": Wanted(measure.frame, holds=(measure.counts,)),
        "open": Wanted(measure.frame, holds=(measure.high,), lacks=(measure.counts,)),
        "not_known": Wanted(measure.frame, holds=(measure.not_known,)),
    }
    return ends[end] if all(ends[end].holds) else None


def _of_category(wanted: Wanted, breakdown: str, category: str, end: End) -> Wanted | None:
    dimension = DIMENSIONS[breakdown]
    if dimension.column:
        return replace(wanted, is_=((dimension.column, category),))
    if category not in dimension.flags or end == "not_known":  # it may be the category that is not known
        return None
    return replace(wanted, holds=(*wanted.holds, dimension.flags[category]))
