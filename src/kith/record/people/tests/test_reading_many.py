"""Rows of many people at once: under the record kept, and no query for kinds of which there are none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.record.access.once import read_once
from kith.record.accounts.models import User
from kith.record.people.actions import enter_in_error
from kith.record.people.merging import merge
from kith.record.people.models import Identifier, Name, Person, Photo
from kith.record.people.queries import about_people, by_person, look_ahead, roots

pytestmark = pytest.mark.django_db
New = Callable[..., Person]


def _all(people: list[Person]) -> dict[str, dict[Any, list[Any]]]:
    ids = [person.pk for person in people]
    return {
        kind.__name__: {pk: [row.pk for row in rows] for pk, rows in by_person(kind, ids, order=["pk"]).items()}
        for kind in about_people()
    }


def test_looking_ahead_leaves_out_queries_and_no_row(worker: User, manager: User, new: New) -> None:
    kept, merged, other = new("Jess", "Birch"), new("Wren", "Quill", Identifier(scheme="la", value="A1")), new()
    merged.refresh_from_db()
    merge(by=manager, kept=kept, merged=merged, seen=(kept.version, merged.version), take=(), why="the same UPN")
    people = [kept, other]
    with CaptureQueriesContext(connection) as asked_of_all:
        plain = _all(people)
    with read_once(), CaptureQueriesContext(connection) as asked:
        look_ahead([person.pk for person in people])
        assert _all(people) == plain
    assert set(plain["Identifier"]) == {kept.pk}  # of the record merged, under the one kept
    assert set(plain["Name"]) == {kept.pk, other.pk}
    filled = [kind for kind, rows in plain.items() if rows]
    assert len(asked) == 2 + len(filled) < len(asked_of_all)


def test_a_kind_whose_only_row_was_entered_in_error_is_as_empty_as_one_without(
    worker: User, new: New, django_assert_num_queries: type[CaptureQueriesContext]
) -> None:
    person = new("Jess", "Birch", Identifier(scheme="la", value="A1"))
    row = Identifier.objects.get(person=person)
    enter_in_error(by=worker, row=row, seen=row.version, why_so="of somebody else")
    with read_once():
        look_ahead([person.pk])
        with django_assert_num_queries(0):
            assert by_person(Identifier, [person.pk]) == by_person(Photo, [person.pk]) == {}
        assert list(by_person(Name, [person.pk])) == [person.pk]


def test_nobody_is_asked_of_nobody(django_assert_num_queries: type[CaptureQueriesContext]) -> None:
    with django_assert_num_queries(0):
        look_ahead([])
        assert roots([]) == by_person(Name, []) == {}
