"""How long what is held of contexts is kept: a tie to one until its last day and thirty days unseen, a context six years from closing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from kith.foundation.dates import months_after, years_before
from kith.record.audit.actions import recorded
from kith.record.contexts.models import Association, Context
from kith.record.contexts.rules import ERASED_AFTER_DAYS
from kith.record.interface.retention import Due, Rule

YEARS = 6
RULES: dict[str, Rule] = {
    "context": Rule("6 years from when it was closed", YEARS, "local"),
    "with_context": Rule("as long as the context", None, "local"),
    "association": Rule(
        "12 months unless renewed with a reason and evidence; shown to nobody from then on, and erased 30 days later",
        1,
        "local, after the ICO's enforcement notice on the Gangs Matrix, November 2018 (no retention period, informal lists)",
    ),
}
RETENTION: dict[str, str] = {
    "Context": "context",
    "Named": "with_context",
    "Association": "association",
    "Weighting": "with_context",
    "ContextAssessment": "with_context",
    "ContextAction": "with_context",
    "ContextReview": "with_context",
    "ContextEvent": "with_context",
}


def due(today: date | None = None) -> Iterator[Due]:
    """The ties whose time is over, and the contexts closed long enough."""
    day = today or timezone.localdate()
    ties = Association.objects.filter(expires_on__lt=day - timedelta(days=ERASED_AFTER_DAYS)).order_by("expires_on")
    for pk, expires_on in ties.values_list("pk", "expires_on").iterator():
        yield Due("Association", pk, "association", expires_on + timedelta(days=ERASED_AFTER_DAYS))
    closed = Context.objects.filter(closed_on__lt=years_before(day, YEARS)).order_by("closed_on")
    for pk, closed_on in closed.values_list("pk", "closed_on").iterator():
        yield Due("Context", pk, "context", months_after(closed_on, 12 * YEARS))


def run(*, by: Any, today: date | None = None) -> list[Due]:
    """Erase them, each in a transaction of its own, with the values of their history."""
    from kith.record.contexts.actions import erase, erase_tie

    gone = []
    for one in list(due(today)):
        with recorded(by) as recorder:
            if one.model == "Association":
                tie = Association.objects.filter(pk=one.id).first()
                if tie is not None:
                    erase_tie(by=by, tie=tie, action="association.erased")
            elif one.id is not None:
                erase(by=by, context_id=one.id)
            recorder.event("retention.run", subject=one.model.lower(), subject_id=one.id)
        gone.append(one)
    return gone
