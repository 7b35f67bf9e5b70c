"""The copy for the person: noted by one manager and released by another, in the page, the action and the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from kith.record.accounts.models import User
from kith.record.people import subject_access
from kith.record.people.models import Person, SubjectAccess
from kith.record.rows.actions import Refused

DAY = date(2026, 11, 1)


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_whoever_noted_a_request_cannot_release_it(new: Callable[..., Person], manager: User) -> None:
    asked = subject_access.ask(by=manager, person_id=new().pk, asked_on=DAY)
    with pytest.raises(Refused, match="Somebody else"):
        subject_access.release(by=manager, asked=asked)
    with pytest.raises(Refused):
        subject_access.give(by=manager, asked=asked)


def test_the_database_refuses_one_person_for_both(new: Callable[..., Person], manager: User) -> None:
    asked = subject_access.ask(by=manager, person_id=new().pk, asked_on=DAY)
    rows = SubjectAccess.objects.filter(pk=asked.pk)
    with pytest.raises(IntegrityError, match="people_subject_access_two_people"), transaction.atomic():
        rows.update(released_by=manager.pk, released_at=timezone.now())


def test_the_page_offers_the_release_to_another_manager_alone(
    new: Callable[..., Person], manager: User, make_user: Callable[..., User]
) -> None:
    person, other = new(), make_user("team_manager")
    address = f"/people/{person.pk}/subject-access/"
    subject_access.ask(by=manager, person_id=person.pk, asked_on=DAY)
    assert 'name="release"' not in _client(manager).get(address).content.decode()
    assert 'name="release"' in _client(other).get(address).content.decode()
    said = _client(manager).post(address, {"release": "yes"}, follow=True).content.decode()
    assert "nobody releases what they noted themselves" in said
    assert SubjectAccess.objects.get().released_at is None
    _client(other).post(address, {"release": "yes"})
    assert SubjectAccess.objects.get().released_by == other.pk


def test_of_two_requests_each_releases_the_one_that_the_other_noted(
    new: Callable[..., Person], manager: User, make_user: Callable[..., User]
) -> None:
    person, other = new(), make_user("team_manager")
    mine = subject_access.ask(by=manager, person_id=person.pk, asked_on=DAY)
    theirs = subject_access.ask(by=other, person_id=person.pk, asked_on=date(2026, 11, 2))
    _client(manager).post(f"/people/{person.pk}/subject-access/", {"release": "yes"})
    theirs.refresh_from_db()
    mine.refresh_from_db()
    assert (mine.released_by, theirs.released_by) == (None, manager.pk)
