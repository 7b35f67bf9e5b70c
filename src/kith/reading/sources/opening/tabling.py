"""From raw cells to a sheet: headings named once each, cells trimmed, blank rows left out, row numbers kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import polars as pl

from kith.reading.sources.extracts import ROW, Sheet

_LOOK_AT = 30
"""Rows in which a heading is looked for."""


def headings(cells: Sequence[str | None]) -> list[str]:
    """Each heading as written, line breaks as spaces; an empty one is `column 5`, a repeated one gets ` (2)`."""
    named: list[str] = []
    taken: set[str] = set()
    for place, cell in enumerate(cells, start=1):
        name = " ".join((cell or "").split()) or f"column {place}"
        base, nth = (f"{name} " if name == ROW else name), 1
        unique = base
        while unique in taken:
            nth += 1
            unique = f"{base} ({nth})"
        taken.add(unique)
        named.append(unique)
    return named


def sheet(file: str, raw: pl.DataFrame, rows: pl.Series | None = None) -> Sheet | None:
    """A sheet from text cells of any names, the first row that is not blank being the heading; None if all is blank.

    `rows` are the rows' numbers in the file, 1 and up where not given.
    """
    numbers = (rows if rows is not None else pl.int_range(1, raw.height + 1, eager=True)).cast(pl.Int64).alias(ROW)
    trimmed = pl.all().str.strip_chars()
    cells = raw.select(pl.when(trimmed != "").then(trimmed))
    filled = cells.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
    cells, numbers = cells.filter(filled), numbers.filter(filled)
    if not cells.height:
        return None
    heading = cells.row(0)
    body, numbers = cells.slice(1), numbers.slice(1)
    empty = body.null_count().row(0) if body.height else (0,) * body.width
    keep = [i for i in range(cells.width) if heading[i] is not None or empty[i] < body.height]
    body = body[:, keep]
    body.columns = headings([heading[i] for i in keep])
    return Sheet(file, body.with_columns(numbers))


def heading_row(found: Sheet) -> int:
    """The row number that most looks like the heading: among the first rows, the first of the fullest with names alone.

    0 where the sheet's own heading is as good as any.
    """
    head = found.frame.head(_LOOK_AT)
    names = [name for name in found.header if not _is_made(name)]
    best = len(names)
    row = 0
    for number, *cells in head.select(ROW, *found.header).iter_rows():
        texts = [cell for cell in cells if cell is not None]
        if len(texts) > best and _like_names(texts):
            best, row = len(texts), number
    return row


def below(found: Sheet, row: int) -> Sheet:
    """The sheet as if its heading stood in `row` (a row number as in the file); what is above is left out."""
    lower = found.frame.filter(pl.col(ROW) >= row)
    return sheet(found.file, lower.drop(ROW), lower[ROW]) or found


def find_heading(found: Sheet) -> Sheet:
    """The sheet from its real heading down, for lists with a title above; the same sheet where it begins with one."""
    row = heading_row(found)
    return below(found, row) if row else found


def _is_made(name: str) -> bool:
    return name.startswith("column ") and name[7:].isdigit()


def _like_names(texts: list[str]) -> bool:
    """Headings are words, each of its own; a row of data has numbers, dates or repeated words."""
    distinct = max(Counter(text.casefold() for text in texts).values()) == 1
    return distinct and all(any(c.isalpha() for c in text) and sum(map(str.isdigit, text)) < 5 for text in texts)
