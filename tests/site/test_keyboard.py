"""The keyboard alone suffices: Tab, Enter, Space, arrows and letters, from signing in to breaking the glass. No pointer is used."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from kith.record.access import actions as access
from kith.record.access.models import Glass
from kith.record.accounts.demo import PASSWORD, email, make_demo_users
from kith.record.people.actions import add_person
from kith.record.placements import demo as placements

pytestmark = pytest.mark.django_db(transaction=True)
BORN = date(2010, 3, 4)
FOCUSED = """() => { const at = document.activeElement; const label = at.labels && at.labels[0];
  return [at.getAttribute("aria-label") || (label && label.innerText) || at.innerText || at.value || "", at.tagName]; }"""


def _to(page: Any, words: str, tag: str = "") -> None:
    """Tab until what is focused is called by these words. What the keyboard does not reach within 80 steps it does not reach."""
    for _ in range(80):
        page.keyboard.press("Tab")
        name, found = page.evaluate(FOCUSED)
        if words in name and tag in {"", found}:
            assert _is_seen(page), f"nothing shows that {words} is focused"
            return
    raise AssertionError(f"the keyboard does not reach {words}")


def _is_seen(page: Any) -> bool:
    """Whether something shows where the focus is: an outline, a shadow or a ground of its own."""
    return bool(
        page.evaluate(
            """() => { const is = getComputedStyle(document.activeElement);
            return is.outlineStyle !== "none" || is.boxShadow !== "none" || is.backgroundColor === "rgb(255, 221, 0)"; }"""
        )
    )


def _enter(page: Any) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_keyboard_signs_in_searches_opens_a_person_and_breaks_the_glass(look: Any) -> None:
    users = make_demo_users()
    for family, by in (("Birch", users["practitioner"]), ("Alder", users["team_manager"])):
        name = {"given": "Jess", "family": family, "kind": "legal"}
        made = add_person(by=by, details={"born_on": BORN, "birth_precision": "day"}, name=name)
    access.restrict(by=users["team_manager"], person_id=made.pk, reason="safety")
    page = look.go("/account/sign-in/")

    _to(page, "Email")
    page.keyboard.type(email("practitioner"))
    _to(page, "Password")
    page.keyboard.type(PASSWORD)
    _enter(page)
    assert "Sign out" in page.content()

    _to(page, "Find a person", "INPUT")
    page.keyboard.type("Jess Birtch")
    _enter(page)
    _to(page, "Jess Birch", "A")
    _enter(page)
    assert "Birch" in page.inner_text("main")

    look.go("/search/")
    _to(page, "somebody I cannot find")
    _enter(page)
    _to(page, "Given names")
    page.keyboard.type("Jess")
    _to(page, "Family name")
    page.keyboard.type("Alder")
    for part, value in (("Day", "4"), ("Month", "3"), ("Year", "2010")):
        _to(page, part, "INPUT")
        page.keyboard.type(value)
    _to(page, "Why do you need", "TEXTAREA")
    page.keyboard.type("Missing since ten")
    _to(page, "how many hours", "SELECT")
    page.keyboard.type("2")
    _to(page, "Open the record", "BUTTON")
    _enter(page)
    assert Glass.objects.get().person_id == made.pk
    _to(page, "Go to the record", "A")
    _enter(page)
    assert "Alder" in page.inner_text("main")


def test_the_links_beside_a_record_fold_by_group_and_open_by_keyboard(sign_in: Any, width: int) -> None:
    look = sign_in("practitioner")
    by = make_demo_users()["practitioner"]
    person = add_person(by=by, details={}, name={"given": "Jess", "family": "Birch", "kind": "legal"})
    page = look.go(reverse("web:story", args=[person.pk]))
    beside = page.get_by_role("navigation", name="This record")
    link = beside.get_by_role("link", name="Critical moments")
    assert not link.is_visible()
    if width < 640:
        _to(page, "This record: Story", "SUMMARY")
        page.keyboard.press("Enter")
    _to(page, "Moments", "SUMMARY")
    page.keyboard.press("Enter")
    assert link.is_visible()
    assert look.axe() == []
    _to(page, "Critical moments", "A")
    _enter(page)
    assert beside.locator("[aria-current=page]").text_content() == "Critical moments"
    assert link.is_visible() == (width >= 640)


def test_a_key_answers_whether_a_move_was_because_of_harm_and_leads_to_the_reason(sign_in: Any) -> None:
    users = make_demo_users()
    add_person(by=users["practitioner"], details={}, name={"given": "Jess", "family": "Birch", "kind": "legal"})
    placements.load(users, timezone.localdate())
    look = sign_in("practitioner")
    page = look.go(reverse("placements:sheet"))  # leads to a stay that nobody has answered for
    page.keyboard.press("2")
    assert page.locator("input[value=partly]").is_checked()
    assert page.evaluate("document.activeElement.name") == "why"
    assert look.axe() == []
