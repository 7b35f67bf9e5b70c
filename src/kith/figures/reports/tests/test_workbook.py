"""The workbook that is submitted: sections in order, numbers as numbers, hidden as hidden, and nothing that would run."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from kith.figures.measures.disclosure import Released
from kith.figures.reports.tests.released import people, release
from kith.figures.reports.workbook import write_book
from kith.foundation.problems import Problem, Problems, Severity, rule

_RULE = rule("reports_workbook_test", Severity.WARNING, "Something is doubtful.", "Look at it.")


def book(path: Path, released: Released, title: str = "Hackney & more, September 2019") -> dict[str, list[list[Any]]]:
    """Every sheet of the workbook as rows."""
    problems = Problems([Problem(_RULE, "=HYPERLINK(1).csv", 2, "@x"), Problem(_RULE, "good.csv")])
    write_book(path, title, released.figures, released, [("Read", "=1+1")], problems)
    opened = CalamineWorkbook.from_path(str(path))
    return {name: opened.get_sheet_by_name(name).to_python() for name in opened.sheet_names}


def test_the_return_stands_section_by_section_with_its_sentence(tmp_path: Path) -> None:
    sheets = book(tmp_path / "return.xlsx", release(people()))
    assert list(sheets) == ["Return", "Notes", "Problems", "Figures"]
    first = [row[0] for row in sheets["Return"]]
    assert first[0] == "Hackney & more, September 2019"
    assert first[1].startswith("Of 30 young people supported")
    assert [cell for cell in first if str(cell)[1:3] == ". "] == [
        "A. Young people supported",
        "B. Affected by harm outside the home",
        "C. Moved out of area because of it",
        "D. Moves being planned",
        "E. Missing from where they were moved to",
    ]


def test_numbers_are_numbers_and_ranges_are_words(tmp_path: Path) -> None:
    rows = {row[0]: row[1:] for row in reversed(book(tmp_path / "return.xlsx", release(people()))["Return"])}
    assert rows["Young people affected by extra-familial harm (going missing alone left out)"][:2] == [12.0, 30.0]
    assert rows["Young people moved out of area for over 24 hours because of harm"][:2] == ["3 to 5", 12.0]
    assert rows["Child in need"] == [30.0, "100%", ""]


def test_every_figure_stands_in_the_last_sheet(tmp_path: Path) -> None:
    released = release(people())
    rows = book(tmp_path / "return.xlsx", released)["Figures"]
    assert len(rows) == 1 + released.figures.height
    assert [row[-1] for row in rows[1:]] == released.figures["measure"].to_list()


def test_hidden_figures_are_written_as_hidden_and_stand_nowhere_else(tmp_path: Path) -> None:
    released = release(people(supported=40, affected=20, moved=3, open_=0), "published")
    assert released.figures.filter(measure="relocated", breakdown="")["state"].to_list() == ["suppressed"]
    sheets = book(tmp_path / "return.xlsx", released)
    rows = [
        row for row in sheets["Return"] if row[0] == "Young people moved out of area for over 24 hours because of harm"
    ]
    assert [row[1] for row in rows] == ["hidden"]
    for row in sheets["Figures"][1:]:
        if row[8] == "suppressed":
            assert row[4] == "hidden"
            assert row[7] == ""


def test_what_no_file_told_of_is_not_available(tmp_path: Path) -> None:
    sheets = book(tmp_path / "return.xlsx", release(people(moved=0, open_=0, absent="harms")))
    section = [row[0] for row in sheets["Return"]].index("B. Affected by harm outside the home")
    assert [row[1] for row in sheets["Return"][section + 2 : section + 7]] == ["not available"] * 5


@pytest.mark.parametrize("profile", ["internal", "published", "national"])
def test_nothing_in_the_workbook_is_a_formula_or_a_link(tmp_path: Path, profile: str) -> None:
    path = tmp_path / "return.xlsx"
    sheets = book(path, release(people()), profile)
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            text = parts.read(name)
            if name.startswith("xl/worksheets/"):
                assert b"<f>" not in text
                assert b"<hyperlink" not in text
            assert "vba" not in name.lower()
            assert "externalLink" not in name
    cells = [cell for rows in sheets.values() for row in rows for cell in row if isinstance(cell, str)]
    assert [cell for cell in cells if cell.startswith(("=", "+", "@"))] == []
    assert "'=HYPERLINK(1).csv" in cells
    assert "'=1+1" in cells


def test_a_release_without_figures_still_gives_a_workbook(tmp_path: Path) -> None:
    released = release(people(supported=0, affected=0, moved=0, open_=0))
    sheets = book(tmp_path / "return.xlsx", released)
    assert len(sheets["Figures"]) == 1 + released.figures.height
    assert isinstance(released.figures, pl.DataFrame)
