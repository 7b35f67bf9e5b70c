"""What an answer leaves behind in a browser, and what it says when something breaks."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from kith.record.accounts.models import User
from kith.site.config.tests.test_settings import NEEDED


def broken(_request: HttpRequest) -> HttpResponse:
    """A page that breaks with something that nobody should read."""
    raise RuntimeError("hunter2 of Jess Birch")


urlpatterns = [path("broken/", broken), path("", include("kith.site.config.urls"))]


@pytest.fixture
def signed_in(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_user("someone@example.org", name="A user", role_key="team_manager"))
    return client


def test_live_cookies_are_bound_to_the_host_and_to_https() -> None:
    asked = """
from kith.site.config import settings as s
for kind in ("SESSION", "CSRF", "LANGUAGE"):
    print(*(getattr(s, f"{kind}_COOKIE_{what}") for what in ("NAME", "SECURE", "HTTPONLY", "SAMESITE")))
"""
    env = {name: value for name, value in os.environ.items() if not name.startswith("KITH_")}
    live = {**env, "KITH_MODE": "live", **NEEDED}
    done = subprocess.run([sys.executable, "-c", asked], env=live, capture_output=True, text=True, check=False)
    lines = done.stdout.split("\n")[:3]
    assert [line.split()[0] for line in lines] == ["__Host-session", "__Host-csrf", "__Host-language"], done.stderr
    assert [line.split()[1] for line in lines] == ["True"] * 3


def test_no_page_is_kept_by_browser_or_proxy_once_signed_in(signed_in: Client) -> None:
    for address in ("/", "/people/", "/search/", "/notices/", "/account/own/", "/access/reviews/", "/nowhere"):
        assert "no-store" in signed_in.get(address)["Cache-Control"], address


def test_signing_out_clears_what_the_browser_kept(signed_in: Client) -> None:
    answer = signed_in.post("/account/sign-out/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in signed_in.get("/account/sign-in/").headers


def test_messages_are_kept_by_the_server(signed_in: Client) -> None:
    answer = signed_in.get("/search/00000000-0000-4000-8000-000000000000/")
    assert answer.status_code == 302
    assert set(answer.cookies) <= {"sessionid", "csrftoken"}
    assert "no longer kept" in signed_in.get(answer["Location"]).content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_user("someone@example.org", name="A user", role_key="team_manager"))
    for address in ("/search/", "/notices/read/", "/account/sign-out/", "/search/emergency/"):
        assert client.post(address, {"q": "Jess"}).status_code == 403, address


def test_every_answer_says_its_type_and_characters(signed_in: Client) -> None:
    for address in ("/", "/people/", "/people/export.csv", "/nowhere", "/health"):
        assert "charset=utf-8" in signed_in.get(address)["Content-Type"].lower(), address


@pytest.mark.django_db
def test_signing_in_makes_a_new_session() -> None:
    user = User.objects.create_user("someone@example.org", "correct horse battery staple", name="U", role_key="analyst")
    client = Client()
    client.get("/account/sign-in/")
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    client.post("/account/sign-in/", {"login": user.email, "password": "correct horse battery staple"})
    assert client.session.session_key != before
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_an_error_says_nothing_of_the_inside(caplog: Any, settings: Any) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_user("someone@example.org", name="A user", role_key="team_manager"))
    answer = client.get("/broken/")
    assert answer.status_code == 500
    for secret in ("hunter2", "Jess", "Traceback", "RuntimeError", "test_cookies"):
        assert secret not in answer.content.decode()
    assert any(record.levelname == "ERROR" for record in caplog.records)
