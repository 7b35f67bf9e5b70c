"""The clocks of a person and of an authority, and My work: who sees what, in how many queries, and what is audited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kith.clocks.cases import State
from kith.clocks.conditions import Answer
from kith.record.access.actions import allocate, restrict
from kith.record.access.emergencies import break_glass
from kith.record.accounts.models import User
from kith.record.audit.models import Event
from kith.record.moments.actions import add as add_moment
from kith.record.moments.models import Education, Missing, Moment, Referral
from kith.record.people.actions import add as add_person_row
from kith.record.people.merging import merge
from kith.record.people.models import Involvement, Person
from kith.record.placements.actions import add as add_stay
from kith.record.placements.models import Authorisation, LegalStatus, Stay
from kith.record.plans.actions import add as add_plan
from kith.record.plans.models import Action, Control, Review, RiskHolding, Visit
from kith.record.worklists import queries
from kith.record.worklists.actions import OWN, WRITER
from kith.record.worklists.models import Adjustment, ClockAnswer, ClockFact, Term

New = Callable[..., Person]
TODAY = timezone.localdate()
BORN = date(TODAY.year - 15, 1, 15)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, name: str, *args: Any) -> str:
    answer = signed_in(user).get(reverse(name, args=args))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def in_care(worker: User, person: Person, days: int = 20) -> Person:
    """Looked after and placed with strangers so many days ago, and not visited."""
    add_person_row(by=worker, row=Involvement(person=person, status="looked_after", from_on=ago(days)))
    stay = Stay(
        person=person, kind="care_placement", from_on=ago(days), placement_type="U6", locality="out", adjoining="no"
    )
    add_stay(by=worker, row=stay)
    return person


def state(person: Person, clock: str) -> State:
    return queries.line_of(person.pk, clock, timezone.now()).state


# What the slices tell


def test_a_stay_starts_the_visits_and_a_visit_answers_them(new: New, worker: User) -> None:
    person = in_care(worker, new(born_on=BORN))
    assert state(person, "visit_first") is State.OVERDUE
    add_plan(by=worker, row=Visit(person=person, on=ago(1), seen="no"))
    assert state(person, "visit_first") is State.OVERDUE
    add_plan(by=worker, row=Visit(person=person, on=ago(15), seen="yes"))
    assert state(person, "visit_first") is State.DONE


def test_every_slice_tells_its_part(new: New, worker: User) -> None:
    person = in_care(worker, new(born_on=BORN))
    add_stay(by=worker, row=LegalStatus(person=person, legal_status="C2", from_on=ago(20)))
    add_stay(by=worker, row=Authorisation(person=person, kind="secure", from_on=ago(3)))
    add_moment(
        by=worker, row=Missing(person=person, kind="missing", from_on=ago(9), to_on=ago(8), interview_declined="yes")
    )
    add_moment(by=worker, row=Education(person=person, kind="permanent_exclusion", from_on=ago(5)))
    add_moment(by=worker, row=Referral(person=person, kind="national_referral_mechanism", on=ago(4)))
    add_moment(by=worker, row=Moment(person=person, kind="threat_to_life", from_on=ago(2), reached="yes"))
    add_plan(by=worker, row=Review(person=person, kind="looked_after", on=ago(1)))
    facts = queries.gathered([person.pk], TODAY)[person.pk].facts
    assert facts.events.keys() >= {
        "born", "became_looked_after", "placement_began", "first_placement_began", "care_order_made", "secure_order_made",
        "found_after_missing", "missing_reported", "exclusion_began", "nrm_referred", "threat_notice_given", "review_held",
    }  # fmt: skip
    known = {"looked_after", "out_of_area", "at_a_distance", "permanent_exclusion", "secure_accommodation"}
    assert {facts.answers[key] for key in known} == {Answer.YES}
    assert facts.answers["under_5"] is Answer.NO
    assert state(person, "missing_interview") is State.NOT_APPLICABLE


def test_a_family_move_starts_no_clock_of_placements(new: New, worker: User) -> None:
    person = new()
    add_stay(by=worker, row=Stay(person=person, kind="whole_family", from_on=ago(20)))
    assert state(person, "visit_first") is State.NOT_STARTED


def test_where_no_involvement_is_open_it_is_not_known_whether_they_are_looked_after(new: New, worker: User) -> None:
    person = new()
    assert "looked_after" not in queries.gathered([person.pk], TODAY)[person.pk].facts.answers
    add_person_row(by=worker, row=Involvement(person=person, status="child_in_need", from_on=ago(9)))
    assert queries.gathered([person.pk], TODAY)[person.pk].facts.answers["looked_after"] is Answer.NO


def test_rows_of_a_merged_record_count_for_the_one_kept(new: New, worker: User, manager: User) -> None:
    kept, twin = new("Jess", "Birch"), in_care(worker, new("Jes", "Birch"))
    assert state(kept, "visit_first") is State.NOT_STARTED
    merge(by=manager, kept=kept, merged=twin, seen=(kept.version, twin.version), take=(), why="one child")
    assert state(kept, "visit_first") is State.OVERDUE


# The person's clocks


def test_the_page_says_every_state_and_which_fact_is_missing(new: New, worker: User) -> None:
    person = in_care(worker, new(born_on=BORN))
    text = page(worker, "worklists:of_person", person.pk)
    assert "First visit by the authority" in text
    assert "Overdue since" in text
    assert "The child agrees to fewer visits" in text or "not known" in text
    assert "Not applicable" in text
    assert "not verified" in text
    assert Event.objects.filter(action="person.viewed", subject="clocks", person_id=person.pk).exists()


def test_an_answer_is_to_this_run_and_is_kept_with_its_reason(new: New, worker: User) -> None:
    person = in_care(worker, new(born_on=BORN))
    address = reverse("worklists:clock_answers_add", args=[person.pk])
    client = signed_in(worker)
    assert 'value="visit_first" selected' in client.get(f"{address}?clock=visit_first").content.decode()
    typed = {"clock": "visit_first", "kind": "not_applicable", "why": "The night team saw them"}
    assert client.post(address, {**typed, "why": ""}).status_code == 422
    assert client.post(address, typed).status_code == 302
    row = ClockAnswer.objects.get()
    assert (row.start_on, row.kind) == (ago(20), "not_applicable")
    assert state(person, "visit_first") is State.NOT_APPLICABLE
    assert "The night team saw them" in page(worker, "worklists:of_person", person.pk)


def test_done_needs_its_day_and_later_a_day_to_come(new: New, worker: User) -> None:
    person = in_care(worker, new(born_on=BORN))
    address = reverse("worklists:clock_answers_add", args=[person.pk])
    for kind in ("done", "later"):
        assert signed_in(worker).post(address, {"clock": "visit_first", "kind": kind, "why": "x"}).status_code == 422
    WRITER.add(
        by=worker, row=ClockAnswer(person=person, clock="visit_first", kind="done", on=ago(16), why="In the notes")
    )
    assert state(person, "visit_first") is State.DONE
    with pytest.raises(ValidationError):
        WRITER.add(by=worker, row=ClockAnswer(person=person, clock="no such clock", kind="done", on=ago(16), why="x"))


def test_a_fact_said_by_hand_goes_before_what_follows_from_rows(new: New, worker: User) -> None:
    person = in_care(worker, new(born_on=BORN))
    fact = ClockFact(person=person, condition="looked_after", state="no", on=TODAY, why="Discharged today")
    WRITER.add(by=worker, row=fact)
    assert state(person, "visit_first") is State.NOT_APPLICABLE


# My work


def test_my_work_shows_what_is_due_and_where_each_is_tonight(new: New, worker: User) -> None:
    person = in_care(worker, new("Jess", "Birch", born_on=BORN))
    add_plan(
        by=worker,
        row=Action(person=person, what="Friends", target="peers", aim="recover", from_on=ago(9), due_on=ago(2)),
    )
    add_plan(by=worker, row=Control(person=person, kind="tag", from_on=ago(9), to_on=TODAY))
    held = {"what": "x", "why": "y", "agreed_by": "z", "agreed_on": ago(9)}
    add_plan(by=worker, row=RiskHolding(person=person, until_on=TODAY, **held))
    add_plan(by=worker, row=Review(person=person, kind="plan", on=ago(9), next_due_on=TODAY))
    text = page(worker, "web:home")
    for words in ("Jess Birch", "First visit", "An action of the plan: Friends", "A control ends", "A risk that is held",
                  "A review of the plan", "Tonight"):  # fmt: skip
        assert words in text, words
    assert Event.objects.filter(action="people.listed", person_id=person.pk).exists()


def test_what_cannot_wait_stands_on_top(new: New, worker: User) -> None:
    assert "No young person is yours yet" in page(worker, "web:home")
    person = new("Jess", "Birch")
    assert "Nobody of yours is missing" in page(worker, "web:home")
    add_moment(by=worker, row=Missing(person=person, kind="missing", from_on=ago(1)))
    add_moment(by=worker, row=Moment(person=person, kind="arrest", from_on=TODAY))
    add_moment(by=worker, row=Moment(person=person, kind="injury", from_on=ago(40)))
    add_moment(by=worker, row=Moment(person=person, kind="hospital", from_on=TODAY, reached="yes", reached_on=TODAY))
    add_moment(by=worker, row=Moment(person=person, kind="threat_to_life", from_on=ago(3), reached="yes"))
    found = queries.urgent(worker, [person.pk], TODAY)
    assert [(one.kind, getattr(one.row, "kind", "")) for one in found] == [
        ("threat_to_life", "threat_to_life"), ("missing", "missing"), ("unanswered", "arrest"),
    ]  # fmt: skip
    text = page(worker, "web:home")
    assert text.index("Threat to life") < text.index("Nobody with them")


def test_each_role_sees_its_own_young_people(
    new: New, worker: User, manager: User, stranger: User, make_user: Callable[..., User]
) -> None:
    person = in_care(worker, new("Jess", "Birch", born_on=BORN))
    officer, colleague = make_user("independent_reviewing_officer", team=""), make_user("practitioner")
    allocate(by=manager, person_id=person.pk, user=officer, kind="reviewing")
    for user, sees in ((worker, True), (manager, True), (officer, True), (colleague, False), (stranger, False)):
        assert ("Jess Birch" in page(user, "web:home")) is sees, user.role_key
    restrict(by=manager, person_id=person.pk, reason="safety", named=[manager])
    for user in (worker, officer):
        assert "Birch" not in page(user, "web:home")
    assert queries.due([person.pk], timezone.now())
    assert "Birch" in page(manager, "web:home")


def test_my_work_names_the_emergency_that_alone_shows_somebody(
    new: New, worker: User, manager: User, make_user: Callable[..., User]
) -> None:
    person, on_call = new("Jess", "Birch"), make_user("on_call_worker", team="")
    add_moment(by=worker, row=Missing(person=person, kind="missing", from_on=ago(1)))
    restrict(by=manager, person_id=person.pk, reason="safety")
    assert "Birch" not in page(on_call, "web:home")
    glass = break_glass(by=on_call, person_id=person.pk, reason="Now", hours=1)
    assert "Jess Birch" in page(on_call, "web:home")
    listed = Event.objects.get(action="people.listed")
    assert (listed.person_id, listed.break_glass) == (person.pk, glass.pk)


@pytest.mark.parametrize(
    "role", ["administrator", "analyst", "data_protection_officer", "on_call_worker", "area_authority_guest"]
)
def test_a_role_with_nobody_has_a_page_that_says_so(role: str, make_user: Callable[..., User]) -> None:
    assert "My work" in page(make_user(role, team=""), "web:home")


def test_my_work_asks_as_much_for_many_as_for_one(new: New, worker: User) -> None:
    def asked() -> int:
        person = in_care(worker, new(born_on=BORN))
        add_plan(by=worker, row=Visit(person=person, on=ago(2)))
        add_plan(
            by=worker, row=Action(person=person, what="x", target="peers", aim="recover", from_on=ago(9), due_on=TODAY)
        )
        add_moment(by=worker, row=Missing(person=person, kind="missing", from_on=ago(1)))
        add_moment(by=worker, row=Moment(person=person, kind="arrest", from_on=TODAY))
        WRITER.add(by=worker, row=ClockAnswer(person=person, clock="visit_first", kind="later", until=TODAY, why="x"))
        client = signed_in(worker)
        with CaptureQueriesContext(connection) as found:
            client.get("/")
        return len(found)

    asked()
    second = asked()
    assert [asked() for _ in range(3)][-1] == second


def test_the_digest_counts_for_those_for_whom_something_is_due(
    new: New, worker: User, manager: User, stranger: User
) -> None:
    assert not queries.tally(worker)
    person = in_care(worker, new(born_on=BORN))
    found = queries.tally(worker)
    listed = queries.due([person.pk], timezone.now())
    assert (found.overdue + found.due, found.people) == (len(listed), 1)
    assert found.overdue == sum(one.is_late(TODAY) for one in listed) > 0
    assert queries.tally(manager) == found
    assert not queries.tally(stranger)


# What an authority set


def test_an_authority_shortens_a_limit_and_never_lengthens_one_of_law(new: New, worker: User, manager: User) -> None:
    person = in_care(worker, new(born_on=BORN), days=5)
    assert state(person, "visit_first") is State.DUE
    address = reverse("worklists:adjust", args=["visit_first"])
    day = {f"decided_on_{part}": getattr(TODAY, part) for part in ("day", "month", "year")}
    typed = {"reason": "We want to be there sooner", "decided_by": "The panel", **day}
    client = signed_in(manager)
    assert client.post(address, {**typed, "limit": "2 weeks"}).status_code == 422
    assert client.post(address, {**typed, "limit": "soon"}).status_code == 422
    assert client.post(address, typed).status_code == 422
    assert client.post(address, {**typed, "limit": "3 days"}).status_code == 302
    assert state(person, "visit_first") is State.OVERDUE
    assert "3 days" in page(manager, "worklists:own")
    row = Adjustment.objects.get()
    end = reverse("worklists:end_adjustment", args=[row.pk])
    assert client.post(end, {"why": "It was too much", "seen": 1}).status_code == 302
    assert state(person, "visit_first") is State.DUE
    assert Event.objects.filter(action="clock.changed").count() == 1
    assert signed_in(worker).get(address).status_code == 404


def test_a_duty_that_was_not_commenced_is_switched_on(new: New, worker: User, manager: User) -> None:
    person = new(born_on=date(TODAY.year - 20, 1, 1))
    add_person_row(by=worker, row=Involvement(person=person, status="care_leaver", from_on=ago(900)))
    assert state(person, "staying_close") is State.NOT_APPLICABLE
    told = {"reason": "Commenced", "decided_by": "Legal", "decided_on": TODAY}
    OWN.add(by=manager, row=Adjustment(clock="staying_close", commenced=TODAY, **told))
    assert state(person, "staying_close") is State.DUE


def test_without_terms_school_days_are_not_known_and_with_them_they_are(new: New, worker: User, manager: User) -> None:
    person = new(born_on=BORN)
    add_moment(by=worker, row=Education(person=person, kind="permanent_exclusion", from_on=ago(3)))
    line = queries.line_of(person.pk, "exclusion_sixth_day_permanent", timezone.now())
    assert (line.state, "term_calendar" in line.standing.missing) == (State.NOT_KNOWN, True)
    OWN.add(by=manager, row=Term(kind="term", from_on=ago(60), to_on=TODAY + timedelta(60)))
    line = queries.line_of(person.pk, "exclusion_sixth_day_permanent", timezone.now())
    assert line.standing.due is not None
    with pytest.raises(ValidationError):
        OWN.add(by=manager, row=Term(kind="term", from_on=ago(1), to_on=TODAY))
    OWN.add(by=manager, row=Term(kind="closed", from_on=ago(1), to_on=TODAY))


def test_the_pages_of_terms(manager: User) -> None:
    client, address = signed_in(manager), reverse("worklists:add_term")
    typed = {"kind": "term", "name": "Autumn"}
    for name, day in (("from_on", ago(9)), ("to_on", TODAY)):
        typed |= {f"{name}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    assert client.post(address, typed).status_code == 302
    assert client.post(address, typed).status_code == 422
    row = Term.objects.get()
    assert "Autumn" in page(manager, "worklists:terms")
    change = reverse("worklists:change_term", args=[row.pk])
    assert client.get(change).status_code == 200
    assert client.post(change, {**typed, "name": "Spring", "seen": 1}).status_code == 302
    assert client.post(reverse("worklists:end_term", args=[row.pk]), {"why": "x", "seen": 2}).status_code == 302
    assert "Until one is" in page(manager, "worklists:terms")


def test_what_a_move_tells_one_person_it_tells_of_many(new: New, worker: User) -> None:
    from kith.record.relocations import deadlines
    from kith.record.relocations.actions import add
    from kith.record.relocations.models import Relocation

    people = [new("Jess"), new("Ola")]
    for person in people:
        add(by=worker, row=Relocation(person=person, kind="care_placement", from_on=ago(9), locality="out"))
    many = deadlines.told_of([person.pk for person in people], TODAY)[0]
    for person in people:
        one = deadlines.facts(worker, person.pk)
        assert (many[person.pk].events, many[person.pk].answers) == (one.events, one.answers)
        assert one.events["placement_began"] == (ago(9),)


def test_the_demonstration_sets_terms_once(new: New, worker: User, manager: User) -> None:
    from kith.record.worklists import demo

    new(kind="young_person")
    users = {"practitioner": worker, "team_manager": manager}
    assert demo.load(users, TODAY) == 5
    assert demo.load(users, TODAY) == 0
    assert "48 hours" in page(manager, "worklists:own")
