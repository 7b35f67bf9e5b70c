"""The rows of this slice as tables of the dataset, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from kith.record.placements.models import Authorisation, LegalStatus, Stay
from kith.record.rows.models import Row
from kith.record.rows.tables import Filled, Found

FILLED = {
    filled.table: filled
    for filled in (
        Filled("placements", Stay, made={"kind": "care_placement", "from_files": True}),
        Filled("legal_statuses", LegalStatus),
        Filled("authorisations", Authorisation, {"placement_id": "stay_id"}),
    )
}
TABLES: tuple[str, ...] = tuple(FILLED)


def written(table: str) -> Iterator[dict[str, Any]]:
    """Every row of a table that the record holds."""
    return FILLED[table].written()


def taken(table: str, row: Mapping[str, Any], *, person_id: UUID | None, found: Found) -> Row:
    """The row of the record, not saved, that a row of the dataset makes."""
    made: Row = FILLED[table].taken(row, person_id=person_id, found=found)
    return made
