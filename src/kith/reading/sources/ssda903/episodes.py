"""Episodes in order, each with the day on which it can be held to have ended, and every break in the chain told."""

from __future__ import annotations

import polars as pl

from kith.foundation.problems import Detail, Problems, Rule
from kith.reading.sources.extracts import ROW
from kith.reading.sources.ssda903 import rules
from kith.reading.sources.ssda903.cells import FILE, UNREAD_END, YEAR
from kith.reading.sources.ssda903.parts import CHILD

FROM, TO = "DECOM", "to_on"
BREAKS_BEFORE = "breaks_before"
"""True where days without an episode lie before this one, or care ended and began anew."""

CONTINUED = "X1"
_SHORT_BREAKS = ("V3", "V4")
_ORDER = (
    "DEC",
    "LS",
    "PLACE",
    "RNE",
    "REC",
    "PLACE_PROVIDER",
    "PL_POST",
    "HOME_POST",
    "URN",
    "REASON_PLACE_CHANGE",
    "CIN",
)


def chain(episodes: pl.DataFrame, problems: Problems) -> pl.DataFrame:
    """The episodes that count, sorted by child and first day, with TO and BREAKS_BEFORE.

    Takes each episode once, with its first day. Short breaks (V3, V4) are counted in a note and left out. An episode without
    a usable last day ends when the next begins; without a next one, at its collection year's end if it is known to have
    ended or a later year's file lacks it; else it is open (TO empty).
    """
    rows = episodes.sort(CHILD, FROM, *_ORDER, nulls_last=True)
    short = pl.col("LS").is_in(_SHORT_BREAKS).fill_null(False)
    rows = rows.with_columns(
        short.shift(-1).over(CHILD).fill_null(False).alias("_short_next"), pl.col(YEAR).max().alias("_newest")
    )
    for file, count in rows.filter(short).group_by(FILE).len().sort(FILE).iter_rows():
        problems.add(rules.SHORT_BREAKS, file, detail=Detail("Rows: {count}.", count=count))
    rows = _ended(rows.filter(~short))
    _tell(rows, problems)
    return rows


def _ended(rows: pl.DataFrame) -> pl.DataFrame:
    following = pl.col(FROM).shift(-1).over(CHILD)
    open_ = pl.col("DEC").is_null() & ~pl.col(UNREAD_END)
    year_end = pl.max_horizontal(pl.date(pl.col(YEAR), 3, 31), FROM)
    rows = rows.with_columns(
        following.alias("_next"),
        open_.alias("_open"),
        (open_ & (pl.col(YEAR) < pl.col("_newest")) & following.is_null()).fill_null(False).alias("_gone"),
    ).with_columns(
        pl.coalesce("DEC", "_next", pl.when(pl.col(UNREAD_END) | pl.col("_gone")).then(year_end)).alias(TO),
    )
    # The latest last day so far, so that a long episode which overlaps several is not forgotten. Only a child's last
    # episode can be open, so nothing that follows is compared with an empty day.
    before = pl.col(TO).cum_max().shift(1).over(CHILD)
    linked = pl.col("REC").shift(1).over(CHILD).eq(CONTINUED).fill_null(False)
    ended = pl.col("REC").shift(1).over(CHILD).ne(CONTINUED).fill_null(False)
    # Systems that write the day before as the last day leave a gap of no nights: care went on.
    grace = pl.when(linked).then(pl.duration(days=1)).otherwise(pl.duration(days=0))
    return rows.with_columns(before.alias("_before"), linked.alias("_linked")).with_columns(
        (
            pl.col("_before").is_null()
            | (pl.col(FROM) > pl.col("_before") + grace)
            | (ended & pl.col("RNE").eq("S").fill_null(False))
        ).alias(BREAKS_BEFORE)
    )


def _tell(rows: pl.DataFrame, problems: Problems) -> None:
    reason, last_day = pl.col("REC"), pl.col("DEC")
    tests: tuple[tuple[Rule, pl.Expr, str], ...] = (
        (rules.END_WITHOUT_REASON, last_day.is_not_null() & reason.is_null(), "REC"),
        (rules.REASON_WITHOUT_END, pl.col("_open") & reason.is_not_null(), "DEC"),
        (rules.OPEN_BUT_FOLLOWED, pl.col("_open") & pl.col("_next").is_not_null(), "DEC"),
        (rules.OPEN_BUT_GONE, pl.col("_gone"), "DEC"),
        (rules.OVERLAP, pl.col(FROM) < pl.col("_before"), "DECOM"),
        (rules.GAP, pl.col("_linked") & (pl.col(FROM) > pl.col("_before")) & ~_after_short_break(), "DECOM"),
        (
            rules.NOT_CONTINUED,
            reason.eq(CONTINUED) & last_day.is_not_null() & pl.col("_next").is_null() & ~pl.col("_short_next"),
            "REC",
        ),
    )
    for rule, test, column in tests:
        for file, row in rows.filter(test).select(FILE, ROW).sort(FILE, ROW).iter_rows():
            problems.add(rule, file, row, column)


def _after_short_break() -> pl.Expr:
    return pl.col("_short_next").shift(1).over(CHILD).fill_null(False)
