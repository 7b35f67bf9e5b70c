"""Whom the viewer of a page may see is asked once for the page, however many parts of it ask."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext

from django.http import HttpRequest, HttpResponse

from kith.record.access.once import read_once


class ReadOnce:
    """For pages that are only read: a form that is sent may change who sees whom, and asks anew each time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with read_once() if request.method in {"GET", "HEAD"} else nullcontext():
            return self.get_response(request)
