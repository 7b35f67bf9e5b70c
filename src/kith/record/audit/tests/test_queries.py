"""Reads: paging by number, filters, and who has seen a record in plain words."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone, translation

from kith.record.audit import queries
from kith.record.audit.actions import Actor, Why, record_refusal, record_view, recorded
from kith.record.audit.models import Event
from kith.record.audit.vocabulary import REASONS, VOCABULARY

PERSON = uuid4()
ADA, BO = Actor(uuid4(), "practitioner", ""), Actor(uuid4(), "on_call_worker", "")


@pytest.mark.django_db
def test_events_page_by_number_without_a_gap_or_an_overlap() -> None:
    with recorded(ADA) as recorder:
        for _ in range(7):
            recorder.event("person.viewed", person_id=PERSON)
    first = queries.page(queries.events_of_person(PERSON), size=4)
    record_view(ADA, "person.viewed", person_id=PERSON)
    second = queries.page(queries.events_of_person(PERSON), before=first.older, size=4)
    numbers = [event.seq for event in [*first.events, *second.events]]
    assert len(numbers) == 7
    assert numbers == sorted(set(numbers), reverse=True)
    assert second.older is None


@pytest.mark.django_db
def test_events_are_found_by_person_user_action_and_day() -> None:
    record_view(ADA, "person.viewed", person_id=PERSON)
    record_view(BO, "person.changed", person_id=PERSON)
    today = timezone.localdate()
    assert queries.events(person_id=PERSON, on=today).count() == 2
    assert queries.events(person_id=PERSON, user_id=BO.user_id).get().action == "person.changed"
    assert queries.events(person_id=PERSON, action="person.viewed").get().user_id == ADA.user_id
    assert not queries.events(person_id=PERSON, on=today - timedelta(1)).exists()
    assert queries.events_by(BO.user_id).count() == 1


@pytest.mark.django_db
def test_who_has_seen_a_record_is_told_by_user_day_and_reason() -> None:
    former = uuid4()
    for person in (PERSON, PERSON, former):
        record_view(ADA, "person.viewed", person_id=person, why=Why(relation="allocated"))
    with recorded(ADA) as recorder:
        recorder.event("person.changed", person_id=PERSON, why=Why(relation="allocated"))
    glass = uuid4()
    record_view(BO, "person.viewed", person_id=PERSON, why=Why(relation="break_glass", break_glass=glass))
    record_refusal(Actor(uuid4(), "analyst", ""), person_id=PERSON)
    record_view(Actor.system("retention"), "retention.run", person_id=PERSON)
    by_bo, by_ada = queries.seen(PERSON, former)
    assert (by_bo.user_id, by_bo.times, by_bo.why.break_glass) == (BO.user_id, 1, glass)
    assert (by_ada.times, by_ada.actions) == (4, ("person.changed", "person.viewed"))
    assert by_ada.first_at < by_ada.last_at
    assert str(by_ada.why_says) == "The young person was allocated to them"
    assert [str(did) for did in by_ada.did] == ["Changed the record", "Looked at the record"]
    assert queries.seen(PERSON, since=timezone.localdate() + timedelta(1)) == []


@pytest.mark.django_db
def test_history_is_read_only_in_the_sections_that_the_reader_may_read() -> None:
    with recorded(ADA) as recorder:
        for section in ("identity", "withheld_address"):
            recorder.changed(
                "person.changed",
                subject="person",
                subject_id=PERSON,
                person_id=PERSON,
                section=section,
                before={"line": "a"},
                after={"line": "b"},
            )
    assert [change.section for change in queries.history(person_id=PERSON, sections=["identity"])] == ["identity"]
    assert queries.history(subject_id=PERSON, sections=["identity", "withheld_address"]).count() == 2


def test_each_action_and_each_reason_has_its_sentence() -> None:
    with translation.override("en"):
        for key, says in {**VOCABULARY, **REASONS}.items():
            assert str(says)[0].isupper(), key
            assert not str(says).endswith("."), key


def test_the_indexes_that_the_model_names_are_there(db) -> None:
    with connection.cursor() as cursor:
        there = connection.introspection.get_constraints(cursor, Event._meta.db_table)
    for index in Event._meta.indexes:
        assert there[index.name]["columns"] == index.fields
