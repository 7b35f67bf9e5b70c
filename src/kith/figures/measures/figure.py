"""The tidy frame that every figure travels in, whatever made it and whatever shows it."""

from __future__ import annotations

import polars as pl

FIGURES = pl.Schema(
    {
        "authority": pl.String(),  # newest code of the responsible authority, or a name for several together
        "period": pl.String(),  # 2019-09
        "measure": pl.String(),  # key of MEASURES
        "breakdown": pl.String(),  # key of DIMENSIONS, "" for none
        "category": pl.String(),  # code of the dimension, "" for the total; several codes are joined by "+"
        "value": pl.Float64(),  # count, share from 0 to 1, or coefficient; null is not shown or not to be had
        "numerator": pl.Int64(),
        "denominator": pl.Int64(),
        "unknown": pl.Int64(),  # people of whom it is not known whether they count
        "low": pl.Float64(),
        "high": pl.Float64(),
        "interval": pl.String(),  # what low and high are: "", range, wilson_95, fisher_95
        "state": pl.String(),  # exact, range, suppressed, rounded, not_available
        "rows": pl.String(),  # the rows it came from, as a filter on the basis; "" when published
    }
)
"""One row a figure. `authority, period, measure, breakdown, category` identify it."""

KEY = ("authority", "period", "measure", "breakdown", "category")

TOGETHER = "all services"
"""Stands for several services together in place of an authority's code."""

EXACT, RANGE, SUPPRESSED, ROUNDED, NOT_AVAILABLE = "exact", "range", "suppressed", "rounded", "not_available"


def figures(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with exactly the columns of FIGURES: absent numbers are null, absent texts empty."""
    given = set(frame.columns)
    columns = []
    for name, kind in FIGURES.items():
        column = pl.col(name) if name in given else pl.lit(None)
        columns.append((column.cast(kind) if kind.is_numeric() else column.cast(kind).fill_null("")).alias(name))
    return frame.select(columns)
