"""Figures as files: the return's workbook, its report and its CSV, made from the figures that were kept."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

from django.conf import settings

from kith.dataset.dataset import Dataset
from kith.figures.measures.disclosure import Released, apply
from kith.figures.reports import drawing, page, tidy, workbook
from kith.figures.reports.gathering import Source, responsible
from kith.figures.reports.returns import Outcome
from kith.foundation.problems import RULES, Problem, Problems
from kith.record.figures.making import frame
from kith.record.figures.models import Making

FORMS = {
    "workbook": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "report": ("html", "text/html; charset=utf-8"),
    "csv": ("csv", "text/csv; charset=utf-8"),
}
"""Each kind of file with its ending and its media type."""


def released(making: Making, profile: str) -> Released:
    """The figures of a making as a profile shows them. What was hidden when they were made stays hidden."""
    return apply(frame(making.figures if profile == "internal" else making.published), profile)


def problems(making: Making) -> Problems:
    """What was wrong in the record, as often as it was met; of which row is not kept."""
    return Problems(
        Problem(RULES[rule], file, None, column)
        for rule, file, column, many in making.about["problems"]
        if rule in RULES
        for _each in range(many)
    )


def outcome(making: Making, profile: str) -> Outcome:
    """The return that the figures are."""
    about = making.about
    span = (dt.date.fromisoformat(about["span"][0]), dt.date.fromisoformat(about["span"][1])) if about["span"] else None
    return Outcome(
        responsible(settings.AUTHORITY),
        making.of,
        released(making, profile),
        Dataset({}, frozenset(about["covered"])),
        problems(making),
        [Source("Kith record", (), sum(about["rows"].values()), span)],
        Path(),
        asked=about["waiting"] if profile == "internal" else 0,
        answered=about["answered"] if profile == "internal" else 0,
        origin="record",
        to_review="Answer on the page Moves to answer, and make the figures again.",
    )


@drawing.engine()
def file(making: Making, profile: str, form: str) -> bytes:
    """One of `FORMS`, holding what the profile (internal, published) shows."""
    made = outcome(making, profile)
    if form == "report":
        return page.render(page.of_return(made)).encode()
    with tempfile.TemporaryDirectory(prefix="kith-") as place:
        path = Path(place) / "figures"
        if form == "csv":
            tidy.write_csv(path, made.released)
        else:
            workbook.write(path, made)
        return path.read_bytes()


def name(making: Making, profile: str, form: str) -> str:
    """What the file is called: `figures-2026-10-published.xlsx`."""
    return f"figures-{making.month}-{profile}.{FORMS[form][0]}"
