"""Administering accounts and teams, the demonstration's accounts, and that nothing opens without signing in."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as configured
from django.core import mail
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from kith.record.accounts import actions, demo, invitations
from kith.record.accounts.models import Draft, Team, User
from kith.record.accounts.roles import ROLES, Capability
from kith.record.audit.models import Event

PASSWORD = "correct horse battery staple"  # noqa: S105 - a test's
OPEN = {
    "health",
    "interface:gallery",  # components without data; in the demo and in tests alone
    "set_language",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "accounts:invitation",
    "accounts:no_account",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "openid_connect_login",
    "openid_connect_callback",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
}
"""What answers somebody who has not signed in: the ways to sign in, the language and the health page; nothing more."""


@pytest.fixture
def admin(make, settings):
    settings.SECOND_FACTOR_ENFORCED = False
    return make("administrator", "ada@council.example")


@pytest.fixture
def office(client, admin):
    client.force_login(admin)
    return client


def said(user):
    return {
        "email": user.email,
        "name": user.name,
        "role_key": user.role_key,
        "team": user.team_id or "",
        "manager": "",
    }


def test_someone_is_added_invited_and_chooses_a_password_once(office, told, settings):
    new = {"email": "New@Council.example", "name": "Nia New", "role_key": "practitioner"}
    page = office.post("/account/people/add/", new).content.decode()
    link = re.search(r"http://testserver(/account/invitation/[^<]+)", page)[1]
    guest, words = Client(), {"password": "quiet lemon staircase", "again": "quiet lemon staircase"}
    assert "Nia New" in guest.get(link).content.decode()
    assert guest.post(link, {"password": "short", "again": "short"}).status_code == 200
    assert guest.post(link, words)["Location"] == "/account/sign-in/"
    assert guest.get(link).status_code == 404
    guest.post("/account/sign-in/", {"login": "new@council.example", "password": words["password"]})
    assert guest.get("/account/own/").status_code == 200
    made = [action for action, _outcome in told()]
    assert made == ["account.made", "account.invited", "account.password_changed", "account.signed_in"]


def test_an_invitation_ends_after_three_days_and_with_the_next_one(admin, make, monkeypatch):
    user = make()
    first = actions.invite(by=admin, user=user)
    second = actions.invite(by=admin, user=user)
    assert invitations.invited(first) is None
    assert invitations.invited(second) == user
    later = time.time() + 3 * 86_400 + 60
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert invitations.invited(second) is None


def test_with_mail_the_administrator_never_sees_the_link(office, make, settings):
    settings.MAIL_WORKS, settings.DEFAULT_FROM_EMAIL = True, "kith@council.example"
    page = office.post(f"/account/people/{make().pk}/invite/").content.decode()
    assert "/invitation/" not in page
    assert "/account/invitation/" in mail.outbox[0].body


@pytest.mark.parametrize(("field", "value"), [("role_key", "analyst"), ("team", "new")])
def test_a_new_role_or_team_ends_the_sessions(office, make, sign_in, field, value):
    user = make()
    theirs = sign_in(user)
    assert theirs.get("/account/own/").status_code == 200
    team = Team.objects.create(name="North")
    office.post(f"/account/people/{user.pk}/change/", said(user) | {field: team.pk if value == "new" else value})
    assert theirs.get("/account/own/").status_code == 302
    assert Event.objects.filter(action__in=["account.role_changed", "account.changed"], subject_id=user.pk).count() == 1


def test_a_new_name_alone_does_not_end_them(office, make, sign_in):
    user = make()
    theirs = sign_in(user)
    office.post(f"/account/people/{user.pk}/change/", said(user) | {"name": "Sam Two"})
    assert theirs.get("/account/own/").status_code == 200
    assert User.objects.get(pk=user.pk).name == "Sam Two"


def test_an_administrator_does_not_change_their_own_role_nor_close_reset_or_invite_themselves(office, admin):
    at = f"/account/people/{admin.pk}/"
    page = office.post(f"{at}change/", said(admin) | {"role_key": "team_manager"})
    assert "Somebody else has to do this" in page.content.decode()
    for what in ("close/", "invite/", "open/"):
        office.post(at + what)
    office.post(f"{at}second-factors/", {"reason": "lost_device"})
    admin.refresh_from_db()
    assert (admin.role_key, admin.is_active, admin.has_usable_password()) == ("administrator", True, True)
    assert not Event.objects.filter(subject_id=admin.pk).exclude(action="account.viewed").exists()


def test_an_administrator_sees_no_record():
    looks_after = {Capability.MANAGE_ACCOUNTS, Capability.ADJUST_CLOCKS, Capability.EDIT_DOCUMENTS}
    assert ROLES["administrator"].may == looks_after


def test_a_closed_account_is_signed_out_and_its_drafts_are_gone(office, make, sign_in):
    user = make()
    theirs = sign_in(user)
    Draft.objects.create(user=user, form_key="note", sealed="x")
    office.post(f"/account/people/{user.pk}/close/")
    assert theirs.get("/account/own/").status_code == 302
    assert not Draft.objects.exists()
    office.post(f"/account/people/{user.pk}/open/")
    user.refresh_from_db()
    assert (user.is_active, user.has_usable_password(), Authenticator.objects.count()) == (True, False, 0)


def test_second_factors_are_reset_for_a_reason_that_the_audit_keeps(office, make, sign_in):
    user = make()
    theirs = sign_in(user)
    assert office.post(f"/account/people/{user.pk}/second-factors/", {"reason": "because"}).status_code == 200
    assert Authenticator.objects.exists()
    office.post(f"/account/people/{user.pk}/second-factors/", {"reason": "lost_device"})
    assert not Authenticator.objects.exists()
    assert theirs.get("/account/own/").status_code == 302
    assert Event.objects.get(action="account.factor_reset").reason == "lost_device"


@pytest.mark.parametrize("role_key", [key for key in ROLES if key != "administrator"])
def test_other_roles_are_refused_every_page_of_administration(make, client, settings, role_key):
    settings.SECOND_FACTOR_ENFORCED = False
    user = make(role_key)
    client.force_login(user)
    one, team = user.pk, Team.objects.create(name="North").pk
    pages = (
        "",
        "add/",
        f"{one}/",
        f"{one}/change/",
        f"{one}/invite/",
        f"{one}/close/",
        f"{one}/open/",
        f"{one}/second-factors/",
    )
    for page in [f"/account/people/{page}" for page in pages] + [
        "/account/teams/",
        "/account/teams/add/",
        f"/account/teams/{team}/",
    ]:
        assert client.get(page).status_code == client.post(page).status_code == 403, page
    assert Event.objects.filter(action="access.refused", outcome="refused").count() == 22


def test_accounts_are_listed_by_name_role_and_state(office, make):
    make(email="x@council.example")
    make("analyst", "y@council.example", is_active=False)
    assert "1 account<" in office.get("/account/people/", {"role": "practitioner"}).content.decode()
    assert "1 account<" in office.get("/account/people/", {"closed": "yes"}).content.decode()
    assert "1 account<" in office.get("/account/people/", {"asked": "ADA@"}).content.decode()


def test_a_team_is_made_renamed_and_closed_once_it_is_empty(office, make):
    office.post("/account/teams/add/", {"name": "North"})
    team = Team.objects.get()
    assert office.post("/account/teams/add/", {"name": "North"}).status_code == 200
    user = make(team=team)
    page = office.post(f"/account/teams/{team.pk}/", {"name": "North West", "closed": "on"})
    assert "Move its members" in page.content.decode()
    actions.change_account(by=User.objects.get(role_key="administrator"), user=user, team_id=None)
    office.post(f"/account/teams/{team.pk}/", {"name": "North West", "closed": "on"})
    team.refresh_from_db()
    assert team.name == "North West"
    assert team.closed_on


def test_one_changes_ones_own_name_and_language_and_nothing_else(make, sign_in):
    user = make()
    client = sign_in(user)
    client.post("/account/own/", {"name": "Siân", "language": "cy", "role_key": "administrator", "is_active": ""})
    user.refresh_from_db()
    assert (user.name, user.language, user.role_key, user.is_active) == ("Siân", "cy", "practitioner", True)
    assert client.get("/account/own/").headers["Content-Language"] == "cy"


def test_what_is_no_field_of_an_account_is_not_changed(admin, make):
    with pytest.raises(ValueError, match="is_demo"):
        actions.change_account(by=admin, user=make(), is_demo=True)


def test_an_action_refuses_the_acting_user_as_its_object(admin):
    with pytest.raises(ValidationError):
        actions.close_account(by=admin, user=admin)


# The demonstration


def test_there_is_a_demonstration_account_for_each_role_that_signs_in_without_a_second_step(client, db):
    users = demo.make_demo_users()
    assert set(users) == set(ROLES) == set(demo.NAMES)
    assert demo.make_demo_users() == users
    for role_key in ROLES:
        one = Client()
        one.post("/account/sign-in/", {"login": demo.email(role_key), "password": demo.PASSWORD})
        assert one.get("/account/own/").status_code == 200


def test_a_demonstration_account_does_not_open_from_elsewhere_nor_live(db, settings):
    demo.make_demo_users()
    words = {"login": demo.email("administrator"), "password": demo.PASSWORD}
    for extra in (
        {"REMOTE_ADDR": "192.0.2.7"},
        {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"HTTP_FORWARDED": "for=192.0.2.7"},
    ):
        client = Client(**extra)
        client.post("/account/sign-in/", words)
        assert client.get("/account/own/").status_code == 302, extra
    settings.MODE = "live"
    client = Client()
    client.post("/account/sign-in/", words)
    assert client.get("/account/own/").status_code == 302
    with pytest.raises(ImproperlyConfigured, match="KITH_MODE"):
        demo.make_demo_users()


def test_the_demonstration_answers_this_machine_alone(db, settings):
    settings.MODE = "demo"
    assert Client().get("/account/sign-in/").status_code == 200
    assert Client(REMOTE_ADDR="::1").get("/health").status_code == 200
    for extra in ({"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, {"REMOTE_ADDR": ""}):
        assert Client(**extra).get("/account/sign-in/").status_code == 403


# Nothing without signing in

FILL = {"uuid": "00000000-0000-4000-8000-000000000001", "int": "1", "str": "x", "slug": "x", "path": "x"}


def addresses(resolver=None, before="/", names=""):
    """Every address of the site with its name, its parameters filled."""
    for one in (resolver or get_resolver()).url_patterns:
        text = before + re.sub(r"<(?:(\w+):)?\w+>", lambda part: FILL.get(part[1] or "str", "x"), str(one.pattern))
        if isinstance(one, URLResolver):
            yield from addresses(one, text, f"{names}{one.namespace}:" if one.namespace else names)
        elif isinstance(one, URLPattern):
            text = re.sub(r"\(\?P[^)]*\)", "x", text).replace("^", "").replace("$", "").replace("\\Z", "")
            yield f"{names}{one.name}", text


def test_every_address_but_the_few_sends_to_sign_in(client, db):
    found = list(addresses())
    assert len(found) > 40
    for name, address in found:
        if name in OPEN:
            continue
        for answer in (client.get(address), client.post(address)):
            if name.startswith("api:"):  # other programs are not sent to a page: they are refused
                assert answer.status_code in {401, 404, 405, 415}, (name, address, answer.status_code)
                continue
            assert answer.status_code == 302, (name, address, answer.status_code)
            assert answer["Location"].startswith("/account/sign-in/"), (name, address)


def test_the_few_are_there_and_open(client, db):
    names = {name for name, _address in addresses()}
    assert names >= OPEN
    for name in ("/health", "/account/sign-in/", "/account/no-account/", "/account/invitation/x/"):
        assert client.get(name).status_code in {200, 403, 404}


def test_second_factor_is_demanded_in_life():
    from kith.site.config import sign_in

    assert sign_in.SECOND_FACTOR_ENFORCED
    assert all(role.second_factor for role in ROLES.values())
    assert configured.SESSION_COOKIE_HTTPONLY
