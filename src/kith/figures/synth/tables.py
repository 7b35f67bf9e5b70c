"""A file's table before it is written: rows of cells, each knowing what it holds, so that it can be made dirty and logged."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

Cell = str | int | float | dt.date | None
WHO = "_person"
"""Key of a row that says whom it is truly about; never written to the file."""


@dataclass(slots=True)
class Sheet:
    """One table. `holds`: column → what its cells are (date, code, name, id, postcode, text; others are left clean).

    `first` is the row number that the first row of data has in the file; `overlaps` names the columns of a first and a last day
    that may be made to overlap with the next row's.
    """

    file: str
    columns: tuple[str, ...]
    holds: Mapping[str, str]
    rows: list[dict[str, Cell]] = field(default_factory=list)
    first: int = 2
    encoding: str = "utf-8"
    factors: str = ""  # the element in which factors stand, for a census


def british(cell: Cell) -> str:
    """As text, dates as dd/mm/yyyy."""
    if cell is None:
        return ""
    return f"{cell:%d/%m/%Y}" if isinstance(cell, dt.date) else str(cell)


def csv_bytes(columns: Sequence[str], rows: Sequence[Mapping[str, Cell]], encoding: str = "utf-8") -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([british(row.get(column)) for column in columns] for row in rows)
    return text.getvalue().encode(encoding, errors="replace")


def write_csv(folder: Path, sheet: Sheet) -> None:
    (folder / sheet.file).write_bytes(csv_bytes(sheet.columns, sheet.rows, sheet.encoding))


def write_workbook(path: Path, sheets: Sequence[tuple[str, Sheet, Sequence[str]]]) -> None:
    """Sheets as (name, table, lines above the heading). The same tables give the same bytes: the file bears a fixed date."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"in_memory": True, "strings_to_numbers": False})
    book.set_properties({"created": dt.datetime(2000, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)})
    day, heading = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"bold": True})
    for name, sheet, above in sheets:
        page = book.add_worksheet(name)
        for number, line in enumerate(above):
            page.write_string(number, 0, line)
        top = len(above)
        for place, column in enumerate(sheet.columns):
            page.write_string(top, place, column, heading)
        for number, row in enumerate(sheet.rows, top + 1):
            for place, column in enumerate(sheet.columns):
                cell = row.get(column)
                if isinstance(cell, dt.date):
                    page.write_datetime(number, place, dt.datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001
                elif isinstance(cell, int | float):
                    page.write_number(number, place, cell)
                elif cell:
                    page.write_string(number, place, cell)
    book.close()
