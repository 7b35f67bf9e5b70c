"""Passwords as they are really kept: the other tests hash quickly."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import make_password

from kith.record.accounts.models import User
from kith.record.accounts.tests.test_signing_in import PASSWORD, enter, is_in
from kith.site.config import sign_in


@pytest.fixture(autouse=True)
def really(settings) -> None:
    settings.PASSWORD_HASHERS = sign_in.PASSWORD_HASHERS


def test_a_new_password_is_kept_as_owasp_says() -> None:
    assert make_password(PASSWORD).startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize("before", ["scrypt", "pbkdf2_sha256"])
def test_a_password_hashed_before_still_opens_and_is_hashed_anew(client, make, before) -> None:
    user = make()
    User.objects.filter(pk=user.pk).update(password=make_password(PASSWORD, hasher=before))
    enter(client, user)
    user.refresh_from_db()
    assert client.get("/account/own/")["Location"] == "/account/set-up/" or is_in(client)
    assert user.password.startswith("argon2$")


def test_a_wrong_password_is_refused_and_changes_nothing(client, make) -> None:
    user = make()
    old = make_password(PASSWORD, hasher="scrypt")
    User.objects.filter(pk=user.pk).update(password=old)
    enter(client, user, "not the password at all")
    user.refresh_from_db()
    assert client.get("/account/own/").status_code == 302
    assert user.password == old
