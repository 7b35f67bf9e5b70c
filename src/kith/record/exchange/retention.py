"""How long loads are kept: what names somebody as long as their record, the line of a load six years, what was uploaded thirty days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from kith.record.audit.actions import recorded
from kith.record.exchange.models import Load
from kith.record.interface.retention import Due, Rule

YEARS = 6
RULES: dict[str, Rule] = {
    "exchange_load": Rule(
        "The line of a load, with numbers and without rows, is kept for six years.",
        YEARS,
        "Kith's default; the authority's own schedule decides",
        read=True,
    )
}
RETENTION: dict[str, str] = {
    "Load": "exchange_load",
    "RowMatch": "with_person",
    "LoadedRow": "with_person",
    "Decision": "with_person",
}


def _old(today: date | None) -> QuerySet:
    day = today or timezone.localdate()
    return Load.objects.filter(made_at__date__lt=day - timedelta(days=YEARS * 365 + 2))


def due(today: date | None = None) -> Iterator[Due]:
    """The lines of loads that would go."""
    for load in _old(today).order_by("made_at"):
        yield Due("Load", load.pk, "exchange_load", load.made_at.date())


def run(*, by: Any, today: date | None = None) -> list[Due]:
    """Erase them; an undoing of so old a load goes with them."""
    gone = list(due(today))
    if gone:
        with recorded(by) as recorder:
            _old(today).delete()
            for one in gone:
                recorder.event("retention.run", subject="load", subject_id=one.id)
    return gone
