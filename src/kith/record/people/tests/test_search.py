"""Search finds in spite of slips, and never anyone whom the user may not see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.record.access.actions import keep_from, restrict
from kith.record.accounts.models import User
from kith.record.people.actions import enter_in_error
from kith.record.people.models import Address, Identifier, Name, Person
from kith.record.people.queries import visible
from kith.record.people.search import Asked, candidates, find

New = Callable[..., Person]
BORN = date(2010, 3, 7)


def _found(user: User, **asked: Any) -> list[Person]:
    return [result.person for result in find(user, Asked(**asked))]


@pytest.mark.parametrize(
    "typed",
    [
        "Aisha Bellweather",
        "bellweather aisha",
        "Asiha Bellweather",
        "Aisha Belweather",
        "Ayesha Bellweather",
        "Aisha Bellwether",
        "Aisha",
        "Bellwaether",
        "Ai Bellweather",
        "Bez",
        "Aisha Pardoe",
    ],
)
def test_a_person_is_found_by_a_name_with_slips(
    worker: User, new: New, former: Callable[..., Name], typed: str
) -> None:
    person = new("Aisha", "Bellweather", former("Aisha", "Pardoe"), called="Bez")
    new("Liam", "Tallow")
    assert person in _found(worker, name=typed)


@pytest.mark.parametrize("born", [BORN, date(2010, 7, 3), date(2011, 3, 7), date(2009, 3, 7), date(2010, 3, 17)])
def test_a_person_is_found_by_a_birth_date_with_slips(worker: User, new: New, born: date) -> None:
    person = new(born_on=BORN)
    new("Liam", "Tallow", born_on=date(2014, 10, 29))
    assert _found(worker, born_on=born) == [person]


@pytest.mark.parametrize("postcode", ["QZ6 2AB", "qz62ab", "QZ6", "QZ6 2"])
def test_a_person_is_found_by_a_postcode_or_its_beginning(worker: User, new: New, postcode: str) -> None:
    person = new("Jess", "Birch", Address(lines="1 Made-up Road", postcode="QZ6 2AB"))
    new("Liam", "Tallow", Address(lines="2 Made-up Road", postcode="QZ7 2AB"))
    assert _found(worker, postcode=postcode) == [person]


def test_a_person_is_found_by_a_number_however_it_is_spaced(worker: User, new: New) -> None:
    person = new("Jess", "Birch", Identifier(scheme="nhs", value="943 476 5919"))
    assert _found(worker, number="9434765919") == [person]


def test_whoever_matches_best_comes_first(worker: User, new: New) -> None:
    close, exact = new("Jes", "Birtch", born_on=date(2010, 3, 17)), new("Jess", "Birch", born_on=BORN)
    assert _found(worker, name="Jess Birch", born_on=BORN) == [exact, close]


def test_a_withheld_address_finds_nobody(worker: User, new: New) -> None:
    new("Jess", "Birch", Address(lines="1 Hidden Road", postcode="QZ6 2AB", withheld="from_everyone"))
    assert _found(worker, postcode="QZ6 2AB") == []


def test_a_name_entered_in_error_finds_nobody(worker: User, new: New, former: Callable[..., Name]) -> None:
    person = new("Jess", "Birch", former("Wren", "Quill"))
    name = person.names.get(kind="former")
    enter_in_error(by=worker, row=name, seen=1, why_so="of somebody else")
    assert _found(worker, name="Wren Quill") == []


def test_nobody_is_found_who_may_not_be_seen(worker: User, manager: User, stranger: User, new: New) -> None:
    person = new("Jess", "Birch", Identifier(scheme="la", value="A1"), born_on=BORN)
    asked = {"name": "Jess Birch", "born_on": BORN, "number": "A1"}
    assert _found(worker, **asked) == [person]
    assert _found(stranger, **asked) == []
    restrict(by=manager, person_id=person.pk, reason="colleague")
    assert _found(worker, **asked) == []
    assert _found(manager, **asked) == [person]
    keep_from(by=manager, person_id=person.pk, user=manager, reason="a conflict")
    assert _found(manager, **asked) == []


@pytest.mark.parametrize("few", [0, 5000])
def test_restricted_people_take_no_place_among_the_results_however_many_the_searcher_sees(
    worker: User, manager: User, new: New, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr("kith.record.people.search.FEW", few)
    monkeypatch.setattr("kith.record.people.search.MOST", 2)
    monkeypatch.setattr("kith.record.people.search.SHOWN", 2)
    hidden = [new("Jess", "Birch") for _ in range(3)]
    shown = [new("Jess", "Birch") for _ in range(2)]
    for person in hidden:
        restrict(by=manager, person_id=person.pk, reason="colleague")
    assert set(_found(worker, name="Jess Birch")) == set(shown)


@pytest.mark.parametrize("few", [0, 5000])
def test_those_who_share_every_part_come_first_and_once_they_are_enough_nobody_else_comes(
    worker: User, new: New, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr("kith.record.people.search.FEW", few)
    monkeypatch.setattr("kith.record.people.search.ENOUGH", 2)
    other = new("Jess", "Quill", born_on=BORN)
    assert candidates(partial(visible, worker), Asked("Jess Birch", BORN)) == [other]
    alike = [new("Jess", "Birch", born_on=BORN) for _ in range(2)]
    assert set(candidates(partial(visible, worker), Asked("Jess Birch", BORN))) == set(alike)


def test_an_empty_search_finds_nobody(worker: User, new: New) -> None:
    new()
    assert _found(worker) == []
    assert _found(worker, name=" - ", postcode="nowhere") == []


def test_a_search_costs_as_many_queries_for_ten_as_for_one(worker: User, new: New) -> None:
    new("Jess", "Birch")
    with CaptureQueriesContext(
        connection,
    ) as one:
        find(worker, Asked("Jess Birch"))
    for _ in range(9):
        new("Jess", "Birch")
    with CaptureQueriesContext(connection) as ten:
        assert len(find(worker, Asked("Jess Birch"))) == 10
    assert len(one) == len(ten)
