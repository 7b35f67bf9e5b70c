"""People whom the record did not know: begun with their number, with a name where files gave one, and seen by the team they come to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from kith.record.access.models import Relation
from kith.record.accounts.models import Team
from kith.record.audit.actions import Actor
from kith.record.exchange.comparing import Compared, Names
from kith.record.exchange.matching import chunks, is_reference
from kith.record.exchange.rules import State
from kith.record.exchange.tables import fillers
from kith.record.people.loading import Begun, pour, store
from kith.record.people.models import Identifier, Name
from kith.record.people.rules import number_key
from kith.record.rows.models import Row

_NAME = 120


def begin(compared: Compared, names: Names, *, team: Team | None, by: Actor) -> dict[str, UUID]:
    """Store everybody new, with what they are found by; returns the dataset's `person_id` → the record's. The keys know them after."""
    frame = compared.frames["people"]
    new = [one for one in compared.met["people"] if one.state is State.NEW]
    borne = _borne([number_key(one.person_ref) for one in new])
    rows = frame[[one.n for one in new]].iter_rows(named=True) if new else iter(())
    begun: dict[str, UUID] = {}

    def all_() -> Iterator[Begun]:
        for row in rows:
            one = _begun(row, names.get(row["person_id"], {}), borne, by)
            begun[row["person_id"]] = one.person.pk
            yield one

    store(all_())
    compared.keys.people |= {ref: str(pk) for ref, pk in begun.items()}
    if team is not None:
        today = timezone.localdate()
        pour(
            Relation,
            [
                Relation(person_id=pk, kind="team", team=team, from_on=today, made_by_id=by.user_id)
                for pk in begun.values()
            ],
        )
    return begun


def _begun(row: dict[str, Any], name: Any, borne: set[str], by: Actor) -> Begun:
    person: Any = fillers()["people"].taken("people", row, person_id=None, found=lambda _table, _row: None)
    person.id, person.made_by = uuid4(), by.user_id
    ref, rows = str(row["person_id"]), list[Row]()
    given, family = (name.get("given_name") or "")[:_NAME], (name.get("family_name") or "")[:_NAME]
    if given or family:
        shown = Name(id=uuid4(), person=person, given=given, family=family, kind="legal", made_by=by.user_id)
        person.shown_name = shown
        rows.append(shown)
    key = number_key(ref)
    if key and "#" not in ref and not is_reference(ref):  # what Kith made up for a row of a list is nobody's number
        contested = key in borne
        borne.add(key)
        rows.append(Identifier(id=uuid4(), person=person, scheme="la", value=ref[:60], value_key=key,
                               contested=contested, made_by=by.user_id))  # fmt: skip
    return Begun(person, rows)


def _borne(keys: list[str]) -> set[str]:
    """Numbers that somebody bears already."""
    return {
        key
        for some in chunks([key for key in keys if key])
        for key in Identifier.objects.filter(scheme="la", value_key__in=some, error_at=None).values_list(
            "value_key", flat=True
        )
    }
