"""A team with a practitioner and a manager, another team's practitioner, and people to find."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from kith.record.accounts.models import Team, User
from kith.record.people.actions import add, add_person
from kith.record.people.models import Name, Person
from kith.record.rows.models import Row


@pytest.fixture
def make_user(db: None) -> Callable[..., User]:
    """Makes a user of a role, in a team named `team` if any."""

    def make(role: str, team: str = "North", name: str = "") -> User:
        held = Team.objects.get_or_create(name=team)[0] if team else None
        number = User.objects.count()
        return User.objects.create_user(
            f"{role}{number}@example.org", name=name or f"{role} {number}", role_key=role, team=held, is_demo=True
        )

    return make


@pytest.fixture
def worker(make_user: Callable[..., User]) -> User:
    return make_user("practitioner")


@pytest.fixture
def manager(make_user: Callable[..., User]) -> User:
    return make_user("team_manager")


@pytest.fixture
def stranger(make_user: Callable[..., User]) -> User:
    """A practitioner of another team."""
    return make_user("practitioner", team="South")


@pytest.fixture
def new(worker: User) -> Callable[..., Person]:
    """Begins a record as the worker, with rows added afterwards."""

    def begin(given: str = "Jess", family: str = "Birch", *rows: Row, by: User | None = None, **details: Any) -> Person:
        if isinstance(details.get("born_on"), date):
            details.setdefault("birth_precision", "day")
        called = details.pop("called", "")
        person = add_person(
            by=by or worker, details=details, name={"given": given, "family": family, "called": called, "kind": "legal"}
        )
        for row in rows:
            row.person = person
            add(by=by or worker, row=row)
        return person

    return begin


@pytest.fixture
def former() -> Callable[..., Name]:
    """A former name, not yet saved."""
    return lambda given, family: Name(given=given, family=family, kind="former")
