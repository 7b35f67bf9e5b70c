"""When a limit is up: hours that pass, and days counted as the law of a nation counts them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from kith.clocks.declarations import Limit, Unit
from kith.clocks.terms import TermCalendar, TermsUnknown
from kith.foundation.dates import (
    LONDON,
    Nation,
    add_hours,
    add_working_days,
    london_date,
    months_after,
    working_day_from,
)

When = dt.date | dt.datetime
"""A date in Europe/London, or an instant with its zone."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Whose bank holidays count, days proclaimed beside them, and the school terms where they are known."""

    nation: Nation
    extra: frozenset[dt.date] = field(default_factory=frozenset)
    terms: TermCalendar | None = None

    def add(self, start: When, limit: Limit, first_day_counts: bool = False) -> When:
        """The last day, or for hours the instant, within `limit` of `start`.

        Months and years end on the corresponding date; someone born on 29 February comes of age on 1 March in other
        years. Hours from a mere date run from its first moment, so that none is given away. TermsUnknown where school
        days are counted and the terms are not known so far.
        """
        if limit.unit is Unit.HOURS:
            return add_hours(instant(start), limit.number)
        return _ADD[limit.unit](self, day_of(start), limit.number, first_day_counts)

    def next_working_day(self, day: When) -> dt.date:
        """The day itself where it is a working day."""
        return working_day_from(day_of(day), self.nation, self.extra)

    def _school_days(self, day: dt.date, number: int, first_day_counts: bool) -> dt.date:
        if self.terms is None:
            raise TermsUnknown
        day -= dt.timedelta(days=first_day_counts)
        while number:
            day += dt.timedelta(days=1)
            number -= self.terms.is_school_day(day, self.nation, self.extra)
        return day

    def _working_days(self, day: dt.date, number: int, first_day_counts: bool) -> dt.date:
        return add_working_days(day - dt.timedelta(days=first_day_counts), number, self.nation, self.extra)

    def _terms(self, day: dt.date, number: int, _first_day_counts: bool) -> dt.date:
        for _ in range(number):
            if self.terms is None:
                raise TermsUnknown
            day = self.terms.end_of_term_after(day)
        return day


def _years(day: dt.date, number: int) -> dt.date:
    try:
        return day.replace(year=day.year + number)
    except ValueError:
        return dt.date(day.year + number, 3, 1)


_ADD: dict[Unit, Callable[[Calendar, dt.date, int, bool], dt.date]] = {
    Unit.DAYS: lambda _, day, n, first: day + dt.timedelta(days=n - first),
    Unit.WEEKS: lambda _, day, n, first: day + dt.timedelta(days=7 * n - first),
    Unit.MONTHS: lambda _, day, n, first: months_after(day, n) - dt.timedelta(days=first),
    Unit.YEARS: lambda _, day, n, first: _years(day, n) - dt.timedelta(days=first),
    Unit.WORKING_DAYS: Calendar._working_days,
    Unit.SCHOOL_DAYS: Calendar._school_days,
    Unit.TERMS: Calendar._terms,
}


def day_of(when: When) -> dt.date:
    """The date in Europe/London."""
    return london_date(when) if isinstance(when, dt.datetime) else when


def instant(when: When) -> dt.datetime:
    """The instant, or a date's first moment in Europe/London."""
    if isinstance(when, dt.datetime):
        return when.astimezone(LONDON)
    return dt.datetime.combine(when, dt.time(), LONDON)


def last_day(due: When) -> dt.date:
    """The last day on which it can be done: what is due by midnight is due on the day that ends then."""
    if isinstance(due, dt.datetime) and due.astimezone(LONDON).time() == dt.time():
        return day_of(due) - dt.timedelta(days=1)
    return day_of(due)


def order(when: When) -> tuple[dt.date, float]:
    """A key to sort dates and instants together: a mere date comes first of its day."""
    return (london_date(when), when.timestamp()) if isinstance(when, dt.datetime) else (when, 0.0)


def in_time(done: When, due: When) -> bool | None:
    """Whether `done` is no later than `due`; None where one is a mere date on the day of the other, an instant."""
    if isinstance(due, dt.datetime):
        if isinstance(done, dt.datetime):
            return done <= due
        return None if done == day_of(due) else done < day_of(due)
    return day_of(done) <= due


def is_past(due: When, now: When) -> bool:
    """Whether `due` has gone by: at the end of its day, or at its instant where `now` is one too."""
    if isinstance(due, dt.datetime) and isinstance(now, dt.datetime):
        return now > due
    return day_of(now) > day_of(due)


def deadline(due: When) -> dt.datetime:
    """The instant after which it is too late: of a date, the end of its day in Europe/London."""
    return instant(due) if isinstance(due, dt.datetime) else instant(due + dt.timedelta(days=1))
