"""From one sheet's text to typed columns, telling every cell that cannot be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import polars as pl

from kith.foundation.dates import parse_date
from kith.foundation.problems import Detail, Problems, Rule
from kith.reading.sources.annex_a import rules
from kith.reading.sources.annex_a.lists import AnnexList, Field, Holds, columns
from kith.reading.sources.annex_a.values import read_code, read_state
from kith.reading.sources.extracts import ROW, Sheet

EARLIEST = dt.date(1900, 1, 1)
_TYPES: dict[Holds, pl.DataType] = {Holds.DATE: pl.Date(), Holds.NUMBER: pl.Int32()}


def typed(annex_list: AnnexList, sheet: Sheet, problems: Problems) -> pl.DataFrame:
    """Every field of the list (absent ones not known), and `file`, `row`, `own_id`, `source`, `latest` (the row's latest date)."""
    found = columns(annex_list, sheet)
    for field in annex_list.fields:
        if field.needed and field.name not in found and annex_list.used:
            problems.add(rules.HEADING_MISSING, sheet.file, 1, detail=f"{annex_list.says}: {field.name}.")
    frame = sheet.frame.select(pl.col(ROW).alias("row"), *(pl.col(h).alias(n) for n, h in found.items()))
    frame = frame.filter(~pl.all_horizontal(pl.exclude("row").is_null()))
    for field in annex_list.fields:
        frame = _column(field, found.get(field.name), frame, sheet.file, problems)
    frame = _with_ids(frame, sheet.file, problems)
    days = [f.name for f in annex_list.fields if f.holds is Holds.DATE and f.name != "birth_date"]
    latest = pl.max_horizontal(days) if days else pl.lit(None, dtype=pl.Date)
    return frame.with_columns(
        file=pl.lit(sheet.file), source=pl.format("{}#{}", pl.lit(sheet.file), "row"), latest=latest
    )


def _with_ids(frame: pl.DataFrame, file: str, problems: Problems) -> pl.DataFrame:
    if "person_id" not in frame.columns:
        return frame
    nameless = frame.filter(pl.col("person_id").is_null())
    problems.add_rows(rules.ID_MISSING, file, nameless["row"], "person_id")
    made = pl.format("{}#{}", pl.lit(file), "row")
    return frame.with_columns(own_id=pl.col("person_id").is_not_null(), person_id=pl.coalesce("person_id", made))


def _column(field: Field, heading: str | None, frame: pl.DataFrame, file: str, problems: Problems) -> pl.DataFrame:
    if heading is None:
        empty = pl.lit("not_known" if field.holds is Holds.STATE else None, dtype=_TYPES.get(field.holds, pl.String()))
        return frame.with_columns(empty.alias(field.name))
    text = frame[field.name]

    def tell(rule: Rule, where: pl.Series, detail: str = "") -> None:
        problems.add_rows(rule, file, frame["row"].filter(where), heading, detail)

    match field.holds:
        case Holds.ID:
            read = text.str.replace(r"^(\d+)\.0+$", "$1")
        case Holds.DATE:
            read = dates(text)
            tell(rules.DATE_UNREADABLE, text.is_not_null() & read.is_null())
            early = (read < EARLIEST).fill_null(False)
            tell(rules.DATE_IMPOSSIBLE, early)
            read = read.set(early, None)
        case Holds.NUMBER:
            read = text.str.replace(r"\.0+$", "").cast(pl.Int32, strict=False)
            tell(rules.NUMBER_UNREADABLE, text.is_not_null() & (read.is_null() | (read < 0)))
            read = read.set((read < 0).fill_null(False), None)
        case Holds.STATE:
            read = _each(text, lambda cell: read_state(field.name, cell))
            tell(rules.VALUE_UNKNOWN, text.is_not_null() & read.is_null())
            read = read.fill_null("not_known")
        case Holds.CODE:
            read = _each(text, lambda cell: read_code(field.codes, cell))
            tell(rules.VALUE_UNKNOWN, text.is_not_null() & read.is_null(), Detail("List: {name}.", name=field.codes))
            read = read.fill_null(text)
        case Holds.TEXT:
            read = text
    return frame.with_columns(read.alias(field.name))


def _each(text: pl.Series, read: Callable[[str], str | None]) -> pl.Series:
    """Each distinct value read once."""
    values = text.drop_nulls().unique().to_list()
    return text.replace_strict(values, [read(value) for value in values], default=None, return_dtype=pl.String)


def dates(text: pl.Series) -> pl.Series:
    """Dates of a text column; empty where a cell is not a date."""
    day = text.str.to_date("%Y-%m-%d", strict=False)
    odd = text.filter(day.is_null() & text.is_not_null()).unique().to_list()
    other = text.replace_strict(odd, [parse_date(value) for value in odd], default=None, return_dtype=pl.Date)
    return day.fill_null(other)
