"""How many unread notices the header shows."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from kith.record.notices.queries import unread


def notices(request: HttpRequest) -> dict[str, object]:
    """`unread_notices`: a number, counted only where a template shows it."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"unread_notices": SimpleLazyObject(lambda: unread(user).count())}
