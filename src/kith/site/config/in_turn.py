"""For tests alone: answers one request after another where all threads of a live server share one connection to a database."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.core.exceptions import MiddlewareNotUsed
from django.db import connection
from django.http import HttpRequest, HttpResponse


class InTurn:
    """Without it a page's own requests (drafts, who else is here) cross in SQLite's memory: a locked table, now and then."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        if connection.vendor != "sqlite":
            raise MiddlewareNotUsed
        self.answer, self.turn = answer, threading.RLock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with self.turn:
            return self.answer(request)
