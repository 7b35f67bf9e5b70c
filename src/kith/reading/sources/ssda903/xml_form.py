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
Leaves = dict[str, str | None]


def looks_ours(xml: XmlFile) -> bool:
    """Whether the beginning of the file has elements that only this return has (the CIN census shares the root's name)."""
    if "903" in xml.root:
        return True
    try:
        with xml.open() as file:
            begin = file.read(_LOOK)
    except OSError:
        return False
    return _OURS.search(begin.replace(b"\x00", b"")) is not None


def sheets(xml: XmlFile, problems: Problems) -> list[tuple[str, Sheet]]:
    """The parts found in the file. ROW is the ordinal of the child's element, counted from 1.

    A file that breaks off is a problem; the children before the break are kept. Memory holds the cells, never the tree.
    """
    rows: dict[str, list[tuple[int | str | None, ...]]] = {}
    seen: set[str] = set()
    ordinal = 0
    try:
        for ordinal, child in enumerate(_children(xml), start=1):
            for part, leaves in _rows_of(child):
                seen.update(leaves)
                of_part = rows.setdefault(part.key, [])
                if not _only_a_denial(part, leaves):
                    of_part.append((ordinal, *(leaves.get(field.name) for field in part.fields)))
    except (etree.XMLSyntaxError, OSError):
        problems.add(rules.XML_BROKEN, xml.file, ordinal + 1)
    return [(key, _sheet(xml.file, BY_KEY[key], found, seen)) for key, found in rows.items()]


def _children(xml: XmlFile) -> Iterator[etree._Element]:
    tags = [f"{{*}}{tag}" for tag in ("CHILD", "Child", "child")]
    with xml.open() as opened:
        stream = etree.iterparse(
            opened, events=("end",), tag=tags, resolve_entities=False, no_network=True, huge_tree=False
        )
        for _, element in stream:
            if len(element) == 0:  # some suppliers call the identifier CHILD too
                continue
            yield element
            element.clear()
            parent = element.getparent()
            while parent is not None and parent[0] is not element:
                del parent[0]


def _rows_of(child: etree._Element) -> Iterator[tuple[Part, Leaves]]:
    """Each row that the child's blocks hold: a block is of every part whose marks it has, as in the CSV files' headings."""
    blocks = [_leaves(block) for block in child.iter(etree.Element) if len(block)]
    own: Leaves = {CHILD: None}
    for leaves in blocks:
        own.update({name: leaves[name] for name in _OF_THE_CHILD if leaves.get(name)})
    for leaves in blocks:
        parts = [part for part in PARTS if _holds(part, leaves)]
        if not parts and CHILD in leaves:
            parts = [BY_KEY["header"]]  # nothing else names this child, who may not be lost
        for part in parts:
            yield part, {**leaves, **own}


def _holds(part: Part, leaves: Leaves) -> bool:
    if part.key == "header":
        return "ETHNIC" in leaves
    if part.key == "uasc":
        return "UASC" in leaves or "DUC" in leaves
    marked = any(name in leaves for name in part.marks.difference(_OF_THE_CHILD))
    filled = any(leaves.get(field.name) for field in part.fields if field.name not in _OF_THE_CHILD)
    return marked and filled


def _only_a_denial(part: Part, leaves: Leaves) -> bool:
    """Whether the row says no more than that the child is not unaccompanied: the CSV list leaves such children out."""
    said = (leaves.get("UASC") or "").upper()
    return part.key == "uasc" and said not in _YES and leaves.get("DUC") is None


def _leaves(block: etree._Element) -> Leaves:
    found: Leaves = {}
    for leaf in block.iterchildren(etree.Element):
        if len(leaf) == 0:
            name = heading(etree.QName(leaf).localname)
            found[name] = found.get(name) or (leaf.text or "").strip() or None
    return found


def _sheet(file: str, part: Part, rows: list[tuple[int | str | None, ...]], seen: set[str]) -> Sheet:
    schema = {ROW: pl.Int64(), **{field.name: pl.String() for field in part.fields}}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return Sheet(file, frame.drop(field.name for field in part.fields if not field.always and field.name not in seen))
