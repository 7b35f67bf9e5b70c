"""The pages of notes and the story in a real browser: axe finds nothing, nothing is cut off, and words are put only when asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from kith.record.accounts.demo import make_demo_users
from kith.record.notes import demo
from kith.record.notes.models import Note
from kith.record.people.actions import add_person
from kith.record.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def jess() -> Person:
    users = make_demo_users()
    person = add_person(
        by=users["practitioner"], details={}, name={"given": "Jess", "family": "Birch", "kind": "legal"}
    )
    demo.load(users, timezone.localdate())
    return person


def test_axe_finds_nothing_on_the_pages_of_notes_and_the_story(
    jess: Person, sign_in: Any, picture: Callable[[str], None]
) -> None:
    note = Note.objects.filter(person=jess, kind="visit").first()
    look = sign_in("practitioner")
    pages = {
        name: reverse(f"notes:{name}", args=[jess.pk])
        for name in ("notes", "notes_add", "intelligence_add", "turning_points")
    }
    pages |= {
        name: reverse(f"notes:{name}", args=[jess.pk, note.pk])
        for name in ("notes_note", "notes_change", "notes_error")
    }
    pages |= {"whole": pages["notes"] + "?whole=1", "story": reverse("web:story", args=[jess.pk])}
    pages["story_mark"] = reverse("web:story_mark", args=[jess.pk, "notes.Note", note.pk])
    for name, address in pages.items():
        page = look.go(address)
        picture(f"notes-{name}")
        assert page.locator("h1").count() == 1, name
        assert look.axe() == [], name
        assert look.cut_off() == [], name


def test_words_are_offered_as_one_writes_and_put_by_keyboard_when_asked_for(jess: Person, sign_in: Any) -> None:
    look = sign_in("practitioner")
    page = look.go(reverse("notes:notes_add", args=[jess.pk]))
    text = "\U0001f600 First line.\nShe absconded at nine."
    page.locator("#id_words").fill(text)
    page.locator("#offers [data-put]").first.wait_for()
    assert page.locator("#id_words").input_value() == text
    assert look.axe() == []
    page.locator("#offers [data-put]").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("#id_words").input_value() == text.replace("absconded", "went missing")
    page.locator("input[name=kind][value=visit], select[name=kind]").first.evaluate(
        "e => { if (e.tagName === 'SELECT') e.value = 'visit'; else e.checked = true; }"
    )
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/notes/")
    assert Note.objects.filter(person=jess, words=text.replace("absconded", "went missing")).exists()
