"""What authorities and police ask of each other, what a family's move hangs on, and who is told at once of what cannot wait."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kith.record.access import actions as access
from kith.record.accounts.models import User
from kith.record.audit.models import Event
from kith.record.notices.models import Notice
from kith.record.people.models import Person
from kith.record.placements.models import Stay
from kith.record.relocations import deadlines
from kith.record.relocations.actions import add, change, take
from kith.record.relocations.alerting import tell_of_silence
from kith.record.relocations.models import Challenge, Decision, Relocation, Request
from kith.record.relocations.parts import PARTS
from kith.record.worklists.wording import dated_title

New = Callable[..., Person]
TODAY = timezone.localdate()
DAY = timedelta(days=1)


def in_boxes(name: str, day: date) -> dict[str, int]:
    return {f"{name}_{part}": getattr(day, part) for part in ("day", "month", "year")}


@pytest.fixture
def client(worker: User) -> Client:
    made = Client()
    made.force_login(worker)
    return made


def test_a_request_is_made_stands_on_my_work_by_its_day_and_is_answered(new: New, worker: User, client: Client) -> None:
    person = new()
    moves = reverse("relocations:moves", args=[person.pk])
    assert "neither ours nor theirs" in client.get(moves).content.decode()
    address = f"{PARTS.href(PARTS['requests'], person, 'add')}?from=moves"
    assert address in client.get(moves).content.decode().replace("&amp;", "&")
    said = {
        "way": "theirs",
        "party": "police_there",
        "kind": "missing",
        "what": "Who interviews them?",
        **in_boxes("asked_on", TODAY),
    }
    early = client.post(address, {**said, **in_boxes("by_on", TODAY - DAY)})
    assert (early.status_code, Request.objects.count()) == (422, 0)
    assert client.post(address, {**said, **in_boxes("by_on", TODAY)})["Location"] == moves
    row = Request.objects.get()
    (due,) = deadlines.told_of([person.pk], TODAY)[1][person.pk]
    assert (due.key, due.on, due.page) == ("move_request_theirs", TODAY, "relocations:moves")
    assert dated_title(due).startswith("Somebody asked us, and waits for an answer: Help when they are missing")
    shown = client.get(moves).content.decode()
    answering = reverse("relocations:say", args=[person.pk, "request_answered", row.pk])
    assert [
        text
        for text in ("We are asked (Police where they are)", "Who interviews them?", answering)
        if text not in shown
    ] == []
    without_a_day = client.post(answering, {"seen": 1, "answer": "done"})
    assert without_a_day.status_code == 422
    done = {"seen": 1, "answer": "in_part", "answer_words": "We do, on Monday", **in_boxes("answered_on", TODAY)}
    assert client.post(answering, done)["Location"] == moves
    assert not deadlines.told_of([person.pk], TODAY)[1].get(person.pk)
    assert "In part. We do, on Monday" in client.get(moves).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"answer": "done"},
        {"answered_on": TODAY},
        {"by_on": TODAY - DAY},
        {"answer": "done", "answered_on": TODAY - DAY},
    ],
)
def test_the_database_refuses_a_request_that_is_not_whole(wrong: dict[str, Any], new: New) -> None:
    person = new()
    with pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.create(person=person, party="police", asked_on=TODAY, **wrong)


def test_what_a_familys_move_hangs_on_shows_in_three_states_and_in_words(
    new: New, worker: User, client: Client
) -> None:
    person = new()
    move = add(
        by=worker,
        row=Relocation(
            person=person, from_on=TODAY, who_moved="whole_family", tenancy_kept="no", tenancy="Given up in May"
        ),
    )
    shown = client.get(reverse("relocations:moves", args=[person.pk])).content.decode()
    assert "No. Given up in May" in shown
    assert "Not recorded" in shown.split("A parent’s job is kept")[1][:300]
    asks = client.get(PARTS.href(PARTS["relocations"], person, "change", move.pk)).context["form"].fields
    assert {"tenancy_kept", "work_kept", "parents_work", "schools_found", "siblings_school"} <= asks.keys()


def test_the_list_of_who_is_placed_where_names_the_emergency_that_shows_somebody(
    new: New, worker: User, stranger: User, manager: User
) -> None:
    person = new()
    add(by=worker, row=Relocation(person=person, from_on=TODAY, locality="out"))
    access.restrict(by=manager, person_id=person.pk, reason="safety")
    glass = access.break_glass(by=stranger, person_id=person.pk, reason="Now", hours=1)
    client = Client()
    client.force_login(stranger)
    client.get(reverse("relocations:placed"))
    listed = Event.objects.get(action="people.listed")
    assert (listed.person_id, listed.break_glass) == (person.pk, glass.pk)


def test_who_was_placed_here_and_who_of_ours_is_elsewhere_stand_side_by_side_with_what_waits(
    new: New, worker: User, client: Client, stranger: User, django_assert_max_num_queries: Any
) -> None:
    address = reverse("relocations:placed")
    ours, theirs, hidden, back = new("Rowan", "Ash"), new("Sam", "Oak"), new("Alex", "Elm"), new("Lee", "Fir")
    add(by=worker, row=Relocation(person=ours, from_on=TODAY, locality="out", host_authority="E08000001"))
    add(by=worker, row=Request(person=ours, party="area_authority", asked_on=TODAY))
    here = add(by=worker, row=Relocation(person=theirs, from_on=TODAY, placed_by="E08000003"))
    add(
        by=worker,
        row=Relocation(person=hidden, from_on=TODAY, locality="out", host_authority="E08000003", nation_to="wales"),
    )
    add(
        by=worker,
        row=Stay(
            person=hidden, kind="care_placement", from_on=TODAY, withheld="from_parents", host_authority="E08000003"
        ),
    )
    add(by=worker, row=Relocation(person=back, from_on=TODAY - 9 * DAY, to_on=TODAY - DAY, locality="out"))
    client.get(address)
    with django_assert_max_num_queries(40):
        answer = client.get(address)
    lines = {line[0]["text"]: line[1:] for line in (*answer.context["here"], *answer.context["there"])}
    assert {name: line[0] for name, line in lines.items()} == {
        "Sam Oak": "Manchester", "Rowan Ash": "Bolton", "Alex Elm": "Area withheld, Wales",
    }  # fmt: skip
    assert (lines["Rowan Ash"][3]["text"], lines["Sam Oak"][3]["text"]) == ("1", "0")
    assert (
        "Placed here by Manchester." in client.get(reverse("relocations:moves", args=[here.person_id])).content.decode()
    )
    assert address in client.get(reverse("web:home")).content.decode()
    other = Client()
    other.force_login(stranger)
    assert "Oak" not in other.get(address).content.decode()


# Who is told


@pytest.fixture
def officer(make_user: Callable[..., User]) -> User:
    return make_user("independent_reviewing_officer", team="")


@pytest.fixture
def reviewed(new: New, manager: User, officer: User) -> Person:
    person = new("Jess", "Birch")
    access.allocate(by=manager, person_id=person.pk, kind="reviewing", user=officer)
    Notice.objects.all().delete()
    return person


def told() -> set[tuple[Any, str, bool]]:
    found = {(row.user_id, row.kind, row.urgent) for row in Notice.objects.all()}
    Notice.objects.all().delete()
    return found


def test_a_proposal_goes_to_whoever_reviews_one_to_approve_to_the_manager_and_an_emergency_to_all_at_once(
    reviewed: Person, worker: User, manager: User, officer: User, settings: Any, mailoutbox: list[Any],
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    settings.MAIL_WORKS = True
    row = add(by=worker, row=Decision(person=reviewed, happening="Men wait"))
    row = take(by=worker, decision=row, seen=1, step="propose", have=frozenset())
    assert told() == {(officer.pk, "look_wanted", False)}
    heard = frozenset({"independent_look", "young_person_heard", "parents_heard"})
    row = take(by=worker, decision=row, seen=2, step="ask", have=heard)
    assert told() == {(manager.pk, "approval_wanted", False)}
    with django_capture_on_commit_callbacks(execute=True):
        take(by=manager, decision=row, seen=3, step="move_now", have=heard, decides=True, said={"say_later": True})
    assert {letter.to[0] for letter in mailoutbox} == {worker.email, officer.email}
    assert [letter for letter in mailoutbox if "Jess" in letter.subject + letter.body or "Birch" in letter.body] == []
    assert told() == {(worker.pk, "approval_owed", True), (officer.pk, "approval_owed", True)}


def test_an_emergency_with_all_that_the_law_wants_says_so_and_one_of_last_week_rings_nobody(
    reviewed: Person, worker: User, manager: User, officer: User
) -> None:
    there = frozenset({"emergency_why", "approved_at_once", "wishes"})
    for today, kinds in ((TODAY, {"moved_in_emergency"}), (TODAY - 7 * DAY, set())):
        row = add(by=worker, row=Decision(person=reviewed))
        take(
            by=manager,
            decision=row,
            seen=1,
            step="move_now",
            have=there,
            decides=True,
            today=today,
            said={"emergency_why": "A knife"},
        )
        assert {kind for _user, kind, _urgent in told()} == kinds
        Decision.objects.all().delete()


def test_a_challenge_that_nobody_answered_by_its_day_is_told_once_to_those_who_can_take_it_further(
    reviewed: Person, worker: User, manager: User, officer: User, make_user: Callable[..., User]
) -> None:
    elsewhere = make_user("team_manager", team="South")
    row = add(
        by=officer,
        row=Challenge(person=reviewed, what="Who works with his friends?", on=TODAY - 9 * DAY, answer_by=TODAY - DAY),
    )
    assert (tell_of_silence(TODAY - DAY), told()) == (0, set())
    assert [tell_of_silence(TODAY), tell_of_silence(TODAY)] == [2, 0]
    assert told() == {(manager.pk, "challenge_silent", True), (officer.pk, "challenge_silent", True)}
    change(by=worker, row=row, seen=1, values={"answered_on": TODAY, "answer": "We do"})
    assert tell_of_silence(TODAY) == 0
    assert not Notice.objects.filter(user=elsewhere).exists()
