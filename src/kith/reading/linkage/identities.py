"""Who is who over all sources: the same id, or the same pupil number, with the same birth date, joins; nothing else does alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from kith.foundation.problems import Problems, Severity, rule
from kith.reading.sources.extracts import IDENTITY, Extract

BIRTH_DATES_DIFFER = rule(
    "person-birth-dates-differ",
    Severity.WARNING,
    "The same id has another birth date in another source; the two are kept apart until a person confirms that they are one.",
    "Correct the birth date, or answer in matches.xlsx.",
)
PUPIL_NUMBER_TWICE = rule(
    "person-pupil-number-twice",
    Severity.WARNING,
    "Two ids of one source have the same unique pupil number and birth date; they were not joined.",
    "If it is one person, give them one id; if not, correct the pupil number.",
)

_RANK = {"SSDA903": 0, "CIN census": 1, "Annex A": 2}
_WHO = ("kind", "person_id")
_DETAILS = ("given_name", "family_name", "sex", "upn", "postcode", "source")


@dataclass(frozen=True, slots=True)
class Identities:
    """Every (kind of source, person_id) as an entry with `who`, the id of the person that it belongs to for certain.

    `listed` are the ids of those known from lists alone; `contradicted` pairs of ids (kept, apart) whose own id is the same
    and birth date is not. `entries` has `kind`, `person_id`, `own_id`, `who` and the columns of IDENTITY, one row an entry.
    """

    entries: pl.DataFrame
    listed: frozenset[str]
    contradicted: tuple[tuple[str, str], ...] = ()
    problems: Problems = field(default_factory=Problems)

    def people(self) -> pl.DataFrame:
        """One row a person (`who`) with the best known of each detail: from the most trusted source that has it."""
        best = [pl.col(name).drop_nulls().first() for name in ("birth_date", *_DETAILS)]
        return self.entries.group_by("who", maintain_order=True).agg(*best)


def identities(extracts: Sequence[Extract]) -> Identities:
    """Join what joins for certain. The order of the extracts makes no difference."""
    problems = Problems()
    entries = _entries(extracts)
    entries, contradicted = _apart_by_birth_date(entries, problems)
    entries = _joined_lists(entries)
    same = _same_pupil(entries, problems)
    entries = entries.with_columns(pl.col("who").replace(same))
    own = entries.filter("own_id")["who"]
    only_listed = frozenset(entries.filter(~pl.col("own_id") & ~pl.col("who").is_in(own.implode()))["who"])
    pairs = tuple(sorted({(same.get(a, a), same.get(b, b)) for a, b in contradicted}))
    apart = {other for _, other in pairs}
    listed = only_listed | (apart & _only_from_lists(entries) if apart else frozenset())
    return Identities(entries, listed, tuple(pair for pair in pairs if pair[0] != pair[1]), problems)


def _entries(extracts: Sequence[Extract]) -> pl.DataFrame:
    """One row a kind of source and person_id, the most trusted source first; people without identity are there too."""
    parts = []
    for extract in extracts:
        people = extract.tables.get("people", pl.DataFrame(schema={"person_id": pl.String}))
        known = [name for name in ("birth_date", "birth_precision", "sex", "source") if name in people.columns]
        parts += [
            extract.identities.cast(IDENTITY).with_columns(kind=pl.lit(extract.kind)),
            people.select("person_id", *known).with_columns(kind=pl.lit(extract.kind)),
        ]
    empty = pl.DataFrame(schema={**IDENTITY, "birth_precision": pl.String(), "kind": pl.String()})
    every = pl.concat([empty, *parts], how="diagonal").with_columns(
        rank=pl.col("kind").replace_strict(_RANK, default=len(_RANK), return_dtype=pl.Int64)
    )
    every = every.sort("rank", "kind", "person_id", "source", *_DETAILS[:-1], "birth_date", nulls_last=True)
    own = pl.coalesce(pl.col("own_id").max(), ~pl.col("person_id").first().str.contains("#", literal=True))
    best = [pl.col(name).drop_nulls().first() for name in ("birth_date", "birth_precision", *_DETAILS)]
    return every.group_by(*_WHO, maintain_order=True).agg(*best, own_id=own, rank=pl.col("rank").first())


def _apart_by_birth_date(entries: pl.DataFrame, problems: Problems) -> tuple[pl.DataFrame, list[tuple[str, str]]]:
    """The same own id is one person, but for entries whose birth date contradicts that of the most trusted source.

    A month alone agrees with each of its days; an expected date agrees with any, as an absent one does.
    """
    firm = pl.when(pl.col("birth_precision").fill_null("day") != "expected").then("birth_date")
    entries = entries.with_columns(firm=firm, month=(pl.col("birth_precision") == "month").fill_null(False))
    led = pl.col("firm").drop_nulls().first().over("person_id")
    led_month = pl.col("month").filter(pl.col("firm").is_not_null()).first().over("person_id").fill_null(False)
    same_month = (led_month | pl.col("month")) & (led.dt.truncate("1mo") == pl.col("firm").dt.truncate("1mo"))
    apart = (pl.col("own_id") & (led != pl.col("firm")) & ~same_month).fill_null(False)
    nth = pl.col("firm").rank("dense").over("person_id", "apart").cast(pl.Int64) + 1
    entries = entries.with_columns(apart=apart).with_columns(
        who=pl.when("apart").then(pl.format("{} ({})", "person_id", nth)).otherwise("person_id")
    )
    found = entries.filter("apart")
    for source in found["source"]:
        file, row = place(source)
        problems.add(BIRTH_DATES_DIFFER, file, row, "birth_date")
    return entries.drop("firm", "month", "apart"), sorted(set(found.select("person_id", "who").iter_rows()))


def _joined_lists(entries: pl.DataFrame) -> pl.DataFrame:
    """Rows of lists without ids that agree to the letter in both names and the birth date are one listed person."""
    letters = [
        pl.col(name).str.to_lowercase().str.replace_all(r"[^\p{L}]", "") for name in ("given_name", "family_name")
    ]
    whole = ~pl.col("own_id") & pl.all_horizontal(
        pl.col("birth_date").is_not_null(), *((name.is_not_null() & (name != "")) for name in letters)
    ).fill_null(False)
    first = pl.col("who").min().over(*letters, "birth_date", "own_id")
    return entries.with_columns(who=pl.when(whole).then(first).otherwise("who"))


def _same_pupil(entries: pl.DataFrame, problems: Problems) -> dict[str, str]:
    """Ids with the same pupil number and birth date → the id that stands for them all."""
    numbered = entries.filter(pl.col("upn").is_not_null() & pl.col("birth_date").is_not_null())
    groups = (
        numbered.group_by("upn", "birth_date", maintain_order=True)
        .agg(
            pl.col("who").unique(maintain_order=True),
            own=pl.struct("kind", "who").filter(pl.col("own_id")),
            source="source",
        )
        .filter(pl.col("who").list.len() > 1)
    )
    pairs: list[tuple[str, str]] = []
    for row in groups.iter_rows(named=True):
        ids = {(one["kind"], one["who"]) for one in row["own"]}
        if len(ids) > len({kind for kind, _ in ids}):
            for file, line in map(place, row["source"]):
                problems.add(PUPIL_NUMBER_TWICE, file, line, "upn")
        else:
            pairs += [(row["who"][0], other) for other in row["who"][1:]]
    order = {who: n for n, who in enumerate(entries["who"].unique(maintain_order=True))} if pairs else {}
    return united(pairs, order)


def united(pairs: Sequence[tuple[str, str]], order: Mapping[str, int]) -> dict[str, str]:
    """Ids joined by the pairs, directly or by way of others → the one of each group that comes first in `order`."""
    head: dict[str, str] = {}

    def top(one: str) -> str:
        while one in head:
            one = head[one]
        return one

    for a, b in pairs:
        first, second = sorted((top(a), top(b)), key=lambda one: (order.get(one, 0), one))
        if first != second:
            head[second] = first
    return {one: top(one) for one in head}


def _only_from_lists(entries: pl.DataFrame) -> frozenset[str]:
    from_elsewhere = frozenset(entries.filter(pl.col("rank") < len(_RANK))["who"])
    return frozenset(entries["who"]) - from_elsewhere


def place(source: str) -> tuple[str, int | None]:
    """File and row number of a `source`."""
    file, _, row = source.rpartition("#")
    return (file, int(row)) if file and row.isdigit() else (source, None)
