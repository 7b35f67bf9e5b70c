"""How a figure is said: counts with their range, what is hidden, what is not known; the same on page, sheet and screen."""

from __future__ import annotations

from typing import Any

from kith.figures.measures.declarations import DIMENSIONS, MEASURES

HIDDEN = "hidden"
NOT_TO_BE_HAD = "not available"
SHARES = {"share", "rate"}

Row = dict[str, Any]
"""One row of the figures frame."""


def number(value: float | None, unit: str) -> str:
    """A number as people read it: 1,234, or 12.3% for a share."""
    if value is None:
        return "not known"
    if unit in SHARES:
        return f"{value:.1%}"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"


def unit_of(row: Row) -> str:
    measure = MEASURES.get(row["measure"])
    return measure.unit if measure else ""


def shown(row: Row) -> str:
    """The figure in a cell: `12`, `10 to 25`, `hidden`, `not available`."""
    if row["state"] == "suppressed":
        return HIDDEN
    if row["state"] == "not_available" or row["value"] is None:
        return NOT_TO_BE_HAD
    unit = unit_of(row)
    low, high = number(row["low"], unit), number(row["high"], unit)
    if row["interval"] == "range" and row["low"] is not None and row["high"] is not None and low != high:
        return f"{low} to {high}"
    return number(row["value"], unit)


def interval(row: Row) -> str:
    """The 95% interval in words, empty where there is none."""
    if not row["interval"].endswith("_95") or row["low"] is None or row["high"] is None:
        return ""
    unit = unit_of(row)
    return f"{number(row['low'], unit)} to {number(row['high'], unit)}"


def count(value: int | None, *, hidden: bool = False) -> str:
    """A count beside a figure: empty where there is none."""
    return HIDDEN if hidden else "" if value is None else f"{value:,}"


def moves_wait(asked: int) -> str:
    """How many moves wait for an answer: `1 move waits`, `1,200 moves wait`."""
    return "1 move waits" if asked == 1 else f"{asked:,} moves wait"


def possible_matches(waiting: int) -> str:
    """How many matches wait for an answer: `1 possible match`, `20 possible matches`."""
    return "1 possible match" if waiting == 1 else f"{waiting:,} possible matches"


def category(row: Row) -> str:
    """What the row's category is called; *Total* where it has none."""
    if not row["category"]:
        return "Total"
    dimension = DIMENSIONS.get(row["breakdown"])
    return dimension.label(row["category"]) if dimension else str(row["category"])
