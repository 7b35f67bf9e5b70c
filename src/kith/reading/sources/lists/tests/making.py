"""Lists for tests, from a few lines of text."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl

from kith.foundation.problems import Problems
from kith.reading.sources.extracts import Context, Extract, Sheet
from kith.reading.sources.folder import Read, read_folder
from kith.reading.sources.lists import READER
from kith.reading.sources.opening.delimited import read_text

CONTEXT = Context("E08000035", dt.date(2019, 9, 30))


def sheet(text: str, file: str = "list.csv") -> Sheet:
    made = read_text(text, file, Problems())
    assert made is not None
    return made


def read(folder: Path, **files: str) -> Read:
    """The folder read by the lists' reader alone, with these files (`_csv` and `_toml` for the suffix)."""
    for name, text in files.items():
        stem, _, suffix = name.rpartition("_")
        suffix = {"toml": "kith.toml"}.get(suffix, suffix)
        (folder / f"{stem}.{suffix}").write_text(text, encoding="utf-8")
    return read_folder(folder, CONTEXT, [READER])


def extract(folder: Path, **files: str) -> Extract:
    (one,) = read(folder, **files).extracts
    return one


def rows(extract: Extract, table: str, *columns: str) -> list[tuple[object, ...]]:
    return extract.tables[table].select(columns).rows()


def told(extract: Extract) -> list[tuple[str, int | None, str | None]]:
    """Rule, row and column of each problem but the note that a mapping was proposed."""
    return [(p.rule.key, p.row, p.column) for p in extract.problems if p.rule.key != "list_mapping_proposed"]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def empty(frame: pl.DataFrame) -> bool:
    return frame.height == 0
