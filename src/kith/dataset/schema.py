"""What a dataset table is: typed columns, keys and constraints, declared once and used to read, write, check and document."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

VERSION = 1
"""The dataset's version. A change of meaning or shape raises it and comes with an upgrader in `versions.py`."""


class Kind(Enum):
    """What a column holds."""

    TEXT = "text"
    DATE = "date"
    WHOLE = "whole number"
    DECIMAL = "decimal number"
    CODE = "code"  # a key of a code list
    CODES = "codes separated by spaces"  # several keys of one code list
    STATE = "yes, no or not known"  # never empty: a blank is never a no
    REFERENCE = "row of another table"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. What `codes`, `refers_to`, `least` and `most` say is held by `check`.

    `codes` names the code list of a CODE, CODES or STATE; `refers_to` the table of a REFERENCE; `least` and `most` bound a
    number, both included; `personal` marks what alone, or beside a few other facts, tells who someone is.
    """

    name: str
    kind: Kind
    says: str
    required: bool = False
    codes: str = ""
    refers_to: str = ""
    personal: bool = False
    least: float | None = None
    most: float | None = None

    def polars_type(self) -> pl.DataType:
        import polars as pl

        types: dict[Kind, pl.DataType] = {
            Kind.DATE: pl.Date(),
            Kind.WHOLE: pl.Int32(),
            Kind.DECIMAL: pl.Float64(),
        }
        return types.get(self.kind, pl.String())


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `ordered` are pairs of date columns of which the first may not be after the second."""

    name: str
    says: str
    columns: tuple[Column, ...]
    ordered: tuple[tuple[str, str], ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def polars_schema(self) -> pl.Schema:
        import polars as pl

        return pl.Schema({column.name: column.polars_type() for column in self.columns})


def text(name: str, says: str, *, required: bool = False, personal: bool = False) -> Column:
    return Column(name, Kind.TEXT, says, required, personal=personal)


def date(name: str, says: str, *, required: bool = False, personal: bool = False) -> Column:
    return Column(name, Kind.DATE, says, required, personal=personal)


def whole(name: str, says: str, *, least: float | None = 0, most: float | None = None) -> Column:
    return Column(name, Kind.WHOLE, says, least=least, most=most)


def decimal(name: str, says: str, *, least: float | None = 0) -> Column:
    return Column(name, Kind.DECIMAL, says, least=least)


def code(name: str, codes: str, says: str, *, required: bool = False) -> Column:
    return Column(name, Kind.CODE, says, required, codes=codes)


def several(name: str, codes: str, says: str) -> Column:
    return Column(name, Kind.CODES, says, codes=codes)


def state(name: str, says: str) -> Column:
    return Column(name, Kind.STATE, says, required=True, codes="state")


def reference(name: str, table: str, says: str, *, required: bool = False) -> Column:
    return Column(name, Kind.REFERENCE, says, required, refers_to=table)


ROW = text(
    "row_id",
    "Identifies this row for good: the same row has the same id in every later writing.",
    required=True,
)
AUTHORITY = text("authority", "The responsible authority's newest national statistics code.", required=True)
PERSON = Column(
    "person_id",
    Kind.REFERENCE,
    "The authority's own id of the young person, or its pseudonym.",
    required=True,
    refers_to="people",
    personal=True,
)
SOURCE = text("source", "Where the row comes from: file and row (`episodes.csv#12`), or the record.", required=True)


def table(
    name: str,
    says: str,
    *columns: Column,
    of_person: bool = True,
    ordered: tuple[tuple[str, str], ...] = (("from_on", "to_on"),),
    unique: tuple[tuple[str, ...], ...] = (("row_id",),),
) -> Table:
    """A table with the columns that every row has: row id, authority, person (unless it is of none) and source."""
    lead = (ROW, AUTHORITY, PERSON) if of_person else (ROW, AUTHORITY)
    names = {column.name for column in columns}
    pairs = tuple(pair for pair in ordered if names.issuperset(pair))
    return Table(name, says, (*lead, *columns, SOURCE), pairs, unique)
