"""The return: from a folder of an authority's own files to its relocation figures, in one go."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from kith.dataset.dataset import Dataset
from kith.definitions.authorities import Authority
from kith.figures.measures import disclosure
from kith.figures.measures.coverage import only_covered, only_since
from kith.figures.measures.engines import Engine
from kith.figures.measures.series import series
from kith.figures.measures.snapshot import Snapshot, snapshot
from kith.figures.reports import drawing, page, tidy, workbook
from kith.figures.reports.gathering import Gathered, ReturnRefused, Source, gather, responsible
from kith.figures.review import sheet
from kith.figures.review.candidates import candidates
from kith.figures.review.decisions import Decision, apply
from kith.foundation.dates import Month
from kith.foundation.outputs import whole_folder
from kith.foundation.problems import Problems
from kith.reading.linkage import write_matches
from kith.reading.sources.extracts import Sheet
from kith.reading.sources.opening import open_file

__all__ = ["Outcome", "ReturnRefused", "count", "gather", "make_return"]

REVIEW = "review.xlsx"
MATCHES = "matches.xlsx"
BASIS = "basis.csv"
PERSONAL = (REVIEW, MATCHES, BASIS)
"""Files that name young people, of an internal return alone."""

Progress = Callable[[str], None]
"""Told the name of each step as it begins."""


@dataclass(slots=True)
class Outcome:
    """What a return gave: its released figures, the problems met, and how the review stands.

    `asked` moves wait for an answer, `answered` have one; `matches` people of lists wait to be matched; `seconds` is how
    long it took. `origin` says what it was made from, `to_review` how moves that wait are answered.
    """

    authority: Authority
    month: Month
    released: disclosure.Released
    dataset: Dataset
    problems: Problems
    sources: list[Source]
    folder: Path
    notice: str = ""
    asked: int = 0
    answered: int = 0
    matches: int = 0
    seconds: float = 0.0
    origin: str = "own files"
    to_review: str = "Fill in review.xlsx and run the same command again."

    @property
    def report(self) -> Path:
        return self.folder / "report.html"


@drawing.engine(at_once=False)  # at first a census is read on the other processor
def make_return(
    folder: Path,
    authority: str,
    month: Month,
    out: Path,
    *,
    profile: str = "internal",
    review: Path | None = None,
    months: int = 12,
    engine: Engine = "polars",
    everyone: bool = False,
    child_on_child_outside: bool = False,
    notice: str = "",
    tell: Progress = lambda step: None,
) -> Outcome:
    """Read `folder`, count, and write the return to `out`, whole or not at all.

    `folder` holds an authority's files, or a dataset. `review` is a filled-in review sheet, or the folder of another
    return whose answers are taken, besides what an earlier run left in `out`. `months` is the length of the monthly series; `notice` stands at the top of the report. Raises ReturnRefused, or OutputRefused where `out`
    cannot be written. Problems in the files are in the outcome, never raised.
    """
    began = time.monotonic()
    who = responsible(authority)
    if profile != "internal" and (personal := [name for name in PERSONAL if (out / name).exists()]):
        raise ReturnRefused(
            f"{out.name} holds {personal[0]} of an internal return, which names young people: what is handed on needs a folder "
            f"of its own. Choose another --out, and take the answers along with --review {out}."
        )
    tell("Reading the files")
    problems = Problems()
    folders = [out, review] if review and review.is_dir() else [out]
    earlier = [sheet for place in folders for sheet in _sheets(place / MATCHES, problems)]
    problems_of_answers = Problems()
    answered_before = _sheets(out / REVIEW, problems_of_answers)
    gathered = gather(
        folder,
        who.code,
        month,
        child_on_child_outside=child_on_child_outside,
        earlier=earlier,
        meanwhile=_make_ready,
    )
    problems.extend([*gathered.problems, *problems_of_answers])
    tell("Taking in the review")
    asked_for = review / REVIEW if review and review.is_dir() else review
    given = [*answered_before, *gathered.review_sheets, *_sheets(asked_for, problems)]
    told, review_problems = sheet.read([found for found in given if sheet.claims(found)])
    problems.extend(review_problems)
    asked_about = candidates(gathered.dataset, month, everyone=everyone)
    dataset, without_move = apply(gathered.dataset, told)
    for _ in without_move:
        problems.add(sheet.DECISION_WITHOUT_MOVE, REVIEW)
    tell("Counting")
    counted, release = count(dataset, month, months=months, engine=engine)
    released = disclosure.apply(release, profile)
    tell("Writing")
    outcome = Outcome(who, month, released, dataset, problems, gathered.sources, out, notice)
    outcome.matches = waiting(gathered.suggestions)
    if released.profile.key == "internal":
        outcome.asked, outcome.answered = sheet.standing(asked_about, told)
    with whole_folder(out) as stage:
        shown = page.of_return(outcome)
        page.draw_ahead(shown)
        _tables(stage, outcome, asked_about, told, gathered, counted.basis)
        (stage / "report.html").write_text(page.render(shown), encoding="utf-8")
    outcome.seconds = time.monotonic() - began
    return outcome


def _make_ready() -> None:
    """What writing will need, while a census is being waited for: this process and often a processor are idle then."""
    drawing.begin()
    import xlsxwriter  # noqa: F401

    page.template()


def count(
    dataset: Dataset, month: Month, *, months: int = 12, engine: Engine = "polars"
) -> tuple[Snapshot, pl.DataFrame]:
    """What a return is made from: the month as counted, and the release of its figures with the months before (FIGURES)."""
    counted = snapshot(dataset.tables, month, engine=engine)
    history = series(dataset.tables, month + (1 - months), month).filter(pl.col("period") != str(month))
    if dataset.span:
        history = only_since(history, dataset.span[0])
    return counted, only_covered(pl.concat([counted.figures, history]), dataset.covered)


def waiting(suggestions: pl.DataFrame) -> int:
    """How many suggestions of matches nobody has decided; the others are kept for the next time."""
    if suggestions.is_empty():
        return 0
    return suggestions.filter(pl.col("answer").is_null() | (pl.col("answer") == "not_sure")).height


def _sheets(path: Path | None, problems: Problems) -> list[Sheet]:
    """The sheets of a workbook that people gave back, none where there is no such file."""
    if path is None or not path.is_file():
        return []
    opened = open_file(path)
    problems.extend(opened.problems)
    return list(opened.sheets)


def _tables(
    stage: Path,
    outcome: Outcome,
    asked_about: pl.DataFrame,
    told: list[Decision],
    gathered: Gathered,
    basis: pl.DataFrame,
) -> None:
    """Everything but the page; what names young people only in an internal return."""
    if outcome.released.profile.key == "internal":
        sheet.write(stage / REVIEW, asked_about, told, outcome.month)
        # An earlier sheet whose questions have gone is replaced too, else it would ask for ever.
        if gathered.suggestions.height or (gathered.suggestions.width and (outcome.folder / MATCHES).is_file()):
            write_matches(stage / MATCHES, gathered.suggestions)
        basis.sort("authority", "person_id").write_csv(stage / BASIS)
    about = {
        "authority": outcome.authority.code,
        "name": outcome.authority.name,
        "month": str(outcome.month),
        "review": {"waiting": outcome.asked, "answered": outcome.answered},
        "sources": [{"kind": s.kind, "files": s.files, "rows": s.rows, "covers": s.covers} for s in outcome.sources],
        "problems": len(outcome.problems),
    }
    tidy.write_csv(stage / "figures.csv", outcome.released)
    tidy.write_json(stage / "figures.json", outcome.released, about)
    tidy.write_problems(stage / "problems.csv", outcome.problems)
    workbook.write(stage / "return.xlsx", outcome)
