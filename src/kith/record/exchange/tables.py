"""The tables of the dataset that the record fills, gathered from every slice's `dataset.py`, and who is who between the two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from typing import Any, Protocol
from uuid import UUID

import polars as pl
from django.conf import settings

from kith.dataset.schema import Kind
from kith.dataset.schema import Table as Schema
from kith.dataset.tables import TABLES
from kith.record.exchange.models import RowMatch
from kith.record.rows.models import Row
from kith.record.rows.tables import Found

_APART = ("row_id", "authority", "source")
_CHUNK = 20_000


class Filler(Protocol):
    """A slice's `dataset.py`."""

    TABLES: tuple[str, ...]

    def written(self, table: str) -> Iterator[dict[str, Any]]:
        """Every row of a table that the record holds."""

    def taken(self, table: str, row: Mapping[str, Any], *, person_id: UUID | None, found: Found) -> Row:
        """The row of the record, not saved, that a row of the dataset makes."""


@cache
def fillers() -> dict[str, Filler]:
    """Table → the slice that fills it; tables that others refer to come first."""
    found: dict[str, Filler] = {}
    for name in settings.SLICES:
        if find_spec(f"{name}.dataset"):
            slice_: Any = import_module(f"{name}.dataset")
            found |= dict.fromkeys(slice_.TABLES, slice_)
    return {name: found[name] for name in _in_order(found)}


def _in_order(names: Iterable[str]) -> list[str]:
    """The tables so that none comes before one that its rows refer to; a table that refers to itself is none."""
    left, ordered = [name for name in TABLES if name in set(names)], list[str]()
    while left:
        ready = [name for name in left if not _referred(name) & set(left) - {name}]
        ordered += ready or left
        left = [name for name in left if name not in ordered]
    return ordered


def _referred(table: str) -> set[str]:
    return {column.refers_to for column in TABLES[table].columns if column.refers_to}


def references(table: Schema) -> dict[str, str]:
    """Column → table, of the columns that lead to rows; `person_id` is apart."""
    return {c.name: c.refers_to for c in table.columns if c.kind is Kind.REFERENCE and c.name != "person_id"}


def stored(table: str) -> pl.DataFrame:
    """What the record holds of a table now, under its own ids; without `authority` and `source`."""
    schema = {name: kind for name, kind in TABLES[table].polars_schema().items() if name not in _APART[1:]}
    rows, frames = fillers()[table].written(table), []
    while some := list(islice(rows, _CHUNK)):
        frames.append(pl.from_dicts(some, schema=schema))
    return pl.concat(frames) if frames else pl.DataFrame(schema=schema)


@dataclass
class Keys:
    """Who is who: the dataset's ids and the record's, as text. `people` is by `person_id`, `rows` by table and `row_id`."""

    people: dict[str, str] = field(default_factory=dict)
    rows: dict[str, dict[str, str]] = field(default_factory=dict)
    digests: dict[str, dict[str, str]] = field(
        default_factory=dict
    )  # table → the record's id → digest when last loaded
    own: dict[str, dict[str, str]] = field(
        default_factory=dict
    )  # table → the dataset's row id → digest when last loaded

    @classmethod
    def known(cls) -> Keys:
        """What earlier loads left. Of several rows that are one row of the record, the first gives its id."""
        keys = cls()
        rows = RowMatch.objects.order_by("pk")
        for table, row_id, object_id, ref, digest in rows.values_list(
            "table", "row_id", "object_id", "person_ref", "digest"
        ).iterator():
            keys.remember(table, row_id, str(object_id), digest, ref)
        return keys

    def remember(self, table: str, row_id: str, object_id: str, digest: str, ref: str = "") -> None:
        """That a row of the dataset is this row of the record."""
        self.rows.setdefault(table, {})[row_id] = object_id
        self.digests.setdefault(table, {}).setdefault(object_id, digest)
        self.own.setdefault(table, {})[row_id] = digest
        if table == "people":
            self.people.setdefault(ref, object_id)

    def before(self, table: str, row_id: str) -> str | None:
        """The digest of this very row when it was last loaded."""
        return self.own.get(table, {}).get(row_id)

    def back(self, table: str) -> dict[str, str]:
        """The record's id → the dataset's, the first that it had."""
        return _turned(self.rows.get(table, {}))

    def person_refs(self) -> dict[str, str]:
        """The record's id of a person → the dataset's `person_id`."""
        return _turned(self.people)


def _turned(ids: Mapping[str, str]) -> dict[str, str]:
    turned: dict[str, str] = {}
    for theirs, ours in ids.items():
        turned.setdefault(ours, theirs)
    return turned


def keyed(table: str, frame: pl.DataFrame, keys: Keys) -> pl.DataFrame:
    """The rows' content with the record's ids in place of the dataset's; what has none yet keeps its own, marked."""
    maps = {column: keys.rows.get(to, {}) for column, to in references(TABLES[table]).items()}
    if "person_id" in frame.columns:
        maps["person_id"] = keys.people
    changed = [
        pl.Series(
            column, [None if one is None else known.get(one, f"?{one}") for one in frame[column]], dtype=pl.String
        )
        for column, known in maps.items()
    ]
    return frame.select(pl.exclude(*_APART)).with_columns(changed)


def digests(content: pl.DataFrame) -> list[str]:
    """A digest of each row's content, the same wherever and whenever it is made."""
    columns = [pl.col(name).cast(pl.String).fill_null("\x00") for name in sorted(content.columns)]
    texts = content.select(pl.concat_str(columns, separator="\x1f")).to_series()
    return [blake2b(text.encode(), digest_size=16).hexdigest() for text in texts]
