"""Runs a command on a PostgreSQL of its own: a cluster in a temporary folder, reached by its socket alone, gone afterwards.

    python tests/postgres.py -m pytest src/kith/record      the rest is for the same Python; KITH_DATABASE is set for it

Where PostgreSQL's programs are not installed it says so and ends well: the command is then not run.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

MISSING = "PostgreSQL is not installed here, so nothing was tried on it (Debian: apt install postgresql)."
QUICK = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=200 -c listen_addresses=''"


def programs() -> Path | None:
    """The folder of initdb and pg_ctl, the newest version's, or None."""
    on_path = shutil.which("initdb")
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: int(place.parent.name), reverse=True)
    found = [*places, *([Path(on_path).resolve().parent] if on_path else [])]
    return next((place for place in found if (place / "initdb").exists()), None)


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """The address of an empty database `kith` in a new cluster, as KITH_DATABASE wants it. LookupError where there is none."""
    place = programs()
    if place is None:
        raise LookupError(MISSING)
    folder = Path(tempfile.mkdtemp(prefix="kith-pg-"))
    data, owner = folder / "data", _owner(folder)
    ask = [str(place / "pg_ctl"), "-D", str(data), "-s", "-w"]
    try:
        begin = [str(place / "initdb"), "-D", str(data), "-U", "kith", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
        _run(begin, owner)
        _run([*ask, "-l", str(folder / "log"), "-o", f"{QUICK} -c unix_socket_directories={folder}", "start"], owner)
        try:
            _run([str(place / "createdb"), "-h", str(folder), "-U", "kith", "kith"], owner)
            yield f"postgresql://kith@/kith?host={folder}"
        finally:
            _run([*ask, "-m", "immediate", "stop"], owner)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _owner(folder: Path) -> str | None:
    """PostgreSQL refuses to run as root: then the folder is given to an account that is not."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return None
    shutil.chown(folder, "nobody")
    return "nobody"


def _run(command: list[str], owner: str | None) -> None:
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, user=owner, cwd="/"
    )
    if done.returncode != 0:
        raise OSError(done.stderr.decode(errors="replace"))


def main(arguments: list[str]) -> int:
    """Run this Python with the arguments on a cluster of its own; its exit status."""
    try:
        with cluster() as address:
            return subprocess.call([sys.executable, *arguments], env=os.environ | {"KITH_DATABASE": address})
    except LookupError as missing:
        sys.stderr.write(f"{missing}\n")
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
