"""The headline: what a reader takes away from one month of one authority, in one sentence and a few lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from kith.figures.measures.declarations import MEASURES
from kith.figures.reports.wording import Row, count, interval, shown

KEYS = (
    "supported",
    "affected",
    "affected_share",
    "relocated",
    "relocation_rate_range",
    "planned_moves",
    "more_than_one_stay",
    "missing_from_stay",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One figure as words: what it counts, the figure, of how many, of how many it is not known, and its 95% interval."""

    key: str
    label: str
    shown: str
    of: str
    unknown: str
    interval: str = ""


def totals(figures: pl.DataFrame, period: str | None = None) -> dict[str, Row]:
    """The totals of a period (the latest where not given) by measure."""
    period = period or figures["period"].max()  # type: ignore[assignment]
    found = figures.filter((pl.col("breakdown") == "") & (pl.col("period") == period))
    return {row["measure"]: row for row in found.iter_rows(named=True)}


def line(row: Row, found: Mapping[str, Row]) -> Line:
    """One total as words; `found` has the other totals, for what it is a part of."""
    hidden = row["state"] == "suppressed"
    whole = found.get(MEASURES[row["measure"]].of)
    return Line(
        row["measure"],
        MEASURES[row["measure"]].title,
        shown(row),
        shown(whole) if whole else count(row["denominator"]),
        count(row["unknown"], hidden=hidden and row["unknown"] is None),
        interval(row),
    )


def headline(figures: pl.DataFrame) -> list[Line]:
    """The few lines that a person would want first."""
    found = totals(figures)
    return [line(found[key], found) for key in KEYS if key in found]


def sentence(figures: pl.DataFrame) -> str:
    """The month in one sentence, saying what is open where something is."""
    found = totals(figures)
    if not {"supported", "affected", "relocated"} <= found.keys():
        return "There is nothing to count for this month."
    supported, affected, relocated = (found[key] for key in ("supported", "affected", "relocated"))
    said = (
        f"Of {shown(supported)} young people supported, {shown(affected)} were affected by harm outside the home, and of "
        f"these {shown(relocated)} had been moved out of area because of it"
    )
    if (rate := found.get("relocation_rate_range")) and rate["value"] is not None:
        said += f" ({shown(rate)})"
    if relocated["interval"] == "range" and relocated["low"] != relocated["high"]:
        said += "; the range narrows as moves are reviewed"
    return said + "."
