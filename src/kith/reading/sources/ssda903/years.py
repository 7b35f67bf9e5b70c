"""Collection years of the files, told from their contents, and rows repeated from year to year made one."""

from __future__ import annotations

import polars as pl

from kith.foundation.problems import Detail, Problems
from kith.reading.sources.extracts import ROW
from kith.reading.sources.ssda903 import rules
from kith.reading.sources.ssda903.cells import FILE, UNREAD_END, YEAR, collection_year
from kith.reading.sources.ssda903.parts import CHILD, RECODED, Part

_NTH = "_nth"
_MOMENT = "_moment"
_CLOSED = "_closed"


def with_years(frames: list[tuple[Part, pl.DataFrame]]) -> list[tuple[Part, pl.DataFrame]]:
    """Each frame with YEAR, the collection year of its file; empty where nothing tells it.

    A file whose rows are dated is of the year of its latest days (all but one in a hundred: a mistyped day should not move
    the file). One without dates of its own (header, outcomes) is of the year of the episodes of the same children.
    """
    own = [_own_year(part, frame) for part, frame in frames]
    children = [
        (year, set(frame[CHILD]))
        for (part, frame), year in zip(frames, own, strict=True)
        if part.key == "episodes" and year is not None
    ]
    dated = []
    for (part, frame), year in zip(frames, own, strict=True):
        found = year if part.starts else _year_of_like(set(frame[CHILD]), children)
        dated.append((part, frame.with_columns(pl.lit(found, dtype=pl.Int32).alias(YEAR))))
    return dated


def _own_year(part: Part, frame: pl.DataFrame) -> int | None:
    if not part.starts:
        return None
    days = pl.concat([frame[part.starts], frame[part.ends].rename(part.starts)])
    years = days.to_frame().select(collection_year(pl.col(part.starts)).alias(YEAR))[YEAR]
    years = years.filter(years.is_between(1980, 2060))
    latest = years.quantile(0.99, interpolation="higher")
    return None if latest is None else int(latest)


def _year_of_like(own: set[str], episodes: list[tuple[int, set[str]]]) -> int | None:
    likeness = [(len(own & theirs) / len(own | theirs), year) for year, theirs in episodes if own | theirs]
    return max(likeness)[1] if likeness else None


def latest(part: Part, frame: pl.DataFrame, problems: Problems, compare: tuple[str, ...] = ()) -> pl.DataFrame:
    """One row where files of several years repeat it (same child and `part.same`): the latest year's, which may close it.

    Within one year a row with a last day goes before one without. What disagrees is told by row, what agrees by count.
    """
    if frame.is_empty() or frame[FILE].n_unique() == 1:
        return frame
    # Two rows of one file may share a first day when one of them lasts no time at all; they are not the same row.
    end = pl.col(part.ends)
    same = [CHILD, *part.same, _MOMENT, _NTH]
    content = [name for name in frame.columns if name not in (FILE, ROW, YEAR)]
    rows = (
        frame.with_columns(
            (end == pl.col(part.starts)).fill_null(False).alias(_MOMENT),
            (end.is_not_null() | pl.col(UNREAD_END)).alias(_CLOSED),
        )
        .sort(content, nulls_last=True)
        .with_columns(pl.int_range(pl.len()).over(FILE, CHILD, *part.same, _MOMENT).alias(_NTH))
        .sort(YEAR, _CLOSED, FILE)
    )
    later = rows.with_columns(
        pl.col(part.ends, *compare).last().over(same).name.suffix("_later"),
        (pl.int_range(pl.len()).over(same) == pl.len().over(same) - 1).alias("_kept"),
    )
    _tell_earlier(part, later.filter(~pl.col("_kept")), compare, problems)
    return rows.filter(later["_kept"]).drop(_MOMENT, _NTH, _CLOSED)


def _tell_earlier(part: Part, earlier: pl.DataFrame, compare: tuple[str, ...], problems: Problems) -> None:
    differs = pl.lit(False)
    for name in (part.ends, *compare):
        ours, theirs = pl.col(name), pl.col(f"{name}_later")
        if name == "PLACE":
            ours, theirs = ours.replace(RECODED), theirs.replace(RECODED)
        test = ours.is_not_null() & ours.ne_missing(theirs)
        differs = differs | test
        for file, row in earlier.filter(test).select(FILE, ROW).sort(FILE, ROW).iter_rows():
            problems.add(rules.YEARS_DISAGREE, file, row, name)
    closed = pl.col(part.ends).is_null() & pl.col(f"{part.ends}_later").is_not_null()
    for rule, test in ((rules.CLOSED_LATER, ~differs & closed), (rules.REPEATED, ~differs & ~closed)):
        for file, count in earlier.filter(test).group_by(FILE).len().sort(FILE).iter_rows():
            problems.add(rule, file, detail=Detail("Rows: {count}.", count=count))


def once(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows that files of several years repeat whole, once: the latest year's."""
    if frame.is_empty() or frame[FILE].n_unique() == 1:
        return frame
    content = [name for name in frame.columns if name not in (FILE, ROW, YEAR)]
    return frame.sort(YEAR, FILE, ROW).unique(content, keep="last", maintain_order=True)
