"""One month of every authority in the data: the basis, a row a supported young person, and the figures counted from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import polars as pl

from kith.figures.measures import affected, missing, planned, relocated, stays
from kith.figures.measures.coverage import only_covered, unasked, untold
from kith.figures.measures.declarations import DIMENSIONS, MEASURES
from kith.figures.measures.engines import Engine, collected, given_back, held, recorded, taken
from kith.figures.measures.recorded import FRAMES, OF_TABLE
from kith.figures.measures.spans import PERSON, meets
from kith.figures.measures.supported import described, supported
from kith.figures.measures.tally import tally
from kith.foundation.dates import Month

Lazy = nw.LazyFrame[Any]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`figures`: rows of FIGURES. `basis`: one row a supported young person, that a figure's `rows` filters.

    `stays`: one row a stay of the month outside the area or of locality not known, of supported people, as judged.
    `recorded`: the rows of the live record that other figures count, by `Measure.frame`.
    """

    figures: pl.DataFrame
    basis: pl.DataFrame
    stays: pl.DataFrame
    recorded: dict[str, pl.DataFrame] = field(default_factory=dict)


def snapshot(tables: Mapping[str, Any], month: Month, engine: Engine = "polars") -> Snapshot:
    """The figures of a month, each authority by itself.

    `tables` maps a dataset table's name to a frame of Polars (eager, or lazy as from `scan_parquet`) or Spark. What touches
    whole tables runs on the engine; what is left then, at most a row a supported young person, is finished on Polars.
    LookupError for an absent table, EngineMissing where Spark is not there.
    """
    found = _found(taken(tables, engine), month, engine)
    (judged,) = collected([relocated.judged(found["stays"], month)])
    (frame,) = collected([_basis(found, nw.from_native(judged).lazy(), month)])
    authorities = found["authorities"].collect(backend="polars").to_native()["authority"].sort().to_list()
    rows = _recorded(tables, frame, month, engine)
    counted = tally({"basis": frame, **rows}, authorities, str(month), unasked(tables.keys()))
    return Snapshot(
        figures=only_covered(counted, tables.keys()),
        basis=frame,
        stays=judged.join(frame.select(PERSON), on=PERSON, how="semi"),
        recorded=rows,
    )


def _recorded(tables: Mapping[str, Any], basis: pl.DataFrame, month: Month, engine: Engine) -> dict[str, pl.DataFrame]:
    """The rows of supported young people that the figures of the live record count; no table is read for what cannot be told."""
    wanted = {MEASURES[key].frame for key in MEASURES.keys() - untold(tables.keys())} & FRAMES.keys()
    if not wanted:
        return {name: _empty(name) for name in FRAMES}
    people = nw.from_native(basis.select(*PERSON, "affected", "time_to_18").lazy())
    own = recorded(tables, engine, given_back(people.select(*PERSON), engine))
    there = [
        name for name in FRAMES if name in wanted and not own[OF_TABLE.get(name, name)].collect().to_native().is_empty()
    ]
    made = collected([FRAMES[name](own | {"people": people}, month) for name in there])
    return {name: _empty(name) for name in FRAMES} | dict(zip(there, made, strict=True))


def _empty(frame: str) -> pl.DataFrame:
    """No rows, with the columns that measures count and are broken down by: quicker than working none out."""
    own = [measure for measure in MEASURES.values() if measure.frame == frame]
    by = [DIMENSIONS[key] for measure in own for key in measure.by]
    flags = {
        *(name for m in own for name in (m.counts, m.high, m.not_known)),
        *(f for d in by for f in d.flags.values()),
    }
    texts = {*PERSON, *(dimension.column for dimension in by)}
    schema = dict.fromkeys(sorted(texts), pl.String) | dict.fromkeys(sorted(flags), pl.Boolean)
    return pl.DataFrame(schema={name: kind for name, kind in schema.items() if name})


def _found(tables: dict[str, Lazy], month: Month, engine: Engine) -> dict[str, Lazy]:
    """What the month's figures need of the tables, taken out on the engine and then held by Polars.

    The stays come first: of the large tables of times missing and legal statuses only their people's rows are wanted.
    """
    person = list(PERSON)
    found = held(
        {
            "authorities": tables["people"].select("authority").unique(),
            "people": supported(tables["people"], tables["involvements"], month).join(
                affected.live_harms(tables["harms"], month), on=person, how="left"
            ),
            "stays": relocated.stays(tables["placements"], tables["relocations"], month),
            "planned": planned.planned(tables["relocations"], month),
            "authorisations": tables["authorisations"].filter(meets(month)),
        }
    )
    away = found["stays"].select(*person, "due_to_efh")
    confirmed = away.filter(nw.col("due_to_efh").is_in(["yes", "partly"])).select(*person)
    gone = missing.episodes(tables["missing"], month)
    if engine == "polars":  # by their ids alone first: of all others a scan then brings back nothing more
        ids = confirmed.select("person_id").unique().collect(backend="polars")["person_id"]
        gone = gone.filter(nw.col("person_id").is_in(ids.to_list()))
    return found | held(
        {
            "legal_statuses": tables["legal_statuses"]
            .filter(meets(month))
            .join(given_back(away.select(*person), engine), on=person, how="semi"),
            "missing": gone.join(given_back(confirmed, engine), on=person, how="semi"),
        }
    )


def _basis(found: dict[str, Lazy], judged_stays: Lazy, month: Month) -> Lazy:
    """Everything known of each supported young person that a figure counts or divides by."""
    person = list(PERSON)
    chosen = held({"chosen": stays.chosen(judged_stays, found["authorisations"], found["legal_statuses"], month)})[
        "chosen"
    ]
    away = relocated.by_person(judged_stays)
    for part in (
        chosen,
        missing.from_stays(found["missing"], judged_stays, month),
        missing.around_move(found["missing"], chosen, month),
    ):
        away = away.join(part, on=person, how="left")
    # Joined to each other first: the wide table of everybody is then joined once.
    told = away.join(found["planned"], on=person, how="full").with_columns(
        *[nw.coalesce(name, f"{name}_right") for name in person]
    )
    people = described(found["people"], month).join(
        told.drop(*[f"{name}_right" for name in person]), on=person, how="left"
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
