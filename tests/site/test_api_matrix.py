"""Every operation of the API × every role a service may act under, over HTTP, against the scopes and sections that its document names."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from kith.record.access import actions
from kith.record.access.queries import facts
from kith.record.access.rules import SIGHT, Act, Relation, Section, decide
from kith.record.accounts.models import Team, User
from kith.record.accounts.service_tokens import ACTS_AS, make_token
from kith.record.people.actions import add_person
from kith.site.api.interface import OPERATIONS, text
from kith.site.api.routes import Operation
from kith.site.api.scopes import choices

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "openapi.json"
Ask = Callable[..., int]


def test_the_document_has_not_drifted_from_the_code() -> None:
    assert PAGE.read_text(encoding="utf-8") == text(), "run `python3 start.py kith docs` and commit what it writes"


def test_the_document_names_every_operation_its_scopes_and_whom_it_opens() -> None:
    paths = json.loads(PAGE.read_text(encoding="utf-8"))["paths"]
    said = {entry["operationId"]: entry for methods in paths.values() for entry in methods.values()}
    assert set(said) == {operation.name for operation in OPERATIONS}
    known = {key for key, _words in choices()}
    for operation in OPERATIONS:
        assert said[operation.name]["security"] == [{"Token": []}]
        assert set(said[operation.name]["x-scopes"]) <= known, operation.name
        assert operation.scopes or operation.name in {"whoami", "openapi"}
        assert operation.opens or not operation.ids, operation.name
        assert all(scope.startswith("read:" if _reads(operation) else "write:") for scope in operation.scopes)


def _reads(operation: Operation) -> bool:
    return operation.method == "GET" or operation.name == "people_search"


@pytest.fixture
def manager() -> User:
    team = Team.objects.create(name="North")
    return User.objects.create_user("manager@example.org", name="A manager", role_key="team_manager", team=team)


@pytest.fixture
def service(manager: User) -> Callable[..., tuple[User, Ask]]:
    """A service under a role and how it asks."""

    def made(role: str, *scopes: str) -> tuple[User, Ask]:
        account = User.objects.create_user(f"{role}@example.org", name="A service", role_key=role)
        until = timezone.localdate() + timedelta(days=1)
        asked = scopes or tuple(key for key, _words in choices())
        _token, secret = make_token(by=manager, name="x", account=account, scopes=asked, expires_on=until)
        return account, lambda operation, about: _ask(operation, about, HTTP_AUTHORIZATION=f"Bearer {secret}")

    return made


def _ask(operation: Operation, about: UUID, client: Client | None = None, **headers: Any) -> int:
    first = iter([about])
    path = re.sub(r"{uuid:(\w+)}", lambda _found: str(next(first, uuid4())), operation.path)
    sent = "" if operation.method == "GET" else "{}"
    asked = (client or Client()).generic(
        operation.method, f"/api{path}", sent, content_type="application/json", **headers
    )
    return int(asked.status_code)


def _named() -> Iterator[Any]:
    yield from (pytest.param(operation, id=operation.name) for operation in OPERATIONS)


def test_no_operation_opens_without_a_token_nor_with_a_session(manager: User) -> None:
    signed_in = Client()
    signed_in.force_login(manager)
    for operation in OPERATIONS:
        assert _ask(operation, uuid4()) == 401, operation.name
        assert _ask(operation, uuid4(), signed_in) == 401, operation.name
        assert _ask(operation, uuid4(), HTTP_AUTHORIZATION="Bearer kith_x") == 401, operation.name


def test_no_operation_opens_without_its_scope(service: Callable[..., tuple[User, Ask]], monkeypatch: Any) -> None:
    monkeypatch.setattr("kith.record.accounts.service_tokens.CALLS_A_MINUTE", 10_000)
    _account, ask = service("team_manager", "read:nothing")
    for operation in OPERATIONS:
        if operation.scopes:
            assert ask(operation, uuid4()) == 403, operation.name


@pytest.mark.parametrize("related", [True, False])
@pytest.mark.parametrize("role", ACTS_AS)
def test_each_operation_about_a_person_opens_to_whom_the_policy_says(
    role: str, related: bool, manager: User, service: Callable[..., tuple[User, Ask]], monkeypatch: Any
) -> None:
    monkeypatch.setattr("kith.record.accounts.service_tokens.CALLS_A_MINUTE", 10_000)
    account, ask = service(role)
    person = add_person(by=manager, details={}, name={"given": "Jess", "family": "Birch", "kind": "legal"})
    if related:
        relation = next(iter(SIGHT[role]), Relation.ALLOCATED)
        actions.allocate(by=manager, person_id=person.pk, user=account, kind=relation.value)
    known, turn = facts(account, person.pk), ACTS_AS.index(role)
    for place, operation in enumerate(OPERATIONS):
        if operation.opens is None or operation.opens[0] != "people" or (place + turn + related) % 4:
            continue
        _owner, section, act = operation.opens
        status = ask(operation, person.pk)
        if not decide(known, Section(section), Act(act)).allowed and status != 422:
            assert status == 404, operation.name
        elif len(operation.ids) == 1:
            assert status in {200, 201, 422}, operation.name
        else:
            assert status in {404, 422}, operation.name  # of a row that there is not
