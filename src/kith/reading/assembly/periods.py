"""Periods of involvement, times missing and harms told of by several sources, each without counting the same one twice."""

from __future__ import annotations

import polars as pl

from kith.reading.assembly.chains import LONG_AGO, LONG_HENCE, with_chains


def joined_involvements(involvements: pl.DataFrame) -> pl.DataFrame:
    """Periods of the same status that overlap or follow on the next day become one; `not_known` only where nothing else is.

    A row of status `not_known` (someone is on a list) tells nothing where another status meets its days.
    """
    chained = with_chains(involvements, "person_id", "status")
    several = pl.col("chain").is_duplicated()
    first, last = pl.col("from_on"), pl.col("to_on")
    merged = (
        chained.filter(several)
        .group_by("chain", maintain_order=True)
        .agg(
            pl.exclude("chain", "from_on", "to_on").sort_by("rank", "row_id").first(),
            from_on=pl.when(first.is_not_null().all()).then(first.min()),
            to_on=pl.when(last.is_not_null().all()).then(last.max()),
        )
    )
    columns = involvements.columns
    every = pl.concat([chained.filter(~several).select(columns), merged.select(columns)])
    known, unknown = every.filter(pl.col("status") != "not_known"), every.filter(pl.col("status") == "not_known")
    meets = unknown.join(known, on="person_id", suffix="_known").filter(
        (first.fill_null(LONG_AGO) <= pl.col("to_on_known").fill_null(LONG_HENCE))
        & (pl.col("from_on_known").fill_null(LONG_AGO) <= last.fill_null(LONG_HENCE))
    )
    return pl.concat([known, unknown.join(meets, on="row_id", how="anti")])


def distinct_missing(missing: pl.DataFrame) -> pl.DataFrame:
    """One row a time missing: the same person, kind and first day; what one source leaves open another fills."""
    ordered = missing.sort("rank", "source", "row_id")
    key = ("person_id", "kind", "from_on")
    again = pl.struct(key).is_duplicated()
    states = ("interview_offered", "interview_held")
    merged = (
        ordered.filter(again)
        .group_by(key, maintain_order=True)
        .agg(
            pl.exclude("to_on", "interview_on", *states).first(),
            *(pl.col(name).drop_nulls().first() for name in ("to_on", "interview_on")),
            *(pl.col(name).filter(pl.col(name) != "not_known").first().fill_null("not_known") for name in states),
        )
    )
    return pl.concat([ordered.filter(~again), merged.select(ordered.columns)])


def distinct_harms(harms: pl.DataFrame) -> pl.DataFrame:
    """The same harm on the same days once a kind of source; each kind keeps its own row, since they bear each other out."""
    key = [
        "person_id",
        "harm",
        "sub_kind",
        "setting",
        "setting_basis",
        "certainty",
        "from_on",
        "to_on",
        "rank",
        "kind_of_source",
    ]
    ordered = harms.sort("source", "evidence", "row_id", nulls_last=True)
    again = pl.struct(key).is_duplicated()
    merged = (
        ordered.filter(again)
        .group_by(key, maintain_order=True)
        .agg(
            pl.exclude("evidence").first(),
            evidence=pl.col("evidence").drop_nulls().unique(maintain_order=True).str.join("; "),
        )
        .with_columns(evidence=pl.when(pl.col("evidence") != "").then("evidence"))
    )
    return pl.concat([ordered.filter(~again), merged.select(ordered.columns)])
