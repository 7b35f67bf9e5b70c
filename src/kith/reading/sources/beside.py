"""Reads a large XML file in a process beside this one: a census takes about as long as all the rest of a return together.

The process is of the same programs and reads by the same reader, so what it gives is what would have been read here. A file
too small to be worth it, or a process that cannot be started or dies, is read in this process.
"""

from __future__ import annotations

import contextlib
import io
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:  # this is imported before anything heavy, so that the process can start first
    from kith.reading.sources.extracts import Context, Extract, Reader, XmlFile

LEAST = 4_000_000
"""Bytes of XML from which on another process is worth its start (a third of a second)."""

_HEAD = 64
_beside: ContextVar[subprocess.Popen[bytes] | None] = ContextVar("_beside", default=None)


@contextlib.contextmanager
def ahead(folder: Path) -> Iterator[None]:
    """While the block runs, a process stands ready if the folder has XML that is worth it; begin before slow imports."""
    if _beside.get() or not any(map(_is_worth_it, markup_in(folder))):
        yield
        return
    try:
        # -P: nothing is imported from the folder that the command was given in.
        command = [sys.executable, "-P", "-m", __name__]
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own
    except OSError:
        yield
        return
    mine = _beside.set(child)
    try:
        yield
    finally:
        _beside.reset(mine)
        child.kill()
        for pipe in (child.stdin, child.stdout):
            with contextlib.suppress(OSError):
                pipe.close()  # type: ignore[union-attr]
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


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the process beside has been asked for."""

    reader: Reader
    xmls: list[XmlFile]
    answer: IO[bytes]

    def extract(self, reader: Reader, xmls: list[XmlFile]) -> Extract | None:
        """What `reader` made of `xmls`, once it is there; None if something else was asked, or the process has died."""
        if (reader, xmls) != (self.reader, self.xmls):
            return None
        try:
            made: Extract = _Unpickler(self.answer).load()
        except (OSError, EOFError, LookupError, pickle.UnpicklingError):
            return None
        return made


def asked(reader: Reader, xmls: list[XmlFile], context: Context) -> Waiting | None:
    """Ask the process that stands ready, once, to read the files; None where none does or it is not worth it."""
    child = _beside.get()
    if not child or not child.stdin or not child.stdout or child.stdin.closed:
        return None
    if any(xml.content is not None for xml in xmls) or not any(_is_worth_it(xml.path) for xml in xmls):
        return None
    try:
        with child.stdin as question:
            question.write(pickle.dumps((reader, xmls, context)))
    except (OSError, pickle.PicklingError, AttributeError):  # it has died, or the reader is none that it could import
        return None
    return Waiting(reader, xmls, child.stdout)


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
    """Answer one question from standard input, if one comes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asked is told of Ctrl-C too, and ends this process
    from kith.reading.sources.folder import all_readers, read_safely

    all_readers()  # imported while nothing is asked yet
    if question := sys.stdin.buffer.read():
        reader, xmls, context = pickle.loads(question)  # noqa: S301 - from the process that started this one
        answer = io.BytesIO()
        _Pickler(answer, pickle.HIGHEST_PROTOCOL).dump(read_safely(reader, [], xmls, context))
        with contextlib.suppress(OSError):  # nobody waits any more
            sys.stdout.buffer.write(answer.getbuffer())
            sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
