"""How often one account may ask what costs much or shows many people: far above what work needs, far below what a program would take."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kith.record.audit.actions import Why, record_refusal

View = TypeVar("View", bound=Callable[..., HttpResponse])
WINDOW_SECONDS = 600
SEARCHES, EXPORTS = 200, 20
"""In a window of ten minutes, of one account."""


def at_most(many: int, what: str, method: str = "POST") -> Callable[[View], View]:
    """The view answers so often in a window to one account; then 429 and an event of the audit, until the window has passed."""

    def decorate(view: Any) -> Any:
        @wraps(view)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == method and _count(request, what) > many:
                record_refusal(request, "access.refused", subject=what, why=Why(reason="too_many"))
                return render(request, "429.html", status=429)
            return view(request, *args, **kwargs)

        return limited

    return decorate


def _count(request: HttpRequest, what: str) -> int:
    key = f"{what}:{request.user.pk}:{int(time.time() // WINDOW_SECONDS)}"
    cache.add(key, 0, 2 * WINDOW_SECONDS)
    return int(cache.incr(key))
