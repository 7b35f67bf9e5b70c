"""A dataset in memory: every table of the schema, each with all its columns in their types."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import polars as pl

from kith.dataset.schema import Kind, Table
from kith.dataset.tables import TABLES


def conform(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with exactly the table's columns, in order and type; absent columns are empty, absent states *not known*.

    Columns that the table does not have are dropped. A value that cannot be cast raises polars' error: readers cast first.
    """
    columns = [
        pl.col(column.name).cast(column.polars_type())
        if column.name in frame.columns
        else pl.lit(None, dtype=column.polars_type()).alias(column.name)
        for column in table.columns
    ]
    states = [pl.col(c.name).fill_null("not_known") for c in table.columns if c.kind is Kind.STATE]
    return frame.select(columns).with_columns(states)


_AS_GIVEN = frozenset({"as given"})


@dataclass(frozen=True, slots=True)
class Dataset:
    """Every table by name. Tables not given are empty; all are made to conform.

    `covered` are the tables that the sources speak of, those given where it is not said. An empty table that is covered
    means *none*; one that is not means *not known*, and no figure may make a nought of it. `span` is the first and last day
    that the sources speak of together, None where they do not say.
    """

    tables: dict[str, pl.DataFrame] = field(default_factory=dict)
    covered: frozenset[str] = _AS_GIVEN
    span: tuple[dt.date, dt.date] | None = None

    def __post_init__(self) -> None:
        unknown = self.tables.keys() - TABLES.keys()
        if unknown:
            raise KeyError(f"not tables of the dataset: {', '.join(sorted(unknown))}")
        if self.covered is _AS_GIVEN:
            object.__setattr__(self, "covered", frozenset(self.tables))
        for name, table in TABLES.items():
            given = self.tables.get(name)
            self.tables[name] = pl.DataFrame(schema=table.polars_schema()) if given is None else conform(table, given)

    def __getitem__(self, name: str) -> pl.DataFrame:
        return self.tables[name]

    def with_tables(self, **frames: pl.DataFrame) -> Dataset:
        """A dataset with these tables in place of its own; what is covered stays so, and what is given is."""
        return Dataset({**self.tables, **frames}, self.covered | frames.keys(), self.span)
