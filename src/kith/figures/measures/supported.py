"""Who is supported in a month: young people of 10 to 25 with an open involvement, and what is known of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import narwhals as nw

from kith.definitions.codes import codes
from kith.figures.measures.spans import PERSON, first_that_holds, meets
from kith.foundation.dates import Month, months_before, years_before

YOUNGEST, OLDEST = 10, 25
"""Completed years on the month's last day, both included, so that care leavers count (A sigh of relief, method)."""

STATUSES = codes("involvement").keys()


def supported(people: nw.LazyFrame[Any], involvements: nw.LazyFrame[Any], month: Month) -> nw.LazyFrame[Any]:
    """One row a supported young person: what `people` holds, and `status_<key>` for each status held in the month."""
    status = nw.col("status")
    listed = [key for key in STATUSES if key != "not_known"]
    statuses = (
        involvements.filter(meets(month))
        .select(
            *PERSON,
            *[(status == key).fill_null(False).alias(f"status_{key}") for key in listed],
            (~status.is_in(listed)).fill_null(True).alias("status_not_known"),
        )
        .group_by(*PERSON)
        .agg(*[nw.col(f"status_{key}").max() for key in STATUSES])
    )
    return people.filter(young(month)).join(statuses, on=list(PERSON), how="inner")


def young(month: Month) -> nw.Expr:
    """Whether a person is 10 to 25 on the month's last day. An unknown birth date counts; the unborn do not."""
    born = nw.col("birth_date")
    of_age = (born <= nw.lit(years_before(month.last, YOUNGEST))) & (
        born > nw.lit(years_before(month.last, OLDEST + 1))
    )
    unborn = (nw.col("birth_precision") == "expected").fill_null(False)
    return nw.when(born.is_null()).then(~unborn).otherwise(of_age)


def described(people: nw.LazyFrame[Any], month: Month) -> nw.LazyFrame[Any]:
    """The same people with the groups that figures use in place of birth date and codes."""
    return people.with_columns(
        age_band(month.last).alias("age_band"),
        time_to_18(month.last).alias("time_to_18"),
        grouped("sex", "sex").alias("sex"),
        grouped("ethnicity", "ethnicity").alias("ethnicity_group"),
        nw.col("disability").fill_null("not_known"),
    ).drop("birth_date", "birth_precision", "ethnicity")


def age_band(last: dt.date) -> nw.Expr:
    """The band (`age_band`) of the completed years on a day."""
    born = nw.col("birth_date")
    return first_that_holds(
        [
            (born.is_null(), "not_known"),
            (born > nw.lit(years_before(last, 13)), "10-12"),
            (born > nw.lit(years_before(last, 16)), "13-15"),
            (born > nw.lit(years_before(last, 18)), "16-17"),
        ],
        "18+",
    )


def time_to_18(last: dt.date) -> nw.Expr:
    """How long after a day the eighteenth birthday comes (`time_to_18`), in calendar months."""
    born = nw.col("birth_date")
    within = {"18_or_over": 0, "to_3_months": 3, "3_to_6_months": 6, "6_to_12_months": 12, "1_to_2_years": 24}
    return first_that_holds(
        [
            (born.is_null(), "not_known"),
            *[(born <= nw.lit(months_before(last, 18 * 12 - months)), band) for band, months in within.items()],
        ],
        "over_2_years",
    )


def grouped(column: str, list_name: str, empty: str = "not_known") -> nw.Expr:
    """The group that the list puts a code in; an empty cell or a code that the list does not have is `empty`."""
    groups = codes(list_name).groups()
    return nw.col(column).replace_strict(list(groups), list(groups.values()), default=empty, return_dtype=nw.String())
