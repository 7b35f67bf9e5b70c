"""Opening, in an emergency, the record of somebody whom search does not show: exactly, told of, limited, and never telling."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.record.access import actions as access
from kith.record.access.models import Glass, Tried
from kith.record.access.queries import facts, to_review, tries_told
from kith.record.access.rules import TRIES_AN_HOUR, Act, Section, decide
from kith.record.accounts.models import User
from kith.record.accounts.roles import ROLES, Capability
from kith.record.audit.models import Event
from kith.record.notices.models import Notice
from kith.record.people.merging import merge
from kith.record.people.models import Identifier, Name, Person
from kith.record.people.unseen import exactly

BORN = date(2010, 3, 4)
SAID = {"given": "Jess", "family": "Birch", "born_on_day": "4", "born_on_month": "3", "born_on_year": "2010",
        "number": "", "reason": "Missing since ten", "hours": "2"}  # fmt: skip


@pytest.fixture
def jess(new: Callable[..., Person]) -> Person:
    return new(born_on=BORN)


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _ask(client: Client, **changed: str) -> Any:
    return client.post("/search/emergency/", {**SAID, **changed})


def _found(**said: Any) -> set[Any]:
    return set(exactly(**{"given": "Jess", "family": "Birch", "born_on": BORN, **said}).values_list("pk", flat=True))


def test_all_that_is_given_has_to_fit_and_no_slip_is_forgiven(new: Callable[..., Person]) -> None:
    jess = new("Jess Ann", "Birch", Identifier(scheme="la", value="A-123 4"), born_on=BORN, called="Jess")
    new("Jess Ann", "Birch", born_on=date(2011, 3, 4))
    assert _found() == _found(given="jess  ann", family=" BIRCH ") == {jess.pk}
    assert _found(born_on=None, number="a1234") == _found(number="A1234") == {jess.pk}
    for wrong in (
        {"given": "Jes"},
        {"given": "Jess A"},
        {"given": "Ann"},
        {"given": "Birch", "family": "Jess"},
        {"family": "Birtch"},
        {"born_on": date(2010, 4, 3)},
        {"born_on": date(2010, 3, 5)},
        {"number": "A1235"},
        {"born_on": None, "number": "A123"},
    ):
        assert _found(**wrong) == set(), wrong
    for empty in ({"given": " "}, {"family": ""}, {"born_on": None}):
        with pytest.raises(ValueError, match="whole name"):
            _found(**empty)


def test_a_former_name_finds_the_record_that_was_kept(new: Callable[..., Person], manager: User, worker: User) -> None:
    kept, merged = new("Jess", "Birch", born_on=BORN), new("Jessica", "Rowan")
    kept.refresh_from_db()
    merge(by=manager, kept=kept, merged=merged, seen=(kept.version, merged.version), take=[], why="Same")
    assert _found(given="Jessica", family="Rowan") == {kept.pk}


def test_whoever_is_named_exactly_is_opened_told_of_and_reviewed(jess: Person, manager: User, stranger: User) -> None:
    access.restrict(by=manager, person_id=jess.pk, reason="safety")
    boss = User.objects.create_user("boss@example.org", name="Boss", role_key="team_manager")
    User.objects.filter(pk=stranger.pk).update(manager=boss)
    client = _client(User.objects.get(pk=stranger.pk))
    assert client.post("/search/", {"q": "Jess Birch"}, follow=True).context["rows"] == []
    sent = _ask(client)
    answer = client.get(sent["Location"])
    assert f"/people/{jess.pk}/" in answer.content.decode()
    assert client.get(f"/people/{jess.pk}/").status_code == 200
    glass = Glass.objects.get()
    assert glass.until - glass.made_at == timedelta(hours=2)
    assert decide(facts(stranger, jess.pk), Section.RECORD, Act.READ).why == "break_glass"
    assert Notice.objects.get(user=boss).kind == "glass_broken"
    assert list(to_review(boss)) == [glass]
    assert not tries_told(boss).exists()
    assert Event.objects.filter(action="glass.broken", outcome="done", person_id=jess.pk).count() == 1
    Glass.objects.update(until=timezone.now())
    assert f"/people/{jess.pk}/" not in client.get(sent["Location"]).content.decode()


CASES = ("nobody", "kept_from", "restricted_and_kept_from", "several", "entered_in_error")


@pytest.fixture
def closed(jess: Person, new: Callable[..., Person], manager: User, stranger: User) -> Callable[[str], dict[str, str]]:
    """Makes each case in which nothing opens; gives what to change in what is typed."""

    def make(case: str) -> dict[str, str]:
        if case == "nobody":
            return {"family": "Hazel"}
        if case == "several":
            new(born_on=BORN)
        elif case == "entered_in_error":
            Person.objects.filter(pk=jess.pk).update(error_at=timezone.now(), error_by=manager.pk, error_why="Twice")
        else:
            access.keep_from(by=manager, person_id=jess.pk, user=stranger, reason="A cousin")
            if case == "restricted_and_kept_from":
                access.restrict(by=manager, person_id=jess.pk, reason="safety")
        return {}

    return make


def _statements(queries: CaptureQueriesContext) -> list[str]:
    """What was asked of the database, without values: as good as a time, and the same on a busy machine."""
    return [
        re.sub(r"'[^']*'|\b\d+\b|\bNULL\b|x'\w*'|\bs\d+_x\d+", "?", each["sql"]) for each in queries.captured_queries
    ]


@pytest.mark.parametrize("case", CASES)
def test_nothing_tells_apart_why_nothing_was_opened(
    case: str, closed: Callable[[str], dict[str, str]], stranger: User
) -> None:
    changed, client, seen = closed(case), _client(stranger), []
    _ask(client, family="Warm", given="Up")  # what is kept after a first time is kept for both
    for said in ({"family": "Nobody"}, changed):
        with CaptureQueriesContext(connection) as asked:
            sent = _ask(client, **said)
        with CaptureQueriesContext(connection) as read:
            answer = client.get(sent["Location"])
        bare = re.sub(rb"[A-Za-z0-9]{64}|[0-9a-f-]{36}", b"", answer.content)
        sealed = {key: value for key, value in sent.headers.items() if key not in {"Location", "Set-Cookie"}}
        seen.append((sent.status_code, sealed, answer.status_code, bare, _statements(asked), _statements(read)))
    assert seen[0] == seen[1]
    assert seen[0][0] == 302
    assert not Glass.objects.exists()
    event = Event.objects.filter(action="glass.tried").latest("seq")
    expected = {"nobody": "no_such_record", "entered_in_error": "no_such_record", "several": "several"}
    assert (event.outcome, event.reason) == ("refused", expected.get(case, "kept_from"))


def test_the_manager_is_told_of_a_try_that_opened_nothing_and_not_why(
    jess: Person, manager: User, stranger: User, make_user: Callable[..., User]
) -> None:
    boss = make_user("team_manager", team="South")
    access.keep_from(by=manager, person_id=jess.pk, user=stranger, reason="A cousin")
    client = _client(stranger)
    for said in ({}, {"family": "Hazel"}):
        _ask(client, **said)
    pages = []
    for row in Tried.objects.order_by("made_at"):
        assert Notice.objects.filter(user=boss, kind="glass_tried", subject_id=row.pk, urgent=True).count() == 1
        page = _client(boss).get(f"/access/tries/{row.pk}/").content.decode()
        assert stranger.name in page
        assert "Missing since ten" in page
        pages.append(re.sub(r"[A-Za-z0-9]{64}|[0-9a-f-]{36}|\d\d:\d\d", "", page))
    assert pages[0] == pages[1]
    # Whoever keeps the record from them is told as well, since that is a conflict of interest at work.
    assert Notice.objects.filter(user=manager, kind="glass_refused").count() == 1
    assert "Tries that opened nothing" in _client(boss).get("/access/reviews/").content.decode()
    other = make_user("team_manager", team="West")
    assert _client(other).get(f"/access/tries/{row.pk}/").status_code == 404
    assert _client(stranger).get(f"/access/tries/{row.pk}/").status_code == 404


def test_what_is_typed_of_a_person_is_kept_nowhere(jess: Person, manager: User, stranger: User) -> None:
    _ask(_client(stranger), family="Quickthorn", number="Z99881")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names from the database itself
            assert not re.search("Quickthorn|Z99881", str(cursor.fetchall())), table


def test_tries_are_limited_by_account_whether_or_not_they_open_anything(
    jess: Person, manager: User, stranger: User, make_user: Callable[..., User]
) -> None:
    client = _client(stranger)
    assert _ask(client).status_code == 302
    for _ in range(TRIES_AN_HOUR - 1):
        assert _ask(client, family="Hazel").status_code == 302
    for said in ({}, {"family": "Hazel"}):
        refused = _ask(client, **said)
        assert refused.status_code == 429
        assert "too often" in refused.content.decode()
    assert Tried.objects.count() == TRIES_AN_HOUR
    assert Glass.objects.count() == 1
    assert Event.objects.filter(action="glass.tried", reason="too_many", outcome="refused").count() == 2
    assert _ask(_client(make_user("practitioner", team="West"))).status_code == 302  # another account is another count
    Tried.objects.update(made_at=timezone.now() - timedelta(hours=1, minutes=1))
    assert _ask(client).status_code == 302


@pytest.mark.parametrize(
    "missing", ["given", "family", "reason", "hours", "born_on_year"], ids=lambda field: f"without_{field}"
)
def test_all_of_it_has_to_be_given(missing: str, jess: Person, stranger: User) -> None:
    answer = _ask(_client(stranger), **{missing: ""})
    assert answer.status_code == 200
    assert "govuk-error-summary" in answer.content.decode()
    assert not Tried.objects.exists()


@pytest.mark.parametrize("role", ROLES)
def test_the_page_is_for_roles_that_may_break_the_glass(
    role: str, jess: Person, make_user: Callable[..., User]
) -> None:
    client = _client(make_user(role))
    may = Capability.BREAK_GLASS in ROLES[role].may
    assert client.get("/search/emergency/").status_code == (200 if may else 404)
    assert _ask(client).status_code == (302 if may else 404)
    if Capability.READ_RECORDS in ROLES[role].may:
        assert ("/search/emergency/" in client.get("/search/").content.decode()) == may


def test_another_persons_answer_is_not_theirs_to_read(jess: Person, stranger: User, worker: User) -> None:
    sent = _ask(_client(stranger))
    assert _client(worker).get(sent["Location"]).status_code == 404


def test_names_entered_in_error_find_nobody(jess: Person, worker: User) -> None:
    Name.objects.update(error_at=timezone.now(), error_by=worker.pk, error_why="Wrong")
    assert _found() == set()


def test_what_was_looked_for_lies_sealed_in_the_session(jess: Person, worker: User, manager: User) -> None:
    client = _client(worker)
    sent = client.post("/search/", {"q": "Jess Birch"})
    kept = str(dict(client.session.items()))
    assert "Birch" not in kept
    assert "Jess" in client.get(sent["Location"]).content.decode()
    other = _client(manager)
    session = other.session
    session["people_searches"] = client.session["people_searches"]
    session.save()
    assert other.get(sent["Location"])["Location"] == "/search/"  # it opens for nobody else


def test_a_list_names_the_emergency_that_alone_shows_somebody_and_that_of_nobody_else(
    new: Callable[..., Person], worker: User, stranger: User, manager: User
) -> None:
    seen, own = new(), new("Kim", "Alder", by=stranger)
    access.restrict(by=manager, person_id=seen.pk, reason="safety")
    glass = access.break_glass(by=stranger, person_id=seen.pk, reason="Now", hours=1)
    client = _client(stranger)
    client.get("/people/")
    client.post("/search/", {"q": "Birch"}, follow=True)
    told = Event.objects.filter(action__in=["people.listed", "search.found"]).values_list("person_id", "break_glass")
    assert set(told) == {(seen.pk, glass.pk), (own.pk, None)}
    assert told.filter(action="search.found", break_glass=glass.pk).exists()
