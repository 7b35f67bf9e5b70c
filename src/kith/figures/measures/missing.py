"""Going missing from where one was moved to, and in the ninety days before and after the move."""

from __future__ import annotations

import datetime as dt
from typing import Any

import narwhals as nw

from kith.figures.measures.spans import PERSON, day_number, meets
from kith.foundation.dates import Month

WINDOW = 90
"""Days compared on either side of a move (our choice: long enough to see a habit, short enough to belong to the move)."""


def episodes(missing: nw.LazyFrame[Any], month: Month) -> nw.LazyFrame[Any]:
    """Episodes of going missing that began by the month's end; away without authorisation is kept apart."""
    return missing.filter((nw.col("kind") == "missing") & (nw.col("from_on") <= nw.lit(month.last))).select(
        *PERSON, "row_id", "from_on", "to_on"
    )


def from_stays(found: nw.LazyFrame[Any], judged_stays: nw.LazyFrame[Any], month: Month) -> nw.LazyFrame[Any]:
    """`missing_episodes` a person: those that meet the month and began during a confirmed stay of the month."""
    sure = judged_stays.filter(nw.col("sure")).select(*PERSON, began="from_on", ended="to_on")
    during = (nw.col("from_on") >= nw.col("began")) & (
        nw.col("ended").is_null() | (nw.col("from_on") <= nw.col("ended"))
    )
    return (
        found.filter(meets(month))
        .join(sure, on=list(PERSON), how="inner")
        .filter(during)
        .select(*PERSON, "row_id")
        .unique()
        .group_by(*PERSON)
        .agg(nw.len().cast(nw.Int32()).alias("missing_episodes"))
    )


def around_move(found: nw.LazyFrame[Any], chosen: nw.LazyFrame[Any], month: Month) -> nw.LazyFrame[Any]:
    """Days missing in the windows before and after the move (the first day of the unbroken time away), and days at risk.

    A day in several episodes is one day. Both windows end with the month; the first day away belongs to the second.
    """
    last = day_number_of(month.last)
    moved = chosen.select(*PERSON, day_number("started").alias("moved"))
    pieces = _disjoint(found, last).join(moved, on=list(PERSON), how="inner")
    after_end = nw.min_horizontal(nw.col("moved") + (WINDOW - 1), nw.lit(last))
    days = pieces.select(
        *PERSON,
        _overlap(nw.col("moved") - WINDOW, nw.col("moved") - 1).alias("missing_days_before"),
        _overlap(nw.col("moved"), after_end).alias("missing_days_after"),
    )
    summed = days.group_by(*PERSON).agg(nw.col("missing_days_before").sum(), nw.col("missing_days_after").sum())
    return moved.join(summed, on=list(PERSON), how="left").select(
        *PERSON,
        nw.col("missing_days_before").fill_null(0),
        nw.col("missing_days_after").fill_null(0),
        nw.lit(WINDOW).alias("days_before"),
        (after_end - nw.col("moved") + 1).alias("days_after"),
    )


def day_number_of(day: dt.date) -> int:
    """The number that `day_number` gives this day."""
    return day.toordinal() + 305


def _disjoint(found: nw.LazyFrame[Any], last: int) -> nw.LazyFrame[Any]:
    """The same days in pieces that share none: each episode from where the earlier ones of its person have ended."""
    numbered = found.select(
        *PERSON, "row_id", day_number("from_on").alias("start"), day_number("to_on").fill_null(last).alias("end")
    )
    reached = nw.col("end").cum_max().over(*PERSON, order_by=["start", "end", "row_id"])
    earlier = nw.col("reached").shift(1).over(*PERSON, order_by=["start", "end", "row_id"])
    return (
        numbered.with_columns(reached.alias("reached"))
        .with_columns(nw.max_horizontal(nw.col("start"), earlier.fill_null(-1) + 1).alias("start"))
        .filter(nw.col("start") <= nw.col("end"))
    )


def _overlap(first: nw.Expr, last: nw.Expr) -> nw.Expr:
    """Days, both ends included, that a piece shares with a window."""
    days = nw.min_horizontal(nw.col("end"), last) - nw.max_horizontal(nw.col("start"), first) + 1
    return nw.when(days > 0).then(days).otherwise(nw.lit(0))
