"""Drafts: what is typed and not yet saved, kept for its writer, its form and its subject, and for nobody and nothing else."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from kith.record.accounts.models import Draft, User
from kith.record.accounts.rules import DRAFT_BYTES, DRAFT_DAYS
from kith.record.accounts.sealing import Unreadable, seal, unseal

Fields = list[tuple[str, str]]
"""What a form holds: names and values in order; a name may come twice."""

_SALT = "kith.accounts.draft"


class Stale(Exception):
    """Another window has written since, or the form was saved: nothing was kept."""


@dataclass(frozen=True)
class Kept:
    """A draft as its writer gets it back."""

    fields: Fields
    saved_at: datetime
    version: int


def keep(*, user: User, form_key: str, subject_id: UUID | None, fields: Fields, version: int) -> Kept:
    """Keep what is typed. `version` is the one last seen, 0 before the first; `Stale` where that is not the newest.

    A draft that is gone, since its form was saved, does not come back from a message that was still under way.
    ValueError for more than `DRAFT_BYTES`.
    """
    text = json.dumps(fields)
    if len(text.encode()) > DRAFT_BYTES:
        raise ValueError("This is more than a draft may hold.")
    now, sealed = timezone.now(), seal(text, about=_about(user.pk, form_key, subject_id))
    if version:
        written = _of(user, form_key, subject_id).filter(version=version)
        if not written.update(sealed=sealed, saved_at=now, version=F("version") + 1):
            raise Stale
        return Kept(fields, now, version + 1)
    Draft.objects.filter(saved_at__lt=now - timedelta(days=DRAFT_DAYS)).delete()
    try:
        with transaction.atomic():
            Draft.objects.create(user=user, form_key=form_key, subject_id=subject_id, sealed=sealed, saved_at=now)
    except IntegrityError as error:
        raise Stale from error
    return Kept(fields, now, 1)


def restore(*, user: User, form_key: str, subject_id: UUID | None) -> Kept | None:
    """The draft of this user, form and subject; None where there is none, or none younger than thirty days."""
    since = timezone.now() - timedelta(days=DRAFT_DAYS)
    draft = _of(user, form_key, subject_id).filter(saved_at__gte=since).first()
    if draft is None:
        return None
    try:
        text = unseal(draft.sealed, about=_about(draft.user_id, draft.form_key, draft.subject_id))
    except Unreadable:
        return None
    return Kept([(name, value) for name, value in json.loads(text)], draft.saved_at, draft.version)


def drop(*, user: User, form_key: str, subject_id: UUID | None) -> None:
    """Drop the draft: call it in the action that saves the form, within its transaction."""
    _of(user, form_key, subject_id).delete()


def drop_about(subject_id: UUID) -> int:
    """Drop everyone's drafts about a subject that is being erased; returns how many there were."""
    return Draft.objects.filter(subject_id=subject_id).delete()[0]


def drop_old() -> int:
    """Drop the drafts that nobody has written to for thirty days; returns how many there were."""
    return Draft.objects.filter(saved_at__lt=timezone.now() - timedelta(days=DRAFT_DAYS)).delete()[0]


def address(user: User, form_key: str, subject_id: UUID | None) -> str:
    """The token under which a page reaches one draft. Only pages that a user may open give it to them."""
    return signing.dumps([str(user.pk), form_key, str(subject_id or "")], salt=_SALT)


def addressed(user: User, token: str) -> tuple[str, UUID | None] | None:
    """Form key and subject of a token; None where it is somebody else's, altered, or a day old."""
    try:
        pk, form_key, subject = signing.loads(token, salt=_SALT, max_age=86_400)
    except signing.BadSignature:
        return None
    return (form_key, UUID(subject) if subject else None) if pk == str(user.pk) else None


def _of(user: User, form_key: str, subject_id: UUID | None):  # type: ignore[no-untyped-def]
    return Draft.objects.filter(user=user, form_key=form_key, subject_id=subject_id)


def _about(user_id: UUID, form_key: str, subject_id: UUID | None) -> str:
    return f"draft {user_id} {form_key} {subject_id}"
