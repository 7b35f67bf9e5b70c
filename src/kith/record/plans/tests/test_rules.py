"""The plain rules of plans."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.definitions.codes import codes
from kith.record.plans.rules import (
    Aim,
    Doing,
    NextReview,
    control_standing,
    is_late,
    is_open,
    next_review,
    only_watches,
    outcomes,
    own_plan,
)

TODAY = date(2026, 3, 10)
DAYS = st.dates(date(2026, 1, 1), date(2026, 6, 1))


@pytest.mark.parametrize(
    ("aims", "watches"),
    [
        ((), False),
        (("monitor",), True),
        (("monitor", "disrupt"), True),
        (("monitor", "build_safety"), False),
        (("repair_relationship",), False),
        (("recover", "disrupt"), False),
    ],
)
def test_only_watching_is_said_where_something_is_open_and_all_of_it_watches(
    aims: tuple[str, ...], watches: bool
) -> None:
    assert only_watches([Doing("peers", aim) for aim in aims], TODAY) is watches


def test_what_is_over_neither_hides_nor_makes_watching() -> None:
    built = Doing("peers", "build_safety", to_on=TODAY)
    assert only_watches([Doing("place", "monitor"), built], TODAY)
    assert not only_watches([built], TODAY)


@given(ends=DAYS | st.none(), due=DAYS | st.none())
def test_an_action_is_open_or_over_and_late_only_while_open(ends: date | None, due: date | None) -> None:
    doing = Doing("peers", "recover", to_on=ends, due_on=due)
    assert is_open(doing, TODAY) == (ends is None or ends > TODAY)
    assert not is_late(doing, TODAY) or (is_open(doing, TODAY) and due is not None and due < TODAY)


def test_what_nobody_said_came_of_an_action_is_not_known() -> None:
    over = [Doing("peers", "recover", to_on=TODAY, outcome=key) for key in ("held", "", "did_not_hold", "not_known")]
    assert outcomes([*over, Doing("peers", "recover")], TODAY) == {"held": 1, "not_known": 2, "did_not_hold": 1}
    assert set(outcomes(over, TODAY)) <= set(codes("action_outcome").keys())


def _day(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("held", "found"),
    [
        ([], NextReview("none")),
        ([(_day(-5), None)], NextReview("none")),
        ([(_day(-5), _day(3))], NextReview("due", _day(3))),
        ([(_day(-5), TODAY)], NextReview("due", TODAY)),
        ([(_day(-5), _day(-1))], NextReview("overdue", _day(-1))),
        ([(_day(-5), _day(-1)), (_day(-1), None)], NextReview("none")),
        ([(_day(-5), _day(-1)), (_day(4), None)], NextReview("planned", _day(4))),
        ([(_day(-50), _day(-30)), (_day(-30), _day(9))], NextReview("due", _day(9))),
    ],
)
def test_the_next_review(held: list[tuple[date, date | None]], found: NextReview) -> None:
    assert next_review(held, TODAY) == found


@pytest.mark.parametrize(
    ("start", "end", "looked", "stands"),
    [
        (1, None, "not_known", "to_come"),
        (-1, None, "not_known", "on"),
        (-1, 0, "not_known", "on"),
        (-9, -1, "not_known", "ended_and_not_looked_at"),
        (-9, -1, "no", "ended_and_not_looked_at"),
        (-9, -1, "yes", "ended"),
    ],
)
def test_after_the_end_of_a_control_the_plan_has_to_be_looked_at(
    start: int, end: int | None, looked: str, stands: str
) -> None:
    assert control_standing(_day(start), None if end is None else _day(end), looked, TODAY) == stands


@pytest.mark.parametrize(
    ("goals", "doings", "has"),
    [
        ([], [], "not_known"),
        ([Aim("on_the_way")], [], "yes"),
        ([Aim("not_known", TODAY + timedelta(days=1))], [], "yes"),
        ([Aim("not_known", TODAY)], [], "no"),
        ([Aim("reached")], [], "no"),
        ([Aim("let_go")], [Doing("young_person", "build_safety")], "yes"),
        ([], [Doing("place", "monitor"), Doing("place", "disrupt")], "no"),
        ([], [Doing("place", "monitor"), Doing("parents", "recover")], "yes"),
        ([], [Doing("parents", "recover", to_on=TODAY)], "no"),
    ],
)
def test_a_plan_of_ones_own_is_a_goal_that_stands_or_an_action_that_does_more_than_watch(
    goals: list[Aim], doings: list[Doing], has: str
) -> None:
    assert own_plan(goals, doings, TODAY) == has
