"""One stay told by several sources is one row: the most trusted source's row is kept and enriched from the others."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from kith.foundation.problems import Problems, Severity, rule
from kith.reading.assembly.chains import LONG_HENCE, with_chains
from kith.reading.assembly.telling import tell
from kith.reading.sources.extracts import BEGINS_BEFORE

STARTS_WITHIN_DAYS = 7
"""Two sources tell of the same stay when its days overlap and its first days are no further apart than this (our choice)."""

NOT_MATCHED = rule(
    "stay-not-matched",
    Severity.WARNING,
    "A stay agrees with none that a more trusted source has of this young person; it stands as a stay of its own.",
    "Check the first and last day; they must overlap, and the first days be within a week, to be taken as the same stay.",
)
STAYS_CONTRADICT = rule(
    "stay-locality-differs",
    Severity.WARNING,
    "Two sources tell of the same stay, one in the area and one out of it; the more trusted one was believed.",
    "Check which is right and correct the other.",
)

_FACTS = (
    "placement_type",
    "legal_basis",
    "provider",
    "planned_end",
    "arranged_by",
    "who_moved",
    "due_to_efh",
    "locality",
)
_OF_PLACE = ("host_authority", "adjoining", "miles")
_BLANKS = ("not_known", "not_reviewed")


def one_row_a_stay(placements: Sequence[pl.DataFrame], problems: Problems) -> tuple[pl.DataFrame, dict[str, str]]:
    """The stays of all sources (the most trusted first), and for each row taken into another: its row id → the kept one's."""
    kept = placements[0]
    into: dict[str, str] = {}
    for more in placements[1:]:
        pairs = same_stays(kept, more)
        enriched = _begun_earlier(enrich(kept, more, pairs, problems), more, pairs)
        alone = more.join(pairs, left_on="row_id", right_on="other", how="anti")
        doubtful = alone.join(kept, on="person_id", how="semi")
        tell(NOT_MATCHED, doubtful, "from_on", problems)
        into |= dict(pairs.select("other", "row_id").iter_rows())
        kept = pl.concat([enriched, alone])
    return kept, into


def same_stays(kept: pl.DataFrame, more: pl.DataFrame) -> pl.DataFrame:
    """Pairs of rows of the same stay: `row_id` of the kept one and `other`; each of `more` once, with the nearest first day.

    A kept stay that began before its files do (BEGINS_BEFORE) is also that of another source which knows an earlier day.
    """
    days = ("person_id", "row_id", "from_on", "to_on")
    pairs = (
        more.select(days).drop_nulls("from_on").join(kept.select(*days, BEGINS_BEFORE), on="person_id", suffix="_kept")
    )
    overlap = (pl.col("from_on") <= pl.col("to_on_kept").fill_null(LONG_HENCE)) & (
        pl.col("from_on_kept") <= pl.col("to_on").fill_null(LONG_HENCE)
    )
    apart = (pl.col("from_on") - pl.col("from_on_kept")).dt.total_days().abs()
    earlier = pl.col(BEGINS_BEFORE) & (pl.col("from_on") < pl.col("from_on_kept"))
    near = pairs.filter(overlap & ((apart <= STARTS_WITHIN_DAYS) | earlier)).with_columns(apart=apart)
    nearest = near.sort("row_id", "apart", "row_id_kept").unique("row_id", keep="first", maintain_order=True)
    return nearest.select(other="row_id", row_id="row_id_kept")


def _begun_earlier(kept: pl.DataFrame, more: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """The stays that began before their files do, from the earliest first day that another source knows."""
    known = pairs.join(more.select(other="row_id", earlier="from_on"), on="other")
    first = known.group_by("row_id").agg(pl.col("earlier").min())
    joined = kept.join(first, on="row_id", how="left", maintain_order="left")
    earlier = pl.when(pl.col(BEGINS_BEFORE)).then(pl.min_horizontal("from_on", "earlier")).otherwise("from_on")
    return joined.with_columns(from_on=earlier).drop("earlier")


def enrich(kept: pl.DataFrame, more: pl.DataFrame, pairs: pl.DataFrame, problems: Problems) -> pl.DataFrame:
    """What `kept` leaves open is filled from the rows paired with it; what both know and tell differently of locality is told."""
    if pairs.is_empty():
        return kept
    paired = pairs.join(more, left_on="other", right_on="row_id").rename({"row_id": "kept_id"})
    where = paired.join(kept.select("row_id", known="locality"), left_on="kept_id", right_on="row_id")
    differ = (pl.col("known") != pl.col("locality")) & ~pl.any_horizontal(
        pl.col(name).is_in(_BLANKS) for name in ("known", "locality")
    )
    tell(STAYS_CONTRADICT, where.filter(differ), "locality", problems)
    usable = paired.join(where.filter(differ).select("other"), on="other", how="anti").sort("source", "other")
    facts = [name for name in (*_FACTS, *_OF_PLACE) if name in more.columns]
    best = usable.group_by("kept_id").agg(_first_known(name) for name in facts)
    joined = kept.join(best, left_on="row_id", right_on="kept_id", how="left", suffix="_more", maintain_order="left")
    return joined.with_columns(_filled(name) for name in facts).select(kept.columns)


def _first_known(name: str) -> pl.Expr:
    value = pl.col(name)
    if name in ("planned_end", "miles"):
        return value.drop_nulls().first()
    return pl.coalesce(value.filter(~value.is_in(_BLANKS)).first(), value.filter(value == "not_known").first())


def _filled(name: str) -> pl.Expr:
    value, more = pl.col(name), pl.col(f"{name}_more")
    if name == "planned_end":
        more = pl.when(more >= pl.col("from_on")).then(more)
    if name in ("planned_end", "miles"):
        return pl.coalesce(value, more)
    known = pl.when(~value.is_in(_BLANKS)).then(value)
    return pl.coalesce(known, more, value).alias(name)


def with_placement(relocations: pl.DataFrame, placements: pl.DataFrame) -> pl.DataFrame:
    """The relocations with the id of the placement that they led to, where one agrees and the source gave none."""
    made = relocations.filter(pl.col("placement_id").is_null() & pl.col("withdrawn_on").is_null())
    pairs = same_stays(placements, made).rename({"row_id": "found"})
    joined = relocations.join(pairs, left_on="row_id", right_on="other", how="left", maintain_order="left")
    return joined.with_columns(placement_id=pl.coalesce("placement_id", "found")).select(relocations.columns)


def away_from(placements: pl.DataFrame) -> pl.DataFrame:
    """The placements with the first day of the unbroken time out of area that each belongs to; empty unless out of area.

    A stay continues the time away when it begins no later than the day after those before it have ended.
    """
    out = placements.filter(pl.col("locality") == "out").select("row_id", "person_id", "from_on", "to_on")
    chained = with_chains(out, "person_id")
    firsts = chained.group_by("chain").agg(away_from=pl.col("from_on").min())
    found = chained.join(firsts, on="chain").select("row_id", "away_from")
    joined = placements.drop("away_from").join(found, on="row_id", how="left", maintain_order="left")
    return joined.select(placements.columns)
