"""Reads a large XML file in a process beside this one: a census takes about as long as all the rest of a return together.

The process is of the same programs and reads by the same reader, so what it gives is what would have been read here. A file
too small to be worth it, or a process that cannot be started or dies, is read in this process.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # this is imported before anything heavy, so that the process can start first
    from kith.reading.sources.extracts import Context, Extract, Reader, XmlFile

LEAST = 4_000_000
"""Bytes of XML from which on another process is worth its start (a third of a second)."""

_HEAD = 64
_beside: ContextVar[subprocess.Popen[bytes] | None] = ContextVar("_beside", default=None)


@contextlib.contextmanager
def ahead(folder: Path, authority: str, as_of: dt.date, *, child_on_child_outside: bool = False) -> Iterator[None]:
    """While the block runs, a process reads the folder's XML if that is worth it; begin before slow imports.

    `authority` is whatever names it; the other two are those of `Context`.
    """
    if _beside.get() or not any(map(_is_worth_it, markup_in(folder))):
        yield
        return
    try:
        # -P: nothing is imported from the folder that the command was given in.
        command = [sys.executable, "-P", "-m", __name__, str(folder), authority, as_of.isoformat()]
        command += ["outside"] if child_on_child_outside else []
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)  # noqa: S603 - our own
    except OSError:
        yield
        return
    mine = _beside.set(child)
    try:
        yield
    finally:
        _beside.reset(mine)
        child.kill()
        child.stdout.close()  # type: ignore[union-attr]
        child.wait()


def markup_in(folder: Path) -> list[Path]:
    """The folder's own files that begin like XML, none of them a link, in the order of their names."""
    try:
        return sorted((path for path in folder.iterdir() if _is_markup(path)), key=lambda path: path.name)
    except OSError:  # whoever reads the folder tells of it
        return []


def _is_markup(path: Path) -> bool:
    try:
        if path.is_symlink() or not path.is_file() or path.name.startswith("."):
            return False
        with path.open("rb") as file:
            return b"<" in file.read(_HEAD)
    except OSError:
        return False


def _is_worth_it(path: Path) -> bool:
    return path.stat().st_size >= LEAST


def is_reading() -> bool:
    """Whether a process has been set to read, and has not been heard yet."""
    child = _beside.get()
    return bool(child and child.stdout and not child.stdout.closed)


def extract(reader: Reader, xmls: list[XmlFile], context: Context) -> Extract | None:
    """What `reader` made of `xmls`, once it is there; None if something else is being read, or the process has died. It answers once."""
    from kith.reading.sources.folder import reader_called

    child = _beside.get()
    if not child or not child.stdout or child.stdout.closed:
        return None
    with child.stdout as answer, contextlib.suppress(OSError, EOFError, LookupError, pickle.UnpicklingError):
        name, *asked = _Unpickler(answer).load()
        if reader_called(name) is reader and asked == [xmls, context]:
            made: Extract = _Unpickler(answer).load()
            return made
    return None


class _Pickler(pickle.Pickler):
    """Rules go by their key, so that they come back as the same objects."""

    def persistent_id(self, one: Any) -> str | None:
        from kith.foundation.problems import Rule

        return one.key if isinstance(one, Rule) else None


class _Unpickler(pickle.Unpickler):
    def persistent_load(self, key: Any) -> Any:
        from kith.foundation.problems import RULES

        return RULES[key]


def main() -> None:
    """Read what the arguments name (see `ahead`) and write it to standard output: first what is read, then what came of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asked is told of Ctrl-C too, and ends this process
    from kith.definitions.authorities import authority
    from kith.reading.sources.extracts import Context
    from kith.reading.sources.folder import read_safely, reader_called, who_reads_the_largest

    folder, who, as_of, *outside = sys.argv[1:]
    if not (found := authority(who)) or not (claimed := who_reads_the_largest(markup_in(Path(folder)))):
        return
    name, xmls = claimed
    context = Context(found.code, dt.date.fromisoformat(as_of), bool(outside))
    _say((name, xmls, context))
    _say(read_safely(reader_called(name), [], xmls, context))


def _say(one: object) -> None:
    with contextlib.suppress(OSError):  # nobody waits any more
        _Pickler(sys.stdout.buffer, pickle.HIGHEST_PROTOCOL).dump(
            one
        )  # as it is made: the other end takes it up meanwhile
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
