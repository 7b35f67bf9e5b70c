"""Figures as files that other programs read: `figures.csv`, `figures.json`, and `problems.csv`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl

from kith.figures.measures.declarations import MEASURES
from kith.figures.measures.disclosure import Released
from kith.figures.measures.figure import FIGURES
from kith.foundation.outputs import plain_text
from kith.foundation.problems import Problem

FORMAT = 1
"""Version of `figures.json`; `kith combine` refuses one that is newer."""


def write_csv(path: Path, released: Released) -> None:
    """One row a figure, with the columns of `FIGURES`, and the measure's title beside its key."""
    titles = {key: measure.title for key, measure in MEASURES.items()}
    frame = released.figures.with_columns(title=pl.col("measure").replace_strict(titles, default=""))
    text = [name for name, kind in FIGURES.items() if kind == pl.String]
    frame.select(*FIGURES.names(), "title").with_columns(
        pl.col(name).map_elements(plain_text, return_dtype=pl.String) for name in text
    ).write_csv(path)


def write_json(path: Path, released: Released, about: dict[str, Any]) -> None:
    """The same figures with what they are about: authority, month, profile, sources, definitions."""
    figures = released.figures.select(FIGURES.names()).to_dicts()
    content = {"format": FORMAT, "profile": released.profile.key, **about, "figures": figures}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")


class NotAReturn(Exception):
    """A folder or file does not hold a return; the message says why and what to do."""


def read_json(folder: Path) -> tuple[pl.DataFrame, dict[str, Any]]:
    """Figures and what they are about, from a folder that a return was written to."""
    path = folder / "figures.json" if folder.is_dir() else folder
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        frame = pl.DataFrame(content.pop("figures"), schema=FIGURES)
    except FileNotFoundError:
        raise NotAReturn(f"{folder.name} has no figures.json: give the folder that `kith return` wrote to.") from None
    except (ValueError, KeyError, TypeError, OSError, pl.exceptions.PolarsError):
        raise NotAReturn(f"{folder.name}: figures.json cannot be read. Make the return again.") from None
    if content.get("format") != FORMAT:
        raise NotAReturn(f"{folder.name}: figures.json is of another version of Kith. Make the return again.")
    return frame, content


def problem_rows(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Each problem as a row: severity, file, row, column, what, what to do, rule."""
    return [
        {
            "severity": p.rule.severity.value,
            "file": p.file,
            "row": p.row,
            "column": p.column,
            "problem": p.message,
            "remedy": p.rule.remedy,
            "rule": p.rule.key,
            "source": p.rule.source,
        }
        for p in problems
    ]


_PROBLEM = {
    "severity": pl.String,
    "file": pl.String,
    "row": pl.Int64,
    "column": pl.String,
    "problem": pl.String,
    "remedy": pl.String,
    "rule": pl.String,
    "source": pl.String,
}


def write_problems(path: Path, problems: Iterable[Problem]) -> None:
    """Every problem, one row each; file and column names come from others' files, so they are made harmless."""
    frame = pl.DataFrame(problem_rows(problems), schema=_PROBLEM)
    frame.with_columns(
        pl.col(name).map_elements(plain_text, return_dtype=pl.String) for name in ("file", "column", "problem")
    ).write_csv(path)
