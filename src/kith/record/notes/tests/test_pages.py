"""Tries the pages of notes: who opens them, what they keep out, that no address holds a word, and that nothing typed is lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kith.record.accounts.models import Draft, User
from kith.record.audit.models import Event
from kith.record.contexts.models import Context
from kith.record.notes.models import Note
from kith.record.people.models import Person

pytestmark = pytest.mark.django_db
Write = Callable[..., Note]
SignedIn = Callable[[User], Client]


def form(**values: Any) -> dict[str, Any]:
    return {"kind": "visit", "words": "Went for a walk.", "alone": "not_known", "offers_seen": "yes", **values}


def draft(page: Any) -> str:
    """The address of the draft of a page's form."""
    return str(page.content.decode().partition('data-draft="')[2].partition('"')[0])


def at(name: str, *args: Any) -> str:
    return reverse(f"notes:{name}", args=args)


def test_a_note_is_written_read_and_told_to_the_audit(worker: User, jess: Person, signed_in: SignedIn) -> None:
    client = signed_in(worker)
    day = timezone.localdate() - timedelta(days=1)
    typed = form(
        on_day=day.day, on_month=day.month, on_year=day.year, at="14:05", who_seen=["young_person", "friend"], alone="no",
        young_words="I like it there", belongs="record",
    )  # fmt: skip
    answer = client.post(at("notes_add", jess.pk), typed)
    assert answer.status_code == 302, answer.content.decode()
    note = Note.objects.get()
    assert (note.person_id, note.on, note.who_seen, note.alone) == (jess.pk, day, ["young_person", "friend"], "no")
    assert note.saw_young_person
    assert note.made_by == worker.pk
    shown = client.get(at("notes", jess.pk)).content.decode()
    assert "Went for a walk." in shown
    assert "“I like it there”" in shown
    assert worker.name in shown
    full = client.get(at("notes_note", jess.pk, note.pk))
    assert full.status_code == 200
    assert Event.objects.filter(action="note.changed", person_id=jess.pk).count() == 1
    assert Event.objects.filter(action="note.viewed", subject_id=note.pk, person_id=jess.pk).count() == 1


def test_nobody_else_opens_them(stranger: User, jess: Person, write: Write, signed_in: SignedIn) -> None:
    note, client = write(jess), signed_in(stranger)
    for name, args in (("notes", ()), ("notes_add", ()), ("notes_note", (note.pk,)), ("notes_change", (note.pk,))):
        assert client.get(at(name, jess.pk, *args)).status_code == 404
    assert client.post(at("notes", jess.pk), {"q": "walk"}).status_code == 404


def test_a_note_of_somebody_else_is_no_page_of_this_person(
    worker: User, jess: Person, new: Callable[..., Person], write: Write, signed_in: SignedIn
) -> None:
    note = write(new("Sam"))
    client = signed_in(worker)
    for name in ("notes_note", "notes_change", "notes_error"):
        assert client.get(at(name, jess.pk, note.pk)).status_code == 404


def test_each_reads_the_sections_that_are_open_to_them_on_the_list_the_search_the_export_and_the_page(
    worker: User, panellist: User, manager: User, jess: Person, write: Write, signed_in: SignedIn
) -> None:
    graded = {"belongs": "police_intelligence", "source": "1", "assessment": "A", "handling": "P",
              "expires_on": timezone.localdate()}  # fmt: skip
    said = {
        "record": write(jess, "Alpha walk"),
        "health": write(jess, "Beta walk", belongs="health"),
        "police": write(jess, "Gamma walk", **graded),
        "named": write(jess, "Delta walk", **{**graded, "handling": "C"}),
        "over": write(jess, "Epsilon walk", **{**graded, "expires_on": timezone.localdate() - timedelta(days=1)}),
    }
    reads = {
        worker: {"record", "health", "police", "named"},
        panellist: {"record", "police"},
        manager: {"record", "health", "police"},
    }
    for user, open_ in reads.items():
        client = signed_in(user)
        listed = client.get(at("notes", jess.pk)).content.decode()
        found = client.post(at("notes", jess.pk), {"q": "walk"}, follow=True).content.decode()
        out = client.get(at("notes_export", jess.pk))
        for key, note in said.items():
            assert (note.words in listed) == (key in open_), (user.role_key, key)
            assert (note.words in found) == (key in open_), (user.role_key, key)
            if out.status_code == 200:
                assert (note.words in out.content.decode()) == (key in open_), (user.role_key, key)
            status = client.get(at("notes_note", jess.pk, note.pk)).status_code
            assert (status == 200) == (key in open_), (user.role_key, key)
        assert f"{len(open_)} notes" in listed


def test_words_looked_for_stand_in_no_address_and_are_sealed(
    worker: User, jess: Person, write: Write, signed_in: SignedIn
) -> None:
    write(jess, "Saw the blue car again")
    write(jess, "Nothing", young_words="the BLUE one")
    write(jess, "Another car")
    client = signed_in(worker)
    answer = client.post(at("notes", jess.pk) + "?kind=visit", {"q": "blue"})
    assert answer.status_code == 302
    assert "blue" not in answer["Location"]
    assert "kind=visit" in answer["Location"]
    shown = client.get(answer["Location"]).content.decode()
    assert "2 notes" in shown
    assert "Another car" not in shown
    assert "blue" not in json.dumps(dict(client.session))
    event = Event.objects.get(action="search.made")
    assert (event.person_id, event.fields) == (jess.pk, "q")


def test_a_reference_to_a_search_opens_nothing_for_another_person(
    worker: User, jess: Person, new: Callable[..., Person], write: Write, signed_in: SignedIn
) -> None:
    sam = new("Sam")
    write(sam, "Zebra")
    client = signed_in(worker)
    found = client.post(at("notes", jess.pk), {"q": "nowhere"})["Location"].partition("?")[2]
    assert "Zebra" in client.get(f"{at('notes', sam.pk)}?{found}").content.decode()
    assert client.get(at("notes", jess.pk) + f"?found={uuid4()}").status_code == 200


def test_the_list_is_narrowed_by_kind_and_by_who_was_seen(
    worker: User, jess: Person, write: Write, signed_in: SignedIn
) -> None:
    write(jess, "One", kind="visit", who_seen=["young_person"], alone="yes")
    write(jess, "Two", kind="phone_call", who_seen=["young_person"], alone="no")
    write(jess, "Three", kind="meeting", who_seen=["police"])
    client = signed_in(worker)
    for query, many in (
        ("kind=visit", 1),
        ("seen=seen", 2),
        ("seen=alone", 1),
        ("seen=not_seen", 1),
        ("kind=visit&seen=not_seen", 0),
    ):
        assert f"{many} note" in client.get(f"{at('notes', jess.pk)}?{query}").content.decode(), query


def test_the_list_takes_as_many_queries_for_many_notes_as_for_one(
    worker: User, jess: Person, write: Write, signed_in: SignedIn
) -> None:
    client = signed_in(worker)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get(at("notes", jess.pk))
        return len(seen)

    write(jess)
    client.get(at("notes", jess.pk))
    one = queries()
    for _each in range(12):
        write(jess)
    assert queries() == one


def test_what_is_wrong_is_said_and_nothing_is_kept(worker: User, jess: Person, signed_in: SignedIn) -> None:
    client = signed_in(worker)
    tomorrow = timezone.localdate() + timedelta(days=1)
    wrong = (
        {"words": ""}, {"alone": "yes"}, {"at": "14:00"}, {"kind": ""}, {"words": "x" * 50_001},
        {"on_day": tomorrow.day, "on_month": tomorrow.month, "on_year": tomorrow.year},
    )  # fmt: skip
    for values in wrong:
        assert client.post(at("notes_add", jess.pk), form(**values)).status_code == 422, values
    assert not Note.objects.exists()
    assert client.post(at("notes_add", jess.pk), form(words="", young_words="I said no")).status_code == 302


def test_only_a_section_that_one_may_write_is_offered_and_taken(
    jess: Person, manager: User, make_user: Callable[..., User], signed_in: SignedIn
) -> None:
    colleague = make_user("practitioner")
    client = signed_in(colleague)
    assert 'name="belongs"' not in client.get(at("notes_add", jess.pk)).content.decode()
    client.post(at("notes_add", jess.pk), form(belongs="health"))
    assert Note.objects.get().belongs == "record"
    assert client.get(at("intelligence_add", jess.pk)).status_code == 404


def test_police_intelligence_is_written_with_its_marks(
    worker: User, panellist: User, jess: Person, signed_in: SignedIn
) -> None:
    client = signed_in(worker)
    until = timezone.localdate() + timedelta(days=30)
    graded = form(
        source="2", assessment="C", handling="C", named=panellist.email.upper(), expires_on_day=until.day,
        expires_on_month=until.month, expires_on_year=until.year, kind="other",
    )  # fmt: skip
    assert client.post(at("intelligence_add", jess.pk), {**graded, "named": "nobody@example.org"}).status_code == 422
    assert client.post(at("intelligence_add", jess.pk), graded).status_code == 302
    note = Note.objects.get()
    assert note.belongs == "police_intelligence"
    assert set(note.named.split()) == {str(worker.pk), str(panellist.pk)}
    assert signed_in(panellist).get(at("notes_note", jess.pk, note.pk)).status_code == 200
    shown = client.get(at("notes_change", jess.pk, note.pk)).content.decode()
    assert panellist.email in shown


def test_a_note_is_mended_the_same_day_and_corrected_with_a_reason_afterwards(
    worker: User, jess: Person, write: Write, signed_in: SignedIn
) -> None:
    note, client = write(jess, "He lives at 5"), signed_in(worker)
    change = at("notes_change", jess.pk, note.pk)
    assert "corrected_why" not in client.get(change).content.decode()
    assert client.post(change, form(words="He lives at 6", seen=1)).status_code == 302
    Note.objects.update(made_at=timezone.now() - timedelta(days=2))
    assert "corrected_why" in client.get(change).content.decode()
    assert client.post(change, form(words="He lives at 7", seen=2)).status_code == 422
    assert client.post(change, form(words="He lives at 7", seen=2, corrected_why="Misread")).status_code == 302
    full = client.get(at("notes_note", jess.pk, note.pk)).content.decode()
    assert [word in full for word in ("He lives at 7", "He lives at 6", "He lives at 5", "Misread")] == [True] * 4
    assert full.index("He lives at 7") < full.index("He lives at 6") < full.index("He lives at 5")


def test_a_stale_save_shows_both_and_overwrites_nothing(
    worker: User, jess: Person, write: Write, signed_in: SignedIn
) -> None:
    note, client = write(jess, "First"), signed_in(worker)
    change = at("notes_change", jess.pk, note.pk)
    assert client.post(change, form(words="Second", seen=1)).status_code == 302
    answer = client.post(change, form(words="Third", seen=1))
    assert answer.status_code == 409
    assert "Second" in answer.content.decode()
    assert "Third" in answer.content.decode()
    note.refresh_from_db()
    assert note.words == "Second"


def test_a_note_entered_in_error_stays_to_be_read_and_can_be_taken_back(
    worker: User, jess: Person, write: Write, signed_in: SignedIn
) -> None:
    note, client = write(jess, "Wrong child"), signed_in(worker)
    answer = client.post(at("notes_error", jess.pk, note.pk), {"why": "Another child", "seen": 1}, follow=True)
    assert "You can undo it for a minute" in answer.content.decode()
    note.refresh_from_db()
    assert note.error_at is not None
    assert "Another child" in client.get(at("notes", jess.pk)).content.decode()
    assert "Wrong child" not in client.get(at("notes_export", jess.pk)).content.decode()
    client.post(at("notes_restore", jess.pk, note.pk), {"seen": 2})
    note.refresh_from_db()
    assert note.error_at is None


def test_what_is_typed_is_kept_through_an_ended_session_and_dropped_once_it_is_saved(
    worker: User, jess: Person, signed_in: SignedIn
) -> None:
    client = signed_in(worker)
    page = client.get(at("notes_add", jess.pk)).content.decode()
    address = page.partition('data-draft="')[2].partition('"')[0]
    typed = [
        ["kind", "visit"],
        ["words", "Long and careful ’😀 " * 900],
        ["young_words", "Mine"],
        ["who_seen", "friend"],
    ]
    body = json.dumps({"fields": typed, "version": 0})
    assert client.post(address, body, content_type="application/json").status_code == 200
    client.session.flush()
    assert client.post(at("notes_add", jess.pk), form()).status_code in {302, 403}
    assert not Note.objects.exists()
    again = signed_in(worker)
    page = again.get(at("notes_add", jess.pk)).content.decode()
    kept = again.get(page.partition('data-draft="')[2].partition('"')[0]).json()
    assert [list(pair) for pair in kept["fields"]] == typed
    assert again.post(at("notes_add", jess.pk), form(words=typed[1][1])).status_code == 302
    assert not Draft.objects.exists()
    assert Note.objects.get().words == typed[1][1].strip()


def test_a_draft_of_another_person_or_writer_is_not_brought_back(
    worker: User, manager: User, jess: Person, new: Callable[..., Person], signed_in: SignedIn
) -> None:
    sam, client = new("Sam"), signed_in(worker)
    client.post(
        draft(client.get(at("notes_add", jess.pk))),
        json.dumps({"fields": [["words", "Mine"]], "version": 0}),
        content_type="application/json",
    )
    assert client.get(draft(client.get(at("notes_add", sam.pk)))).status_code != 200
    other = signed_in(manager)
    assert other.get(draft(other.get(at("notes_add", jess.pk)))).status_code != 200


def test_a_merged_persons_notes_stand_on_the_record_kept(
    worker: User, manager: User, jess: Person, new: Callable[..., Person], write: Write, signed_in: SignedIn
) -> None:
    from kith.record.people.merging import merge

    other = new("Jessie")
    note = write(other, "Before the merge")
    merge(by=manager, kept=jess, merged=other, seen=(jess.version, other.version), take=(), why="The same")
    client = signed_in(worker)
    assert "Before the merge" in client.get(at("notes", jess.pk)).content.decode()
    assert client.get(at("notes_note", jess.pk, note.pk)).status_code == 200


# Contexts


def test_notes_of_a_context_are_for_those_who_may_see_it(
    worker: User, stranger: User, place: Context, write: Write, signed_in: SignedIn
) -> None:
    client = signed_in(worker)
    assert client.post(at("context_notes_add", place.pk), form(words="Lights are out")).status_code == 302
    note = Note.objects.get()
    assert note.context_id == place.pk
    assert "Lights are out" in client.get(at("context_notes", place.pk)).content.decode()
    assert client.get(at("context_notes_note", place.pk, note.pk)).status_code == 200
    other = signed_in(stranger)
    assert other.get(at("context_notes", place.pk)).status_code == 404
    assert other.get(at("context_notes_note", place.pk, note.pk)).status_code == 404
    found = client.post(at("context_notes", place.pk), {"q": "lights"}, follow=True)
    assert "1 note" in found.content.decode()


def test_erasing_a_context_reaches_its_notes_and_what_they_used_to_say(
    worker: User, place: Context, write: Write
) -> None:
    from kith.record.audit.models import Change
    from kith.record.contexts.actions import erase

    note = write(place, "Gone with it")
    assert Change.objects.filter(subject_id=note.pk).exists()
    erase(by=worker, context_id=place.pk)
    assert not Note.objects.exists()
    assert not Change.objects.filter(subject_id=note.pk).exists()
