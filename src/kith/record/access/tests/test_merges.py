"""Merged records: what holds for either holds for both, and undoing the merge undoes it."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from kith.record.access import actions
from kith.record.access.models import Known
from kith.record.access.queries import facts, person_ids
from kith.record.access.rules import Relation, roots
from kith.record.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> User:
    return User.objects.create_user("w@example.org", "long enough", name="W", role_key="practitioner")


@pytest.fixture
def manager() -> User:
    return User.objects.create_user("m@example.org", "long enough", name="M", role_key="team_manager")


def _two() -> tuple[UUID, UUID]:
    one, other = uuid4(), uuid4()
    actions.know_all([one, other])
    return one, other


def _seen(user: User) -> set[UUID]:
    return set(Known.objects.filter(id__in=person_ids(user)).values_list("id", flat=True))


def test_a_relation_to_either_opens_both_until_the_merge_is_undone(worker: User, manager: User) -> None:
    one, other = _two()
    actions.allocate(by=manager, person_id=one, user=worker)
    assert _seen(worker) == {one}
    actions.follow(by=manager, person_id=one, kept_id=other)
    assert _seen(worker) == {one, other}
    assert facts(worker, other).relations == {Relation.ALLOCATED}
    actions.part(by=manager, person_id=one)
    assert _seen(worker) == {one}


def test_a_restriction_of_either_closes_both_and_every_restriction_has_to_name(worker: User, manager: User) -> None:
    one, other = _two()
    actions.allocate(by=manager, person_id=one, user=worker)
    first = actions.restrict(by=manager, person_id=one, reason="safety", named=[worker])
    actions.follow(by=manager, person_id=one, kept_id=other)
    assert _seen(worker) == {one, other}
    second = actions.restrict(by=manager, person_id=other, reason="court")
    assert _seen(worker) == set()
    assert not facts(worker, one).named
    actions.name(by=manager, restriction=second, user=worker)
    assert _seen(worker) == {one, other}
    actions.lift_restriction(by=manager, restriction=first, reason="Over")
    assert _seen(worker) == {one, other}


def test_keeping_someone_from_one_record_keeps_them_from_the_merged_one(worker: User, manager: User) -> None:
    one, other = _two()
    actions.allocate(by=manager, person_id=one, user=worker)
    actions.keep_from(by=manager, person_id=other, user=worker, reason="A cousin")
    assert _seen(worker) == {one}
    actions.follow(by=manager, person_id=one, kept_id=other)
    assert _seen(worker) == set()


def test_a_chain_of_merges_ends_in_one_record_and_comes_apart_link_by_link(manager: User) -> None:
    first, second = _two()
    third = uuid4()
    actions.know_all([third])
    actions.follow(by=manager, person_id=first, kept_id=second)
    actions.follow(by=manager, person_id=second, kept_id=third)
    assert set(Known.objects.values_list("root_id", flat=True)) == {third}
    actions.part(by=manager, person_id=second)
    assert dict(Known.objects.values_list("id", "root_id")) == {first: second, second: second, third: third}


def test_a_merge_that_leads_back_to_itself_is_refused(manager: User) -> None:
    one, other = _two()
    actions.follow(by=manager, person_id=one, kept_id=other)
    with pytest.raises(ValueError, match="back to itself"):
        actions.follow(by=manager, person_id=other, kept_id=one)
    assert set(Known.objects.values_list("root_id", flat=True)) == {other}


def test_roots_follow_a_chain_to_its_end() -> None:
    a, b, c = uuid4(), uuid4(), uuid4()
    assert roots({a: b, b: c}) == {a: c, b: c}
