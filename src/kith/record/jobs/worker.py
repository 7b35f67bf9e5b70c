"""Keeps doing what is due until it is told to stop; a database that is away for a while ends nothing."""

from __future__ import annotations

import logging
import threading

from django.db import DatabaseError, connections

from kith.record.jobs.actions import work

EVERY = 3.0
"""Seconds between looks at what is due: somebody may be waiting for what they asked for."""
_log = logging.getLogger(__name__)


def keep_working(stop: threading.Event, every: float = EVERY) -> None:
    """Look, work, wait. Returns soon after `stop` is set; a run that has begun is done first."""
    while not stop.is_set():
        try:
            work()
        except DatabaseError as error:
            _log.warning("Jobs wait for the database (%s)", type(error).__name__)
        finally:
            connections.close_all()
        stop.wait(every)


def begin() -> threading.Event:
    """Work in a thread of its own beside what the process does; setting the event that is returned ends it."""
    stop = threading.Event()
    threading.Thread(target=keep_working, args=[stop], name="kith-jobs", daemon=True).start()
    return stop
