"""A figure whose files were not given is not available: nobody reported is not the same as nobody asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from kith.figures.measures.declarations import MEASURES
from kith.figures.measures.figure import FIGURES, NOT_AVAILABLE


@dataclass(frozen=True, slots=True)
class Need:
    """What a figure cannot do without: any one of `tables`; what that is to a person, and which files tell of it."""

    tables: frozenset[str]
    what: str
    files: str


INVOLVED = Need(
    frozenset({"involvements"}),
    "who is supported",
    "the SSDA903, a CIN census, an Annex A workbook or a list of your own",
)
HARMED = Need(frozenset({"harms"}), "harm", "a CIN census, or an exploitation panel's list")
AWAY = Need(
    frozenset({"placements", "relocations"}), "stays away from home", "the SSDA903, or a list of out-of-area placements"
)
PLANNED = Need(frozenset({"relocations"}), "planned moves", "a list of planned moves")
WENT_MISSING = Need(
    frozenset({"missing"}), "missing episodes", "the SSDA903's missing file, or a list of missing episodes"
)

NEEDS: dict[str, tuple[Need, ...]] = {
    "supported": (INVOLVED,),
    "affected": (INVOLVED, HARMED),
    "relocated": (INVOLVED, HARMED, AWAY),
    "planned": (INVOLVED, PLANNED),
    "missing": (INVOLVED, HARMED, AWAY, WENT_MISSING),
}
"""What the measures of each section need."""


def lacking(covered: Collection[str]) -> list[Need]:
    """What no file told of, each once, in the order of the sections."""
    every = dict.fromkeys(need for needs in NEEDS.values() for need in needs)
    return [need for need in every if need.tables.isdisjoint(covered)]


def only_since(figures: pl.DataFrame, first: dt.date) -> pl.DataFrame:
    """The figures, with those of months that begin before `first` not available.

    A yearly file holds of earlier times only whoever was still there, so a count of them would fall short.
    """
    begins = pl.concat_str("period", pl.lit("-01")).str.to_date()
    return _without(figures, begins < first)


def only_covered(figures: pl.DataFrame, covered: Collection[str]) -> pl.DataFrame:
    """The figures, with those not available that need a table that no source speaks of; rows of FIGURES in and out."""
    absent = set(lacking(covered))
    gone = [key for key, measure in MEASURES.items() if absent.intersection(NEEDS.get(measure.section, ()))]
    return _without(figures, pl.col("measure").is_in(gone))


def _without(figures: pl.DataFrame, cannot: pl.Expr) -> pl.DataFrame:
    numbers = [name for name, kind in FIGURES.items() if kind.is_numeric()]
    return figures.with_columns(
        *(pl.when(~cannot).then(name).alias(name) for name in numbers),
        pl.when(cannot).then(pl.lit(NOT_AVAILABLE)).otherwise("state").alias("state"),
        pl.when(cannot).then(pl.lit("")).otherwise("interval").alias("interval"),
    )
