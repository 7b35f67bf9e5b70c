"""Moves planned and not yet begun at the month's end."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from kith.figures.measures.spans import PERSON
from kith.foundation.dates import Month


def planned(relocations: nw.LazyFrame[Any], month: Month) -> nw.LazyFrame[Any]:
    """One row a person with a planned move that harm is not said to have nothing to do with.

    `planned_sure`: moves out of area whose reason is confirmed; `planned_maybe`: out of area, reason not known or not
    reviewed; `planned_unplaced`: either, where it is not known whether the move is out of the area. A move that led to a placement is begun.
    """
    last = nw.lit(month.last)
    told = nw.coalesce("planned_on", "planned_from") <= last
    begun = (nw.col("from_on") <= last).fill_null(False) | (
        nw.col("from_on").is_null() & ~nw.col("placement_id").is_null()
    )
    withdrawn = (nw.col("withdrawn_on") <= last).fill_null(False)
    due, locality = nw.col("due_to_efh").fill_null("not_known"), nw.col("locality").fill_null("not_known")
    out, confirmed = locality == "out", due.is_in(["yes", "partly"])
    return (
        relocations.filter(told.fill_null(False) & ~begun & ~withdrawn & (due != "no") & (locality != "in"))
        .select(
            *PERSON,
            (out & confirmed).cast(nw.Int32()).alias("planned_sure"),
            (out & ~confirmed).cast(nw.Int32()).alias("planned_maybe"),
            (~out & confirmed).cast(nw.Int32()).alias("unplaced_sure"),
            (~out & ~confirmed).cast(nw.Int32()).alias("unplaced_maybe"),
        )
        .group_by(*PERSON)
        .agg(*[nw.col(name).sum() for name in FLAGS])
    )


FLAGS = ("planned_sure", "planned_maybe", "unplaced_sure", "unplaced_maybe")


def ranged(basis: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Planned moves a person, as a range. Needs `affected`: an open reason counts only of someone affected by harm."""
    of_affected = nw.col("affected").cast(nw.Int32())
    return basis.with_columns(
        (nw.col("planned_sure") + of_affected * nw.col("planned_maybe")).alias("planned_high"),
        (nw.col("unplaced_sure") + of_affected * nw.col("unplaced_maybe")).alias("planned_unknown"),
    ).drop("planned_maybe", "unplaced_sure", "unplaced_maybe")
