"""What the database says is what the policy says, in random worlds."""

from __future__ import annotations

from itertools import product
from uuid import uuid4

import pytest
from django.test.utils import CaptureQueriesContext

from kith.record.access.models import Known
from kith.record.access.queries import facts, person_ids
from kith.record.access.rules import Act, Section, decide
from kith.record.access.tests.worlds import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(3))
def test_lists_hold_exactly_those_whom_the_policy_lets_a_user_see(seed: int) -> None:
    world = make(seed)
    seen = 0
    for user in world.users:
        known = {person_id: world.facts(user, person_id) for person_id in world.root}
        for section, act in product(Section, Act):
            expected = {each for each, about in known.items() if decide(about, section, act).allowed}
            found = list(Known.objects.filter(id__in=person_ids(user, section, act)).values_list("id", flat=True))
            assert len(found) == len(set(found))
            assert set(found) == expected, (user.role_key, section, act)
            seen += len(expected)
    assert seen > 100  # worlds in which nobody sees anybody would show nothing


@pytest.mark.parametrize("seed", range(6, 9))
def test_the_facts_about_one_person_are_those_of_the_rows(seed: int) -> None:
    world = make(seed)
    for user in world.users:
        for person_id in world.root:
            assert facts(user, person_id) == world.facts(user, person_id)


def test_facts_take_one_query_whether_or_not_there_is_such_a_person(
    django_assert_num_queries: type[CaptureQueriesContext],
) -> None:
    world = make(99)
    for person_id in (next(iter(world.root)), uuid4()):
        with django_assert_num_queries(1):
            facts(world.users[0], person_id)


def test_whom_a_user_may_see_is_one_query(django_assert_num_queries: type[CaptureQueriesContext]) -> None:
    world = make(98)
    for user in world.users:
        with django_assert_num_queries(1 if user.is_active and user.role_key not in _FIGURES else 0):
            list(Known.objects.filter(id__in=person_ids(user)))


_FIGURES = {"analyst", "partnership_lead", "administrator", "data_protection_officer"}
