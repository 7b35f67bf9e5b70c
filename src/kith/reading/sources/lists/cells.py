"""A list's columns as dates, states, codes and texts, each distinct value looked up once and every doubt told by row."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

from kith.foundation.dates import parse_date
from kith.foundation.problems import Problems, Rule
from kith.reading.sources.extracts import ROW, Context, Sheet
from kith.reading.sources.lists import rules, words
from kith.reading.sources.lists.kinds import KINDS
from kith.reading.sources.lists.mapping import Mapping

_EARLIEST = dt.date(1980, 1, 1)  # nobody younger than 26 was born before, on any day that the figures are made for
_AHEAD = 25  # years after the return's last day that a planned end may lie
_NOT_A_DAY = frozenset(
    {"", "n a", "na", "tbc", "tba", "ongoing", "current", "present", "open", "none", "nk", "unknown", "not known"}
)
_NOT_A_DAY_SIGNS = frozenset({"-", "–", "?", "n/a"})


@dataclass(frozen=True, slots=True)
class Cells:
    """One sheet as its mapping reads it. Every method gives a series as long as the sheet, null where nothing is said."""

    sheet: Sheet
    mapping: Mapping
    context: Context
    problems: Problems
    _rows: pl.Series = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_rows", self.sheet.frame[ROW])

    @property
    def rows(self) -> pl.Series:
        return self._rows

    def text(self, name: str) -> pl.Series:
        """The cells as they are; the constant where there is no column."""
        heading = self.heading(name)
        if heading is not None:
            return self.sheet.frame[heading].alias(name)
        return pl.Series(name, [self.mapping.constants.get(name)] * len(self._rows), dtype=pl.String)

    def heading(self, name: str) -> str | None:
        headings = self.mapping.columns.get(name)
        return headings[0] if headings else None

    def date(self, name: str) -> pl.Series:
        """Dates; what is none, or cannot be meant, is a problem and null."""
        texts = self.text(name)
        found = {text: parse_date(text) for text in texts.unique().drop_nulls().to_list()}
        latest = self.context.as_of.replace(year=self.context.as_of.year + _AHEAD, day=1)
        likely = {text: day for text, day in found.items() if day is not None and _EARLIEST <= day <= latest}
        wrong = [text for text, day in found.items() if day is None and not _means_no_day(text)]
        self.tell(rules.NOT_A_DATE, texts.is_in(wrong), name)
        self.tell(
            rules.UNLIKELY_DATE, texts.is_in([t for t, d in found.items() if d is not None and t not in likely]), name
        )
        return texts.replace_strict(likely, default=None, return_dtype=pl.Date)

    def state(self, name: str) -> pl.Series:
        """yes, no, not_known; null for a blank."""
        texts = self.text(name)
        marks = {text: words.state_said(text) for text in texts.unique().drop_nulls().to_list()}
        return self._looked_up(name, texts, with_crosses(marks), "not_known")

    def code(self, name: str, unknown: str | None = None) -> pl.Series:
        """Keys of the field's code list; an unknown word is a problem and becomes `unknown`. Null for a blank."""
        field_ = KINDS[self.mapping.kind].field(name)
        known = words.meanings(field_.holds) if field_ else {}
        texts = self.text(name)
        return self._looked_up(
            name, texts, {t: known.get(words.plain(t)) for t in texts.unique().drop_nulls().to_list()}, unknown
        )

    def number(self, name: str) -> pl.Series:
        """Numbers of nought or more, with a unit behind them or not (`12.5 hrs`); what is none is a problem and null."""
        texts = self.text(name)
        found = {text: number_said(text) for text in texts.unique().drop_nulls().to_list()}
        wrong = [text for text, number in found.items() if number is None and not _means_no_day(text)]
        self.tell(rules.NOT_A_NUMBER, texts.is_in(wrong), name)
        return texts.replace_strict(found, default=None, return_dtype=pl.Float64)

    def _looked_up(self, name: str, texts: pl.Series, found: dict[str, str | None], unknown: str | None) -> pl.Series:
        local = self.mapping.values.get(name, {})
        keys = {text: local.get(words.plain(text), key) for text, key in found.items()}
        self.tell(rules.UNKNOWN_WORD, texts.is_in([text for text, key in keys.items() if key is None]), name)
        made = {text: key if key is not None else unknown for text, key in keys.items()}
        return texts.replace_strict(made, default=None, return_dtype=pl.String)

    def tell(self, rule: Rule, where: pl.Series, name: str | None = None, heading: str | None = None) -> None:
        """A problem for each row where it is so, at the column of this field."""
        heading = heading or (self.heading(name) if name else None)
        rows = self._rows.filter(where.fill_null(value=False)).to_list()
        self.problems.add_rows(rule, self.sheet.file, rows, heading)


_NUMBER = re.compile(
    r"(\d{1,4}(?:\.\d{1,3})?)\s*(?:h|hrs?|hours?|days?|d)?(?:\s*(?:/|per|a|p)\s*(?:w|wk|week))?",
    re.IGNORECASE | re.ASCII,
)


def number_said(text: str) -> float | None:
    """A plain number, its unit apart; None for anything else, a fraction or a range among them."""
    found = _NUMBER.fullmatch(text.strip())
    return float(found[1]) if found else None


def _means_no_day(text: str) -> bool:
    return words.plain(text) in _NOT_A_DAY or text.casefold() in _NOT_A_DAY_SIGNS


def with_crosses(marks: dict[str, str | None]) -> dict[str, str | None]:
    """Marks of one column, with a lone x read: yes where the column has no other yes, else not known (it may be a cross)."""
    cross: str = "not_known" if "yes" in marks.values() else "yes"
    return {text: cross if words.plain(text) == "x" and mark is None else mark for text, mark in marks.items()}


def looked_up(texts: pl.Series, find: Callable[[str], str | None]) -> pl.Series:
    """Each distinct text looked up once."""
    found = {text: find(text) for text in texts.unique().drop_nulls().to_list()}
    return texts.replace_strict(found, default=None, return_dtype=pl.String)
