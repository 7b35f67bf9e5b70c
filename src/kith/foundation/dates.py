"""Dates as people in England and Wales write them, months as reporting periods, and ages that law would agree with."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?$")
_BRITISH = re.compile(r"(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4}|\d{2})(?:[T ]+\d{1,2}:\d{2}.*)?$")
_WORDS = re.compile(
    r"(?:[a-z]+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s\-/]+(?:of\s+)?([a-z]{3,9})\.?,?[\s\-/]+(\d{4}|\d{2})$",
    re.IGNORECASE,
)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?$")
_EXCEL_EPOCH = dt.date(1899, 12, 30)
_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}


def parse_date(text: str, pivot: int = 40) -> dt.date | None:
    """Read one date in the forms met in authorities' files; None when it is not a date.

    Day before month always: 03/04/2019 is 3 April. ISO dates, dates with a time, `3 Apr 2019`, `3rd April 2019` and
    the day numbers that Excel leaves behind (five digits) are read too. A two-digit year below `pivot` is of this century.
    """
    text = text.strip()
    if match := _ISO.match(text):
        year, month, day = (int(part) for part in match.groups())
    elif match := _BRITISH.match(text):
        day, month, year = (int(part) for part in match.groups())
        year = _century(year, match.group(3), pivot)
    elif match := _WORDS.match(text):
        day, month = int(match.group(1)), _MONTHS.get(match.group(2).lower(), 0)
        year = _century(int(match.group(3)), match.group(3), pivot)
    elif _SERIAL.match(text):
        return _EXCEL_EPOCH + dt.timedelta(days=int(float(text)))
    else:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _century(year: int, written: str, pivot: int) -> int:
    if len(written) == 4:
        return year
    return year + (2000 if year < pivot else 1900)


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month, the period that figures are made for."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1 <= self.month <= 12 and 1900 <= self.year <= 2200):
            raise ValueError("a month is written like 2019-09")

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read `2019-09`; ValueError with a plain sentence for anything else."""
        match = re.fullmatch(r"(\d{4})-(\d{1,2})", text.strip())
        if not match:
            raise ValueError("a month is written like 2019-09")
        return cls(int(match.group(1)), int(match.group(2)))

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, self.month, 1)

    @property
    def last(self) -> dt.date:
        return dt.date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    @property
    def index(self) -> int:
        """Months since the year 0, so that months can be counted and compared as whole numbers."""
        return self.year * 12 + self.month - 1

    def __add__(self, months: int) -> Month:
        year, month = divmod(self.index + months, 12)
        return Month(year, month + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def words(self) -> str:
        return f"{calendar.month_name[self.month]} {self.year}"


def years_before(day: dt.date, years: int) -> dt.date:
    """The same day `years` earlier; 29 February becomes 28 February where there is none.

    A person is at least `years` old on `day` exactly when born on or before this date (someone born on 29 February
    comes of age on 1 March in other years, as English law has it).
    """
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day of the month `months` earlier, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def age_on(day: dt.date, born: dt.date) -> int:
    """Completed years on `day`."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def in_words(day: dt.date) -> str:
    """`3 March 2020`, as people say it (no leading nought; the same on every system)."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"
