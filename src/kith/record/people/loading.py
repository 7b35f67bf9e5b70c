"""Many people at once, made up, with their names, addresses and keys: for the demonstration and for the benchmark of load."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import AutoField, Field, Model

from kith.record.access.models import Known
from kith.record.people.finding import keys_of
from kith.record.people.models import Address, Identifier, Involvement, Name, Person, SearchKey
from kith.record.people.rules import number_key
from kith.record.rows.models import Row

_BATCH = 5_000


@dataclass(slots=True)
class Begun:
    """A person not yet stored, and the rows about them."""

    person: Person
    rows: list[Row] = field(default_factory=list)


def store(begun: Iterable[Begun]) -> int:
    """Store many people, some thousands a transaction, with the keys they are found by; returns how many.

    Nobody is put in relation to them: whoever loads says who may see them.
    """
    stored, coming = 0, iter(begun)
    while some := list(islice(coming, _BATCH)):
        rows = [row for one in some for row in one.rows]
        with transaction.atomic():
            pour(Person, [one.person for one in some])
            pour(Known, [Known(id=one.person.pk, root_id=one.person.pk) for one in some])
            for model in (Name, Address, Identifier, Involvement):
                pour(model, [row for row in rows if isinstance(row, model)])
            insert(SearchKey, ("key", "person_id", "root_id", "source"), _keys(rows))
        stored += len(some)
    return stored


def pour(model: type[Model], rows: Sequence[Any]) -> None:
    """Store new rows of one model as fast as the database takes them. Rows have all their values, keys and defaults among them."""
    columns: list[Field] = [column for column in model._meta.concrete_fields if not isinstance(column, AutoField)]
    names = [column.column for column in columns]
    values = (
        [column.get_db_prep_save(column.pre_save(row, add=True), connection) for column in columns] for row in rows
    )
    insert(model, names, values)


def insert(model: type[Model], names: Iterable[str], values: Iterable[Sequence[Any]]) -> None:
    """COPY on PostgreSQL, one prepared statement elsewhere."""
    into = f"{model._meta.db_table} ({', '.join(map(connection.ops.quote_name, names))})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * (into.count(",") + 1))
            cursor.executemany(f"INSERT INTO {into} VALUES ({places})", values)  # noqa: S608 - names of our own columns


def _keys(rows: Iterable[Row]) -> Iterator[tuple[Any, ...]]:
    """The keys that people are found by, as values."""
    plain = SearchKey._meta.get_field("source").get_db_prep_save
    for row in rows:
        if isinstance(row, Name | Address | Identifier):
            person, source = plain(row.person_id, connection), plain(row.pk, connection)
            yield from ((key, person, person, source) for key in sorted(keys_of(row)))


@cache
def _words() -> tuple[list[str], list[str]]:
    read = tomllib.loads(files("kith.figures.synth").joinpath("names.toml").read_text(encoding="utf-8"))
    return read["given"], read["family"]


_BEGIN = (
    "Al",
    "Bar",
    "Cor",
    "Den",
    "El",
    "Fen",
    "Gar",
    "Hol",
    "Is",
    "Jar",
    "Kel",
    "Lor",
    "Mar",
    "Nor",
    "Os",
    "Pen",
    "Ros",
    "Sel",
    "Tor",
    "Wen",
)
_END = ("by", "combe", "den", "dale", "field", "ford", "ham", "ley", "low", "man", "mere", "ney", "rick", "sall", "son", "stone", "ton", "well", "wick", "worth")  # fmt: skip


def invented(chance: random.Random) -> tuple[str, str]:
    """A given and a family name put together by chance; nobody is meant."""
    given, family = _words()
    first = chance.choice(given) if chance.random() < 0.8 else f"{chance.choice(given)} {chance.choice(given)}"
    made = chance.choice(_BEGIN) + chance.choice(_END)
    last = chance.choice((made, chance.choice(family), f"{chance.choice(family)}-{made}"))
    return first, last


def uuid_of(chance: random.Random) -> UUID:
    """A random UUID (version 4) of this chance, so that the same seed makes the same record."""
    return UUID(int=chance.getrandbits(128), version=4)


def named(chance: random.Random, person: Person) -> Begun:
    """A person with an invented name, now and then what they are called and a former name."""
    given, family = invented(chance)
    name = Name(id=uuid_of(chance), person=person, given=given, family=family, kind="legal")
    if chance.random() < 0.1:
        name.called = invented(chance)[0].split()[0]
    person.shown_name = name
    begun = Begun(person, [name])
    if chance.random() < 0.08:
        begun.rows.append(
            Name(id=uuid_of(chance), person=person, given=given, family=invented(chance)[1], kind="former")
        )
    return begun


def home(chance: random.Random, person: Person) -> Address:
    """A made-up address; no real postcode begins with QZ."""
    postcode = f"QZ{chance.randint(1, 40)} {chance.randint(1, 9)}{chance.choice('ABDEFGHJ')}{chance.choice('ABDEFGHJ')}"
    lines = f"{chance.randint(1, 180)} {chance.choice(_BEGIN)}{chance.choice(_END)} Road"
    return Address(id=uuid_of(chance), person=person, lines=lines, postcode=postcode, kind="home")


def generate(people: int = 200_000, *, seed: int = 1) -> list[UUID]:
    """Store made-up young people for the benchmark, the same for the same seed; returns their ids in order."""
    ids: list[UUID] = []

    def all_() -> Iterator[Begun]:
        chance = random.Random(seed)  # noqa: S311 - made up on purpose, the same each time
        for number in range(people):
            begun = _made_up(chance, number)
            ids.append(begun.person.pk)
            yield begun

    store(all_())
    return ids


def _made_up(chance: random.Random, number: int) -> Begun:
    born = date(2004, 1, 1) + timedelta(days=chance.randrange(365 * 14))
    person = Person(id=uuid_of(chance), born_on=born, birth_precision="day", sex=chance.choice("MF"))
    begun = named(chance, person)
    numbered = f"B{number:07d}"
    begun.rows += [
        home(chance, person),
        Identifier(id=uuid_of(chance), person=person, scheme="la", value=numbered, value_key=number_key(numbered)),
        Involvement(id=uuid_of(chance), person=person, status=chance.choice(("child_in_need", "looked_after")),
                    from_on=born + timedelta(days=365 * 8)),
    ]  # fmt: skip
    return begun
