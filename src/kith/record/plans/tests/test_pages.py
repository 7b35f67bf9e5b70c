"""The pages of plans: what each says at the top, who sees what, in how many queries, and what is audited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kith.record.access.actions import allocate
from kith.record.accounts.models import User
from kith.record.audit.models import Event
from kith.record.contexts.actions import WRITER as CONTEXTS
from kith.record.contexts.actions import open_context, restrict
from kith.record.contexts.models import Association, Context, ContextAction
from kith.record.people.merging import merge
from kith.record.people.models import Person
from kith.record.plans import demo, queries
from kith.record.plans.actions import add, change, enter_in_error
from kith.record.plans.models import Action, Control, Goal, RiskHolding, Visit
from kith.record.plans.parts import PARTS

New = Callable[..., Person]
TODAY = timezone.localdate()
WATCHES = "Every action under way watches or disrupts"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, name: str, *args: Any) -> str:
    answer = signed_in(user).get(reverse(f"plans:{name}", args=args))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def action(person: Person, aim: str = "monitor", what: str = "Patrols", **fields: Any) -> Action:
    return Action(person=person, what=what, target="place", aim=aim, from_on=TODAY, **fields)


@pytest.fixture
def context(worker: User) -> Context:
    return open_context(by=worker, row=Context(name="The station", kind="transport_hub", team_id=worker.team_id))


def tie(by: User, person: Person, context: Context) -> None:
    row = Association(person=person, context=context, role="visits", purpose="own_safety", source="school")
    CONTEXTS.add(by=by, row=row)


def test_the_plan_says_where_all_that_is_open_only_watches(new: New, worker: User) -> None:
    person = new()
    assert "Nothing is being done that is recorded" in page(worker, "plan", person.pk)
    add(by=worker, row=action(person))
    assert WATCHES in page(worker, "plan", person.pk)
    add(by=worker, row=action(person, "build_safety", "Friends"))
    assert WATCHES not in page(worker, "plan", person.pk)


def test_one_action_shows_in_the_plan_of_the_young_person_and_in_that_of_the_context(
    new: New, worker: User, stranger: User, context: Context
) -> None:
    person = new("Jess", "Birch")
    add(by=worker, row=action(person, "build_safety", "A youth worker there", context=context))
    assert "The station" in page(worker, "plan", person.pk)
    there = page(worker, "of_context", context.pk)
    assert "A youth worker there" in there
    assert "Jess Birch" in there
    assert Event.objects.filter(action="people.listed", person_id=person.pk).exists()
    Context.objects.filter(pk=context.pk).update(lead=stranger)
    seen = page(stranger, "of_context", context.pk)
    assert "youth worker" not in seen
    assert "Birch" not in seen


def test_what_a_context_does_shows_in_the_plan_of_whom_it_is_tied_to(new: New, worker: User, context: Context) -> None:
    person, other = new(), new("Ola")
    CONTEXTS.add(by=worker, row=ContextAction(context=context, what="Lights", target="place", aim="build_safety"))
    tie(worker, person, context)
    assert "Lights" in page(worker, "plan", person.pk)
    assert "Lights" not in page(worker, "plan", other.pk)


def test_a_context_that_the_reader_may_not_see_is_not_named_and_stays_when_they_change_the_action(
    new: New, worker: User, manager: User, context: Context
) -> None:
    person = new()
    row = add(by=worker, row=action(person, context=context))
    tie(worker, person, context)
    restrict(by=manager, context=context, why_so="Safety", named=[manager])
    for name in ("plan", "plan_actions"):
        assert "The station" not in page(worker, name, person.pk)
    client = signed_in(worker)
    address = reverse("plans:plan_actions_change", args=[person.pk, row.pk])
    assert "The station" not in client.get(address).content.decode()
    day = {f"from_on_{part}": getattr(TODAY, part) for part in ("day", "month", "year")}
    typed = {"what": "Fewer", "target": "place", "aim": "monitor", "kind": "other", "stage": "before", "seen": 1, **day}
    assert client.post(address, typed).status_code == 302
    row.refresh_from_db()
    assert (row.what, row.context_id) == ("Fewer", context.pk)


def test_an_action_stands_in_no_context_that_its_writer_may_not_see(new: New, worker: User, stranger: User) -> None:
    theirs = open_context(by=stranger, row=Context(name="Elsewhere", kind="place", team_id=stranger.team_id))
    person = new()
    day = {f"from_on_{part}": getattr(TODAY, part) for part in ("day", "month", "year")}
    typed = {"what": "x", "target": "place", "aim": "monitor", "kind": "other", "stage": "before", **day}
    address = reverse("plans:plan_actions_add", args=[person.pk])
    assert signed_in(worker).post(address, {**typed, "context_id": str(theirs.pk)}).status_code == 422
    assert not Action.objects.exists()


def test_a_goal_of_somebody_else_is_refused_and_one_of_a_merged_record_is_taken(
    new: New, worker: User, manager: User
) -> None:
    kept, twin, other = new(), new("Jes"), new("Ola")
    own = add(by=worker, row=Goal(person=twin, words="Home"))
    merge(by=manager, kept=kept, merged=twin, seen=(kept.version, twin.version), take=(), why="one child")
    add(by=worker, row=action(kept, goal=own))
    with pytest.raises(ValidationError):
        add(by=worker, row=action(other, goal=own))
    assert "Home" in page(worker, "plan", kept.pk)


def test_a_visit_seen_alone_was_seen_and_a_blank_is_not_known(new: New, worker: User) -> None:
    row = add(by=worker, row=Visit(person=new(), on=TODAY, seen_alone="yes"))
    assert row.seen == "yes"
    assert add(by=worker, row=Visit(person=new("Ola"), on=TODAY)).seen == "not_known"
    with pytest.raises(ValidationError):
        change(by=worker, row=row, seen=1, values={"seen": "no"})


def test_a_control_that_ended_asks_for_the_plan_to_be_looked_at(new: New, worker: User) -> None:
    person = new()
    row = add(
        by=worker, row=Control(person=person, kind="tag", from_on=TODAY - timedelta(9), to_on=TODAY - timedelta(1))
    )
    assert "it is not recorded that the plan was looked at again" in page(worker, "plan", person.pk)
    change(by=worker, row=row, seen=1, values={"looked_again": "yes"})
    assert "it is not recorded that the plan" not in page(worker, "plan", person.pk)


def test_the_database_takes_no_risk_without_a_reason_and_nothing_that_ends_before_it_begins(new: New) -> None:
    person, day = new(), date(2026, 3, 3)
    for row in (
        RiskHolding(person=person, what="x", why="", agreed_by="y", agreed_on=day, until_on=day),
        RiskHolding(person=person, what="x", why="z", agreed_by="y", agreed_on=day, until_on=day - timedelta(1)),
        action(person, to_on=TODAY - timedelta(1)),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_the_plan_asks_as_much_for_many_actions_as_for_one(new: New, worker: User, context: Context) -> None:
    person = new()
    tie(worker, person, context)

    def queries_made() -> int:
        goal = add(by=worker, row=Goal(person=person, words="Home"))
        add(by=worker, row=action(person, goal=goal, context=context, owner=worker))
        client = signed_in(worker)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse("plans:plan", args=[person.pk]))
            client.get(reverse("plans:of_context", args=[context.pk]))
        return len(asked)

    first = queries_made()
    assert [queries_made() for _ in range(3)][-1] == first


def test_a_reviewing_officer_reads_the_plan_and_a_stranger_does_not(
    new: New, worker: User, manager: User, stranger: User, make_user: Callable[..., User]
) -> None:
    person = new()
    officer = make_user("independent_reviewing_officer", team="")
    allocate(by=manager, person_id=person.pk, user=officer, kind="reviewing")
    add(by=worker, row=action(person))
    assert "Patrols" in page(officer, "plan", person.pk)
    assert signed_in(stranger).get(reverse("plans:plan", args=[person.pk])).status_code == 404


def test_an_erased_context_leaves_the_action_with_the_young_person(new: New, worker: User, context: Context) -> None:
    from kith.record.contexts.actions import erase

    row = add(by=worker, row=action(new(), context=context))
    erase(by=worker, context_id=context.pk)
    row.refresh_from_db()
    assert row.context_id is None


def test_the_demonstration_fills_every_page_once(new: New, worker: User) -> None:
    people = [new(given, "Birch") for given in ("Jess", "Ola", "Sam")]
    assert demo.load({"practitioner": worker}, TODAY) > 20
    assert demo.load({"practitioner": worker}, TODAY) == 0
    client = signed_in(worker)
    assert WATCHES in page(worker, "plan", people[0].pk)
    assert WATCHES not in page(worker, "plan", people[1].pk)
    for person in people:
        for part in PARTS.parts.values():
            assert client.get(PARTS.href(part, person)).status_code == 200
            for row in part.read(worker, person.pk):
                assert client.get(PARTS.href(part, person, "change", row.pk)).status_code == 200
    assert queries.reviewed_next(people[0].pk, TODAY).standing == "due"


def test_changing_an_action_of_a_goal_in_error_keeps_the_goal_until_somebody_takes_it_off(
    new: New, worker: User
) -> None:
    person = new()
    goal, other = (
        add(by=worker, row=Goal(person=person, words=words)) for words in ("Walk home with friends", "Other")
    )
    row = add(by=worker, row=action(person, goal=goal))
    enter_in_error(by=worker, row=goal, seen=1, why_so="Somebody else’s")
    enter_in_error(by=worker, row=other, seen=1, why_so="Somebody else’s")
    client, address = signed_in(worker), reverse("plans:plan_actions_change", args=[person.pk, row.pk])
    form = client.get(address).context["form"]
    offered = dict(form.fields["goal_id"].choices)
    assert offered[str(goal.pk)] == "Walk home with friends (entered in error)"
    assert str(other.pk) not in offered
    said = {name: form[name].value() or "" for name in form.fields if not name.endswith("_on")}
    said |= {f"from_on_{part}": getattr(row.from_on, part) for part in ("day", "month", "year")}
    assert client.post(address, {**said, "what": "Patrols at night"}).status_code == 302
    row.refresh_from_db()
    assert (row.what, row.goal_id) == ("Patrols at night", goal.pk)
    assert "Walk home" not in page(worker, "plan_actions", person.pk)  # what is in error counts for nothing there
    assert client.post(address, {**said, "seen": str(row.version), "goal_id": ""}).status_code == 302
    row.refresh_from_db()
    assert row.goal_id is None
