"""How long notices are kept: a year, since each is a reference to something that is kept for its own time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from kith.record.audit.actions import recorded
from kith.record.interface.retention import Due, Rule
from kith.record.notices.models import Notice

DAYS = 365
RULES = {"notice": Rule("a year from when it was told", 1, "local")}
RETENTION = {"Notice": "notice"}


def due(today: date | None = None) -> Iterator[Due]:
    """The notices that would go on `today`."""
    for pk, made_at in _old(today).values_list("pk", "made_at"):
        yield Due("Notice", pk, "notice", timezone.localdate(made_at) + timedelta(days=DAYS))


def run(*, by: Any, today: date | None = None) -> list[Due]:
    """Drop them, with one event."""
    with recorded(by) as recorder:
        gone = list(due(today))
        if _old(today).delete()[0]:
            recorder.event("retention.run", subject="notice")
    return gone


def _old(today: date | None) -> QuerySet[Notice]:
    return Notice.objects.filter(made_at__date__lt=(today or timezone.localdate()) - timedelta(days=DAYS))
