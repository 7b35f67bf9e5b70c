"""A practitioner, a manager and people to record things of."""

from __future__ import annotations

from kith.record.people.tests.conftest import make_user, manager, new, worker

__all__ = ["make_user", "manager", "new", "worker"]
