"""CSV files as they come are read whole, and what is odd about them is told."""

from __future__ import annotations

import csv
import io
import string
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.foundation.problems import Problems
from kith.reading.sources.extracts import ROW, Sheet
from kith.reading.sources.opening import below, find_heading, open_file
from kith.reading.sources.opening.delimited import _irregular, _regular, read_text

TABLE = "Child,Né le,Note\r\n1,3/4/2019,café\r\n2,,x\r\n"


def opened(tmp_path: Path, data: bytes, name: str = "list.csv") -> tuple[list[Sheet], list[str]]:
    path = tmp_path / name
    path.write_bytes(data)
    found = open_file(path)
    return found.sheets, [problem.rule.key for problem in found.problems]


def rows(sheet: Sheet) -> list[tuple[object, ...]]:
    return sheet.frame.rows()


@pytest.mark.parametrize(
    ("data", "problems"),
    [
        (TABLE.encode(), []),
        (TABLE.encode("utf-8-sig"), []),
        (TABLE.encode("utf-16"), []),
        (b"\xfe\xff" + TABLE.encode("utf-16-be"), []),
        (TABLE.encode("utf-16-le"), []),
        (TABLE.encode("utf-16-be"), []),
        (TABLE.encode("cp1252"), ["text_windows_1252"]),
    ],
)
def test_a_file_is_read_in_any_usual_encoding(tmp_path: Path, data: bytes, problems: list[str]) -> None:
    sheets, found = opened(tmp_path, data)
    assert sheets[0].header == ("Child", "Né le", "Note")
    assert rows(sheets[0]) == [("1", "3/4/2019", "café", 2), ("2", None, "x", 3)]
    assert found == problems


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_usual_separator_and_line_end_is_found(tmp_path: Path, separator: str, end: str) -> None:
    lines = [separator.join(cells) for cells in (("a", "b", "c"), ("1", "2", "3"))]
    sheets, found = opened(tmp_path, end.join(lines).encode())
    assert rows(sheets[0]) == [("1", "2", "3", 2)]
    assert not found


def test_ragged_rows_are_each_told_and_nothing_is_lost() -> None:
    problems = Problems()
    sheet = read_text("a,b,c\n1,2,3\n4,5\n6,7,8,9\n1,1,1\n", "f.csv", problems)
    assert sheet is not None
    assert rows(sheet)[1:3] == [("4", "5", None, None, 3), ("6", "7", "8", "9", 4)]
    assert [(p.rule.key, p.row) for p in problems] == [("row_short", 3), ("row_long", 4)]


def test_blank_lines_are_left_out_and_rows_keep_their_number() -> None:
    sheet = read_text("\n\na,b\n\n1,2\n , \n3,4\n", "f.csv", Problems())
    assert sheet is not None
    assert rows(sheet) == [("1", "2", 5), ("3", "4", 7)]


def test_a_quoted_cell_may_hold_lines_separators_and_quotation_marks() -> None:
    sheet = read_text('a,b\n"one\ntwo, ""three""",2\n', "f.csv", Problems())
    assert sheet is not None
    assert rows(sheet) == [('one\ntwo, "three"', "2", 2)]


def test_a_quotation_mark_that_is_never_closed_swallows_no_rows() -> None:
    problems = Problems()
    sheet = read_text('a,b\n"1,2\n3,4\n5,6\n', "f.csv", problems)
    assert sheet is not None
    assert rows(sheet)[1:] == [("3", "4", 3), ("5", "6", 4)]
    assert "text_quotes" in {p.rule.key for p in problems}


def test_nul_characters_are_left_out_and_told(tmp_path: Path) -> None:
    sheets, found = opened(tmp_path, b"a,b,long heading to make it text\n1\0,2,3\n")
    assert rows(sheets[0])[0][:2] == ("1", "2")
    assert found == ["text_nul"]


def test_a_file_cut_off_within_a_letter_is_still_utf8(tmp_path: Path) -> None:
    sheets, found = opened(tmp_path, "a,b\ncafé,é".encode()[:-1])
    assert rows(sheets[0])[0][0] == "café"
    assert found == ["text_damaged"]


def test_headings_are_named_once_each() -> None:
    sheet = read_text("a,a,,_row\n1,2,3,4\n", "f.csv", Problems())
    assert sheet is not None
    assert sheet.header == ("a", "a (2)", "column 3", "_row ")


def test_a_title_above_the_table_can_be_stepped_over() -> None:
    sheet = read_text("Panel list,,\nMosaic ID,Child name,Date opened\n1,A B,3/4/2019\n", "f.csv", Problems())
    assert sheet is not None
    found = find_heading(sheet)
    assert found.header == ("Mosaic ID", "Child name", "Date opened")
    assert rows(found) == [("1", "A B", "3/4/2019", 3)]
    assert below(sheet, 2).header == found.header


def test_a_sheet_that_begins_with_its_heading_stays_as_it_is() -> None:
    sheet = read_text("Mosaic ID,Child name,Opened\n1,A B,3/4/2019\n2,C D,x\n", "f.csv", Problems())
    assert sheet is not None
    assert find_heading(sheet) is sheet


def test_a_giant_field_is_refused(tmp_path: Path) -> None:
    for quote in ("", '"'):
        sheets, found = opened(tmp_path, f"a,b\n1,{quote}{'x' * 131_073}{quote}\n".encode())
        assert not sheets
        assert found == ["field_too_long"]


def test_an_excel_hint_in_the_first_line_is_understood() -> None:
    sheet = read_text("sep=;\na;b,c\n1;2\n", "f.csv", Problems())
    assert sheet is not None
    assert sheet.header == ("a", "b,c")


@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_a_year_of_episodes_is_read_by_columns(quoting: int) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, quoting=quoting).writerows([[f"{n}-{c}" for c in range(14)] for n in range(26_000)])  # type: ignore[arg-type]
    text = buffer.getvalue().replace("\r\n", "\n")
    assert _regular(text, ",") is not None  # not row by row
    start = time.process_time()
    sheet = read_text(text, "episodes.csv", Problems())
    assert time.process_time() - start < 2  # twenty times what it takes alone, for busy machines
    assert sheet is not None
    assert sheet.frame.shape == (25_999, 15)


CELL = st.text(string.ascii_letters + ' ,";é\n-1', max_size=6)


@given(st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=6), st.sampled_from(",;\t"))
def test_by_columns_and_by_rows_give_the_same(table: list[list[str]], separator: str) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=separator, lineterminator="\n").writerows(table)
    regular = _regular(buffer.getvalue(), separator)
    raw, numbers = _irregular(buffer.getvalue(), separator, "f.csv", Problems())
    if regular is None or raw is None or numbers is None:
        return
    fast = [tuple((cell or "").strip() for cell in row) for row in regular[0].rows()]
    slow = [tuple((cell or "").strip() for cell in row) for row in raw.rows()]
    kept = [row for row in zip(regular[1].to_list(), fast, strict=True) if any(row[1])]
    assert kept == [row for row in zip(numbers.to_list(), slow, strict=True) if any(row[1])]


@given(st.lists(st.lists(CELL.filter(str.strip), min_size=3, max_size=3), min_size=2, max_size=8))
def test_every_cell_written_is_read_again(table: list[list[str]]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(table)
    sheet = read_text(buffer.getvalue(), "f.csv", Problems())
    assert sheet is not None
    assert [list(row) for row in sheet.frame.drop(ROW).rows()] == [[cell.strip() for cell in row] for row in table[1:]]


STARTS = st.sampled_from(
    [
        b"",
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\x1f\x8b",
        b"<?xml ",
        b"\xff\xfe",
        b"a,b\n",
        b'"',
    ]
)


@given(STARTS, st.binary(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300)
def test_no_bytes_whatever_raise(tmp_path: Path, start: bytes, rest: bytes) -> None:
    path = tmp_path / "anything"
    path.write_bytes(start + rest)
    found = open_file(path)
    assert found.sheets or found.xmls or found.problems or found.others
    assert "file_unexpected" not in {problem.rule.key for problem in found.problems}


@given(st.text(st.sampled_from('ab,;\t\n"\0 é|'), max_size=80))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300)
def test_no_text_whatever_raises(tmp_path: Path, text: str) -> None:
    path = tmp_path / "anything"
    path.write_text(text)
    found = open_file(path)
    assert "file_unexpected" not in {problem.rule.key for problem in found.problems}
