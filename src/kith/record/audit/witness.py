"""The witness: a file outside the database that is told the newest hash after each commit, so that a cut-off end is noticed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

_WHOLE = re.compile(r"(\d+) ([0-9a-f]{64})")
_TORN = re.compile(r"\d*( [0-9a-f]{0,63})?")


class Held:
    """The witness, open for one line; closed with its holder, also where the transaction was rolled back."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.number = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def __del__(self) -> None:
        if hasattr(self, "number"):
            os.close(self.number)


def opened() -> Held:
    """The witness, ready to be told; OSError where it cannot be written, before anything is committed."""
    return Held(Path(settings.AUDIT_WITNESS))


def tell(file: Held, seq: int, hash_: str) -> None:
    """Add one line and force it to the disk. One small write to a file opened for appending is never mixed with another's.

    The line's end stands before it, so that one torn by a crash spoils no other.
    """
    os.write(file.number, f"\n{seq} {hash_}".encode())
    os.fsync(file.number)


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """What the witness was told, in the order of telling (writers that commit together may tell in either order).

    A line torn by a crash is passed over; ValueError, with the line's number, for any other that is no number and hash.
    """
    with path.open(encoding="ascii", errors="replace") as file:
        for number, line in enumerate(file, start=1):
            if whole := _WHOLE.fullmatch(line.strip()):
                yield int(whole[1]), whole[2]
            elif not _TORN.fullmatch(line.strip()):
                raise ValueError(f"Line {number} of the witness is not a number and a hash.")
