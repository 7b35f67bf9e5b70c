"""The plain rules: interviews and their clock, missing before and after a day, waits for school, how fast somebody was reached."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.record.moments.rules import (
    LONDON,
    Interview,
    Spell,
    Wait,
    before_and_after,
    interview_due,
    interview_state,
    is_full_time,
    minutes_to_reach,
    reach,
    wait,
)

BACK = date(2026, 3, 3)
STATES = ("yes", "no", "not_known")


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("known", "now", "state"),
    [
        (Interview("missing", None), at(3), "missing"),
        (Interview("missing", BACK, time(10)), at(6, 9), "due"),
        (Interview("missing", BACK, time(10)), at(6, 10), "not_known"),
        (Interview("missing", BACK), at(6, 23), "due"),
        (Interview("missing", BACK), at(7, 0), "not_known"),
        (Interview("missing", BACK, held="no"), at(8), "overdue"),
        (Interview("missing", BACK, offered="no", held="no"), at(8), "not_offered"),
        (Interview("missing", BACK, offered="no"), at(5), "due"),
        (Interview("missing", BACK, offered="yes", declined="yes"), at(4), "declined"),
        (Interview("missing", BACK, held="yes", held_on=date(2026, 3, 6)), at(9), "held"),
        (Interview("missing", BACK, held="yes", held_on=date(2026, 3, 7)), at(9), "held_late"),
        (Interview("missing", BACK, time(0), held="yes", held_on=date(2026, 3, 6)), at(9), "held_late"),
        (Interview("missing", BACK, held="yes"), at(9), "held"),
        (Interview("away", BACK), at(9), "no_clock"),
        (Interview("away", BACK, held="yes"), at(9), "held"),
    ],
)
def test_the_interview_after_a_return_stands_as_it_was_said(known: Interview, now: datetime, state: str) -> None:
    assert interview_state(known, now) == state


def test_seventy_two_hours_are_counted_over_the_change_of_the_clocks() -> None:
    assert interview_due(date(2026, 3, 28), time(10)) == datetime(2026, 3, 31, 11, tzinfo=LONDON)


@given(st.sampled_from(STATES), st.sampled_from(STATES), st.integers(1, 28))
def test_what_nobody_said_is_never_told_as_not_held(offered: str, declined: str, day: int) -> None:
    state = interview_state(Interview("missing", BACK, offered=offered, declined=declined), at(day))
    assert state != "overdue"


@pytest.mark.parametrize(("said", "found"), [("yes", "reached"), ("no", "not_reached"), ("not_known", "not_known")])
def test_reached_has_three_states(said: str, found: str) -> None:
    assert reach(said) == found


def test_how_fast_somebody_was_reached_needs_both_hours() -> None:
    assert minutes_to_reach(BACK, time(23, 30), date(2026, 3, 4), time(0, 45)) == 75
    assert minutes_to_reach(BACK, None, BACK, time(1)) is None
    assert minutes_to_reach(BACK, time(1), BACK, None) is None
    assert minutes_to_reach(BACK, time(1), None, None) is None
    assert minutes_to_reach(BACK, time(2), BACK, time(1)) is None


def test_windows_before_and_after_a_day_are_of_one_length() -> None:
    spans = [(date(2026, 2, 27), date(2026, 3, 1)), (date(2026, 3, 4), None)]
    before, after = before_and_after(spans, date(2026, 3, 1), date(2026, 3, 5))
    assert (before.missing_days, before.days, before.times) == (2, 5, 1)
    assert (after.missing_days, after.days, after.times) == (3, 5, 1)


DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31))


@given(st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=5), DAYS, DAYS)
def test_no_more_days_are_missing_than_there_are(spans: list[tuple[date, date | None]], day: date, today: date) -> None:
    for share in before_and_after(spans, day, today):
        assert 0 <= share.missing_days <= share.days <= 182


@pytest.mark.parametrize(
    ("spell", "others", "found"),
    [
        (Spell("education", BACK), [], None),
        (Spell("permanent_exclusion", BACK), [], Wait(7, None)),
        (Spell("permanent_exclusion", BACK, taught_from_on=date(2026, 3, 5)), [], Wait(2, date(2026, 3, 5))),
        (Spell("permanent_exclusion", BACK), [Spell("education", date(2026, 3, 8))], Wait(5, date(2026, 3, 8))),
        (Spell("permanent_exclusion", BACK), [Spell("education", date(2026, 3, 2))], Wait(7, None)),
        (Spell("suspension", BACK, date(2026, 3, 4)), [], Wait(2, date(2026, 3, 5))),
        (Spell("suspension", BACK, date(2026, 3, 20)), [], Wait(7, None)),
        (Spell("permanent_exclusion", BACK, taught_from_on=date(2026, 3, 30)), [], Wait(7, None)),
    ],
)
def test_the_wait_for_teaching_ends_when_somebody_teaches(
    spell: Spell, others: list[Spell], found: Wait | None
) -> None:
    assert wait(spell, others, BACK + timedelta(days=7)) == found


def test_twenty_five_hours_are_full_time_and_unknown_hours_are_not_known() -> None:
    assert (is_full_time(25), is_full_time(24.5), is_full_time(0), is_full_time(None)) == (True, False, False, None)
