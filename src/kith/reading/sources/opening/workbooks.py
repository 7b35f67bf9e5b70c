"""Excel and OpenDocument workbooks by calamine: every sheet with something in it, cells as text, hostile files refused first."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl
from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from kith.foundation.problems import Detail, Problems
from kith.reading.sources.extracts import ROW, Sheet
from kith.reading.sources.opening import rules
from kith.reading.sources.opening.tabling import sheet

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CELL_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)")
_COLUMN = re.compile(rb'<c r="([A-Z]{1,3})\d')
_SHEET_ROW = re.compile(rb'<row [^>]*?\br="(\d{1,7})"')
_NO_VALUE = re.compile(rb"<f(?:/>|[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_ODS_ROW = re.compile(rb"<table:table-row([^>]*)>(.*?)</table:table-row>", re.DOTALL)
_ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell([^>]*office:value-type[^>]*)>")
_ODS_REPEAT = re.compile(rb'number-(?:rows|columns)-repeated="(\d+)"')


def is_workbook(names: set[str]) -> bool:
    """Whether an archive with these members is a workbook that is read."""
    return "xl/workbook.xml" in names or ("content.xml" in names and "mimetype" in names)


def read_workbook(data: bytes, file: str, problems: Problems) -> list[Sheet]:
    """Every sheet that is not empty, named `Book.xlsx [Sheet]`; what cannot be read is a problem."""
    if data.startswith(OLE2):
        if _ENCRYPTED in data:
            problems.add(rules.PROTECTED, file)
            return []
    elif not _harmless(data, file, problems):
        return []
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError:
        problems.add(rules.PROTECTED, file)
        return []
    except BaseException as error:
        _reraise(error)
        problems.add(rules.BROKEN_WORKBOOK, file)
        return []
    found: list[Sheet] = []
    for meta in book.sheets_metadata:
        if meta.typ == SheetTypeEnum.WorkSheet:
            found.extend(_sheets(book, meta.name, f"{file} [{meta.name}]", problems))
    if not found and not any(problem.file.startswith(file) for problem in problems):
        problems.add(rules.EMPTY, file)
    return found


def _sheets(book: CalamineWorkbook, name: str, file: str, problems: Problems) -> Iterator[Sheet]:
    try:
        made = _sheet(book.get_sheet_by_name(name), file, problems)
    except BaseException as error:
        _reraise(error)
        problems.add(rules.BROKEN_SHEET, file)
        return
    if made is not None:
        yield made


def _reraise(error: BaseException) -> None:
    """Calamine is Rust: a fault in it arrives as a PanicException, which is no Exception."""
    if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
        raise error


def _sheet(found: CalamineSheet, file: str, problems: Problems) -> Sheet | None:
    rows = found.to_python()
    if not rows:
        return None
    first = found.start[0] + 1 if found.start else 1
    numbers = pl.int_range(first, first + len(rows), eager=True)
    columns = {f"{i}": [_text(cell) for cell in column] for i, column in enumerate(zip(*rows, strict=True))}
    raw = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    made = sheet(file, raw, numbers)
    return None if made is None else _without_errors(made, problems)


def _without_errors(made: Sheet, problems: Problems) -> Sheet:
    pattern = f"^{_CELL_ERROR.pattern}$"
    frame = made.frame
    for name in made.header:
        wrong = frame.filter(pl.col(name).str.contains(pattern))[ROW]
        if len(wrong):
            problems.add_rows(rules.CELL_ERRORS, made.file, wrong.to_list(), name)
            frame = frame.with_columns(pl.when(~pl.col(name).str.contains(pattern)).then(name).alias(name))
    return Sheet(made.file, frame)


def _text(cell: object) -> str | None:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ") if cell.time() != dt.time() else cell.date().isoformat()
    return None if cell is None else str(cell)


def _harmless(data: bytes, file: str, problems: Problems) -> bool:
    """Unpack every member once, checking sizes, and look at the sheets for what would fill the memory or lacks a value."""
    without_value = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > rules.PACKED_MEMBERS or bomb(members):
                problems.add(rules.BOMB, file)
                return False
            for member in members:
                content = archive.read(member)
                if _cells(member.filename, content) > rules.SHEET_CELLS:
                    problems.add(rules.WIDE_SHEET, file)
                    return False
                if member.filename.startswith("xl/worksheets/"):
                    without_value += len(_NO_VALUE.findall(content))
    except Exception:  # zipfile raises many kinds for a damaged file
        problems.add(rules.BROKEN_WORKBOOK, file)
        return False
    if without_value:
        problems.add(rules.NO_STORED_VALUE, file, detail=Detail("{count} cells.", count=without_value))
    return True


def bomb(members: list[zipfile.ZipInfo]) -> bool:
    """Whether unpacking these would fill the memory, by all together or by one that grows beyond what files do."""
    if sum(member.file_size for member in members) > rules.PACKED_BYTES:
        return True
    return any(
        member.file_size > rules.RATIO_FROM and member.file_size > rules.PACKED_RATIO * max(member.compress_size, 1)
        for member in members
    )


def _cells(name: str, content: bytes) -> int:
    """Cells of the rectangle that calamine would make of this member."""
    if name.startswith("xl/worksheets/") and Path(name).suffix == ".xml":
        columns = max((_number(letters) for letters in set(_COLUMN.findall(content))), default=0)
        return columns * max((int(row) for row in _SHEET_ROW.findall(content)), default=0)
    if name == "content.xml":
        return sum(_ods_cells(rows, inner) for rows, inner in _ODS_ROW.findall(content))
    return 0


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _ods_cells(row: bytes, inner: bytes) -> int:
    cells = sum(_repeat(attributes) for attributes in _ODS_CELL.findall(inner))
    return _repeat(row) * cells


def _repeat(attributes: bytes) -> int:
    match = _ODS_REPEAT.search(attributes)
    return int(match.group(1)) if match else 1
