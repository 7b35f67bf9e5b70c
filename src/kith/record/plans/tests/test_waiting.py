"""An independent look is wanted at each review of somebody who was moved; what must change in a place stands in its plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kith.record.access import actions as access
from kith.record.accounts.models import User
from kith.record.contexts.actions import open_context
from kith.record.contexts.models import Context
from kith.record.people.models import Person
from kith.record.plans import waiting
from kith.record.plans.actions import add as plan
from kith.record.plans.models import Review
from kith.record.relocations.actions import add, change
from kith.record.relocations.models import Condition, IndependentLook, Relocation

TODAY = timezone.localdate()
DAY = timedelta(days=1)


def test_a_review_of_somebody_away_waits_for_an_independent_look_until_there_is_one(
    new: Callable[..., Person], worker: User, manager: User, make_user: Callable[..., User]
) -> None:
    officer = make_user("independent_reviewing_officer", team="")
    away, home = new("Jess"), new("Rowan")
    for person in (away, home):
        access.allocate(by=manager, person_id=person.pk, kind="reviewing", user=officer)
        plan(by=worker, row=Review(person=person, kind="looked_after", on=TODAY - 40 * DAY))
        plan(by=worker, row=Review(person=person, kind="looked_after", on=TODAY - 2 * DAY))
    add(by=worker, row=Relocation(person=away, from_on=TODAY - 60 * DAY))
    add(by=officer, row=IndependentLook(person=away, occasion="review", on=TODAY - 39 * DAY))
    people = [away.pk, home.pk]
    (one,) = waiting.answers(officer, people)
    assert (one.person.pk, one.href) == (away.pk, reverse("relocations:look", args=[away.pk]))
    assert waiting.answers(worker, people) == []
    client = Client()
    client.force_login(officer)
    assert "An independent look at a review" in client.get(reverse("web:home")).content.decode()
    add(by=officer, row=IndependentLook(person=away, occasion="review", on=TODAY - 5 * DAY))
    assert waiting.answers(officer, people) == []


def test_what_must_change_in_a_place_leads_to_its_plan_and_back_for_those_who_may_see_both(
    new: Callable[..., Person], worker: User, stranger: User
) -> None:
    context = open_context(by=worker, row=Context(name="The station", kind="transport_hub", team_id=worker.team_id))
    person = new("Jess", "Birch")
    row = add(
        by=worker, row=Condition(person=person, context=context, what="Light in the stairwell", due_on=TODAY - DAY)
    )
    there, home = reverse("plans:of_context", args=[context.pk]), reverse("relocations:next_home", args=[person.pk])
    client = Client()
    client.force_login(worker)
    assert there in client.get(home).content.decode()
    shown = client.get(there).content.decode()
    assert [
        text for text in ("Light in the stairwell", "The plan of Jess Birch", home, "past its day") if text not in shown
    ] == []
    Context.objects.filter(pk=context.pk).update(lead=stranger)
    other = Client()
    other.force_login(stranger)
    assert "stairwell" not in other.get(there).content.decode()
    change(by=worker, row=row, seen=1, values={"state": "met", "met_on": TODAY})
    assert "stairwell" not in client.get(there).content.decode()
