"""An administrator lets a service in, having shown again who they are; the secret is shown once; a token can be revoked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kith.record.accounts.models import ServiceToken, User
from kith.record.accounts.service_tokens import hashed

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery staple"  # noqa: S105 - a test's


@pytest.fixture
def administrator(settings: Any) -> Client:
    settings.SECOND_FACTOR_ENFORCED = False
    client = Client()
    user = User.objects.create_user("a@council.example", PASSWORD, name="A", role_key="administrator")
    client.force_login(user)
    return client


def _confirmed(client: Client) -> None:
    answer = client.post("/account/confirm/", {"password": PASSWORD})
    assert answer.status_code == 302, answer.content


def _asked(account: User) -> dict[str, Any]:
    day = timezone.localdate() + timedelta(days=30)
    return {"name": "School list", "account": account.pk, "scopes": ["read:people"], "expires_on_day": day.day,
            "expires_on_month": day.month, "expires_on_year": day.year}  # fmt: skip


def test_a_token_is_made_by_whoever_just_showed_who_they_are(administrator: Client) -> None:
    account = User.objects.create_user("s@council.example", name="S", role_key="practitioner")
    asked = administrator.post("/account/services/add/", _asked(account))
    assert asked.status_code == 302
    assert "/account/confirm" in asked["Location"]
    assert not ServiceToken.objects.exists()
    _confirmed(administrator)
    made = administrator.post("/account/services/add/", _asked(account))
    secret = made.content.decode().split("<code>")[1].split("</code>")[0]
    token = ServiceToken.objects.get()
    assert token.hashed == hashed(secret)
    assert "no-store" in made["Cache-Control"]
    listed = administrator.get("/account/services/").content.decode()
    assert token.reference in listed
    assert secret not in listed


def test_a_revoked_token_stays_in_the_list(administrator: Client) -> None:
    account = User.objects.create_user("s@council.example", name="S", role_key="practitioner")
    _confirmed(administrator)
    administrator.post("/account/services/add/", _asked(account))
    token = ServiceToken.objects.get()
    administrator.post(f"/account/services/{token.pk}/revoke/")
    token.refresh_from_db()
    assert token.revoked_at is not None
    assert "Revoked" in administrator.get("/account/services/").content.decode()


def test_nobody_may_make_a_token_for_an_account_that_administers(administrator: Client) -> None:
    _confirmed(administrator)
    other = User.objects.create_user("o@council.example", name="O", role_key="data_protection_officer")
    assert administrator.post("/account/services/add/", _asked(other)).status_code == 422
    assert not ServiceToken.objects.exists()
