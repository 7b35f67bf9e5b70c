"""The four meanings of out of area, how long somebody has been away, and where they are tonight; no database, today is an argument."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

State = Literal["yes", "no", "not_known"]
FAR_MILES = 20
"""The statistical measure of the SSDA903's figures; no legal test."""


@dataclass(frozen=True, slots=True)
class Meanings:
    """What *out of area* can mean of one stay, each by itself.

    outside: beyond the responsible authority's boundary. at_a_distance: and not in an adjoining authority, the legal test (Care
    Planning, Placement and Case Review (England) Regulations 2010, regulation 11). far: more than 20 miles from home, a measure of
    statistics. for_safety: moved because of harm outside the home (a key of `due_to_efh`), the meaning of the studies.
    """

    outside: State
    at_a_distance: State
    far: State
    for_safety: str


def meanings(*, locality: str, adjoining: str, miles: float | None, due_to_efh: str) -> Meanings:
    """The four of a stay. What is not known stays so: a place outside whose neighbours are not known is not *at a distance*."""
    outside: State = {"in": "no", "out": "yes"}.get(locality, "not_known")  # type: ignore[assignment]
    far: State = "not_known" if miles is None else "yes" if miles > FAR_MILES else "no"
    return Meanings(outside, _at_a_distance(outside, adjoining), far, due_to_efh)


def _at_a_distance(outside: State, adjoining: str) -> State:
    if outside == "no" or adjoining == "yes":
        return "no"
    return "yes" if outside == "yes" and adjoining == "no" else "not_known"


@dataclass(frozen=True, slots=True)
class Night:
    """A stay as the rules take it."""

    from_on: date
    to_on: date | None
    locality: str = "not_known"


def is_open(stay: Night, day: date) -> bool:
    """Whether they stay there on the night of a day; the day on which it ends is spent elsewhere."""
    return stay.from_on <= day and (stay.to_on is None or stay.to_on > day)


def away_since(stay: Night, others: Iterable[Night]) -> date | None:
    """The first day of the time out of the area without a break that a stay is part of; None unless it is out of the area.

    A stay that begins on the day another ended, or the day after, goes on from it.
    """
    if stay.locality != "out":
        return None
    before = sorted(
        (one for one in others if one.locality == "out" and one.to_on), key=lambda one: one.from_on, reverse=True
    )
    first = stay.from_on
    for one in before:
        if one.from_on < first and one.to_on is not None and first <= one.to_on + timedelta(days=1):
            first = one.from_on
    return first


def days_away(stays: Sequence[Night], today: date) -> int:
    """On how many nights up to today they stayed out of the area; nights of two stays count once."""
    spans = sorted((one.from_on, min(one.to_on or today, today)) for one in stays if one.locality == "out")
    nights, reached = 0, date.min
    for start, end in spans:
        nights += max(0, (end - max(start, reached)).days)
        reached = max(reached, end)
    return nights


Plan = Literal["no_date", "within", "past"]


def plan(planned_end: date | None, today: date) -> Plan:
    """Whether an open stay is within its planned time. Planned and elapsed are kept apart (A sigh of relief, Last resort)."""
    if planned_end is None:
        return "no_date"
    return "past" if planned_end < today else "within"
