"""Signing in with a password and a second step."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client

from kith.record.accounts.roles import ROLES
from kith.record.audit.models import Event

PASSWORD = "correct horse battery staple"  # noqa: S105 - a test's
FACTOR = "/account/second-factor/"


def enter(client, user, password=PASSWORD, **extra):
    return client.post("/account/sign-in/", {"login": user.email, "password": password}, **extra)


def long_ago(client):
    """Lets the last time that the session showed a password or code be an hour ago."""
    session = client.session
    session["account_authentication_methods"] = [
        {**record, "at": record["at"] - 3600} for record in session["account_authentication_methods"]
    ]
    session.save()


def is_in(client):
    return client.get("/account/own/").status_code == 200


def test_a_password_alone_opens_only_the_set_up(client, make):
    enter(client, make())
    assert client.get("/account/own/")["Location"] == "/account/set-up/"
    assert client.get("/account/second-factor/")["Location"] == "/account/set-up/"
    assert client.get("/account/set-up/").status_code == 200


def test_until_there_is_a_second_factor_neither_menu_nor_search_is_offered(client, make, sign_in):
    user = make()
    enter(client, user)
    for address in ("/account/set-up/", "/account/second-factor/totp/activate/"):
        page = client.get(address).content.decode()
        assert 'role="search"' not in page
        assert "govuk-service-navigation__link" not in page
        assert "/account/sign-out/" in page
    page = sign_in(make(email="other@council.example")).get("/").content.decode()
    assert 'role="search"' in page
    assert "govuk-service-navigation__link" in page


@pytest.mark.parametrize("role_key", ROLES)
def test_every_role_sets_up_a_second_factor_first(client, make, role_key):
    enter(client, make(role_key))
    assert is_in(client) is not ROLES[role_key].second_factor


def test_an_app_is_set_up_with_the_code_that_it_shows_and_then_everything_opens(client, make, shown, transactional_db):
    user = make()
    enter(client, user)
    page = client.get(f"{FACTOR}totp/activate/")
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    answer = client.post(f"{FACTOR}totp/activate/", {"code": shown(secret)})
    assert answer["Location"] == f"{FACTOR}recovery-codes/"
    codes = client.get(f"{FACTOR}recovery-codes/").context["unused_codes"]
    assert len(codes) == 10
    assert "****" not in codes
    assert is_in(client)


def test_the_secret_of_an_app_is_not_in_the_database_in_clear(make, app):
    secret = app(make())
    assert secret not in str(Authenticator.objects.get().data)


def test_the_password_then_the_code_signs_in(client, make, app, shown, told):
    user = make()
    secret = app(user)
    assert enter(client, user)["Location"].startswith(f"{FACTOR}authenticate/")
    assert not is_in(client)
    client.post(f"{FACTOR}authenticate/", {"code": shown(secret)})
    assert is_in(client)
    assert ("account.signed_in", "done") in told()


def test_a_wrong_code_does_not_sign_in_and_is_told(client, make, app, shown, told):
    user = make()
    secret = app(user)
    enter(client, user)
    wrong = f"{(int(shown(secret)) + 1) % 1_000_000:06}"
    client.post(f"{FACTOR}authenticate/", {"code": wrong})
    assert not is_in(client)
    assert told() == [("account.factor_failed", "refused")]


def test_a_code_works_once(make, app, shown):
    user = make()
    secret = app(user)
    now = shown(secret)
    for client, works in ((Client(), True), (Client(), False)):
        enter(client, user)
        client.post(f"{FACTOR}authenticate/", {"code": now})
        assert is_in(client) is works


def test_a_recovery_code_stands_in_for_the_app_and_works_once(make, app):
    user = make()
    app(user)
    spare = RecoveryCodes.activate(user).get_unused_codes()[0]
    for client, works in ((Client(), True), (Client(), False)):
        enter(client, user)
        client.post(f"{FACTOR}authenticate/", {"code": spare})
        assert is_in(client) is works


def test_recovery_codes_are_shown_once(client, make, sign_in):
    user = make()
    sign_in(user, client)
    RecoveryCodes.activate(user)
    client.post("/account/confirm/", {"password": PASSWORD})
    assert "****" not in client.get(f"{FACTOR}recovery-codes/").context["unused_codes"]
    assert set(client.get(f"{FACTOR}recovery-codes/").context["unused_codes"]) == {"****"}


def test_the_first_factor_ends_sessions_opened_with_the_password_alone(client, make, shown, transactional_db):
    user, elsewhere = make(), Client()
    enter(elsewhere, user)
    enter(client, user)
    secret = client.get(f"{FACTOR}totp/activate/").context["form"].secret
    client.post(f"{FACTOR}totp/activate/", {"code": shown(secret)})
    assert is_in(client)
    assert elsewhere.get("/account/own/")["Location"].startswith("/account/sign-in/")


def test_the_last_factor_cannot_be_removed_where_the_role_needs_one(client, make, sign_in):
    sign_in(make(), client)
    client.post("/account/confirm/", {"password": PASSWORD})
    client.post(f"{FACTOR}totp/deactivate/")
    assert Authenticator.objects.filter(type="totp").exists()


def test_changing_factors_asks_for_the_password_again(client, make, sign_in):
    sign_in(make(), client)
    assert client.get(f"{FACTOR}webauthn/add/").status_code == 200
    long_ago(client)
    assert client.get(f"{FACTOR}webauthn/add/")["Location"].startswith("/account/confirm/")


def test_a_wrong_password_is_told_of_the_account_but_a_mistyped_address_is_not_kept(client, make):
    user = make()
    enter(client, user, "wrong wrong wrong")
    client.post("/account/sign-in/", {"login": "my-secret-password@x.example", "password": "whatever it is"})
    known, unknown = Event.objects.filter(action="account.sign_in_failed").order_by("seq")
    assert (known.subject_id, unknown.subject_id, unknown.subject) == (user.pk, None, "")


def test_a_closed_account_gets_the_answer_of_a_wrong_password(client, make):
    user = make(is_active=False)
    closed = enter(client, user)
    wrong = client.post("/account/sign-in/", {"login": "nobody@council.example", "password": PASSWORD})
    assert closed.context["form"].errors == wrong.context["form"].errors != {}


def test_there_is_no_sign_up(client, db):
    for address in ("/account/signup/", "/account/sign-up/", "/account/register/", "/account/3rdparty/signup/"):
        assert client.get(address).status_code in {302, 404}
        assert client.get(address).headers.get("Location", "/account/sign-in/").startswith("/account/sign-in/")


def test_signing_out_ends_the_session_and_is_told(client, make, sign_in, told):
    sign_in(make(), client)
    client.post("/account/sign-out/")
    assert not is_in(client)
    assert told()[-1] == ("account.signed_out", "done")


def test_with_the_key_gone_no_code_fits_and_nothing_breaks(client, make, app, shown, settings):
    user = make()
    secret = app(user)
    settings.SECRET_KEY = "another"  # noqa: S105 - a test's
    enter(client, user)
    for guess in (shown(secret), shown("")):
        assert client.post(f"{FACTOR}authenticate/", {"code": guess}).status_code == 200
    assert not is_in(client)
