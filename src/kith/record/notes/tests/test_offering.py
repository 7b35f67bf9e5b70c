"""Tries the offers beside the text and on the page in between: the writer chooses, nothing is kept, nothing else changes."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from kith.record.accounts.models import User
from kith.record.audit.models import Event
from kith.record.notes.models import Note
from kith.record.notes.offering import SHOWN, shown
from kith.record.notes.tests.test_pages import at, form
from kith.record.people.models import Person

SignedIn = Callable[[User], Client]
TEXT = "😀 She failed to engage.\nHer older boyfriend was hostile, and hostile again."


def test_each_phrase_is_offered_once_everyday_words_last() -> None:
    assert [(one.offer.phrase.phrase, one.times) for one in shown(TEXT)] == [
        ("failed to engage", 1), ("older boyfriend", 1), ("hostile", 2),
    ]  # fmt: skip
    assert len(shown("absconded; AWOL; NEET; BAME; LAC; in denial; meltdown; troubled; damaged; banter; juvenile; volatile; "
                     "obstructive; collusive; absconder")) == SHOWN  # fmt: skip


@given(
    st.lists(st.sampled_from(["absconded", "😀", "é", "\n", "older boyfriend", "𝔸", "x"]), max_size=12).map(" ".join)
)
def test_offsets_are_those_of_a_browsers_text_box(text: str) -> None:
    units = text.encode("utf-16-le")
    for one in shown(text):
        assert units[2 * one.start16 : 2 * one.end16].decode("utf-16-le") == one.offer.found


@pytest.mark.django_db
def test_offers_come_to_whoever_writes_and_neither_audit_nor_log_nor_session_holds_the_text(
    worker: User, signed_in: SignedIn, caplog: pytest.LogCaptureFixture
) -> None:
    client, before = signed_in(worker), Event.objects.count()
    with caplog.at_level(logging.DEBUG):
        answer = client.post(reverse("notes:words"), {"words": TEXT})
    shown_now = answer.content.decode()
    assert 'data-start="7"' in shown_now
    assert "failed to engage" in shown_now
    assert Event.objects.count() == before
    assert "engage" not in caplog.text
    assert "engage" not in str(dict(client.session))
    assert client.post(reverse("notes:words"), {"words": "She was not brought."}).content.decode().strip() == ""
    assert client.get(reverse("notes:words")).status_code == 405
    assert Client().post(reverse("notes:words"), {"words": TEXT}).status_code == 302


@pytest.mark.django_db
def test_without_a_script_a_page_in_between_offers_and_saves_as_it_is(
    worker: User, jess: Person, signed_in: SignedIn
) -> None:
    client = signed_in(worker)
    asked = client.post(at("notes_add", jess.pk), form(words=TEXT, young_words="He kicked off", offers_seen=""))
    page = asked.content.decode()
    assert asked.status_code == 200
    assert "Save it as it is" in page
    assert page.count("<legend") == 3
    assert "kicked off</mark>" not in page
    assert not Note.objects.exists()
    assert client.post(at("notes_add", jess.pk), form(words=TEXT, young_words="He kicked off")).status_code == 302
    assert (Note.objects.get().words, Note.objects.get().young_words) == (TEXT, "He kicked off")


@pytest.mark.django_db
def test_the_words_chosen_are_put_in_the_form_to_be_read_before_it_is_saved(
    worker: User, jess: Person, signed_in: SignedIn
) -> None:
    client = signed_in(worker)
    place = TEXT.index("failed to engage")
    chosen = {f"put_{place}": "we have not yet reached them", f"put_{TEXT.index('older')}": "made up by somebody"}
    page = client.post(at("notes_add", jess.pk), form(words=TEXT.replace("\n", "\r\n"), offers_seen="use", **chosen))
    assert page.status_code == 200
    assert page.context["form"]["words"].value() == TEXT.replace("failed to engage", "we have not yet reached them")
    assert 'name="offers_seen" value="yes"' in page.content.decode()
    assert not Note.objects.exists()


@pytest.mark.django_db
def test_a_form_that_is_wrong_is_asked_about_first_and_one_without_such_words_is_saved_at_once(
    worker: User, jess: Person, signed_in: SignedIn
) -> None:
    client = signed_in(worker)
    assert client.post(at("notes_add", jess.pk), form(words=TEXT, kind="", offers_seen="")).status_code == 422
    assert client.post(at("notes_add", jess.pk), form(offers_seen="")).status_code == 302
