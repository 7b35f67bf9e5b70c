"""Adds events to the end of the chain: one writer at a time, no gaps, no forks, and a witness after the commit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from kith.record.audit import witness
from kith.record.audit.chain import COLUMNS, FIRST, as_values, key_id, link
from kith.record.audit.models import Change, Event

LOCK = 0x4B697468  # "Kith": the one advisory lock that every writer takes
_TURN = f"SET LOCAL synchronous_commit TO off; SELECT pg_advisory_xact_lock({LOCK})"
_TURN_AND_HEAD = f"{_TURN}; SELECT seq, hash FROM audit_event ORDER BY seq DESC LIMIT 1"  # noqa: S608 - nothing from outside
_COMMIT_AND_FORCE = "; COMMIT; SELECT pg_logical_emit_message(true, 'kith', '')"
"""The last is the least that can be added to the log; being a commit of its own, it waits for the disk."""
_AT_ONCE = 1_000  # rows a statement: SQLite takes 32,766 values


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
    """Add the entries to the chain, as the last that the open transaction does; the witness is told once all is on the disk.

    On PostgreSQL that ends the transaction, unless it is within another (only a test's is).
    """
    if not entries:
        return
    file = witness.opened()  # before the commit: without a witness nothing is done
    at, name, secret = timezone.now(), key_id(settings.AUDIT_KEY), settings.AUDIT_KEY.encode()
    seq, last = _head_in_turn()
    rows, changes = [], []
    for number, entry in enumerate(entries, start=seq + 1):
        values = as_values({"seq": number, "at": at, **entry.columns, "key_id": name})
        last = link(secret, last, values)
        rows.append((*values, last))
        changes += _changes(entry, number, at)
    Change.objects.bulk_create(changes)
    line = (seq + len(entries), last)
    transaction.on_commit(lambda: witness.tell(file, *line), robust=True)
    _insert(rows)


def _head_in_turn() -> tuple[int, str]:
    """The head, once it is this writer's turn. Others wait from here to the commit, so that as little as can be stands between.

    On PostgreSQL the chain's lock and the head are asked for in one go (each statement sees what is committed when it begins); on
    SQLite the immediate transaction is the lock.
    """
    if connection.vendor != "postgresql":
        return head()
    with connection.cursor() as cursor:
        cursor.execute(_TURN_AND_HEAD)
        cursor.nextset()
        cursor.nextset()
        return cursor.fetchone() or (0, FIRST)


def _insert(rows: list[tuple[Any, ...]]) -> None:
    """Insert rows as they were hashed: past the ORM, which takes longer than the database does.

    On PostgreSQL the last rows, the commit and the waiting for the disk go in one message. A writer's turn ends with the commit,
    which does not wait; so the disk is asked once for many writers, and no turn lasts a journey longer than it must. The log is in
    the order of the commits: what waits for its own end waits for all before it. So whoever is answered has what was done, and
    what it was done after, on the disk; if the waiting fails the caller fails.
    """
    names, each = ", ".join([*COLUMNS, "hash"]), f"({', '.join(['%s'] * (len(COLUMNS) + 1))})"
    end = ""
    if connection.vendor == "postgresql":
        each = each.replace("%s, %s", "%s, %s::timestamp AT TIME ZONE 'UTC'", 1)
        end = _COMMIT_AND_FORCE if len(connection.atomic_blocks) == 1 else ""
    with connection.cursor() as cursor:
        for begin in range(0, len(rows), _AT_ONCE):
            batch = rows[begin : begin + _AT_ONCE]
            statement = f"INSERT INTO audit_event ({names}) VALUES {', '.join([each] * len(batch))}"  # noqa: S608 - our own names
            last = begin + _AT_ONCE >= len(rows)
            cursor.execute(statement + (end if last else ""), [value for row in batch for value in row])


def _changes(entry: Entry, seq: int, at: Any) -> list[Change]:
    about = {name: entry.columns[name] for name in ("subject", "subject_id", "person_id")}
    return [
        Change(event_seq=seq, at=at, **about, section=entry.section, field=name, before=before, after=after)
        for name, (before, after) in (entry.values or {}).items()
    ]
