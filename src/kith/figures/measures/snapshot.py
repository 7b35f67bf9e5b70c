"""One month of every authority in the data: the basis, a row a supported young person, and the figures counted from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import polars as pl

from kith.figures.measures import affected, missing, planned, relocated, stays
from kith.figures.measures.engines import Engine, collected, taken
from kith.figures.measures.spans import PERSON, meets
from kith.figures.measures.supported import described, supported
from kith.figures.measures.tally import tally
from kith.foundation.dates import Month

Lazy = nw.LazyFrame[Any]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`figures`: rows of FIGURES. `basis`: one row a supported young person, that a figure's `rows` filters.

    `stays`: one row a stay of the month outside the area or of locality not known, of supported people, as judged.
    """

    figures: pl.DataFrame
    basis: pl.DataFrame
    stays: pl.DataFrame


def snapshot(tables: Mapping[str, Any], month: Month, engine: Engine = "polars") -> Snapshot:
    """The figures of a month, each authority by itself.

    `tables` maps a dataset table's name to a frame of Polars (eager, or lazy as from `scan_parquet`) or Spark. What touches
    whole tables runs on the engine; what is left then, at most a row a supported young person, is finished on Polars.
    LookupError for an absent table, EngineMissing where Spark is not there.
    """
    found = _found(taken(tables, engine), month)
    judged_stays = relocated.judged(found["stays"], month)
    basis = _basis(found, judged_stays, month)
    frame, judged = collected([basis, judged_stays])
    authorities = found["authorities"].collect(backend="polars").to_native()["authority"].sort().to_list()
    return Snapshot(
        figures=tally(frame, authorities, str(month)),
        basis=frame,
        stays=judged.join(frame.select(PERSON), on=PERSON, how="semi"),
    )


def _found(tables: dict[str, Lazy], month: Month) -> dict[str, Lazy]:
    """What the month's figures need of the tables, taken out on the engine and then held by Polars."""
    person = list(PERSON)
    away = relocated.stays(tables["placements"], tables["relocations"], month)
    found = {
        "authorities": tables["people"].select("authority").unique(),
        "people": supported(tables["people"], tables["involvements"], month).join(
            affected.live_harms(tables["harms"], month), on=person, how="left"
        ),
        "stays": away,
        "planned": planned.planned(tables["relocations"], month),
        "authorisations": tables["authorisations"].filter(meets(month)),
        "legal_statuses": tables["legal_statuses"]
        .filter(meets(month))
        .join(away.select(*person), on=person, how="semi"),
        "missing": missing.episodes(tables["missing"], month).join(
            away.filter(nw.col("due_to_efh").is_in(["yes", "partly"])).select(*person), on=person, how="semi"
        ),
    }
    frames = collected(list(found.values()))
    return {name: nw.from_native(frame).lazy() for name, frame in zip(found, frames, strict=True)}


def _basis(found: dict[str, Lazy], judged_stays: Lazy, month: Month) -> Lazy:
    """Everything known of each supported young person that a figure counts or divides by."""
    person = list(PERSON)
    chosen = stays.chosen(judged_stays, found["authorisations"], found["legal_statuses"], month)
    away = relocated.by_person(judged_stays)
    for part in (
        chosen,
        missing.from_stays(found["missing"], judged_stays, month),
        missing.around_move(found["missing"], chosen, month),
    ):
        away = away.join(part, on=person, how="left")
    people = (
        described(found["people"], month)
        .join(away, on=person, how="left")
        .join(found["planned"], on=person, how="left")
    )
    flags = (*affected.FLAGS, *relocated.STAY_FLAGS)
    numbers = ("sure_stays", "missing_episodes", *MISSING_DAYS, *planned.FLAGS)
    filled = people.with_columns(
        nw.lit(True).alias("supported"),
        *[nw.col(name).fill_null(False) for name in flags],
        *[nw.col(name).fill_null(0) for name in numbers],
    ).rename({"sure": "relocated"})
    basis = planned.ranged(relocated.ranged(affected.judged(filled)))
    return basis.with_columns(
        (nw.col("missing_episodes") > 0).alias("missing_from_stay"),
        (nw.col("missing_days_before") > 0).alias("missing_before"),
        (nw.col("missing_days_after") > 0).alias("missing_after"),
    ).drop("harmed", "recorded", "unsure", "sure_yes", "maybe", "unplaced", "to_review")


MISSING_DAYS = ("missing_days_before", "missing_days_after", "days_before", "days_after")
