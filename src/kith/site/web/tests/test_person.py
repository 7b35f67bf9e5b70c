"""The first page of a young person: what it says from which facts, to whom, and that it costs the same however much there is."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from kith.record.access import actions as access
from kith.record.access.rules import Section
from kith.record.accounts.models import User
from kith.record.audit.models import Event
from kith.record.contexts.models import Context
from kith.record.harms.models import Concern
from kith.record.moments.models import Missing, Moment
from kith.record.people.actions import add
from kith.record.people.merging import merge
from kith.record.people.models import Address, Person
from kith.record.people.rules import months_to_18
from kith.record.placements.models import Stay
from kith.record.plans.models import Action, Control, Visit

pytestmark = pytest.mark.django_db
SignedIn, Tied = Callable[[User], Client], Callable[..., Context]
MOST_QUERIES = 60
"""Half of them are the slices telling the clocks what they know, each kind of row once, however many rows."""


def _at(person: Person) -> str:
    return reverse("web:person", args=[person.pk])


def _text(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def _ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def _much(by: User, person: Person) -> None:
    """A row of each kind that the page speaks of."""
    for row in (
        Missing(kind="missing", from_on=_ago(9), to_on=_ago(7), interview_offered="no"),
        Moment(kind="arrest", from_on=_ago(2), reached="no"),
        Stay(kind="care_placement", from_on=_ago(90), to_on=_ago(80)),
        Concern(harm="cce", setting="outside", certainty="suspected", told="not_yet"),
        Action(what="Walks with them to school", target="young_person", aim="build_safety", from_on=_ago(3),
               due_on=_ago(-9)),
        Control(kind="tag", from_on=_ago(30), to_on=_ago(5)),
        Visit(on=_ago(4), seen="yes", seen_alone="no"),
    ):  # fmt: skip
        row.person = person
        add(by=by, row=row)


def test_months_to_18_end_on_the_birthday_and_are_not_told_of_a_vague_birth() -> None:
    born = date(2010, 3, 10)
    for day, left in (
        (date(2026, 3, 10), 24),
        (date(2026, 3, 11), 23),
        (date(2028, 3, 9), 0),
        (date(2028, 3, 10), None),
    ):
        assert months_to_18(born, "day", day) == left
    assert months_to_18(born, "year", date(2026, 3, 10)) is None
    assert months_to_18(None, "day", date(2026, 3, 10)) is None


def test_at_the_top_stands_who_they_are_where_tonight_and_whose_decision_that_was(
    worker: User, new: Callable[..., Person], signed_in: SignedIn
) -> None:
    jess = new("Jess", "Birch", called="Jay", born_on=timezone.localdate().replace(day=1) - timedelta(days=15 * 365))
    add(
        by=worker,
        row=Stay(person=jess, kind="care_placement", from_on=_ago(20), home="Elm House", arranged_by="police"),
    )
    said = _text(signed_in(worker).get(_at(jess)))
    assert "Likes to be called Jay" in said
    assert re.search(r"1\d years old, \d+ months to 18", said)
    assert "Tonight: Elm House" in said
    assert "Whose decision that was Decided by: " in said
    assert "Not recorded yet: neither physical safety" in said


def test_at_most_three_alerts_stand_there_and_danger_first(worker: User, jess: Person, signed_in: SignedIn) -> None:
    _much(worker, jess)
    client = signed_in(worker)
    assert [alert["danger"] for alert in client.get(_at(jess)).context["alerts"]] == [True, False, False]
    add(by=worker, row=Missing(person=jess, kind="missing", from_on=_ago(1)))
    found = client.get(_at(jess)).context["alerts"]
    assert len(found) == 3
    assert found[0]["text"].startswith("Missing since")
    assert found[1]["text"].startswith("Arrest")


def test_nothing_is_alarming_where_nothing_is_recorded_but_what_was_not_asked(
    worker: User, jess: Person, signed_in: SignedIn
) -> None:
    answer = signed_in(worker).get(_at(jess))
    assert [alert["text"] for alert in answer.context["alerts"]] == [
        "Not asked yet: Child sexual exploitation, Child criminal exploitation"
    ]
    assert "It is not recorded that they were ever seen" in _text(answer)


def test_a_control_that_ended_is_an_alert_until_the_plan_was_looked_at_again(
    worker: User, jess: Person, signed_in: SignedIn
) -> None:
    control = Control(person=jess, kind="tag", from_on=_ago(30), to_on=_ago(5))
    add(by=worker, row=control)
    client = signed_in(worker)
    assert "the plan was not looked at again" in _text(client.get(_at(jess)))
    Control.objects.filter(pk=control.pk).update(looked_again="yes")
    assert "the plan was not looked at again" not in _text(client.get(_at(jess)))


def test_that_nothing_is_done_where_they_came_from_is_said_until_something_is(
    worker: User, jess: Person, tied: Tied, signed_in: SignedIn
) -> None:
    add(by=worker, row=Stay(person=jess, kind="care_placement", from_on=_ago(20), locality="out"))
    client = signed_in(worker)
    assert "nothing is recorded as being done in the places" in _text(client.get(_at(jess)))
    place = tied("The park gate", jess, lead=worker, team=worker.team)
    add(
        by=worker,
        row=Action(person=jess, context=place, what="Lights", target="place", aim="build_safety", from_on=_ago(1)),
    )
    said = _text(client.get(_at(jess)))
    assert "nothing is recorded as being done in the places" not in said
    assert "Lights The park gate" in said


def test_last_seen_and_last_seen_alone_are_said_apart(worker: User, jess: Person, signed_in: SignedIn) -> None:
    add(by=worker, row=Visit(person=jess, on=_ago(1), seen="no"))
    add(by=worker, row=Visit(person=jess, on=_ago(5), seen="yes", seen_alone="no"))
    add(by=worker, row=Visit(person=jess, on=_ago(50), seen="yes", seen_alone="yes"))
    found = signed_in(worker).get(_at(jess)).context["contact"]
    assert [re.findall(r"\d+ days ago|yesterday", line) for line in found] == [
        ["5 days ago"],
        ["50 days ago"],
        ["yesterday"],
    ]


def test_whoever_may_read_who_they_are_alone_reads_nothing_else(
    manager: User, worker: User, make_user: Callable[..., User], jess: Person, signed_in: SignedIn
) -> None:
    _much(worker, jess)
    add(by=worker, row=Address(person=jess, lines="12 Secret Street", kind="home"))
    guest = make_user("area_authority_guest", team="")
    access.share_with_guest(by=manager, person_id=jess.pk, guest=guest, sections=[Section.IDENTITY], until_on=_ago(-9))
    answer = signed_in(guest).get(_at(jess))
    said = _text(answer)
    assert answer.status_code == 200
    assert "Jess Birch" in said
    for word in ("Arrest", "Walks with them", "Secret", "Criminal", "criminal", "Last contact"):
        assert word not in said


def test_a_stranger_finds_no_page_and_looking_is_recorded(
    worker: User, stranger: User, jess: Person, signed_in: SignedIn
) -> None:
    assert signed_in(stranger).get(_at(jess)).status_code == 404
    before = Event.objects.filter(action="person.viewed", person_id=jess.pk).count()
    assert signed_in(worker).get(_at(jess)).status_code == 200
    assert Event.objects.filter(action="person.viewed", person_id=jess.pk).count() == before + 1


def test_a_merged_record_leads_to_the_one_kept(
    manager: User, new: Callable[..., Person], jess: Person, signed_in: SignedIn
) -> None:
    other = new("Jes", "Birch")
    jess.refresh_from_db()
    other.refresh_from_db()
    merge(by=manager, kept=jess, merged=other, seen=(jess.version, other.version), take=(), why="One person")
    assert signed_in(manager).get(_at(other))["Location"] == _at(jess)


def test_the_page_costs_the_same_however_much_there_is(
    worker: User, jess: Person, tied: Tied, signed_in: SignedIn
) -> None:
    client = signed_in(worker)
    place = tied("The park gate", jess, lead=worker, team=worker.team)
    _much(worker, jess)
    add(
        by=worker, row=Action(person=jess, context=place, what="Lights", target="place", aim="monitor", from_on=_ago(1))
    )
    client.get(_at(jess))
    with CaptureQueriesContext(connection) as few:
        client.get(_at(jess))
    for _each in range(6):
        _much(worker, jess)
    with CaptureQueriesContext(connection) as many:
        client.get(_at(jess))
    assert len(many) == len(few)
    asked = [one for one in many.captured_queries if "SAVEPOINT" not in one["sql"]]
    assert len(asked) <= MOST_QUERIES


def test_search_lists_and_the_bar_lead_here_and_the_record_is_one_step_on(
    worker: User, jess: Person, signed_in: SignedIn
) -> None:
    client = signed_in(worker)
    assert f'href="{_at(jess)}"' in client.get(reverse("people:list")).content.decode()
    found = client.post(reverse("people:search"), {"q": "Jess Birch"}, follow=True)
    assert f'href="{_at(jess)}"' in found.content.decode()
    here = client.get(_at(jess)).content.decode()
    assert f'href="{reverse("people:person", args=[jess.pk])}"' in here


def test_it_is_said_in_welsh(worker: User, jess: Person, signed_in: SignedIn) -> None:
    _much(worker, jess)
    client = signed_in(worker)
    with override("cy"):
        client.cookies["django_language"] = "cy"
        said = _text(client.get(_at(jess)))
    for english in ("What must not", "Likes to", "Whose decision", "Last seen", "happens next", "Not recorded"):
        assert english not in said
