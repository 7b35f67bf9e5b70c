"""Adds events to the end of the chain: one writer at a time, no gaps, no forks, and a witness after the commit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from kith.record.audit import witness
from kith.record.audit.chain import FIRST, as_values, key_id, link
from kith.record.audit.models import Change, Event

LOCK = 0x4B697468  # "Kith": the one advisory lock that every writer takes


@dataclass(frozen=True)
class Entry:
    """An event before it has its place in the chain: its columns, and the values that changed (before, after) by field."""

    columns: Mapping[str, Any]
    values: Mapping[str, tuple[Any, Any]] | None = None
    section: str = ""


def head() -> tuple[int, str]:
    """The newest event's number and hash; (0, `FIRST`) before there is one."""
    return Event.objects.order_by("-seq").values_list("seq", "hash").first() or (0, FIRST)


def write(entries: Sequence[Entry]) -> None:
    """Add the entries to the chain within the open transaction; the witness is told once it is committed."""
    if not entries:
        return
    file = witness.opened()  # before the commit: without a witness nothing is done
    _wait_for_turn()
    seq, last = head()
    at, key = timezone.now(), settings.AUDIT_KEY
    name, secret = key_id(key), key.encode()
    events, changes = [], []
    for number, entry in enumerate(entries, start=seq + 1):
        columns = {"seq": number, "at": at, **entry.columns, "key_id": name}
        last = link(secret, last, as_values(columns))
        events.append(Event(**columns, hash=last))
        changes += _changes(entry, number, at)
    Event.objects.bulk_create(events)
    Change.objects.bulk_create(changes)
    line = (seq + len(entries), last)
    transaction.on_commit(lambda: witness.tell(file, *line), robust=True)


def _wait_for_turn() -> None:
    """On PostgreSQL wait for the chain's lock, held until the commit; on SQLite the immediate transaction already has it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _changes(entry: Entry, seq: int, at: Any) -> list[Change]:
    about = {name: entry.columns[name] for name in ("subject", "subject_id", "person_id")}
    return [
        Change(event_seq=seq, at=at, **about, section=entry.section, field=name, before=before, after=after)
        for name, (before, after) in (entry.values or {}).items()
    ]
