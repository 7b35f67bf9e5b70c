"""A service, whom it may see and whom not."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from kith.record.accounts.models import Team, User
from kith.record.accounts.service_tokens import make_token
from kith.record.contexts.actions import open_context
from kith.record.contexts.models import Context
from kith.record.people.actions import add_person
from kith.record.people.models import Address, Identifier, Person
from kith.site.api.scopes import choices

MARK = "Zyxwvut"
"""Stands in every text of whom the service may not see."""


@dataclass
class Service:
    """Asks as a service does."""

    secret: str = field(repr=False)

    def ask(self, method: str, path: str, sent: Any = None, **headers: str) -> Any:
        client, more = Client(), {"HTTP_AUTHORIZATION": f"Bearer {self.secret}", **headers}
        data = sent if isinstance(sent, str | bytes) else json.dumps(sent) if sent is not None else ""
        return client.generic(method, path, data, content_type="application/json", **more)

    def get(self, path: str, **headers: str) -> Any:
        return self.ask("GET", path, **headers)

    def post(self, path: str, sent: Any, **headers: str) -> Any:
        return self.ask("POST", path, sent, **headers)

    def patch(self, path: str, sent: Any, **headers: str) -> Any:
        return self.ask("PATCH", path, sent, **headers)


@pytest.fixture
def administrator(db: None) -> User:
    return User.objects.create_user("admin@example.org", name="Ada", role_key="administrator")


@pytest.fixture
def account(db: None) -> User:
    """The account as which the service acts: a team's manager."""
    team = Team.objects.create(name="North")
    return User.objects.create_user("service@example.org", name="The school list", role_key="team_manager", team=team)


@pytest.fixture
def serve(administrator: User, account: User) -> Callable[..., Service]:
    """Makes a service with scopes, all of them where none is named."""

    def made(*scopes: str, user: User = account, days: int = 30) -> Service:
        asked = scopes or [key for key, _words in choices()]
        until = timezone.localdate() + timedelta(days=days)
        return Service(make_token(by=administrator, name="Lists", account=user, scopes=asked, expires_on=until)[1])

    return made


@pytest.fixture
def service(serve: Callable[..., Service]) -> Service:
    return serve()


@pytest.fixture
def seen(account: User) -> Person:
    """Somebody whom the service may see."""
    name = {"given": "Jess", "family": "Birch", "kind": "legal"}
    rows = [Address(lines="1 Low Road", postcode="WF1 1AA"), Identifier(scheme="la", value="A1")]
    return add_person(by=account, details={}, name=name, rows=rows)


@pytest.fixture
def unseen(db: None) -> Person:
    """Somebody whom it may not see, full of marks."""
    other = User.objects.create_user("other@example.org", name="Other", role_key="team_manager",
                                     team=Team.objects.create(name="South"))  # fmt: skip
    name = {"given": MARK, "family": f"{MARK}son", "kind": "legal"}
    rows = [Address(lines=f"9 {MARK} Street", postcode="WF9 9ZZ"), Identifier(scheme="la", value=f"{MARK}77")]
    return add_person(by=other, details={}, name=name, rows=rows)


@pytest.fixture
def context(account: User) -> Context:
    return open_context(by=account, row=Context(name="The station", kind="transport_hub", team_id=account.team_id))


@pytest.fixture
def at() -> Callable[[UUID, str], str]:
    return lambda person_id, rest="": f"/api/people/{person_id}{rest}"
