"""The pages of moves and of documents in a real browser: axe finds nothing, nothing is cut off, and a wide table is read without pushing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from kith.record.accounts.demo import make_demo_users
from kith.record.letters import demo as letters
from kith.record.letters.models import Document
from kith.record.people.actions import add_person
from kith.record.people.models import Person
from kith.record.relocations import demo as moves
from kith.record.relocations.models import Challenge, Decision, Relocation, Told
from kith.record.relocations.parts import PARTS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def jess() -> Person:
    """The first is away, moved in an emergency; the others are the other cases of the demonstration."""
    users = make_demo_users()
    for given in ("Jess", "Rowan", "Morgan", "Sam", "Alex"):
        add_person(by=users["practitioner"], details={}, name={"given": given, "family": "Birch", "kind": "legal"})
    moves.load(users, timezone.localdate())
    letters.load(users, timezone.localdate())
    return Relocation.objects.get(kind="care_placement").person


def _pages(jess: Person) -> dict[str, str]:
    decision, told = Decision.objects.get(person=jess), Told.objects.get(person=jess, who="health")
    back, letter = Relocation.objects.get(kind="police_led").person_id, Document.objects.get(sent_on=None, told=told)
    pages = {name: reverse(f"relocations:{name}", args=[jess.pk]) for name in ("moves", "next_home", "decide", "look")}
    pages |= {
        "decision": reverse("relocations:decision", args=[jess.pk, decision.pk]),
        "proposed": reverse("relocations:decide", args=[Decision.objects.get(stands="proposed").person_id]),
        "think": reverse("relocations:think", args=[jess.pk, decision.pk, "safeties"]),
        "end": reverse("relocations:say", args=[jess.pk, "end", decision.relocation_id]),
        "answer": reverse("relocations:say", args=[jess.pk, "answer", Challenge.objects.get(person=jess).pk]),
        "told_add": f"{PARTS.href(PARTS['told'], jess, 'add')}?from=moves&who=parents",
        "home-again": reverse("relocations:next_home", args=[back]),
        "delayed": reverse("relocations:delayed"),
        "placed": reverse("relocations:placed"),
        "request": f"{PARTS.href(PARTS['requests'], jess, 'add')}?from=moves",
        "documents": reverse("letters:documents", args=[jess.pk]),
        "make": f"{reverse('letters:make', args=[jess.pk])}?told={told.pk}",
        "sent": reverse("letters:sent", args=[jess.pk, letter.pk]),
    }
    return pages


def test_axe_finds_nothing_on_the_pages_of_moves_and_documents(
    jess: Person, sign_in: Any, picture: Callable[[str], None]
) -> None:
    look, wrong = sign_in("team_manager"), {}
    for name, address in _pages(jess).items():
        page = look.go(address)
        picture(f"moves-{name}")
        assert page.locator("h1").count() == 1, name
        if found := [*look.axe(), *look.cut_off()]:
            wrong[name] = found
    assert wrong == {}
