"""Moves judged necessary: those still waiting, those made, and how long it took."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import narwhals as nw

from kith.figures.measures.spans import PERSON, first_that_holds
from kith.foundation.dates import Month

Lazy = nw.LazyFrame[Any]


def waiting(tables: Mapping[str, Lazy], month: Month) -> Lazy:
    """One row a move judged necessary that waits at the month's end (`waits`) or was made in the month (`made`).

    It waits no more once the move has begun, was given up, or was decided against. `waited`: the days since it was judged
    necessary, to the month's end or to the move.
    """
    last = nw.lit(month.last)
    moves = tables["relocations"].select(*PERSON, "withdrawn_on", relocation_id="row_id", begun_on="from_on")
    begun = (nw.col("begun_on") <= last).fill_null(False)
    over = (nw.col("withdrawn_on") <= last).fill_null(False) | (
        (nw.col("decided_on") <= last) & (nw.col("outcome") == "no_move")
    ).fill_null(False)
    made = begun & (nw.col("begun_on") >= nw.lit(month.first)) & (nw.col("begun_on") >= nw.col("necessary_on"))
    day, since = nw.when(begun).then(nw.col("begun_on")).otherwise(last), nw.col("necessary_on")
    return (
        tables["decisions"]
        .filter(since <= last)
        .join(moves, on=[*PERSON, "relocation_id"], how="left")
        .with_columns(
            (~begun & ~over).alias("waits"),
            made.alias("made"),
            first_that_holds(
                [
                    (day <= since.dt.offset_by("7d"), "to_7_days"),
                    (day <= since.dt.offset_by("28d"), "8_to_28_days"),
                    (day <= since.dt.offset_by("91d"), "29_to_91_days"),
                ],
                "over_91_days",
            ).alias("waited"),
        )
        .filter(nw.col("waits") | nw.col("made"))
        .select(*PERSON, "waits", "made", "waited")
    )
