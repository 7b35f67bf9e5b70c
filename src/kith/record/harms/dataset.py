"""Harms, episodes, who was in them, assessments and enquiries as the dataset holds them, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from kith.record.harms.models import Assessment, Concern, Enquiry, Episode, EpisodeRole
from kith.record.rows.models import Row
from kith.record.rows.tables import Filled, Found

FILLED = {
    filled.table: filled
    for filled in (
        # What a worker writes about evidence is free text, which the dataset has no place for.
        Filled("harms", Concern, {"evidence": "rests_on"}),
        Filled("episodes", Episode),
        Filled("episode_roles", EpisodeRole),
        Filled("assessments", Assessment),
        Filled("enquiries", Enquiry),
    )
}
TABLES: tuple[str, ...] = tuple(FILLED)
"""The tables of the dataset that this slice fills."""


def written(table: str) -> Iterator[dict[str, Any]]:
    """Every row of a table that the record holds, but for authority and source."""
    return FILLED[table].written()


def taken(table: str, row: Mapping[str, Any], *, person_id: UUID | None, found: Found) -> Row:
    """The row of the record, not saved, that a row of the dataset makes."""
    made: Row = FILLED[table].taken(row, person_id=person_id, found=found)
    return made
