"""Whether a dataset's rows make sense: every rule of the schema held against every row, whole columns at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from kith.dataset.casting import FIRST_ROW
from kith.dataset.dataset import Dataset
from kith.dataset.schema import Column, Kind, Table
from kith.dataset.tables import TABLES
from kith.definitions.codes import codes
from kith.foundation.problems import Detail, Problems, Rule, Severity, rule

REQUIRED_EMPTY = rule(
    "dataset.required_empty",
    Severity.ERROR,
    "A value that every row must have is empty.",
    "Give the value, or leave the row out.",
)
UNKNOWN_CODE = rule(
    "dataset.unknown_code",
    Severity.WARNING,
    "The code is not in its list; it is kept as it is, and figures count it as not known.",
    "Correct the code, or check whether the list has grown.",
)
OUT_OF_BOUNDS = rule(
    "dataset.number_out_of_bounds",
    Severity.WARNING,
    "The number is smaller or greater than it can be.",
    "Correct the number, or leave it empty if it is not known.",
)
OUT_OF_ORDER = rule(
    "dataset.dates_out_of_order",
    Severity.WARNING,
    "A date that comes first is after the one that follows it.",
    "Correct one of the two dates.",
)
NOT_UNIQUE = rule(
    "dataset.not_unique",
    Severity.ERROR,
    "An earlier row of the table has the same key.",
    "Leave one of the rows out, or give them different keys.",
)
LEADS_NOWHERE = rule(
    "dataset.leads_nowhere",
    Severity.ERROR,
    "The row refers to a row that is not there.",
    "Add the row that it refers to, or correct the reference.",
)
BIRTH_PRECISION = rule(
    "dataset.birth_precision",
    Severity.WARNING,
    "The birth date and how exact it is said to be do not agree.",
    "Give a date exactly where the precision is not `not_known`; where it is `month`, the first of the month.",
)


@dataclass(frozen=True, slots=True)
class _Fault:
    """A rule broken in the rows where `broken` is true; null counts as not broken."""

    rule: Rule
    column: str
    broken: pl.Expr
    detail: str = ""


def check(dataset: Dataset) -> Problems:
    """Everything in the dataset that the schema forbids; an empty list for a clean one. Nothing is changed.

    A problem's file is the table's name and its row the row number in the table's CSV form (the heading is row 1).
    """
    problems = Problems()
    for table in TABLES.values():
        frame = dataset[table.name]
        if frame.is_empty():
            continue
        faults = [*_faults(table), *_EXTRA.get(table.name, ())]
        met = frame.select(fault.broken.any().alias(str(n)) for n, fault in enumerate(faults)).row(0)
        for fault, is_met in zip(faults, met, strict=True):
            if is_met:
                rows = frame.select(fault.broken.arg_true() + FIRST_ROW).to_series()
                problems.add_rows(fault.rule, table.name, rows, fault.column, fault.detail)
        _check_references(dataset, table, problems)
    return problems


def _faults(table: Table) -> Iterator[_Fault]:
    for column in table.columns:
        value = pl.col(column.name)
        if column.required:
            empty = value.is_null() if column.kind is Kind.DATE else value.is_null() | (value.str.strip_chars() == "")
            yield _Fault(REQUIRED_EMPTY, column.name, empty)
        if column.codes:
            yield _Fault(
                UNKNOWN_CODE, column.name, _not_in_list(column), Detail("The list is {name}.", name=column.codes)
            )
        if column.kind in (Kind.WHOLE, Kind.DECIMAL):
            yield from _bounds(column)
    for first, second in table.ordered:
        broken = pl.col(first) > pl.col(second)
        yield _Fault(OUT_OF_ORDER, second, broken, Detail("It is compared with {column}.", column=first))
    for key in table.unique:
        names = [pl.col(name) for name in key]
        one = names[0] if len(names) == 1 else pl.struct(names)
        given = pl.all_horizontal(name.is_not_null() for name in names)
        yield _Fault(
            NOT_UNIQUE,
            key[-1],
            given & ~one.is_first_distinct(),
            Detail("The key is {columns}.", columns=", ".join(key)),
        )


def _not_in_list(column: Column) -> pl.Expr:
    known = list(codes(column.codes).keys())
    value = pl.col(column.name)
    if column.kind is Kind.CODES:
        return ~value.str.split(" ").list.set_difference(known).list.len().eq(0)
    return ~value.is_in(known)


def _bounds(column: Column) -> Iterator[_Fault]:
    value = pl.col(column.name)
    if column.kind is Kind.DECIMAL:
        yield _Fault(OUT_OF_BOUNDS, column.name, ~value.is_finite(), Detail("It is not a finite number."))
        value = pl.when(value.is_finite()).then(value)
    if column.least is not None:
        yield _Fault(
            OUT_OF_BOUNDS,
            column.name,
            value < column.least,
            Detail("The least is {number}.", number=f"{column.least:g}"),
        )
    if column.most is not None:
        yield _Fault(
            OUT_OF_BOUNDS, column.name, value > column.most, Detail("The most is {number}.", number=f"{column.most:g}")
        )


def _birth_precision() -> pl.Expr:
    born, precision = pl.col("birth_date"), pl.col("birth_precision")
    return ((precision != "not_known") == born.is_null()) | ((precision == "month") & (born.dt.day() != 1))


_EXTRA = {"people": (_Fault(BIRTH_PRECISION, "birth_precision", _birth_precision()),)}
"""What a table's rows must hold beyond its columns' own rules."""


def _check_references(dataset: Dataset, table: Table, problems: Problems) -> None:
    """Rows whose reference leads to no row; a person is sought among the people of the row's own authority."""
    for column in table.columns:
        if column.kind is not Kind.REFERENCE or column.refers_to == table.name:
            continue
        theirs = ["authority", "person_id"] if column.name == "person_id" else ["row_id"]
        ours = ["authority", "person_id"] if column.name == "person_id" else [column.name]
        given = dataset[table.name].select(ours).with_row_index("row", offset=FIRST_ROW).drop_nulls()
        there = dataset[column.refers_to].select(theirs)
        lost = given.join(there, left_on=ours, right_on=theirs, how="anti", maintain_order="left")
        detail = Detail("It is sought in {table}.", table=column.refers_to)
        problems.add_rows(LEADS_NOWHERE, table.name, lost["row"], column.name, detail)
