"""Reads the chain from either database as the plain rows that hashes cover, and checks it against the witness."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection as default

from kith.record.audit.chain import COLUMNS, keyring
from kith.record.audit.verifying import Row, Verdict, check
from kith.record.audit.witness import lines

_IDS = {"user_id", "subject_id", "person_id", "break_glass"}
_BATCH = 20_000


def _as_text(vendor: str, column: str) -> str:
    """The SQL that gives a column in the form that was hashed."""
    if column == "at":
        shown = "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
        return shown if vendor == "postgresql" else "substr(at || '.000000', 1, 26)"
    return f"replace({column}::text, '-', '')" if vendor == "postgresql" and column in _IDS else column


def rows(connection: Any) -> Iterator[Row]:
    """All events by number, in batches, as one moment saw them; writers are not kept waiting."""
    columns = ", ".join(_as_text(connection.vendor, column) for column in COLUMNS)
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {columns}, hash FROM audit_event ORDER BY seq")  # noqa: S608 - names of our own columns
        while batch := cursor.fetchmany(_BATCH):
            yield from batch


def keys() -> dict[str, bytes]:
    """The key in use and the old ones, by name."""
    return keyring(settings.AUDIT_KEY, tuple(getattr(settings, "AUDIT_OLD_KEYS", ())))


def verify(connection: Any = None, witness: Path | None = None) -> Verdict:
    """Check the whole chain of a database (the site's own unless told) against a witness (the site's own unless told).

    The witness is read first, so that what is written meanwhile is no contradiction. ValueError where the witness is no witness.
    """
    path = witness or Path(settings.AUDIT_WITNESS)
    told = dict(lines(path)) if path.exists() else {}
    return check(rows(connection or default), told, keys())
