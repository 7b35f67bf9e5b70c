"""Files are opened here and nowhere else: judged by content, refused with a problem where hostile, given as sheets or XML."""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from kith.foundation.problems import Problem, Problems, Rule
from kith.reading.sources.extracts import Sheet, XmlFile
from kith.reading.sources.opening import archives, delimited, markup, rules, workbooks
from kith.reading.sources.opening.tabling import below, find_heading, heading_row

__all__ = ["Opened", "below", "find_heading", "heading_row", "open_file", "open_folder"]

Progress = Callable[[str, int, int], None]
"""Called with a file's name, how many are done, and how many there are."""

_HEAD = markup.PROLOG
_SKIPPED = ("~$", ".")
_NOT_READ = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"{\\rtf",
    b"PAR1",
    b"BZh",
    b"\xfd7zXZ",
)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a folder (or a file) holds, in order of the files' names."""

    sheets: list[Sheet] = field(default_factory=list)
    xmls: list[XmlFile] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)
    others: list[str] = field(default_factory=list)  # names of files that are no tables: mappings (.toml), notes

    def _take(self, other: Opened) -> None:
        self.sheets.extend(other.sheets)
        self.xmls.extend(other.xmls)
        self.problems.extend(other.problems)
        self.others.extend(other.others)


def open_folder(folder: Path, progress: Progress | None = None) -> Opened:
    """Every file of the folder (not of folders in it). Never raises for what is in it: that is in `problems`.

    Hidden files and the lock files of office programs are skipped. A link is followed within the folder only.
    """
    opened = Opened()
    try:
        inside = folder.resolve(strict=True)
        paths = sorted((p for p in folder.iterdir() if not p.name.startswith(_SKIPPED)), key=lambda p: p.name)
    except NotADirectoryError:
        opened.problems.add(rules.NOT_A_FOLDER, folder.name)
        return opened
    except FileNotFoundError:
        opened.problems.add(rules.NO_FOLDER, folder.name)
        return opened
    except (OSError, RuntimeError, ValueError):
        opened.problems.add(rules.UNREADABLE, folder.name)
        return opened
    for done, path in enumerate(paths):
        if progress:
            progress(path.name, done, len(paths))
        opened._take(_open_within(path, inside))
    if progress:
        progress("", len(paths), len(paths))
    return opened


def _open_within(path: Path, inside: Path) -> Opened:
    try:
        if path.is_symlink() and not path.resolve(strict=True).is_relative_to(inside):
            return _refused(rules.OUTSIDE, path.name)
        if path.is_dir():
            return _refused(rules.SUBFOLDER, path.name)
    except (OSError, RuntimeError):
        return _refused(rules.UNREADABLE, path.name)
    return open_file(path)


def open_file(path: Path) -> Opened:
    """One file, by content. Never raises: whatever is wrong with it is in `problems`."""
    opened = Opened()
    try:
        _open(path, opened)
    except OSError:
        opened.problems.add(rules.UNREADABLE, path.name)
    except Exception:
        opened.problems.add(rules.UNEXPECTED, path.name)
    return opened


def _refused(why: Rule, file: str) -> Opened:
    return Opened(problems=Problems([Problem(why, file)]))


def _open(path: Path, opened: Opened) -> None:
    about = path.stat()
    if not stat.S_ISREG(about.st_mode):
        opened.problems.add(rules.NOT_A_FILE, path.name)
        return
    with path.open("rb") as file:
        head = file.read(_HEAD)
        is_xml = markup.looks_like_markup(head)
        if about.st_size > (rules.XML_BYTES if is_xml else rules.TABLE_BYTES):
            opened.problems.add(rules.TOO_LARGE, path.name)
            return
        if is_xml:  # never read whole: a census of 25,000 children is streamed by its reader
            if root := markup.root_of(head, path.name, opened.problems):
                opened.xmls.append(XmlFile(path.name, path, root))
            return
        data = head + file.read()
    if path.suffix.lower() == ".toml":  # a mapping, also one with a mistake in it: whoever wants it reads it
        opened.others.append(path.name)
    elif data.startswith(archives.GZIP):
        content = archives.unzipped(data, path.name, opened.problems)
        if content is not None:
            _open_bytes(content, path.name, path, opened)
    elif data.startswith(archives.ZIP) and not archives.holds_workbook(data):
        for name, content in archives.members(data, path.name, opened.problems):
            _open_bytes(content, name, path, opened)
    else:
        _open_bytes(data, path.name, path, opened)


def _open_bytes(data: bytes, file: str, path: Path, opened: Opened) -> None:
    """A whole file, or one that came packed in the file at `path`."""
    if data.startswith((workbooks.OLE2, *archives.ZIP)):
        opened.sheets.extend(workbooks.read_workbook(data, file, opened.problems))
    elif data.startswith(_NOT_READ):
        opened.problems.add(rules.NOT_READ, file)
    elif markup.looks_like_markup(data[:_HEAD]):
        if root := markup.root_of(data[:_HEAD], file, opened.problems):
            opened.xmls.append(XmlFile(file, path, root, data))
    elif not data.strip():
        opened.problems.add(rules.EMPTY, file)
    elif (text := delimited.decoded(data, file, opened.problems)) is not None:
        made = delimited.read_text(text, file, opened.problems)
        if made is not None:
            opened.sheets.append(made)
        elif any(problem.rule is rules.NO_TABLE and problem.file == file for problem in opened.problems):
            opened.others.append(file)
