"""Periods of involvement, times missing and harms told of by several sources, each without counting the same one twice."""

from __future__ import annotations

import polars as pl

_LONG_AGO = pl.date(1, 1, 1)
_LONG_HENCE = pl.date(9999, 12, 30)


def joined_involvements(involvements: pl.DataFrame) -> pl.DataFrame:
    """Periods of the same status that overlap or follow on the next day become one; `not_known` only where nothing else is.

    A row of status `not_known` (someone is on a list) tells nothing where another status meets its days.
    """
    start, end = pl.col("from_on").fill_null(_LONG_AGO), pl.col("to_on").fill_null(_LONG_HENCE)
    who = ("person_id", "status")
    ends = pl.col("end").cum_max().shift(1).over(who)
    spans = (
        involvements.with_columns(start=start, end=end)
        .sort(*who, "start", "end", "rank", "row_id")
        .with_columns(breaks=(pl.col("start") > ends.dt.offset_by("1d")).fill_null(False))
        .with_columns(span=pl.col("breaks").cum_sum().over(who))
    )
    several = pl.struct(*who, "span").is_duplicated()
    merged = (
        spans.filter(several)
        .group_by(*who, "span", maintain_order=True)
        .agg(
            pl.exclude("from_on", "to_on", "start", "end", "breaks").first(),
            start=pl.col("start").min(),
            end=pl.col("end").max(),
        )
        .with_columns(
            from_on=pl.when(pl.col("start") > _LONG_AGO).then("start"),
            to_on=pl.when(pl.col("end") < _LONG_HENCE).then("end"),
        )
    )
    columns = [*involvements.columns, "start", "end"]
    every = pl.concat([spans.filter(~several).select(columns), merged.select(columns)])
    known, unknown = every.filter(pl.col("status") != "not_known"), every.filter(pl.col("status") == "not_known")
    meets = unknown.join(known.select("person_id", "start", "end"), on="person_id", suffix="_known").filter(
        (pl.col("start") <= pl.col("end_known")) & (pl.col("start_known") <= pl.col("end"))
    )
    return pl.concat([known, unknown.join(meets, on="row_id", how="anti")]).select(involvements.columns)


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
