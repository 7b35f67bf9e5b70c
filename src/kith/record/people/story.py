"""What a person's own rows tell of their story: where they lived, and when which part of children's services was involved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from kith.record.people.models import Address, Involvement
from kith.record.people.queries import of
from kith.record.rows.story import Happening, happened
from kith.record.rows.words import label

KINDS = {"address": _L("Where they lived"), "involvement": _L("Involvement of services")}


def told(_user: Any, person_id: UUID) -> Iterator[Happening]:
    """Beginnings and ends; a withheld address is told in its own section."""
    for row in of(Address, person_id).filter(error_at=None):
        where = ", ".join(filter(None, [row.lines, row.postcode]))
        href = reverse("people:addresses", args=[person_id])
        title = _("Address: %(kind)s") % {"kind": label("address_kind", row.kind)}
        yield happened(row, row.from_on, title, "address", text=where, href=href)
    for row in of(Involvement, person_id).filter(error_at=None):
        status, href = label("involvement", row.status), reverse("people:involvements", args=[person_id])
        yield happened(row, row.from_on, _("Began: %(what)s") % {"what": status}, "involvement", href=href)
        if row.to_on is not None:
            yield happened(row, row.to_on, _("Ended: %(what)s") % {"what": status}, "involvement", href=href)
