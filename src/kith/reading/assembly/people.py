"""A young person told of by several sources is one row: what is known comes before what is not, the trusted before the rest."""

from __future__ import annotations

import polars as pl

from kith.foundation.problems import Problems, Severity, rule
from kith.reading.assembly.telling import tell

SOURCES_DIFFER = rule(
    "person-sources-differ",
    Severity.WARNING,
    "Two sources say different things of the same young person; the more trusted one was believed (SSDA903, CIN census, "
    "Annex A, then lists).",
    "Check which is right and correct the other.",
)

_PRECISION = {"day": 0, "month": 1, "expected": 2}
_NOT_KNOWN = {"sex": ("U", "0", "9"), "ethnicity": ("NOBT",)}
_FACTS = ("sex", "ethnicity", "disability", "uasc")


def one_row_a_person(people: pl.DataFrame, problems: Problems) -> pl.DataFrame:
    """One row a `person_id` from rows in order of trust (the column `rank`, then as they stand)."""
    ordered = people.sort("rank", "source", "row_id")
    several = ordered.filter(pl.col("person_id").is_duplicated())
    alone = ordered.filter(~pl.col("person_id").is_duplicated())
    for name in _FACTS:
        _tell_conflicts(several, name, problems)
    precise = pl.col("birth_precision").replace_strict(_PRECISION, default=len(_PRECISION))
    born = pl.struct("birth_date", "birth_precision").sort_by(precise, maintain_order=True).first()
    merged = several.group_by("person_id", maintain_order=True).agg(
        pl.exclude("birth_date", "birth_precision", *_FACTS).first(),
        *(pl.coalesce(_known(name).drop_nulls().first(), pl.col(name).drop_nulls().first()) for name in _FACTS),
        born=born,
    )
    return pl.concat([alone, merged.unnest("born").select(alone.columns)])


def _known(name: str) -> pl.Expr:
    return pl.when(~pl.col(name).is_in(("not_known", *_NOT_KNOWN.get(name, ())))).then(pl.col(name))


def _tell_conflicts(several: pl.DataFrame, name: str, problems: Problems) -> None:
    known = several.with_columns(_known(name)).drop_nulls(name)
    differ = known.filter(pl.col(name) != pl.col(name).first().over("person_id"))
    tell(SOURCES_DIFFER, differ, name, problems)
