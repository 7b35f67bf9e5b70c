"""Search that forgives: those whom the user may see, found by sound, by swapped letters, by former names, by slips of a date."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from kith.record.people.models import Address, Identifier, LikelyDuplicate, Name, Person, SearchKey
from kith.record.people.queries import holding, together, visible
from kith.record.people.rules import (
    LIKELY,
    Known,
    Likeness,
    Said,
    birth_slips,
    likeness,
    name_keys,
    number_key,
    parts,
    postcode_keys,
    whole_postcode,
)

MOST = 300
"""How many people are weighed for one search. They are those who match in most of what was asked, so more are never wanted."""
SHOWN = 100
"""How many results are shown; whoever is not among them is found by asking for more."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody typed: a name in any order, a birth date, a postcode or its beginning, a number."""

    name: str = ""
    born_on: date | None = None
    postcode: str = ""
    number: str = ""
    birth_precision: str = "day"

    @property
    def empty(self) -> bool:
        return not (parts(self.name) or self.born_on or whole_postcode(self.postcode) or number_key(self.number))

    @property
    def known(self) -> Known:
        return Known(
            names=(Said(given=self.name),),
            born_on=self.born_on,
            birth_precision=self.birth_precision if self.born_on else "not_known",
            postcodes=(self.postcode,),
            numbers=(number_key(self.number),) if number_key(self.number) else (),
        )


@dataclass(frozen=True, slots=True)
class Result:
    """Somebody found, and why."""

    person: Person
    likeness: Likeness


def find(user: Any, asked: Asked) -> list[Result]:
    """Those found among the people whom the user may see, likeliest first; at most `SHOWN`. Restricted people take no place."""
    if asked.empty:
        return []
    return _weigh(asked.known, candidates(visible(user), asked))[:SHOWN]


def likely_duplicates(
    people: QuerySet[Person], asked: Known, narrow: Asked, *, apart_from: UUID | None = None
) -> list[Result]:
    """Those of `people` who look like the one asked about, from `LIKELY` points on, without those said not to be the same."""
    found = _weigh(asked, candidates(people, narrow))
    apart = _said_apart(apart_from) | {apart_from} if apart_from else set()
    return [result for result in found if result.likeness.points >= LIKELY and result.person.pk not in apart]


def _said_apart(person_id: UUID) -> set[UUID]:
    pairs = LikelyDuplicate.objects.filter(Q(one=person_id) | Q(other=person_id), answer="not_the_same")
    return {found for pair in pairs.values_list("one_id", "other_id") for found in pair}


def candidates(people: QuerySet[Person], asked: Asked) -> list[Person]:
    """At most `MOST` of `people` who share something with what was asked: first those who share every part, then any two, then any."""
    groups = [found for found in _groups(asked) if found is not None]
    chosen: dict[UUID, Person] = {}
    for query in _from_narrow_to_wide(groups):
        left = MOST - len(chosen)
        if left <= 0 or len(chosen) >= 20:
            break
        for person in people.filter(query).exclude(pk__in=list(chosen))[:left]:
            chosen[person.pk] = person
    return list(chosen.values())


def _groups(asked: Asked) -> list[Q | None]:
    """One condition for each thing asked: a word of the name, the date with its slips, the postcode, the number."""
    words = [_keyed(name_keys(word)) for word in parts(asked.name)[:6]]
    born = Q(born_on__in=list(birth_slips(asked.born_on))) if asked.born_on else None
    if asked.born_on and asked.birth_precision in {"month", "year"}:
        born = Q(born_on__year=asked.born_on.year)
    about = Q(born_on__year=asked.born_on.year, birth_precision__in=["month", "year"]) if asked.born_on else None
    place, number = whole_postcode(asked.postcode), number_key(asked.number)
    return [
        *words,
        born | about if born and about else born,
        _keyed(frozenset({f"d{place}"}) | (postcode_keys(place) if len(place) > 4 else frozenset())) if place else None,
        _keyed(frozenset({f"n{number}"})) if number else None,
    ]


def _keyed(keys: frozenset[str]) -> Q:
    return Q(pk__in=SearchKey.objects.filter(key__in=sorted(keys)).values("root"))


def _from_narrow_to_wide(groups: list[Q]) -> list[Q]:
    """All conditions together; all but one; each alone."""
    every = _all(groups)
    if len(groups) <= 1:
        return [every]
    but_one = Q()
    for left_out in range(len(groups)):
        but_one |= _all(groups[:left_out] + groups[left_out + 1 :])
    anyone = Q()
    for group in groups:
        anyone |= group
    return [every, but_one] + ([anyone] if len(groups) > 2 else [])


def _all(groups: list[Q]) -> Q:
    every = Q()
    for group in groups:
        every &= group
    return every


def _weigh(asked: Known, people: list[Person]) -> list[Result]:
    """Likeness of each, likeliest first; those who are not alike at all are left out."""
    known = known_of(people)
    weighed = [Result(person, likeness(asked, known[person.pk])) for person in people]
    found = [result for result in weighed if result.likeness.points > 0]
    return sorted(found, key=lambda result: (-result.likeness.points, _sorted_as(result.person)))


def _sorted_as(person: Person) -> tuple[str, str, str]:
    name = person.shown_name
    return (name.family, name.given, str(person.pk)) if name else ("", "", str(person.pk))


def known_of(people: list[Person]) -> dict[UUID, Known]:
    """What likeness is judged by, of many people in three queries. Withheld addresses are left out: a match would tell."""
    ids = [person.pk for person in people]
    names, places, numbers = _rows(Name, ids), _rows(Address, ids), _rows(Identifier, ids)
    return {
        person.pk: Known(
            names=tuple(
                Said(row.given, row.family, row.called, shown=row.pk == person.shown_name_id)
                for row in names[person.pk]
            ),
            born_on=person.born_on,
            birth_precision=person.birth_precision,
            postcodes=tuple(row.postcode for row in places[person.pk] if row.withheld == "no"),
            numbers=tuple(row.value_key for row in numbers[person.pk]),
        )
        for person in people
    }


def _rows(model: type[Any], ids: list[UUID]) -> dict[UUID, list[Any]]:
    if model is not Identifier:
        return holding(model, ids)
    found: dict[UUID, list[Any]] = defaultdict(list)
    rows = Identifier.objects.filter(person__in=together(ids), error_at=None)
    for row in rows.select_related("person"):
        found[row.person.kept_id or row.person_id].append(row)
    return found
