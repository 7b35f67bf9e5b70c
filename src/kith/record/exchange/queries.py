"""What pages show of loads: counts for whoever may load, rows and doubts of those alone whom the user may see by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kith.dataset.tables import TABLES
from kith.record.access.queries import person_ids
from kith.record.access.rules import Act, Section
from kith.record.exchange.comparing import Compared, Met
from kith.record.exchange.matching import chunks
from kith.record.exchange.models import Load
from kith.record.exchange.rules import State
from kith.record.exchange.tables import stored
from kith.record.people.models import Person

A_PAGE = 25


def loads() -> QuerySet[Load]:
    """Every load, newest first."""
    return Load.objects.order_by("-made_at")


def names(user: Any, ids: Iterable[str], act: Act = Act.READ) -> dict[str, str]:
    """The names of those of these people whose record the user may read (or write); of others nothing."""
    found: dict[str, str] = {}
    for some in chunks(sorted({UUID(pk) for pk in ids})):
        people = Person.objects.filter(pk__in=some).filter(pk__in=person_ids(user, Section.RECORD, act))
        for person in people.select_related("shown_name"):
            found[str(person.pk)] = person.shown_name.whole if person.shown_name else ""
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a dataset as a page shows it: of whom, and, where the record says otherwise, both."""

    met: Met
    person_id: str
    name: str
    differs: tuple[tuple[str, Any, Any], ...] = ()


def lines(user: Any, compared: Compared, table: str, state: State) -> list[Line]:
    """The rows of a table in one state about people whom the user may see, and about those whom the record does not know yet."""
    met = [one for one in compared.met.get(table, ()) if one.state is state]
    people = compared.keys.people
    known = names(user, (people[one.person_ref] for one in met if one.person_ref in people),
                  Act.WRITE if state is State.BOTH else Act.READ)  # fmt: skip
    of_none = table in TABLES and "person_id" not in TABLES[table].names
    shown = []
    for one in met:
        pk = people.get(one.person_ref, "")
        if (pk and pk in known) or (not pk and (not of_none or one.object_id is None)):
            shown.append(Line(one, pk, known.get(pk, "")))
    return shown


def with_both(compared: Compared, table: str, some: list[Line]) -> list[Line]:
    """The lines with what differs: the column, what the record says, what the dataset says."""
    if not some:
        return []
    wanted = {line.met.object_id for line in some}
    now = {row["row_id"]: row for row in stored(table).iter_rows(named=True) if row["row_id"] in wanted}
    frame = compared.frames[table]
    return [
        Line(line.met, line.person_id, line.name, _differs(now.get(line.met.object_id or "", {}), frame.row(line.met.n, named=True)))
        for line in some
    ]  # fmt: skip


def _differs(now: Mapping[str, Any], row: Mapping[str, Any]) -> tuple[tuple[str, Any, Any], ...]:
    apart = {"row_id", "authority", "person_id", "source"}
    return tuple((name, now[name], row[name]) for name in row if name not in apart and now and now[name] != row[name])


@dataclass(frozen=True, slots=True)
class Question:
    """A doubt that this user can decide: whose row it is, and the people of the record whom they may see."""

    person_ref: str
    why: str
    given: str
    born_on: Any
    candidates: tuple[tuple[str, str, Any], ...]


def questions(user: Any, compared: Compared, given: Mapping[str, Mapping[str, Any]]) -> list[Question]:
    """The doubts all of whose people the user may see; of the others nothing is said here."""
    doubts = compared.matched.doubts.values()
    known = names(user, (str(pk) for doubt in doubts for pk in doubt.candidates), Act.WRITE)
    born = dict(Person.objects.filter(pk__in=list(known)[:900]).values_list("pk", "born_on"))
    people = compared.frames["people"]
    dates = dict(zip(people["person_id"], people["birth_date"], strict=True))
    asked = []
    for doubt in doubts:
        if not all(str(pk) in known for pk in doubt.candidates):
            continue
        name = given.get(doubt.person_ref, {})
        whole = " ".join(filter(None, [name.get("given_name"), name.get("family_name")]))
        found = tuple((str(pk), known[str(pk)], born.get(pk)) for pk in doubt.candidates)
        asked.append(Question(doubt.person_ref, doubt.why, whole, dates.get(doubt.person_ref), found))
    return asked
