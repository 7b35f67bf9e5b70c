"""Dates are read as people in England and Wales write them, and ages are those of the law."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.foundation.dates import Month, age_on, in_words, months_before, parse_date, years_before

DAYS = st.dates(dt.date(1900, 3, 1), dt.date(2199, 12, 31))
FORMS = [
    "{0:%Y-%m-%d}",
    "{0:%Y-%m-%d}T00:00:00",
    "{0:%Y-%m-%d} 09:30",
    "{0:%d/%m/%Y}",
    "{0.day}/{0.month}/{0.year}",
    "{0:%d-%m-%Y}",
    "{0:%d.%m.%Y}",
    "{0:%d %m %Y}",
    "{0:%d/%m/%Y} 14:05:59",
    "{0:%d %b %Y}",
    "{0:%d-%b-%Y}",
    "{0.day} {0:%B} {0.year}",
    "{0:%A} {0.day} {0:%B} {0.year}",
    "{0:%A}, {0.day}th of {0:%B}, {0.year}",
    "  {0:%d/%m/%Y}\t",
]


@pytest.mark.parametrize("form", FORMS)
@given(day=DAYS)
def test_every_form_is_read_day_before_month(form: str, day: dt.date) -> None:
    assert parse_date(form.format(day)) == day


@given(DAYS)
def test_the_day_numbers_of_excel_are_read(day: dt.date) -> None:
    serial = (day - dt.date(1899, 12, 30)).days
    if 10_000 <= serial <= 99_999:
        assert parse_date(str(serial)) == day
        assert parse_date(f"{serial}.75") == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("03/04/2019", dt.date(2019, 4, 3)),
        ("3rd Sept 2019", dt.date(2019, 9, 3)),
        ("1ST APRIL 2020", dt.date(2020, 4, 1)),
        ("3/4/19", dt.date(2019, 4, 3)),
        ("3/4/39", dt.date(2039, 4, 3)),
        ("3/4/40", dt.date(1940, 4, 3)),
        ("3 Apr 99", dt.date(1999, 4, 3)),
        ("29/02/2020", dt.date(2020, 2, 29)),
        ("29/02/2000", dt.date(2000, 2, 29)),
        ("2020-02-29", dt.date(2020, 2, 29)),
    ],
)
def test_dates_as_people_write_them(text: str, day: dt.date) -> None:
    assert parse_date(text) == day


def test_a_pivot_of_nought_puts_two_digit_years_in_the_last_century() -> None:
    assert parse_date("3/4/19", pivot=0) == dt.date(1919, 4, 3)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "n/a",
        "29/02/2019",
        "29/02/1900",
        "2019-02-30",
        "31/04/2019",
        "00/01/2019",
        "1/13/2019",
        "0000-01-01",
        "3 Foo 2019",
        "2019",
        "123",
        "1234567",
        "2019/04/03x",
        "3/4/201",
        "Q1 2019",
        "--",
        "٣/٤/٢٠١٩x",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


@given(st.text())
def test_no_text_whatever_raises(text: str) -> None:
    assert parse_date(text) is None or isinstance(parse_date(text), dt.date)


@given(st.from_regex(r"\A[0-9]{1,5}[/.\- ][0-9]{1,5}[/.\- ][0-9]{1,5}(\.[0-9]+)?\Z"))
def test_no_digits_whatever_raise(text: str) -> None:
    assert parse_date(text) is None or isinstance(parse_date(text), dt.date)


@given(st.integers(1900, 2190), st.integers(1, 12), st.integers(-100, 100))
def test_months_are_counted_across_years(year: int, month: int, months: int) -> None:
    start = Month(year, month)
    if start.index + months >= 1900 * 12:
        moved = start + months
        assert moved.index - start.index == months
        assert moved + -months == start
        assert (moved > start) == (months > 0)


@given(DAYS)
def test_a_months_days_are_its_first_to_its_last(day: dt.date) -> None:
    month = Month(day.year, day.month)
    assert month.first <= day <= month.last
    assert month.last + dt.timedelta(1) == (month + 1).first if month != Month(2200, 12) else True
    assert Month.parse(str(month)) == month


@pytest.mark.parametrize("text", ["2019", "2019-13", "2019-00", "09-2019", "2019-9-1", "", "1899-12", "٢٠١٩-٠٩x"])
def test_what_is_no_month_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="like 2019-09"):
        Month.parse(text)


def test_a_month_is_said_in_words() -> None:
    assert Month.parse(" 2019-9 ").words == "September 2019"
    assert str(Month(2019, 9)) == "2019-09"
    assert Month(2020, 2).last == dt.date(2020, 2, 29)


@given(DAYS, DAYS)
def test_a_person_is_of_an_age_exactly_when_born_on_or_before_that_many_years_ago(day: dt.date, born: dt.date) -> None:
    if born <= day:
        age = age_on(day, born)
        assert age >= 0
        assert born <= years_before(day, age)
        assert day.year - age - 1 < 1900 or born > years_before(day, age + 1)


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (dt.date(2018, 2, 28), 9),
        (dt.date(2018, 3, 1), 10),
        (dt.date(2020, 2, 28), 11),
        (dt.date(2020, 2, 29), 12),
        (dt.date(2026, 2, 28), 17),
        (dt.date(2026, 3, 1), 18),
    ],
)
def test_someone_born_on_29_february_is_a_year_older_on_1_march_in_other_years(day: dt.date, age: int) -> None:
    assert age_on(day, dt.date(2008, 2, 29)) == age


@given(DAYS.filter(lambda day: day.year > 1950), st.integers(0, 500))
def test_months_before_keeps_the_day_or_takes_the_months_last(day: dt.date, months: int) -> None:
    before = months_before(day, months)
    assert (day.year * 12 + day.month) - (before.year * 12 + before.month) == months
    assert before.day == day.day or (before + dt.timedelta(1)).day == 1


def test_months_before_the_end_of_march() -> None:
    assert months_before(dt.date(2019, 3, 31), 1) == dt.date(2019, 2, 28)
    assert months_before(dt.date(2020, 2, 29), 12) == dt.date(2019, 2, 28)
    assert years_before(dt.date(2020, 2, 29), 10) == dt.date(2010, 2, 28)


def test_a_day_is_said_without_a_leading_nought() -> None:
    assert in_words(dt.date(2020, 3, 3)) == "3 March 2020"
