"""Recording: with the change or not at all; refusals always; never a value."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from kith.record.accounts.models import Team
from kith.record.audit.actions import Actor, Why, erase_history, record_refusal, record_view, recorded
from kith.record.audit.models import Change, Event
from kith.record.audit.witness import lines

WORKER = Actor(uuid4(), "practitioner", "0123456789abcdef")
CANARY = "Zebedee Canary"


class Slip(Exception):
    """Something that goes wrong in a test."""


@pytest.mark.django_db(transaction=True)
def test_a_change_and_its_event_are_kept_together_and_the_witness_is_told(own_witness) -> None:
    before = Event.objects.count()
    with recorded(WORKER) as recorder:
        Team.objects.create(name="North")
        recorder.event("team.made", subject="team", subject_id=uuid4())
        assert Event.objects.count() == before, "events come last"
    assert Team.objects.filter(name="North").exists()
    last = Event.objects.order_by("-seq")[0]
    assert (last.action, last.user_id, last.role) == ("team.made", WORKER.user_id, "practitioner")
    assert list(lines(own_witness)) == [(last.seq, last.hash)]


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_leaves_no_event_and_no_word_to_the_witness(own_witness) -> None:
    before = Event.objects.count()

    def try_it() -> None:
        with recorded(WORKER) as recorder:
            recorder.event("team.made")
            Team.objects.create(name="South")
            raise Slip

    with pytest.raises(Slip):
        try_it()
    assert Event.objects.count() == before
    assert not Team.objects.filter(name="South").exists()
    assert not own_witness.exists()


@pytest.mark.django_db(transaction=True)
def test_a_refused_try_stays_even_where_everything_else_is_rolled_back() -> None:
    before, person = Event.objects.count(), uuid4()

    def try_it() -> None:
        with recorded(WORKER) as recorder:
            recorder.event("person.changed", person_id=person)
            record_refusal(WORKER, person_id=person, why=Why(reason="restricted"))
            raise Slip

    with pytest.raises(Slip):
        try_it()
    assert Event.objects.count() == before + 1
    refused = Event.objects.get(person_id=person)
    assert (refused.action, refused.outcome, refused.reason) == ("access.refused", "refused", "restricted")


@pytest.mark.django_db
def test_an_inner_block_that_fails_takes_its_own_event_with_it_and_no_other() -> None:
    kept, lost = uuid4(), uuid4()
    with recorded(WORKER) as outer:
        outer.event("person.changed", person_id=kept)

        def try_it() -> None:
            with recorded(WORKER) as inner:
                inner.event("person.changed", person_id=lost)
                raise Slip

        with pytest.raises(Slip):
            try_it()
    assert Event.objects.filter(person_id=kept).count() == 1
    assert not Event.objects.filter(person_id=lost).exists()


@pytest.mark.django_db(transaction=True)
def test_recording_within_a_plain_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError), transaction.atomic(), recorded(WORKER):
        pass


@pytest.mark.django_db(transaction=True)
def test_without_a_witness_nothing_is_done(settings, tmp_path) -> None:
    settings.AUDIT_WITNESS = tmp_path  # a folder

    def try_it() -> None:
        with recorded(WORKER) as recorder:
            Team.objects.create(name="East")
            recorder.event("team.made")

    with pytest.raises(OSError):
        try_it()
    assert not Team.objects.filter(name="East").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "about",
    [
        {"subject": CANARY},
        {"fields": [CANARY]},
        {"why": Why(reason=CANARY)},
        {"why": Why(relation=CANARY)},
        {"action": CANARY},
    ],
)
def test_what_is_no_key_is_refused_and_not_repeated(about) -> None:
    about = {"action": "person.changed", **about}
    with pytest.raises(ValueError) as refused:
        record_view(WORKER, **about)
    assert "Canary" not in str(refused.value)


@pytest.mark.django_db
def test_a_change_tells_names_in_its_event_and_values_only_in_the_erasable_history() -> None:
    person = uuid4()
    with recorded(WORKER) as recorder:
        recorder.changed(
            "person.changed",
            subject="person",
            subject_id=person,
            person_id=person,
            section="identity",
            before={"name": "Old", "town": "Leeds", "age": 3},
            after={"name": CANARY, "town": "Leeds"},
        )
    event = Event.objects.get(person_id=person)
    assert event.fields == "age name"
    assert not any("Canary" in str(value) for value in vars(event).values())
    assert set(Change.objects.values_list("event_seq", "field", "before", "after")) == {
        (event.seq, "age", 3, None),
        (event.seq, "name", "Old", CANARY),
    }
    assert erase_history(WORKER, person_id=person) == 2
    assert not Change.objects.filter(person_id=person).exists()
    assert list(Event.objects.filter(person_id=person).values_list("action", flat=True)) == [
        "person.changed",
        "history.erased",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET role = 'x'",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event",
        "REPLACE INTO audit_event SELECT * FROM audit_event",
    ],
)
def test_the_database_itself_refuses_to_change_or_delete_events(statement) -> None:
    if statement.startswith("TRUNCATE" if connection.vendor == "sqlite" else "REPLACE"):
        pytest.skip("no such statement in this database")
    record_view(WORKER, "person.viewed", person_id=uuid4())
    before = list(Event.objects.values_list())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert list(Event.objects.values_list()) == before


@pytest.mark.django_db
def test_a_session_is_named_by_a_reference_and_not_by_its_key(client, rf) -> None:
    request = rf.get("/")
    request.session = client.session
    request.session.create()
    actor = Actor.of(request)
    assert len(actor.session) == 16
    assert actor.session not in request.session.session_key
    assert Actor.of(actor) is actor
