"""To which record a row belongs after merges."""

from __future__ import annotations

from uuid import UUID

from kith.record.access.models import Known


def root_of(person_id: UUID | None) -> UUID | None:
    """The record that this person's was merged into, or the id itself; None of nobody."""
    if person_id is None:
        return None
    return Known.objects.filter(pk=person_id).values_list("root_id", flat=True).first() or person_id
