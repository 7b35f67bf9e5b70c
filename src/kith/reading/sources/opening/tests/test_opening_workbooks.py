"""Workbooks are read as a person sees them, and hostile ones are refused."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kith.reading.sources.opening import Opened, open_file
from kith.reading.sources.opening.tests.making import open_document, rewritten, workbook

SHEET = "xl/worksheets/sheet1.xml"


def opened(tmp_path: Path, data: bytes, name: str = "book.xlsx") -> Opened:
    path = tmp_path / name
    path.write_bytes(data)
    return open_file(path)


def keys(found: Opened) -> list[str]:
    return [problem.rule.key for problem in found.problems]


def test_every_sheet_with_something_in_it_is_read_and_named(tmp_path: Path) -> None:
    found = opened(tmp_path, workbook({"One": [["a", "b"], [1, 2]], "Empty": [], "Two": [["c", "d"], ["x", "y"]]}))
    assert [sheet.file for sheet in found.sheets] == ["book.xlsx [One]", "book.xlsx [Two]"]
    assert not found.problems


def test_cells_become_text_as_a_person_reads_them(tmp_path: Path) -> None:
    cells = [dt.date(2019, 4, 3), dt.datetime(2019, 4, 3, 22, 30), 123.0, 12.5, True, " x ", "0012"]  # noqa: DTZ001
    found = opened(tmp_path, workbook({"One": [list("abcdefg"), cells]}))
    assert found.sheets[0].frame.row(0) == ("2019-04-03", "2019-04-03 22:30:00", "123", "12.5", "Yes", "x", "0012", 2)


def test_rows_are_numbered_as_excel_shows_them_where_the_table_begins_lower(tmp_path: Path) -> None:
    found = opened(tmp_path, workbook({"One": [[], [], ["a", "b"], [1, 2], [], [3, 4]]}))
    assert found.sheets[0].header == ("a", "b")
    assert found.sheets[0].frame["_row"].to_list() == [4, 6]


def test_the_kind_is_told_by_content_not_by_name(tmp_path: Path) -> None:
    assert opened(tmp_path, workbook({"One": [["a", "b"], [1, 2]]}), "episodes.csv").sheets
    assert opened(tmp_path, b"a,b\n1,2\n", "book.xlsx").sheets


def test_a_formula_gives_its_stored_value(tmp_path: Path) -> None:
    found = opened(
        tmp_path, rewritten(workbook({"One": [["a", "b"], [1, "=1+1"]]}), SHEET, rb"</f><v>0</v>", b"</f><v>2</v>")
    )
    assert found.sheets[0].frame.row(0) == ("1", "2", 2)
    assert not found.problems


@pytest.mark.parametrize("stored", [b"", b"<v></v>", b"<v/>"])
def test_a_formula_without_a_stored_value_is_told(tmp_path: Path, stored: bytes) -> None:
    found = opened(
        tmp_path, rewritten(workbook({"One": [["a", "b"], [1, "=1+1"]]}), SHEET, rb"</f><v>0</v>", b"</f>" + stored)
    )
    assert found.sheets[0].frame["b"].to_list() == [None]
    assert keys(found) == ["formula_without_value"]


def test_an_excel_error_is_empty_and_told(tmp_path: Path) -> None:
    found = opened(tmp_path, workbook({"One": [["a", "b"], [1, "#N/A"], [2, "fine"]]}))
    assert found.sheets[0].frame["b"].to_list() == [None, "fine"]
    assert [(p.rule.key, p.row, p.column) for p in found.problems] == [("cell_error", 2, "b")]


def test_a_protected_workbook_is_refused_with_what_to_do(tmp_path: Path) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "EncryptedPackage".encode("utf-16-le") + bytes(1000)
    found = opened(tmp_path, data)
    assert keys(found) == ["workbook_protected"]


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_workbook_cut_off_is_refused(tmp_path: Path, share: float) -> None:
    whole = workbook({"One": [["a", "b"], *([n, n] for n in range(500))]})
    found = opened(tmp_path, whole[: int(len(whole) * share)])
    assert not found.sheets
    assert keys(found) in (["workbook_broken"], ["archive_broken"])


def test_a_cell_at_the_far_end_of_a_sheet_fills_no_memory(tmp_path: Path) -> None:
    book = rewritten(workbook({"One": [["a", "b"], [1, 2]]}), SHEET, rb'<row r="2"[^>]*>', b'<row r="1048576">')
    book = rewritten(book, SHEET, rb'<c r="B2"', b'<c r="XFD1048576"')
    assert keys(opened(tmp_path, book)) == ["sheet_too_wide"]


def test_an_open_document_sheet_is_read(tmp_path: Path) -> None:
    row = "<table:table-row>{}</table:table-row>"
    text = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = row.format(text.format("a") + text.format("b")) + row.format(text.format("1") + text.format("2"))
    found = opened(tmp_path, open_document(rows), "list.ods")
    assert [sheet.file for sheet in found.sheets] == ["list.ods [List]"]
    assert found.sheets[0].frame.rows() == [("1", "2", 2)]


def test_an_open_document_that_repeats_cells_without_end_is_refused(tmp_path: Path) -> None:
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p></table:table-cell>'
    rows = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    assert keys(opened(tmp_path, open_document(rows), "list.ods")) == ["sheet_too_wide"]
