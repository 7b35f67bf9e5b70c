"""The commands: checking, guarding on PostgreSQL, backing up, restoring, and the drill."""

from __future__ import annotations

import io
import json
import shutil
import tarfile
from pathlib import Path

import psycopg
import pytest

from kith.record.audit.backups import _unpack
from kith.record.audit.databases import NotBackedUp
from kith.record.audit.tests.conftest import Site, another_database


def kith(*arguments: object) -> list[str]:
    return ["kith", *map(str, arguments)]


def test_verify_ends_with_0_on_a_whole_chain_and_with_1_and_the_place_on_a_broken_one(site: Site) -> None:
    _, whole, head = site.run(["write", "1", "3"], kith("audit", "verify"), kith("audit", "witness"))
    assert whole["status"] == 0
    assert "The chain is whole: 6 events" in whole["says"]
    assert head["says"] in whole["says"]
    witness = Path(site.environment["KITH_AUDIT_WITNESS"])
    witness.write_text(f"{witness.read_text()}\n9 {'0' * 64}")
    (broken,) = site.run(kith("audit", "verify"))
    assert broken["status"] == 1
    assert "events 7 to 9: cut off" in broken["says"]


def test_the_applications_role_is_refused_by_the_database_itself(postgresql: Site) -> None:
    with psycopg.connect(postgresql.database, autocommit=True) as owner:
        owner.execute("DROP ROLE IF EXISTS kith_site")
        owner.execute("CREATE ROLE kith_site LOGIN")
    granted, unknown, superuser = postgresql.run(
        kith("audit", "grant", "kith_site"), kith("audit", "grant", "nobody_here"), kith("audit", "grant", "kith")
    )
    assert granted["status"] == 0
    with psycopg.connect(postgresql.database) as owner:
        rights = owner.execute(
            "SELECT what FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER', 'REFERENCES']) what "
            "WHERE has_table_privilege('kith_site', 'audit_event', what)"
        ).fetchall()
    assert rights == [("SELECT",), ("INSERT",)], "the triggers refuse besides"
    assert (unknown["status"], "no such role" in unknown["says"]) == (3, True)
    assert (superuser["status"], "superuser" in superuser["says"]) == (3, True)
    written, answers = postgresql.run(
        ["write", "1", "1"],
        [
            "refused",
            "SELECT count(*) FROM audit_event",
            "UPDATE audit_event SET role = 'x'",
            "DELETE FROM audit_event",
            "TRUNCATE audit_event",
            "DROP TRIGGER audit_event_only_added ON audit_event",
            "ALTER TABLE audit_event DISABLE TRIGGER ALL",
            "DROP TABLE audit_event",
        ],
        KITH_DATABASE=postgresql.database.replace("kith@", "kith_site@"),
    )
    assert len(written) == 1, "it may add events, and change other tables"
    assert answers == ["", *["InsufficientPrivilege"] * 6]


@pytest.fixture
def backup(site: Site, tmp_path: Path) -> Path:
    """The backup of a site with rows and an upload."""
    uploads = Path(site.environment["KITH_UPLOADS"])
    (uploads / "photos").mkdir(parents=True)
    (uploads / "photos" / "one.jpg").write_bytes(b"a picture")
    _, answer = site.run(["write", "1", "5"], kith("backup", "make", tmp_path / "backups"))
    assert answer["status"] == 0, answer["says"]
    (folder,) = (tmp_path / "backups").iterdir()
    return folder


def empty_site(site: Site, folder: Path, server: str) -> Site:
    folder.mkdir()
    on_server = site.database.startswith("postgresql")
    database = another_database(server) if on_server else f"sqlite:///{folder / 'new.sqlite3'}"
    own = {"KITH_DATABASE": database, "KITH_UPLOADS": str(folder / "up"), "KITH_AUDIT_WITNESS": str(folder / "witness")}
    return Site({**site.environment, **own}, folder)


def test_a_backup_restored_into_an_empty_database_is_the_same_record(
    site: Site, backup: Path, tmp_path: Path, server: str
) -> None:
    manifest = json.loads((backup / "manifest.json").read_text())
    assert manifest["tables"]["accounts_team"] == 4
    assert manifest["head"][0] == manifest["tables"]["audit_event"] == 9
    assert all(file.stat().st_mode & 0o077 == 0 for file in [backup, *backup.iterdir()])
    other = empty_site(site, tmp_path / "other", server)
    answer, after, again = other.run(kith("backup", "restore", backup), ["state"], kith("backup", "restore", backup))
    assert answer["status"] == 0, answer["says"]
    assert (tmp_path / "other" / "up" / "photos" / "one.jpg").read_bytes() == b"a picture"
    assert after["breaks"] == []
    assert len(after["teams"]) == 4
    assert after["head"][0] == 10, "the restore is an event of its own"
    assert (again["status"], "not empty" in again["says"]) == (3, True)


def test_the_drill_restores_and_compares_and_changes_nothing(site: Site) -> None:
    _, before, answer, after = site.run(["write", "1", "5"], ["state"], kith("backup", "drill"), ["state"])
    assert answer["status"] == 0, answer["says"]
    assert "as many in each as the manifest says. The chain is whole: 9 events" in answer["says"]
    assert (after["teams"], after["head"][0]) == (before["teams"], before["head"][0] + 1)
    if site.database.startswith("postgresql"):
        with psycopg.connect(site.database) as connection:
            assert connection.execute("SELECT 1 FROM pg_database WHERE datname LIKE 'kith_drill%'").fetchall() == []


def test_an_altered_backup_is_refused(site: Site, backup: Path, tmp_path: Path) -> None:
    altered = [shutil.copytree(backup, tmp_path / name) for name in ("database", "uploads.tar", "witness")]
    for folder in altered:
        (folder / folder.name).write_bytes(b"x")
    altered.append(shutil.copytree(backup, tmp_path / "counted"))
    manifest = altered[-1] / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"audit_event": 9', '"audit_event": 8'))
    *answers, missing = site.run(*(kith("backup", "drill", each) for each in [*altered, tmp_path / "nowhere"]))
    assert [(each["status"], "altered or damaged" in each["says"]) for each in answers] == [(1, True)] * 4
    assert (missing["status"], "no whole backup" in missing["says"]) == (1, True)


@pytest.mark.parametrize("name", ["../outside.jpg", "/outside.jpg", "a/../../outside.jpg"])
def test_uploads_that_name_a_place_outside_their_folder_are_not_restored(tmp_path: Path, name: str) -> None:
    (tmp_path / "one.jpg").write_bytes(b"a picture")
    with tarfile.open(tmp_path / "uploads.tar", "w") as tar:
        tar.add(tmp_path / "one.jpg", arcname="one.jpg")
        member = tar.gettarinfo(tmp_path / "one.jpg")
        member.name = name  # `add` itself would take the slash away
        tar.addfile(member, io.BytesIO(b"a picture"))
    with pytest.raises(NotBackedUp, match="outside their folder"):
        _unpack(tmp_path / "uploads.tar", tmp_path / "within" / "uploads")
    assert not (tmp_path / "within" / "outside.jpg").exists()
    assert not Path("/outside.jpg").exists()
