"""Outputs appear whole or not at all: they are written beside their place and moved there when every one is finished."""

from __future__ import annotations

import contextlib
import errno
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

# Excel, LibreOffice and Google Sheets run a cell that begins so (OWASP "CSV Injection", ASVS 5.0 requirement 1.2.10); the
# full-width forms run where the system's language is Japanese.
RUNS = "=+-@\t\r\n\0＝＋－＠"
"""The first characters of text that a spreadsheet may run as a formula."""


_BEFORE = ".before"  # in the staging folder: the earlier files, until the new ones all stand


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
        if not _files(stage / _BEFORE):  # else earlier files could not be put back, and must not be lost
            shutil.rmtree(stage, ignore_errors=True)


def _files(folder: Path) -> list[Path]:
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


def _replace_all(stage: Path, target: Path) -> None:
    made = _files(stage)
    before = stage / _BEFORE
    moved: list[Path] = []
    try:
        for name in made:
            place = target / name
            if place.is_dir():
                raise IsADirectoryError(errno.EISDIR, "a folder stands in its place")
            place.parent.mkdir(parents=True, exist_ok=True)
            moved.append(name)
            if place.exists():
                (before / name).parent.mkdir(parents=True, exist_ok=True)
                place.replace(before / name)
            (stage / name).replace(place)
    except BaseException as error:
        _put_back(moved, stage, target)
        if not isinstance(error, OSError):
            raise
        lost = _files(before)
        raise OutputRefused(
            f"{name} could not be replaced: {error.strerror}. Close it if it is open elsewhere, then run again; "
            + (
                f"{len(lost)} earlier files are kept in {stage.name} beside it."
                if lost
                else "the earlier files are unchanged."
            )
        ) from error
    shutil.rmtree(before, ignore_errors=True)


def _put_back(moved: list[Path], stage: Path, target: Path) -> None:
    """Undo as much as the system lets us: each earlier file to its place, each new one without an earlier one away."""
    for name in moved:
        with contextlib.suppress(OSError):
            if (stage / _BEFORE / name).exists():
                (stage / _BEFORE / name).replace(target / name)
            elif not (stage / name).exists():  # it had been moved to its place already
                (target / name).unlink(missing_ok=True)


def plain_text(value: str) -> str:
    """The same text, made harmless in a spreadsheet: what would run as a formula gets a leading apostrophe.

    Text of that kind that has apostrophes already gets one more, so that `original_text` gives back exactly what was there.
    """
    return f"'{value}" if value.lstrip("'").startswith(tuple(RUNS)) else value


def original_text(value: str) -> str:
    """What `plain_text` was given."""
    return value[1:] if value.startswith("'") and value.lstrip("'").startswith(tuple(RUNS)) else value
