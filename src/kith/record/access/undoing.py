"""Taking back what was ended a moment ago: by whoever ended it, within `UNDO_MINUTES`, with an event of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from kith.record.access.keeping import told
from kith.record.access.models import GuestShare, KeptFrom, Named, Relation, Restriction
from kith.record.access.rules import UNDO_MINUTES
from kith.record.audit.actions import Actor, recorded
from kith.record.notices.actions import tell

UNDONE: dict[str, tuple[type, str]] = {
    "relation": (Relation, "ended"),
    "share": (GuestShare, "ended"),
    "name": (Named, "ended"),
    "restriction": (Restriction, "lifted"),
    "kept_from": (KeptFrom, "lifted"),
}
"""What can be opened again, by its key: the model, and the word of its end."""


def undo(*, by: Any, row: Any) -> None:
    """Open a row again as it was before its end. ValidationError where that is too long ago, was somebody else's doing, or where
    another row has taken its place."""
    key, word = next((key, word) for key, (model, word) in UNDONE.items() if isinstance(row, model))
    since = timezone.now() - timedelta(minutes=UNDO_MINUTES)
    mine = {f"{word}_by_id": Actor.of(by).user_id, f"{word}_at__gte": since}
    reopened: dict[str, Any] = {f"{word}_at": None, f"{word}_by_id": None}
    if key == "restriction":
        reopened["lifted_why"] = ""
    with recorded(by) as recorder:
        fresh = type(row).objects.select_for_update().filter(pk=row.pk, **mine).first()
        if fresh is None:
            raise ValidationError(_("This can no longer be undone."))
        for field, value in reopened.items():
            setattr(fresh, field, value)
        fresh.validate_constraints()
        fresh.save(update_fields=[field.removesuffix("_id") for field in reopened])
        person_id = fresh.restriction.person_id if key == "name" else fresh.person_id
        told(recorder, "access.undone", fresh, person_id=person_id)
        if key == "relation" and fresh.user is not None and fresh.user.pk != Actor.of(by).user_id:
            tell(fresh.user, kind="allocated", subject_id=person_id)
