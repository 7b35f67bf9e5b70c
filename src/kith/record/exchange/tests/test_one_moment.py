"""Whoever reads the whole record sees one moment of it and keeps no writer waiting."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections, transaction

from kith.record.exchange.writing import one_moment
from kith.site.config.environment import database

ALIAS = "apart"


@pytest.fixture
def apart(django_db_setup: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[Any]:
    """A database beside the tests' own, of the same kind, with a table of one row."""
    if connections["default"].vendor == "sqlite":
        settings = database(f"sqlite:///{tmp_path / 'apart.sqlite3'}")
    else:
        settings = database(os.environ["KITH_DATABASE"])
    connections.databases[ALIAS] = {**connections.databases["default"], **settings}
    connection = connections[ALIAS]
    with django_db_blocker.unblock():
        try:
            with connection.cursor() as cursor:
                cursor.execute("CREATE TABLE apart (number integer)")
                cursor.execute("INSERT INTO apart VALUES (1)")
            yield connection
        finally:
            with connection.cursor() as cursor:
                cursor.execute("DROP TABLE apart")
            connection.close()
            del connections[ALIAS], connections.databases[ALIAS]


def _many(connection: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM apart")
        return int(cursor.fetchone()[0])


def _write() -> None:
    """As another request does: in a transaction of its own, on a connection of its own."""
    try:
        with transaction.atomic(ALIAS), connections[ALIAS].cursor() as cursor:
            cursor.execute("INSERT INTO apart VALUES (2)")
    finally:
        connections[ALIAS].close()


def test_a_writer_goes_on_while_the_reader_sees_what_was_there_at_first(apart: Any) -> None:
    with one_moment(ALIAS):
        assert _many(apart) == 1
        writer = threading.Thread(target=_write)
        writer.start()
        writer.join(timeout=10)
        assert not writer.is_alive()
        assert _many(apart) == 1
    assert _many(apart) == 2
    with transaction.atomic(ALIAS), one_moment(ALIAS):
        _write_here(apart)
    assert _many(apart) == 3  # within a transaction it is that one's


def _write_here(connection: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO apart VALUES (3)")
