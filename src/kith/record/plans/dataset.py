"""The rows of this slice as tables of the dataset, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from kith.record.plans.models import Action, Control, Review, Visit
from kith.record.rows.models import Row
from kith.record.rows.tables import Filled, Found

FILLED = {
    filled.table: filled
    for filled in (Filled("actions", Action), Filled("controls", Control), Filled("reviews", Review), Filled("visits", Visit))
}  # fmt: skip
TABLES: tuple[str, ...] = tuple(FILLED)


def written(table: str) -> Iterator[dict[str, Any]]:
    """Every row of a table that the record holds."""
    return FILLED[table].written()


def taken(table: str, row: Mapping[str, Any], *, person_id: UUID | None, found: Found) -> Row:
    """The row of the record, not saved, that a row of the dataset makes."""
    made: Any = FILLED[table].taken(row, person_id=person_id, found=found)
    if table == "visits" and made.seen_alone == "yes":
        made.seen = "yes"
    kept: Row = made
    return kept
