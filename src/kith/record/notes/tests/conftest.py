"""A worker with a young person allocated, a manager of the team, a stranger, and notes to write."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from kith.record.access import actions as access
from kith.record.accounts.models import Team, User
from kith.record.contexts.actions import open_context
from kith.record.contexts.models import Context
from kith.record.notes.actions import WRITER
from kith.record.notes.models import Note
from kith.record.people.actions import add_person
from kith.record.people.models import Person


@pytest.fixture
def make_user(db: None) -> Callable[..., User]:
    """Makes a user of a role, in a team."""

    def make(role: str, team: str = "North") -> User:
        held = Team.objects.get_or_create(name=team)[0] if team else None
        number = User.objects.count()
        return User.objects.create_user(
            f"{role}{number}@example.org", name=f"{role} {number}", role_key=role, team=held
        )

    return make


@pytest.fixture
def worker(make_user: Callable[..., User]) -> User:
    return make_user("practitioner")


@pytest.fixture
def manager(make_user: Callable[..., User]) -> User:
    return make_user("team_manager")


@pytest.fixture
def panellist(make_user: Callable[..., User], manager: User, jess: Person) -> User:
    """Sits on the panel that has Jess on its list: reads police intelligence, not health."""
    user = make_user("practitioner", team="South")
    panel = access.make_panel(by=manager, name="Panel")
    access.seat(by=manager, panel=panel, user=user)
    access.allocate(by=manager, person_id=jess.pk, panel=panel)
    return user


@pytest.fixture
def stranger(make_user: Callable[..., User]) -> User:
    return make_user("practitioner", team="South")


@pytest.fixture
def new(worker: User) -> Callable[..., Person]:
    """Begins a record as the worker."""

    def begin(given: str = "Jess", family: str = "Birch") -> Person:
        return add_person(by=worker, details={}, name={"given": given, "family": family, "kind": "legal"})

    return begin


@pytest.fixture
def jess(new: Callable[..., Person]) -> Person:
    return new()


@pytest.fixture
def place(worker: User) -> Context:
    return open_context(by=worker, row=Context(kind="place", name="The steps", lead=worker))


@pytest.fixture
def write(worker: User) -> Callable[..., Note]:
    """Writes a note as the worker: about a person, a context or an episode."""

    def make(about: Any, words: str = "Went for a walk.", *, by: User | None = None, **values: Any) -> Note:
        field = {Person: "person", Context: "context"}.get(type(about), "episode_id")
        values.setdefault("kind", "visit")
        note: Note = WRITER.add(by=by or worker, row=Note(**{field: about}, words=words, **values))
        return note

    return make


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    def sign(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign
