"""How long accounts, drafts and what passes are kept: accounts while the audit names them, drafts for thirty days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from kith.record.accounts.models import Counted, Draft, Presence, ServiceAnswer
from kith.record.accounts.rules import DRAFT_DAYS
from kith.record.audit.actions import recorded
from kith.record.interface.retention import Due, Rule

RULES = {
    "accounts.account": Rule(
        "as long as the audit: it names who acted by the account's reference, and a closed account stays closed",
        None,
        "local",
    ),
    "accounts.draft": Rule(
        f"{DRAFT_DAYS} days from when it was last typed into, or until its form is saved", 0, "local"
    ),
    "accounts.passing": Rule(
        "until it has passed: minutes for who is there, hours for tries and sessions, a day for what a service asked",
        0,
        "local",
    ),
}
RETENTION = {
    "Team": "accounts.account",
    "User": "accounts.account",
    "Draft": "accounts.draft",
    "Presence": "accounts.passing",
    "Counted": "accounts.passing",
    "ServiceToken": "accounts.account",
    "ServiceAnswer": "accounts.passing",
}


def due(today: date | None = None) -> Iterator[Due]:
    """What would go on `today`: old drafts by reference, and what has passed."""
    for model, rule, rows, dated in _over(today):
        for pk, at in rows.values_list("pk", dated):
            yield Due(model, pk if model == "Draft" else None, rule, timezone.localdate(at))


def run(*, by: Any, today: date | None = None) -> list[Due]:
    """Drop it, with one event for each model of which something went."""
    gone = []
    with recorded(by) as recorder:
        gone = list(due(today))
        for model, _rule, rows, _dated in _over(today):
            if rows.delete()[0]:
                recorder.event("retention.run", subject=model.lower())
    return gone


def _over(today: date | None) -> Iterator[tuple[str, str, QuerySet[Any], str]]:
    """Model, rule, rows that are over at the beginning of `today`, and the field of their time."""
    day = datetime.combine(today or timezone.localdate(), time.min, UTC)
    drafts = Draft.objects.filter(saved_at__lt=day - timedelta(days=DRAFT_DAYS))
    yield "Draft", "accounts.draft", drafts, "saved_at"
    yield "Presence", "accounts.passing", Presence.objects.filter(seen_at__lt=day), "seen_at"
    yield "Counted", "accounts.passing", Counted.objects.filter(expires__lt=day), "expires"
    yield "ServiceAnswer", "accounts.passing", ServiceAnswer.objects.filter(at__lt=day - timedelta(days=1)), "at"
    yield "Session", "accounts.passing", Session.objects.filter(expire_date__lt=day), "expire_date"
