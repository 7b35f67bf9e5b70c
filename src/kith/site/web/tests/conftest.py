"""The team and the young people of the tests of harms."""

from kith.record.harms.tests.conftest import jess, make_user, manager, new, sam, signed_in, stranger, tied, worker

__all__ = ["jess", "make_user", "manager", "new", "sam", "signed_in", "stranger", "tied", "worker"]
