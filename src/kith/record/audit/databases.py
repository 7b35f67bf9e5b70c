"""What a backup needs of a database: a copy as of one moment, a way back into an empty one, a temporary one to try that in."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.utils import load_backend

from kith.record.audit.chain import FIRST


class NotBackedUp(Exception):
    """Why a backup could not be made, restored or trusted; the text says what to do and holds no value of a record."""


@dataclass(frozen=True)
class Contents:
    """What a database holds: rows a table, and the chain's head."""

    tables: dict[str, int]
    head: tuple[int, str]


def contents(connection: Any) -> Contents:
    """Count every table and read the head."""
    with connection.cursor() as cursor:
        names = sorted(connection.introspection.table_names(cursor))
        tables = {}
        for name in names:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608 - the database's own names
            tables[name] = cursor.fetchone()[0]
        head = (0, FIRST)
        if "audit_event" in names:
            cursor.execute("SELECT seq, hash FROM audit_event ORDER BY seq DESC LIMIT 1")
            head = tuple(cursor.fetchone() or head)
    return Contents(tables, head)


def dump(connection: Any, to: Path) -> Contents:
    """Copy the database as it is at one moment, with writers at work; returns what that moment held."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as live, closing(sqlite3.connect(to)) as copy:
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, without companions
        with _another(connection, to) as copied:
            return contents(copied)
    with _another(connection, connection.settings_dict["NAME"]) as still, still.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        held = contents(still)
        _run(still, "pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={to}", "--dbname")
        cursor.execute("ROLLBACK")
    return held


def load(connection: Any, source: Path) -> None:
    """Fill an empty database from a copy. NotBackedUp where it is not empty."""
    if not is_empty(connection):
        raise NotBackedUp(
            "The database is not empty, and a restore never overwrites: name an empty one in KITH_DATABASE."
        )
    connection.close()
    if connection.vendor == "sqlite":
        name = Path(connection.settings_dict["NAME"])
        for companion in ("-wal", "-shm"):
            name.with_name(name.name + companion).unlink(missing_ok=True)
        shutil.copyfile(source, name)
        name.chmod(0o600)
    else:
        _run(
            connection,
            "pg_restore",
            "--no-owner",
            "--no-privileges",
            "--single-transaction",
            "--exit-on-error",
            str(source),
            "--dbname",
        )


def is_empty(connection: Any) -> bool:
    """Whether it has no table."""
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor)


@contextmanager
def temporary(connection: Any) -> Iterator[Any]:
    """An empty database of the same kind beside the given one, gone afterwards. On PostgreSQL the role needs CREATEDB."""
    if connection.vendor == "sqlite":
        with tempfile.TemporaryDirectory() as folder, _another(connection, Path(folder) / "drill.sqlite3") as made:
            yield made
        return
    name = f"kith_drill_{uuid.uuid4().hex[:12]}"
    with _another(connection, connection.settings_dict["NAME"]) as server, server.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        try:
            with _another(connection, name) as made:
                yield made
        finally:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _another(connection: Any, name: Path | str) -> Iterator[Any]:
    """A connection of its own to the database `name` on the same server."""
    settings = {**connection.settings_dict, "NAME": name, "CONN_MAX_AGE": 0}
    made = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, "backup")
    try:
        yield made
    finally:
        made.close()


def _run(connection: Any, program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL on the connection's database; its last argument is completed by the database's name."""
    (_, *where, name), environment = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
    command = [_program(program), *where, *arguments, name]
    surroundings = {**os.environ, **(environment or {})}
    done = subprocess.run(command, env=surroundings, capture_output=True, check=False)  # noqa: S603 - no shell, our own words
    if done.returncode:
        # What the program says can quote a row, so it is not repeated.
        raise NotBackedUp(f"{program} ended with status {done.returncode}; run it by hand to see why.")


def _program(name: str) -> str:
    """Where a program of PostgreSQL is: on the path, else the newest of Debian's."""
    if found := shutil.which(name):
        return found
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda each: int(each.parts[-3]))
    if not places:
        raise NotBackedUp(f"{name} is not installed: it comes with PostgreSQL's client programs.")
    return str(places[-1])
