"""How safe young people who were moved are said to be, by safety and by voice, beside what the same voice said before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import narwhals as nw

from kith.figures.measures.recorded.moves import current
from kith.figures.measures.spans import PERSON, day_number, first_that_holds
from kith.foundation.dates import Month

Lazy = nw.LazyFrame[Any]

_VOICE = [*PERSON, "dimension", "voice"]


def views(tables: Mapping[str, Lazy], month: Month) -> Lazy:
    """One row a voice on a safety: its latest view from the day of the move to the month's end, of somebody with a confirmed
    move under way. `safety_change` compares its rating with its own last one before the move; nothing is added up."""
    moved = current(tables["relocations"], month).select(*PERSON, moved_on="from_on")
    said = tables["safety"].filter(nw.col("on") <= nw.lit(month.last)).join(moved, on=list(PERSON), how="inner")
    before = _latest(said.filter((nw.col("on") < nw.col("moved_on")) & ~nw.col("rating").is_null()))
    now, then = nw.col("rating"), nw.col("rating_before")
    return (
        _latest(said.filter(nw.col("on") >= nw.col("moved_on")))
        .join(before.select(*_VOICE, rating_before="rating"), on=_VOICE, how="left")
        .select(
            *PERSON,
            nw.lit(True).alias("view"),
            nw.col("dimension").alias("safety_dimension"),
            "voice",
            first_that_holds(
                [(now.is_null() | then.is_null(), "not_known"), (now > then, "safer"), (now == then, "same")],
                "less_safe",
            ).alias("safety_change"),
        )
        .with_columns(
            nw.concat_str("safety_dimension", "safety_change", separator="/").alias("change_by_dimension"),
            nw.concat_str("safety_dimension", "voice", "safety_change", separator="/").alias("change_by_voice"),
        )
    )


def _latest(rows: Lazy) -> Lazy:
    """The latest view of each voice on each safety (of two on one day, the lesser row id)."""
    return rows.with_columns((-day_number("on")).alias("order")).unique(
        subset=_VOICE, keep="first", order_by=["order", "row_id"]
    )
