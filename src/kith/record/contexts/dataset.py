"""Contexts as the dataset's table `contexts`, and back. The table holds no name, so one that comes from a file waits for its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from kith.record.contexts.models import Context
from kith.record.rows.tables import Filled, Found

UNNAMED = "Not named in the file it came from"
FILLED = {"contexts": Filled("contexts", Context, made={"name": UNNAMED})}
TABLES: tuple[str, ...] = tuple(FILLED)


def written(table: str) -> Iterator[dict[str, Any]]:
    """Every context not entered in error as a row of the dataset."""
    return FILLED[table].written()


def taken(table: str, row: Mapping[str, Any], *, person_id: UUID | None, found: Found) -> Any:
    """The context, not saved, that a row of the dataset makes."""
    return FILLED[table].taken(row, person_id=person_id, found=found)
