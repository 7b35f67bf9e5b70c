"""Lock-out by account, answers that give nothing away, and sessions that end."""

from __future__ import annotations

import re
import threading
import time
from uuid import uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings as configured
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client

from kith.record.accounts import presence
from kith.record.accounts.events import BEGAN, SEEN
from kith.record.accounts.models import User

PASSWORD = "correct horse battery staple"  # noqa: S105 - a test's


def enter(client, email, password=PASSWORD, **extra):
    return client.post("/account/sign-in/", {"login": email, "password": password}, **extra)


def is_in(client):
    return client.get("/account/own/").status_code == 200


def shift(client, key, seconds):
    session = client.session
    session[key] = time.time() - seconds
    session.save()


@pytest.fixture
def analyst(make, settings):
    """A user whose role needs a second factor like every other, with none of it asked here."""
    settings.SECOND_FACTOR_ENFORCED = False
    return make("analyst", "analyst@council.example")


def test_ten_wrong_passwords_lock_the_account_and_no_other(make, analyst, told):
    other = make("analyst", "other@council.example")
    for _n in range(configured.LOCKED_AFTER):
        enter(Client(), analyst.email, "wrong")
    assert told()[-1] == ("account.locked", "refused")
    client = Client()
    answer = enter(client, analyst.email)
    assert not is_in(client)
    assert "15 minutes" in answer.content.decode()
    enter(client, other.email)
    assert is_in(client)


def test_a_lock_holds_whatever_address_and_spelling_it_comes_from(analyst):
    for number in range(configured.LOCKED_AFTER):
        enter(Client(REMOTE_ADDR=f"10.0.0.{number}"), analyst.email.upper(), "wrong")
    client = Client(REMOTE_ADDR="10.9.9.9")
    enter(client, analyst.email)
    assert not is_in(client)


def test_forty_people_of_one_address_sign_in_within_a_minute(make, analyst):
    for number in range(40):
        make("analyst", f"a{number}@council.example")
        client = Client(REMOTE_ADDR="192.0.2.1")
        enter(client, f"a{number}@council.example")
        assert is_in(client)


def test_after_the_quarter_of_an_hour_the_account_opens_again(analyst, monkeypatch):
    for _n in range(configured.LOCKED_AFTER):
        enter(Client(), analyst.email, "wrong")
    now = time.time()
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: now + configured.LOCKED_FOR + 1)
    client = Client()
    enter(client, analyst.email)
    assert is_in(client)


def test_wrong_codes_lock_the_codes_too(make, app, shown):
    user = make()
    secret = app(user)
    client = Client()
    enter(client, user.email)
    for number in range(configured.LOCKED_AFTER):
        client.post("/account/second-factor/authenticate/", {"code": f"00000{number % 10}"})
    client.post("/account/second-factor/authenticate/", {"code": shown(secret)})
    assert not is_in(client)


def test_known_and_unknown_addresses_get_the_same_page(analyst):
    said = set()
    for email in (analyst.email, "nobody@council.example"):
        page = enter(Client(), email, "wrong password").content.decode().replace(email, "")
        said.add(re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")\w+', "", page))
    assert len(said) == 1


def test_an_unknown_address_takes_as_long_as_a_wrong_password(client, make, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
    user = make()

    def seconds(email):
        began = time.process_time()
        enter(Client(), email, "wrong password")
        return time.process_time() - began

    seconds(user.email)
    known = min(seconds(user.email) for _n in range(3))
    unknown = min(seconds(f"nobody{n}@council.example") for n in range(3))
    assert 0.5 < unknown / known < 2


@pytest.fixture
def mailed(settings):
    settings.MAIL_WORKS = True
    settings.DEFAULT_FROM_EMAIL = "kith@council.example"


def test_without_mail_there_is_no_page_for_a_forgotten_password(client, db):
    assert client.get("/account/forgotten/").status_code == 404
    assert client.post("/account/forgotten/", {"email": "x@council.example"}).status_code == 404


def test_a_forgotten_password_is_changed_by_a_link_that_works_once(client, analyst, mailed):
    client.post("/account/forgotten/", {"email": analyst.email})
    settle()
    (letter,) = mail.outbox
    link = next(line for line in letter.body.splitlines() if "/forgotten/" in line)
    page = client.get(link, follow=True)
    words = {"password1": "three other long words", "password2": "three other long words"}
    client.post(page.redirect_chain[-1][0], words)
    enter(client, analyst.email, words["password1"])
    assert is_in(client)
    assert Client().get(link, follow=True).context.get("token_fail")


def test_a_link_is_sent_only_to_an_account_and_the_answer_is_the_same(client, analyst, mailed):
    answers = [
        client.post("/account/forgotten/", {"email": email}) for email in (analyst.email, "nobody@council.example")
    ]
    settle()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert [letter.to for letter in mail.outbox] == [[analyst.email]]


def test_links_are_limited_by_account_whether_there_is_one_or_not(client, analyst, mailed):
    for email in (analyst.email, "nobody@council.example"):
        codes = [client.post("/account/forgotten/", {"email": email}).status_code for _n in range(4)]
        assert codes == [302, 302, 302, 429]
    settle()


def settle():
    """Waits for letters under way."""
    for thread in threading.enumerate():
        if thread.name == "kith-mail":
            thread.join()


def test_an_idle_session_ends_and_is_told(client, analyst, told):
    enter(client, analyst.email)
    shift(client, SEEN, 29 * 60)
    assert is_in(client)
    shift(client, SEEN, 31 * 60)
    assert not is_in(client)
    assert told()[-1] == ("account.session_ended", "done")
    assert "_auth_user_id" not in client.session


def test_a_session_ends_after_its_hours_however_busy(client, analyst):
    enter(client, analyst.email)
    shift(client, BEGAN, 10 * 3600 + 60)
    assert not is_in(client)


def test_being_asked_who_is_there_does_not_keep_a_session_alive(client, analyst):
    enter(client, analyst.email)
    shift(client, SEEN, 20 * 60)
    before = client.session[SEEN]
    client.post(f"/account/here/{presence.address(analyst, uuid4())}/")
    assert client.session[SEEN] == before
    client.get("/account/own/")
    assert client.session[SEEN] > before


def test_ones_sessions_are_listed_with_device_and_one_of_them_is_ended(client, analyst):
    elsewhere = Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537 Edg/130")
    enter(elsewhere, analyst.email)
    enter(client, analyst.email, HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux) Firefox/133")
    mine, other = client.get("/account/own/").context["sessions"]
    assert (mine.device, mine.is_this, other.device, other.is_this) == ("Firefox, Linux", True, "Edge, Windows", False)
    client.post(f"/account/sessions/{other.number}/end/")
    assert is_in(client)
    assert not is_in(elsewhere)


def test_nobody_ends_a_session_of_somebody_else(client, make, analyst):
    victim = Client()
    enter(victim, make("analyst", "victim@council.example").email)
    enter(client, analyst.email)
    client.post(f"/account/sessions/{UserSession.objects.get(user__email__startswith='victim').pk}/end/")
    assert is_in(victim)


def test_signing_out_everywhere_ends_every_session(client, analyst, told):
    elsewhere = Client()
    enter(elsewhere, analyst.email)
    enter(client, analyst.email)
    client.post("/account/sessions/end/")
    assert not is_in(client)
    assert not is_in(elsewhere)
    assert ("account.signed_out_everywhere", "done") in told()


def test_a_new_password_ends_every_other_session(client, analyst):
    elsewhere = Client()
    enter(elsewhere, analyst.email)
    enter(client, analyst.email)
    words = {"oldpassword": PASSWORD, "password1": "three other long words", "password2": "three other long words"}
    client.post("/account/password/", words)
    assert is_in(client)
    assert not is_in(elsewhere)


@pytest.mark.parametrize("password", ["short pass", "password1234", "analyst@council.example", "Sam One"])
def test_short_common_and_obvious_passwords_are_refused(client, analyst, password):
    enter(client, analyst.email)
    client.post("/account/password/", {"oldpassword": PASSWORD, "password1": password, "password2": password})
    assert User.objects.get().check_password(PASSWORD)


def test_a_long_password_needs_no_digits_or_signs(client, analyst):
    enter(client, analyst.email)
    words = "quiet lemon staircase"
    client.post("/account/password/", {"oldpassword": PASSWORD, "password1": words, "password2": words})
    assert User.objects.get().check_password(words)


def test_a_fragment_never_gets_the_sign_in_page_into_it(client, analyst):
    enter(client, analyst.email)
    shift(client, SEEN, 31 * 60)
    asked = client.post(f"/account/here/{presence.address(analyst, uuid4())}/", headers={"HX-Request": "true"})
    assert (asked.status_code, asked.content) == (286, b"")
    pressed = client.get("/account/own/", headers={"HX-Request": "true"})
    assert (pressed.status_code, pressed["HX-Redirect"]) == (204, "/account/sign-in/")
    assert client.get("/account/own/?a=b")["Location"] == "/account/sign-in/?next=/account/own/%3Fa%3Db"


def test_after_an_ended_session_one_comes_back_to_the_same_page(client, analyst):
    enter(client, analyst.email)
    shift(client, SEEN, 31 * 60)
    address = client.get("/account/second-factor/")["Location"]
    assert "signed out to keep records safe" in client.get(address).content.decode()
    answer = client.post(address, {"login": analyst.email, "password": PASSWORD, "next": "/account/second-factor/"})
    assert answer["Location"] == "/account/second-factor/"
    away = Client().post(
        "/account/sign-in/", {"login": analyst.email, "password": PASSWORD, "next": "https://x.example/"}
    )
    assert away["Location"] == "/"


def test_a_password_is_checked_as_it_was_typed(make, settings):
    settings.SECOND_FACTOR_ENFORCED = False
    user = make("analyst", "blank@council.example")
    user.set_password(" Two blanks and Capitals ")
    user.save()
    for other in ("Two blanks and Capitals", " two blanks and capitals ", " Two blanks and Capitals"):
        client = Client()
        enter(client, user.email, other)
        assert not is_in(client), other
    client = Client()
    enter(client, user.email, " Two blanks and Capitals ")
    assert is_in(client)


@pytest.mark.parametrize("known", ["HackneyCouncil2026!", "kith-safeguarding-1", "Children.Services.99"])
def test_a_password_of_words_that_everybody_here_knows_is_refused(known, db):
    with pytest.raises(ValidationError) as refused:
        validate_password(known)
    assert "known_words" in {error.code for error in refused.value.error_list}


@pytest.mark.parametrize(
    "own", ["correct horse battery staple", "the council lost my umbrella", "kith and a purple wheelbarrow"]
)
def test_words_of_ones_own_may_stand_beside_them(own, db):
    validate_password(own)


def test_sessions_are_ended_only_by_whoever_proves_again_who_they_are(make, settings):
    settings.SECOND_FACTOR_ENFORCED = False
    user = make("analyst", "ends@council.example")
    client = Client()
    enter(client, user.email)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    for address in ("/account/sessions/end/", "/account/sessions/1/end/"):
        answer = client.post(address)
        assert answer.status_code == 302
        assert "/account/confirm/" in answer["Location"]
    assert is_in(client)


def test_a_trace_is_refused(analyst):
    client = Client()
    assert client.trace("/account/sign-in/").status_code == 405
    assert client.trace("/health").status_code == 405
    enter(client, analyst.email)
    assert client.trace("/account/own/").status_code == 405


def test_one_account_may_search_and_export_only_so_often(make, settings, monkeypatch, told):
    settings.SECOND_FACTOR_ENFORCED = False
    monkeypatch.setattr("kith.record.accounts.limits._count", lambda request, what: {"search": 201, "export": 21}[what])
    client = Client()
    enter(client, make("team_manager", "many@council.example").email)
    assert client.get("/search/").status_code == 200
    assert client.post("/search/", {"q": "Sam"}).status_code == 429
    assert client.get("/people/export.csv").status_code == 429
    assert told()[-2:] == [("access.refused", "refused")] * 2


def test_what_one_account_asks_is_counted_for_it_alone(make, rf):
    from kith.record.accounts.limits import _count

    request, other = rf.post("/"), rf.post("/")
    request.user, other.user = make("analyst", "one@council.example"), make("analyst", "two@council.example")
    assert [_count(request, "search") for _n in range(3)] == [1, 2, 3]
    assert _count(other, "search") == _count(request, "export") == 1
