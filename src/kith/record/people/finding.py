"""The keys by which people are found: made from a person's rows whenever an action changes them, never behind its back."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from kith.record.people.models import Address, Identifier, Name, Person, SearchKey
from kith.record.people.rules import name_keys, number_key, postcode_keys

FOUND_BY = (Name, Address, Identifier)
"""The models whose rows somebody is found by."""


def keys_of(row: Name | Address | Identifier) -> frozenset[str]:
    """The keys of one row. A row entered in error gives none, nor does a withheld address: a search would tell of it."""
    if row.error_at is not None:
        return frozenset()
    if isinstance(row, Name):
        return name_keys(f"{row.given} {row.family} {row.called}")
    if isinstance(row, Identifier):
        return frozenset({f"n{number_key(row.value)}"})
    return postcode_keys(row.postcode) if row.withheld == "no" else frozenset()


def search_keys(row: Name | Address | Identifier, root_id: UUID) -> list[SearchKey]:
    """The keys of one row, to be stored."""
    return [SearchKey(key=key, person_id=row.person_id, root_id=root_id, source=row.pk) for key in sorted(keys_of(row))]


def find_by(row: Name | Address | Identifier) -> None:
    """Store the keys of a row anew. Within the caller's transaction."""
    SearchKey.objects.filter(source=row.pk).delete()
    root_id = Person.objects.values_list("kept_id", flat=True).get(pk=row.person_id) or row.person_id
    SearchKey.objects.bulk_create(search_keys(row, root_id))


def lead_to(people: Iterable[UUID], root_id: UUID) -> None:
    """Let the keys of these people's rows lead to another record: after a merge, or after its undoing."""
    SearchKey.objects.filter(person__in=list(people)).update(root_id=root_id)
