"""The made-up authority of the demonstration, brought into the record under invented names, with someone for each role to see."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith.dataset.dataset import Dataset
from kith.dataset.files import read_dataset
from kith.definitions.codes import codes
from kith.record.access import actions as access
from kith.record.access.models import Panel
from kith.record.access.rules import Section
from kith.record.accounts.demo import email
from kith.record.accounts.models import User
from kith.record.audit.actions import Actor, recorded
from kith.record.people.actions import add_person, change
from kith.record.people.loading import Begun, home, named, store, uuid_of
from kith.record.people.merging import merge
from kith.record.people.models import Address, Identifier, Involvement, Person
from kith.record.people.rules import number_key

ALLOCATED, TO_THE_TEAM, ON_THE_PANEL, REVIEWED, TO_BE_PLACED = 14, 60, 12, 10, 5
"""How many young people stand in each relation to the accounts of the demonstration."""

CAST = (
    ("Kai", "Denstone"),
    ("Robin", "Vance"),
    ("Sam", "Stanway"),
    ("Shay", "Wenton"),
    ("Dara", "Morrow"),
    ("Rowan", "Corsall"),
)
"""The first of those supported now, by names that the tutorial can call them by: shared with a guest, restricted, restricted, whose
address is withheld, merged, and begun twice without anybody having noticed."""


def load(dataset: Path | Dataset, *, names_seed: int = 1) -> int:
    """Store the dataset's people and involvements under invented names, and let each account of the demonstration see some.

    The accounts have to be there (`accounts.demo`). A few records are restricted, one address is withheld, and one person
    stands twice, merged. Returns how many people were stored.
    """
    tables = read_dataset(dataset)[0] if isinstance(dataset, Path) else dataset
    chance = random.Random(names_seed)  # noqa: S311 - made up on purpose, the same each time
    begun = list(_people(tables, chance))
    supported = [one for one in begun if _is_open(one)]
    for one, (given, family) in zip(supported, CAST, strict=False):
        name: Any = one.rows[0]
        name.given, name.family, name.called = given, family, ""
    by = Actor.system("demo")
    stored = store(begun)
    with recorded(by) as recorder:
        recorder.event("people.loaded", subject="dataset")
    _relate([one.person.pk for one in supported])
    return stored


def _people(tables: Dataset, chance: random.Random) -> Iterator[Begun]:
    spans: dict[str, list[dict[str, Any]]] = {}
    for row in tables["involvements"].iter_rows(named=True):
        spans.setdefault(row["person_id"], []).append(row)
    for row in tables["people"].sort("person_id").iter_rows(named=True):
        begun = named(chance, _person(row, chance))
        person = begun.person
        number = str(row["person_id"])
        begun.rows += [
            home(chance, person),
            Identifier(id=uuid_of(chance), person=person, scheme="la", value=number[:60], value_key=number_key(number)),
        ]
        begun.rows += [
            Involvement(
                id=uuid_of(chance),
                person=person,
                status=span["status"] or "not_known",
                from_on=span["from_on"],
                to_on=span["to_on"],
            )
            for span in spans.get(row["person_id"], [])
        ]
        yield begun


def _person(row: dict[str, Any], chance: random.Random) -> Person:
    born_on, precision = row["birth_date"], row["birth_precision"] or "not_known"
    if born_on is None or precision == "not_known":
        born_on, precision = None, "not_known"
    return Person(
        id=uuid_of(chance),
        born_on=born_on,
        birth_precision=precision,
        sex=_known("sex", row["sex"], "U"),
        ethnicity=_known("ethnicity", row["ethnicity"], "NOBT"),
        disability=row["disability"] or "not_known",
        immigration_status="uasc" if row["uasc"] == "yes" else "not_known",
    )


def _known(list_name: str, key: str | None, otherwise: str) -> str:
    return key if key is not None and key in codes(list_name) else otherwise


def _is_open(one: Begun) -> bool:
    return any(isinstance(row, Involvement) and row.to_on is None for row in one.rows)


def _relate(ids: list[UUID]) -> None:
    """Who stands how to whom, so that every role has something to look at."""
    users = {user.role_key: user for user in User.objects.filter(email__in=[email(role) for role in _ROLES])}
    if len(users) < len(_ROLES) or len(ids) < 3:
        return
    manager, worker = users["team_manager"], users["practitioner"]
    with recorded(manager):
        for person_id in ids[:TO_THE_TEAM]:
            access.allocate(by=manager, person_id=person_id, team=manager.team)
        for person_id in ids[:ALLOCATED]:
            access.allocate(by=manager, person_id=person_id, user=worker)
        panel = Panel.objects.filter(name="Exploitation panel (demonstration)").first() or access.make_panel(
            by=manager, name="Exploitation panel (demonstration)"
        )
        access.seat(by=manager, panel=panel, user=users["exploitation_lead"])
        for person_id in ids[5 : 5 + ON_THE_PANEL]:
            access.allocate(by=manager, person_id=person_id, panel=panel)
        for role, kind, many in (
            ("independent_reviewing_officer", "reviewing", REVIEWED),
            ("placements", "placing", TO_BE_PLACED),
        ):
            for person_id in ids[:many]:
                access.allocate(by=manager, person_id=person_id, user=users[role], kind=kind)
        access.share_with_guest(
            by=manager,
            guest=users["area_authority_guest"],
            person_id=ids[0],
            sections=[Section.IDENTITY, Section.ADDRESS, Section.RECORD],
            until_on=timezone.localdate() + timedelta(days=90),
        )
        for person_id in ids[1:3]:
            access.restrict(by=manager, person_id=person_id, reason="safety")
    _withhold(ids[3 % len(ids)])
    kept, other = _again(manager, ids[4 % len(ids)])
    why = "Begun twice, with a slip in the name"
    merge(by=manager, kept=kept, merged=other, seen=(kept.version, other.version), take=(), why=why)
    _again(manager, ids[5 % len(ids)])


_ROLES = (
    "practitioner",
    "team_manager",
    "exploitation_lead",
    "independent_reviewing_officer",
    "placements",
    "area_authority_guest",
)


def _withhold(person_id: UUID) -> None:
    for row in Address.objects.filter(person=person_id):
        change(by=Actor.system("demo"), row=row, seen=row.version, values={"withheld": "from_everyone"})


def _again(manager: User, person_id: UUID) -> tuple[Person, Person]:
    """The same person begun a second time with a name misspelt."""
    first = Person.objects.select_related("shown_name").get(pk=person_id)
    name: Any = first.shown_name
    slip = name.family[:-2] + name.family[-1]
    details = {"kind": "young_person", "born_on": first.born_on, "birth_precision": first.birth_precision}
    words = {"kind": "legal", "given": name.given, "family": slip, "called": ""}
    other = add_person(by=manager, details=details, name=words, not_the_same=[])
    return first, other
