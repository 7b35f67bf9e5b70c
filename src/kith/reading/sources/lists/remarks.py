"""What a list of another service says in words: remarks beside the dataset, police intelligence only with all its marks."""

from __future__ import annotations

import re

import polars as pl

from kith.foundation.identifiers import row_id
from kith.reading.sources.extracts import REMARK, ROW
from kith.reading.sources.lists import rules
from kith.reading.sources.lists.cells import Cells
from kith.reading.sources.lists.kinds import KINDS
from kith.reading.sources.lists.spans import tell

REMARKS = "remarks"
"""What stands beside the tables under this name is no table of the dataset: the list's words, shaped as REMARK."""

_MARKS = ("intelligence_source", "intelligence_assessment", "intelligence_handling")
_GRADING = re.compile(r"([123])[\s/,.-]*([A-E])[\s/,.-]*([PC])|([A-E])[\s/,.-]*([123])[\s/,.-]*([PC])", re.IGNORECASE)


def remarks(cells: Cells, who: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    """What the rows say in words, as REMARK. `days`: ROW and `on`, for the rows of which the day is known.

    Words that the list grades as police intelligence are taken only with all of it: source, assessment, handling and end.
    """
    grading = cells.text("grading")
    graded = {text: _graded(text) for text in grading.unique().drop_nulls().to_list()}
    marks = {name: _mark(cells, name, grading, graded) for name in _MARKS}
    frame = (
        who.with_columns(cells.rows, cells.text("words"), cells.text("author"), cells.date("expires_on"), **marks)
        .filter(pl.col("named") & pl.col("words").is_not_null())
        .join(days, on=ROW, how="left", maintain_order="left")
    )
    needed = pl.col(*_MARKS, "expires_on").is_not_null()
    grades = not {*_MARKS, "grading", "expires_on"}.isdisjoint({*cells.mapping.columns, *cells.mapping.constants})
    if grades:
        half = frame.filter(~pl.all_horizontal(needed))
        tell(cells, rules.NOT_GRADED, half, "words")
        frame = frame.filter(pl.all_horizontal(needed))
    section = "police_intelligence" if grades else KINDS[cells.mapping.kind].section
    frame = frame.with_columns(section=pl.lit(section))
    content = [name for name in REMARK if name not in ("row_id", "source")]
    frame = frame.unique(content, keep="first", maintain_order=True)
    ids = [row_id("remark", *row) for row in frame.select(content).iter_rows()]
    return frame.with_columns(row_id=pl.Series(ids, dtype=pl.String)).select(REMARK.names()).cast(REMARK)


def _mark(cells: Cells, name: str, grading: pl.Series, graded: dict[str, tuple[str, str, str] | None]) -> pl.Series:
    """One mark of intelligence: from its own column, else from the column of all three."""
    place = _MARKS.index(name)
    found = {text: marks[place] if marks else None for text, marks in graded.items()}
    own = cells.code(name)
    return own.zip_with(own.is_not_null(), grading.replace_strict(found, default=None, return_dtype=pl.String))


def _graded(text: str) -> tuple[str, str, str] | None:
    """Source, assessment and handling of `2 B P`, `2/B/P` or `B2P`; None where they cannot be read."""
    found = _GRADING.fullmatch(text.strip())
    if found is None:
        return None
    source, assessment, handling = found.group(1, 2, 3) if found[1] else found.group(5, 4, 6)
    return source, assessment.upper(), handling.upper()
