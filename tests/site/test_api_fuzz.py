"""The API under a fuzzer of its own document: no server error, answers as documented, no way in without a token, and no leak.

Whom the service may not see is full of marks; no byte of a mark may stand in any answer of any call, whatever it asks. Ids of
whom it may see and may not are put into addresses, so that calls get beyond "there is no such record".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from kith.record.accounts.models import Team, User
from kith.record.accounts.service_tokens import make_token
from kith.record.contexts.actions import open_context, restrict
from kith.record.contexts.models import Context
from kith.record.people.actions import add_person
from kith.record.people.models import Address, Identifier, Person
from kith.site.api.interface import schema
from kith.site.api.scopes import choices

pytestmark = pytest.mark.django_db
MARK = "Zyxwvut"
HOLD = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.unsupported_method,
]


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """A call leaves the test's own connection open, with its transaction: Django's test client sees to it, a caller of WSGI does not."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def service(monkeypatch: Any) -> tuple[str, dict[str, list[str]]]:
    """A token, and ids to put into addresses: seen and unseen, by the name of the id there."""
    monkeypatch.setattr("kith.record.accounts.service_tokens.CALLS_A_MINUTE", 1_000_000)
    ours, theirs = (
        User.objects.create_user(
            f"{team}@example.org", name="A", role_key="team_manager", team=Team.objects.create(name=team)
        )
        for team in ("North", "South")
    )
    seen, unseen = _person(ours, "Jess"), _person(theirs, MARK)
    contexts = [_context(ours, "The station"), _context(theirs, f"{MARK} House")]
    restrict(by=theirs, context=contexts[1], why_so="Safety", named=[theirs])
    _token, secret = make_token(
        by=ours, name="Fuzz", account=ours, scopes=[key for key, _words in choices()],
        expires_on=timezone.localdate() + timedelta(days=1),
    )  # fmt: skip
    rows = [str(row.pk) for person in (seen, unseen) for row in (*person.names.all(), *person.addresses.all())]
    return secret, {"person_id": _ids(seen, unseen), "context_id": _ids(*contexts), "row_id": rows}


def _person(by: User, word: str) -> Person:
    rows = [Address(lines=f"1 {word} Road", postcode="WF1 1AA"), Identifier(scheme="la", value=f"{word}1")]
    return add_person(by=by, details={}, name={"given": word, "family": f"{word}son", "kind": "legal"}, rows=rows)


def _context(by: User, name: str) -> Context:
    return open_context(by=by, row=Context(name=name, kind="place", team_id=by.team_id, description=name))


def _ids(*rows: Any) -> list[str]:
    return [str(row.pk) for row in rows]


def _operations() -> Iterator[Any]:
    loaded = schemathesis.openapi.from_dict(schema())
    loaded.app = get_wsgi_application()
    for result in loaded.get_all_operations():
        yield result.ok()


def _fuzz(operations: list[Any], examples: int, service: tuple[str, dict[str, list[str]]]) -> int:
    """Ask each operation with what fits its document and with what does not; returns how many calls there were."""
    secret, ids = service
    calls = 0

    def about(operation: Any, mode: GenerationMode) -> Callable[[], None]:
        asked = operation.as_strategy(generation_mode=mode)
        named = [name for name in ids if f"{{{name}}}" in operation.path]
        chosen = st.fixed_dictionaries({name: st.sampled_from(ids[name]) for name in named})

        @settings(max_examples=examples, database=None, deadline=None, derandomize=True, phases=[Phase.generate],
                  suppress_health_check=list(HealthCheck))  # fmt: skip
        @given(case=asked, known=chosen)
        def call(case: Any, known: dict[str, str]) -> None:
            nonlocal calls
            calls += 1
            if known:
                case.path_parameters = {**(case.path_parameters or {}), **known}
            headers = {"Authorization": f"Bearer {secret}"}
            answer = case.call(headers=headers)
            case.validate_response(answer, checks=HOLD, headers=headers)
            sent = str(case.body) + str(case.query) + str(case.path_parameters)
            assert MARK in sent or MARK.encode() not in answer.content, "a mark of somebody unseen"

        return call

    for operation in operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            if mode is GenerationMode.NEGATIVE and operation.method.upper() == "GET":
                continue
            about(operation, mode)()
    return calls


def test_a_part_of_the_operations_hold_under_fuzzing(service: tuple[str, dict[str, list[str]]]) -> None:
    """Every twenty-fourth, so that the usual tier stays quick; the long tier asks all of them, and oftener."""
    assert _fuzz(list(_operations())[::24], 1, service) > 10


@pytest.mark.long
def test_all_operations_hold_under_fuzzing(service: tuple[str, dict[str, list[str]]]) -> None:
    assert _fuzz(list(_operations()), 12, service) > 3000


def test_nobody_gets_in_without_a_token_whatever_they_ask(service: tuple[str, dict[str, list[str]]]) -> None:
    _secret, ids = service
    for operation in _operations():
        path = operation.path
        for name, known in ids.items():
            path = path.replace(f"{{{name}}}", known[0])
        path = re.sub(r"{\w+}", str(uuid4()), path)
        for header in ({}, {"Authorization": "Bearer kith_nonsense"}, {"Authorization": "Basic eDp5"}):
            from django.test import Client

            asked = Client().generic(
                operation.method.upper(), path, "{}", content_type="application/json", headers=header
            )
            assert asked.status_code == 401, operation.label
            assert MARK.encode() not in asked.content
