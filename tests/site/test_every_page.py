"""Every page of the record's ground in a real browser: axe finds nothing, nothing is cut off. Pages come from docs/reference/urls.csv.

An address with references in it is filled by trying those of a small world. A page that nothing in it opens fails: whoever adds a
page adds to `world` what it shows.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice, product
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from kith.record.access import actions as access
from kith.record.access.models import Glass, Panel, Restriction, Tried
from kith.record.access.rules import Section
from kith.record.accounts.actions import close_account, make_account
from kith.record.accounts.demo import make_demo_users
from kith.record.accounts.models import Team, User
from kith.record.accounts.roles import ROLES
from kith.record.harms import demo as harms
from kith.record.harms.models import Answer, Assessment, Concern, Enquiry, Episode, EpisodeRole
from kith.record.notes.actions import WRITER as NOTES
from kith.record.notes.models import Note
from kith.record.people import subject_access
from kith.record.people.actions import WRITER, add_person
from kith.record.people.merging import merge
from kith.record.people.models import (
    Address,
    FamilyTie,
    Identifier,
    Involvement,
    LikelyDuplicate,
    Merge,
    Name,
    Person,
    SubjectAccess,
)
from kith.record.people.unseen import exactly

pytestmark = pytest.mark.django_db(transaction=True)
TABLE = Path(__file__).parents[2] / "docs" / "reference" / "urls.csv"
BORN = date(2010, 3, 4)
NOT_HERE = {
    "health": "for machines",
    "account_logout": "signs out",
    "account_set_password": "leads elsewhere",
    "account_reset_password": "only where mail works: tests of accounts",
    "account_reset_password_done": "only where mail works: tests of accounts",
    "account_reset_password_from_key": "only where mail works: tests of accounts",
    "account_reset_password_from_key_done": "only where mail works: tests of accounts",
    "account_login": "leads on whoever has signed in: tests/site/test_look.py",
    "accounts:invitation": "opens with a token, before signing in: tests of accounts",
    "accounts:no_account": "leads on whoever has signed in: tests of accounts",
    "accounts:add_service": "asks for the password again first: tests of accounts",
    "accounts:draft": "not a page",
    "accounts:here": "not a page",
    "accounts:end_session": "a button",
    "people:export": "a file",
    "people:subject_access_copy": "a file",
    "people:picture": "a picture",
    "web:story_mark": "tests/site/test_look_notes.py looks at it",
    "web:story_move": "a button",
    "harms:export": "a file",
    "harms:notes_export": "a file",
    "people:likely_duplicate": "leads on to the comparison",
}
"""Addresses that are no pages, or pages of a moment at which tests of their own look."""
SIGN_IN = ("mfa_", "account_", "openid_", "socialaccount_", "set_language")
"""Pages of signing in and of second factors: src/kith/record/accounts/tests/test_in_a_browser.py looks at them with a real key."""
SLICES = ("access:", "accounts:", "audit:", "interface:", "notices:", "people:", "web:", "harms:")
"""Whose pages are looked at here. A slice above adds itself, and what its pages show to `world`."""


def _walk(patterns: list[Any], space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _walk(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}", pattern


def _pages() -> dict[str, str]:
    """Each page by its name, with what it is open to."""
    with TABLE.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["method"] == "GET" and not row["name"].startswith(SIGN_IN)]
    return {
        row["name"]: row["open_to"] for row in rows if row["name"] not in NOT_HERE and row["name"].startswith(SLICES)
    }


def _jess(by: User, family: str, *rows: Any) -> Person:
    name = {"given": "Jess", "family": family, "kind": "legal", "called": "Jay"}
    person = add_person(by=by, details={"born_on": BORN, "birth_precision": "day"}, name=name)
    for row in rows:
        row.person = person
        WRITER.add(by=by, row=row)
    return person


@pytest.fixture
def world() -> dict[str, User]:
    """A young person about whom there is something of everything, and what waits for each role."""
    users = make_demo_users()
    boss, worker, guest = users["team_manager"], users["practitioner"], users["area_authority_guest"]
    parent = _jess(worker, "Ferrow")
    jess = _jess(
        worker,
        "Birch",
        Address(lines="1 Made-up Road", postcode="B1 1AA", from_on=BORN),
        Address(lines="2 Hidden Road", withheld="from_parents"),
        Identifier(scheme="la", value="A1234"),
        Involvement(status="looked_after", from_on=date(2025, 1, 1)),
        FamilyTie(other=parent, kind="parent"),
    )
    for user, kind in (("independent_reviewing_officer", "reviewing"), ("placements", "placing")):
        access.allocate(by=boss, person_id=jess.pk, user=users[user], kind=kind)
    day = timezone.localdate()
    access.share_with_guest(by=boss, person_id=jess.pk, guest=guest, sections=[Section.RECORD], until_on=day)
    access.restrict(by=boss, person_id=jess.pk, reason="safety", named=list(users.values()))
    access.keep_from(by=boss, person_id=jess.pk, user=users["exploitation_lead"], reason="A cousin")
    access.seat(by=boss, panel=access.make_panel(by=boss, name="Panel"), user=worker)
    for said in ("Birch", "Hazel"):
        stranger = make_account(
            by=users["administrator"],
            email=f"{said}@council.example",
            name="Una",
            role_key="practitioner",
            manager=boss,
        )
        people = exactly(given="Jess", family=said, born_on=BORN)
        access.try_unseen(by=stranger, people=people, reason="Missing since ten", hours=2)
        access.try_unseen(by=worker, people=exactly(given="No", family="Body", born_on=BORN), reason="Now", hours=1)
    _orphan(users)
    kept, merged = _jess(boss, "Rowan"), _jess(boss, "Rowan")
    kept.refresh_from_db()
    merged.refresh_from_db()
    merge(by=boss, kept=kept, merged=merged, seen=(kept.version, merged.version), take=[], why="One birth date")
    _jess(boss, "Rowan")  # looks like the one that was kept
    subject_access.ask(by=boss, person_id=jess.pk, asked_on=day)
    harms.load(users, day)
    for episode in Episode.objects.all():
        NOTES.add(by=worker, row=Note(episode_id=episode.pk, kind="visit", on=day, words="Seen."))
    WRITER.add(by=worker, row=Name(person=jess, given="Jes", family="Birtch", kind="known_as"))
    return users


def _orphan(users: dict[str, User]) -> None:
    """A restricted record on which nobody is named any longer."""
    admin, boss = users["administrator"], users["team_manager"]
    leaver = make_account(
        by=admin, email="leaver@council.example", name="Lee", role_key="team_manager", team=boss.team, manager=boss
    )
    access.restrict(by=leaver, person_id=_jess(leaver, "Alder").pk, reason="court")
    close_account(by=admin, user=leaver, anyway=True)


HARMS = (Concern, Answer, Assessment, Enquiry, EpisodeRole)
OF = {
    "person_id": (Person,),
    "other_id": (Person,),
    "user_id": (User,),
    "team_id": (Team,),
    "panel_id": (Panel,),
    "glass_id": (Glass,),
    "tried_id": (Tried,),
    "restriction_id": (Restriction,),
    "merge_id": (Merge,),
    "pair_id": (LikelyDuplicate,),
    "request_id": (SubjectAccess,),
    "reference": (Tried,),
    "row_id": (Name, Address, Identifier, Involvement, FamilyTie, Restriction, Note, *HARMS),
    "episode_id": (Episode,),
}
"""Of which rows the reference in an address may be, by what it is called there; of any row where it is not listed."""


def _references(called: str) -> list[Any]:
    """References of that name: those of the young person first, whom most are about."""
    every = [model for name in settings.SLICES for model in apps.get_app_config(name.rpartition(".")[2]).get_models()]
    found = [(model, pk) for model in OF.get(called, every) for pk in model.objects.values_list("pk", flat=True)]
    jess = Person.objects.get(names__family="Birch")
    mine = {
        pk
        for model, pk in found
        if hasattr(model, "person") and model.objects.filter(pk=pk, person_id=jess.pk).exists()
    }
    about = mine | {jess.pk}
    return sorted((pk for _model, pk in found), key=lambda pk: pk not in about)


def _searched(client: Client) -> list[UUID]:
    """The reference of a search that the client has just made, if its role may."""
    answer = client.post("/search/", {"q": "Jess"})
    return [UUID(answer["Location"].strip("/").rpartition("/")[2])] if answer.status_code == 302 else []


def _filled(
    name: str, patterns: dict[str, URLPattern], clients: dict[str, Client], open_to: str
) -> tuple[str, str] | None:
    """A role and an address under which the page opens to it."""
    converters = getattr(patterns[name].pattern, "converters", {})
    roles = [key for key, role in ROLES.items() if open_to in {"anyone", "signed_in", "person", *role.may}]
    for role in sorted(roles, key=lambda key: key != "team_manager"):
        own = _searched(clients[role]) if "reference" in converters else []
        for values in islice(product(*[own + _references(each) for each in converters]), 150):
            address = reverse(name, kwargs=dict(zip(converters, values, strict=True)))
            answer = clients[role].get(address)
            if answer.status_code == 405:
                return "", ""  # a button
            if answer.status_code == 200 and "text/html" in answer["Content-Type"]:
                return role, address
    return None


def test_axe_finds_nothing_on_any_page_of_the_record(
    world: dict[str, User], sign_in: Callable[[str], Any], picture: Callable[[str], None]
) -> None:
    patterns, clients = dict(_walk(get_resolver().url_patterns)), {role: Client() for role in ROLES}
    for role, client in clients.items():
        client.force_login(world[role])
    wrong: dict[str, Any] = {}
    for name, open_to in _pages().items():
        found = _filled(name, patterns, clients, open_to)
        if found is None:
            wrong[name] = "nothing in the world opens it"
            continue
        role, address = found
        if not address:
            continue
        look = sign_in(role, clients[role])
        look.go(address)
        picture(name.replace(":", "-"))
        if seen := [*look.axe(), *([f"wider than the window by {look.sideways()}"] if look.sideways() > 0 else [])]:
            wrong[name] = (role, seen)
    assert wrong == {}
