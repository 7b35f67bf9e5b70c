"""Finds the day on which a workbook was made, since Annex A does not say it: counts of twelve months need their last day."""

from __future__ import annotations

import datetime as dt
import itertools

import polars as pl

from kith.foundation.dates import in_words, months_before
from kith.foundation.problems import Detail, Problems
from kith.reading.sources.annex_a import rules
from kith.reading.sources.extracts import Context

_ALONE_AFTER = dt.timedelta(days=92)
"""A date with no other in the quarter before it is taken for a slip of the year."""

LOOKS_BACK = 6
"""Months before the snapshot on which the lists of work done speak (contacts to enquiries)."""


def snapshot(book: str, frames: list[pl.DataFrame], context: Context, problems: Problems) -> dt.date:
    """The latest date of the workbook that does not stand alone (birth dates apart), else the last day of the return."""
    seen = pl.concat([_days(frame) for frame in frames]).drop_nulls("on")
    days = seen["on"].unique().sort(descending=True).to_list()
    if not days:
        problems.add(rules.NO_SNAPSHOT, book)
        return context.as_of
    paired = itertools.pairwise(days)
    found: dt.date = next((day for day, before in paired if day - before <= _ALONE_AFTER), days[0])
    for file, row in seen.filter(pl.col("on") > found).select("file", "row").unique(maintain_order=True).iter_rows():
        problems.add(rules.DATE_FAR_AHEAD, file, row)
    problems.add(rules.SNAPSHOT, book, detail=Detail("It is {day}.", day=in_words(found)))
    return found


def _days(frame: pl.DataFrame) -> pl.DataFrame:
    names = [name for name, kind in frame.schema.items() if kind == pl.Date and name not in ("birth_date", "latest")]
    return pl.concat(frame.select("file", pl.col("row").cast(pl.Int64), pl.col(name).alias("on")) for name in names)


def span(day: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day that a workbook made on `day` speaks of."""
    return months_before(day, LOOKS_BACK) + dt.timedelta(days=1), day


def year_to(day: dt.date) -> tuple[dt.date, dt.date]:
    """The twelve months that list 8 counts missing episodes in."""
    return months_before(day, 12) + dt.timedelta(days=1), day
