"""A made-up record-level twin of the thirteen services: rows of young people whose figures are the published ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any

import polars as pl

from kith.dataset.dataset import Dataset
from kith.figures.study.published import aggregate, services, table
from kith.foundation.dates import Month

MONTH = Month(2019, 9)

AGES = {
    "age 10 to 12": dt.date(2008, 3, 1),
    "age 13 to 15": dt.date(2005, 3, 1),
    "age 16 to 17": dt.date(2003, 3, 1),
    "age 18 and over": dt.date(2000, 3, 1),
}
SEXES = {"male": "1", "female": "2"}
ETHNICITIES = {
    "ethnicity white": "WBRI",
    "ethnicity Black": "BCRB",
    "ethnicity mixed": "MWBC",
    "ethnicity Asian": "APKN",
    "ethnicity any other": "OOTH",
    "ethnicity not returned": "NOBT",
}
PLACEMENT_TYPES = {"residential children's homes": "K2", "secure on welfare grounds": "K1"}
LEGAL_BASES = {"legal basis section 31": "C2"}
"""Printed figure → birth date or code that its young people have. Who is in none of them has an empty cell: not known."""

LENGTHS = {
    "under_1_month": (dt.date(2019, 9, 2), 80),
    "1_to_12_months_planned_to_3_months": (dt.date(2019, 7, 15), 80),
    "1_to_12_months_planned_to_1_year": (dt.date(2019, 3, 1), 300),
    "over_1_year_planned_to_2_years": (dt.date(2018, 6, 1), 600),
    "over_1_year_planned_over_2_years": (dt.date(2018, 6, 1), 900),
}
"""Column of the allocation → the first day away, and the days from the latest stay's first day to its planned end."""

NOT_RETURNED = (dt.date(2019, 3, 1), None)
"""No planned end. A stay must have begun some day; within the year, because the papers count those over a year as 41."""

SECOND_STAY = dt.date(2019, 9, 12)
FIRST_MISSING = dt.date(2019, 9, 3)
"""After every stay has begun; one episode a day from then leaves room for 28 a person."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One relocated young person of the twin."""

    service: str
    number: int
    born: dt.date | None
    sex: str | None
    ethnicity: str | None
    disability: str
    placement_type: str | None
    legal_basis: str | None
    began: dt.date
    planned_days: int | None
    stays: int
    episodes: int
    missing_before: bool

    @property
    def person_id(self) -> str:
        return _person_id(self.service, self.number)


def twin() -> Dataset:
    """The thirteen services in September 2019, some 29,600 young people, each service under its letter for an authority.

    The printed totals come from the data of the papers. What the papers do not give by service is allotted: numbers
    supported in proportion to numbers affected, planned moves in proportion to relocated ones, kinds of harm, lengths and
    disability by `allocation.csv`; all other attributes are dealt out over the 215. What no paper gives is left not known.
    """
    moved = list(_moved())
    return Dataset(
        {
            "people": _people(moved),
            "involvements": _rows("involvements", _everybody().with_columns(status=pl.lit("not_known"))),
            "harms": _harms(),
            "placements": pl.DataFrame(list(chain.from_iterable(map(_placements, moved)))),
            "authorisations": pl.DataFrame(
                [
                    _row("authorisations", one, 1, kind="secure", from_on=one.began, placement_id=_stay_id(one))
                    for one in moved
                    if one.placement_type == "K1"
                ]
            ),
            "relocations": _planned(),
            "missing": pl.DataFrame(list(chain.from_iterable(map(_missing, moved)))),
        }
    )


def in_proportion(total: int, weights: dict[str, int]) -> dict[str, int]:
    """Whole numbers adding up to `total` in proportion to the weights, by largest remainder (the earlier of equals first)."""
    whole = sum(weights.values())
    shares = {key: total * weight // whole for key, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda key: -(total * weights[key] % whole))
    for key in by_remainder[: total - sum(shares.values())]:
        shares[key] += 1
    return shares


def dealt(values: dict[Any, int], places: int) -> list[Any]:
    """Each value as often as said and None for the rest, over the places as cards are dealt, so that no two go together."""
    told = list(chain.from_iterable(repeat(value, times) for value, times in values.items()))
    told += [None] * (places - len(told))
    step = next(n for n in range(places * 2 // 5 + len(values), 2 * places) if _coprime(n, places))
    return [told[place * step % places] for place in range(places)]


def _coprime(one: int, other: int) -> bool:
    import math

    return math.gcd(one, other) == 1


def _numbers(column: str) -> dict[str, int]:
    return {service: int(row[column]) for service, row in services().items()}


def _allotted() -> dict[str, dict[str, str]]:
    return {row["service"]: row for row in table("allocation")}


def _of(figures: dict[str, Any]) -> dict[Any, int]:
    return {value: aggregate(figure) for figure, value in figures.items()}


def _moved() -> Iterator[Moved]:
    """The relocated, service by service. Nobody of 18 or over is given a care order or a secure or children's home."""
    places = [(s, n) for s, relocated in _numbers("in_out_of_area").items() for n in range(1, relocated + 1)]
    born = dealt(_of(AGES), len(places))
    young = [n for n, day in enumerate(born) if day != AGES["age 18 and over"]]
    types = dict(zip(young, dealt(_of(PLACEMENT_TYPES), len(young)), strict=True))
    bases = dict(zip(young, dealt(_of(LEGAL_BASES), len(young)), strict=True))
    sexes, ethnicities = dealt(_of(SEXES), len(places)), dealt(_of(ETHNICITIES), len(places))
    asked = [n for n, (service, _) in enumerate(places) if _allotted()[service]["returns_disability"] == "yes"]
    disabled = dict(zip(asked, dealt({"yes": aggregate("diagnosed disability")}, len(asked)), strict=True))
    by_service = {service: list(_course(service)) for service in services()}
    for n, (service, number) in enumerate(places):
        disability = (disabled[n] or "no") if n in disabled else "not_known"
        yield Moved(
            *(service, number, born[n], sexes[n], ethnicities[n], disability, types.get(n), bases.get(n)),
            *by_service[service][number - 1],
        )


def _course(service: str) -> Iterator[tuple[dt.date, int | None, int, int, bool]]:
    """Of each relocated person of a service: first day away, planned days, stays, missing episodes, missing before."""
    printed, allotted = services()[service], _allotted()[service]
    relocated, several = int(printed["in_out_of_area"]), int(printed["in_multiple_out_of_area"])
    missing, episodes = int(printed["missing_from_out_of_area"]), int(printed["missing_episodes"])
    lengths: Iterable[tuple[dt.date, int | None]] = chain(
        *(repeat(length, int(allotted[column])) for column, length in LENGTHS.items()), repeat(NOT_RETURNED)
    )
    each = list(in_proportion(episodes, {str(n): 1 for n in range(missing)}).values()) if missing else []
    for n, (began, planned_days) in zip(range(relocated), lengths, strict=False):
        stays = 2 if n >= relocated - several else 1
        before = n < int(allotted["missing_before_the_move"])
        yield began, planned_days, stays, each[n] if n < missing else 0, before


def _person_id(service: str, number: int) -> str:
    return f"{service}{number:05d}"


def _stay_id(one: Moved) -> str:
    """The row id of the latest stay."""
    return f"placements-{one.person_id}-{one.stays}"


def _row(name: str, one: Moved, ordinal: int, **cells: object) -> dict[str, object]:
    person = {"authority": one.service, "person_id": one.person_id, "source": f"twin#{one.person_id}"}
    return {"row_id": f"{name}-{one.person_id}-{ordinal}", **person, **cells}


def _placements(one: Moved) -> Iterator[dict[str, object]]:
    """One stay out of area because of harm, or two on end, the later of which carries the planned end."""
    first_days = [one.began, SECOND_STAY][: one.stays]
    for n, began in enumerate(first_days, 1):
        latest = n == one.stays
        planned = began + dt.timedelta(one.planned_days) if latest and one.planned_days else None
        yield _row(
            "placements",
            one,
            n,
            from_on=began,
            to_on=None if latest else SECOND_STAY,
            away_from=one.began,
            planned_end=planned,
            placement_type=one.placement_type,
            legal_basis=one.legal_basis,
            locality="out",
            due_to_efh="yes",
        )


def _missing(one: Moved) -> Iterator[dict[str, object]]:
    days = [FIRST_MISSING + dt.timedelta(n) for n in range(one.episodes)]
    days += [one.began - dt.timedelta(30)] * one.missing_before
    for n, day in enumerate(days, 1):
        yield _row("missing", one, n, kind="missing", from_on=day, to_on=day)


def _everybody() -> pl.DataFrame:
    """Every supported person: authority, number within it, person id. The first numbers are the relocated, then the affected."""
    supported = in_proportion(aggregate("young people supported in September 2019"), _numbers("affected_by_efh"))
    counts = pl.DataFrame({"authority": list(supported), "supported": list(supported.values())})
    return (
        counts.select("authority", number=pl.int_ranges(1, pl.col("supported") + 1))
        .explode("number")
        .with_columns(person_id=pl.col("authority") + pl.col("number").cast(pl.String).str.zfill(5))
    )


def _rows(name: str, people: pl.DataFrame) -> pl.DataFrame:
    """A row a person, with an id and a source."""
    return people.with_columns(row_id=pl.format(name + "-{}-1", "person_id"), source=pl.format("twin#{}", "person_id"))


def _people(moved: list[Moved]) -> pl.DataFrame:
    told = pl.DataFrame(
        [
            {
                "person_id": one.person_id,
                "birth_date": one.born,
                "sex": one.sex,
                "ethnicity": one.ethnicity,
                "disability": one.disability,
            }
            for one in moved
        ]
    )
    everybody = _everybody().join(told, on="person_id", how="left", maintain_order="left")
    known = pl.when(pl.col("birth_date").is_null()).then(pl.lit("not_known")).otherwise(pl.lit("month"))
    return _rows("people", everybody.with_columns(birth_precision=known))


def _harms() -> pl.DataFrame:
    """One live harm from outside a person affected: its kind where the papers say that some are reported, else not said."""
    affected = _numbers("affected_by_efh")
    kinds = [
        {"authority": service, "number": affected[service] - n, "harm": harm}
        for service, row in _allotted().items()
        for n, harm in enumerate(
            chain(*(repeat(harm, int(row[harm])) for harm in ("peer_on_peer", "serious_youth_violence")))
        )
    ]
    counts = pl.DataFrame({"authority": list(affected), "affected": list(affected.values())})
    people = (
        _everybody().join(counts, on="authority", maintain_order="left").filter(pl.col("number") <= pl.col("affected"))
    )
    told = people.join(pl.DataFrame(kinds), on=["authority", "number"], how="left", maintain_order="left")
    return _rows(
        "harms",
        told.with_columns(
            pl.col("harm").fill_null("efh_unspecified"), setting=pl.lit("outside"), setting_basis=pl.lit("recorded")
        ),
    )


def _planned() -> pl.DataFrame:
    """Moves recorded as planned and not begun, of affected young people who are not relocated."""
    relocated = _numbers("in_out_of_area")
    planned = in_proportion(aggregate("relocations in planning"), relocated)
    return pl.DataFrame(
        [
            {
                "row_id": f"relocations-{_person_id(service, relocated[service] + n)}-1",
                "authority": service,
                "person_id": _person_id(service, relocated[service] + n),
                "planned_on": dt.date(2019, 9, 16),
                "planned_from": dt.date(2019, 10, 14),
                "locality": "out",
                "due_to_efh": "yes",
                "source": f"twin#{_person_id(service, relocated[service] + n)}",
            }
            for service, moves in planned.items()
            for n in range(1, moves + 1)
        ]
    )
