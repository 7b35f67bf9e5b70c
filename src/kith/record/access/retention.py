"""How long it is kept who may see what: with the person, since it explains the audit; tries that opened nothing, two years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from kith.record.access.models import Tried
from kith.record.audit.actions import recorded
from kith.record.interface.retention import Due, Rule

DAYS = 730
RULES = {
    "access.tried": Rule("two years from the try, or as long as the person's record where it opened one", 2, "local")
}
RETENTION = {
    "Known": "with_person",
    "Panel": "accounts.account",
    "PanelMember": "accounts.account",
    "Relation": "with_person",
    "Restriction": "with_person",
    "Named": "with_person",
    "KeptFrom": "with_person",
    "Glass": "with_person",
    "Tried": "access.tried",
    "StatedReason": "with_person",
    "GuestShare": "with_person",
}


def due(today: date | None = None) -> Iterator[Due]:
    """The tries that would go on `today`."""
    for pk, made_at in _old(today).values_list("pk", "made_at"):
        yield Due("Tried", pk, "access.tried", timezone.localdate(made_at) + timedelta(days=DAYS))


def run(*, by: Any, today: date | None = None) -> list[Due]:
    """Drop them, with one event."""
    with recorded(by) as recorder:
        gone = list(due(today))
        if _old(today).delete()[0]:
            recorder.event("retention.run", subject="tried")
    return gone


def _old(today: date | None) -> QuerySet[Tried]:
    before = (today or timezone.localdate()) - timedelta(days=DAYS)
    return Tried.objects.filter(glass__isnull=True, made_at__date__lt=before)
