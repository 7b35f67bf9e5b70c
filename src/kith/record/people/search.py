"""Search that forgives: those whom the user may see, found by sound, by swapped letters, by former names, by slips of a date."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial, reduce
from operator import add
from typing import Any, TypeAlias
from uuid import UUID

from django.db.models import Case, Count, Max, Q, QuerySet, When

from kith.record.access.sentences import FEW
from kith.record.people.models import Address, Identifier, LikelyDuplicate, Name, Person, SearchKey
from kith.record.people.queries import by_person, holding, visible
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
"""How many people are weighed for one search: those who match in most of what was asked. With 100, one in a hundred was lost whose name
was misspelt (250 tried among 4,000)."""
SHOWN = 100
"""How many results are shown; whoever is not among them is found by asking for more."""
ENOUGH = 20
"""So many who share as much of what was asked, and nobody is weighed who shares less."""
People: TypeAlias = Callable[..., QuerySet[Person]]
"""Whom a search is among: all of them, or those named by `among`."""


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
    return _weigh(asked.known, candidates(partial(visible, user), asked))[:SHOWN]


def likely_duplicates(people: People, asked: Known, narrow: Asked, *, apart_from: UUID | None = None) -> list[Result]:
    """Those of `people` who look like the one asked about, from `LIKELY` points on, without those said not to be the same."""
    found = _weigh(asked, candidates(people, narrow))
    apart = _said_apart(apart_from) | {apart_from} if apart_from else set()
    return [result for result in found if result.likeness.points >= LIKELY and result.person.pk not in apart]


def _said_apart(person_id: UUID) -> set[UUID]:
    pairs = LikelyDuplicate.objects.filter(Q(one=person_id) | Q(other=person_id), answer="not_the_same")
    return {found for pair in pairs.values_list("one_id", "other_id") for found in pair}


def candidates(people: People, asked: Asked) -> list[Person]:
    """At most `MOST` of `people` who share something with what was asked: those who share most parts first, then most keys.

    Once `ENOUGH` share so many parts, those who share fewer are left out.
    """
    chosen: dict[UUID, int] = {}
    for pk, many in _ranked(people, asked):
        if len(chosen) >= MOST or (len(chosen) >= ENOUGH and many < min(chosen.values())):
            break
        chosen.setdefault(pk, many)
    found = people(among=list(chosen)).in_bulk()
    return [found[pk] for pk in chosen if pk in found]


def _ranked(people: People, asked: Asked) -> Iterator[tuple[UUID, int]]:
    """Those of `people` who share something with what was asked, and how many parts of it: by key first, then by birth alone."""
    words, born = _words(asked), _born(asked)
    if words:
        yield from _by_key(people, words, _born(asked, "root__"))
    if born is not None:
        yield from ((pk, 1) for pk in people().filter(born).order_by("pk").values_list("pk", flat=True)[: 2 * MOST])


def _by_key(people: People, words: list[frozenset[str]], born: Q | None) -> Iterator[tuple[UUID, int]]:
    """By how many parts, then keys, they share. `people` who are few are named outright: then only their own keys are looked at.

    Of more, those who share most are asked for first and then whether they are of these people: nearly always they are.
    """
    parts = [Q(key__in=sorted(keys)) for keys in words] + ([born] if born is not None else [])
    many = reduce(add, (Max(Case(When(part, then=1), default=0)) for part in parts))
    rows = SearchKey.objects.filter(key__in=sorted(frozenset().union(*words)))
    few = list(people().order_by().values_list("pk", flat=True)[: FEW + 1])
    if len(few) <= FEW:
        rows = rows.filter(root__in=few)
    counted = rows.values("root").annotate(many=many, keys=Count("key")).order_by("-many", "-keys", "root")
    at, step = 0, 2 * MOST
    while step:
        some = list(counted.values_list("root", "many")[at : at + step])
        these = [pk for pk, _many in some]
        theirs = {*(few if len(few) <= FEW else people(among=these).order_by().values_list("pk", flat=True))}
        yield from ((pk, many) for pk, many in some if pk in theirs)
        at, step = at + step, 4 * step if len(some) == step else 0


def _words(asked: Asked) -> list[frozenset[str]]:
    """The keys of each part asked for that has keys: a word of the name, the postcode, the number."""
    place, number = whole_postcode(asked.postcode), number_key(asked.number)
    places = (
        frozenset({f"d{place}"}) | (postcode_keys(place) if len(place) > 4 else frozenset()) if place else frozenset()
    )
    keys = [*map(name_keys, parts(asked.name)[:6]), places, frozenset({f"n{number}"} if number else ())]
    return [each for each in keys if each]


def _born(asked: Asked, of: str = "") -> Q | None:
    """Who was born on the date asked for or a slip of it, or in its year where no day is known; `of` leads to the person."""
    if asked.born_on is None:
        return None
    year = Q(**{f"{of}born_on__year": asked.born_on.year})
    if asked.birth_precision in {"month", "year"}:
        return year
    return Q(**{f"{of}born_on__in": list(birth_slips(asked.born_on))}) | (
        year & Q(**{f"{of}birth_precision__in": ["month", "year"]})
    )


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
    return by_person(model, ids) if model is Identifier else holding(model, ids)
