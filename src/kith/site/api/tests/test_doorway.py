"""A token alone opens the API, within its scopes and its time; nothing else does, and nothing tells more than it has to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from kith.record.accounts import service_tokens
from kith.record.accounts.models import ServiceAnswer, ServiceToken, User
from kith.record.accounts.retention import run
from kith.record.accounts.roles import ROLES
from kith.record.audit.actions import Actor
from kith.record.audit.models import Event
from kith.record.people.models import Person
from kith.site.api.middleware import MOST_BYTES
from kith.site.api.tests.conftest import MARK, Service

pytestmark = pytest.mark.django_db


def test_without_a_token_that_holds_nothing_opens(
    serve: Callable[..., Service], administrator: User, account: User
) -> None:
    right = serve()
    wrong = Service("kith_wrong")
    over, revoked, closed = serve(days=0), serve(), serve(user=_another())
    ServiceToken.objects.filter(hashed=service_tokens.hashed(over.secret)).update(
        expires_on=timezone.localdate() - timedelta(days=1)
    )
    service_tokens.revoke(by=administrator, token=service_tokens.found(revoked.secret))
    User.objects.filter(email="another@example.org").update(is_active=False)
    assert right.get("/api/whoami").status_code == 200
    answers = [one.get("/api/whoami") for one in (wrong, over, revoked, closed)] + [Client().get("/api/whoami")]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert all(answer["WWW-Authenticate"].startswith("Bearer") for answer in answers)
    assert Event.objects.filter(action="token.refused").count() == 3


def _another() -> User:
    return User.objects.create_user("another@example.org", name="Another", role_key="practitioner")


def test_a_session_opens_nothing_of_the_api(account: User) -> None:
    client = Client()
    client.force_login(account)
    assert client.get("/api/people").status_code == 401
    assert client.post("/api/people", "{}", content_type="application/json").status_code == 401
    assert client.get("/account/own/").status_code == 200


def test_a_token_in_an_address_opens_nothing(service: Service) -> None:
    assert Client().get(f"/api/whoami?token={service.secret}").status_code == 401
    assert service.get("/api/whoami?token=x").status_code == 422


def test_a_token_opens_what_its_scopes_say(serve: Callable[..., Service], seen: Person) -> None:
    service = serve("read:missing", "write:people")
    base = f"/api/people/{seen.pk}"
    assert service.get(f"{base}/missing").status_code == 200
    for path in ("", "/names", "/education"):
        answer = service.get(f"{base}{path}")
        assert answer.status_code == 403, path
    assert answer.json()["scopes"] == ["read:education", "read:moments"]
    assert service.post(f"{base}/involvements", {"status": "looked_after"}).status_code == 201
    assert service.post(f"{base}/missing", {}).status_code == 403
    assert Event.objects.filter(action="token.refused", reason="people_education_list").exists()


def test_a_page_elsewhere_gets_no_leave_to_read(service: Service) -> None:
    answer = service.ask("OPTIONS", "/api/whoami", HTTP_ORIGIN="https://elsewhere.example",
                         HTTP_ACCESS_CONTROL_REQUEST_METHOD="GET")  # fmt: skip
    assert answer.status_code == 405
    for given in (answer, service.get("/api/whoami", HTTP_ORIGIN="https://elsewhere.example")):
        assert not [name for name in given.headers if name.lower().startswith("access-control")]
        assert not given.cookies


def test_calls_are_counted_by_the_token(service: Service, serve: Callable[..., Service], monkeypatch: Any) -> None:
    monkeypatch.setattr(service_tokens, "CALLS_A_MINUTE", 3)
    statuses = [service.get("/api/whoami").status_code for _ in range(5)]
    assert statuses[:3] == [200, 200, 200]
    assert 429 in statuses[3:]  # unless the minute turned
    assert service.get("/api/whoami")["Retry-After"] == "60"
    assert serve().get("/api/whoami").status_code == 200


@pytest.mark.parametrize(
    "sent",
    [
        "[]",
        "1",
        "nonsense",
        '{"q": NaN}',
        '{"q": "a", "q": "b"}',
        '{"q": "\\ud800"}',
        '{"q": [[[1]]]}',
        "[" * 100_000,
        b"\xff",
    ],
)
def test_what_is_no_plain_object_is_refused(service: Service, sent: Any) -> None:
    answer = service.ask("POST", "/api/people/search", sent)
    assert answer.status_code == 400, answer.content
    assert answer["Content-Type"] == "application/problem+json"


def test_bodies_have_a_size_and_a_kind(service: Service) -> None:
    assert service.post("/api/people/search", {"q": "x" * MOST_BYTES}).status_code == 413
    form = Client().post("/api/people/search", {"q": "x"}, HTTP_AUTHORIZATION=f"Bearer {service.secret}")
    assert form.status_code == 415
    assert service.ask("POST", "/api/people/search", "").status_code == 415  # nothing is no JSON either
    assert service.get("/api/nowhere").json()["type"] == "urn:kith:problem:not_found"
    assert service.post("/api/nowhere", {}).status_code == 404
    assert service.ask("DELETE", "/api/people").status_code == 405
    assert service.post("/api/people/search", {"q": "a\0b"}).status_code == 422
    assert service.get("/api/people?limit=0").status_code == 422
    assert service.get("/api/people?after=nonsense").status_code == 422


def test_a_problem_says_what_where_which_rule_and_what_to_do(service: Service) -> None:
    problem = service.post("/api/people/search", {"born_on": MARK}).json()
    assert problem["status"] == 422
    assert problem["title"]
    assert problem["remedy"]
    assert [(one["where"], one["rule"]) for one in problem["errors"]] == [("born_on", "wrong_type")]
    assert MARK not in str(problem)
    welsh = service.post("/api/people/search", {"born_on": MARK}, HTTP_ACCEPT_LANGUAGE="cy").json()
    assert welsh["title"] != problem["title"]


def test_the_secret_is_kept_nowhere(serve: Callable[..., Service], administrator: User, account: User) -> None:
    service = serve()
    token = service_tokens.found(service.secret)
    assert token is not None
    assert service.secret not in str([getattr(token, field.attname) for field in token._meta.fields])
    assert Actor.of(administrator).session == ""
    assert len(token.reference) <= 16


def test_tokens_are_made_for_a_year_at_most_and_for_accounts_of_those_who_work_with_records(
    administrator: User,
) -> None:
    today = timezone.localdate()
    for role in ROLES:
        account = User.objects.create_user(f"{role}@example.org", name=role, role_key=role)
        given = {"by": administrator, "name": "x", "account": account, "scopes": ["read:people"]}
        if role in service_tokens.ACTS_AS:
            service_tokens.make_token(**given, expires_on=today + timedelta(days=366))
            for wrong in (today - timedelta(days=1), today + timedelta(days=367)):
                with pytest.raises(ValidationError):
                    service_tokens.make_token(**given, expires_on=wrong)
        else:
            with pytest.raises(ValidationError):
                service_tokens.make_token(**given, expires_on=today)
    with pytest.raises(ValidationError):
        service_tokens.make_token(**{**given, "scopes": ["everything"]}, expires_on=today)


def test_what_was_asked_is_kept_for_a_day(service: Service, seen: Person, administrator: User) -> None:
    service.post(f"/api/people/{seen.pk}/involvements", {"status": "looked_after"}, HTTP_IDEMPOTENCY_KEY="k")
    run(by=administrator, today=timezone.localdate() + timedelta(days=1))
    assert ServiceAnswer.objects.count() == 1
    run(by=administrator, today=timezone.localdate() + timedelta(days=2))
    assert ServiceAnswer.objects.count() == 0
    assert ServiceToken.objects.count() == 1


def test_a_call_over_a_line_that_is_not_encrypted_is_refused_not_led_on(
    serve: Callable[..., Service], settings: Any
) -> None:
    settings.SECURE_SSL_REDIRECT, settings.SECURE_REDIRECT_EXEMPT = True, ["^health$", "^api/"]
    right = serve()
    answer = right.get("/api/whoami")
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:kith:problem:not_encrypted")
    assert Client().get("/health").status_code == 200
    assert Client().get("/account/sign-in/").status_code == 301
