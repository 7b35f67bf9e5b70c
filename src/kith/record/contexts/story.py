"""What a young person's ties to contexts tell of their story: only ties that are held today and that the viewer may see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kith.record.contexts.queries import ties_of_person
from kith.record.rows.story import Happening, happened
from kith.record.rows.words import label

KINDS = {"context_tie": _("Tie to a context")}


def told(user: Any, person_id: UUID) -> Iterator[Happening]:
    """Each tie on the day somebody was first seen there; with its expiry it goes from here too."""
    for row in ties_of_person(user, person_id):
        if row.error_at is None:
            href = reverse("contexts:context", args=[row.context_id])
            title = f"{row.context.name}: {label('association', row.role)}"
            yield happened(row, row.first_seen_on, title, "context_tie", text=row.evidence, href=href)
