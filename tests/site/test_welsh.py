"""Welsh as people meet it: the switch keeps the page, dates and plurals are Welsh, codes and Django's and allauth's own words too."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import formats, timezone, translation
from django.utils.timesince import timesince
from django.utils.translation import ngettext

from kith.record.accounts.demo import make_demo_users


@pytest.fixture
def welsh() -> Client:
    """Someone who reads Welsh and has not signed in."""
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "cy"
    return client


def _switch(page: str) -> tuple[str, str, str]:
    """What the switch of a page sends and says: the address to come back to, the language, the language of its words."""
    form = re.search(r'<form[^>]*class="kith-language".*?</form>', page, re.DOTALL)
    assert form is not None
    sent = dict(re.findall(r'name="(next|language)"[^>]*value="([^"]*)"', form[0]))
    said = re.search(r'<button[^>]*\slang="(\w+)"', form[0])
    assert said is not None
    return sent["next"], sent["language"], said[1]


@pytest.mark.django_db
def test_the_switch_keeps_the_page_and_what_was_asked_of_it() -> None:
    client = Client()
    client.force_login(make_demo_users()["administrator"])
    asked = "/account/people/?q=%C3%A2&page=1"
    english = client.get(asked).content.decode()
    back, language, said = _switch(english)
    assert (back.replace("&amp;", "&"), language, said) == (asked, "cy", "cy")
    answer = client.post("/language/", {"next": asked, "language": "cy"}, follow=True)
    assert answer.redirect_chain == [(asked, 302)]
    page = answer.content.decode()
    assert '<html lang="cy"' in page
    assert answer.headers["Content-Language"] == "cy"
    assert _switch(page)[1:] == ("en", "en")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/gallery/", "/nowhere", "/account/sign-in/", "/account/oidc/failed/"])
def test_a_page_in_welsh_says_so(address: str, welsh: Client) -> None:
    assert '<html lang="cy"' in welsh.get(address).content.decode()


def test_a_date_is_said_in_welsh() -> None:
    with translation.override("cy"):
        assert formats.date_format(date(2026, 3, 3), "l j F Y") == "Dydd Mawrth 3 Mawrth 2026"
        assert formats.date_format(date(2026, 7, 1), "j F Y") == "1 Gorffennaf 2026"
        assert formats.number_format(12_345.6, 1, use_l10n=True, force_grouping=True) == "12,345.6"


def test_how_many_is_said_in_welsh() -> None:
    with translation.override("cy"):
        said = [ngettext("%(total)s young person", "%(total)s young people", n) % {"total": n} for n in (0, 1, 2, 3, 8)]
        assert said == ["0 o bobl ifanc", "1 person ifanc", "2 berson ifanc", "3 o bobl ifanc", "8 o bobl ifanc"]
        assert ngettext("%(age)s year old", "%(age)s years old", 15) % {"age": 15} == "15 oed"


@pytest.mark.parametrize(
    ("days", "said"), [(1, "1 diwrnod"), (2, "2 ddiwrnod"), (5, "5 diwrnod"), (14, "2 wythnos"), (62, "2 fis")]
)
def test_how_long_ago_is_said_in_welsh(days: int, said: str) -> None:
    now = datetime(2026, 3, 20, 12, tzinfo=timezone.get_current_timezone())
    with translation.override("cy"):
        assert timesince(now - timedelta(days=days), now, depth=1).replace("\N{NO-BREAK SPACE}", " ") == said


@pytest.mark.django_db
def test_choices_of_a_form_are_welsh(welsh: Client) -> None:
    welsh.force_login(make_demo_users()["practitioner"])
    page = welsh.get("/people/add/").content.decode()
    assert "Disgwyliedig" in page
    assert "Expected" not in page


@pytest.mark.django_db
def test_a_wrong_password_and_a_weak_one_are_refused_in_welsh(welsh: Client) -> None:
    user = make_demo_users()["practitioner"]
    page = welsh.post("/account/sign-in/", {"login": user.email, "password": "wrong"}).content.decode()
    assert "Nid yw’r cyfeiriad e-bost a’r cyfrinair hynny’n cyfateb" in page
    welsh.force_login(user)
    sent = {"oldpassword": "wrong", "password1": "1234", "password2": "1234"}
    page = welsh.post("/account/password/", sent, follow=True).content.decode()
    assert "Mae’r cyfrinair hwn yn rhy gyffredin" in page
    assert "Mae’r cyfrinair hwn yn rhy fyr. Rhaid iddo gynnwys o leiaf 12 nod" in page
