"""How high a row must be for its wrapped text to be seen: not every spreadsheet program works it out when it opens a file."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from functools import lru_cache

LINE = 13.5
"""Points a line, for text of ten or eleven points."""
MOST = 409
"""Points that a row can have in Excel."""


def height(cells: Iterable[tuple[object, float]], line: float = LINE) -> float:
    """Points for a row of `cells`, each with the width of its column in characters."""
    return min(MOST, max((_lines(str(text), width) for text, width in cells if text), default=1) * line + 2)


@lru_cache(1_000)  # most cells of a sheet say what others say
def _lines(text: str, width: float) -> int:
    room = max(1, int(width))
    return sum(1 if len(part) <= room else len(textwrap.wrap(part, room)) for part in text.split("\n"))
