"""The one stay by which a relocated young person is described: the latest of the month, with its bands and groups."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from kith.figures.measures.spans import (
    PERSON,
    day_number,
    elapsed_band,
    elapsed_length,
    first_that_holds,
    length_from,
)
from kith.figures.measures.supported import grouped
from kith.foundation.dates import Month

TWENTY_MILES = 20.0
"""The limit in the published statistics on placements; a measure, not a legal test."""

NOT_CARE = "none"
"""Category of a move that was not a care placement, in what only care placements have."""

DESCRIBED = (
    "legal_status",
    "legal_basis",
    "placement_type",
    "placement_group",
    "provider",
    "secure",
    "deprivation_of_liberty",
    "host_authority",
    "adjoining",
    "distance_band",
    "planned_length",
    "elapsed_band",
    "elapsed_length",
    "arranged_by",
    "who_moved",
    "stay_kind",
)


def chosen(
    judged_stays: nw.LazyFrame[Any],
    authorisations: nw.LazyFrame[Any],
    legal_statuses: nw.LazyFrame[Any],
    month: Month,
) -> nw.LazyFrame[Any]:
    """One row a relocated person: the confirmed stay that began last (of two on one day, the lesser row id)."""
    latest = (
        judged_stays.filter(nw.col("sure"))
        .with_columns((-day_number("from_on")).alias("order"))
        .unique(subset=list(PERSON), keep="first", order_by=["order", "row_id"])
    )
    return (
        latest.join(_orders(latest, authorisations, month), on=list(PERSON), how="left")
        .join(_status_then(latest, legal_statuses, month), on=list(PERSON), how="left")
        .with_columns(nw.coalesce("status_then", "legal_basis").alias("legal_basis"))
        .with_columns(
            *_placement(),
            first_that_holds([(nw.col("deprived"), "yes")], "not_recorded").alias("deprivation_of_liberty"),
            first_that_holds(
                [(nw.col("miles").is_null(), "not_known"), (nw.col("miles") <= TWENTY_MILES, "to_20")], "over_20"
            ).alias("distance_band"),
            length_from("from_on", "planned_end").alias("planned_length"),
            elapsed_band("started", month.last).alias("elapsed_band"),
            elapsed_length("started", month.last).alias("elapsed_length"),
            *[
                nw.col(name).fill_null("not_known")
                for name in ("host_authority", "adjoining", "arranged_by", "who_moved")
            ],
            nw.col("kind").alias("stay_kind"),
            nw.col("row_id").alias("stay"),
        )
        .select(*PERSON, "stay", "started", *DESCRIBED)
    )


def _placement() -> list[nw.Expr]:
    """What only a care placement has; an empty code is not known, another kind of move has none."""
    moved, kind = nw.col("kind") == "other_move", nw.col("placement_type")
    of_care = {
        "legal_status": nw.col("legal_basis").fill_null("not_known"),
        "legal_basis": grouped("legal_basis", "legal_status"),
        "placement_type": kind.fill_null("not_known"),
        "placement_group": grouped("placement_type", "placement_type"),
        "provider": nw.col("provider").fill_null("not_known"),
    }
    secure = first_that_holds(
        [(nw.col("secured") | (kind == "K1"), "yes"), (kind.is_null() & ~moved, "not_known")], "no"
    )
    return [
        *[nw.when(moved).then(nw.lit(NOT_CARE)).otherwise(value).alias(name) for name, value in of_care.items()],
        secure.alias("secure"),
    ]


def _status_then(latest: nw.LazyFrame[Any], legal_statuses: nw.LazyFrame[Any], month: Month) -> nw.LazyFrame[Any]:
    """`status_then`: the legal status on the last day of the month that the person was in that stay (the later of two).

    A stay's own `legal_basis` is the latest known of it, which for a past month may have come after.
    """
    last = nw.when(nw.col("ended") < nw.lit(month.last)).then(nw.col("ended")).otherwise(nw.lit(month.last))
    days = latest.select(*PERSON, ended="to_on").with_columns(last.alias("day"))
    then = (nw.col("from_on") <= nw.col("day")) & (nw.col("to_on").is_null() | (nw.col("to_on") >= nw.col("day")))
    return (
        legal_statuses.join(days, on=list(PERSON), how="inner")
        .filter(then)
        .with_columns((-day_number("from_on")).alias("order"))
        .unique(subset=list(PERSON), keep="first", order_by=["order", "legal_status"])
        .select(*PERSON, status_then="legal_status")
    )


def _orders(latest: nw.LazyFrame[Any], authorisations: nw.LazyFrame[Any], month: Month) -> nw.LazyFrame[Any]:
    """Which orders were in force in the month while the person was in that stay: `secured`, `deprived`.

    An order that names another placement does not count.
    """
    stay = latest.select(*PERSON, stay="row_id", began="from_on", ended="to_on")
    orders = authorisations.join(stay, on=list(PERSON), how="inner")
    of_stay = (nw.col("placement_id") == nw.col("stay")).fill_null(True)
    before_end = nw.col("ended").is_null() | nw.col("from_on").is_null() | (nw.col("from_on") <= nw.col("ended"))
    after_start = nw.col("to_on").is_null() | (nw.col("to_on") >= nw.col("began"))
    return (
        orders.filter(of_stay & before_end & after_start)
        .with_columns(
            (nw.col("kind") == "secure").alias("secured"),
            (nw.col("kind") == "deprivation_of_liberty").alias("deprived"),
        )
        .group_by(*PERSON)
        .agg(nw.col("secured").max(), nw.col("deprived").max())
    )
