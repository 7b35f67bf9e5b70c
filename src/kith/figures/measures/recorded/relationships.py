"""Who matters to young people who were moved: through which track, where, and what became of it since the move."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import narwhals as nw

from kith.figures.measures.recorded.moves import current
from kith.figures.measures.spans import PERSON, first_that_holds
from kith.foundation.dates import Month

Lazy = nw.LazyFrame[Any]


def relationships(tables: Mapping[str, Lazy], month: Month) -> Lazy:
    """One row a relationship that was there on any day from the move to the month's end, of somebody with a confirmed move
    under way; `tie_kept` says whether it was there before the move, and whether it still is."""
    moved = current(tables["relocations"], month).select(*PERSON, moved_on="from_on")
    began, ended, last = nw.col("from_on"), nw.col("to_on"), nw.lit(month.last)
    there = (began.is_null() | (began <= last)) & (ended.is_null() | (ended >= nw.col("moved_on")))
    return (
        tables["relationships"]
        .join(moved, on=list(PERSON), how="inner")
        .filter(there)
        .select(
            *PERSON,
            nw.lit(True).alias("tie"),
            "track",
            nw.col("place").fill_null("not_known").alias("relationship_place"),
            nw.col("effect").alias("relationship_effect"),
            nw.col("trusted").fill_null("not_known"),
            first_that_holds(
                [
                    (began.is_null(), "not_known"),
                    (began >= nw.col("moved_on"), "begun_since"),
                    (ended <= last, "ended"),
                ],
                "kept",
            ).alias("tie_kept"),
        )
        .with_columns(nw.concat_str("track", "relationship_place", separator="/").alias("track_and_place"))
    )
