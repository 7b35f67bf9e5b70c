"""What a young person's ties to contexts tell of their story: only ties that are held today and that the viewer may see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kith.record.contexts.history import of_itself
from kith.record.contexts.models import Context
from kith.record.contexts.queries import ties_of_person
from kith.record.rows.story import Happening, happened
from kith.record.rows.words import label

KINDS = {"context_tie": _("Tie to a context")}


def told_of_context(_user: Any, context_id: UUID) -> Iterator[Happening]:
    """What the context's own rows tell, for whoever may open it."""
    for context in Context.objects.filter(pk=context_id):
        yield from of_itself(context)


def told(user: Any, person_id: UUID) -> Iterator[Happening]:
    """Each tie on the day somebody was first seen there; with its expiry it goes from here too."""
    for row in ties_of_person(user, person_id):
        if row.error_at is None:
            href = reverse("contexts:context", args=[row.context_id])
            title = f"{row.context.name}: {label('association', row.role)}"
            yield happened(row, row.first_seen_on, title, "context_tie", text=row.evidence, href=href)
