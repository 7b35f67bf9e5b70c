"""The users and people of the slices below, of whom to make documents."""

from __future__ import annotations

from kith.record.people.tests.conftest import make_user, manager, new, stranger, worker

__all__ = ["make_user", "manager", "new", "stranger", "worker"]
