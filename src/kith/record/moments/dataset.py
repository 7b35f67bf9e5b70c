"""The rows of this slice as tables of the dataset, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from kith.record.moments.models import Education, Missing, MissingCount, Moment, Referral
from kith.record.rows.models import Row
from kith.record.rows.tables import Filled, Found

FILLED = {
    filled.table: filled
    for filled in (
        Filled("missing", Missing),
        Filled("missing_counts", MissingCount),
        Filled("moments", Moment),
        Filled("education", Education),
        Filled("referrals", Referral, {"made_by": "source"}),
    )
}
TABLES: tuple[str, ...] = tuple(FILLED)


def written(table: str) -> Iterator[dict[str, Any]]:
    """Every row of a table that the record holds."""
    return FILLED[table].written()


def taken(table: str, row: Mapping[str, Any], *, person_id: UUID | None, found: Found) -> Row:
    """The row of the record, not saved, that a row of the dataset makes."""
    made: Any = FILLED[table].taken(row, person_id=person_id, found=found)
    if table == "moments" and made.reached_on is not None:
        made.reached = "yes"
    kept: Row = made
    return kept
