"""Makes one person of all the rows about them on all lists, telling where lists disagree."""

from __future__ import annotations

import polars as pl

from kith.foundation.problems import Problems
from kith.reading.sources.annex_a import rules
from kith.reading.sources.extracts import IDENTITY

_SAID = ("birth_date", "sex", "ethnicity", "disability", "uasc")
_UNTOLD = {"sex": ["U"], "ethnicity": ["NOBT", "REFU"], "disability": ["not_known"], "uasc": ["not_known"]}
"""Values that say nothing, so that they neither contradict a known value nor take its place."""


def gather(lists: list[pl.DataFrame]) -> pl.DataFrame:
    """All rows about children, whatever the list, with what they say of the child."""
    kept = ["person_id", "own_id", *_SAID, "file", "row", "source", "latest", "made_on"]
    rows = [
        frame.with_columns(
            pl.lit(None, dtype=pl.String).alias(name) for name in _SAID if name not in frame.columns
        ).select(kept)
        for frame in lists
        if "person_id" in frame.columns
    ]
    return pl.concat(rows)


def people(rows: pl.DataFrame, problems: Problems) -> pl.DataFrame:
    """One row a person: of each thing the value with the latest date that says something, else what there is."""
    told = rows.sort("person_id", "made_on", "latest", *_SAID, nulls_last=False).with_columns(
        pl.when(~pl.col(name).is_in(_UNTOLD.get(name, []))).then(name).alias(f"told_{name}")
        if name in _UNTOLD
        else pl.col(name).alias(f"told_{name}")
        for name in _SAID
    )
    for name in _SAID:
        _tell_differing(told, name, problems)
    last = [
        pl.coalesce(pl.col(f"told_{name}").drop_nulls().last(), pl.col(name).drop_nulls().last()).alias(name)
        for name in _SAID
    ]
    made = told.group_by("person_id", maintain_order=True).agg(
        *last, pl.col("own_id").last(), pl.col("source").last(), pl.col("made_on").last()
    )
    unborn, known = pl.col("birth_date") > pl.col("made_on"), pl.col("birth_date").is_not_null()
    precision = pl.when(unborn).then(pl.lit("expected")).when(known).then(pl.lit("day")).otherwise(pl.lit("not_known"))
    return made.with_columns(pl.col("disability", "uasc").fill_null("not_known"), birth_precision=precision)


def _tell_differing(told: pl.DataFrame, name: str, problems: Problems) -> None:
    value = pl.col(f"told_{name}")
    kept = value.drop_nulls().last().over("person_id")
    for file, row in told.filter(value != kept).select("file", "row").sort("file", "row").iter_rows():
        problems.add(rules.VALUES_DIFFER, file, row, name)


def identities(made: pl.DataFrame) -> pl.DataFrame:
    """Who the rows are about, for linkage; Annex A has neither names nor home postcodes."""
    known = made.with_columns(birth_date=pl.when(pl.col("birth_precision") == "day").then("birth_date"))
    return known.select(
        pl.col(name).cast(kind) if name in known.columns else pl.lit(None, dtype=kind).alias(name)
        for name, kind in IDENTITY.items()
    )
