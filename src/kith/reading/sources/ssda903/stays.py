"""Stays in one placement and times of being looked after, stitched from episodes that may cross collection years."""

from __future__ import annotations

import polars as pl

from kith.foundation.problems import Problems
from kith.reading.sources.extracts import BEGINS_BEFORE, ROW
from kith.reading.sources.ssda903 import rules
from kith.reading.sources.ssda903.cells import FILE
from kith.reading.sources.ssda903.episodes import BREAKS_BEFORE, FROM, TO
from kith.reading.sources.ssda903.parts import CHILD, RECODED

_MOVES = ("S", "P", "T", "B", "U")
_LEGAL_ONLY = "L"
NOT_CALCULABLE = 999.9
"""PL_DISTANCE of a placement whose distance from home cannot be calculated."""


def placements(episodes: pl.DataFrame, problems: Problems) -> pl.DataFrame:
    """One row a stay, from `chain`'s episodes: a change of legal status alone (L) goes on, any other begins a new stay."""
    place = pl.col("PLACE").replace(RECODED)
    moved = (place != place.shift(1).over(CHILD)).fill_null(False)
    elsewhere = pl.any_horizontal(
        (pl.col(name) != pl.col(name).shift(1).over(CHILD)).fill_null(False) for name in ("PL_POST", "URN")
    )
    said = pl.col("RNE").is_in(_MOVES).fill_null(False)
    legal = pl.col("RNE").eq(_LEGAL_ONLY).fill_null(False)
    rows = episodes.with_columns((legal & moved & ~pl.col(BREAKS_BEFORE)).alias("_place_changed"))
    for file, row in rows.filter("_place_changed").select(FILE, ROW).sort(FILE, ROW).iter_rows():
        problems.add(rules.PLACE_CHANGED, file, row, "PLACE")
    begins = pl.col(BREAKS_BEFORE) | said | moved | (~legal & elsewhere)
    return _spells(episodes, begins).select(
        CHILD,
        FILE,
        ROW,
        pl.col(FROM).alias("from_on"),
        pl.col(TO).alias("to_on"),
        pl.col("PLACE").alias("placement_type"),
        pl.col("LS").alias("legal_basis"),
        pl.col("PLACE_PROVIDER").alias("provider"),
        pl.col("PL_LOCATION").replace_strict({"IN": "in", "OUT": "out"}, default="not_known").alias("locality"),
        pl.when(pl.col("PL_DISTANCE") < NOT_CALCULABLE).then("PL_DISTANCE").alias("miles"),
        pl.lit("not_reviewed").alias("due_to_efh"),
        pl.col("HOME_POST").alias("home_postcode"),
        pl.col("PL_POST").alias("placement_postcode"),
        pl.col("PL_LA").alias("placement_authority"),
        (pl.col(BREAKS_BEFORE) & (pl.col("RNE") == _LEGAL_ONLY)).fill_null(False).alias(BEGINS_BEFORE),
    )


def care(episodes: pl.DataFrame) -> pl.DataFrame:
    """One row a continuous time of being looked after."""
    return _spells(episodes, pl.col(BREAKS_BEFORE)).select(
        CHILD,
        FILE,
        ROW,
        pl.lit("looked_after").alias("status"),
        pl.col(FROM).alias("from_on"),
        pl.col(TO).alias("to_on"),
    )


def legal_statuses(episodes: pl.DataFrame) -> pl.DataFrame:
    """One row a continuous time under one legal status, over changes of placement."""
    changed = pl.col("LS").ne_missing(pl.col("LS").shift(1).over(CHILD))
    return _spells(episodes, pl.col(BREAKS_BEFORE) | changed).select(
        CHILD, FILE, ROW, pl.col("LS").alias("legal_status"), pl.col(FROM).alias("from_on"), pl.col(TO).alias("to_on")
    )


def _spells(episodes: pl.DataFrame, begins: pl.Expr) -> pl.DataFrame:
    """Runs of episodes as one row: first day, file and row of the first; last known value of the rest; open if any is."""
    spell = begins.cum_sum().over(CHILD).alias("_spell")
    first = (FROM, FILE, ROW, "RNE", BREAKS_BEFORE)
    latest = [name for name in episodes.columns if name not in (CHILD, TO, *first)]
    return (
        episodes.with_columns(spell)
        .group_by(CHILD, "_spell", maintain_order=True)
        .agg(
            pl.col(first).first(),
            pl.when(pl.col(TO).null_count() == 0).then(pl.col(TO).max()).alias(TO),
            pl.col(latest).drop_nulls().last(),
        )
    )
