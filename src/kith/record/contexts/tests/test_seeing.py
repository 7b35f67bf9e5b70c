"""Who sees which context: the list in SQL says what the rules say, and a limited context is nowhere for everyone else."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kith.record.access import actions as access
from kith.record.access.rules import SHAREABLE, Act, Section
from kith.record.accounts.models import Team, User
from kith.record.accounts.roles import ROLES
from kith.record.audit.models import Event
from kith.record.contexts import actions, queries
from kith.record.contexts.models import Association, Context, Named
from kith.record.contexts.rules import SIGHT, Facts, Relation, decide
from kith.record.people.models import Person
from kith.record.people.queries import may

pytestmark = pytest.mark.django_db
New = Callable[..., Person]
Begin = Callable[..., Context]
Tie = Callable[..., Association]
SignedIn = Callable[[User], Client]


def _world(seed: int, manager: User, new: New) -> list[User]:
    """Users of every role, people in random relations to them, contexts led, opened, a team's, limited, tied, expired."""
    chance = Random(seed)
    teams = [*Team.objects.all(), None]
    users = [
        User.objects.create_user(
            f"{seed}-{n}@example.org", name=f"User {n}", role_key=role, team=chance.choice(teams), is_active=chance.random() > 0.1
        )
        for n, role in enumerate([*ROLES, *(role for role in SIGHT if SIGHT[role])])
    ]  # fmt: skip
    people = [new(f"Given{n}", "Family", by=manager) for n in range(5)]
    _relate(chance, manager, users, people)
    today = timezone.localdate()
    for n in range(9):
        limit: dict[str, Any] = {}
        if chance.random() < 0.4:
            limit = {"restricted_at": timezone.now(), "restricted_by": manager.pk, "restricted_why": "Named"}
        row = Context.objects.create(
            name=f"Context {n}", kind="place", made_by=chance.choice(users).pk, lead=chance.choice([None, *users]),
            team=chance.choice(teams), **limit,
        )  # fmt: skip
        for user in chance.sample(users, 6):
            Named.objects.create(context=row, user=user)
        for person in chance.sample(people, 2):
            expires_on = today + timedelta(days=chance.choice([-1, 0, 100]))
            Association.objects.create(
                person=person, context=row, role="visits", purpose="own_safety", source="school",
                review_on=expires_on, expires_on=expires_on,
            )  # fmt: skip
    return users


def _relate(chance: Random, manager: User, users: list[User], people: list[Person]) -> None:
    kinds = {"independent_reviewing_officer": "reviewing", "placements": "placing"}
    for user in users:
        for person in chance.sample(people, 2):
            if user.role_key == "area_authority_guest":
                access.share_with_guest(
                    by=manager, person_id=person.pk, guest=user, sections=SHAREABLE, until_on=timezone.localdate()
                )
            elif user.role_key == "on_call_worker":
                access.state_reason(by=user, person_id=person.pk, reason="A call")
            elif user.role_key in {"practitioner", "team_manager", *kinds}:
                access.allocate(by=manager, person_id=person.pk, user=user, kind=kinds.get(user.role_key, "allocated"))
    access.restrict(by=manager, person_id=people[0].pk, reason="safety")


def _expected(user: User, row: Context, readable: set[UUID]) -> Facts:
    """The facts, gathered in plain Python."""
    today = timezone.localdate()
    relations = {Relation.ALL}
    if row.lead_id == user.pk:
        relations.add(Relation.LEADS)
    if row.made_by == user.pk:
        relations.add(Relation.OPENED)
    if user.team_id and row.team_id == user.team_id:
        relations.add(Relation.TEAM)
    if any(one.expires_on >= today and one.person_id in readable for one in row.associations.all()):
        relations.add(Relation.YOUNG_PERSON)
    return Facts(
        role=user.role_key,
        relations=frozenset(relations),
        restricted=row.restricted_at is not None,
        named=any(one.user_id == user.pk for one in row.named.all()),
        active=user.is_active,
    )


@pytest.mark.parametrize("seed", range(2))
def test_lists_one_page_and_the_rules_say_the_same_in_any_world(seed: int, manager: User, new: New) -> None:
    users = _world(seed, manager, new)
    contexts = list(Context.objects.prefetch_related("associations", "named"))
    people, opened = list(Person.objects.values_list("pk", flat=True)), set()
    for user in users:
        readable = {pk for pk in people if may(user, pk, Section.RECORD)}
        for act in Act:
            listed = set(queries.context_ids(user, act).values_list("id", flat=True))
            for row in contexts:
                should = decide(_expected(user, row, readable), act)
                assert (row.pk in listed) == should.allowed, (user.role_key, act, should)
                assert decide(queries.facts(user, row.pk), act).allowed == should.allowed, (user.role_key, act)
                opened.add((should.why, act))
    assert len(opened) > 8  # the worlds are not empty


def test_a_context_that_is_limited_is_nowhere_for_everyone_else(
    begin: Begin, tie: Tie, new: New, worker: User, manager: User, lead: User, make_user: Callable[..., User],
    signed_in: SignedIn,
) -> None:  # fmt: skip
    person = new("Jess", "Birch")
    shown, hidden = begin("The park", "place"), begin("The old park", "place", postcode="CF10 1AA")
    tie(person, hidden)
    colleague = make_user("practitioner", name="Colleague")
    everyone = {colleague: True, manager: True, lead: True}
    actions.restrict(by=worker, context=hidden, why_so="A worker is related", named=[worker])
    for user in everyone:
        client = signed_in(user)
        page = client.get(reverse("contexts:list")).content.decode()
        assert "The park" in page
        assert "old park" not in page
        sent = client.post(reverse("contexts:list"), {"q": "old park"}, follow=True).content.decode()
        assert reverse("contexts:context", args=[hidden.pk]) not in sent
        assert queries.filtered(user).count() == 1
        assert queries.alike(user, name="The old park", postcode="CF10 1AA", kind="place") in ([], [shown])
        assert str(hidden.pk) not in client.get(reverse("people:person", args=[person.pk])).content.decode()
        ties = client.get(reverse("contexts:contexts", args=[person.pk]))
        assert "old park" not in ties.content.decode()
        assert queries.ties(user).count() == 0
    assert "old park" not in signed_in(manager).get(reverse("contexts:export")).content.decode()
    assert "old park" in signed_in(worker).get(reverse("contexts:list")).content.decode()
    # the form to add a tie from the person offers only what may be seen
    client = signed_in(colleague)
    assert "old park" not in client.get(reverse("contexts:contexts_add", args=[person.pk])).content.decode()


def test_refused_and_not_there_are_the_same_page_and_the_same_queries(
    begin: Begin, worker: User, lead: User, stranger: User, signed_in: SignedIn
) -> None:
    hidden = begin()
    actions.restrict(by=worker, context=hidden, why_so="Safety", named=[worker])
    for user in (lead, stranger):
        client, answers = signed_in(user), []
        client.get(reverse("contexts:list"))
        for pk in (hidden.pk, uuid4()):
            with CaptureQueriesContext(
                connection,
            ) as asked:
                answer = client.get(reverse("contexts:context", args=[pk]))
            body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"', "", answer.content.decode())
            body = body.replace(str(pk), "")
            answers.append((answer.status_code, body, len(asked)))
        assert answers[0][0] == 404
        assert answers[0] == answers[1]
    refused = Event.objects.filter(action="access.refused", subject="context")
    assert {event.reason for event in refused} == {"restricted", "no_such_context"}
    assert refused.count() == 4


def test_only_those_are_shown_as_connected_whose_record_the_viewer_may_read(
    begin: Begin, tie: Tie, new: New, manager: User, stranger: User, lead: User, signed_in: SignedIn
) -> None:
    station = begin()
    mine, theirs = new("Jess", "Birch"), new("Rowan", "Ash", by=stranger)
    tie(mine, station)
    tie(theirs, station, by=stranger)
    page = signed_in(manager).get(reverse("contexts:people", args=[station.pk])).content.decode()
    assert "Jess Birch" in page
    assert "Rowan" not in page
    first = signed_in(manager).get(reverse("contexts:context", args=[station.pk])).content.decode()
    assert str(mine.pk) in first
    assert str(theirs.pk) not in first
    seen = signed_in(stranger).get(reverse("contexts:people", args=[station.pk])).content.decode()
    assert "Rowan Ash" in seen
    assert "Jess" not in seen
    access.restrict(by=manager, person_id=mine.pk, reason="safety")
    after = signed_in(lead).get(reverse("contexts:people", args=[station.pk])).content.decode()
    assert "Jess" not in after
    assert "Rowan" not in after


def test_a_tie_opens_the_context_to_whoever_works_with_the_young_person_and_ends_with_its_last_day(
    begin: Begin, tie: Tie, new: New, stranger: User
) -> None:
    station, rowan = begin(), new("Rowan", "Ash", by=stranger)
    assert not queries.visible(stranger).exists()
    held = tie(rowan, station, by=stranger)
    assert list(queries.visible(stranger)) == [station]
    assert not queries.visible(stranger, Act.WRITE).exists()
    Association.objects.filter(pk=held.pk).update(
        expires_on=timezone.localdate() - timedelta(days=1), review_on=timezone.localdate() - timedelta(days=9)
    )
    assert not queries.visible(stranger).exists()


def test_the_last_person_who_could_change_a_limited_context_stays_named(
    begin: Begin, worker: User, lead: User, make_user: Callable[..., User]
) -> None:
    from kith.record.rows.actions import Refused

    station = begin()
    analyst = make_user("analyst")
    with pytest.raises(Refused):
        actions.restrict(by=worker, context=station, why_so="Safety", named=[])
    station.refresh_from_db()
    assert station.restricted_at is None
    actions.restrict(by=worker, context=station, why_so="Safety", named=[worker])
    with pytest.raises(Refused):
        actions.end_name(by=worker, context=station, user_id=worker.pk)
    with pytest.raises(Refused):
        actions.name(by=worker, context=station, user=analyst)
    actions.name(by=worker, context=station, user=lead)
    actions.end_name(by=worker, context=station, user_id=worker.pk)
    assert not queries.visible(worker).exists()
    assert list(queries.visible(lead)) == [station]
    actions.lift_restriction(by=lead, context=station)
    assert list(queries.visible(worker)) == [station]


def test_what_an_emergency_opened_of_a_context_stands_in_its_review(
    new: New, begin: Callable[..., Context], tie: Callable[..., Association], signed_in: Callable[[User], Client],
    manager: User, stranger: User,
) -> None:  # fmt: skip
    """The context itself, where nobody else opens it to them, and each person whom nothing else opens to them."""
    context, jess, sam = begin("The car park"), new("Jess", "Birch"), new("Sam", "Alder")
    tie(jess, context), tie(sam, context)
    glass = access.break_glass(by=stranger, person_id=jess.pk, reason="At the door", hours=1)
    assert glass is not None
    told = Event.objects.filter(action="context.viewed", user_id=stranger.pk)
    for address in ("contexts:context", "plans:of_context"):
        assert signed_in(stranger).get(reverse(address, args=[context.pk])).status_code == 200
    assert set(told.values_list("person_id", "relation", "break_glass")) == {
        (None, "break_glass", glass.pk), (jess.pk, "break_glass", glass.pk)
    }  # fmt: skip
    reviewed = signed_in(manager).get(reverse("access:review", args=[glass.pk])).content.decode()
    assert reviewed.count("Looked at a context") >= 2
    told_of = told.count()
    access.allocate(by=manager, person_id=sam.pk, user=stranger)
    signed_in(stranger).get(reverse("contexts:context", args=[context.pk]))
    assert set(told.order_by("seq")[told_of:].values_list("person_id", "relation", "break_glass")) == {
        (None, "young_person", None), (jess.pk, "break_glass", glass.pk), (sam.pk, "young_person", None)
    }  # fmt: skip
