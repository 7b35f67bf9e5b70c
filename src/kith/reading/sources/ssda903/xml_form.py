"""The XML form of the return, streamed child by child into the same sheets that the CSV files give."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl
from lxml import etree

from kith.foundation.problems import Problems
from kith.reading.sources.extracts import ROW, Sheet, XmlFile
from kith.reading.sources.ssda903 import rules
from kith.reading.sources.ssda903.parts import BY_KEY, CHILD, PARTS, Part, heading

_LOOK = 65536
_OURS = re.compile(rb"<\s*(?:\w+:)?(?:CHILDID|DECOM|AREVIEW|[A-Z]*SSDA903)\b", re.IGNORECASE)
_YES = frozenset({"1", "TRUE", "YES", "Y"})
# What a child's own element says of all its blocks.
_OF_THE_CHILD = (CHILD, "DOB", "SEX")
Row = dict[str, str | int | None]


def looks_ours(xml: XmlFile) -> bool:
    """Whether the beginning of the file has elements that only this return has (the CIN census shares the root's name)."""
    if "903" in xml.root:
        return True
    try:
        with xml.path.open("rb") as file:
            begin = file.read(_LOOK)
    except OSError:
        return False
    return _OURS.search(begin.replace(b"\x00", b"")) is not None


def sheets(xml: XmlFile, problems: Problems) -> list[tuple[str, Sheet]]:
    """The parts found in the file. ROW is the ordinal of the child's element, counted from 1.

    A file that breaks off is a problem; the children before the break are kept. Memory holds the cells, never the tree.
    """
    rows: dict[str, list[Row]] = {}
    names: dict[str, dict[str, None]] = {}
    ordinal = 0
    try:
        for ordinal, child in enumerate(_children(xml), start=1):
            for part, row in _rows_of(child):
                names.setdefault(part.key, {}).update(dict.fromkeys(row))
                if not _only_a_denial(part, row):
                    rows.setdefault(part.key, []).append({**row, ROW: ordinal})
    except (etree.XMLSyntaxError, OSError):
        problems.add(rules.XML_BROKEN, xml.file, ordinal + 1)
    return [(key, _sheet(xml.file, key, rows.get(key, []), list(names[key]))) for key in names]


def _children(xml: XmlFile) -> Iterator[etree._Element]:
    tags = [f"{{*}}{tag}" for tag in ("CHILD", "Child", "child")]
    stream = etree.iterparse(
        str(xml.path), events=("end",), tag=tags, resolve_entities=False, no_network=True, huge_tree=False
    )
    for _, element in stream:
        if len(element) == 0:  # some suppliers call the identifier CHILD too
            continue
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _rows_of(child: etree._Element) -> Iterator[tuple[Part, Row]]:
    blocks = [(block, _leaves(block)) for block in child.iter(etree.Element) if len(block)]
    own = {
        name: value
        for _, leaves in blocks
        for name, value in leaves.items()
        if name in _OF_THE_CHILD and value is not None
    }
    for _, leaves in blocks:
        known: Row = {**own, **leaves}
        for part in PARTS:
            own_marks = part.marks - {CHILD, "DOB", "SEX"}
            if own_marks and any(leaves.get(mark) is not None for mark in own_marks) and _is(part, set(known)):
                yield part, known
            elif part.key == "uasc" and "UASC" in leaves:
                yield part, {"DUC": None, **known}


def _is(part: Part, names: set[str]) -> bool:
    return part.key in ("header", "oc2") or part.marks <= names


def _only_a_denial(part: Part, row: Row) -> bool:
    """Whether the row says no more than that the child is not unaccompanied: the CSV list leaves such children out."""
    said = str(row.get("UASC") or "").strip().upper()
    return part.key == "uasc" and said not in _YES and row.get("DUC") is None


def _leaves(block: etree._Element) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for leaf in block.iterchildren(etree.Element):
        if len(leaf) == 0:
            name = heading(etree.QName(leaf).localname)
            found[name] = found.get(name) or (leaf.text or "").strip() or None
    return found


def _sheet(file: str, key: str, rows: list[Row], names: list[str]) -> Sheet:
    # Every column of the part, so that one which no child fills is empty rather than absent.
    columns = [field.name for field in BY_KEY[key].fields if field.always or field.name in names]
    schema = {ROW: pl.Int64, **dict.fromkeys(columns, pl.String)}
    return Sheet(file, pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema))
