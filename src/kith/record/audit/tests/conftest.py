"""Each test of the audit has a witness of its own; some have a whole site of their own, on either database."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from tests.postgres import MISSING, cluster

PROCESS = Path(__file__).with_name("process.py")


@pytest.fixture(autouse=True)
def own_witness(tmp_path: Path, settings) -> Path:
    settings.AUDIT_WITNESS = tmp_path / "witness"
    return settings.AUDIT_WITNESS


@dataclass(frozen=True)
class Site:
    """A database, a witness and a folder for uploads that processes of their own work on."""

    environment: dict[str, str]
    folder: Path

    @property
    def database(self) -> str:
        return self.environment["KITH_DATABASE"]

    def start(self, *steps: Sequence[str], **environment: str) -> subprocess.Popen[str]:
        """Begin `process.py` on this site."""
        command, surroundings = [sys.executable, str(PROCESS), json.dumps(steps)], {**self.environment, **environment}
        return subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, text=True, cwd=self.folder)

    def run(self, *steps: Sequence[str], **environment: str) -> list[Any]:
        """What each step gives, all in one process: starting one costs a second or more."""
        with self.start(*steps, **environment) as process:
            said, _ = process.communicate(timeout=600)
        assert process.returncode == 0, steps
        return list(json.loads(said))


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL cluster of the tests' own; empty where there is none."""
    try:
        with cluster() as address:
            yield address
    except LookupError:
        yield ""


def another_database(server: str, template: str = "template1") -> str:
    """The address of a new database of the cluster."""
    name = f"kith_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return server.replace("/kith?", f"/{name}?")


@pytest.fixture(scope="session")
def migrated_postgresql(server: str, tmp_path_factory) -> str:
    """The name of a migrated database that others are copied from."""
    if not server:
        pytest.skip(MISSING)
    address = another_database(server)
    site_on(address, tmp_path_factory.mktemp("migrated")).run(["migrate"])
    return urlsplit(address).path.lstrip("/")


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory) -> Path:
    """A migrated file that others are copied from."""
    file = tmp_path_factory.mktemp("migrated") / "kith.sqlite3"
    site_on(f"sqlite:///{file}", file.parent).run(["migrate"])
    return file


@pytest.fixture
def postgresql(server: str, migrated_postgresql: str, tmp_path: Path) -> Site:
    """A site on PostgreSQL, migrated."""
    return site_on(another_database(server, migrated_postgresql), tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request, tmp_path: Path) -> Site:
    """A site on each of the databases, migrated."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgresql")
    copy = shutil.copyfile(request.getfixturevalue("migrated_sqlite"), tmp_path / "kith.sqlite3")
    return site_on(f"sqlite:///{copy}", tmp_path)


def site_on(database: str, folder: Path) -> Site:
    """A site on a database and a folder."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("KITH_", "DJANGO_"))},
        "DJANGO_SETTINGS_MODULE": "kith.site.config.testing",
        "KITH_DATABASE": database,
        "KITH_DATA": str(folder),
        "KITH_AUDIT_KEY": "a key for these tests alone",
        "KITH_AUDIT_WITNESS": str(folder / "outside" / "witness"),
        "KITH_UPLOADS": str(folder / "uploads"),
    }
    return Site(environment, folder)
