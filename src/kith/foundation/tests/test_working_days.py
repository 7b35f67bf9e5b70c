"""Working days leave out the right nation's bank holidays, and hours are hours that pass."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.foundation.dates import (
    LONDON,
    Nation,
    add_hours,
    add_working_days,
    bank_holidays,
    is_working_day,
    london_date,
    months_after,
    working_day_from,
    working_days_between,
)

DAYS = st.dates(dt.date(2011, 1, 1), dt.date(2040, 12, 31))
NATIONS = st.sampled_from(Nation)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


# From the lists that gov.uk publishes for its three divisions.
PUBLISHED = {
    (Nation.ENGLAND, 2022): "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    (Nation.WALES, 2026): "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    (Nation.SCOTLAND, 2027): "01-01 01-04 03-26 05-03 05-31 08-02 11-30 12-27 12-28",
    (Nation.NORTHERN_IRELAND, 2026): "01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28",
}


@pytest.mark.parametrize(("nation", "year"), PUBLISHED)
def test_bank_holidays_on_weekdays_are_those_published(nation: Nation, year: int) -> None:
    found = sorted(f"{d:%m-%d}" for d in bank_holidays(year, nation) if d.weekday() < 5)
    assert " ".join(found) == PUBLISHED[nation, year]


@pytest.mark.parametrize(
    ("start", "days", "nation", "expected"),
    [
        ("2026-03-02", 5, Nation.ENGLAND, "2026-03-09"),  # Monday to Monday
        ("2026-03-06", 1, Nation.ENGLAND, "2026-03-09"),  # Friday to Monday
        ("2026-03-07", 1, Nation.ENGLAND, "2026-03-09"),  # from a Saturday
        ("2026-04-02", 1, Nation.ENGLAND, "2026-04-07"),  # over Easter
        ("2026-04-02", 1, Nation.SCOTLAND, "2026-04-06"),  # Easter Monday is worked in Scotland
        ("2026-03-16", 1, Nation.NORTHERN_IRELAND, "2026-03-18"),  # St Patrick's
        ("2026-03-16", 1, Nation.ANY, "2026-03-18"),
        ("2026-03-16", 1, Nation.WALES, "2026-03-17"),
        ("2026-12-24", 1, Nation.WALES, "2026-12-29"),  # Boxing Day in lieu
        ("2022-09-16", 1, Nation.ENGLAND, "2022-09-20"),  # proclaimed
        ("2024-02-28", 1, Nation.ENGLAND, "2024-02-29"),
        ("2026-03-07", 0, Nation.ENGLAND, "2026-03-07"),
    ],
)
def test_working_days_counted_by_hand(start: str, days: int, nation: Nation, expected: str) -> None:
    assert add_working_days(day(start), days, nation) == day(expected)


@given(DAYS, st.integers(0, 60), NATIONS)
def test_counting_back_gives_what_was_added(start: dt.date, days: int, nation: Nation) -> None:
    end = add_working_days(start, days, nation)
    assert working_days_between(start, end, nation) == days
    assert days == 0 or is_working_day(end, nation)


@given(DAYS, st.integers(0, 60), NATIONS, st.lists(DAYS, max_size=5), st.integers(0, 80))
def test_one_more_holiday_never_brings_a_day_forward(
    start: dt.date, days: int, nation: Nation, extra: list[dt.date], later: int
) -> None:
    more = [*extra, start + dt.timedelta(days=later)]
    assert add_working_days(start, days, nation, more) >= add_working_days(start, days, nation, extra)


@given(DAYS, NATIONS)
def test_the_working_day_from_a_working_day_is_itself(start: dt.date, nation: Nation) -> None:
    found = working_day_from(start, nation)
    assert is_working_day(found, nation)
    assert (found == start) == is_working_day(start, nation)


def test_working_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        add_working_days(day("2026-03-02"), -1, Nation.ENGLAND)


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-02-28", 1, "2026-03-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-11-30", 3, "2027-02-28"),
    ],
)
def test_months_end_on_the_corresponding_date(start: str, months: int, expected: str) -> None:
    assert months_after(day(start), months) == day(expected)


def test_hours_pass_through_a_change_of_the_clocks() -> None:
    before = dt.datetime(2026, 3, 27, 18, 0, tzinfo=LONDON)  # the clocks go forward on 29 March
    assert add_hours(before, 72) == dt.datetime(2026, 3, 30, 19, 0, tzinfo=LONDON)
    before = dt.datetime(2026, 10, 23, 18, 0, tzinfo=LONDON)  # and back on 25 October
    assert add_hours(before, 72) == dt.datetime(2026, 10, 26, 17, 0, tzinfo=LONDON)
    assert add_hours(before, 72).isoformat() == "2026-10-26T17:00:00+00:00"


def test_an_instant_has_its_date_in_london() -> None:
    assert london_date(dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)) == day("2026-07-01")
    for told in (lambda: london_date(dt.datetime(2026, 6, 30)), lambda: add_hours(dt.datetime(2026, 6, 30), 1)):  # noqa: DTZ001
        with pytest.raises(ValueError, match="zone"):
            told()
