"""What happened in a context: events written by hand beside those that follow from its rows. Nobody connected is in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from kith.record.contexts.models import Context
from kith.record.rows.words import label


def chronology(context: Context) -> list[dict[str, Any]]:
    """Newest first, as the timeline takes it: `title`, `text`, `at`."""
    return sorted(_all(context), key=lambda item: item["at"], reverse=True)


def _all(context: Context) -> Iterator[dict[str, Any]]:
    spans = ((context.referred_on, _("Referred"), context.referral_reason), (context.opened_on, _("Opened"), ""),
             (context.closed_on, _("Closed"), ""))  # fmt: skip
    for on, title, text in spans:
        if on:
            yield {"at": on, "title": title, "text": text}
    for row in context.events.filter(error_at=None):
        yield {"at": row.on, "title": _("What happened"), "text": f"{row.what} ({label('context_source', row.source)})"}
    for row in context.assessments.filter(error_at=None):
        yield {"at": row.on, "title": _("Assessed"), "text": row.unsafe}
    for row in context.weightings.filter(error_at=None):
        yield {"at": row.on, "title": _("How far it weighs"), "text": row.judgement}
    for row in context.reviews.filter(error_at=None, held_on__isnull=False):
        yield {"at": row.held_on, "title": _("Reviewed"), "text": row.found}
    for row in context.actions.filter(error_at=None):
        if row.from_on:
            yield {"at": row.from_on, "title": _("Begun: %(what)s") % {"what": row.what}, "text": label("aim", row.aim)}
        if row.to_on:
            came = label("action_outcome", row.outcome)
            yield {
                "at": row.to_on,
                "title": _("Ended: %(what)s") % {"what": row.what},
                "text": f"{came}. {row.outcome_words}",
            }
