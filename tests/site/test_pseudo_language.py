"""In a language that puts every translated text in brackets, no page shows a text without them."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from tests.pseudo import CLOSE, OPEN, untranslated

from kith.definitions.authorities import authority
from kith.record.accounts.demo import make_demo_users
from kith.record.accounts.roles import ROLES

NAMES = {authority(settings.AUTHORITY).name}
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
