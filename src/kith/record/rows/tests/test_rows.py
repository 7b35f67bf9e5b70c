"""What every page of rows must not do: show what was withheld meanwhile, drop what a list no longer gives, fall over a constraint."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django import forms
from django.db import models
from django.test import Client
from django.test.utils import isolate_apps
from django.urls import reverse

from kith.record.access.actions import state_reason
from kith.record.accounts.models import User
from kith.record.audit.models import Event
from kith.record.harms.actions import EPISODES, add_episode, add_role
from kith.record.harms.actions import WRITER as HARMS
from kith.record.harms.forms import AssessmentForm
from kith.record.harms.models import Assessment
from kith.record.people.actions import WRITER
from kith.record.people.merging import merge
from kith.record.people.models import Address, Name, Person
from kith.record.placements.actions import WRITER as STAYS
from kith.record.placements.models import Authorisation, Stay
from kith.record.plans.actions import WRITER as PLANS
from kith.record.plans.models import Action, Goal
from kith.record.relocations.models import IndependentLook
from kith.record.rows.models import Row
from kith.record.rows.words import said, span

New = Callable[..., Person]
SignedIn = Callable[[User], Client]
DAY = date(2026, 3, 3)


@pytest.fixture
def on_call(make_user: Callable[..., User]) -> User:
    return make_user("on_call_worker", team="")


def test_what_was_withheld_meanwhile_is_not_shown_beside_a_stale_save(
    new: New, worker: User, on_call: User, signed_in: SignedIn
) -> None:
    person = new("Jess", "Birch", Address(kind="home", lines="1 Old Road"))
    state_reason(by=on_call, person_id=person.pk, reason="A call")
    row = Address.objects.get()
    address = reverse("people:addresses_change", args=[person.pk, row.pk])
    client = signed_in(on_call)
    assert client.get(address).status_code == 200
    WRITER.change(by=worker, row=row, seen=1, values={"lines": "9 Refuge Lane", "withheld": "from_everyone"})
    answer = client.post(
        address, {"kind": "home", "lines": "2 Old Road", "postcode": "", "withheld": "no", "seen": "1"}
    )
    assert answer.status_code == 404
    assert "Refuge" not in answer.content.decode()


def test_a_stale_save_shows_both_to_who_may_see_both(new: New, worker: User, signed_in: SignedIn) -> None:
    person = new("Jess", "Birch", Address(kind="home", lines="1 Old Road"))
    row = Address.objects.get()
    WRITER.change(by=worker, row=row, seen=1, values={"lines": "9 New Lane"})
    answer = signed_in(worker).post(
        reverse("people:addresses_change", args=[person.pk, row.pk]),
        {"kind": "home", "lines": "2 Old Road", "postcode": "", "withheld": "no", "seen": "1"},
    )
    assert answer.status_code == 409
    assert "9 New Lane" in answer.content.decode()
    assert "2 Old Road" in answer.content.decode()


def test_opening_a_row_to_change_or_mark_it_is_a_look(new: New, worker: User, signed_in: SignedIn) -> None:
    person = new("Jess", "Birch", Address(kind="home", lines="1 Old Road"))
    client = signed_in(worker)
    for name in ("addresses_change", "addresses_error"):
        before = Event.objects.filter(action="person.viewed", person_id=person.pk).count()
        client.get(reverse(f"people:{name}", args=[person.pk, Address.objects.get().pk]))
        assert Event.objects.filter(action="person.viewed", person_id=person.pk).count() == before + 1
    client.get(reverse("people:details", args=[person.pk]))
    assert Event.objects.filter(action="person.viewed", subject="details").count() == 1


def test_a_code_that_the_list_no_longer_gives_stays_when_a_row_is_changed(
    new: New, worker: User, signed_in: SignedIn
) -> None:
    person = new()
    row = HARMS.add(by=worker, row=Assessment(person=person, factors=["18A", "2B"], from_on=DAY))
    form = AssessmentForm(initial=AssessmentForm.of(row))
    assert {"18A", "2B"} <= {key for key, _text in form.fields["factors"].choices}
    assert "18A" not in {key for key, _text in AssessmentForm().fields["factors"].choices}
    stay = STAYS.add(by=worker, row=Stay(person=person, from_on=DAY, placement_type="P2", kind="care_placement"))
    answer = signed_in(worker).get(reverse("placements:stays_change", args=[person.pk, stay.pk]))
    assert '<option value="P2" selected>' in answer.content.decode()


def test_who_does_it_stays_when_their_account_is_closed(
    new: New, worker: User, stranger: User, signed_in: SignedIn
) -> None:
    action = Action(person=new(), what="Walk home", target="school", aim="build_safety", from_on=DAY, owner=stranger)
    row = PLANS.add(by=worker, row=action)
    User.objects.filter(pk=stranger.pk).update(is_active=False)
    answer = signed_in(worker).get(reverse("plans:plan_actions_change", args=[row.person_id, row.pk]))
    assert f'<option value="{stranger.pk}" selected>{stranger.name}' in answer.content.decode()


def test_a_part_that_somebody_has_already_is_refused_in_words(new: New, worker: User, signed_in: SignedIn) -> None:
    person = new()
    episode = add_episode(by=worker, person_id=person.pk, role="harmed", harm="cce")
    second = add_role(by=worker, episode_id=episode.pk, person_id=person.pk, role="present")
    address = reverse("harms:roles_change", args=[episode.pk, second.pk])
    answer = signed_in(worker).post(address, {"role": "harmed", "seen": "1"})
    assert answer.status_code == 422
    EPISODES.enter_in_error(by=worker, row=second, seen=1, why_so="Not there")
    add_role(by=worker, episode_id=episode.pk, person_id=person.pk, role="present")
    answer = signed_in(worker).post(
        reverse("harms:roles_restore", args=[episode.pk, second.pk]), {"seen": "2"}, follow=True
    )
    assert "with this part already" in answer.content.decode()


def test_the_rows_of_a_merged_record_can_be_chosen_from_its_old_address(
    new: New, manager: User, worker: User, signed_in: SignedIn
) -> None:
    kept, merged = new("Jess", "Birch"), new("Jes", "Birch")
    PLANS.add(by=worker, row=Goal(person=kept, words="Walk home"))
    STAYS.add(by=worker, row=Stay(person=kept, from_on=DAY, kind="care_placement"))
    merge(by=manager, kept=kept, merged=merged, seen=(kept.version, merged.version), take=(), why="The same")
    client = signed_in(worker)
    assert "Walk home" in client.get(reverse("plans:plan_actions_add", args=[merged.pk])).content.decode()
    assert (
        str(Stay.objects.get().pk)
        in client.get(reverse("placements:authorisations_add", args=[merged.pk])).content.decode()
    )
    assert Authorisation.objects.count() == 0


def test_a_reference_is_said_by_its_choice_and_never_by_its_id() -> None:
    park, unseen = uuid4(), uuid4()
    field = forms.ChoiceField(choices=[(str(park), "The park")])
    assert said(field, park) == "The park"
    assert str(unseen) not in said(field, unseen)


@isolate_apps("kith.record.people")
def test_a_row_that_takes_the_place_of_a_column_of_every_row_is_found_by_the_check() -> None:
    class Wrong(Row):
        made_by = models.CharField(max_length=10)
        words = models.TextField()
        edited: Any = ("words", "gone")

        class Meta:
            app_label = "people"

    assert sorted(found.id for found in Wrong.check() if found.id.startswith("rows.")) == ["rows.E1", "rows.E2"]
    assert [found for found in Name.check() if found.id.startswith("rows.")] == []


@pytest.mark.parametrize(
    ("to_on", "says"),
    [(DAY, "3 March 2026"), (None, "Since 3 March 2026"), (date(2026, 3, 4), "3 March 2026 to 4 March 2026")],
)
def test_a_row_of_one_day_says_it_once(to_on: date | None, says: str) -> None:
    assert span(Assessment(from_on=DAY, to_on=to_on)) == says


def test_nobody_is_offered_to_change_what_they_may_not(new: New, worker: User, signed_in: SignedIn) -> None:
    jess = new("Jess", "Birch")
    look = WRITER.add(by=worker, row=IndependentLook(person=jess, on=DAY))
    page = signed_in(worker).get(reverse("relocations:looks", args=[jess.pk])).content.decode()
    assert "3 March 2026" in page
    assert str(look.pk) not in page
