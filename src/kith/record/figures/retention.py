"""How long figures are kept: they themselves six years, whom they count thirty days, or until the month is made again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from kith.record.audit.actions import recorded
from kith.record.figures.models import Making
from kith.record.interface.retention import Due, Rule

YEARS = 6
RULES: dict[str, Rule] = {
    "figures_made": Rule(
        "Figures, which name nobody, are kept for six years, so that what was handed on can be looked up.",
        YEARS,
        "Kith's default; the authority's own schedule decides",
        read=True,
    ),
    "figures_behind": Rule(
        "Whom figures count is kept for thirty days, or until the month's figures are made again.", None, "local"
    ),
}
RETENTION: dict[str, str] = {"Making": "figures_made", "Behind": "figures_behind"}


def _old(today: date | None) -> QuerySet:
    day = today or timezone.localdate()
    return Making.objects.filter(asked_at__date__lt=day - timedelta(days=YEARS * 365 + 2))


def due(today: date | None = None) -> Iterator[Due]:
    """The makings that would go."""
    for making in _old(today).order_by("asked_at").only("pk", "asked_at"):
        yield Due("Making", making.pk, "figures_made", making.asked_at.date())


def run(*, by: Any, today: date | None = None) -> list[Due]:
    """Erase them."""
    gone = list(due(today))
    if gone:
        with recorded(by) as recorder:
            _old(today).delete()
            for one in gone:
                recorder.event("retention.run", subject="figures", subject_id=one.id)
    return gone
