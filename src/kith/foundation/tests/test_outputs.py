"""Outputs appear whole or not at all, and nothing written runs in a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.foundation.outputs import RUNS, OutputRefused, original_text, plain_text, whole_folder


def contents(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_files_replace_those_of_the_same_name_and_others_stay(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "a.txt").write_text("old")
    (out / "mine.txt").write_text("mine")
    with whole_folder(out) as stage:
        (stage / "a.txt").write_text("new")
        (stage / "charts").mkdir()
        (stage / "charts" / "b.svg").write_text("b")
        assert contents(out) == {"a.txt": "old", "mine.txt": "mine"}
    assert contents(out) == {"a.txt": "new", "mine.txt": "mine", "charts/b.svg": "b"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_that_is_not_there_is_made_with_its_parents(tmp_path: Path) -> None:
    with whole_folder(tmp_path / "a" / "b") as stage:
        (stage / "x").write_text("1")
    assert contents(tmp_path) == {"a/b/x": "1"}


def test_a_failure_half_way_leaves_the_earlier_files_and_no_staging(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "a.txt").write_text("old")

    def fail() -> None:
        with whole_folder(out) as stage:
            (stage / "a.txt").write_text("new")
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        fail()
    assert contents(tmp_path) == {"out/a.txt": "old"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_file_that_cannot_be_replaced_puts_all_earlier_files_back(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "m.xlsx").mkdir(parents=True)  # stands for a workbook that a program holds open
    (out / "m.xlsx" / "inside").write_text("kept")
    (out / "a.txt").write_text("old")

    def write() -> None:
        with whole_folder(out) as stage:
            for name in ("a.txt", "b.txt", "m.xlsx", "z.txt"):
                (stage / name).write_text("new")

    with pytest.raises(OutputRefused, match=r"m\.xlsx could not be replaced: .*earlier files are unchanged"):
        write()
    assert contents(out) == {"a.txt": "old", "m.xlsx/inside": "kept"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_file_in_the_place_of_a_folder_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")

    def write() -> None:
        with whole_folder(tmp_path / "out") as stage:
            (stage / "a.txt").write_text("new")

    with pytest.raises(OutputRefused):
        write()
    assert contents(tmp_path) == {"out": "a file"}


def test_a_place_under_a_file_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputRefused, match="Choose another"), whole_folder(tmp_path / "file" / "deep" / "out"):
        pass


@pytest.mark.parametrize("first", RUNS)
def test_what_a_spreadsheet_may_run_gets_an_apostrophe(first: str) -> None:
    assert plain_text(f"{first}cmd|' /C calc'!A0") == f"'{first}cmd|' /C calc'!A0"


def test_every_first_character_that_owasp_names_is_among_them() -> None:
    assert set("=+-@\t\r\n\0") <= set(RUNS)


@pytest.mark.parametrize("text", ["", "O'Brien", "'quoted'", "a=b", "1+1", "é", " =1"])
def test_harmless_text_stays_as_it_is(text: str) -> None:
    assert plain_text(text) == text


@given(st.text(st.characters(codec="utf-8")) | st.text(f"'a{RUNS}"))
def test_plain_text_never_runs_and_can_be_undone(text: str) -> None:
    assert not plain_text(text).startswith(tuple(RUNS))
    assert original_text(plain_text(text)) == text
