"""The council's own sign-on, against a small OpenID provider on this machine."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from kith.record.accounts.models import User

START, CALLBACK = "/account/oidc/council/login/", "/account/oidc/council/login/callback/"


class Provider(HTTPServer):
    """Says of whoever comes what `claims` holds."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.claims: dict = {}
        self.asked: dict = {}
        self.moved = False


class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        at = self.server.address
        if self.path.startswith("/.well-known"):
            ends = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "userinfo_endpoint": "/me"}
            self.say({"issuer": at, "jwks_uri": f"{at}/keys", **{name: at + end for name, end in ends.items()}})
        elif self.server.moved and self.path == "/me":
            self.send_response(302)
            self.send_header("Location", f"{at}/me-elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self.say(self.server.claims)

    def do_POST(self):
        self.server.asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        now = int(time.time())
        signed = {"iss": self.server.address, "aud": "kith", "iat": now, "exp": now + 60, **self.server.claims}
        token = jwt.encode(signed, "a key of thirty-two bytes or more", algorithm="HS256")
        self.say({"access_token": "t", "token_type": "Bearer", "id_token": token})

    def say(self, what):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(what).encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def provider(settings):
    with Provider() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        app = {"provider_id": "council", "name": "Council", "client_id": "kith", "secret": "s"}
        app["settings"] = {"server_url": server.address, "token_auth_method": "client_secret_post"}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        settings.OIDC_SECOND_FACTOR_AMR = frozenset({"mfa"})
        yield server
        server.shutdown()


def come(provider, client=None, **claims):
    """A person's whole way through the sign-on."""
    client = client or Client()
    provider.claims = claims
    leave = urlsplit(client.post(START)["Location"])
    asked = parse_qs(leave.query)
    assert asked["code_challenge_method"] == ["S256"]
    return client, client.get(CALLBACK, {"code": "c", "state": asked["state"][0]})


def who(user, **more):
    return {"sub": "42", "email": user.email, "email_verified": True, "name": "Sam One", **more}


def is_in(client):
    return client.get("/account/own/").status_code == 200


def test_a_verified_address_opens_the_account_that_is_there(provider, make, told):
    user = make()
    client, answer = come(provider, **who(user, amr=["pwd", "mfa"]))
    assert answer["Location"] == "/"
    assert is_in(client)
    assert told() == [("account.sign_on_linked", "done"), ("account.signed_in", "done")]
    assert "code_verifier" in provider.asked


def test_the_second_time_it_goes_by_the_subject_even_if_the_address_has_changed(provider, make):
    user = make()
    come(provider, **who(user))
    user.email = "married@council.example"
    user.save()
    client, _answer = come(provider, sub="42", email="x@council.example", email_verified=False, amr=["mfa"])
    assert is_in(client)


@pytest.mark.parametrize(
    "changed",
    [{"email_verified": False}, {"email_verified": None}, {"email": "nobody@council.example"}, {"email": ""}],
)
def test_an_unverified_or_unknown_address_opens_nothing_and_makes_nothing(provider, make, told, changed):
    client, answer = come(provider, **who(make()) | changed)
    assert answer["Location"] == "/account/no-account/"
    assert not is_in(client)
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 0)
    assert told() == [("account.sign_on_refused", "refused")]


def test_a_closed_account_stays_closed_also_once_linked(provider, make):
    user = make()
    come(provider, **who(user))
    User.objects.update(is_active=False)
    client, answer = come(provider, **who(user))
    assert answer["Location"] == "/account/no-account/"
    assert not is_in(client)


def test_without_a_second_factor_at_the_sign_on_ours_is_asked(provider, make, app):
    user = make()
    app(user)
    client, answer = come(provider, **who(user, amr=["pwd"]))
    assert answer["Location"].startswith("/account/second-factor/authenticate/")
    assert not is_in(client)


def test_without_any_second_factor_one_has_to_be_set_up(provider, make):
    client, _answer = come(provider, **who(make(), amr=["pwd"]))
    assert client.get("/account/own/")["Location"] == "/account/set-up/"


def test_a_second_factor_at_the_sign_on_counts_for_that_sign_in_alone(provider, make, app):
    user = make()
    app(user)
    client, _answer = come(provider, **who(user, amr=["mfa"]))
    assert is_in(client)
    client.post("/account/sign-out/")
    client.post("/account/sign-in/", {"login": user.email, "password": "correct horse battery staple"})
    assert not is_in(client)


def test_the_claim_counts_only_from_the_signed_token_and_as_the_settings_say(provider, make, settings):
    settings.OIDC_SECOND_FACTOR_AMR = frozenset()
    client, _answer = come(provider, **who(make(), amr=["mfa"]))
    assert client.get("/account/own/")["Location"] == "/account/set-up/"


def test_someone_signed_in_cannot_join_a_sign_on_to_their_account(provider, make, sign_in):
    client = sign_in(make("practitioner", "mine@council.example"))
    other = make("team_manager", "boss@council.example")
    _client, answer = come(provider, client, **who(other))
    assert answer["Location"] == "/account/no-account/"
    assert not SocialAccount.objects.exists()


def test_nothing_of_the_person_is_kept_but_how_they_signed_in(provider, make):
    come(provider, **who(make(), amr=["mfa"], picture="https://x.example/face.png"))
    assert SocialAccount.objects.get().extra_data == {"id_token": {"amr": ["mfa"]}}


def test_an_answer_that_nobody_asked_for_is_refused(client, provider, make):
    make()
    assert client.get(CALLBACK, {"code": "c", "state": "made up"}).status_code in {200, 401}
    assert not is_in(client)


def test_the_button_is_there_only_where_a_sign_on_is_set(client, db, provider, settings):
    assert START in client.get("/account/sign-in/").content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert START not in client.get("/account/sign-in/").content.decode()
    assert client.post(START).status_code == 404


@pytest.mark.parametrize("changed", [{"aud": "another"}, {"iss": "https://elsewhere.example"}, {"exp": 1}])
def test_a_token_made_for_somebody_else_or_by_somebody_else_or_long_ago_opens_nothing(provider, make, changed):
    client, _answer = come(provider, **who(make(), amr=["mfa"]), **changed)
    assert not is_in(client)


def test_the_sign_on_is_not_followed_to_another_address(provider, make):
    provider.moved = True
    client, _answer = come(provider, **who(make(), amr=["mfa"]))
    assert not is_in(client)
