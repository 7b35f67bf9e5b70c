"""Periods that follow on without a break form a chain; which, is worked out for all people in one pass."""

from __future__ import annotations

import polars as pl

LONG_AGO = pl.date(1, 1, 1)
LONG_HENCE = pl.date(9999, 12, 30)

_APART = 10_000_000
"""More days than there are between any two dates, so that one person's days never reach the next one's."""


def with_chains(periods: pl.DataFrame, *who: str) -> pl.DataFrame:
    """The periods in the order of `who`, first and last day, with `chain`: a number shared by those that follow on.

    A period follows on when it begins no later than the day after the ones before it have ended. A first day that is empty
    is long ago, a last day long hence. Ties stand in the order of `row_id`.
    """
    first, last = pl.col("from_on").fill_null(LONG_AGO), pl.col("to_on").fill_null(LONG_HENCE)
    ordered = periods.with_columns(_first=first, _last=last).sort(*who, "_first", "_last", "row_id")
    place = pl.struct(who).rle_id().cast(pl.Int64) * _APART
    reached = (place + pl.col("_last").to_physical()).cum_max().shift(1, fill_value=-_APART)
    breaks = place + pl.col("_first").to_physical() > reached + 1
    return ordered.with_columns(chain=breaks.cum_sum()).drop("_first", "_last")
