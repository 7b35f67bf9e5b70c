"""From a sheet's text to typed columns, with every cell that cannot be read told and every row kept that can be."""

from __future__ import annotations

import polars as pl

from kith.definitions.codes import codes
from kith.foundation.dates import parse_date
from kith.foundation.problems import Problems
from kith.reading.sources.extracts import ROW, Sheet
from kith.reading.sources.ssda903 import rules
from kith.reading.sources.ssda903.parts import CHILD, Field, Holds, Part, headings

FILE = "_file"
UNREAD_END = "_unread_end"
"""True where a last day was given but cannot be the last day: the row did end, on a day not known."""

_EARLIEST, _LATEST = 1980, 2060
_FORMS = ("%d/%m/%Y", "%Y-%m-%d")


def typed(part: Part, sheet: Sheet, problems: Problems) -> pl.DataFrame:
    """The sheet with the part's columns in their types, FILE, ROW and UNREAD_END; rows without child or first day dropped.

    Codes stay as written (capitals, no spaces), known or not. Rows that repeat another row of the file are dropped.
    """
    found = headings(sheet)
    for field in part.fields:
        if field.always and field.name not in found:
            problems.add(rules.COLUMN_ABSENT, sheet.file, 1, field.name)
    raw = sheet.frame.select(
        pl.col(ROW).cast(pl.Int64),
        *(
            _cleaned(field, pl.col(found[field.name])).alias(field.name)
            if field.name in found
            else pl.lit(None, dtype=pl.String).alias(field.name)
            for field in part.fields
        ),
    )
    raw = _with_a_child(raw, sheet.file, problems)
    frame = raw.with_columns(_column(field, raw) for field in part.fields if field.holds in (Holds.DATE, Holds.NUMBER))
    _tell_unread(part, sheet.file, raw, frame, set(found), problems)
    frame = _with_end_in_order(part, sheet.file, raw, frame, problems)
    frame = _each_row_once(sheet.file, frame, problems)
    return frame.with_columns(pl.lit(sheet.file).alias(FILE))


def startless(part: Part, frame: pl.DataFrame, problems: Problems) -> pl.DataFrame:
    """The rows that have a first day; the others are told. Ask for people before calling this: no child is lost."""
    if not part.starts or frame.is_empty():
        return frame
    for file, row in frame.filter(pl.col(part.starts).is_null()).select(FILE, ROW).iter_rows():
        problems.add(rules.NO_START, file, row, part.starts)
    return frame.filter(pl.col(part.starts).is_not_null())


def _cleaned(field: Field, cell: pl.Expr) -> pl.Expr:
    text = cell.cast(pl.String).str.strip_chars()
    if field.holds is Holds.CODE:
        text = text.str.to_uppercase().str.replace_all(r"\s+", "").str.replace(r"^(\d+)\.0+$", "$1")
    elif field.name == CHILD:
        text = text.str.replace(r"^(\d+)\.0+$", "$1")
    return pl.when(text != "").then(text)


def _with_a_child(raw: pl.DataFrame, file: str, problems: Problems) -> pl.DataFrame:
    blank = pl.all_horizontal(pl.exclude(ROW).is_null())
    raw = raw.filter(~blank)
    problems.add_rows(rules.NO_CHILD, file, raw.filter(pl.col(CHILD).is_null())[ROW], CHILD)
    return raw.filter(pl.col(CHILD).is_not_null())


def _column(field: Field, raw: pl.DataFrame) -> pl.Series:
    if field.holds is Holds.NUMBER:
        return raw[field.name].cast(pl.Float64, strict=False)
    return dates(raw[field.name])


def dates(text: pl.Series) -> pl.Series:
    """Dates of a text column: the two usual forms at once, any other by `parse_date`; empty where it is not a date."""
    day = pl.col(text.name)
    read = text.to_frame().select(
        pl.coalesce(
            pl.when(parsed.dt.year() >= 1000).then(parsed)
            for parsed in (day.str.to_date(form, strict=False) for form in _FORMS)
        )
    )[text.name]
    left = text.filter(read.is_null() & text.is_not_null()).unique().to_list()
    others = {written: parsed for written in left if (parsed := parse_date(written)) is not None}
    if not others:
        return read
    again = text.replace_strict(list(others), list(others.values()), default=None, return_dtype=pl.Date)
    return read.zip_with(read.is_not_null(), again)


def _tell_unread(
    part: Part, file: str, raw: pl.DataFrame, frame: pl.DataFrame, found: set[str], problems: Problems
) -> None:
    for field in part.fields:
        if field.name not in found or field.name == CHILD:
            continue
        cell = frame[field.name]
        if not field.blank and field.name != part.starts and raw[field.name].null_count():
            problems.add_rows(rules.VALUE_MISSING, file, raw.filter(raw[field.name].is_null())[ROW], field.name)
        if field.holds in (Holds.DATE, Holds.NUMBER) and cell.null_count() > raw[field.name].null_count():
            unread = cell.is_null() & raw[field.name].is_not_null()
            rule = rules.DATE_IMPOSSIBLE if field.holds is Holds.DATE else rules.NOT_A_NUMBER
            problems.add_rows(rule, file, raw.filter(unread)[ROW], field.name)
        if field.holds is Holds.DATE:
            doubtful = ~cell.dt.year().is_between(_EARLIEST, _LATEST)
            if doubtful.any():
                problems.add_rows(rules.DATE_DOUBTFUL, file, frame.filter(doubtful)[ROW], field.name)


def _with_end_in_order(
    part: Part, file: str, raw: pl.DataFrame, frame: pl.DataFrame, problems: Problems
) -> pl.DataFrame:
    if not part.ends or part.ends == part.starts:
        return frame.with_columns(pl.lit(False).alias(UNREAD_END))
    reversed_ = (frame[part.ends] < frame[part.starts]).fill_null(False)
    problems.add_rows(rules.ENDS_BEFORE_START, file, frame.filter(reversed_)[ROW], part.ends)
    unread = reversed_ | (frame[part.ends].is_null() & raw[part.ends].is_not_null())
    return frame.with_columns(
        pl.when(~unread).then(pl.col(part.ends)).alias(part.ends),
        unread.alias(UNREAD_END),
    )


def _each_row_once(file: str, frame: pl.DataFrame, problems: Problems) -> pl.DataFrame:
    content = [name for name in frame.columns if name != ROW]
    frame = frame.sort(ROW)
    first = frame.select(pl.struct(content).is_first_distinct()).to_series()
    if not first.all():
        problems.add_rows(rules.DUPLICATE_ROW, file, frame.filter(~first)[ROW])
    return frame.filter(first)


def tell_codes(part: Part, frame: pl.DataFrame, problems: Problems) -> None:
    """Tell of codes that are unknown, or not of the years that their row speaks of (`YEAR` is the file's, if known)."""
    if frame.is_empty():
        return
    last = pl.col(YEAR)
    first = last
    if part.starts:
        last = pl.min_horizontal(collection_year(pl.col(part.ends)), pl.col(YEAR))
        first = pl.min_horizontal(collection_year(pl.col(part.starts)), last)
    coded = [field for field in part.fields if field.holds is Holds.CODE]
    tests = frame.with_columns(first.alias("_first"), last.alias("_last")).select(
        test for field in coded for test in _tests(field)
    )
    for test in (test for test in tests if test.any()):
        key, name = test.name.split(" ")
        rule = rules.CODE_UNKNOWN if key == "unknown" else rules.CODE_OUT_OF_YEARS
        detail = f"Code list: {codes(part.field(name).codes).title}."
        for file, row in frame.filter(test).select(FILE, ROW).iter_rows():
            problems.add(rule, file, row, name, detail)


def _tests(field: Field) -> tuple[pl.Expr, pl.Expr]:
    known = codes(field.codes)
    code = pl.col(field.name)
    beyond = pl.lit(False)
    for entry in known:
        if entry.first_year is not None or entry.last_year is not None:
            years = pl.col("_last") < (entry.first_year or 0), pl.col("_first") > (entry.last_year or 9999)
            beyond = beyond | ((code == entry.key) & (years[0] | years[1]))
    return (
        (code.is_not_null() & ~code.is_in(known.keys())).fill_null(False).alias(f"unknown {field.name}"),
        beyond.fill_null(False).alias(f"beyond {field.name}"),
    )


YEAR = "_year"
"""Collection year of the row's file: the year in which it ends, on 31 March."""


def collection_year(day: pl.Expr) -> pl.Expr:
    """The collection year that a day belongs to (1 April 2017 to 31 March 2018 is 2018)."""
    return (day.dt.year() + (day.dt.month() >= 4).cast(pl.Int32)).cast(pl.Int32)
