"""Critical moments of a month, and how fast somebody reached the young person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import narwhals as nw

from kith.figures.measures.spans import PERSON, first_that_holds
from kith.foundation.dates import Month

Lazy = nw.LazyFrame[Any]


def moments(tables: Mapping[str, Lazy], month: Month) -> Lazy:
    """One row a moment of the month, with its kind and `reached`: in how many days, as known now, somebody was there.

    The dataset holds days and not hours: the same day is not within the hour.
    """
    began, reached = nw.col("from_on"), nw.col("reached_on")
    return tables["moments"].filter((began >= nw.lit(month.first)) & (began <= nw.lit(month.last))).select(
        *PERSON,
        nw.lit(True).alias("moment"),
        nw.col("kind").alias("critical_moment"),
        first_that_holds(
            [
                (reached.is_null(), "not_recorded"),
                (reached <= began, "same_day"),
                (reached <= began.dt.offset_by("1d"), "next_day"),
                (reached <= began.dt.offset_by("3d"), "2_to_3_days"),
            ],
            "over_3_days",
        ).alias("reached"),
        reached.is_null().alias("moment_not_reached"),
    )  # fmt: skip
