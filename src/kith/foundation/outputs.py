"""Outputs appear whole or not at all: they are written beside their place and moved there when every one is finished."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

# Excel, LibreOffice and Google Sheets run a cell that begins so; OWASP "CSV injection".
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")


class OutputRefused(Exception):
    """An output could not be put in its place; the message says which and what to do."""


@contextlib.contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """Give a staging folder; when the block ends well its files replace those of the same name in `target`, else nothing changes.

    Files already in `target` under other names stay. OutputRefused where a file is held open (a workbook in Excel) or the
    folder cannot be written; then the earlier files are put back.
    """
    target = target.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=".kith-", dir=target.parent))
    except OSError as error:
        raise OutputRefused(f"cannot write beside {target.name}: {error.strerror}. Choose another --out.") from error
    try:
        yield stage
        _replace_all(stage, target)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _replace_all(stage: Path, target: Path) -> None:
    made = sorted(path.relative_to(stage) for path in stage.rglob("*") if path.is_file())
    kept = stage / ".before"
    moved: list[Path] = []
    try:
        for name in made:
            place = target / name
            place.parent.mkdir(parents=True, exist_ok=True)
            if place.exists():
                (kept / name).parent.mkdir(parents=True, exist_ok=True)
                os.replace(place, kept / name)  # noqa: PTH105 - os.replace is atomic on every system
            moved.append(name)
            os.replace(stage / name, place)  # noqa: PTH105
    except OSError as error:
        for name in moved:
            with contextlib.suppress(OSError):
                (target / name).unlink(missing_ok=True)
                if (kept / name).exists():
                    os.replace(kept / name, target / name)  # noqa: PTH105
        raise OutputRefused(
            f"{name} could not be replaced: {error.strerror}. Close it if it is open elsewhere, then run again; "
            "the earlier files are unchanged."
        ) from error


def plain_text(value: str) -> str:
    """The same text, made harmless in a spreadsheet: what would run as a formula gets a leading apostrophe."""
    return f"'{value}" if value.startswith(_RUNS) else value
