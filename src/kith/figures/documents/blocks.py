"""What a document is made of, whichever file it becomes: headings, paragraphs, lists, terms and tables, read from marked text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

Kind = Literal["heading", "paragraph", "bullets", "terms", "table"]

_VALUE, _NEWLINE, _BAR, _COLON = "\ue000", "\ue001", "\ue002", "\ue003"
"""Stand-ins of the private use area, taken out of every value first, so that no value can make a heading, a cell or a line."""
_BACK = str.maketrans({_VALUE: None, _NEWLINE: "\n", _BAR: "|", _COLON: ":"})
_BARRED = {"Cc", "Cs", "Co", "Cn"}  # what XML cannot hold, and our own stand-ins


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a document. `rows`: of a table with its header first; of terms pairs; of bullets and text one cell each."""

    kind: Kind
    rows: tuple[tuple[str, ...], ...]
    level: int = 0

    @property
    def text(self) -> str:
        return self.rows[0][0]


def plain(text: str) -> str:
    """The text in composed letters, without what no file may hold (control signs, private signs); line ends stay."""
    tidy = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    return "".join(sign for sign in tidy if sign == "\n" or unicodedata.category(sign) not in _BARRED)


def value(text: str) -> str:
    """A value as it stands in marked text: words only, whatever signs it holds."""
    tidy = plain(text).strip()
    return _VALUE + tidy.replace("\n", _NEWLINE).replace("|", _BAR).replace(":", _COLON)


def parse(marked: str, *, nothing: str) -> tuple[Block, ...]:
    """Marked text as blocks. `# ` begins a heading, `- ` a bullet, `|` a row of a table (the first is its header),
    `Name :: words` a term; lines without a blank one between them are one paragraph. A table without rows says `nothing`.
    """
    lines = [line.strip() for line in marked.split("\n")]
    blocks = [block for kind, group in groupby(lines, _kind) for block in _blocks(kind, list(group), nothing)]
    return tuple(blocks)


def _kind(line: str) -> Kind | Literal[""]:
    if not line:
        return ""
    if re.match(r"#{1,3} ", line):
        return "heading"
    if line.startswith("- "):
        return "bullets"
    if line.startswith("|"):
        return "table"
    return "terms" if " :: " in line else "paragraph"


def _blocks(kind: Kind | Literal[""], lines: list[str], nothing: str) -> Iterator[Block]:
    if kind == "heading":
        for line in lines:
            marks, _, text = line.partition(" ")
            yield Block("heading", ((_said(text),),), len(marks))
    elif kind == "paragraph":
        yield Block("paragraph", ((_said(" ".join(lines)),),))
    elif kind == "bullets":
        yield Block("bullets", tuple((_said(line[2:]),) for line in lines))
    elif kind == "terms":
        yield Block(
            "terms", tuple((_said(name), _said(words)) for name, _, words in (x.partition(" :: ") for x in lines))
        )
    elif kind == "table":
        yield _table([tuple(_said(cell) for cell in line.strip("|").split("|")) for line in lines], nothing)


def _table(rows: list[tuple[str, ...]], nothing: str) -> Block:
    """Every row as wide as the header: too few cells are filled up, too many joined in the last."""
    if len(rows) == 1:
        return Block("paragraph", ((nothing,),))
    width = len(rows[0])
    even = [(*row[: width - 1], " ".join(row[width - 1 :])) if len(row) > width else row for row in rows]
    return Block("table", tuple((*row, *[""] * (width - len(row))) for row in even))


def _said(text: str) -> str:
    return text.translate(_BACK).strip()
