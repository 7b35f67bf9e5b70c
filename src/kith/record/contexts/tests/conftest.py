"""Users of several teams, young people allocated to them, and contexts to tie them to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from kith.record.accounts.models import User
from kith.record.contexts.actions import WRITER, open_context
from kith.record.contexts.models import Association, Context
from kith.record.people.models import Person
from kith.record.people.tests.conftest import make_user, manager, new, stranger, worker  # noqa: F401 - fixtures


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def begin(worker: User) -> Callable[..., Context]:  # noqa: F811
    """Opens a context as the worker, whose team's it is."""

    def opened(
        name: str = "The station", kind: str = "transport_hub", by: User | None = None, **fields: Any
    ) -> Context:
        by = by or worker
        fields.setdefault("team_id", by.team_id)
        return open_context(by=by, row=Context(name=name, kind=kind, **fields))

    return opened


@pytest.fixture
def tie(worker: User) -> Callable[..., Association]:  # noqa: F811
    """Ties a person to a context as the worker."""

    def tied(person: Person, context: Context, by: User | None = None, **fields: Any) -> Association:
        given = {"role": "visits", "purpose": "own_safety", "source": "school", **fields}
        made: Association = WRITER.add(by=by or worker, row=Association(person=person, context=context, **given))
        return made

    return tied


@pytest.fixture
def lead(make_user: Callable[..., User]) -> User:  # noqa: F811
    return make_user("exploitation_lead", team="Panel")
