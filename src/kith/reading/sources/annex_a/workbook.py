"""Brings the lists of one or several workbooks together into an extract."""

from __future__ import annotations

import datetime as dt

import polars as pl

from kith.dataset.tables import TABLES
from kith.foundation.problems import Problems
from kith.reading.sources.annex_a import rules, tables
from kith.reading.sources.annex_a.cells import typed
from kith.reading.sources.annex_a.lists import BY_KEY, LISTS, AnnexList
from kith.reading.sources.annex_a.people import gather, identities, people
from kith.reading.sources.annex_a.snapshot import snapshot, span, year_to
from kith.reading.sources.extracts import PLACEMENT_EXTRAS, ROW, Context, Extract, Sheet


def read_all(kind: str, sheets: list[tuple[str, Sheet]], context: Context) -> Extract:
    """The extract of all sheets, each with the key of its list."""
    extract = Extract(kind, [sheet.file for _, sheet in sheets])
    if not sheets:
        return extract
    problems = extract.problems
    frames = _dated_by_workbook(sheets, context, extract)
    rows = gather([frame for key, frame in frames if key != "list_11"])
    lists = {each.key: _list(each, frames, problems) for each in LISTS if each.used}
    lists["list_8"] = tables.without_short_breaks(lists["list_8"], problems)
    everybody = people(rows, problems)
    made = {
        "people": everybody,
        "involvements": tables.involvements(lists, problems),
        **tables.work(lists, problems),
        "placements": tables.placements(lists["list_8"]),
        "missing_counts": tables.missing_counts(lists["list_8"]),
    }
    extract.tables = {name: _table(name, frame, context) for name, frame in made.items()}
    extract.identities = identities(everybody)
    problems.add(rules.NO_FACTORS, sheets[0][1].file.partition(" [")[0])
    return extract


def _dated_by_workbook(
    sheets: list[tuple[str, Sheet]], context: Context, extract: Extract
) -> list[tuple[str, pl.DataFrame]]:
    """Each sheet typed, with the day of its workbook's snapshot (`made_on`) and the first day counted to it (`year_from`)."""
    books: dict[str, list[tuple[str, pl.DataFrame]]] = {}
    for key, sheet in sheets:
        if not BY_KEY[key].used:
            extract.problems.add(rules.NOT_USED, sheet.file, detail=f"{BY_KEY[key].says}.")
        frame = typed(BY_KEY[key], sheet, extract.problems)
        books.setdefault(sheet.file.partition(" [")[0], []).append((key, frame))
    dated: list[tuple[str, pl.DataFrame]] = []
    spans: list[dt.date] = []
    for book, frames in books.items():
        day = snapshot(book, [frame for _, frame in frames], context, extract.problems)
        spans += span(day)
        dated += [
            (key, frame.with_columns(made_on=pl.lit(day), year_from=pl.lit(year_to(day)[0]))) for key, frame in frames
        ]
    extract.covers = (min(spans), max(spans))
    return dated


def _list(annex_list: AnnexList, frames: list[tuple[str, pl.DataFrame]], problems: Problems) -> pl.DataFrame:
    """The list's rows of all workbooks that have a first day; an empty frame of its shape where no sheet is it."""
    ours = [frame for key, frame in frames if key == annex_list.key]
    frame = pl.concat(ours) if ours else _empty(annex_list)
    if annex_list.starts:
        endless = frame.filter(pl.col(annex_list.starts).is_null())
        for file, row in endless.select("file", "row").iter_rows():
            problems.add(rules.START_MISSING, file, row, annex_list.starts)
        frame = frame.drop_nulls(annex_list.starts)
    if {"from_on", "to_on"} <= set(frame.columns):
        frame = tables.in_order(frame, problems)
    return frame


def _empty(annex_list: AnnexList) -> pl.DataFrame:
    nothing = pl.DataFrame(schema={ROW: pl.Int64(), "made_on": pl.Date(), "year_from": pl.Date()})
    shape = typed(annex_list, Sheet("", nothing.select(ROW)), Problems())
    return shape.with_columns(made_on=nothing["made_on"], year_from=nothing["year_from"])


def _table(name: str, frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    finished = tables.finish(name, frame, context.authority)
    kept = [*TABLES[name].names, *(PLACEMENT_EXTRAS if name == "placements" else ())]
    return finished.select(column for column in kept if column in finished.columns)
