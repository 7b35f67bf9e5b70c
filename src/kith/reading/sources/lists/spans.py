"""First and last days of a list's rows: what has no first day, or runs backwards, is told and not counted."""

from __future__ import annotations

import polars as pl

from kith.foundation.problems import Rule
from kith.reading.sources.extracts import ROW
from kith.reading.sources.lists import rules
from kith.reading.sources.lists.cells import Cells


def begun(cells: Cells, frame: pl.DataFrame) -> pl.DataFrame:
    none = pl.col("from_on").is_null()
    tell(cells, rules.NO_START, frame.filter(none), "from_on")
    return frame.filter(~none)


def forwards(cells: Cells, frame: pl.DataFrame, end: str = "to_on") -> pl.DataFrame:
    """Rows whose dates run forwards; a stay cannot be planned to end before it begins either, but that end is only dropped.

    `end`: the field that gave `to_on`.
    """
    backwards = (pl.col("from_on") > pl.col("to_on")).fill_null(value=False)
    tell(cells, rules.BACKWARDS, frame.filter(backwards), end)
    frame = frame.filter(~backwards)
    if "planned_end" in frame.columns:
        early = (pl.col("from_on") > pl.col("planned_end")).fill_null(value=False)
        tell(cells, rules.UNLIKELY_DATE, frame.filter(early), "planned_end")
        frame = frame.with_columns(planned_end=pl.when(~early).then("planned_end"))
    return frame


def tell(cells: Cells, rule: Rule, wrong: pl.DataFrame, name: str) -> None:
    cells.problems.add_rows(rule, cells.sheet.file, wrong[ROW].to_list(), cells.heading(name))
