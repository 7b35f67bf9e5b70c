"""What stays away from home and their law tell of a young person's story; where a stay is, only to those who may see that."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from kith.record.access.rules import Section
from kith.record.placements.queries import authorisations, legal_statuses, standing
from kith.record.rows.story import Happening, happened
from kith.record.rows.words import label

KINDS = {"stay": _L("Stay away from home"), "legal": _L("Legal status or authorisation")}


def told(user: Any, person_id: UUID) -> Iterator[Happening]:
    """Beginnings and ends of stays, and what the law said of them."""
    where, away = reverse("placements:where", args=[person_id]), "stay"
    for row in standing(user, person_id):
        kind = label("placement_type", row.placement_type) if row.placement_type else label("stay_kind", row.kind)
        there = "" if row.hidden else row.home
        # A stay whose place is withheld is still told to whoever may read the record: `standing` left the place out.
        yield Happening(row.from_on, _("Went to live: %(where)s") % {"where": kind}, away, row._meta.label, row.pk,
                        Section.RECORD, text=there, href=where)  # fmt: skip
        if row.to_on is not None:
            yield Happening(row.to_on, _("Left: %(where)s") % {"where": kind}, away, row._meta.label, row.pk,
                            Section.RECORD, text=there, href=where)  # fmt: skip
    for status in legal_statuses(user, person_id):
        if status.error_at is None:
            yield happened(status, status.from_on, label("legal_status", status.legal_status), "legal", href=where)
    for given in authorisations(user, person_id):
        if given.error_at is None:
            yield happened(
                given, given.from_on, label("authorisation", given.kind), "legal", text=given.notes, href=where
            )
