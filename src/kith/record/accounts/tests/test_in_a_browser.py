"""A passkey from a virtual security key, an authenticator app, and a draft, in a real browser on this machine."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from uuid import UUID

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from kith.record.accounts import drafts
from kith.record.accounts.models import Draft, User

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="The browser tests need axe.")
sync_api = pytest.importorskip("playwright.sync_api", reason="The browser tests need playwright.")
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
PASSWORD = "correct horse battery staple"  # noqa: S105 - a test's
FORM = """{% extends "interface/base.html" %}{% load accounts %}{% block content %}
<form method="post">{% csrf_token %}<label for="note">Note</label><textarea id="note" name="note"></textarea>
<label><input type="checkbox" name="harms" value="criminal">criminal</label>
<input type="password" name="secret" id="secret"><input type="hidden" name="seen" id="seen" value="{{ seen }}">{% autosave "note" subject %}<button id="save">Save</button></form>
{% endblock %}"""


def form(request: HttpRequest, subject: str) -> HttpResponse:
    """A page with a form that keeps a draft, as a slice would have it."""
    if request.method == "POST":
        drafts.drop(user=request.user, form_key="note", subject_id=UUID(subject))
        return HttpResponse("saved")
    return HttpResponse(
        engines["django"].from_string(FORM).render({"subject": subject, "seen": request.GET.get("seen", "1")}, request)
    )


urlpatterns = [path("a-form/<str:subject>/", form), path("", include("kith.site.config.urls"))]

pytestmark = [
    pytest.mark.urls(__name__),
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="No Chromium is installed, so nothing runs in a browser."),
]


@pytest.fixture(scope="module")
def browser(chromium):
    return chromium


@pytest.fixture
def page(browser, live_server):
    # A passkey belongs to a name, so not to 127.0.0.1.
    address = live_server.url.replace("127.0.0.1", "localhost")
    context = browser.new_context(base_url=address)
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    context.close()
    assert not [text for text in wrong if "Content Security Policy" in text or "TypeError" in text], wrong


@pytest.fixture
def key(page):
    """A virtual authenticator with a finger that always fits."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_in_page(page, user):
    page.goto("/account/sign-in/")
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button:has-text('Sign in') >> nth=0")


@pytest.mark.parametrize("alone", [True, False])
def test_a_passkey_is_set_up_and_then_signs_in(page, key, transactional_db, make, alone):
    user = make()
    sign_in_page(page, user)
    assert page.url.endswith("/account/set-up/")
    page.click("text=Add a passkey")
    page.fill("[name=name]", "work laptop")
    if alone:
        page.check("[name=passwordless]", force=True)
    page.click("#passkey_add")
    page.wait_for_url("**/recovery-codes/")
    assert page.locator(".kith-codes li").count() == 10
    page.goto("/account/own/")
    assert "1 set up" in page.content()
    page.click(".kith-header button:has-text('Sign out')")
    page.wait_for_url("**/sign-in/**")
    if alone:
        page.click("#passkey_login")
    else:
        sign_in_page(page, user)
        page.click("#passkey_use")
    page.wait_for_url(lambda url: "sign-in" not in url and "authenticate" not in url)
    page.goto("/account/own/")
    assert page.locator("h1").inner_text() == "My account"


@pytest.fixture
def entered(page, transactional_db, make, sign_in):
    """A page signed in by a cookie."""
    user = make()
    cookie = sign_in(user).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "domain": "localhost", "path": "/"}])
    return user


def says(page, text):
    """Waits for the draft's line. Not by a function: the content policy forbids what that takes."""
    sync_api.expect(page.locator("[data-draft]")).to_contain_text(text)


SUBJECT, OTHER = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"


def test_a_draft_comes_back_on_return_and_not_on_another_form(page, entered):
    page.goto(f"/a-form/{SUBJECT}/")
    page.fill("#note", "What Sam said")
    page.check("[value=criminal]", force=True)
    page.fill("#secret", "not kept")
    page.locator("#note").focus()
    says(page, "Draft kept")
    page.goto(f"/a-form/{OTHER}/")
    page.wait_for_load_state("networkidle")
    assert page.input_value("#note") == ""
    page.goto(f"/a-form/{SUBJECT}/")
    sync_api.expect(page.locator("#note")).to_have_value("What Sam said")
    assert page.is_checked("[value=criminal]")
    assert page.input_value("#secret") == ""
    page.click("text=Throw the draft away")
    sync_api.expect(page.locator("#note")).to_have_value("")
    assert not Draft.objects.exists()


def test_a_draft_of_an_older_version_is_not_saved_as_if_it_knew_the_newest(page, entered):
    page.goto(f"/a-form/{SUBJECT}/?seen=3")
    page.fill("#note", "Written over version 3")
    page.locator("#seen").evaluate("box => box.form.elements.note.blur()")
    says(page, "Draft kept")
    page.goto(f"/a-form/{SUBJECT}/?seen=4")
    sync_api.expect(page.locator("#note")).to_have_value("Written over version 3")
    assert page.input_value("#seen") == "3"


def test_saving_drops_the_draft(page, entered):
    page.goto(f"/a-form/{SUBJECT}/")
    page.fill("#note", "Before")
    page.locator("#secret").focus()
    says(page, "Draft kept")
    page.click("#save")
    page.wait_for_selector("text=saved")
    assert not Draft.objects.exists()


def test_a_form_is_sent_when_the_draft_under_way_is_answered(page, entered):
    order: list[str] = []
    page.on("request", lambda asked: order.append(f"{asked.method} {asked.url.split('/')[3]}"))
    page.on("response", lambda said: order.append(f"{said.request.method} {said.url.split('/')[3]} answered"))
    page.goto(f"/a-form/{SUBJECT}/")
    page.fill("#note", "Quickly")
    page.evaluate("document.querySelector('#secret').focus(); document.querySelector('#save').click()")
    page.wait_for_selector("text=saved")
    sent = [said for said in order if said.startswith("POST")]
    assert sent == ["POST account", "POST account answered", "POST a-form", "POST a-form answered"]
    assert not Draft.objects.exists()


def test_going_to_the_button_keeps_no_draft_ahead_of_the_form(page, entered):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url.split('/')[3]}"))
    page.goto(f"/a-form/{SUBJECT}/")
    page.fill("#note", "Quickly")
    page.click("#save")
    page.wait_for_selector("text=saved")
    assert [said for said in asked if said.startswith("POST")] == ["POST a-form"]


def test_a_lost_session_is_told_and_loses_nothing_that_was_kept(page, entered):
    page.goto(f"/a-form/{SUBJECT}/")
    page.fill("#note", "Before")
    page.locator("#secret").focus()
    says(page, "Draft kept")
    User.objects.update(sessions_round=7)
    page.fill("#note", "Before and after")
    page.locator("#secret").focus()
    says(page, "signed out")
    assert Draft.objects.get().version == 1
    assert page.input_value("#note") == "Before and after"


LOOKED_AT = (
    "/account/own/",
    "/account/set-up/",
    "/account/password/",
    "/account/second-factor/",
    "/account/second-factor/webauthn/add/",
    "/account/people/",
    "/account/people/add/",
    "/account/teams/",
)


def found(page, address):
    """What axe finds wrong on a page, and whether one has to scroll sideways."""
    page.goto(address)
    wrong = [f"{rule['id']}: {rule['help']}" for rule in axe.Axe().run(page).response["violations"]]
    if folder := os.environ.get("KITH_PICTURES"):
        page.screenshot(path=Path(folder) / f"{address.strip('/').replace('/', '-')}-{page.viewport_size['width']}.png")
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        wrong.append("wider than the window")
    return wrong


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_on_the_pages_of_the_slice(page, transactional_db, make, sign_in, width):
    page.set_viewport_size({"width": width, "height": 900})
    wrong = {"/account/sign-in/": found(page, "/account/sign-in/")}
    new = make(email="new@council.example")
    for_new = page.context.browser.new_context(base_url=page.url.split("/account")[0]).new_page()
    for_new.set_viewport_size({"width": width, "height": 900})
    sign_in_page(for_new, new)
    wrong["totp"] = found(for_new, "/account/second-factor/totp/activate/")
    for_new.context.close()
    client = sign_in(make("administrator"))
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "domain": "localhost", "path": "/"}
    page.context.add_cookies([cookie])
    wrong |= {address: found(page, address) for address in (*LOOKED_AT, f"/account/people/{new.pk}/")}
    assert {address: said for address, said in wrong.items() if said} == {}
