"""Everything that a folder holds, read and put together: the dataset, the review sheets, and what could not be used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from kith.dataset.dataset import Dataset
from kith.dataset.files import is_dataset, read_dataset
from kith.definitions.authorities import Authority, newest
from kith.definitions.authorities import authority as find_authority
from kith.figures.review import sheet as review_sheet
from kith.foundation.dates import Month, in_words
from kith.foundation.problems import Problems, Severity, rule
from kith.reading.assembly import assemble
from kith.reading.sources.extracts import REMARK, Context, Extract, Sheet
from kith.reading.sources.folder import read_folder

NOT_WANTED = rule(
    "file_not_recognised",
    Severity.WARNING,
    "This table is none that Kith knows, so nothing of it is in the figures.",
    "If it is a list that you keep, run `kith propose` on the folder, correct the mapping it writes, and run again.",
)
NOTHING_READ = rule(
    "nothing_to_count",
    Severity.ERROR,
    "No young person could be read from these files.",
    "Look at the other problems; at least one file has to hold young people.",
)
OTHER_AUTHORITY = rule(
    "dataset_of_another_authority",
    Severity.ERROR,
    "The dataset holds no rows of the authority that was named.",
    "Name the authority whose dataset this is.",
)


MONTH_NOT_COVERED = rule(
    "month_not_covered",
    Severity.WARNING,
    "The files do not speak of the whole month, so its figures may be short of people.",
    "Add the files of the year that the month lies in, or choose a month that they cover.",
)
YEARLY = ("SSDA903", "CIN census")
"""Sources that hold everybody of the years they speak of, and of earlier years only those who were still there."""


class ReturnRefused(Exception):
    """The return could not be begun; the message says what to change."""


@dataclass(frozen=True, slots=True)
class Source:
    """What one kind of source gave: `span` is the first and last day that it speaks of, None where it does not say."""

    kind: str
    files: tuple[str, ...]
    rows: int
    span: tuple[dt.date, dt.date] | None = None

    @property
    def covers(self) -> str:
        """The span in words."""
        return " to ".join(in_words(day) for day in self.span) if self.span else ""


def spoken_of(sources: Sequence[Source]) -> tuple[dt.date, dt.date] | None:
    """First and last day that all yearly sources speak of (all sources with a span where there is no yearly one).

    None where none says. The first is after the last where they have no day together.
    """
    spans = [s.span for s in sources if s.span and s.kind in YEARLY] or [s.span for s in sources if s.span]
    return (max(first for first, _ in spans), min(last for _, last in spans)) if spans else None


@dataclass(slots=True)
class Gathered:
    """What a folder held. `suggestions` are possible matches of people, still waiting for someone's answer.

    `identities` has the names that files gave, by `who` (the dataset's `person_id`), `remarks` what they say in words; empty without
    files. Never write them out.
    """

    dataset: Dataset
    problems: Problems
    sources: list[Source]
    suggestions: pl.DataFrame
    review_sheets: list[Sheet] = field(default_factory=list)
    identities: pl.DataFrame = field(default_factory=pl.DataFrame)
    remarks: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REMARK))


def responsible(code: str) -> Authority:
    """The authority that a code or name means today; ReturnRefused where it means none, or one that was divided."""
    if found := find_authority(code):
        return found
    options = sorted(filter(None, map(find_authority, newest(code))), key=lambda option: option.name)
    if options:
        names = " or ".join(f"{option.name} ({option.code})" for option in options)
        raise ReturnRefused(f"That authority was divided. Choose {names}.")
    raise ReturnRefused(
        "That is no authority of England or Wales. Give its code (E09000012), its DfE number (204) or its name."
    )


def gather(
    folder: Path,
    authority: str,
    month: Month,
    *,
    child_on_child_outside: bool = False,
    earlier: Iterable[Sheet] = (),
    meanwhile: Callable[[], None] = lambda: None,
) -> Gathered:
    """Read `folder` for one authority and month. `earlier` are sheets of matches answered in an earlier run.

    `meanwhile` is done before what a process beside this one reads is waited for.

    Problems in the files are collected, never raised; ReturnRefused where the authority is not one.
    """
    who = responsible(authority)
    if is_dataset(folder):
        meanwhile()
        return _of_dataset(folder, who, month)
    context = Context(who.code, month.last, child_on_child_outside)
    read = read_folder(folder, context, meanwhile=meanwhile)
    problems = Problems(read.problems)
    for extract in read.extracts:
        problems.extend(extract.problems)
    assembled = assemble(read.extracts, [*read.unclaimed, *earlier], context)
    problems.extend(assembled.problems)
    reviews = [sheet for sheet in assembled.unclaimed if review_sheet.claims(sheet)]
    for sheet in assembled.unclaimed:
        if sheet not in reviews and not sheet.frame.is_empty():
            problems.add(NOT_WANTED, sheet.file)
    for xml in read.unclaimed_xml:
        problems.add(NOT_WANTED, xml.file)
    if assembled.dataset["people"].is_empty():
        problems.add(NOTHING_READ, folder.name)
    sources = [_source(extract) for extract in read.extracts]
    span = spoken_of(sources)
    _tell_month(span, month, folder, problems)
    dataset = Dataset(assembled.dataset.tables, assembled.dataset.covered, span)
    return Gathered(dataset, problems, sources, assembled.suggestions, reviews, assembled.identities, assembled.remarks)


def _of_dataset(folder: Path, who: Authority, month: Month) -> Gathered:
    dataset, problems = read_dataset(folder)
    rows_of_own = {name: frame.filter(pl.col("authority") == who.code) for name, frame in dataset.tables.items()}
    own = Dataset(rows_of_own, dataset.covered, dataset.span)
    if own["people"].is_empty():
        problems.add(NOTHING_READ if dataset["people"].is_empty() else OTHER_AUTHORITY, folder.name)
    rows = sum(frame.height for frame in own.tables.values())
    _tell_month(dataset.span, month, folder, problems)
    return Gathered(own, problems, [Source("Kith dataset", (folder.name,), rows, dataset.span)], pl.DataFrame())


def _tell_month(span: tuple[dt.date, dt.date] | None, month: Month, folder: Path, problems: Problems) -> None:
    if span and not span[0] <= month.first <= month.last <= span[1]:
        problems.add(MONTH_NOT_COVERED, folder.name)


def _source(extract: Extract) -> Source:
    rows = sum(frame.height for frame in extract.tables.values())
    return Source(extract.kind, tuple(extract.files), rows, extract.covers)
