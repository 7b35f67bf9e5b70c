"""The four meanings of out of area, none from another; nights away; planned and past."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.record.placements.rules import Night, away_since, days_away, is_open, meanings, plan

LOCALITIES, STATES = ("in", "out", "not_known"), ("yes", "no", "not_known")


@pytest.mark.parametrize(
    ("locality", "adjoining", "outside", "at_a_distance"),
    [
        ("in", "yes", "no", "no"),
        ("in", "no", "no", "no"),
        ("in", "not_known", "no", "no"),
        ("out", "yes", "yes", "no"),
        ("out", "no", "yes", "yes"),
        ("out", "not_known", "yes", "not_known"),
        ("not_known", "yes", "not_known", "no"),
        ("not_known", "no", "not_known", "not_known"),
        ("not_known", "not_known", "not_known", "not_known"),
    ],
)
def test_outside_and_at_a_distance_are_two_facts(
    locality: str, adjoining: str, outside: str, at_a_distance: str
) -> None:
    found = meanings(locality=locality, adjoining=adjoining, miles=None, due_to_efh="no")
    assert (found.outside, found.at_a_distance) == (outside, at_a_distance)


@given(
    st.sampled_from(LOCALITIES), st.sampled_from(STATES), st.none() | st.floats(0, 500), st.sampled_from(("yes", "no"))
)
def test_miles_and_the_reason_decide_nothing_about_the_boundary(
    locality: str, adjoining: str, miles: float | None, due_to_efh: str
) -> None:
    with_all = meanings(locality=locality, adjoining=adjoining, miles=miles, due_to_efh=due_to_efh)
    without = meanings(locality=locality, adjoining=adjoining, miles=None, due_to_efh="not_reviewed")
    assert (with_all.outside, with_all.at_a_distance) == (without.outside, without.at_a_distance)
    assert (without.far, without.for_safety, with_all.for_safety) == ("not_known", "not_reviewed", due_to_efh)


@pytest.mark.parametrize(("miles", "far"), [(None, "not_known"), (20.0, "no"), (20.1, "yes"), (0.0, "no")])
def test_far_is_more_than_twenty_miles(miles: float | None, far: str) -> None:
    assert meanings(locality="in", adjoining="yes", miles=miles, due_to_efh="no").far == far


def test_the_night_of_the_last_day_is_spent_elsewhere() -> None:
    stay = Night(date(2026, 3, 3), date(2026, 3, 5))
    assert [is_open(stay, date(2026, 3, day)) for day in (2, 3, 4, 5)] == [False, True, True, False]
    assert is_open(Night(date(2026, 3, 3), None), date(2030, 1, 1))


def test_away_without_a_break_goes_back_over_stays_that_meet() -> None:
    last = Night(date(2026, 3, 20), None, "out")
    before = [
        Night(date(2026, 3, 10), date(2026, 3, 19), "out"),
        Night(date(2026, 3, 1), date(2026, 3, 10), "out"),
        Night(date(2026, 1, 1), date(2026, 2, 1), "out"),
        Night(date(2026, 2, 1), date(2026, 3, 1), "in"),
    ]
    assert away_since(last, before) == date(2026, 3, 1)
    assert away_since(last, []) == date(2026, 3, 20)
    assert away_since(Night(date(2026, 3, 20), None, "in"), before) is None


def test_nights_of_two_stays_count_once_and_those_at_home_not_at_all() -> None:
    stays = [
        Night(date(2026, 3, 1), date(2026, 3, 5), "out"),
        Night(date(2026, 3, 3), date(2026, 3, 8), "out"),
        Night(date(2026, 2, 1), date(2026, 2, 20), "in"),
        Night(date(2026, 3, 9), None, "out"),
    ]
    assert days_away(stays, date(2026, 3, 11)) == 7 + 2


DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31))
SPANS = st.tuples(DAYS, st.none() | st.integers(0, 200)).map(
    lambda pair: Night(pair[0], None if pair[1] is None else pair[0] + timedelta(days=pair[1]), "out")
)


@given(st.lists(SPANS, max_size=5), DAYS)
def test_nights_away_are_those_counted_one_by_one(stays: list[Night], today: date) -> None:
    all_ = [today - timedelta(days=n) for n in range(1, 800)]
    assert days_away(stays, today) == sum(any(is_open(stay, day) for stay in stays) for day in all_)


@pytest.mark.parametrize(
    ("end", "state"), [(None, "no_date"), (date(2026, 3, 3), "within"), (date(2026, 3, 2), "past")]
)
def test_planned_time_is_past_the_day_after(end: date | None, state: str) -> None:
    assert plan(end, date(2026, 3, 3)) == state
