"""Every base page in a real browser, at desktop and phone width: axe finds nothing, nothing is cut off, the keyboard suffices."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from kith.record.accounts.roles import ROLES
from kith.site.web.navigation import ENTRIES

pytestmark = pytest.mark.django_db(transaction=True)
OPEN = {
    "components": "/gallery/",
    "errors": "/gallery/?errors",
    "not-found": "/nowhere",
    "sign-in": "/account/sign-in/",
}
MENU = {
    entry.name: next(key for key, role in ROLES.items() if entry.capability in {None, *role.may}) for entry in ENTRIES
}
"""Each page of the menu, with the first role that sees it."""


@pytest.mark.parametrize("name", OPEN)
def test_axe_finds_nothing_on(name: str, look, picture: Callable[[str], None]) -> None:
    look.go(OPEN[name])
    picture(name)
    assert look.axe() == []
    assert look.cut_off() == []


@pytest.mark.parametrize("role", ROLES)
def test_axe_finds_nothing_on_the_start_page_of(role: str, sign_in, picture: Callable[[str], None]) -> None:
    look = sign_in(role)
    page = look.go("/")
    picture(f"start-{role}")
    assert page.locator(".kith-header__user").is_visible()
    assert look.axe() == []
    assert look.cut_off() == []


@pytest.mark.parametrize("name", MENU)
def test_axe_finds_nothing_on_the_menu_page(name: str, sign_in, picture: Callable[[str], None]) -> None:
    look = sign_in(MENU[name])
    page = look.go(reverse(name))
    picture(name.replace(":", "-"))
    assert page.locator("h1").count() == 1
    assert look.axe() == []
    assert look.cut_off() == []


def test_the_first_tab_leads_past_the_menu_to_the_content(look) -> None:
    page = look.go("/gallery/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className").startswith("govuk-skip-link")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"


def test_an_error_link_leads_to_its_field_by_keyboard(look) -> None:
    page = look.go("/gallery/?errors")
    assert page.evaluate("document.activeElement.className").startswith("govuk-error-summary")
    page.locator(".govuk-error-summary a").nth(1).focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "id_born_on_day"


def test_the_components_scripts_run_under_the_policy(look) -> None:
    page = look.go("/gallery/")
    page.locator("#id_words").fill("x" * 390)
    page.wait_for_timeout(1200)
    assert "10 characters remaining" in page.locator(".govuk-character-count").inner_text()


def test_the_page_speaks_welsh_when_asked_and_english_again(look) -> None:
    page = look.go("/gallery/")
    page.get_by_role("button", name="Cymraeg").click()
    assert page.locator("html").get_attribute("lang") == "cy"
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"


def test_the_menu_opens_on_a_phone(sign_in, width: int) -> None:
    page = sign_in("team_manager").go("/")
    link = page.locator(".govuk-service-navigation__link").first
    if width < 640:
        page.get_by_role("button", name="Menu").click()
    assert link.is_visible()
