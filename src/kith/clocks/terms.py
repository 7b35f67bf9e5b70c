"""School days, from the term dates that an authority gives: nobody else can know them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kith.foundation.dates import Nation, is_working_day, parse_date
from kith.foundation.problems import Problems, Severity, rule

UNREADABLE = rule(
    "terms.unreadable",
    Severity.ERROR,
    "The term dates could not be read.",
    "Give a TOML file of [[term]] and [[closed]] tables with from and to, or a CSV file with the columns kind, from and to.",
)
DATES = rule(
    "terms.dates",
    Severity.ERROR,
    "A term or a closure needs a first day and a last day, in that order, and not over a year apart.",
    "Write both days, the first no later than the last.",
)
OVERLAP = rule(
    "terms.overlap",
    Severity.ERROR,
    "Two terms overlap.",
    "Correct the dates of one; a half-term is a closure within a term.",
)
NONE = rule("terms.none", Severity.ERROR, "There is no term in the file.", "Write at least one term.")

_MOST_BYTES = 1_000_000
_LONGEST = dt.timedelta(days=366)
_LONGEST_HOLIDAY = dt.timedelta(weeks=10)
Span = tuple[dt.date, dt.date]


class TermsUnknown(Exception):
    """The term dates known do not reach as far as a count needs."""


@dataclass(frozen=True, slots=True)
class TermCalendar:
    """Terms in order, and closures within them (half-terms, training days); both ends of a span count."""

    terms: tuple[Span, ...]
    closed: tuple[Span, ...] = ()

    def is_school_day(self, day: dt.date, nation: Nation, extra: Collection[dt.date] = ()) -> bool:
        """Whether `day` lies in a term, is no closure, and is a working day of `nation`. TermsUnknown outside what is given."""
        if not self._is_told(day):
            raise TermsUnknown
        return _within(day, self.terms) and not _within(day, self.closed) and is_working_day(day, nation, extra)

    def _is_told(self, day: dt.date) -> bool:
        """Whether `day` lies in a term or in a holiday between two; a gap of over ten weeks is a year that is missing."""
        if not self.terms or not self.terms[0][0] <= day <= self.terms[-1][1]:
            return False
        gaps = ((one[1], other[0]) for one, other in itertools.pairwise(self.terms))
        return not any(end < day < start and start - end > _LONGEST_HOLIDAY for end, start in gaps)

    def end_of_term_after(self, day: dt.date) -> dt.date:
        """The last day of the term that follows the one in which `day` lies, or of the next one between terms."""
        if not self._is_told(day):
            raise TermsUnknown
        begun = [n for n, (first, _) in enumerate(self.terms) if first <= day][-1]
        if begun + 1 < len(self.terms):
            return self.terms[begun + 1][1]
        raise TermsUnknown


def _within(day: dt.date, spans: Iterable[Span]) -> bool:
    return any(first <= day <= last for first, last in spans)


def read_terms(path: Path) -> tuple[TermCalendar, Problems]:
    """The calendar in a TOML or CSV file, and all that is wrong with it; an empty calendar where nothing could be read."""
    problems = Problems()
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ValueError
        text = path.read_text(encoding="utf-8-sig")
        found = _from_csv(text) if path.suffix.lower() == ".csv" else _from_toml(text)
    except (OSError, ValueError, csv.Error, RecursionError):  # a decoding error of TOML or of text is a ValueError
        problems.add(UNREADABLE, path.name)
        return TermCalendar(()), problems
    spans: dict[str, list[Span]] = {"term": [], "closed": []}
    for row, kind, first, last in found:
        if kind not in spans:
            problems.add(UNREADABLE, path.name, row=row, column="kind")
        elif first is None or last is None or not first <= last <= first + _LONGEST:
            problems.add(DATES, path.name, row=row)
        else:
            spans[kind].append((first, last))
    terms = sorted(spans["term"])
    if any(later[0] <= earlier[1] for earlier, later in itertools.pairwise(terms)):
        problems.add(OVERLAP, path.name)
    if not terms:
        problems.add(NONE, path.name)
    return TermCalendar(tuple(terms), tuple(sorted(spans["closed"]))), problems


Row = tuple[int | None, str, dt.date | None, dt.date | None]


def _from_csv(text: str) -> list[Row]:
    reader = csv.DictReader(io.StringIO(text))
    if not {"kind", "from", "to"} <= set(reader.fieldnames or ()):
        raise ValueError
    return [
        (n, (row["kind"] or "").strip(), _date(row["from"]), _date(row["to"])) for n, row in enumerate(reader, start=2)
    ]


def _from_toml(text: str) -> list[Row]:
    tables = tomllib.loads(text)
    found: list[Row] = []
    for kind, entries in tables.items():
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise ValueError
        found += [(None, kind, _date(entry.get("from")), _date(entry.get("to"))) for entry in entries]
    return found


def _date(value: Any) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    return value if isinstance(value, dt.date) else parse_date(str(value or ""))
