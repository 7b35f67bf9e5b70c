"""A second load changes instead of doubling; nothing that people edited is overwritten without a word; a load can be undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from kith.dataset.dataset import Dataset
from kith.record.accounts.models import User
from kith.record.audit.models import Event
from kith.record.exchange import actions
from kith.record.exchange.models import Load, RowMatch
from kith.record.exchange.writing import dataset_of_record
from kith.record.people import actions as people
from kith.record.people.merging import merge
from kith.record.people.models import Identifier, Involvement, Name, Person
from kith.record.people.queries import visible

from .conftest import dataset

pytestmark = pytest.mark.django_db
Loaded = Callable[[Dataset], Load]


def one(**involvement: Any) -> Dataset:
    """One young person with one involvement."""
    return dataset(
        people=[{"person_id": "LA-1", "birth_date": "2010-03-07"}],
        involvements=[{"person_id": "LA-1", "from_on": "2019-01-01", **involvement}],
    )


def test_new_people_are_found_by_their_number_and_seen_by_the_team_they_come_to(loaded: Loaded, manager: User) -> None:
    load = loaded(one())
    assert load.counts == {"people": {"new": 1}, "involvements": {"new": 1}}
    person = visible(manager).get()
    assert Identifier.objects.get(person=person).value == "LA-1"
    assert Event.objects.filter(action="person.loaded", person_id=person.pk).count() == 1


def test_without_a_team_nobody_sees_whom_a_load_began(brought: Loaded, manager: User) -> None:
    actions.load(by=manager, load=brought(one()))
    assert Person.objects.count() == 1
    assert not visible(manager).exists()


def test_nothing_is_written_before_somebody_confirms(brought: Loaded, manager: User) -> None:
    waiting = brought(one())
    compared = actions.preview(by=manager, load=waiting)
    assert compared is not None
    assert waiting.counts == {"people": {"new": 1}, "involvements": {"new": 1}}
    assert not Person.objects.exists()
    actions.drop(by=manager, load=waiting)
    with pytest.raises(ValidationError):
        actions.load(by=manager, load=waiting)


def test_the_same_dataset_again_changes_nothing(loaded: Loaded) -> None:
    loaded(one())
    before = list(Involvement.objects.values())
    assert loaded(one()).counts == {"people": {"unchanged": 1}, "involvements": {"unchanged": 1}}
    assert list(Involvement.objects.values()) == before


def test_what_the_dataset_says_anew_changes_the_row_and_its_history_says_so(loaded: Loaded) -> None:
    loaded(one())
    assert loaded(one(to_on="2020-05-05")).counts["involvements"] == {"changed": 1}
    row = Involvement.objects.get()
    assert (row.to_on, row.version) == (date(2020, 5, 5), 2)
    assert Event.objects.filter(action="person.changed", subject="involvement", fields="to_on").count() == 1


def test_a_row_under_another_id_that_says_the_same_thing_is_the_same_row(loaded: Loaded) -> None:
    loaded(one())
    assert loaded(one(row_id="another", to_on="2020-05-05")).counts["involvements"] == {"changed": 1}
    assert Involvement.objects.count() == 1


def test_what_people_edited_since_is_not_overwritten_until_somebody_decides(loaded: Loaded, manager: User) -> None:
    loaded(one())
    row = Involvement.objects.get()
    people.change(by=manager, row=row, seen=1, values={"to_on": date(2020, 1, 1)})
    assert loaded(one()).counts["involvements"] == {"unchanged": 1}  # the file says nothing new
    load = loaded(one(to_on="2020-05-05"))
    assert load.counts["involvements"] == {"both": 1}
    assert Involvement.objects.get().to_on == date(2020, 1, 1)
    _decide(manager, load, "ours")
    assert loaded(one(to_on="2020-05-05")).counts["involvements"] == {"decided": 1}
    assert loaded(one(to_on="2020-06-06")).counts["involvements"] == {"both": 1}


def test_what_somebody_decided_for_the_dataset_is_taken(loaded: Loaded, manager: User) -> None:
    loaded(one())
    people.change(by=manager, row=Involvement.objects.get(), seen=1, values={"to_on": date(2020, 1, 1)})
    load = loaded(one(to_on="2020-05-05"))
    _decide(manager, load, "theirs")
    actions.load(by=manager, load=load)
    assert Involvement.objects.get().to_on == date(2020, 5, 5)


def _decide(by: User, load: Load, answer: str) -> None:
    compared = actions.preview(by=by, load=load)
    assert compared is not None
    (met,) = compared.met["involvements"]
    actions.decide(by=by, table="involvements", row_id=met.row_id, digest=met.digest, answer=answer)


def test_what_was_entered_in_error_stays_out(loaded: Loaded, manager: User) -> None:
    loaded(one())
    people.enter_in_error(by=manager, row=Involvement.objects.get(), seen=1, why_so="another child's")
    assert loaded(one(to_on="2020-05-05")).counts["involvements"] == {"decided": 1}
    assert dataset_of_record()["involvements"].is_empty()


def test_a_number_leads_to_whom_the_record_knows_already(loaded: Loaded, manager: User) -> None:
    person = _known(manager, date(2010, 3, 7))
    assert loaded(one()).counts["involvements"] == {"new": 1}
    assert Involvement.objects.get().person_id == person.pk
    assert Person.objects.count() == 1


@pytest.mark.parametrize(("answer", "many"), [("same", 1), ("new", 2)])
def test_a_number_whose_birth_date_contradicts_waits_for_a_person(
    answer: str, many: int, loaded: Loaded, manager: User
) -> None:
    person = _known(manager, date(2009, 11, 30))
    load = loaded(one())
    assert load.counts == {"people": {"doubtful": 1}, "involvements": {"doubtful": 1}}
    assert not Involvement.objects.exists()
    actions.decide(
        by=manager, table="people", row_id="LA-1", answer=answer, person_id=person.pk if answer == "same" else None
    )
    actions.load(by=manager, load=load)
    assert (Person.objects.count(), Involvement.objects.count()) == (many, 1)


def _known(by: User, born_on: date) -> Person:
    return people.add_person(
        by=by,
        details={"born_on": born_on, "birth_precision": "day"},
        name={"given": "Jess", "family": "Birch", "kind": "legal"},
        rows=[Identifier(scheme="la", value="LA-1")],
    )


def test_merged_people_stand_under_the_record_kept(loaded: Loaded, manager: User) -> None:
    loaded(dataset(people=[{"person_id": "1"}, {"person_id": "2"}]))
    first, second = (RowMatch.objects.get(table="people", person_ref=ref).person for ref in "12")
    for person in (first, second):
        people.add(by=manager, row=Name(person=person, given="Jess"))
    merge(by=manager, kept=first, merged=second, seen=(1, 1), take=(), why="one")
    out = dataset_of_record()
    assert out["people"]["person_id"].to_list() == ["1"]
    assert out["involvements"]["person_id"].to_list() == ["1", "1"]


def test_rows_of_another_authority_are_left_out_and_told(loaded: Loaded) -> None:
    import polars as pl

    found = one()
    abroad = found["people"].with_columns(authority=pl.lit("E09000033"), row_id=pl.lit("x"))
    load = loaded(found.with_tables(people=pl.concat([found["people"], abroad])))
    assert Person.objects.count() == 1
    assert load.counts["people"] == {"new": 1}


def test_a_load_is_undone_as_a_whole_while_nobody_edited_it(loaded: Loaded, manager: User) -> None:
    loaded(one())
    before = list(Involvement.objects.values("pk", "to_on"))
    second = loaded(
        dataset(
            people=[{"person_id": "LA-1", "birth_date": "2010-03-07"}, {"person_id": "LA-2"}],
            involvements=[
                {"person_id": "LA-1", "from_on": "2019-01-01", "to_on": "2020-05-05"},
                {"person_id": "LA-2"},
            ],
        )
    )
    assert Person.objects.count() == 2
    actions.undo(by=manager, load=second)
    assert Person.objects.count() == 1
    assert list(Involvement.objects.values("pk", "to_on")) == before
    assert not visible(manager).filter(identifiers__value="LA-2").exists()
    assert loaded(one(to_on="2020-05-05")).counts["involvements"] == {"changed": 1}


@pytest.mark.parametrize("what", ["edited", "added"])
def test_a_load_on_which_somebody_worked_is_not_undone(what: str, loaded: Loaded, manager: User) -> None:
    load = loaded(one())
    if what == "edited":
        people.change(by=manager, row=Involvement.objects.get(), seen=1, values={"to_on": date(2020, 1, 1)})
    else:
        people.add(by=manager, row=Name(person=Person.objects.get(), given="Jess"))
    with pytest.raises(ValidationError):
        actions.undo(by=manager, load=load)
    assert Involvement.objects.count() == 1
