"""People and ways to sign in for the tests of accounts."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

from kith.record.accounts.models import User
from kith.record.audit.models import Event

PASSWORD = "correct horse battery staple"  # noqa: S105 - a test's


@pytest.fixture(autouse=True)
def _as_in_life(settings: Any) -> None:
    """These tests are about signing in, so the second factor is demanded."""
    settings.SECOND_FACTOR_ENFORCED = True


@pytest.fixture
def make(db: None) -> Callable[..., User]:
    """Makes a user of a role."""

    def made(role_key: str = "practitioner", email: str = "someone@council.example", **fields: Any) -> User:
        return User.objects.create_user(email, PASSWORD, name="Sam One", role_key=role_key, **fields)

    return made


def code(secret: str, later: int = 0) -> str:
    """The code that an authenticator app shows for a secret, `later` periods from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


@pytest.fixture
def app() -> Callable[[User], str]:
    """Sets up an authenticator app for a user; gives its secret."""

    def set_up(user: User) -> str:
        secret = generate_totp_secret()
        TOTP.activate(user, secret)
        return secret

    return set_up


@pytest.fixture
def shown() -> Callable[..., str]:
    return code


@pytest.fixture
def sign_in(app: Callable[[User], str]) -> Callable[..., Client]:
    """Signs a user in as they would: password, then the app's code."""

    def signed(user: User, client: Client | None = None) -> Client:
        client = client or Client()
        secret = app(user)
        client.post("/account/sign-in/", {"login": user.email, "password": PASSWORD})
        client.post("/account/second-factor/authenticate/", {"code": code(secret)})
        return client

    return signed


@pytest.fixture
def told() -> Callable[[], list[tuple[str, str]]]:
    """What the audit was told: action and outcome, oldest first."""

    def events() -> list[tuple[str, str]]:
        return list(Event.objects.order_by("seq").values_list("action", "outcome"))

    return events
