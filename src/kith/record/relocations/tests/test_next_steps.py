"""Each page offers the next step: where one goes on to, what is said of a row on a short page, what waits, and what is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kith.record.access import actions as access
from kith.record.access.once import read_once
from kith.record.accounts.models import User
from kith.record.audit.models import Change
from kith.record.people.models import Person
from kith.record.relocations import deadlines, models, queries, waiting
from kith.record.relocations.actions import add, change, take
from kith.record.relocations.models import (
    Challenge,
    Condition,
    Decision,
    IndependentLook,
    NextHome,
    Relocation,
    Told,
    Tried,
    View,
)
from kith.record.relocations.parts import PARTS
from kith.record.relocations.thinking import had
from kith.record.rows.actions import Stale

New = Callable[..., Person]
TODAY = timezone.localdate()
DAY = timedelta(days=1)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def in_boxes(name: str, day: date) -> dict[str, int]:
    return {f"{name}_{part}": getattr(day, part) for part in ("day", "month", "year")}


def see(decision: Decision) -> frozenset[str]:
    return had(queries.case_of(Decision.objects.get(pk=decision.pk)))


def say(user: User, row: Any, what: str, **said: Any) -> Any:
    return signed_in(user).post(
        reverse("relocations:say", args=[row.person_id, what, row.pk]), {"seen": row.version, **said}
    )


@pytest.fixture
def officer(make_user: Callable[..., User]) -> User:
    return make_user("independent_reviewing_officer", team="")


def decision_of(worker: User, person: Person, **more: Any) -> Decision:
    row = add(by=worker, row=Decision(person=person, happening="Men wait at the station", **more))
    return take(by=worker, decision=row, seen=1, step="propose", have=frozenset())


# Where one goes on to


def test_a_decision_begun_leads_to_its_page_and_what_is_added_there_belongs_to_it_and_leads_back(
    new: New, worker: User
) -> None:
    person, client = new(), signed_in(worker)
    add(by=worker, row=Relocation(person=person, from_on=TODAY - 90 * DAY, to_on=TODAY - 9 * DAY))
    old = add(by=worker, row=Decision(person=person, happening="Long ago"))
    begun = client.post(PARTS.href(PARTS["decisions"], person, "add"), {"happening": "Men wait at the station"})
    row = Decision.objects.exclude(pk=old.pk).get()
    page = reverse("relocations:decision", args=[person.pk, row.pk])
    assert begun["Location"] == page
    shown = client.get(page).content.decode()
    address = f"{PARTS.href(PARTS['views'], person, 'add')}?decision={row.pk}"
    assert address in shown.replace("&amp;", "&")
    form = client.get(f"{address}&voice=young_person").context["form"]
    assert (form.initial["decision_id"], form.initial["relocation_id"]) == (str(row.pk), "")
    assert (form.initial["voice"], form.initial["on"]) == ("young_person", TODAY)
    other = client.get(f"{PARTS.href(PARTS['tried'], person, 'add')}?decision={old.pk}&kind=nonsense").context["form"]
    assert other.initial["decision_id"] == str(old.pk)
    assert "kind" not in other.initial
    saved = client.post(f"{PARTS.href(PARTS['tried'], person, 'add')}?decision={row.pk}",
                        {"kind": "housing", "decision_id": str(row.pk)})  # fmt: skip
    assert saved["Location"] == page
    assert Tried.objects.get().decision_id == row.pk


@pytest.mark.parametrize("asked", ["", "?decision=nonsense", "?from=https://elsewhere.example"])
def test_an_address_made_up_leads_to_the_parts_own_page(asked: str, new: New, worker: User) -> None:
    person = new()
    saved = signed_in(worker).post(f"{PARTS.href(PARTS['tried'], person, 'add')}{asked}", {"kind": "housing"})
    assert saved["Location"] == PARTS.href(PARTS["tried"], person)


# What is said of a row


def test_a_move_begins_runs_past_its_end_is_planned_anew_and_ends_by_short_pages(new: New, worker: User) -> None:
    move = add(by=worker, row=Relocation(person=new(), planned_from=TODAY - 40 * DAY))
    shown = signed_in(worker).get(reverse("relocations:moves", args=[move.person_id])).content.decode()
    assert [text for text in ("It began", "The plan is given up") if text not in shown] == []
    assert (
        say(worker, move, "end", **in_boxes("to_on", TODAY), ended_how="planned").status_code == 404
    )  # it has not begun
    begun = say(
        worker,
        move,
        "begin",
        **in_boxes("from_on", TODAY - 30 * DAY),
        **in_boxes("planned_end", TODAY - DAY),
        who_moved="alone",
    )
    assert begun["Location"] == reverse("relocations:moves", args=[move.person_id])
    move.refresh_from_db()
    assert (move.from_on, move.who_moved) == (TODAY - 30 * DAY, "alone")
    assert say(worker, move, "plan_anew").status_code == 422
    assert say(worker, move, "plan_anew", **in_boxes("planned_end", TODAY + 9 * DAY)).status_code == 302
    move.refresh_from_db()
    early = say(worker, move, "end", **in_boxes("to_on", TODAY - 31 * DAY), ended_how="planned")
    assert "must not be before" in early.content.decode()
    assert (
        say(worker, move, "end", **in_boxes("to_on", TODAY), ended_how="planned", moved_to="return").status_code == 302
    )
    assert (
        "kind=72_hours"
        in signed_in(worker).get(reverse("relocations:next_home", args=[move.person_id])).content.decode()
    )


def test_somebody_is_told_and_answers_and_who_is_not_listed_is_offered(new: New, worker: User, stranger: User) -> None:
    person = new()
    move = add(by=worker, row=Relocation(person=person, from_on=TODAY, locality="out"))
    row = add(by=worker, row=Told(person=person, relocation=move, who="school", by_on=TODAY))
    client = signed_in(worker)
    page = reverse("relocations:moves", args=[person.pk])
    shown = client.get(page).content.decode()
    assert "who=health" in shown
    assert "who=school" not in shown
    assert f"told={row.pk}" in shown
    assert say(worker, row, "answered", **in_boxes("answered_on", TODAY)).status_code == 404
    assert say(stranger, row, "told", **in_boxes("told_on", TODAY)).status_code == 404
    assert say(worker, row, "told", **in_boxes("told_on", TODAY), told_how="By phone")["Location"] == page
    row.refresh_from_db()
    assert (
        say(worker, row, "answered", **in_boxes("answered_on", TODAY), answer="A place from Monday").status_code == 302
    )
    assert "A place from Monday" in client.get(page).content.decode()


def test_a_challenge_is_answered_by_those_whose_work_it_is_about_and_settled_by_whoever_made_it(
    new: New, worker: User, manager: User, officer: User
) -> None:
    person = new()
    access.allocate(by=manager, person_id=person.pk, user=officer, kind="reviewing")
    look = add(by=officer, row=IndependentLook(person=person, on=TODAY))
    row = add(
        by=officer, row=Challenge(person=person, look=look, what="Who works there?", on=TODAY, answer_by=TODAY + DAY)
    )
    assert signed_in(worker).get(reverse("relocations:challenges_change", args=[person.pk, row.pk])).status_code == 404
    assert say(worker, row, "settle", **in_boxes("settled_on", TODAY)).status_code == 404
    assert [one.text for one in waiting.answers(worker, [person.pk])] == ["A challenge to answer"]
    assert say(worker, row, "answer", **in_boxes("answered_on", TODAY), answer="The youth worker").status_code == 302
    assert waiting.answers(worker, [person.pk]) == []
    assert [one.text for one in waiting.answers(officer, [person.pk])] == ["An answer to a challenge, to settle"]
    row.refresh_from_db()
    assert say(officer, row, "settle", **in_boxes("settled_on", TODAY)).status_code == 302
    assert waiting.answers(officer, [person.pk]) == []


# What waits


def test_a_proposal_waits_for_the_look_then_for_the_decision(
    new: New, worker: User, manager: User, officer: User
) -> None:
    person = new()
    row = decision_of(worker, person, looked_after="no", locality="out", nation_to="england")
    assert [one.text for one in waiting.answers(officer, [person.pk])] == ["An independent look at a proposal"]
    assert waiting.answers(manager, [person.pk]) == []
    add(by=officer, row=IndependentLook(person=person, decision=row, on=TODAY))
    assert waiting.answers(officer, [person.pk]) == []
    for voice in ("young_person", "parent_or_carer"):
        add(by=worker, row=View(person=person, decision=row, voice=voice, on=TODAY, words="Somewhere quiet"))
    take(by=worker, decision=row, seen=2, step="ask", have=see(row))
    assert [one.text for one in waiting.answers(manager, [person.pk])] == ["A move to decide on"]
    assert waiting.answers(worker, [person.pk]) == []


@pytest.fixture
def hurried(new: New, worker: User) -> Decision:
    """A proposal of a placement at a distance, of somebody whose wishes nobody has asked."""
    return decision_of(
        worker, new(), looked_after="yes", locality="out", adjoining="no", nation_to="england", exempt="no"
    )


def hurry(user: User, decision: Decision, **said: Any) -> Any:
    address = reverse("relocations:step", args=[decision.person_id, decision.pk])
    return signed_in(user).post(address, {"step": "move_now", "seen": decision.version, **said})


def test_an_emergency_asks_why_approval_and_wishes_are_not_there(hurried: Decision, manager: User) -> None:
    answer = hurry(manager, hurried, emergency_why="A knife at the door")
    assert answer.status_code == 422
    assert "Say it, or say that it comes afterwards" in answer.content.decode()
    assert hurry(manager, hurried, emergency_why="A knife at the door", not_yet_why="She sleeps").status_code == 302
    row = Decision.objects.get()
    assert (row.stands, row.emergency, row.not_yet_why) == ("emergency", "yes", "She sleeps")
    shown = signed_in(manager).get(reverse("relocations:decision", args=[row.person_id, row.pk])).content.decode()
    assert [
        text for text in ("no emergency excuses", "She sleeps", "the young person’s wishes") if text not in shown
    ] == []


def test_help_is_not_stopped_by_an_empty_box_and_what_is_missing_cannot_wait(
    hurried: Decision, worker: User, manager: User
) -> None:
    assert hurry(manager, hurried, say_later="on").status_code == 302
    row, work = Decision.objects.get(), reverse("web:home")
    assert (row.stands, row.emergency_why) == ("emergency", "")
    shown = signed_in(manager).get(work).content.decode()
    assert "Moved in an emergency" in shown
    page = signed_in(worker).get(reverse("relocations:decision", args=[row.person_id, row.pk])).content.decode()
    assert "Nobody has said why not yet." in page
    about: dict[str, Any] = {"person_id": row.person_id, "decision": row}
    add(by=worker, row=View(**about, voice="young_person", on=TODAY, words="Anywhere but here"))
    for kind in ("director", "most_appropriate"):
        given = {"answer": "given", "answered_on": TODAY, "answered_by": "The director"}
        add(by=worker, row=models.Approval(**about, kind=kind, asked_on=TODAY, **given))
    change(by=worker, row=row, seen=row.version, values={"emergency_why": "A knife at the door"})
    assert list(waiting.urgent(worker, [row.person_id])) == []
    assert "Moved in an emergency" not in signed_in(manager).get(work).content.decode()


def test_a_guest_who_changes_nothing_is_asked_for_no_answer(
    hurried: Decision, manager: User, make_user: Callable[..., User]
) -> None:
    hurry(manager, hurried, say_later="on")
    guest, people = make_user("area_authority_guest", team=""), [hurried.person_id]
    assert [one.text for one in waiting.urgent(manager, people)] == ["Moved in an emergency"]
    assert (waiting.answers(guest, people), list(waiting.urgent(guest, people))) == ([], [])


def test_what_waits_is_found_in_as_many_queries_for_many_as_for_one(
    new: New, worker: User, manager: User, django_assert_num_queries: Any
) -> None:
    def of(many: int) -> list[Any]:
        return [
            decision_of(worker, new(f"Child{number}"), looked_after="yes", locality="out") for number in range(many)
        ]

    def asked(rows: list[Decision], expected: int) -> None:
        people = [row.person_id for row in rows]
        with read_once(), django_assert_num_queries(expected):
            assert len(list(waiting.urgent(manager, people))) == len(rows)
        with read_once(), django_assert_num_queries(4):
            assert len(waiting.answers(manager, people)) == len(rows)

    rows = of(3)
    for row in rows:
        take(
            by=manager, decision=row, seen=2, step="move_now", have=frozenset(), decides=True, said={"say_later": True}
        )
    asked(rows[:1], 6)
    asked(rows, 6)


def test_an_emergency_is_confirmed_only_when_what_it_put_off_is_caught_up_with(
    hurried: Decision, worker: User, manager: User
) -> None:
    hurry(manager, hurried, say_later="on")
    about: dict[str, Any] = {"person_id": hurried.person_id, "decision": hurried, "on": TODAY}
    add(by=worker, row=IndependentLook(**about))
    for voice in ("young_person", "parent_or_carer"):
        add(by=worker, row=View(**about, voice=voice, words="Yes"))
    given = {"answer": "given", "answered_on": TODAY, "answered_by": "Ann", "asked_on": TODAY}
    owner = {"person_id": hurried.person_id, "decision": hurried}
    for kind in ("director", "most_appropriate", "reviewing_officer"):
        add(by=worker, row=models.Approval(**owner, kind=kind, **given))
    assert "approvals" not in see(hurried)
    add(by=worker, row=models.Consent(**about, kind="relatives", state="yes"))
    assert "approvals" not in see(hurried)
    move = Relocation.objects.get()
    add(
        by=worker,
        row=Told(person_id=hurried.person_id, relocation=move, who="area_authority", told_on=TODAY, answered_on=TODAY),
    )
    assert "approvals" in see(hurried)


# Moves that wait


def test_managers_see_moves_judged_necessary_and_delayed_with_how_long_and_why(
    new: New, worker: User, manager: User, make_user: Callable[..., User]
) -> None:
    decision_of(worker, new("Rowan", "Ash"), necessary_on=TODAY - 21 * DAY, delayed_why="No home found")
    decision_of(worker, new("Sam", "Oak"), necessary_on=TODAY - 40 * DAY)
    address = reverse("relocations:delayed")
    shown = signed_in(manager).get(address).content.decode()
    assert shown.index("Sam Oak") < shown.index("Rowan Ash")
    assert [text for text in ("21 days", "No home found", "Nobody has said why") if text not in shown] == []
    elsewhere = make_user("team_manager", team="South")
    assert "Rowan" not in signed_in(elsewhere).get(address).content.decode()
    assert address in signed_in(manager).get(reverse("web:home")).content.decode()
    assert address not in signed_in(elsewhere).get(reverse("web:home")).content.decode()


# What is due


def test_what_a_move_set_a_day_for_is_due_until_it_is_done(new: New, worker: User) -> None:
    person = new()
    move = add(by=worker, row=Relocation(person=person, planned_from=TODAY))
    about: dict[str, Any] = {"person": person, "relocation": move}
    rows = [
        (add(by=worker, row=Told(**about, who="school", by_on=TODAY)), "move_told", {"told_on": TODAY}),
        (add(by=worker, row=Condition(**about, what="Light", due_on=TODAY)), "move_condition", {"state": "met"}),
        (add(by=worker, row=Challenge(person=person, what="Who?", on=TODAY, answer_by=TODAY)), "move_challenge", {"answered_on": TODAY}),
        (add(by=worker, row=NextHome(**about, on=TODAY, review_on=TODAY)), "next_home", {"review_on": None}),
    ]  # fmt: skip

    def keys() -> list[str]:
        return [one.key for one in deadlines.told_of([person.pk], TODAY)[1][person.pk]]

    assert sorted(keys()) == sorted(["move_begins", *(key for _row, key, _done in rows)])
    for row, key, done in rows:
        change(by=worker, row=row, seen=row.version, values=done)
        assert key not in keys()
    move.refresh_from_db()
    days = {"from_on": TODAY - 9 * DAY, "planned_end": TODAY}
    move = change(by=worker, row=move, seen=move.version, values=days)
    assert keys() == ["move_ends"]
    change(by=worker, row=move, seen=move.version, values={"to_on": TODAY - DAY})
    assert keys() == ["after_look"]
    add(by=worker, row=models.AfterLook(**about, kind="72_hours", on=TODAY))
    (left,) = deadlines.told_of([person.pk], TODAY)[1][person.pk]
    assert left.words == "3 months"


def test_days_are_gathered_in_as_many_queries_for_many_as_for_one(
    new: New, worker: User, django_assert_max_num_queries: Any
) -> None:
    people = [new(f"Child{number}") for number in range(4)]
    for person in people:
        move = add(by=worker, row=Relocation(person=person, planned_from=TODAY))
        add(by=worker, row=Told(person=person, relocation=move, who="school", by_on=TODAY))
    with read_once(), django_assert_max_num_queries(12):
        deadlines.told_of([person.pk for person in people], TODAY)


# A choice of a next home


def test_a_choice_changes_the_move_as_any_change_does_and_leaves_the_one_it_was_linked_to(
    new: New, worker: User
) -> None:
    person = new()
    past = add(by=worker, row=Relocation(person=person, from_on=TODAY - 90 * DAY, to_on=TODAY - 60 * DAY))
    now = add(by=worker, row=Relocation(person=person, from_on=TODAY - 9 * DAY))
    choice = add(by=worker, row=NextHome(person=person, relocation=past, on=TODAY, choice="stay"))
    past.refresh_from_db()
    assert (past.next_home, past.version) == ("stay", 2)
    assert Change.objects.get(subject_id=past.pk, field="next_home").after == "stay"
    with pytest.raises(Stale):  # read before the choice was made
        change(by=worker, row=past, seen=1, values={"remains": "x"})
    change(by=worker, row=choice, seen=1, values={"relocation_id": now.pk})
    assert dict(Relocation.objects.values_list("pk", "next_home")) == {past.pk: "", now.pk: "stay"}


def test_what_a_file_said_of_the_next_home_stays_without_a_choice(new: New, worker: User) -> None:
    person = new()
    filed = add(by=worker, row=Relocation(person=person, from_on=TODAY - 90 * DAY, next_home="return", from_files=True))
    now = add(by=worker, row=Relocation(person=person, from_on=TODAY - 9 * DAY))
    add(by=worker, row=NextHome(person=person, relocation=now, on=TODAY, choice="elsewhere"))
    assert dict(Relocation.objects.values_list("pk", "next_home")) == {filed.pk: "return", now.pk: "elsewhere"}
