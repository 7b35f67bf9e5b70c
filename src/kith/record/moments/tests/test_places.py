"""Where a critical moment was: a context that is named to those alone who may see it, and stays where it is for everybody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kith.record.accounts.models import User
from kith.record.contexts.actions import erase, open_context
from kith.record.contexts.models import Association, Context
from kith.record.moments import dataset
from kith.record.moments.actions import add, enter_in_error
from kith.record.moments.forms import MomentForm, QuickForm
from kith.record.moments.models import Moment
from kith.record.people.models import Person

pytestmark = pytest.mark.django_db
New = Callable[..., Person]
DAY = date(2026, 3, 10)
SAID = {"kind": "injury", "from_on_day": "10", "from_on_month": "3", "from_on_year": "2026", "reached": "not_known"}


def _tie(person: Person, context: Context) -> None:
    until = timezone.localdate() + timedelta(days=30)
    Association.objects.create(person=person, context=context, role="visits", purpose="own_safety", source="school",
                               review_on=until, expires_on=until)  # fmt: skip


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _text(client: Client, name: str, *ids: Any) -> str:
    answer = client.get(reverse(f"moments:{name}", args=ids))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def station(worker: User) -> Context:
    return open_context(by=worker, row=Context(kind="transport_hub", name="Central bus station", lead=worker))


@pytest.fixture
def hidden(stranger: User) -> Context:
    return open_context(by=stranger, row=Context(kind="place", name="Zqhidden steps", lead=stranger))


def test_what_has_just_happened_offers_the_places_they_are_connected_with(
    new: New, worker: User, station: Context
) -> None:
    jess, sam, client = new("Jess", "Birch"), new("Sam", "Alder"), _client(worker)
    _tie(jess, station)
    assert "Central bus station" in _text(client, "now", jess.pk)
    assert "context_id" not in _text(client, "now", sam.pk)  # with none to choose from it is not asked
    address = reverse("moments:now", args=[jess.pk])
    assert client.post(address, {**SAID, "context_id": str(station.pk), "place": "Bay 4"}).status_code == 302
    assert Moment.objects.get().context_id == station.pk
    for page in ("now", "moments"):
        assert "Central bus station, Bay 4" in _text(client, page, jess.pk)


def test_another_place_is_found_by_its_name(new: New, worker: User, station: Context) -> None:
    jess, client = new(), _client(worker)
    address = reverse("moments:moments_add", args=[jess.pk])
    asked = client.post(address, {**SAID, "where": "bus stat"})
    assert (asked.status_code, str(station.pk) in asked.content.decode()) == (422, True)
    assert client.post(address, {**SAID, "where": "bus stat", "context_id": str(station.pk)}).status_code == 302
    assert Moment.objects.get().context_id == station.pk


def test_a_place_that_the_writer_may_not_see_cannot_be_chosen(new: New, worker: User, hidden: Context) -> None:
    jess, client = new(), _client(worker)
    answer = client.post(reverse("moments:moments_add", args=[jess.pk]), {**SAID, "context_id": str(hidden.pk)})
    assert answer.status_code == 422
    assert not Moment.objects.exists()


def test_a_place_that_the_reader_may_not_see_is_not_named_and_stays_when_they_change_the_moment(
    new: New, worker: User, stranger: User, hidden: Context
) -> None:
    jess, client = new(), _client(worker)
    row = add(by=stranger, row=Moment(person=jess, kind="injury", from_on=DAY, context=hidden))
    change = reverse("moments:moments_change", args=[jess.pk, row.pk])
    for address in (change, *(reverse(f"moments:{name}", args=[jess.pk]) for name in ("now", "moments"))):
        shown = client.get(address).content.decode()
        assert ("Zqhidden" in shown, str(hidden.pk) in shown) == (False, False)
    assert client.post(change, {**SAID, "seen": 1, "place": "Outside"}).status_code == 302
    row.refresh_from_db()
    assert (row.context_id, row.place) == (hidden.pk, "Outside")


@pytest.mark.parametrize("form", [MomentForm, QuickForm])
def test_words_that_were_looked_for_are_not_lost_without_a_choice(form: type[MomentForm]) -> None:
    asked = form({**SAID, "where": "the park"}, contexts=[])
    assert ("context_id" in asked.errors) == ("where" in asked.fields)


def test_a_moment_goes_into_the_dataset_with_its_place_and_comes_back(new: New, worker: User, station: Context) -> None:
    row = add(by=worker, row=Moment(person=new(), kind="arrest", from_on=DAY, context=station))
    (written,) = dataset.written("moments")
    assert written["context_id"] == str(station.pk)

    def found(table: str, row_id: str) -> UUID | None:
        return UUID(row_id) if table == "contexts" else None

    back = dataset.taken("moments", written, person_id=row.person_id, found=found)
    assert (back.context_id, back.kind, back.from_on) == (station.pk, "arrest", DAY)
    Context.objects.filter(pk=station.pk).update(error_at=timezone.now(), error_by=worker.pk, error_why="Another place")
    assert next(iter(dataset.written("moments")))["context_id"] is None


def test_a_moment_stays_when_its_place_is_erased(new: New, worker: User, station: Context) -> None:
    row = add(by=worker, row=Moment(person=new(), kind="arrest", from_on=DAY, context=station))
    erase(by=worker, context_id=station.pk)
    row.refresh_from_db()
    assert row.context_id is None
    enter_in_error(by=worker, row=row, seen=row.version, why_so="another child")


def test_a_place_that_is_none_is_refused_by_the_action(new: New, worker: User) -> None:
    with pytest.raises(ValidationError):
        add(by=worker, row=Moment(person=new(), kind="no such", from_on=DAY))
