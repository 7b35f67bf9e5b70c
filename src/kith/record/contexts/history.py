"""What happened in a context: written by hand, followed from its rows, and told by the slices above of people whom the viewer may see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from kith.record.contexts.models import Context
from kith.record.rows.story import Happening, happened
from kith.record.rows.words import label


def of_itself(context: Context) -> Iterator[Happening]:
    """What the context's own rows tell. Nobody connected is in it."""
    spans = ((context.referred_on, _("Referred"), context.referral_reason), (context.opened_on, _("Opened"), ""),
             (context.closed_on, _("Closed"), ""))  # fmt: skip
    for on, title, text in spans:
        if on:
            yield happened(context, on, title, "context", text=text)
    for row in context.events.filter(error_at=None):
        said = f"{row.what} ({label('context_source', row.source)})"
        yield happened(row, row.on, _("What happened"), "context", text=said)
    for row in context.assessments.filter(error_at=None):
        yield happened(row, row.on, _("Assessed"), "context", text=row.unsafe)
    for row in context.weightings.filter(error_at=None):
        yield happened(row, row.on, _("How far it weighs"), "context", text=row.judgement)
    for row in context.reviews.filter(error_at=None, held_on__isnull=False):
        yield happened(row, row.held_on, _("Reviewed"), "context", text=row.found)
    for row in context.actions.filter(error_at=None):
        yield from _action(row)


def _action(row: Any) -> Iterator[Happening]:
    if row.from_on:
        aim = label("aim", row.aim)
        yield happened(row, row.from_on, _("Begun: %(what)s") % {"what": row.what}, "context", text=aim)
    if row.to_on:
        came = f"{label('action_outcome', row.outcome)}. {row.outcome_words}"
        yield happened(row, row.to_on, _("Ended: %(what)s") % {"what": row.what}, "context", text=came)


def items(told: list[Happening]) -> list[dict[str, Any]]:
    """Happenings as the timeline takes them."""
    return [{"at": one.on, "title": one.title, "text": one.text, "href": one.href} for one in told]


def whom(told: list[Happening]) -> list[UUID]:
    """Of whom they tell something, each once."""
    return list(dict.fromkeys(pk for one in told for pk in one.people))
