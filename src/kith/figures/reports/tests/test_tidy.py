"""Figures and problems as files: complete, readable back, harmless in a spreadsheet, refused when they are not ours."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from kith.figures.measures.declarations import MEASURES
from kith.figures.measures.figure import FIGURES
from kith.figures.reports import tidy
from kith.figures.reports.tests.released import people, release
from kith.foundation.problems import Problem, Severity, rule

_RULE = rule("reports_test", Severity.ERROR, "Something is wrong.", "Mend it.", "A test")


@pytest.mark.parametrize("profile", ["internal", "published", "national"])
def test_figures_csv_has_every_row_and_column_with_its_title(tmp_path: Path, profile: str) -> None:
    released = release(people(), profile)
    tidy.write_csv(tmp_path / "figures.csv", released)
    back = pl.read_csv(tmp_path / "figures.csv", schema_overrides=dict.fromkeys([*FIGURES.names(), "title"], pl.String))
    assert back.columns == [*FIGURES.names(), "title"]
    assert back.height == released.figures.height
    assert back["title"].to_list() == [MEASURES[key].title for key in released.figures["measure"]]
    numbers = [name for name, kind in FIGURES.items() if kind.is_numeric()]
    again = back.select(pl.col(name).cast(pl.Float64) for name in numbers)
    assert_frame_equal(again, released.figures.select(pl.col(name).cast(pl.Float64) for name in numbers))


@pytest.mark.parametrize("profile", ["internal", "published"])
def test_figures_json_reads_back_as_it_was_written(tmp_path: Path, profile: str) -> None:
    released = release(people(), profile)
    tidy.write_json(tmp_path / "figures.json", released, {"authority": "E09000012", "month": "2019-09"})
    figures, about = tidy.read_json(tmp_path)
    assert_frame_equal(figures, released.figures)
    assert (about["profile"], about["authority"], about["month"]) == (profile, "E09000012", "2019-09")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (None, "has no figures.json"),
        ("", "cannot be read"),
        ("[1, 2", "cannot be read"),
        ("[]", "cannot be read"),
        ("{}", "cannot be read"),
        ('{"figures": 3}', "cannot be read"),
        ('{"figures": [{"value": "many"}]}', "cannot be read"),
        ('{"figures": [], "format": 99}', "another version"),
        ('{"figures": []}', "another version"),
    ],
)
def test_what_is_not_a_return_is_refused_in_one_sentence(tmp_path: Path, text: str | None, says: str) -> None:
    if text is not None:
        (tmp_path / "figures.json").write_text(text, encoding="utf-8")
    with pytest.raises(tidy.NotAReturn, match=says):
        tidy.read_json(tmp_path)


def test_figures_json_is_plain_json_without_numbers_that_are_none(tmp_path: Path) -> None:
    tidy.write_json(tmp_path / "figures.json", release(people(affected=0, moved=0, open_=0)), {})

    def refuse(name: str) -> None:
        raise AssertionError(name)

    json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"), parse_constant=refuse)


def test_names_of_files_and_columns_are_harmless_in_problems_csv(tmp_path: Path) -> None:
    names = ["=cmd|' /C calc'!A0.csv", "+1.csv", "-1.csv", "@sum.csv", "\tx.csv", "plain.csv"]
    tidy.write_problems(tmp_path / "problems.csv", [Problem(_RULE, name, 3, f"{name[0]}col", "=1+1") for name in names])
    back = pl.read_csv(tmp_path / "problems.csv")
    for column in ("file", "column", "problem"):
        assert [cell for cell in back[column] if cell[0] in "=+-@\t"] == []
    assert back["file"].to_list() == [f"'{name}" for name in names[:-1]] + ["plain.csv"]
    assert back["row"].to_list() == [3] * 6


def test_no_problems_still_give_a_file_with_its_headings(tmp_path: Path) -> None:
    tidy.write_problems(tmp_path / "problems.csv", [])
    assert (tmp_path / "problems.csv").read_text().strip() == "severity,file,row,column,problem,remedy,rule,source"
