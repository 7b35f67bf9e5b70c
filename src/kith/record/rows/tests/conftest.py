"""The users and people of the slice above, and a client that has signed in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from kith.record.accounts.models import User
from kith.record.people.tests.conftest import make_user, manager, new, stranger, worker

__all__ = ["make_user", "manager", "new", "stranger", "worker"]


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in
