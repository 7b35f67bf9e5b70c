"""An expired tie is gone from every page and every export, the night it ends: whoever looks, from whichever side."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from kith.figures.documents.kinds import KINDS
from kith.record.access import actions as access
from kith.record.accounts.demo import make_demo_users
from kith.record.accounts.models import User
from kith.record.accounts.service_tokens import make_token
from kith.record.contexts.actions import WRITER, open_context
from kith.record.contexts.models import Association, Context
from kith.record.harms.actions import record_concern
from kith.record.people.actions import add_person
from kith.record.people.models import Person
from kith.record.people.subject_access import ask, release
from kith.site.api.interface import OPERATIONS
from kith.site.api.scopes import choices

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).parents[2] / "docs" / "reference" / "urls.csv"
SAID, RESTS_ON, PLACE = "Zqwords of theirs", "Zqevidence for it", "Zqplace behind the shops"
SECTIONS = ["address", "record", "health"]
ROLES = ("team_manager",)
"""Who sees the tie from both sides, and may export lists."""
NOT_ABOUT = ("account", "mfa_", "openid_", "socialaccount_", "interface:", "set_language", "health")
"""Addresses about accounts and the machine."""


def _names() -> Iterator[str]:
    with TABLE.open(encoding="utf-8") as file:
        yield from (row["name"] for row in csv.DictReader(file) if _is_about(row))


def _is_about(row: dict[str, str]) -> bool:
    return row["method"] == "GET" and not row["name"].startswith(NOT_ABOUT)


def _addresses(person: Person, context: Context, tie: Association, asked: object) -> Iterator[str]:
    """Every address that these fill."""
    ids = {"person_id": person.pk, "context_id": context.pk, "request_id": asked, "row_id": tie.pk}
    for name in _names():
        for given in ({}, *({key: ids[key]} for key in ids), *({key: ids[key], "row_id": tie.pk} for key in ids)):
            try:
                yield reverse(name, kwargs=given)
            except NoReverseMatch:
                continue


def _asks(users: dict[str, User], person: Person, context: Context, tie: Association) -> Iterator[tuple[str, str]]:
    """What is not opened by an address alone: searches, documents looked at before they are made, the dataset, the API."""
    boss = users["team_manager"]
    client = Client()
    client.force_login(boss)
    yield "search", _text(client.post(reverse("people:search"), {"q": "Birch"}, follow=True))
    for kind in KINDS:
        asked = {"kind": kind, "language": "en", "made_as": "pdf", "told": "", "sections": SECTIONS}
        yield f"document {kind}", _text(client.post(reverse("letters:make", args=[person.pk]), asked))
    yield "dataset", _text(client.post(reverse("exchange:take"), {"form": "csv"}))
    until, scopes = timezone.localdate() + timedelta(days=9), [key for key, _words in choices()]
    admin = users["administrator"]
    token = make_token(by=admin, name="Lists", account=boss, scopes=scopes, expires_on=until)[1]
    ids = {"person_id": person.pk, "context_id": context.pk, "row_id": tie.pk}
    for operation in OPERATIONS:
        if operation.method == "GET" and set(operation.ids) <= set(ids):
            address = f"/api{operation.path.replace('{uuid:', '{').format(**ids)}"
            answer = Client().get(address, HTTP_AUTHORIZATION=f"Bearer {token}")
            assert answer.status_code in {200, 404}, address
            yield f"api {operation.name}", _text(answer)


def _text(answer: object) -> str:
    """What a page or a file says; of an archive, what is in it."""
    held = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if held[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(held)) as archive:
            held = b"\n".join(archive.read(name) for name in archive.namelist())
    return held.decode(errors="replace")


def _found(users: dict[str, User], addresses: list[str]) -> set[tuple[str, str]]:
    """Which mark stands where. A context's own pages name it, and so does a form that offers every context as a choice."""
    found = set()
    for role in ROLES:
        client = Client()
        client.force_login(users[role])
        for address in addresses:
            answer = client.get(address)
            if answer.status_code != 200:
                continue
            text = _text(answer)
            found |= {(address, mark) for mark in (SAID, RESTS_ON) if mark in text}
            if PLACE in text and address.startswith("/people/") and not address.endswith("/add/"):
                found.add((address, PLACE))
    return found


def test_an_expired_tie_is_on_no_page_and_in_no_export() -> None:
    users = make_demo_users()
    boss, today = users["team_manager"], timezone.localdate()
    person = add_person(by=boss, details={}, name={"given": "Jess", "family": "Birch", "kind": "legal"})
    access.allocate(by=boss, person_id=person.pk, user=users["practitioner"])
    context = open_context(by=boss, row=Context(kind="place", name=PLACE, team=boss.team, lead=boss))
    tie = Association(person=person, context=context, role="visits", purpose="own_safety", source="school", words=SAID,
                      evidence=RESTS_ON)  # fmt: skip
    WRITER.add(by=boss, row=tie)
    record_concern(by=boss, person_id=person.pk, kinds=["gang"], answers={}, on=today, shared={}, contexts=[context.pk])
    asked = ask(by=boss, person_id=person.pk, asked_on=today)
    release(by=users["exploitation_lead"], asked=asked)
    addresses = list(dict.fromkeys(_addresses(person, context, tie, asked.pk)))
    assert len(addresses) > 100
    held = _found(users, [address for address in addresses if "/contexts/" in address or "/harms/" in address])
    assert {mark for _, mark in held} == {SAID, RESTS_ON, PLACE}  # while it is held it is to be seen
    told = [where for where, text in _asks(users, person, context, tie) if SAID in text]
    assert told == [
        "api contexts_people_list",
        "api contexts_people_read",
        "api people_contexts_list",
        "api people_contexts_read",
    ]

    yesterday = today - timedelta(days=1)
    Association.objects.filter(pk=tie.pk).update(expires_on=yesterday, review_on=yesterday)
    assert _found(users, addresses) == set()
    others = list(_asks(users, person, context, tie))
    assert len(others) > 60
    assert [where for where, text in others if SAID in text or RESTS_ON in text] == []
    named = [where for where, text in others if PLACE in text and not where.startswith("api contexts_")]
    assert named == []
