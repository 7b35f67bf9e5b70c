"""Whom a list's rows are about: the authority's own id where there is one, else an id for this file, and what matching needs."""

from __future__ import annotations

import re

import polars as pl

from kith.reading.sources.extracts import IDENTITY
from kith.reading.sources.lists import rules
from kith.reading.sources.lists.cells import Cells, looked_up

_NUMBER = re.compile(r"(\d+)\.0+$")
_SEX = {"female": "F", "male": "M", "not_known": "U"}
_TOTAL = re.compile(r"(?:grand |sub)?-?totals?\b|count\b|number of\b", re.IGNORECASE)


def people_of(cells: Cells) -> pl.DataFrame:
    """One row a row of the list: the columns of IDENTITY, `ethnicity`, and `named` (False: the row is of nobody)."""
    given, family = _names(cells)
    given_id = looked_up(cells.text("person"), lambda text: _NUMBER.sub(r"\1", text)).alias("id")
    frame = pl.DataFrame(
        {
            "id": given_id,
            "given_name": given,
            "family_name": family,
            "birth_date": cells.date("birth_date"),
            "sex": cells.code("sex").replace_strict(_SEX, default=None, return_dtype=pl.String),
            "upn": cells.text("upn"),
            "postcode": cells.text("postcode"),
            "ethnicity": cells.code("ethnicity"),
            "source": _sources(cells),
        }
    )
    total = pl.col("id").fill_null("").str.contains(f"(?i)^(?:{_TOTAL.pattern})")
    name = pl.concat_str("given_name", "family_name", separator="\x1f")
    frame = frame.with_columns(
        named=~total & pl.any_horizontal(pl.col("id", "given_name", "family_name").is_not_null()),
        own_id=pl.col("id").is_not_null(),
        # The same name and birth date in one file are one young person; without a birth date each row is of its own.
        person_id=pl.coalesce("id", pl.col("source").first().over(name.str.to_lowercase(), "birth_date", "id")),
    ).with_columns(
        person_id=pl.when(pl.col("id").is_null() & (pl.col("birth_date").is_null() | name.is_null()))
        .then("source")
        .otherwise("person_id")
    )
    cells.tell(rules.NO_ONE, ~frame["named"], "person")
    return frame.select(*IDENTITY.names(), "ethnicity", "named")


def young_people(identities: pl.DataFrame, authority: str) -> pl.DataFrame:
    """Rows of `people`, one a person: what the first row that says so says."""
    firsts = [pl.col(name).drop_nulls().first() for name in ("birth_date", "sex", "ethnicity")]
    return (
        identities.group_by("person_id", maintain_order=True)
        .agg(*firsts, pl.col("source").first())
        .with_columns(
            authority=pl.lit(authority),
            birth_precision=pl.when(pl.col("birth_date").is_null()).then(pl.lit("not_known")).otherwise(pl.lit("day")),
        )
    )


def _sources(cells: Cells) -> pl.Series:
    return (cells.sheet.file + "#" + cells.rows.cast(pl.String)).alias("source")


def _names(cells: Cells) -> tuple[pl.Series, pl.Series]:
    """Given and family names; where only the whole name is there it is parted."""
    given, family, whole = cells.text("given_name"), cells.text("family_name"), cells.text("name")
    parted = {name: parted_name(name) for name in whole.unique().drop_nulls().to_list()}
    first = whole.replace_strict({k: v[0] for k, v in parted.items()}, default=None, return_dtype=pl.String)
    last = whole.replace_strict({k: v[1] for k, v in parted.items()}, default=None, return_dtype=pl.String)
    return given.zip_with(given.is_not_null(), first), family.zip_with(family.is_not_null(), last)


def parted_name(name: str) -> tuple[str | None, str | None]:
    """Given and family name of `SURNAME, Forename`, `SURNAME Forename` or `Forename Surname`."""
    name = " ".join(name.split())
    if "," in name:
        family, _, given = name.partition(",")
        return given.strip() or None, family.strip() or None
    parts = name.split(" ")
    capitals = [part for part in parts if part.isupper() and len(part) > 1]
    if capitals and len(capitals) < len(parts):
        return " ".join(part for part in parts if part not in capitals), " ".join(capitals)
    return (" ".join(parts[:-1]) or None, parts[-1] or None)
