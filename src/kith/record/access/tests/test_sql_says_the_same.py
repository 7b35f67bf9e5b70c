"""What the database says is what the policy says, in random worlds."""

from __future__ import annotations

from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from kith.record.access.middleware import ReadOnce
from kith.record.access.models import Known
from kith.record.access.queries import facts, person_ids
from kith.record.access.rules import Act, Section, decide
from kith.record.access.tests.worlds import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("seed", "few"), [(0, 1000), (1, 1000), (2, 1000), (0, 1), (1, 1)])
def test_lists_hold_exactly_those_whom_the_policy_lets_a_user_see(
    seed: int, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kith.record.access.sentences.FEW", few)
    world = make(seed)
    seen = 0
    for user in world.users:
        known = {person_id: world.facts(user, person_id) for person_id in world.root}
        for section, act in product(Section, Act):
            expected = {each for each, about in known.items() if decide(about, section, act).allowed}
            found = list(Known.objects.filter(id__in=person_ids(user, section, act)).values_list("id", flat=True))
            assert len(found) == len(set(found))
            assert set(found) == expected, (user.role_key, section, act)
            some = {*list(known)[::2], uuid4()}
            assert {*person_ids(user, section, act, some)} == expected & some
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


def test_a_page_that_is_read_asks_once_and_a_form_that_is_sent_asks_anew(
    django_assert_num_queries: type[CaptureQueriesContext],
) -> None:
    world = make(98)
    user = next(user for user in world.users if user.is_active and user.role_key == "practitioner")
    person_id = next(iter(world.root))

    def ask_twice(_request: Any) -> HttpResponse:
        for _ in range(2):
            person_ids(user)
            person_ids(user, Section.RECORD)
            facts(user, person_id)
        return HttpResponse()

    ask = ReadOnce(ask_twice)
    for send, times in ((RequestFactory().get, 2), (RequestFactory().post, 6)):  # both sections open by one sentence
        with django_assert_num_queries(times):
            ask(send("/"))
        with django_assert_num_queries(times):  # and what one page read is not kept for the next
            ask(send("/"))


def test_whom_a_user_may_see_is_one_query(django_assert_num_queries: type[CaptureQueriesContext]) -> None:
    world = make(98)
    for user in world.users:
        with django_assert_num_queries(1 if user.is_active and user.role_key not in _FIGURES else 0):
            person_ids(user)


_FIGURES = {"analyst", "partnership_lead", "administrator", "data_protection_officer"}
