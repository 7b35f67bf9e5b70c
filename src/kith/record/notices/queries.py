"""A user's own notices; nobody reads another's."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from kith.record.notices.models import Notice


def mine(user: Any) -> QuerySet:
    """All notices to this user, newest first."""
    return Notice.objects.filter(user_id=user.id)


def unread(user: Any) -> QuerySet:
    """Those that the user has not read."""
    return mine(user).filter(read_at__isnull=True)


def unread_count(user: Any) -> int:
    """How many the menu shows as new."""
    return unread(user).count()
