"""Who is relocated: away from the area for over 24 hours because of harm, as a range until every move has been reviewed."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from kith.figures.measures.spans import PERSON, meets, over_24_hours
from kith.foundation.dates import Month

DETAILS = (
    "host_authority",
    "adjoining",
    "miles",
    "planned_end",
    "arranged_by",
    "who_moved",
)
CARE = ("placement_type", "legal_basis", "provider")
"""What only a care placement has."""

COLUMNS = ("row_id", *PERSON, "kind", "from_on", "to_on", "away_from", "locality", "due_to_efh", *DETAILS, *CARE)


def stays(placements: nw.LazyFrame[Any], relocations: nw.LazyFrame[Any], month: Month) -> nw.LazyFrame[Any]:
    """Stays of the month outside the area or of locality not known: placements, and moves that were no placement."""
    text = nw.lit(None, dtype=nw.String())
    not_in = nw.col("locality").fill_null("not_known") != "in"
    care = placements.filter(meets(month) & not_in).with_columns(nw.lit("placement").alias("kind"))
    moves = relocations.filter(
        meets(month) & not_in & ~nw.col("from_on").is_null() & nw.col("placement_id").is_null()
    ).with_columns(
        nw.lit("other_move").alias("kind"),
        nw.col("from_on").alias("away_from"),
        *[text.alias(name) for name in CARE],
    )
    return nw.concat([care.select(*COLUMNS), moves.select(*COLUMNS)])


def judged(stays: nw.LazyFrame[Any], month: Month) -> nw.LazyFrame[Any]:
    """Each stay with what it can make of its person.

    `sure`: a confirmed relocation. `maybe`: one, should the review or the length turn out so. `unplaced`: one, should it
    turn out to lie outside the area. `candidate`: outside the area for what may be over 24 hours, whatever the review says.
    """
    known = stays.with_columns(
        nw.coalesce("away_from", "from_on").alias("started"),
        nw.col("locality").fill_null("not_known"),
        nw.col("due_to_efh").fill_null("not_known"),
    ).with_columns(over_24_hours(month).alias("long"))
    due, out = nw.col("due_to_efh"), nw.col("locality") == "out"
    confirmed, possible = due.is_in(["yes", "partly"]), (due != "no") & (nw.col("long") != "no")
    sure = out & confirmed & (nw.col("long") == "yes")
    return known.with_columns(
        sure.alias("sure"),
        (out & possible & ~sure).alias("maybe"),
        (~out & possible).alias("unplaced"),
        (~out).alias("locality_not_known"),
        (out & (nw.col("long") != "no")).alias("candidate"),
        (out & (nw.col("long") != "no") & (due == "not_reviewed")).alias("to_review"),
    )


STAY_FLAGS = ("sure", "sure_yes", "maybe", "unplaced", "locality_not_known", "candidate", "to_review")


def by_person(judged_stays: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """One row a person with any of these stays: whether any stay is each of STAY_FLAGS, and `sure_stays`, how many are sure."""
    return (
        judged_stays.with_columns(
            (nw.col("sure") & (nw.col("due_to_efh") == "yes")).alias("sure_yes"),
            nw.col("sure").cast(nw.Int32()).alias("sure_stays"),
        )
        .group_by(*PERSON)
        .agg(*[nw.col(name).max() for name in STAY_FLAGS], nw.col("sure_stays").sum())
    )


def ranged(basis: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """The range of who is relocated. Needs `affected`: an open question counts only of someone affected by harm."""
    affected, relocated = nw.col("affected"), nw.col("relocated")
    high = relocated | (affected & nw.col("maybe"))
    return basis.with_columns(
        high.alias("relocated_high"),
        (affected & ~high & nw.col("unplaced")).alias("relocated_unknown"),
        (relocated & ~nw.col("sure_yes")).alias("relocated_partly"),
        (nw.col("sure_stays") > 1).alias("more_than_one_stay"),
        (affected & nw.col("locality_not_known")).alias("locality_not_known"),
        (affected & nw.col("candidate")).alias("candidate"),
        (affected & nw.col("to_review")).alias("not_reviewed"),
    )
