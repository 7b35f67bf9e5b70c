"""A folder of an authority's files, read in one go: each sheet goes to the reader that knows it, and nothing stops the rest."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, runtime_checkable

from kith.foundation.problems import Detail, Problem, Problems, Severity, rule
from kith.reading.sources import beside
from kith.reading.sources.extracts import Context, Extract, Reader, Sheet, XmlFile
from kith.reading.sources.opening import Progress, find_heading, open_file, open_folder

READERS = (
    "kith.reading.sources.ssda903",
    "kith.reading.sources.cin",
    "kith.reading.sources.annex_a",
    "kith.reading.sources.lists",
)
"""Modules with a `READER`, the most specific first: where two claim a sheet, the earlier reads it."""

UNSURE = "unsure"
"""The part that a reader names where it takes a sheet only if nobody else knows it."""

TWO_READERS = rule(
    "claimed_twice",
    Severity.WARNING,
    "The file looks like more than one kind of source.",
    "If the wrong one was taken, rename the columns that mislead, or keep the file out of the folder.",
)
READER_FAILED = rule(
    "source_unreadable",
    Severity.ERROR,
    "A kind of source could not be read for a reason that was not foreseen; the other kinds were.",
    "Report the fault (without the files), and run again without the files of this kind.",
)


@runtime_checkable
class FolderReader(Protocol):
    """A reader that takes more from the folder than sheets, such as the mappings that lie in it."""

    def of_folder(self, folder: Path) -> Reader:
        """The same reader, knowing the folder."""


@dataclass(slots=True)
class Read:
    """What a folder gave. `problems` are those of opening and sharing out; each extract has its own beside."""

    extracts: list[Extract] = field(default_factory=list)
    unclaimed: list[Sheet] = field(default_factory=list)  # for later stages: directories, review sheets, matches
    unclaimed_xml: list[XmlFile] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)

    def every_problem(self) -> list[Problem]:
        """The folder's problems and those of all extracts."""
        return [*self.problems, *(problem for extract in self.extracts for problem in extract.problems)]


def read_folder(
    folder: Path,
    context: Context,
    readers: Sequence[Reader] | None = None,
    progress: Progress | None = None,
    meanwhile: Callable[[], None] = lambda: None,
) -> Read:
    """Open the folder and give each file to its reader. Never raises for what is in the files.

    `progress` is called with a file's name (while opening) or a reader's kind (while reading), how many are done, of how many.
    `meanwhile` is called once, when nothing is left to read but what a process beside this one may be reading.
    """
    outside = context.child_on_child_outside
    with beside.ahead(folder, context.authority, context.as_of, child_on_child_outside=outside):
        return _read_folder(folder, context, readers or all_readers(), progress, meanwhile)


def _read_folder(
    folder: Path,
    context: Context,
    readers: Sequence[Reader],
    progress: Progress | None,
    meanwhile: Callable[[], None],
) -> Read:
    known = [reader.of_folder(folder) if isinstance(reader, FolderReader) else reader for reader in readers]
    opened = open_folder(folder, progress)
    result = Read(problems=opened.problems)
    xmls: list[list[XmlFile]] = [[] for _ in known]
    twice = Problems()
    for xml in opened.xmls:
        claims = [place for place, reader in enumerate(known) if reader.claims_xml(xml)]
        _tell_if_two(xml.file, claims, known, twice)
        (xmls[claims[0]] if claims else result.unclaimed_xml).append(xml)
    sheets: list[list[tuple[str, Sheet]]] = [[] for _ in known]
    for sheet in opened.sheets:
        if claim := _claim_anywhere(sheet, known, result.problems):
            place, part, found = claim
            sheets[place].append((part, found))
        else:
            result.unclaimed.append(sheet)
    result.problems.extend(twice)
    extracts: dict[int, Extract] = {}
    wanted = [p for p, reader in enumerate(known) if sheets[p] or xmls[p] or isinstance(reader, FolderReader)]
    beside_too = {place for place in wanted if xmls[place] and not sheets[place] and beside.is_reading()}

    def read(place: int) -> None:
        reader = known[place]
        if progress:
            progress(reader.kind, place, len(known))
        made = beside.extract(reader, xmls[place], context) if place in beside_too else None
        extracts[place] = made or read_safely(reader, sheets[place], xmls[place], context)

    for place in wanted:
        if place not in beside_too:
            read(place)
    meanwhile()
    for place in sorted(beside_too):
        read(place)
    # A mapping with mistakes is told of even where no list is left to read.
    result.extracts = [made for _, made in sorted(extracts.items()) if made.files or made.problems]
    return result


def who_reads_the_largest(markup: Sequence[Path]) -> tuple[str, list[XmlFile]] | None:
    """The reader (of `READERS`) that knows the largest of the files, and all that it would be given of them."""
    largest = max(markup, key=lambda path: path.stat().st_size)
    left = [xml for path in markup for xml in open_file(path).xmls]
    for name in READERS:
        mine = [xml for xml in left if reader_called(name).claims_xml(xml)]
        if any(xml.path == largest for xml in mine):
            return name, mine
        left = [xml for xml in left if xml not in mine]
    return None


def reader_called(module: str) -> Reader:
    """The reader of one of `READERS`."""
    reader: Reader = importlib.import_module(module).READER
    return reader


def all_readers() -> list[Reader]:
    """Every reader there is, imported when first needed."""
    return [reader_called(name) for name in READERS]


def _claim_anywhere(sheet: Sheet, readers: Sequence[Reader], problems: Problems) -> tuple[int, str, Sheet] | None:
    """Who reads the sheet as it stands, or else from the row that looks like its heading (a title above the table)."""
    if claim := _claim(sheet, readers, problems):
        return claim
    lower = find_heading(sheet)
    return _claim(lower, readers, problems) if lower is not sheet else None


def _claim(sheet: Sheet, readers: Sequence[Reader], problems: Problems) -> tuple[int, str, Sheet] | None:
    claims = [(place, part, sheet) for place, reader in enumerate(readers) if (part := reader.claims_sheet(sheet))]
    sure = [claim for claim in claims if claim[1] != UNSURE]
    _tell_if_two(sheet.file, [place for place, _, _ in sure], readers, problems)
    return next(iter(sure or claims), None)


def _tell_if_two(file: str, claims: list[int], readers: Sequence[Reader], problems: Problems) -> None:
    if len(claims) > 1:
        kinds = [readers[place].kind for place in claims]
        problems.add(
            TWO_READERS,
            file,
            detail=Detail("It was read as {kind}, not as {others}.", kind=kinds[0], others=", ".join(kinds[1:])),
        )


def read_safely(reader: Reader, sheets: list[tuple[str, Sheet]], xmls: list[XmlFile], context: Context) -> Extract:
    """What the reader gives; a fault of ours in it is a problem of its files, so that the other kinds are still read."""
    try:
        return reader.read(sheets, xmls, context)
    except Exception:
        files = [*(sheet.file for _, sheet in sheets), *(xml.file for xml in xmls)]
        problems = Problems(
            [Problem(READER_FAILED, file, detail=Detail("Kind: {kind}.", kind=reader.kind)) for file in files]
        )
        return Extract(reader.kind, files, problems=problems)
