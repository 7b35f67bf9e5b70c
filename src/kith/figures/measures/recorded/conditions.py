"""What must change at home before anybody can live there safely: how far it has come, and where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import narwhals as nw

from kith.figures.measures.recorded.moves import judged
from kith.figures.measures.spans import PERSON, first_that_holds
from kith.foundation.dates import Month

Lazy = nw.LazyFrame[Any]


def conditions(tables: Mapping[str, Lazy], month: Month) -> Lazy:
    """One row a condition of a confirmed move under way, with its state (one met after the month is `met_since`), the kind of
    context (`none` where it names none) and whether it is overdue at the month's end."""
    moves = judged(tables["relocations"], month).filter(nw.col("sure")).select(*PERSON, relocation_id="row_id")
    contexts = tables["contexts"].select("authority", context_id="row_id", context_kind="kind")
    last = nw.lit(month.last)
    later = (nw.col("met_on") > last).fill_null(False)
    done = (nw.col("state") == "given_up") | ((nw.col("state") == "met") & ~later)
    return (
        tables["conditions"]
        .join(moves, on=[*PERSON, "relocation_id"], how="inner")
        .join(contexts, on=["authority", "context_id"], how="left")
        .select(
            *PERSON,
            nw.lit(True).alias("condition"),
            first_that_holds([((nw.col("state") == "met") & later, "met_since")], "").alias("since"),
            "state",
            nw.col("context_kind").fill_null("none"),
            ((nw.col("due_on") <= last) & ~done).fill_null(False).alias("condition_overdue"),
        )
        .with_columns(
            nw.when(nw.col("since") == "").then(nw.col("state")).otherwise(nw.col("since")).alias("condition_state")
        )
        .drop("since", "state")
    )
