"""Moves for safety under way: what they are for, how long they were meant to last and have lasted, and where they lead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import narwhals as nw

from kith.definitions.codes import codes
from kith.figures.measures.spans import PERSON, day_number, elapsed_length, first_that_holds, length_from, meets
from kith.foundation.dates import Month

Lazy = nw.LazyFrame[Any]

PURPOSES, DRIVERS = codes("dimension").keys(), codes("driver").keys()

HOME_TARGETS = ("peers", "school", "place", "people_posing_risk")
"""What work in the home area is done on besides the young person and the family."""

NEAR_18 = ("to_3_months", "3_to_6_months", "6_to_12_months")


def judged(relocations: Lazy, month: Month) -> Lazy:
    """Moves of the month that have begun, and what each can make of its person: `sure`, `maybe` (its reason is open) or
    `unplaced` (it is not known whether it leads out of the area). Moves within the area or not due to harm are left out."""
    due, locality = nw.col("due_to_efh").fill_null("not_known"), nw.col("locality").fill_null("not_known")
    out, confirmed = locality == "out", due.is_in(["yes", "partly"])
    return relocations.filter(
        meets(month) & ~nw.col("from_on").is_null() & (due != "no") & (locality != "in")
    ).with_columns((out & confirmed).alias("sure"), (out & ~confirmed).alias("maybe"), (~out).alias("unplaced"))


def current(relocations: Lazy, month: Month) -> Lazy:
    """One row a person with a confirmed move under way: the one that began last (of two on one day, the lesser row id)."""
    return (
        judged(relocations, month)
        .filter(nw.col("sure"))
        .with_columns((-day_number("from_on")).alias("order"))
        .unique(subset=list(PERSON), keep="first", order_by=["order", "row_id"])
    )


def moves(tables: Mapping[str, Lazy], month: Month) -> Lazy:
    """One row a supported young person with a move under way: `move` where it is confirmed, `move_high` the upper end of the
    range, `move_unknown` where it is not known whether it leads out of the area. What describes a move is of `current`."""
    person = list(PERSON)
    flags = (
        judged(tables["relocations"], month)
        .group_by(*PERSON)
        .agg(nw.col("sure").max(), nw.col("maybe").max(), nw.col("unplaced").max())
    )
    told = _described(current(tables["relocations"], month), month)
    work = tables["actions"].filter(meets(month) & nw.col("target").is_in(HOME_TARGETS))
    conditions = tables["conditions"].select(*PERSON, row_id="relocation_id").unique()
    found = (
        tables["people"]
        .join(flags, on=person, how="inner")
        .join(told, on=person, how="left")
        .join(conditions.with_columns(nw.lit(True).alias("has_conditions")), on=[*PERSON, "row_id"], how="left")
        .join(work.select(*PERSON).unique().with_columns(nw.lit(True).alias("has_home_work")), on=person, how="left")
    )
    high = nw.col("sure") | (nw.col("affected") & nw.col("maybe"))
    no_home, near = nw.col("next_home").is_in(["undecided", "not_known"]), nw.col("time_to_18").is_in(NEAR_18)
    return found.with_columns(
        nw.col("sure").alias("move"),
        high.alias("move_high"),
        (nw.col("affected") & ~high & nw.col("unplaced")).alias("move_unknown"),
        *[(nw.col("sure") & holds).fill_null(False).alias(name) for name, holds in {
            "move_past_end": nw.col("drift").is_in(["past_to_3_months", "past_3_to_12_months", "past_over_12_months"]),
            "move_without_end": nw.col("drift") == "no_end",
            "move_short_over_a_year": nw.col("planned_length").is_in(["to_3_months", "3_to_12_months"])
            & nw.col("elapsed_length").is_in(["1_to_2_years", "over_2_years"]),
            "move_without_next_home": no_home,
            "move_near_18_without_next_home": near & no_home,
            "move_return_without_conditions": (nw.col("next_home") == "return") & nw.col("has_conditions").is_null(),
            "move_without_home_work": nw.col("has_home_work").is_null(),
        }.items()],
    ).drop("sure", "maybe", "unplaced", "has_conditions", "has_home_work")  # fmt: skip


def _described(latest: Lazy, month: Month) -> Lazy:
    """The move with its bands and choices as they stood at the month's end, as far as the dataset says when they were made."""
    said = (nw.col("next_home_on") > nw.lit(month.last)).fill_null(False)
    return latest.with_columns(
        length_from("from_on", "planned_end").alias("planned_length"),
        elapsed_length("from_on", month.last).alias("elapsed_length"),
        drift(month).alias("drift"),
        *[
            nw.when(~said).then(nw.col(name)).fill_null("not_known").alias(name)
            for name in ("next_home", "next_home_by")
        ],
        *_each("purpose", PURPOSES),
        *_each("drivers", DRIVERS),
    ).select(
        "row_id", *PERSON, "planned_length", "elapsed_length", "drift", "next_home", "next_home_by",
        *[f"{column}_{key}" for column, keys in (("purpose", PURPOSES), ("drivers", DRIVERS)) for key in (*keys, "none")],
    )  # fmt: skip


def _each(column: str, keys: tuple[str, ...]) -> list[nw.Expr]:
    """A flag for each code of a cell of several, and `none` where it is empty."""
    padded = nw.concat_str(nw.lit(" "), nw.col(column).fill_null(""), nw.lit(" "))
    flags = {key: padded.str.contains(f" {key} ", literal=True) for key in keys}
    return [
        *[flag.alias(f"{column}_{key}") for key, flag in flags.items()],
        (~nw.any_horizontal(*flags.values(), ignore_nulls=True)).alias(f"{column}_none"),
    ]


def drift(month: Month) -> nw.Expr:
    """Whether the move had passed its planned end on its last day in the month, and by how much (`drift`)."""
    ended, end = nw.col("to_on"), nw.col("planned_end")
    day = nw.when(ended < nw.lit(month.last)).then(ended).otherwise(nw.lit(month.last))
    return first_that_holds(
        [
            (end.is_null(), "no_end"),
            (day <= end, "within"),
            (day <= end.dt.offset_by("3mo"), "past_to_3_months"),
            (day <= end.dt.offset_by("12mo"), "past_3_to_12_months"),
        ],
        "past_over_12_months",
    )
