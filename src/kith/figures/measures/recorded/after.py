"""Looks after a move: at 72 hours, 3, 6 and 12 months, whether somebody saw how it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import narwhals as nw

from kith.figures.measures.spans import PERSON, first_that_holds
from kith.foundation.dates import Month, months_before

Lazy = nw.LazyFrame[Any]

LOOKS = {"72_hours": "3d", "3_months": "3mo", "6_months": "6mo", "12_months": "12mo"}
"""How long after the end of a move each look is due (*A sigh of relief*, recommendation 3), unless the record says a day."""

YEAR = 12
"""Months to the month's end in which a look's day has to lie: a month alone has too few."""


def looks(tables: Mapping[str, Lazy], month: Month) -> Lazy:
    """One row a look whose day came in the year to the month's end, of a confirmed move that ended, unless the young person had
    moved for safety again by then. `look_held` says whether it was held by the month's end."""
    last = nw.lit(month.last)
    ended = _ended(tables["relocations"], month)
    held = (
        tables["after_looks"].group_by(*PERSON, "relocation_id", "kind").agg(nw.col("by_on").min(), nw.col("on").min())
    ).rename({"relocation_id": "row_id", "kind": "look"})
    due = nw.concat(
        [
            ended.with_columns(nw.lit(kind).alias("look"), nw.col("to_on").dt.offset_by(after).alias("due"))
            for kind, after in LOOKS.items()
        ]
    ).join(held, on=[*PERSON, "row_id", "look"], how="left")
    return (
        due.with_columns(nw.coalesce("by_on", "due").alias("due"))
        .filter((nw.col("due") > nw.lit(months_before(month.last, YEAR))) & (nw.col("due") <= last))
        .filter(nw.col("again_on").is_null() | (nw.col("again_on") > nw.col("due")))
        .select(
            *PERSON,
            "look",
            nw.lit(True).alias("looked"),
            first_that_holds(
                [(nw.col("on").is_null() | (nw.col("on") > last), "not_held"), (nw.col("on") > nw.col("due"), "late")],
                "in_time",
            ).alias("look_held"),
        )
        .with_columns(nw.concat_str("look", "look_held", separator="/").alias("look_and_held"))
    )


def _ended(relocations: Lazy, month: Month) -> Lazy:
    """Confirmed moves that ended by the month's end, with the first day of the next move of the same person (`again_on`)."""
    confirmed = (nw.col("locality") == "out") & nw.col("due_to_efh").is_in(["yes", "partly"])
    ended = relocations.filter(
        confirmed & ~nw.col("from_on").is_null() & (nw.col("to_on") <= nw.lit(month.last))
    ).select("row_id", *PERSON, "to_on")
    begun = relocations.filter(confirmed & ~nw.col("from_on").is_null()).select(
        *PERSON, again_on="from_on", again="row_id"
    )
    again = (
        ended.join(begun, on=list(PERSON), how="inner")
        .filter((nw.col("again_on") >= nw.col("to_on")) & (nw.col("again") != nw.col("row_id")))
        .group_by(*PERSON, "row_id")
        .agg(nw.col("again_on").min())
    )
    return ended.join(again, on=[*PERSON, "row_id"], how="left")
