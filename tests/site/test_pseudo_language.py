"""In a language that puts every translated text in brackets, no page shows a text without them."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from tests.pseudo import CLOSE, OPEN, untranslated

from kith.definitions.authorities import authority
from kith.definitions.codes import codes, list_names
from kith.record.accounts.demo import TEAM, make_demo_users
from kith.record.accounts.roles import ROLES
from kith.site.web.navigation import ENTRIES

NAMES = {authority(settings.AUTHORITY).name}
MENU = {
    entry.name: next(key for key, role in ROLES.items() if entry.capability in {None, *role.may})
    for entry in ENTRIES
    if entry.name != "audit:events"  # shows references and the names of fields as they are stored
}
# Labels of codes are kept in both languages by `definitions`, not by gettext.
LABELS = {code.label for name in list_names() for code in codes(name)}
GALLERY = {"Ada B", "AB", "Bo"}


def test_the_finder_finds_what_is_outside_the_brackets() -> None:
    page = f'<p>{OPEN}by <b>{OPEN}her{CLOSE}</b>{CLOSE} and <i title="why">12</i></p><script>let x</script><p>Kith</p>'
    assert untranslated(page) == ["and", "why"]


@pytest.mark.parametrize("address", ["/gallery/", "/gallery/?errors", "/gallery/?saved", "/nowhere"])
def test_no_text_is_untranslated_on(address: str, client: Client, pseudo) -> None:
    assert pseudo(client, address, data=NAMES | GALLERY) == []


@pytest.mark.django_db
def test_no_text_is_untranslated_on_the_sign_in_page(client: Client, pseudo) -> None:
    assert pseudo(client, "/account/sign-in/", data=NAMES) == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_no_text_is_untranslated_on_the_start_page_of(role: str, client: Client, pseudo) -> None:
    user = make_demo_users()[role]
    client.force_login(user)
    assert pseudo(client, "/", data=NAMES | {user.name}) == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", MENU)
def test_no_text_is_untranslated_on_the_menu_page(name: str, client: Client, pseudo) -> None:
    users = make_demo_users()
    client.force_login(users[MENU[name]])
    known = NAMES | {text for user in users.values() for text in (user.name, user.email)} | LABELS | {TEAM}
    assert pseudo(client, reverse(name), data=known) == []
