"""A mapping is proposed from a list's headings and, where these do not tell, from what its cells look like."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

from kith.definitions.codes import rows
from kith.definitions.maps import harm_meanings, normal
from kith.foundation.dates import parse_date
from kith.reading.sources.extracts import Sheet
from kith.reading.sources.folder import all_readers
from kith.reading.sources.lists import words
from kith.reading.sources.lists.kinds import KIND, KINDS, WHO
from kith.reading.sources.lists.mapping import SUFFIX, Mapping, write_mapping
from kith.reading.sources.opening import find_heading, open_folder

_LOOK_AT = 200
"""Cells of a column that its values are judged by."""
_MOST = 0.8
_HALF = 0.5
_CLOSE = 0.86
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}", re.IGNORECASE)
_NEVER_GUESSED = "it was told by its cells, not by its heading"


@cache
def _headings(kind: str) -> dict[str, tuple[str, bool]]:
    """Normalised heading → field, and whether it tells that the list is of this kind."""
    found: dict[str, tuple[str, bool]] = {}
    for row in rows(words.DATA / "headings.csv"):
        if row["kind"] in ("", kind) and row["field"] != "file name":
            field, telling = row["field"], row["telling"] == "yes"
            if row["kind"] or row["heading"] not in found:
                found[normal(row["heading"])] = (field, telling)
    return found


def known_headings(kind: str) -> dict[str, tuple[str, ...]]:
    """Field → the headings by which it is known, as they are compared, in the order of the alphabet."""
    found: dict[str, list[str]] = {}
    for heading, (field, _telling) in sorted(_headings(kind).items()):
        found.setdefault(field, []).append(heading)
    return {field: tuple(headings) for field, headings in found.items()}


@cache
def _file_words(kind: str) -> tuple[str, ...]:
    table = rows(words.DATA / "headings.csv")
    return tuple(normal(row["heading"]) for row in table if row["kind"] == kind and row["field"] == "file name")


def propose(sheet: Sheet) -> Mapping:
    """The mapping that fits best. Its `doubts` say what a person should check; it may lack what the kind needs."""
    return max((_for_kind(sheet, kind) for kind in KINDS), key=lambda mapping: _score(sheet, mapping))


def certain(sheet: Sheet) -> Mapping | None:
    """The mapping that the headings alone give without doubt, with something that tells the kind; else None."""
    sure = [m for kind in KINDS if (m := _by_headings(sheet, kind)) and not m.lacks() and _tells(sheet, m)]
    best = sorted(sure, key=lambda mapping: -_told(sheet, mapping))
    if not best or (len(best) > 1 and _told(sheet, best[0]) == _told(sheet, best[1])):
        return None
    if best[0].kind == "exploitation_list" and not best[0].harm_columns:
        names_harms = all(_share(sheet, heading, _is_harm) >= _HALF for heading in best[0].columns["harms"])
        return best[0] if names_harms else None
    return best[0]


def looks_like_a_list(sheet: Sheet) -> bool:
    """Whether a person probably meant the sheet as one of these lists: it names young people and tells a kind."""
    return any(
        any(name in mapping.columns for name in WHO) and _tells(sheet, mapping)
        for mapping in (_by_headings(sheet, kind) for kind in KINDS)
    )


def propose_for_folder(folder: Path) -> list[Path]:
    """Write a proposal beside every list in the folder that has none, and give their paths; nothing is overwritten.

    Left alone: what another reader knows, sheets that Kith wrote, and sheets of which nothing tells a kind of list.
    OSError where the folder cannot be written.
    """
    made: list[Path] = []
    sheets = open_folder(folder).sheets
    others = [reader for reader in all_readers() if reader.kind != KIND]
    for sheet in sheets:
        both = (sheet, find_heading(sheet))
        if is_ours(sheet) or any(reader.claims_sheet(one) for reader in others for one in both):
            continue
        proposals = [proposal for one in both if _tells(one, proposal := propose(one))]
        path = folder / _mapping_name(sheet, sheets)
        if proposals and not path.exists():
            best = max(proposals, key=lambda proposal: len(proposal.columns))
            write_mapping(replace(best, file=sheet.file), path)
            made.append(path)
    return made


def _mapping_name(sheet: Sheet, sheets: list[Sheet]) -> str:
    """`Panel.kith.toml` for `Panel.xlsx`, or `Panel Sheet1.kith.toml` where the workbook has several sheets."""
    book, _, page = sheet.file.removesuffix("]").partition(" [")
    alone = sum(other.file.split(" [")[0] == book for other in sheets) == 1
    name = Path(book).stem if alone else f"{Path(book).stem} {page}"
    return re.sub(r'[<>:"/\\|?*]', " ", name) + SUFFIX


def is_ours(sheet: Sheet) -> bool:
    """Whether Kith wrote the sheet for a person to fill in (`Kith review key`): then it is no list."""
    return any(heading.startswith("Kith ") for heading in sheet.header)


def _by_headings(sheet: Sheet, kind: str) -> Mapping:
    """What the headings say exactly. A field that two columns claim has the first; harms have all."""
    columns: dict[str, tuple[str, ...]] = {}
    harm_columns: dict[str, str] = {}
    for heading in sheet.header:
        field = _headings(kind).get(normal(heading), ("", False))[0]
        if field == "harms" or (field and field not in columns):
            columns[field] = (*columns.get(field, ()), heading)
        elif not field and KINDS[kind].field("harms") and (harm := _harm_of(sheet, heading)):
            harm_columns[heading] = harm
    used = {heading for several in columns.values() for heading in several} | harm_columns.keys()
    return Mapping(kind, columns, harm_columns, file=sheet.file, unused=tuple(h for h in sheet.header if h not in used))


def _for_kind(sheet: Sheet, kind: str) -> Mapping:
    """What headings say, exactly or nearly, and then what the cells look like, with a doubt for each that is not exact."""
    mapping = _by_headings(sheet, kind)
    columns, doubts, left = dict(mapping.columns), dict(mapping.doubts), list(mapping.unused)
    for heading in list(left):
        near = difflib.get_close_matches(normal(heading), _headings(kind), n=1, cutoff=_CLOSE)
        field = _headings(kind)[near[0]][0] if near else ""
        if field and field not in columns:
            columns[field], doubts[field] = (heading,), "the heading is only like one that is known"
            left.remove(heading)
    for field, is_so in _BY_CELLS:
        if KINDS[kind].field(field) and field not in columns and not (field == "harms" and mapping.harm_columns):
            heading_ = next((h for h in left if _share(sheet, h, is_so) >= _MOST), None)
            if heading_ is not None:
                columns[field], doubts[field] = (heading_,), _NEVER_GUESSED
                left.remove(heading_)
    return replace(mapping, columns=columns, doubts=doubts, unused=tuple(left))


def _harm_of(sheet: Sheet, heading: str) -> str | None:
    """The harm that a yes/no column stands for, by its heading and its cells."""
    bare = re.sub(r"\b(?:y n|yes no|risk level|level of risk|risk|concern|flag|known|score)\b", " ", normal(heading))
    meanings = harm_meanings().get(normal(heading)) or harm_meanings().get(normal(bare))
    if not meanings or len({m.harm for m in meanings}) > 1 or _share(sheet, heading, _is_mark) < _HALF:
        return None
    return meanings[0].harm


def _share(sheet: Sheet, heading: str, is_so: Callable[[str], bool]) -> float:
    """Share of the column's filled cells that are so; an empty column has none, but for marks, where blank says no yes."""
    cells = sheet.frame[heading].drop_nulls().head(_LOOK_AT).to_list()
    if not cells:
        return 1.0 if is_so is _is_mark else 0.0
    return sum(map(is_so, cells)) / len(cells)


def _is_date(text: str) -> bool:
    day = parse_date(text)
    return day is not None and day.year > 1970


def _is_birth_date(text: str) -> bool:
    day = parse_date(text)
    return day is not None and 1990 <= day.year <= 2016


def _is_postcode(text: str) -> bool:
    return _POSTCODE.fullmatch(text.strip()) is not None


def _is_mark(text: str) -> bool:
    return words.plain(text) == "x" or words.mark_said(text) is not None


def _is_harm(text: str) -> bool:
    said = words.harms_said(text)
    return bool(said) and all(one.known for one in said)


_BY_CELLS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("harms", _is_harm),
    ("birth_date", _is_birth_date),
    ("from_on", _is_date),
    ("planned_from", _is_date),
    ("opened", _is_date),
    ("placement_postcode", _is_postcode),
)


def _told(sheet: Sheet, mapping: Mapping) -> int:
    """How many things tell that the list is of this kind: headings, columns of one harm each, words of the file's name."""
    known = _headings(mapping.kind)
    used = {h for several in mapping.columns.values() for h in several}
    headings = sum(known.get(normal(heading), ("", False))[1] for heading in used)
    name = f" {normal(sheet.file)} "
    named = any(f" {word} " in name for word in _file_words(mapping.kind))
    return 2 * headings + 2 * named + (len(mapping.harm_columns) > 1)


def _tells(sheet: Sheet, mapping: Mapping) -> bool:
    return _told(sheet, mapping) > 0


def _score(sheet: Sheet, mapping: Mapping) -> float:
    return 3 * _told(sheet, mapping) + len(mapping.headings()) - 0.5 * len(mapping.doubts) - 4 * len(mapping.lacks())
