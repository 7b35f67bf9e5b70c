"""In a language that puts every translated text in brackets, no page shows a text without them; and Welsh has every text that was asked for.

The pages are those of docs/reference/urls.csv: each that needs no object in its address is opened, each of one person's, and from all
of these every page that a link leads to. So a new page is covered by being in the table and linked to.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse
from tests.pseudo import CLOSE, LANGUAGE, OPEN, Bracketed, untranslated, without
from tests.site.walk import NOT_WALKED, Answer, Walk, table, ways_of, ways_of_anyone
from tests.site.world import make_world

from kith.clocks.declarations import clocks
from kith.definitions.authorities import authority
from kith.figures.documents.kinds import KINDS
from kith.record.access.rules import SAYS
from kith.record.accounts.demo import PASSWORD, TEAM, make_demo_users
from kith.record.accounts.invitations import token
from kith.record.accounts.models import User
from kith.record.accounts.roles import ROLES
from kith.record.audit.vocabulary import REASONS
from kith.record.audit.wording import KEYS
from kith.record.relocations.approvals import COURTS

NAMES = {authority(settings.AUTHORITY).name}
LAWS = {law.provision for law in (*clocks().values(), *COURTS)}
DOCUMENTS = {kind.title["en"] for kind in KINDS.values()}  # in both languages as data: figures.documents
GALLERY = {"Ada B", "AB", "Bo"}
WORLD = {"QW", "QE", "PDF", "ZZ", "ZZ99 3WZ", "wz", "Mozilla", "example"}
"""What the made-up world itself says: initials, what somebody is called, a kind of file, a postcode, a browser's name, a part of an address."""
NOT_PAGES = NOT_WALKED | {"letters:words", "letters:all_words"}  # these show words that are data in both languages
"""Addresses of the table that the walk leaves out."""
FORM = re.compile(r'<form\b[^>]*method="post"[^>]*>')


def test_the_finder_finds_what_is_outside_the_brackets() -> None:
    page = f'<p>{OPEN}by <b>{OPEN}her{CLOSE}</b>{CLOSE} and <i title="why">12</i></p><script>let x</script><p>Kith</p>'
    assert untranslated(page) == ["and", "why"]


def test_what_welsh_lacks_is_found() -> None:
    catalogue = Bracketed()
    catalogue.gettext("Sign in")
    catalogue.gettext("No catalogue has this")
    catalogue.ngettext("%(number)s account", "%(number)s accounts", 3)
    assert without("cy", catalogue.asked) == ["No catalogue has this"]


def test_every_reason_that_access_gives_has_its_words_in_the_audit() -> None:
    assert set(SAYS) <= {*KEYS, *REASONS}


@pytest.mark.parametrize("address", ["/gallery/", "/gallery/?errors", "/gallery/?saved", "/nowhere"])
def test_no_text_is_untranslated_on(address: str, client: Client, pseudo) -> None:
    assert pseudo(client, address, data=NAMES | GALLERY) == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_no_text_is_untranslated_on_the_start_page_of(role: str, client: Client, pseudo) -> None:
    user = make_demo_users()[role]
    client.force_login(user)
    assert pseudo(client, "/", data=NAMES | {user.name}) == []


@dataclass
class Reader:
    """Someone who reads in the pseudo-language, and notes every text that is not in it."""

    client: Client
    data: set[str]
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def ask(self, address: str) -> Answer:
        """Open a page; its form is sent back empty too, so that it says what is wrong with it."""
        answer = self.client.get(address)
        status, is_page = answer.status_code, answer.headers.get("Content-Type", "").startswith("text/html")
        if status in {301, 302, 404, 405} or not is_page:
            return Answer(status, answer.headers.get("Location", ""))
        pages = [answer.content.decode()]
        if any('action="' not in form for form in FORM.findall(pages[0])):
            again = self.client.post(address, {})
            if again.status_code in {200, 422} and again["Content-Type"].startswith("text/html"):
                pages.append(again.content.decode())
        return Answer(status, pages=tuple(pages))

    def look(self, name: str, answer: Answer) -> None:
        """Note what is not translated on these pages."""
        if answer.status >= 500:
            self.wrong.setdefault(name, []).append(f"it answered {answer.status}")
        for shown in answer.pages:
            found = untranslated(shown, data=self.data)
            if "<html" in shown and f'<html lang="{LANGUAGE}"' not in shown:
                found.append("its <html> names another language")
            if found:
                self.wrong.setdefault(name, []).extend(found)


def _reader(user: User | None = None) -> Client:
    """Signed in with the password, so that no page asks for it once more."""
    client = Client(raise_request_exception=False)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = LANGUAGE
    if user is not None:
        client.post("/account/sign-in/", {"login": user.email, "password": PASSWORD})
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = LANGUAGE
    return client


@pytest.mark.django_db
def test_no_text_is_untranslated_on_any_page_that_is_listed_and_no_text_lacks_welsh(
    settings: object, pseudo_language: Bracketed, tmp_path: Path
) -> None:
    settings.MAIL_WORKS, settings.MEDIA_ROOT = True, tmp_path
    world = make_world(tmp_path)
    users = world.users
    known = {text for user in users.values() for text in (user.name, user.email)}
    walk, reader = (
        Walk(NOT_PAGES, enough=2),
        Reader(_reader(), NAMES | LAWS | DOCUMENTS | GALLERY | WORLD | known | {TEAM}),
    )

    def go(client: Client, addresses: list[str]) -> None:
        reader.client = client
        walk.go(addresses, reader.ask, reader.look)

    new = [reverse("accounts:invitation", args=[token(users["analyst"])]), "/account/forgotten/1-set-password/"]
    go(_reader(), [*new, *ways_of_anyone(world)])
    for role in ("team_manager", *(role for role in users if role != "team_manager")):
        client = _reader(users[role])
        go(client, ways_of(role, client, world))
        if role == "partnership_lead":
            _second_factors(users[role], client, go)
    assert not reader.wrong, "\n".join(f"{name}: {texts}" for name, texts in reader.wrong.items())
    unseen = sorted(set(table()) - NOT_PAGES - walk.seen)
    assert not unseen, f"link to these from a page, or say in NOT_PAGES why they are none: {unseen}"
    # The world's notices are all about one person, whatever they tell of.
    dead = {name: left for name, on in walk.dead.items() if (left := on - {"notices:mine"})}
    assert not dead, f"links that lead nowhere for whoever sees them: {dead}"
    lacking = without("cy", pseudo_language.asked)
    assert not lacking, f"write the Welsh, as docs/explanation/welsh.md says: {lacking}"


def _second_factors(user: User, client: Client, go: Callable[[Client, list[str]], None]) -> None:
    """The pages of an authenticator app, recovery codes and a passkey (a row with which nothing can be signed)."""
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    go(client, [reverse(name) for name in table() if name.startswith("mfa_") and _is_plain(name)])
    go(_reader(user), [reverse("mfa_authenticate")])
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "1", "credential": {}})
    go(client, [reverse("mfa_list_webauthn") + "?with-one"])


def _is_plain(name: str) -> bool:
    """Whether an address needs nothing put into it."""
    try:
        reverse(name)
    except NoReverseMatch:
        return False
    return True
