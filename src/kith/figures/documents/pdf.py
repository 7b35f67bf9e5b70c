"""Blocks as a tagged PDF (PDF/UA-1: headings, lists, tables with headers, title and language for readers that speak)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING

from kith.figures.documents.blocks import Block

if TYPE_CHECKING:
    import typst

_ROOT = Path(__file__).parent / "templates"
"""All that the compiler may read: the built-in words, which are no secret. The layout is ours and reads nothing."""


def pdf(blocks: Sequence[Block], *, title: str, author: str, footer: str, language: str) -> bytes:
    """The PDF's bytes; the same blocks give the same bytes. No packages, no fonts of the machine, no files."""
    data = {
        "title": title,
        "author": author,
        "footer": footer,
        "lang": language,
        "blocks": [_data(block) for block in blocks],
    }
    made = _compiler().compile(
        input=_layout(), format="pdf", pdf_standards=["ua-1"], timestamp=0, sys_inputs={"data": json.dumps(data)}
    )
    if not isinstance(made, bytes):  # one input without an output gives bytes
        raise TypeError
    return made


def _data(block: Block) -> dict[str, object]:
    widths = [_width(column) for column in zip(*block.rows, strict=True)] if block.kind == "table" else []
    return {"kind": block.kind, "level": block.level, "rows": block.rows, "widths": widths}


def _width(cells: tuple[str, ...]) -> float:
    """A share of the page that grows with the words of a column, gently, so that short columns keep room."""
    return round(sqrt(max(8, min(160, max(map(len, cells))))), 2)


@cache
def _compiler() -> typst.Compiler:
    import typst  # seconds are not lost by whoever makes no document

    return typst.Compiler(root=_ROOT, ignore_system_fonts=True, package_path=_ROOT, package_cache_path=_ROOT)


@cache
def _layout() -> bytes:
    return (files(__package__) / "layout.typ").read_bytes()
