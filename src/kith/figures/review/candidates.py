"""Which moves a person is asked about: stays away of young people with live harm, with the evidence of every source.

Being on an exploitation list and placed out of area does not mean placed *because of* harm; only someone who knows the
young person can say so (*A sigh of relief*, "Challenges of gathering data", LA-E). Nothing here decides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import polars as pl

from kith.dataset.dataset import Dataset
from kith.definitions.authorities import authority as find_authority
from kith.definitions.codes import codes
from kith.foundation.dates import Month
from kith.foundation.identifiers import row_ids

MISSING_WINDOW = dt.timedelta(days=90)
"""How far before the move missing episodes are shown as evidence; the same window as the figures use."""

_STAY = ["authority", "person_id", "row_id", "from_on", "to_on", "locality", "host_authority", "adjoining", "miles"]
_STAY += ["planned_end", "arranged_by", "who_moved", "due_to_efh", "source"]


def stays(dataset: Dataset) -> pl.DataFrame:
    """Every stay away that can be a relocation: placements, and relocations that are not placements. One row a stay.

    Columns: those of `placements` that both have, `table`, `placement_type`, `legal_basis`, `provider`, `away_from`, and
    `key`, which names the move for good by person, first day and table.
    """
    placed = dataset["placements"].select(*_STAY, "placement_type", "legal_basis", "provider", "away_from")
    moved = dataset["relocations"].filter(pl.col("placement_id").is_null() & pl.col("from_on").is_not_null())
    both = pl.concat(
        [
            placed.with_columns(table=pl.lit("placements")),
            moved.select(_STAY).with_columns(table=pl.lit("relocations")),
        ],
        how="diagonal",
    )
    parts = [pl.col(name).cast(pl.String).fill_null("None") for name in ("authority", "person_id", "from_on", "table")]
    joined = both.select(pl.concat_str(pl.lit("review"), *parts, separator="\x1f")).to_series()
    return both.with_columns(key=pl.Series("key", row_ids(joined), dtype=pl.String))


def candidates(dataset: Dataset, month: Month, *, everyone: bool = False) -> pl.DataFrame:
    """The stays to ask about, one row each, oldest first; `everyone` asks about young people without known harm too.

    A candidate lasted at least one night, meets the month, is out of area or of unknown locality, and its young person
    has live harm that is not ruled out and not known to be inside the home alone. `in_range` says whether it can move
    the range of the headline: some harm, other than going missing, is held to be outside the home.
    """
    last = pl.lit(month.last)
    live = dataset["harms"].filter(
        (pl.col("from_on").is_null() | (pl.col("from_on") <= last))
        & (pl.col("to_on").is_null() | (pl.col("to_on") >= month.first))
        & (pl.col("certainty").is_null() | (pl.col("certainty") != "ruled_out"))
        & (pl.col("setting") != "inside")
    )
    counts = (pl.col("harm") != "missing") & pl.col("setting").is_in(["outside", "both"])
    harmed = live.group_by("authority", "person_id").agg(in_range=counts.any())
    away = stays(dataset).filter(
        (pl.col("from_on") <= last)
        & (pl.col("to_on").is_null() | (pl.col("to_on") >= month.first))
        & pl.col("locality").is_in(["out", "not_known"])
        & (pl.col("to_on").is_null() | (pl.col("to_on") > pl.col("from_on")))
    )
    found = away.join(harmed, on=["authority", "person_id"], how="left" if everyone else "inner")
    found = found.with_columns(in_range=pl.col("in_range").fill_null(False) & (pl.col("locality") == "out"))
    return _with_evidence(found, dataset, live, month).sort("from_on", "person_id", "key")


def _with_evidence(found: pl.DataFrame, dataset: Dataset, live: pl.DataFrame, month: Month) -> pl.DataFrame:
    person = ["authority", "person_id"]
    harms, settings = codes("harm"), codes("setting")
    told = live.sort("from_on", "harm", "source", nulls_last=True).select(
        *person,
        said=pl.format(
            "{} ({}{}; {})",
            _labelled("harm", harms.label, live["harm"].unique()),
            _labelled("setting", settings.label, live["setting"].unique()),
            pl.when(pl.col("setting_basis") == "assumed").then(pl.lit(", assumed")).otherwise(pl.lit("")),
            pl.coalesce("evidence", "source").fill_null("source not named"),
        ),
    )
    evidence = told.group_by(person, maintain_order=True).agg(
        harms=pl.col("said").unique(maintain_order=True).str.join("\n")
    )
    status = dataset["involvements"].filter(
        (pl.col("from_on").is_null() | (pl.col("from_on") <= month.last))
        & (pl.col("to_on").is_null() | (pl.col("to_on") >= month.first))
    )
    involved = (
        status.select(
            *person, _labelled("status", codes("involvement").label, status["status"].unique()).alias("status")
        )
        .group_by(person)
        .agg(involvement=pl.col("status").unique().sort().str.join(", "))
    )
    people = dataset["people"].select(*person, "birth_date", "sex")
    return (
        found.join(evidence, on=person, how="left")
        .join(involved, on=person, how="left")
        .join(people, on=person, how="left")
        .join(_missing_counts(found, dataset["missing"]), on="key", how="left")
        .with_columns(
            host=pl.col("host_authority").replace_strict(_names(found["host_authority"].unique()), default=None),
        )
    )


def _missing_counts(found: pl.DataFrame, missing: pl.DataFrame) -> pl.DataFrame:
    """Per stay: missing episodes in the window before it and since it began."""
    went = missing.filter(pl.col("kind") == "missing").select("authority", "person_id", went_on="from_on")
    near = found.select("authority", "person_id", "key", "from_on", "to_on").join(went, on=["authority", "person_id"])
    before = (pl.col("went_on") < pl.col("from_on")) & (pl.col("went_on") >= pl.col("from_on") - MISSING_WINDOW)
    since = (pl.col("went_on") >= pl.col("from_on")) & (
        pl.col("to_on").is_null() | (pl.col("went_on") <= pl.col("to_on"))
    )
    return near.group_by("key").agg(missing_before=before.sum(), missing_since=since.sum())


def _labelled(column: str, label: object, values: Iterable[str | None]) -> pl.Expr:
    labels = {value: label(value) for value in values if value is not None}  # type: ignore[operator]
    return pl.col(column).replace_strict(labels, default="not known", return_dtype=pl.String)


def _names(found: Iterable[str | None]) -> dict[str, str]:
    return {code: known.name if (known := find_authority(code)) else code for code in found if code is not None}
