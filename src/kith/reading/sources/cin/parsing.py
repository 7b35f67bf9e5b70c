"""Streams one census file into columns of text, child by child, so that memory does not grow with the file."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from lxml import etree

from kith.foundation.dates import parse_date
from kith.foundation.problems import Detail, Problems
from kith.reading.sources.cin import rules
from kith.reading.sources.cin.elements import ONLY_WITHIN, REPEATED, ROWS, VALUES
from kith.reading.sources.extracts import XmlFile

_CHUNK = 2_000  # children turned into columns at a time
_HEAD = 8_192
_COLLECTION = re.compile(rb"<(?:[\w.-]+:)?Collection>\s*(\w*)\s*<", re.IGNORECASE)
_CHILD = re.compile(rb"<(?:[\w.-]+:)?(?:LAchildID|CINdetails)\b")
_REFUSED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


@dataclass(slots=True)
class CensusFile:
    """One file as read. `levels` are frames of text with `child` (ordinal of the Child element) and `episode`."""

    file: str
    levels: dict[str, pl.DataFrame]
    year: int | None = None  # census year, ending 31 March
    produced_at: str = ""
    authority: str = ""  # three digits
    problems: Problems = field(default_factory=Problems)

    @property
    def covers(self) -> tuple[dt.date, dt.date] | None:
        return (dt.date(self.year - 1, 4, 1), dt.date(self.year, 3, 31)) if self.year else None


def is_census(xml: XmlFile) -> bool:
    """Whether the file's first kilobytes say that it is a children in need census (any encoding, any namespace)."""
    try:
        with xml.open() as opened:
            head = opened.read(_HEAD).replace(b"\0", b"")
    except OSError:
        return False
    collection = _COLLECTION.search(head)
    return collection.group(1).upper() == b"CIN" if collection else bool(_CHILD.search(head))


def parse(xml: XmlFile, encoding: str | None = None) -> CensusFile:
    """Read one file. Whatever is wrong with it is among its problems; the children before a break are kept.

    A file whose bytes are not of the encoding that it claims is read again as Windows-1252.
    """
    file = xml.file
    found, rows = CensusFile(file, {}), _Rows()
    if encoding:
        found.problems.add(rules.ENCODING, file)
    try:
        _stream(xml, found, rows, encoding)
    except _Refused:
        found.problems.add(rules.UNSAFE, file)
        rows = _Rows()
    except (etree.XMLSyntaxError, OSError) as error:
        if encoding is None and getattr(error, "code", None) in _ENCODING_ERRORS:
            return parse(xml, "cp1252")
        found.problems.add(rules.BROKEN, file, detail=Detail("Children read: {count}.", count=rows.children))
    else:
        if not rows.children:
            found.problems.add(rules.NO_CHILDREN, file)
    found.levels = rows.frames()
    found.problems.add_rows(rules.STRAY_TEXT, file, rows.stray)
    return found


_ENCODING_ERRORS = {etree.ErrorTypes.ERR_INVALID_ENCODING, etree.ErrorTypes.ERR_INVALID_CHAR}


class _Refused(Exception):
    """A document type: no census has one, and it is how XML bombs are made."""


def _stream(xml: XmlFile, found: CensusFile, rows: _Rows, encoding: str | None) -> None:
    with xml.open() as opened:
        if _REFUSED.search(opened.read(_HEAD).replace(b"\0", b"")):
            raise _Refused
        opened.seek(0)
        elements = etree.iterparse(
            opened,
            events=("end",),
            tag=("{*}Header", "{*}Child"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
            remove_blank_text=True,  # layout only; it also saves a third of the time
            encoding=encoding,
        )
        for number, (_, element) in enumerate(elements):
            if number == 0:
                _begin(element, found)
            if element.tag.endswith("Child"):
                rows.add_child(element)
            element.clear(keep_tail=False)
            parent = element.getparent()
            while element.getprevious() is not None:
                del parent[0]


def _begin(first: Any, found: CensusFile) -> None:
    if first.getroottree().docinfo.internalDTD is not None:
        raise _Refused
    _read_header(first, found)


def _read_header(element: Any, found: CensusFile) -> None:
    texts: dict[str, str] = {}
    if element.tag.endswith("Header"):
        texts = {local(item.tag): (item.text or "").strip() for item in element.iter("{*}*")}
    day = parse_date(texts.get("ReferenceDate", "").removesuffix("Z"))
    year = int(texts["Year"]) if re.fullmatch(r"(19|20)\d\d", texts.get("Year", "")) else None
    found.produced_at, found.authority = texts.get("DateTime", ""), texts.get("LEA", "")
    found.year = day.year if day else year
    if found.year is None:
        found.problems.add(rules.YEAR_MISSING, found.file)
    elif day and year and day.year != year:
        found.problems.add(rules.YEAR_CONTRADICTORY, found.file)
    if day and (day.month, day.day) != (3, 31):
        found.problems.add(rules.REFERENCE_DATE, found.file)


def local(tag: str) -> str:
    """A tag without its namespace."""
    return tag.rpartition("}")[2]


class _Rows:
    """Columns of every level, filled element by element; every so many children they become frames of a tenth the size."""

    def __init__(self) -> None:
        self.children = 0
        self.stray: list[int] = []
        self._episode = 0
        self._done: dict[str, list[pl.DataFrame]] = {level: [] for level in VALUES}
        self._start_chunk()

    def _start_chunk(self) -> None:
        self._columns: dict[str, dict[str, list[Any]]] = {
            level: {name: [] for name in ("child", "episode", *dict.fromkeys(values.values()))}
            for level, values in VALUES.items()
        }
        self._leaves = {
            element: (level, self._columns[level][column], element in REPEATED, ONLY_WITHIN.get(element))
            for level, values in VALUES.items()
            for element, column in values.items()
        }

    def add_child(self, child: Any) -> None:
        self.children += 1
        is_open: set[str] = set()
        self._open_row("children", is_open)
        leaves, stray = self._leaves, False
        # This loop meets every element of the file: it is written for speed.
        for element in child.iter():
            tag: str = element.tag
            if tag[0] == "{":
                tag = local(tag)
            if element.tail and element is not child:
                stray = True
            if tag in leaves:
                if text := element.text:
                    level, column, repeated, within = leaves[tag]
                    if within and local(element.getparent().tag) != within:
                        continue
                    if level not in is_open:
                        self._open_row(level, is_open)
                    text = text.strip() or None
                    if not repeated or not column[-1]:
                        column[-1] = text
                    elif text:
                        column[-1] += f" {text}"
            elif tag in ROWS:
                self._open_row(ROWS[tag], is_open)
        if stray:
            self.stray.append(self.children)
        if self.children % _CHUNK == 0:
            self._end_chunk()

    def _open_row(self, level: str, is_open: set[str]) -> None:
        if level == "episodes":
            self._episode += 1
            is_open.intersection_update(("children",))  # what stood open belonged to the episode before
        is_open.add(level)
        for column in self._columns[level].values():
            column.append(None)
        columns = self._columns[level]
        columns["child"][-1] = self.children
        columns["episode"][-1] = self._episode

    def _end_chunk(self) -> None:
        for level, columns in self._columns.items():
            schema = {n: pl.UInt32() if n in ("child", "episode") else pl.String() for n in columns}
            self._done[level].append(pl.DataFrame(columns, schema=schema))
        self._start_chunk()

    def frames(self) -> dict[str, pl.DataFrame]:
        self._end_chunk()
        return {level: pl.concat(done) for level, done in self._done.items()}
