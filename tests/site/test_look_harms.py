"""The pages of harm in a real browser: axe finds nothing, nothing is cut off, and a concern takes two minutes on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from kith.record.accounts.demo import make_demo_users
from kith.record.contexts import demo as contexts
from kith.record.harms import demo
from kith.record.harms.models import Answer, Concern, Episode
from kith.record.moments import demo as moments
from kith.record.people.actions import add_person
from kith.record.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)
TAP, LETTER, THOUGHT = 2.0, 0.35, 3.0
"""Seconds: to find a place and tap it; a letter on a phone (about 36 words a minute: Palin and others, 2019, recalled); to think
about a question. Generous on purpose."""


@pytest.fixture
def jess() -> Person:
    users = make_demo_users()
    people = [
        add_person(by=users["practitioner"], details={}, name={"given": given, "family": "Birch", "kind": "legal"})
        for given in ("Jess", "Rowan", "Morgan")
    ]
    today = timezone.localdate()
    for made_up in (contexts, demo, moments):
        made_up.load(users, today)
    return people[0]


@dataclass
class Hand:
    """One thumb that counts what it does."""

    page: Any
    taps: int = 0
    letters: int = 0
    thoughts: int = 0

    def answer(self, question: str, choice: str) -> None:
        """Think about a question and tap one of its answers."""
        group = self.page.get_by_role("group", name=re.compile(question))
        self.thoughts += 1
        self.tap(group.get_by_label(choice, exact=True))

    def tap(self, place: Any) -> None:
        place.click()
        self.taps += 1

    def write(self, label: str, text: str) -> None:
        """Think, tap into a box and write."""
        self.thoughts += 1
        self.tap(self.page.get_by_label(label))
        self.page.keyboard.type(text)
        self.letters += len(text)

    @property
    def seconds(self) -> float:
        return self.taps * TAP + self.letters * LETTER + self.thoughts * THOUGHT


def test_a_concern_with_two_kinds_takes_two_minutes_on_a_phone(jess: Person, sign_in: Any) -> None:
    Answer.objects.all().delete()
    before = Concern.objects.filter(person=jess).count()
    look = sign_in("practitioner")
    hand = Hand(look.go(reverse("harms:harms", args=[jess.pk])))
    hand.tap(hand.page.get_by_role("button", name="Record a concern"))
    hand.page.wait_for_url("**/record/")
    assert not hand.page.get_by_label("Who decided that").is_visible()  # asked only where it is not safe to tell them
    hand.answer("Child sexual exploitation", "No")
    hand.answer("Child criminal exploitation", "Yes")
    hand.answer("Other kinds of harm", "Serious youth violence")
    hand.answer("Where it comes from", "Outside the family")
    hand.answer("How certain it is", "Suspected")
    hand.thoughts, hand.taps = hand.thoughts + 1, hand.taps + 2
    hand.page.get_by_label("Who told you").select_option("school")
    hand.write("What it rests on", "New phone and trainers, would not say from whom. Afraid of the walk home.")
    hand.answer("Does the young person know", "Not safe to tell")
    hand.write("If it is not safe to tell them: why", "Their phone is looked through.")
    assert not hand.page.get_by_label("What they were told, and how").is_visible()
    assert look.axe() == []
    hand.tap(hand.page.get_by_role("button", name="Save", exact=True))
    hand.page.wait_for_url("**/harms/")
    made = Concern.objects.filter(person=jess).order_by("made_at")[before:]
    assert {(row.harm, row.setting, row.told, row.told_why) for row in made} == {
        (kind, "outside", "not_safe", "Their phone is looked through.") for kind in ("cce", "serious_youth_violence")
    }
    assert {row.harm: row.answer for row in Answer.objects.filter(person=jess)} == {"cse": "no", "cce": "yes"}
    assert hand.seconds < 120, (hand.taps, hand.letters, hand.seconds)


def test_axe_finds_nothing_on_the_pages_of_harm(jess: Person, sign_in: Any, picture: Callable[[str], None]) -> None:
    look, episode = sign_in("team_manager"), Episode.objects.get()
    pages = {name: reverse(f"harms:{name}", args=[jess.pk]) for name in ("harms", "record", "concerns", "episodes")}
    pages |= {name: reverse(f"harms:{name}", args=[episode.pk]) for name in ("episode", "roles", "notes", "notes_add")}
    pages |= {name: reverse(f"harms:{name}") for name in ("list", "counts")}
    pages |= {name: reverse(f"moments:{name}", args=[jess.pk]) for name in ("now", "moments", "moments_add")}
    for name, address in pages.items():
        page = look.go(address)
        picture(f"harms-{name}")
        assert page.locator("h1").count() == 1, name
        assert look.axe() == [], name
        assert look.cut_off() == [], name
