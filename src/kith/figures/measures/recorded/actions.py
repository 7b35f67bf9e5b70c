"""The work done in a month: on whom or what, to do what, through whom, at which stage of a move, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import narwhals as nw

from kith.figures.measures.spans import PERSON, first_that_holds, meets
from kith.foundation.dates import Month

Lazy = nw.LazyFrame[Any]

BUILDING = ("build_safety", "repair_relationship", "recover")
"""Aims besides monitoring and disrupting (*Last resort or best interest?*)."""

UNDER_WAY = "under_way"


def actions(tables: Mapping[str, Lazy], month: Month) -> Lazy:
    """One row an action under way on any day of the month. The outcome is that of one ended by the month's end, else
    `under_way`; `action_only_watches` marks those of somebody none of whose actions builds safety, repairs or recovers."""
    found = tables["actions"].filter(meets(month))
    ended = (nw.col("to_on") <= nw.lit(month.last)).fill_null(False)
    building = (
        found.filter(nw.col("aim").is_in(BUILDING)).select(*PERSON).unique().with_columns(nw.lit(True).alias("builds"))
    )
    return (
        found.join(building, on=list(PERSON), how="left")
        .select(
            *PERSON,
            "target",
            "aim",
            "stage",
            nw.lit(True).alias("action"),
            nw.col("builds").is_null().alias("action_only_watches"),
            nw.col("track").fill_null("not_known"),
            first_that_holds([(~ended, UNDER_WAY)], "").alias("open"),
            nw.col("outcome").fill_null("not_known").alias("ended_as"),
        )
        .with_columns(
            nw.when(nw.col("open") == "").then(nw.col("ended_as")).otherwise(nw.col("open")).alias("action_outcome"),
            nw.concat_str("stage", "target", separator="/").alias("target_by_stage"),
            nw.concat_str("stage", "aim", separator="/").alias("aim_by_stage"),
        )
        .drop("open", "ended_as")
    )
