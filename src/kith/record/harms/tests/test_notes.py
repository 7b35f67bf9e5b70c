"""Notes about an episode: open to whoever may open it, told to everyone in it, gone with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kith.record.access.actions import restrict
from kith.record.accounts.drafts import keep
from kith.record.accounts.models import Draft, User
from kith.record.audit.models import Change, Event
from kith.record.harms.actions import add_episode, add_role
from kith.record.harms.models import Episode
from kith.record.harms.queries import episodes
from kith.record.harms.story import told
from kith.record.notes.actions import add_about_episode
from kith.record.notes.models import Note
from kith.record.people.erasing import erase
from kith.record.people.models import Person
from kith.site.web.drafts import begun

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)
SAID = {"kind": "visit", "words": "Zqwhat the shopkeeper saw", "offers_seen": "yes"}
SignedIn = Callable[[User], Client]


@pytest.fixture
def made(worker: User, jess: Person, sam: Person) -> Episode:
    """An episode in which Jess and Sam were."""
    episode = add_episode(by=worker, person_id=jess.pk, role="harmed", harm="cce", what="What was seen", from_on=DAY)
    add_role(by=worker, episode_id=episode.pk, person_id=sam.pk, role="said_to_have_harmed")
    return episode


def _href(name: str, *ids: Any) -> str:
    return reverse(f"harms:{name}", args=ids)


def _text(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_a_note_is_written_about_an_episode_read_there_and_corrected(
    worker: User, manager: User, made: Episode, signed_in: SignedIn
) -> None:
    client = signed_in(worker)
    form = _text(client.get(_href("notes_add", made.pk)))
    assert "No names: whoever may read the record of anybody in this episode reads it." in form
    assert "seen alone" not in form
    assert client.post(_href("notes_add", made.pk), SAID)["Location"] == _href("notes", made.pk)
    note = Note.objects.get()
    assert (note.episode_id, note.person_id, note.context_id, note.belongs) == (made.pk, None, None, "record")
    assert "Write a note" in _text(client.get(_href("episode", made.pk)))
    for page in (_href("notes", made.pk), _href("notes_note", made.pk, note.pk), _href("episode", made.pk)):
        assert "Zqwhat the shopkeeper saw" in _text(client.get(page))
    change = _href("notes_change", made.pk, note.pk)
    later = {**SAID, "words": "Zqwhat the driver saw", "seen": 1}
    other = signed_in(manager)
    assert other.post(change, later).status_code == 422  # somebody else’s note is corrected with a reason
    assert other.post(change, {**later, "corrected_why": "It was the driver"}).status_code == 302
    read = _text(other.get(_href("notes_note", made.pk, note.pk)))
    assert "Zqwhat the driver saw" in read
    assert "Zqwhat the shopkeeper saw" in read  # what it said before stays beside it
    marked = {"seen": 2, "why": "another evening"}
    assert client.post(_href("notes_error", made.pk, note.pk), marked).status_code == 302
    assert "Zqwhat" not in _text(client.get(_href("episode", made.pk)))


def test_notes_are_not_there_for_whoever_may_not_open_the_episode(
    worker: User, stranger: User, made: Episode, jess: Person, sam: Person, signed_in: SignedIn
) -> None:
    note = add_about_episode(by=worker, episode_id=made.pk, values={"kind": "visit", "words": "Zqseen"})
    other = add_episode(by=worker, person_id=jess.pk, role="harmed", harm="cse", from_on=DAY)
    refused = signed_in(stranger)
    for name, ids in (("notes", ()), ("notes_add", ()), ("notes_note", (note.pk,)), ("notes_change", (note.pk,))):
        assert refused.get(_href(name, made.pk, *ids)).status_code == 404, name
    opened = signed_in(worker)
    for name in ("notes_note", "notes_change", "notes_error"):
        assert opened.get(_href(name, other.pk, note.pk)).status_code == 404, name  # it is of another episode


def test_a_look_at_a_note_is_told_to_everyone_in_the_episode_whom_the_reader_may_see(
    worker: User, manager: User, made: Episode, jess: Person, sam: Person, signed_in: SignedIn
) -> None:
    note = add_about_episode(by=worker, episode_id=made.pk, values={"kind": "visit", "words": "Zqseen"})
    restrict(by=manager, person_id=sam.pk, reason="safety", named=[manager])
    for user, people in ((worker, {jess.pk}), (manager, {jess.pk, sam.pk})):
        client = signed_in(user)
        client.get(_href("notes", made.pk))
        client.get(_href("notes_note", made.pk, note.pk))
        client.post(_href("notes", made.pk), {"q": "shopkeeper"})
        mine = Event.objects.filter(user_id=user.pk)
        for action, subject in (("episode.viewed", "notes"), ("note.viewed", "note"), ("search.made", "notes")):
            seen = mine.filter(action=action, subject=subject).values_list("person_id", flat=True)
            assert (set(seen), len(seen)) == (people, len(people)), action
    file = signed_in(manager).get(_href("notes_export", made.pk))
    assert "Zqseen" in file.content.decode()
    told_of = Event.objects.filter(action="note.exported").values_list("person_id", flat=True)
    assert set(told_of) == {jess.pk, sam.pk}


def test_the_notes_of_an_episode_stand_in_the_story_of_whoever_was_in_it(
    worker: User, made: Episode, jess: Person, sam: Person
) -> None:
    note = add_about_episode(by=worker, episode_id=made.pk, values={"kind": "visit", "on": DAY, "words": "Zqseen"})
    for person in (jess, sam):
        (one,) = [each for each in told(worker, person.pk) if each.of == "notes.Note"]
        assert (one.row_id, one.text, one.href) == (note.pk, "Zqseen", _href("notes_note", made.pk, note.pk))


def test_notes_go_with_their_episode_when_the_last_person_in_it_is_erased(
    worker: User, manager: User, made: Episode, jess: Person, sam: Person
) -> None:
    note = add_about_episode(by=worker, episode_id=made.pk, values={"kind": "visit", "words": "Zqseen"})
    keep(user=worker, form_key="notes.episodenoteform", subject_id=note.pk, fields=[("words", "half")], version=0)
    erase(by=manager, person_id=jess.pk)
    assert Note.objects.filter(pk=note.pk).exists()  # Sam was in it too
    assert len(episodes(worker, sam.pk)) == 1
    erase(by=manager, person_id=sam.pk)
    assert not Note.objects.filter(pk=note.pk).exists()
    assert not Draft.objects.filter(subject_id=note.pk).exists()
    assert not Change.objects.filter(subject_id=note.pk).exists()


def test_what_was_begun_about_an_episode_is_found_again_on_my_work(worker: User, made: Episode) -> None:
    keep(user=worker, form_key="harms.notes.add", subject_id=made.pk, fields=[("words", "half")], version=0)
    note = add_about_episode(by=worker, episode_id=made.pk, values={"kind": "visit", "words": "Zqseen"})
    keep(user=worker, form_key="notes.episodenoteform", subject_id=note.pk, fields=[("words", "half")], version=0)
    assert {one.href for one in begun(worker)} == {
        _href("notes_add", made.pk), _href("notes_change", made.pk, note.pk)
    }  # fmt: skip
