"""Dates as people in England and Wales write them, months as reporting periods, ages and working days that law would agree with."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

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


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day of the month `months` later, or that month's last day where it is shorter.

    31 January and one month is 28 February (29 in a leap year): the corresponding date rule of *Dodds v Walker* [1981]
    1 WLR 1027, and of a month under Schedule 1 of the Interpretation Act 1978.
    """
    return months_before(day, -months)


def age_on(day: dt.date, born: dt.date) -> int:
    """Completed years on `day`."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def in_words(day: dt.date) -> str:
    """`3 March 2020`, as people say it (no leading nought; the same on every system)."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


LONDON = ZoneInfo("Europe/London")
"""The zone in which an instant has its date, in all four nations."""


class Nation(StrEnum):
    """A part of the United Kingdom with bank holidays of its own; ANY is a day kept in at least one of them."""

    ENGLAND = "england"
    WALES = "wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern_ireland"
    ANY = "any"


_PARTS = {Nation.ENGLAND: "ENG", Nation.WALES: "WLS", Nation.SCOTLAND: "SCT", Nation.NORTHERN_IRELAND: "NIR"}
_SATURDAY = 5


@lru_cache(maxsize=512)
def bank_holidays(year: int, nation: Nation) -> frozenset[dt.date]:
    """The bank and public holidays of `nation` in `year`, days given in lieu and by proclamation among them.

    Years to come hold what is known today: a holiday proclaimed later must be given to the functions below as `extra`.
    Source: the `holidays` library, after the Banking and Financial Dealings Act 1971 and royal proclamations.
    """
    if nation is Nation.ANY:
        return frozenset().union(*(bank_holidays(year, part) for part in _PARTS))
    import holidays  # takes a tenth of a second, and few commands need it

    return frozenset(holidays.country_holidays("GB", subdiv=_PARTS[nation], years=year))


def is_working_day(day: dt.date, nation: Nation, extra: Collection[dt.date] = ()) -> bool:
    """Whether `day` is neither Saturday, Sunday, a bank holiday of `nation` nor one of the `extra` days.

    The working day of the Care Planning, Placement and Case Review (England) Regulations 2010, reg 2(1), and of section
    10(6) of the Freedom of Information Act 2000 with `Nation.ANY`.
    """
    return day.weekday() < _SATURDAY and day not in extra and day not in bank_holidays(day.year, nation)


def add_working_days(day: dt.date, days: int, nation: Nation, extra: Collection[dt.date] = ()) -> dt.date:
    """The last of the `days` working days that follow `day`, which does not itself count; `day` itself for none.

    ValueError for fewer than none.
    """
    if days < 0:
        raise ValueError("working days are counted forwards: give 0 or more")
    while days:
        day += dt.timedelta(days=1)
        days -= is_working_day(day, nation, extra)
    return day


def working_day_from(day: dt.date, nation: Nation, extra: Collection[dt.date] = ()) -> dt.date:
    """`day` where it is a working day, else the next that is."""
    while not is_working_day(day, nation, extra):
        day += dt.timedelta(days=1)
    return day


def working_days_between(first: dt.date, last: dt.date, nation: Nation, extra: Collection[dt.date] = ()) -> int:
    """How many working days follow `first` up to and with `last`; none where `last` is not later."""
    span = (first + dt.timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(is_working_day(day, nation, extra) for day in span)


def add_hours(instant: dt.datetime, hours: float) -> dt.datetime:
    """`hours` of time that passes, in Europe/London: 72 hours over a change of the clocks are 72 hours, not three days.

    ValueError for an instant without a zone, which nobody can place.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return (instant.astimezone(dt.UTC) + dt.timedelta(hours=hours)).astimezone(LONDON)


def london_date(instant: dt.datetime) -> dt.date:
    """The date in Europe/London of an instant; ValueError for one without a zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return instant.astimezone(LONDON).date()
