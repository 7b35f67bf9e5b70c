"""Backups: a folder with the database, the uploads, the witness and a sealed manifest; the way back; and the drill that tries it."""

from __future__ import annotations

import hashlib
import hmac
import json
import shutil
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from kith.record.audit.actions import Actor, record_view
from kith.record.audit.chain import key_id
from kith.record.audit.databases import Contents, NotBackedUp, contents, dump, load, temporary
from kith.record.audit.reading import keys, verify

DATABASE, UPLOADS, WITNESS, MANIFEST = "database", "uploads.tar", "witness", "manifest.json"


def make(to: Path) -> Path:
    """Back up into a new folder within `to` and return it. The witness is copied first, so that the database has all it was told of.

    The database is as of one moment; uploads are copied after it, so that each one that it names is there.
    """
    record_view(Actor.system("backup"), "backup.made", subject="backup")
    folder = to / f"kith-{timezone.now():%Y%m%dT%H%M%S.%fZ}"
    folder.mkdir(parents=True, mode=0o700)
    shutil.copyfile(settings.AUDIT_WITNESS, folder / WITNESS)
    held = dump(connection, folder / DATABASE)
    with tarfile.open(folder / UPLOADS, "w") as tar:
        if Path(settings.MEDIA_ROOT).is_dir():
            tar.add(settings.MEDIA_ROOT, arcname=".")
    manifest = {
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "database": connection.vendor,
        "authority": settings.AUTHORITY,
        "tables": held.tables,
        "head": list(held.head),
        "files": {name: _digest(folder / name) for name in (DATABASE, UPLOADS, WITNESS)},
        "key_id": key_id(settings.AUDIT_KEY),
    }
    manifest["seal"] = _seal(manifest, settings.AUDIT_KEY.encode())
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    for name in folder.iterdir():
        name.chmod(0o600)
    return folder


def restore(backup: Path) -> list[str]:
    """Restore into the site's own database, which has to be empty, and check; returns what to tell.

    The witness of before is kept under another name: what it knew beyond the backup is told. Uploads go to an empty folder alone.
    """
    manifest = _trusted(backup)
    uploads, witness = Path(settings.MEDIA_ROOT), Path(settings.AUDIT_WITNESS)
    if uploads.is_dir() and any(uploads.iterdir()):
        raise NotBackedUp("The folder for uploads (KITH_UPLOADS) is not empty, and a restore never overwrites.")
    told = _into(connection, backup, manifest)
    uploads.mkdir(parents=True, exist_ok=True)
    _unpack(backup / UPLOADS, uploads)
    witness.parent.mkdir(parents=True, exist_ok=True)
    if witness.exists():
        aside = witness.with_name(f"{witness.name}.before-{timezone.now():%Y%m%dT%H%M%SZ}")
        witness.rename(aside)
        told.append(
            f"The witness of before is kept as {aside.name}: what it was told beyond event {manifest['head'][0]} is lost."
        )
    shutil.copyfile(backup / WITNESS, witness)
    record_view(Actor.system("restore"), "backup.restored", subject="backup")
    if connection.vendor == "postgresql":
        told.append("Give the site's role its rights again: kith audit grant ROLE.")
    return told


def _unpack(archive: Path, into: Path) -> None:
    """Plain files and folders, each within `into`. tarfile's own filter would do, but came with Python 3.11.4."""
    with tarfile.open(archive) as tar:
        for member in tar:
            place = (into / member.name).resolve()
            if not place.is_relative_to(into.resolve()):
                raise NotBackedUp("The backup's uploads name a place outside their folder; they were not restored.")
            if member.isdir():
                place.mkdir(parents=True, exist_ok=True)
            elif source := tar.extractfile(member):
                place.parent.mkdir(parents=True, exist_ok=True)
                with source, place.open("wb") as copy:
                    shutil.copyfileobj(source, copy)
                place.chmod(member.mode & 0o755)


def drill(backup: Path | None = None) -> list[str]:
    """Restore a backup (a new one unless given) into a temporary database and compare; returns what to tell."""
    with tempfile.TemporaryDirectory() as folder:
        chosen = backup or make(Path(folder))
        manifest = _trusted(chosen)
        with temporary(connection) as trial:
            told = _into(trial, chosen, manifest)
    return [*told, "The drill is done; nothing was changed."]


def _into(target: Any, backup: Path, manifest: dict[str, Any]) -> list[str]:
    """Load into an empty database and compare it with the manifest, table by table, and its chain with the witness's copy."""
    if target.vendor != manifest["database"]:
        raise NotBackedUp(f"The backup is of {manifest['database']} and cannot go into {target.vendor}.")
    load(target, backup / DATABASE)
    found, meant = contents(target), Contents(manifest["tables"], tuple(manifest["head"]))
    different = sorted(
        name for name in {**found.tables, **meant.tables} if found.tables.get(name) != meant.tables.get(name)
    )
    if different:
        raise NotBackedUp(
            f"Restored, but these tables do not have as many rows as the manifest says: {', '.join(different)}."
        )
    if found.head != meant.head:
        raise NotBackedUp("Restored, but the chain's head is not the manifest's.")
    verdict = verify(target, backup / WITNESS)
    if not verdict.is_whole:
        raise NotBackedUp(f"Restored, but the chain is broken: {verdict.breaks[0]}.")
    return [
        f"{len(found.tables)} tables with {sum(found.tables.values()):,} rows, as many in each as the manifest says.",
        f"The chain is whole: {verdict.events:,} events, head {verdict.head[0]} {verdict.head[1]}.",
    ]


def _trusted(backup: Path) -> dict[str, Any]:
    """The manifest, its seal and every file's digest checked. NotBackedUp where something is missing or was altered."""
    try:
        manifest: dict[str, Any] = json.loads((backup / MANIFEST).read_text(encoding="utf-8"))
        seal, key = manifest.pop("seal"), keys()[manifest["key_id"]]
        digests = {name: _digest(backup / name) for name in (DATABASE, UPLOADS, WITNESS)}
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        raise NotBackedUp(
            "This is no whole backup, or it was made under an audit key that was not given (KITH_AUDIT_OLD_KEYS)."
        ) from None
    if not hmac.compare_digest(str(seal), _seal(manifest, key)) or digests != manifest["files"]:
        raise NotBackedUp(
            "This backup was altered or damaged after it was made: its seal or a file's digest does not fit."
        )
    return manifest


def _seal(manifest: dict[str, Any], key: bytes) -> str:
    plain = json.dumps({name: value for name, value in manifest.items() if name != "seal"}, sort_keys=True)
    return hmac.digest(key, b"kith backup " + plain.encode(), "sha256").hex()


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
