"""Expressions over days that mean the same on every engine: meeting a month, lasting over 24 hours, lengths in calendar months."""

from __future__ import annotations

import datetime as dt

import narwhals as nw

from kith.foundation.dates import Month, months_before

PERSON = ("authority", "person_id")
"""What identifies a young person: an id means something only within its authority."""


def meets(month: Month) -> nw.Expr:
    """Whether the days from `from_on` to `to_on`, both included, meet the month; an empty day leaves that end open."""
    began, ended = nw.col("from_on"), nw.col("to_on")
    return (began.is_null() | (began <= nw.lit(month.last))) & (ended.is_null() | (ended >= nw.lit(month.first)))


def over_24_hours(month: Month) -> nw.Expr:
    """yes, not_known or no: two nights exceed 24 hours, one may, none does not.

    Nights run from the first day of the unbroken time away (`started`). A stay still open is counted up to the month's
    last day, and while that makes fewer than two nights its length is not known.
    """
    ended, second = nw.col("to_on"), nw.col("started").dt.offset_by("2d")
    first = nw.col("started").dt.offset_by("1d")
    still = nw.when(second <= nw.lit(month.last)).then(nw.lit("yes")).otherwise(nw.lit("not_known"))
    closed = (
        nw.when(second <= ended)
        .then(nw.lit("yes"))
        .otherwise(nw.when(first <= ended).then(nw.lit("not_known")).otherwise(nw.lit("no")))
    )
    return nw.when(ended.is_null()).then(still).otherwise(closed)


def first_that_holds(cases: list[tuple[nw.Expr, str]], otherwise: str) -> nw.Expr:
    """The text of the first case that holds. A case that is null does not hold."""
    chosen: nw.Expr = nw.lit(otherwise)
    for holds, text in reversed(cases):
        chosen = nw.when(holds.fill_null(False)).then(nw.lit(text)).otherwise(chosen)
    return chosen


def length_from(began: str, ended: str) -> nw.Expr:
    """The band (`planned_length`) of the calendar months between two date columns."""
    last, first = nw.col(ended), nw.col(began)
    return first_that_holds(
        [
            (last.is_null() | first.is_null(), "not_known"),
            (last <= first.dt.offset_by("3mo"), "to_3_months"),
            (last <= first.dt.offset_by("12mo"), "3_to_12_months"),
            (last <= first.dt.offset_by("24mo"), "1_to_2_years"),
        ],
        "over_2_years",
    )


def elapsed_length(began: str, last: dt.date) -> nw.Expr:
    """The band (`elapsed_length`) of the calendar months from a date column to a day."""
    first = nw.col(began)
    return first_that_holds(
        [
            (first.is_null(), "not_known"),
            (first >= nw.lit(months_before(last, 3)), "to_3_months"),
            (first >= nw.lit(months_before(last, 12)), "3_to_12_months"),
            (first >= nw.lit(months_before(last, 24)), "1_to_2_years"),
        ],
        "over_2_years",
    )


def elapsed_band(began: str, last: dt.date) -> nw.Expr:
    """The three bands in which both papers report the time since the move: under a month, to a year, over a year."""
    first = nw.col(began)
    return first_that_holds(
        [
            (first.is_null(), "not_known"),
            (first > nw.lit(months_before(last, 1)), "under_1_month"),
            (first >= nw.lit(months_before(last, 12)), "1_to_12_months"),
        ],
        "over_1_year",
    )


def day_number(column: str) -> nw.Expr:
    """The date as a whole number of days (from 1 March of the year 0), by calendar arithmetic: Spark has no difference of days."""
    date = nw.col(column).dt
    early = (date.month() <= 2).cast(nw.Int32())
    year, month = date.year().cast(nw.Int32()) - early, date.month().cast(nw.Int32()) + 12 * early - 3
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * month + 2) // 5 + date.day().cast(nw.Int32()) - 1
