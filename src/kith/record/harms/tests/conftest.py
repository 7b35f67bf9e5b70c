"""The team and the people of the tests of `people`, two young people in the worker's hands, and a context they are tied to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kith.record.accounts.models import User
from kith.record.contexts.models import Association, Context
from kith.record.people.models import Person
from kith.record.people.tests.conftest import make_user, manager, new, stranger, worker

__all__ = ["make_user", "manager", "new", "stranger", "worker"]


@pytest.fixture
def jess(new: Callable[..., Person]) -> Person:
    return new("Jess", "Birch", born_on=date(2011, 3, 7), sex="F", ethnicity="WBRI")


@pytest.fixture
def sam(new: Callable[..., Person]) -> Person:
    return new("Sam", "Alder", born_on=date(2010, 3, 7), sex="M", ethnicity="WBRI")


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def tied(worker: User) -> Callable[..., Context]:
    """Makes a context, and ties people to it until a day."""

    def make(name: str, *people: Person, days: int = 30, **fields: Any) -> Context:
        context = Context.objects.create(kind="place", name=name, made_by=worker.pk, **fields)
        until = timezone.localdate() + timedelta(days=days)
        for person in people:
            Association.objects.create(
                person=person, context=context, role="visits", purpose="own_safety", source="school", review_on=until,
                expires_on=until,
            )  # fmt: skip
        return context

    return make
