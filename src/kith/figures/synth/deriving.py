"""From the truth to the files: each source in its own form, made dirty, written, and every dirty cell logged."""

from __future__ import annotations

from pathlib import Path

from kith.figures.synth import list_files
from kith.figures.synth.annex_a_file import FILE as ANNEX_A
from kith.figures.synth.annex_a_file import annex_a
from kith.figures.synth.chance import stream
from kith.figures.synth.cin_files import census
from kith.figures.synth.dirt import LOG, Dirt
from kith.figures.synth.lives import Truth
from kith.figures.synth.service_files import service_sheets
from kith.figures.synth.ssda903_files import sheets_903
from kith.figures.synth.tables import WHO, Cell, Sheet, csv_bytes, write_csv, write_workbook

_NOTE = """Everything here is made up: people, names, ids, postcodes, events. The code of a real authority is borrowed because files
must bear one; nothing here says anything of that authority.

files     what the authority holds: run `kith return` on this folder
answers   what truly happened, to compare with
"""
_ENCODINGS = {list_files.AWAY: "cp1252", list_files.MISSING: "utf-16"}


def write_files(truth: Truth, files: Path, answers: Path, rate: float) -> None:
    """All files of one authority, and beside the answers `dirt.csv` and `rows.csv` (whom each row of a list is about).

    A note that all is made up is written beside the two folders.
    """
    files.mkdir(parents=True)
    (files.parent / "READ ME.txt").write_text(_NOTE, encoding="utf-8", newline="\n")
    name = (truth.seed, truth.authority)
    dirt = Dirt(stream(*name, "dirt"), rate)
    for sheet in sheets_903(truth, stream(*name, "903")):
        dirt.touch(sheet)
        write_csv(files, sheet)
    for year in truth.years:
        file, data = census(truth, year, dirt)
        (files / file).write_bytes(data)
    lists = annex_a(truth, stream(*name, "annex a"))
    for _, sheet in lists:
        dirt.touch(sheet)
    write_workbook(files / ANNEX_A, [(title, sheet, ()) for title, sheet in lists])
    own = list_files.list_sheets(truth, stream(*name, "lists"))
    own += service_sheets(truth, stream(*name, "services"))  # last, so that the dirt of all others stays as it is
    _write_lists(own, files, dirt)
    _write_directory(truth, files)
    log: list[dict[str, Cell]] = [dict(zip(LOG, entry, strict=True)) for entry in dirt.log]
    (answers / "dirt.csv").write_bytes(csv_bytes(LOG, log))
    about: list[dict[str, Cell]] = [
        {"file": sheet.file, "row": number, "person_id": row[WHO]}
        for sheet in own
        for number, row in enumerate(sheet.rows, sheet.first)
    ]
    (answers / "rows.csv").write_bytes(csv_bytes(("file", "row", "person_id"), about))


def _write_lists(sheets: list[Sheet], files: Path, dirt: Dirt) -> None:
    for sheet in sheets:
        dirt.touch(sheet)
        if sheet.file == list_files.PANEL:
            write_workbook(files / sheet.file, [("Live list", sheet, list_files.PANEL_TITLE)])
            continue
        if sheet.file in _ENCODINGS:
            dirt.encode(sheet, _ENCODINGS[sheet.file])
        write_csv(files, sheet)
    list_files.write_mappings(files)


def _write_directory(truth: Truth, files: Path) -> None:
    columns = ("postcode", "district_code", "easting", "northing")
    rows: list[dict[str, Cell]] = [
        {"postcode": p.postcode, "district_code": p.district, "easting": p.easting, "northing": p.northing}
        for p in truth.directory
    ]
    (files / "postcodes.csv").write_bytes(csv_bytes(columns, rows))
