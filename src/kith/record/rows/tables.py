"""How rows of the record stand in the dataset's tables, and how they come back: one mapping, read both ways."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from kith.dataset.schema import Column, Kind
from kith.dataset.tables import TABLES
from kith.record.rows.models import Row

Found = Callable[[str, str], UUID | None]
"""The record's id of a row of another table, by that table's name and row id."""

_APART = ("row_id", "authority", "person_id", "source")
"""What every row of the dataset has; the record's own identity stands in their place."""


@dataclass(frozen=True)
class Filled:
    """One table of the dataset that rows of one model fill.

    fields: column → field, where they are called differently; of a reference, the field's attribute (`stay_id`).
    only: which of the model's rows stand in the table. made: what a row that comes from the dataset is besides.
    """

    table: str
    model: type[Row]
    fields: Mapping[str, str] = field(default_factory=dict)
    only: Q = field(default_factory=Q)
    made: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return tuple(column for column in TABLES[self.table].columns if column.name not in _APART)

    @cached_property
    def of_person(self) -> bool:
        return any(column.name == "person_id" for column in TABLES[self.table].columns)

    def written(self) -> Iterator[dict[str, Any]]:
        """Every row not entered in error, of people under the record kept; `row_id` and `person_id` are the record's own.

        A reference to what was entered in error is empty; where the table cannot do without it, the row stays out.
        """
        names = {column.name: self.fields.get(column.name, column.name) for column in self.columns}
        ends = {c.name: f"{names[c.name].removesuffix('_id')}__error_at" for c in self.columns if c.refers_to}
        rows = self.model._default_manager.filter(self.only, error_at=None).order_by("pk")
        read: dict[str, Any] = {f"of_{name}": F(path) for name, path in names.items()}
        read |= {f"end_{name}": F(path) for name, path in ends.items()}
        if self.of_person:
            standing = Q(person__kept=None) | Q(person__kept__error_at=None)
            rows = rows.filter(standing, person__error_at=None)
            read["kept_id"] = Coalesce(F("person__kept"), F("person"))
        for row in rows.values("pk", **read).iterator():
            made = {column.name: _out(column, row[f"of_{column.name}"]) for column in self.columns}
            gone = [name for name in ends if row[f"end_{name}"] is not None]
            if any(TABLES[self.table].column(name).required for name in gone):
                continue
            person = {"person_id": str(row["kept_id"])} if self.of_person else {}
            yield {"row_id": str(row["pk"]), **person, **made, **dict.fromkeys(gone)}

    def taken(self, row: Mapping[str, Any], *, person_id: UUID | None, found: Found) -> Any:
        """The row of the record, not saved, that a row of the dataset makes."""
        values = {self.fields.get(c.name, c.name): _in(c, row[c.name], found) for c in self.columns}
        person = {"person_id": person_id} if self.of_person else {}
        return self.model(**person, **{**values, **self.made})


def _out(column: Column, value: Any) -> Any:
    """A stored value as the dataset holds it: what is empty is null."""
    if column.kind is Kind.CODES:
        return " ".join(value) or None
    if column.kind is Kind.REFERENCE:
        return str(value) if value is not None else None
    return None if value == "" else value


def _in(column: Column, value: Any, found: Found) -> Any:
    """A value of the dataset as the record stores it."""
    if column.kind is Kind.CODES:
        return value.split() if value else []
    if column.kind is Kind.REFERENCE:
        return found(column.refers_to, value) if value else None
    if column.kind is Kind.STATE:
        return value or "not_known"
    return "" if value is None and column.kind in {Kind.TEXT, Kind.CODE} else value
