"""From a sheet's text to typed columns, with every cell that cannot be read told and every row kept that can be."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from kith.definitions.codes import codes
from kith.foundation.dates import parse_date
from kith.foundation.problems import Detail, Problems, Rule
from kith.reading.sources.extracts import ROW, Sheet
from kith.reading.sources.ssda903 import rules
from kith.reading.sources.ssda903.parts import CHILD, Field, Holds, Part, headings

FILE = "_file"
UNREAD_END = "_unread_end"
"""True where a last day was given but cannot be the last day: the row did end, on a day not known."""

_EARLIEST, _LATEST = 1980, 2060
_FORMS = ("%d/%m/%Y", "%Y-%m-%d")
_AS_WRITTEN = " as written"


def typed(part: Part, sheet: Sheet, problems: Problems) -> pl.DataFrame:
    """The sheet with the part's columns in their types, FILE, ROW and UNREAD_END; rows without child or first day dropped.

    Codes stay as written (capitals, no spaces), known or not. Rows that repeat another row of the file are dropped.
    """
    found = headings(sheet)
    for field in part.fields:
        if field.always and field.name not in found:
            problems.add(rules.COLUMN_ABSENT, sheet.file, 1, field.name)
    raw = _text(part, sheet, found, problems)
    frame = _typed(part, raw)
    _tell_unread(part, sheet.file, raw, frame, found, problems)
    frame = _each_row_once(sheet.file, _with_end_in_order(part, raw, frame), problems)
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


def _text(part: Part, sheet: Sheet, found: dict[str, str], problems: Problems) -> pl.DataFrame:
    """The part's columns as cleaned text, absent ones empty; blank rows and those without a child are left out."""
    raw = (
        sheet.frame.lazy()
        .select(
            pl.col(ROW).cast(pl.Int64),
            *(
                _cleaned(field, pl.col(found[field.name])).alias(field.name)
                if field.name in found
                else pl.lit(None, dtype=pl.String).alias(field.name)
                for field in part.fields
            ),
        )
        .filter(pl.any_horizontal(pl.exclude(ROW).is_not_null()))
        .sort(ROW)
        .collect()
    )
    if not raw[CHILD].null_count():
        return raw
    problems.add_rows(rules.NO_CHILD, sheet.file, raw.filter(pl.col(CHILD).is_null())[ROW], CHILD)
    return raw.filter(pl.col(CHILD).is_not_null())


def _typed(part: Part, raw: pl.DataFrame) -> pl.DataFrame:
    days = [field.name for field in part.fields if field.holds is Holds.DATE]
    numbers = [field.name for field in part.fields if field.holds is Holds.NUMBER]
    frame = raw.with_columns(*map(_day, days), pl.col(numbers).cast(pl.Float64, strict=False))
    for name in days:
        if frame[name].null_count() > raw[name].null_count():
            frame = frame.with_columns(_in_another_form(raw[name], frame[name]))
    return frame


def _day(name: str) -> pl.Expr:
    """The two usual forms; a year of two digits is left to `parse_date`."""
    forms = (pl.col(name).str.to_date(form, strict=False) for form in _FORMS)
    return pl.coalesce(pl.when(parsed.dt.year() >= 1000).then(parsed) for parsed in forms).alias(name)


def _in_another_form(text: pl.Series, read: pl.Series) -> pl.Series:
    left = text.filter(read.is_null() & text.is_not_null()).unique().to_list()
    others = {written: parsed for written in left if (parsed := parse_date(written)) is not None}
    if not others:
        return read
    again = text.replace_strict(list(others), list(others.values()), default=None, return_dtype=pl.Date)
    return read.zip_with(read.is_not_null(), again)


def _tell_unread(
    part: Part, file: str, raw: pl.DataFrame, frame: pl.DataFrame, found: dict[str, str], problems: Problems
) -> None:
    rows = frame.hstack(raw.select(pl.exclude(ROW).name.suffix(_AS_WRITTEN)))
    tests = [
        (rule, field.name, test)
        for field in part.fields
        if field.name in found and field.name != CHILD
        for rule, test in _tests_of(part, field)
    ]
    if part.ends != part.starts:
        tests.append((rules.ENDS_BEFORE_START, part.ends, pl.col(part.ends) < pl.col(part.starts)))
    results = rows.select(test.fill_null(False).alias(str(nth)) for nth, (_, _, test) in enumerate(tests))
    for (rule, name, _), wrong in zip(tests, results, strict=True):
        if wrong.any():
            problems.add_rows(rule, file, frame.filter(wrong)[ROW], name)


def _tests_of(part: Part, field: Field) -> Iterator[tuple[Rule, pl.Expr]]:
    cell, written = pl.col(field.name), pl.col(f"{field.name}{_AS_WRITTEN}")
    if not field.blank and field.name != part.starts:
        yield rules.VALUE_MISSING, written.is_null()
    if field.holds is Holds.NUMBER:
        yield rules.NOT_A_NUMBER, cell.is_null() & written.is_not_null()
    if field.holds is Holds.DATE:
        yield rules.DATE_IMPOSSIBLE, cell.is_null() & written.is_not_null()
        yield rules.DATE_DOUBTFUL, ~cell.dt.year().is_between(_EARLIEST, _LATEST)


def _with_end_in_order(part: Part, raw: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    if part.ends == part.starts:
        return frame.with_columns(pl.lit(False).alias(UNREAD_END))
    end = pl.col(part.ends)
    reversed_ = (end < pl.col(part.starts)).fill_null(False)
    unread = reversed_ | (end.is_null() & raw[part.ends].is_not_null())
    return frame.with_columns(pl.when(~reversed_).then(end).alias(part.ends), unread.alias(UNREAD_END))


def _each_row_once(file: str, frame: pl.DataFrame, problems: Problems) -> pl.DataFrame:
    content = [name for name in frame.columns if name != ROW]
    first = frame.select(pl.struct(content).is_first_distinct()).to_series()
    if not first.all():
        problems.add_rows(rules.DUPLICATE_ROW, file, frame.filter(~first)[ROW])
        return frame.filter(first)
    return frame


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
        detail = Detail("Code list: {title}.", title=codes(part.field(name).codes).title)
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
