"""A figure whose files were not given is not available: nobody reported is not the same as nobody asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import polars as pl

from kith.figures.measures.declarations import FAMILIES, MEASURES, Need
from kith.figures.measures.figure import FIGURES, NOT_AVAILABLE

NEEDS: dict[str, tuple[Need, ...]] = {family.key: family.needs for family in FAMILIES.values() if family.needs}
"""What the measures of each section need."""


def lacking(covered: Collection[str]) -> list[Need]:
    """What no file told of that files can tell of, each once, in the order of the sections."""
    every = dict.fromkeys(need for family in FAMILIES.values() if not family.optional for need in family.needs)
    return [need for need in every if need.tables.isdisjoint(covered)]


def only_since(figures: pl.DataFrame, first: dt.date) -> pl.DataFrame:
    """The figures, with those of months that begin before `first` not available.

    A yearly file holds of earlier times only whoever was still there, so a count of them would fall short.
    """
    begins = pl.concat_str("period", pl.lit("-01")).str.to_date()
    return _without(figures, begins < first)


def untold(covered: Collection[str]) -> list[str]:
    """The measures of which no source tells, for a table that they need is not among those `covered`."""
    absent = {key for key, needs in NEEDS.items() if any(need.tables.isdisjoint(covered) for need in needs)}
    return [key for key, measure in MEASURES.items() if measure.section in absent]


def unasked(covered: Collection[str]) -> list[str]:
    """Those `untold` that are of an optional family: their totals alone say so, without breakdowns."""
    return [key for key in untold(covered) if FAMILIES[MEASURES[key].section].optional]


def only_covered(figures: pl.DataFrame, covered: Collection[str]) -> pl.DataFrame:
    """The figures, with those not available that need a table that no source speaks of; rows of FIGURES in and out.

    Of a family that is optional the totals alone say so: its breakdowns are left out.
    """
    told = figures.filter(~pl.col("measure").is_in(unasked(covered)) | (pl.col("breakdown") == ""))
    return _without(told, pl.col("measure").is_in(untold(covered)))


def _without(figures: pl.DataFrame, cannot: pl.Expr) -> pl.DataFrame:
    numbers = [name for name, kind in FIGURES.items() if kind.is_numeric()]
    return figures.with_columns(
        *(pl.when(~cannot).then(name).alias(name) for name in numbers),
        pl.when(cannot).then(pl.lit(NOT_AVAILABLE)).otherwise("state").alias("state"),
        pl.when(cannot).then(pl.lit("")).otherwise("interval").alias("interval"),
    )
