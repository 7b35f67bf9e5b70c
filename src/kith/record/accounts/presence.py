"""Who else has a record open just now, as far as the one who asks may know."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.utils import timezone
from django.utils.module_loading import import_string

from kith.record.accounts.models import Presence, User
from kith.record.accounts.rules import GONE_SECONDS

_SALT = "kith.accounts.presence"
MaySee = Callable[[User, UUID], bool]


def may_see() -> MaySee:
    """Who may see a subject is for `access` to say, which stands above: the setting MAY_SEE_SUBJECT names its function.

    Where none is set nobody may: better nobody there than a name too many.
    """
    path = getattr(settings, "MAY_SEE_SUBJECT", "")
    return import_string(path) if path else lambda user, subject_id: False


def others_here(user: User, subject_id: UUID) -> list[User]:
    """Note that the user is there, and say who else is: only if the user may see the record, only those who may see it too."""
    allowed = may_see()
    if not allowed(user, subject_id):
        return []
    now = timezone.now()
    Presence.objects.update_or_create(user=user, subject_id=subject_id, defaults={"seen_at": now})
    gone = now - timedelta(seconds=GONE_SECONDS)
    Presence.objects.filter(seen_at__lt=gone).delete()
    there = Presence.objects.filter(subject_id=subject_id, seen_at__gte=gone, user__is_active=True).exclude(user=user)
    return [one.user for one in there.select_related("user").order_by("user__name") if allowed(one.user, subject_id)]


def address(user: User, subject_id: UUID) -> str:
    """The token by which a page asks who else is there; only pages that a user may open give it to them."""
    return signing.dumps([str(user.pk), str(subject_id)], salt=_SALT)


def addressed(user: User, token: str) -> UUID | None:
    """The subject of a token; None where it is somebody else's, altered, or a day old."""
    try:
        pk, subject = signing.loads(token, salt=_SALT, max_age=86_400)
    except signing.BadSignature:
        return None
    return UUID(subject) if pk == str(user.pk) else None
