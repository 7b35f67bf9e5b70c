"""Columns as found in a file made into the columns of a table: what is missing, unknown or not of its kind is told."""

from __future__ import annotations

import polars as pl
import polars.selectors as cs

from kith.dataset.schema import Column, Kind, Table
from kith.foundation.problems import Detail, Problems, Severity, rule

FIRST_ROW = 2
"""Row number, as a person sees it, of a table's first row: the heading is row 1."""

_WRITTEN = {
    Kind.DATE: Detail("A date is written like 2019-03-31."),
    Kind.WHOLE: Detail("A whole number is written like 12."),
    Kind.DECIMAL: Detail("A number is written like 12.5."),
}

NO_HEADINGS = rule(
    "dataset.headings_missing",
    Severity.ERROR,
    "The table's first row has none of its headings, so its rows were not read.",
    "Put the headings of the reference page in the first row.",
)
MISSING_COLUMN = rule(
    "dataset.column_missing",
    Severity.ERROR,
    "The table's file lacks a column, which was read as empty.",
    "Add the column; leave its cells empty where nothing is known.",
)
UNKNOWN_COLUMN = rule(
    "dataset.column_unknown",
    Severity.WARNING,
    "The table does not have this column; it was not read.",
    "Compare the heading with the reference page of the dataset.",
)
NOT_OF_KIND = rule(
    "dataset.value_not_of_kind",
    Severity.ERROR,
    "The value is not of the column's kind and was left out.",
    "Correct the cell, or leave it empty if it is not known.",
)


def cast_table(table: Table, frame: pl.DataFrame, file: str, problems: Problems) -> pl.DataFrame:
    """The known columns of `frame` in the table's types. `file` is how problems name it.

    A file without any known heading is empty: its first row may hold someone's values, which no problem may repeat.
    """
    known = [column for column in table.columns if column.name in frame.columns]
    if not known:
        problems.add(NO_HEADINGS, file)
        return pl.DataFrame()
    for name in sorted(set(table.names) - set(frame.columns)):
        problems.add(MISSING_COLUMN, file, column=name)
    for name in frame.columns:
        if name not in table.names:
            problems.add(UNKNOWN_COLUMN, file, column=name)
    return pl.DataFrame([_cast(column, frame[column.name], file, problems) for column in known])


def as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """Every cell as text; a column of which no text can be made (lists, structures) is left out."""
    return frame.select(~cs.nested()).cast(pl.String)


def _cast(column: Column, found: pl.Series, file: str, problems: Problems) -> pl.Series:
    if found.dtype == column.polars_type():
        return found
    try:
        made = _of_kind(column, found)
    except pl.exceptions.PolarsError:  # a nested type, of which nothing can be made
        made = pl.Series(column.name, [None] * len(found), dtype=column.polars_type())
    lost = (found.is_not_null() & made.is_null()).arg_true() + FIRST_ROW
    problems.add_rows(NOT_OF_KIND, file, lost, column.name, _WRITTEN.get(column.kind, ""))
    return made


def _of_kind(column: Column, found: pl.Series) -> pl.Series:
    """By way of text, so that a number is never silently taken for a day counted from an epoch."""
    if column.kind is Kind.DATE and isinstance(found.dtype, pl.Datetime):
        return found.cast(pl.Date)
    text = found.cast(pl.String)
    if column.kind is Kind.DATE:
        return text.str.to_date("%Y-%m-%d", strict=False)
    return text.cast(column.polars_type(), strict=False)
