"""Every page of the slice comes up in the house's frame, in both languages, without script or style of its own."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.management import CommandError, call_command
from django.test import Client

from kith.record.accounts import drafts, invitations
from kith.record.accounts.models import User

PASSWORD = "correct horse battery staple"  # noqa: S105 - a test's
FACTOR = "/account/second-factor/"
OWN = (
    "/account/own/",
    "/account/set-up/",
    "/account/password/",
    "/account/sign-out/",
    "/account/confirm/",
    FACTOR,
    f"{FACTOR}totp/deactivate/",
    f"{FACTOR}reauthenticate/",
    f"{FACTOR}recovery-codes/",
    f"{FACTOR}recovery-codes/generate/",
    f"{FACTOR}webauthn/",
    f"{FACTOR}webauthn/add/",
)
OPEN = (
    "/account/sign-in/",
    "/account/no-account/",
    "/account/invitation/x/",
    "/account/oidc/cancelled/",
    "/account/oidc/failed/",
)
MAILED = ("/account/forgotten/", "/account/forgotten/sent/", "/account/forgotten/done/", "/account/forgotten/1-x/")


def is_well_made(answer):
    page = answer.content.decode()
    assert "govuk-skip-link" in page
    assert page.count("<h1") == 1
    assert "placeholder=" not in page.split("<main")[1]
    assert not re.search(r"<script(?![^>]*(src=|application/json))", page)
    assert not re.search(r"<style| style=| onclick=", page)


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("address", OWN)
def test_the_pages_of_oneself_come_up(make, sign_in, address, language):
    user = make(language=language)
    client = sign_in(user)
    RecoveryCodes.activate(user)
    answer = client.get(address)
    assert answer.status_code == 200
    is_well_made(answer)


@pytest.mark.parametrize("address", OPEN + MAILED)
def test_the_pages_before_signing_in_come_up(db, client, settings, address):
    settings.MAIL_WORKS = True
    answer = client.get(address)
    assert answer.status_code in {200, 401, 403, 404}
    is_well_made(answer)


def test_the_second_step_and_the_invitation_come_up(make, app):
    user = make()
    app(user)
    client = Client()
    client.post("/account/sign-in/", {"login": user.email, "password": PASSWORD})
    is_well_made(client.get(f"{FACTOR}authenticate/"))
    is_well_made(client.get(f"/account/invitation/{invitations.token(user)}/"))


def test_the_pages_of_one_passkey_come_up(make, sign_in):
    user = make()
    client = sign_in(user)
    key = Authenticator.objects.create(user=user, type="webauthn", data={"name": "laptop", "credential": {}})
    for page in ("edit", "remove"):
        is_well_made(client.get(f"{FACTOR}webauthn/keys/{key.pk}/{page}/"))
    assert "laptop" in client.get(f"{FACTOR}webauthn/").content.decode()


def test_the_pages_of_administration_come_up(make, client, settings):
    settings.SECOND_FACTOR_ENFORCED = False
    client.force_login(make("administrator"))
    other = make(email="x@council.example")
    client.post("/account/teams/add/", {"name": "North"})
    at = f"/account/people/{other.pk}/"
    for address in (
        "/account/people/",
        "/account/people/add/",
        at,
        f"{at}change/",
        f"{at}second-factors/",
        "/account/teams/",
    ):
        is_well_made(client.get(address))
    is_well_made(client.post(f"{at}invite/"))


def test_nothing_of_these_pages_is_kept_by_the_browser_or_a_proxy(make, sign_in):
    client = sign_in(make())
    address = f"/account/drafts/{drafts.address(User.objects.get(), 'note', None)}/"
    assert "no-store" in client.get(address)["Cache-Control"]
    assert "no-store" in Client().get("/account/sign-in/")["Cache-Control"]


def test_the_first_administrator_is_made_by_a_command(db, client):
    said = StringIO()
    call_command("make_administrator", "ada@council.example", "Ada Admin", stdout=said)
    link = re.search(r"/account/invitation/\S+", said.getvalue())[0]
    assert "Ada Admin" in client.get(link).content.decode()
    with pytest.raises(CommandError):
        call_command("make_administrator", "ada@council.example", "Ada Again", stdout=said)
