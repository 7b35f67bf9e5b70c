"""In a language that puts every translated text in brackets, no page shows a text without them; and Welsh has every text that was asked for.

The pages are those of docs/reference/urls.csv: each that needs no object in its address is opened, each of one person's, and from all
of these every page that a link leads to. So a new page is covered by being in the table and linked to.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse
from tests.pseudo import CLOSE, OPEN, Bracketed, untranslated, without
from tests.site.walk import WORDS, Walk, give_app, give_passkey, make_world, reader, signed_in

from kith.clocks.declarations import clocks
from kith.definitions.authorities import authority
from kith.figures.documents.kinds import KINDS
from kith.record.access.models import Tried
from kith.record.access.rules import SAYS
from kith.record.accounts.demo import TEAM, make_demo_users
from kith.record.accounts.invitations import token
from kith.record.accounts.roles import ROLES
from kith.record.audit.vocabulary import REASONS
from kith.record.audit.wording import KEYS
from kith.record.people.models import Person

TABLE = Path(__file__).parents[2] / "docs" / "reference" / "urls.csv"
NAMES = {authority(settings.AUTHORITY).name}
LAWS = {clock.provision for clock in clocks().values()}
DOCUMENTS = {kind.title["en"] for kind in KINDS.values()}  # in both languages as data: figures.documents
GALLERY = {"Ada B", "AB", "Bo"}
NOT_PAGES = {
    *("health", "set_language", "accounts:draft", "accounts:here", "people:picture"),  # for a script or a machine
    "figures:progress",  # a part of a page, for a script
    *("letters:words", "letters:all_words"),  # show words that are data in both languages: figures.documents
    *("accounts:open", "accounts:end_session"),  # a button's, which lead back
    *("account_logout", "accounts:sign_out_everywhere"),  # would end the walk
    *(
        "openid_connect_login",
        "openid_connect_callback",
        "mfa_login_webauthn",
        "mfa_reauthenticate_webauthn",
    ),  # another program answers
}
"""Addresses of the table that the walk leaves out."""
NOT_YET = ("contexts:", "notes:context_notes", "plans:of_context", "harms:", "letters:", "exchange:", "relocations:")
"""Slices whose pages need rows that `make_world` does not make yet: what the walk meets of them is held, the rest is open."""


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


def _table() -> dict[str, dict[str, str]]:
    with TABLE.open(encoding="utf-8") as file:
        return {row["name"]: row for row in csv.DictReader(file)}


@pytest.mark.django_db
def test_no_text_is_untranslated_on_any_page_that_is_listed_and_no_text_lacks_welsh(
    settings: object, pseudo_language: Bracketed
) -> None:
    settings.MAIL_WORKS = True
    users, people = make_world()
    table = {name: row for name, row in _table().items() if row["method"] == "GET" and name not in NOT_PAGES}
    known = {text for user in users.values() for text in (user.name, user.email)}
    walk = Walk(NAMES | LAWS | DOCUMENTS | GALLERY | WORDS | known | {TEAM}, NOT_PAGES)
    new = [reverse("accounts:invitation", args=[token(users["analyst"])]), "/account/forgotten/1-set-password/"]
    walk.go(
        reader(), [*new, *(way for name in table if table[name]["open_to"] == "anyone" for way in _ways(name, people))]
    )
    for role, user in [("team_manager", users["team_manager"]), *users.items()]:
        client = signed_in(user)
        may = {"signed_in", "person", *ROLES[role].may}
        walk.go(client, [way for name, row in table.items() if row["open_to"] in may for way in _ways(name, people)])
        if role == "team_manager":
            found = client.post(reverse("people:search"), {"q": "Q W"})
            walk.go(
                client, [found["Location"], *(reverse("access:tried", args=[one.pk]) for one in Tried.objects.all())]
            )
        if role == "on_call_worker":
            walk.go(client, [reverse("people:unseen_answer", args=[one.pk]) for one in Tried.objects.all()])
        if role == "partnership_lead":
            give_app(user)
            walk.go(client, [way for name in table if name.startswith("mfa_") for way in _ways(name, people)])
            walk.go(signed_in(user), [reverse("mfa_authenticate")])
            give_passkey(user)
            walk.go(client, [reverse("mfa_list_webauthn") + "?with-one"])
    assert not walk.wrong, "\n".join(f"{name}: {texts}" for name, texts in walk.wrong.items())
    unseen = sorted(name for name in set(table) - walk.seen if not name.startswith(NOT_YET))
    assert not unseen, f"link to these from a page, or say in NOT_PAGES why they are none: {unseen}"
    lacking = without("cy", pseudo_language.asked)
    assert not lacking, f"write the Welsh, as docs/explanation/welsh.md says: {lacking}"


def _ways(name: str, people: list[Person]) -> list[str]:
    """The addresses of this name that need no object but a person; none where a link has to lead to it."""
    try:
        return [reverse(name)]
    except NoReverseMatch:
        pass
    try:
        return [reverse(name, kwargs={"person_id": person.pk}) for person in people]
    except NoReverseMatch:
        return []
