"""Whom of the record a dataset's people are: by what was known before, by number, or, where somebody has to say, by a doubt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import polars as pl

from kith.record.audit.actions import Actor
from kith.record.exchange.models import Decision
from kith.record.exchange.tables import Keys
from kith.record.people.models import Identifier, Person
from kith.record.people.queries import everybody, visible
from kith.record.people.rules import Known, Said, likeness, number_key
from kith.record.people.search import Asked, People, likely_duplicates

AGREES = {"same_birth", "birth_about"}
_SOME = 900
"""How many values go into one question: the embedded database takes about a thousand."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Somebody of the dataset who may be one of these people of the record; a person says who. `why` is a key."""

    person_ref: str
    why: str
    candidates: tuple[UUID, ...]


@dataclass
class Matched:
    """Who is who. People in neither are new."""

    people: dict[str, str] = field(default_factory=dict)
    doubts: dict[str, Doubt] = field(default_factory=dict)


def is_reference(text: str) -> UUID | None:
    """The UUID that a text is, as the record writes its own."""
    try:
        found = UUID(text)
    except ValueError:
        return None
    return found if str(found) == text else None


def match(people: pl.DataFrame, names: Mapping[str, Mapping[str, Any]], keys: Keys, by: Any) -> Matched:
    """Match the dataset's `people`; `names` are names by `person_id`, where files had them. Nothing is written.

    In this order: what an earlier load or the record itself knows; what a person said; the authority's number, unless it is borne
    by several or the birth dates contradict each other; likely duplicates among those whom `by` may see.
    """
    found = Matched()
    said = {one.row_id: one for one in Decision.objects.filter(table="people", digest="")}
    rows = {row["person_id"]: row for row in people.iter_rows(named=True)}
    own = _own(rows)
    borne = _borne(ref for ref in rows if ref not in keys.people)
    seen = _seen_by(by)
    anybody = Person.objects.exists()
    for ref, row in rows.items():
        before = keys.people.get(ref) or own.get(ref)
        if before:
            found.people[ref] = before
        elif ref in said and said[ref].answer == Decision.Answer.SAME:
            found.people[ref] = str(said[ref].object_id)
        elif ref not in said and anybody:
            _judge(found, ref, row, borne.get(ref, []), names.get(ref, {}), seen)
    ends = _roots(found.people.values())
    found.people = {ref: ends[pk] for ref, pk in found.people.items() if pk in ends}
    return found


def _judge(
    found: Matched,
    ref: str,
    row: Mapping[str, Any],
    bearers: Sequence[Person],
    name: Mapping[str, Any],
    seen: People,
) -> None:
    if len(bearers) == 1 and agree(bearers[0], row["birth_date"], row["birth_precision"]):
        found.people[ref] = str(bearers[0].pk)
    elif bearers:
        why = "several" if len(bearers) > 1 else "birth"
        found.doubts[ref] = Doubt(ref, why, tuple(person.pk for person in bearers))
    elif alike := _alike(row, name, seen):
        found.doubts[ref] = Doubt(ref, "alike", alike)


def agree(person: Person, born_on: date | None, precision: str | None) -> bool:
    """Whether two birth dates can be of one person; one that is not known agrees with every other."""
    if born_on is None or person.born_on is None:
        return True
    mine = Known(born_on=person.born_on, birth_precision=person.birth_precision)
    theirs = Known(born_on=born_on, birth_precision=precision or "day")
    return bool(AGREES & set(likeness(theirs, mine).reasons))


def _alike(row: Mapping[str, Any], name: Mapping[str, Any], seen: People) -> tuple[UUID, ...]:
    """The likely duplicates of somebody whose name a file gave. Whoever may not see them is not told that there are any."""
    given, family = name.get("given_name") or "", name.get("family_name") or ""
    if not (given or family):
        return ()
    precision = row["birth_precision"] or "not_known"
    known = Known((Said(given, family),), row["birth_date"], precision)
    narrow = Asked(f"{given} {family}".strip(), row["birth_date"], birth_precision=precision)
    return tuple(result.person.pk for result in likely_duplicates(seen, known, narrow))


def _seen_by(by: Any) -> People:
    user = getattr(by, "user", by)
    if isinstance(user, Actor):  # the command: whoever runs the installation
        return everybody
    return partial(visible, user)


def _own(refs: Iterable[str]) -> dict[str, str]:
    """Those who are the record's own references."""
    asked = {pk: ref for ref in refs if (pk := is_reference(ref))}
    return {
        asked[pk]: str(pk)
        for some in chunks(list(asked))
        for pk in Person.objects.filter(pk__in=some).values_list("pk", flat=True)
    }


def _borne(refs: Iterable[str]) -> dict[str, list[Person]]:
    """By `person_id`, those who bear it as the authority's number; more than one where the number is contested."""
    by_key = {key: ref for ref in refs if (key := number_key(ref))}
    found: dict[str, dict[UUID, Person]] = defaultdict(dict)
    for some in chunks(list(by_key)):
        numbers = Identifier.objects.filter(scheme="la", value_key__in=some, error_at=None, person__error_at=None)
        for row in numbers.select_related("person__kept"):
            person = row.person.kept or row.person
            found[by_key[row.value_key]][person.pk] = person
    return {ref: list(people.values()) for ref, people in found.items()}


def _roots(ids: Iterable[str]) -> dict[str, str]:
    """Where merges end, by id; ids of nobody are left out."""
    ends: dict[str, str] = {}
    for some in chunks(sorted(set(ids))):
        for pk, kept in Person.objects.filter(pk__in=some).values_list("pk", "kept"):
            ends[str(pk)] = str(kept or pk)
    return ends


def chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The values in parts that one question can take."""
    for start in range(0, len(values), _SOME):
        yield values[start : start + _SOME]
