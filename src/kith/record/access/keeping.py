"""How a row of access is kept, closed, opened again and told of: once, held against its rules, with its event."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kith.record.access.queries import why
from kith.record.accounts.models import User
from kith.record.audit.actions import Actor, Recorder, Why


class Refused(Exception):
    """Someone may not do this. Says which rule, never about whom."""


def kept(row: Any) -> None:
    """Keep a new row, held against its fields and constraints first. ValidationError says what is wrong, field by field."""
    row.full_clean()
    with transaction.atomic():
        row.save(force_insert=True)


def closed(row: Any, by: Any, word: str, *also: str) -> None:
    """Set who and when, once: ValidationError where it was done already."""
    now, user_id = timezone.now(), Actor.of(by).user_id
    values = {f"{word}_at": now, f"{word}_by_id": user_id, **{each: getattr(row, each) for each in also}}
    for field, value in values.items():
        setattr(row, field, value)
    row.clean_fields()
    row.validate_constraints()
    if not type(row).objects.filter(pk=row.pk, **{f"{word}_at__isnull": True}).update(**values):
        raise ValidationError(_("Someone has done this already."))


def told(
    recorder: Recorder, action: str, row: Any, *, kind: str = "", reason: str = "", person_id: UUID | None = None
) -> None:
    """The event of a row about one person."""
    about = person_id or row.person_id
    recorder.event(
        action,
        subject=".".join(filter(None, [row._meta.model_name, kind])),
        subject_id=row.id,
        person_id=about,
        why=why_now(recorder.by, about, reason),
    )


def why_now(by: Any, person_id: UUID, reason: str = "") -> Why:
    """Why the actor sees this person, with the key of the reason given now."""
    user = User.objects.filter(pk=Actor.of(by).user_id).first()
    seen = why(user, person_id) if user else Why()
    return Why(relation=seen.relation, break_glass=seen.break_glass, reason=reason or seen.reason)
