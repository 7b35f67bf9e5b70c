"""How clocks stand after what was said to them, and what each slice's facts make of them, on hand-worked days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.clocks.cases import State
from kith.clocks.conditions import Answer
from kith.clocks.declarations import clocks
from kith.foundation.dates import Nation
from kith.record.access.rules import SIGHT
from kith.record.rows.deadlines import Facts, events, joined
from kith.record.worklists.rules import RESPONSIBLE, SOON_DAYS, Line, Said, Setting, is_late, lines, needs, started

ENGLAND = Setting(Nation.ENGLAND)
BEGAN = date(2026, 3, 2)  # a Monday
IN_CARE = {"looked_after": Answer.YES, "other_visit_rule": Answer.NO}


def one(key: str, facts: Facts, today: date, *said: Said) -> Line:
    return lines(facts, {key: said}, ENGLAND, today, [clocks()[key]])[0]


def placed(*visits: date) -> Facts:
    return Facts(events(placement_began=[BEGAN], visit_held=visits), answers=IN_CARE)


@pytest.mark.parametrize(
    ("today", "state", "needed"),
    [
        (BEGAN, State.DUE, True),
        (date(2026, 3, 9), State.DUE, True),
        (date(2026, 3, 10), State.OVERDUE, True),
    ],
)
def test_the_first_visit_within_a_week(today: date, state: State, needed: bool) -> None:
    line = one("visit_first", placed(), today)
    assert (line.state, line.standing.due, needs(line, today)) == (state, date(2026, 3, 9), needed)
    assert is_late(line, today) == (state is State.OVERDUE)


def test_a_visit_that_is_recorded_answers_the_clock_and_starts_the_next() -> None:
    facts = placed(date(2026, 3, 5))
    assert one("visit_first", facts, date(2026, 3, 10)).state is State.DONE
    assert one("visit_year_one", facts, date(2026, 3, 10)).standing.due == date(2026, 4, 16)


def test_what_was_said_to_be_done_counts_for_this_clock_alone() -> None:
    said = Said("done", BEGAN, date(2026, 3, 6), None, "In the notes")
    assert one("visit_first", placed(), date(2026, 3, 10), said).state is State.DONE
    assert one("visit_year_one", placed(), date(2026, 3, 10)).state is State.NOT_STARTED


def test_not_applicable_holds_for_the_run_that_it_was_said_of() -> None:
    today = date(2026, 3, 10)
    said = Said("not_applicable", BEGAN, None, None, "Seen by the night team")
    line = one("visit_first", placed(), today, said)
    assert line.state is State.NOT_APPLICABLE
    assert not needs(line, today)
    moved = Facts(events(placement_began=[BEGAN, date(2026, 4, 1)]), answers=IN_CARE)
    later = one("visit_first", moved, date(2026, 4, 20), said)
    assert (later.state, later.started_on) == (State.OVERDUE, date(2026, 4, 1))


def test_later_hides_it_until_its_day_and_no_longer() -> None:
    said = Said("later", BEGAN, None, date(2026, 3, 20), "On leave")
    for today, shown in ((date(2026, 3, 19), False), (date(2026, 3, 20), True)):
        line = one("visit_first", placed(), today, said)
        assert line.state is State.OVERDUE
        assert needs(line, today) is shown


def test_what_hangs_on_a_fact_that_nobody_knows_is_shown_with_its_day() -> None:
    today = date(2026, 3, 5)
    line = one("visit_first", Facts(events(placement_began=[BEGAN])), today)
    assert (line.state, line.standing.due) == (State.NOT_KNOWN, date(2026, 3, 9))
    assert set(line.standing.missing) == {"looked_after", "other_visit_rule"}
    assert needs(line, today)


def test_what_is_due_after_two_weeks_is_not_yet_on_my_work() -> None:
    facts = placed(date(2026, 3, 5))
    due = date(2026, 4, 16)
    for today, shown in ((due - timedelta(SOON_DAYS + 1), False), (due - timedelta(SOON_DAYS), True)):
        assert needs(one("visit_year_one", facts, today), today) is shown


def test_only_what_something_starts_is_asked() -> None:
    facts = placed()
    assert {clock.runs_from for clock in started(facts)} == {"placement_began"}
    every = {line.clock.key for line in lines(facts, {}, ENGLAND, BEGAN) if needs(line, BEGAN)}
    assert every <= {clock.key for clock in started(facts)}


def test_an_answer_for_one_clock_leaks_into_no_other() -> None:
    facts = Facts(
        events(found_after_missing=[BEGAN], health_assessment_held=[date(2025, 1, 1)]),
        answers={"looked_after": Answer.YES, "under_5": Answer.NO},
        of_clock={"missing_interview": {"child_refuses": Answer.YES}},
    )
    today = date(2026, 3, 10)
    assert one("missing_interview", facts, today).state is State.NOT_APPLICABLE
    assert one("health_review_5plus", facts, today).state is State.OVERDUE


def test_each_role_is_responsible_only_by_relations_that_count_for_it() -> None:
    for role, relations in RESPONSIBLE.items():
        assert relations <= set(SIGHT[role]), role


ANSWERS = st.dictionaries(st.sampled_from(["looked_after", "emergency"]), st.sampled_from(Answer))


@given(st.lists(ANSWERS, max_size=4))
def test_of_answers_the_first_that_knows_counts(parts: list[dict[str, Answer]]) -> None:
    found = joined(Facts(answers=part) for part in parts).answers
    for key in ("looked_after", "emergency"):
        known = [part[key] for part in parts if part.get(key, Answer.NOT_KNOWN) is not Answer.NOT_KNOWN]
        assert found.get(key) == (known[0] if known else None)


@given(st.lists(st.lists(st.dates(date(2026, 1, 1), date(2026, 1, 9)), max_size=3), max_size=4))
def test_events_of_all_parts_stand_side_by_side_each_once(parts: list[list[date]]) -> None:
    found = joined(Facts(events(visit_held=days)) for days in parts).events.get("visit_held", ())
    assert sorted(found) == sorted({day for days in parts for day in days})
