"""The embedded database's tables for tests, kept from one run to the next: making them takes a process eight seconds.

They are kept under a digest of all that makes them (each migration, what migrations import, the versions of Django and allauth), and
Django still applies each migration that is not among them. PostgreSQL's are made anew each time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sqlite3
from importlib.metadata import version
from pathlib import Path

from django.core.management import call_command
from django.db import connection

SOURCE = Path(__file__).parents[1] / "src" / "kith" / "record"
MAKERS = ("*/migrations/*.py", "rows/models.py", "access/rules.py")  # the latter two are imported by migrations


def ready(folder: Path) -> None:
    """Lay the database file that Django is about to make, its tables in it already; they are made where none are kept."""
    name = Path(connection.creation._get_test_db_name())
    kept = folder / f"{_digest()}.sqlite3"
    if kept.exists():
        shutil.copyfile(kept, name)
        return
    settled = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = settled
    _keep(name, kept)


def _keep(made: Path, kept: Path) -> None:
    """Whole or not at all, for two processes may be at it; what was kept of other migrations goes."""
    coming = kept.with_suffix(f".{os.getpid()}")
    with contextlib.closing(sqlite3.connect(made)) as tables, contextlib.closing(sqlite3.connect(coming)) as file:
        tables.backup(file)
    for old in kept.parent.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    coming.replace(kept)


def _digest() -> str:
    digest = hashlib.sha256(f"{version('django')} {version('django-allauth')} {sqlite3.sqlite_version}".encode())
    for path in sorted(path for pattern in MAKERS for path in SOURCE.glob(pattern)):
        digest.update(path.relative_to(SOURCE).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]
