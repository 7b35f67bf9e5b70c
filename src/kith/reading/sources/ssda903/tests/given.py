"""Sheets made in a line and read as a folder's would be, so that a test shows only what it is about."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl

from kith.reading.sources.extracts import ROW, Context, Extract, Sheet, XmlFile
from kith.reading.sources.ssda903 import READER

SAMPLES = Path(__file__).parent.parent / "samples"
CONTEXT = Context(authority="E10000016", as_of=dt.date(2019, 9, 30))
EPISODES = [
    "CHILD",
    "DECOM",
    "RNE",
    "LS",
    "CIN",
    "PLACE",
    "PLACE_PROVIDER",
    "DEC",
    "REC",
    "REASON_PLACE_CHANGE",
    "HOME_POST",
    "PL_POST",
    "URN",
]
Rows = list[dict[str, str]]


def sheet(file: str, columns: list[str], rows: list[list[str]]) -> Sheet:
    frame = pl.DataFrame(
        [[cell or None for cell in row] for row in rows], schema=dict.fromkeys(columns, pl.String), orient="row"
    )
    return Sheet(file, frame.with_row_index(ROW, 2).with_columns(pl.col(ROW).cast(pl.Int64)))


def episodes(*rows: dict[str, str], file: str = "episodes.csv") -> Sheet:
    """Episodes of which only what matters is said: child 1 in a foster home, all else as any episode has it."""
    usual = {"CHILD": "1", "RNE": "S", "LS": "C2", "CIN": "N1", "PLACE": "U6", "PLACE_PROVIDER": "PR1"}
    return sheet(file, EPISODES, [[(usual | row).get(name, "") for name in EPISODES] for row in rows])


def header(*children: str, file: str = "header.csv", born: str = "01/02/2003", sex: str = "1") -> Sheet:
    return sheet(file, ["CHILD", "SEX", "DOB", "ETHNIC", "UPN"], [[c, sex, born, "WBRI", "UN1"] for c in children])


def of_file(path: Path, file: str = "") -> Sheet:
    frame = pl.read_csv(path, infer_schema=False).with_columns(pl.all().str.strip_chars())
    return Sheet(file or path.name, frame.with_row_index(ROW, 2).with_columns(pl.col(ROW).cast(pl.Int64)))


def xml(path: Path) -> XmlFile:
    return XmlFile(path.name, path, "Message")


def read(*sheets: Sheet, xmls: tuple[XmlFile, ...] = ()) -> Extract:
    claimed = [(part, one) for one in sheets if (part := READER.claims_sheet(one)) is not None]
    assert len(claimed) == len(sheets)
    assert all(READER.claims_xml(one) for one in xmls)
    return READER.read(claimed, list(xmls), CONTEXT)


def stays(extract: Extract, table: str = "placements") -> list[tuple[str, str, str | None]]:
    """(person, first day, last day) of each row, in order."""
    rows = extract.tables[table].sort("person_id", "from_on", "to_on", nulls_last=True)
    return [
        (person, first.isoformat(), last.isoformat() if last else None)
        for person, first, last in rows.select("person_id", "from_on", "to_on").iter_rows()
    ]


def told(extract: Extract) -> dict[str, list[tuple[str, int | None, str | None]]]:
    """Rule key, without the return's name → (file, row, column) of each problem."""
    found: dict[str, list[tuple[str, int | None, str | None]]] = {}
    for problem in extract.problems:
        key = problem.rule.key.removeprefix("ssda903_")
        found.setdefault(key, []).append((problem.file, problem.row, problem.column))
    return found
