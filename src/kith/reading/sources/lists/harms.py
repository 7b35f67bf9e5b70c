"""The harms that a list names: several in a cell, or a column of yes and no for each."""

from __future__ import annotations

import polars as pl

from kith.reading.sources.extracts import ROW
from kith.reading.sources.lists import rules, words
from kith.reading.sources.lists.cells import Cells, with_crosses


def harms_named(cells: Cells) -> pl.DataFrame:
    """ROW, harm, sub_kind, certainty and evidence: a row a harm that the list names."""
    found: list[tuple[int, str, str | None, str | None, str]] = []
    file = cells.sheet.file
    for heading in cells.mapping.columns.get("harms", ()):
        texts = cells.sheet.frame[heading]
        local = cells.mapping.values.get("harms", {})
        said = {text: words.harms_said(text, local) for text in texts.unique().drop_nulls().to_list()}
        unknown = [text for text, all_ in said.items() if any(not one.known for one in all_)]
        cells.tell(rules.UNKNOWN_HARM, texts.is_in(unknown), heading=heading)
        for row, text in zip(cells.rows.to_list(), texts.to_list(), strict=True):
            for one in said.get(text, ()):
                found.append((row, one.harm, one.sub_kind or None, one.certainty or None, f"{file}: {heading}"))
    for heading, harm in cells.mapping.harm_columns.items():
        texts = cells.sheet.frame[heading]
        local = cells.mapping.values.get("harms", {})
        marks = with_crosses({text: words.mark_said(text) for text in texts.unique().drop_nulls().to_list()})
        unknown = [text for text, mark in marks.items() if mark is None and words.plain(text) not in local]
        cells.tell(rules.UNKNOWN_WORD, texts.is_in(unknown), heading=heading)
        for row, text in zip(cells.rows.to_list(), texts.to_list(), strict=True):
            mark = marks.get(text)
            if mark == "yes" or mark in words.CERTAINTIES:
                found.append((row, harm, None, mark if mark != "yes" else None, f"{file}: {heading}"))
    schema = {ROW: pl.Int64, "harm": pl.String, "sub_kind": pl.String, "certainty": pl.String, "evidence": pl.String}
    made = pl.DataFrame(found, schema=schema, orient="row")
    return made.unique([ROW, "harm", "sub_kind"], keep="first", maintain_order=True)
