"""What holds for every clock and every case, whatever the dates: laws tried on made-up cases, and an oracle for working days."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.clocks.adjustments import Adjustment, may_be_longer
from kith.clocks.calendars import Calendar, When, day_of, deadline
from kith.clocks.cases import Case, State
from kith.clocks.conditions import Answer
from kith.clocks.declarations import Basis, Clock, Kind, Limit, Unit, clocks, conditions
from kith.clocks.messages import say
from kith.clocks.standing import stand, standings
from kith.clocks.terms import TermCalendar, TermsUnknown
from kith.foundation.dates import LONDON, Nation

ALL = list(clocks().values())
CLOCKS = st.sampled_from(ALL)
TIMED = st.sampled_from([clock for clock in ALL if clock.limit and clock.kind in (Kind.WITHIN, Kind.ENDS)])
DAYS = st.dates(dt.date(2019, 1, 1), dt.date(2029, 12, 31))
INSTANTS = st.integers(1_546_300_800, 1_893_456_000).map(lambda second: dt.datetime.fromtimestamp(second, dt.UTC))
WHENS: st.SearchStrategy[When] = DAYS | INSTANTS
TERMS = TermCalendar(tuple((dt.date(y, m, 5), dt.date(y, m + 2, 28)) for y in range(2018, 2033) for m in (1, 4, 9)))


@st.composite
def cases(draw: st.DrawFn, clock: Clock) -> Case:
    """A case in which this clock may run: its events at any time, its conditions answered in any way."""
    touched = {clock.runs_from, clock.done_by, clock.restarts_at, clock.stops_at, clock.extended_by}
    touched |= {w.event for w in (clock.only_within, clock.only_after) if w} | {s.until for s in clock.then}
    return Case(
        nation=draw(st.sampled_from([Nation.ENGLAND, Nation.WALES, None])),
        school_nation=draw(st.sampled_from([Nation.ENGLAND, Nation.WALES, Nation.SCOTLAND, None])),
        events={event: draw(st.lists(WHENS, max_size=4)) for event in sorted(touched - {""})},
        undated=draw(st.sampled_from([frozenset(), frozenset({clock.done_by})])),
        answers={key: draw(st.sampled_from(Answer)) for key in sorted(conditions())[:: draw(st.integers(1, 9))]},
        set_days=draw(st.dictionaries(st.just(clock.key), WHENS, max_size=1)),
        terms=draw(st.sampled_from([TERMS, None])),
    )


CASES = CLOCKS.flatmap(lambda clock: st.tuples(st.just(clock), cases(clock)))


@settings(max_examples=150, deadline=None)
@given(CASES, WHENS)
def test_every_case_has_an_answer_that_can_be_said(given_case: tuple[Clock, Case], now: When) -> None:
    clock, case = given_case
    found = stand(clock, case, now)
    for language in ("en", "cy"):
        assert "{" not in say(found.message, language)
    assert (found.state is State.NOT_KNOWN) == bool(found.missing)
    for period in found.periods:
        if period.due is not None and clock.kind is not Kind.AS_SET:
            assert deadline(period.due) >= deadline(period.start) or day_of(period.due) >= day_of(period.start)
        if (
            period.done is not None
            and period.due is not None
            and period.earliest is None
            and period.in_time is not None
        ):
            assert period.in_time == (_latest(period.done) <= deadline(period.due))
        if period.done is not None:
            assert day_of(period.done) <= day_of(now)
    if found.state is State.OVERDUE:
        assert found.due is not None
        assert day_of(found.due) <= day_of(now)
        assert found.periods[-1].done is None


def _latest(done: When) -> dt.datetime:
    return done if isinstance(done, dt.datetime) else dt.datetime.combine(done, dt.time(12), LONDON)


NOT_FROM_ANSWERS = {
    "other_nation", "not_commenced", "not_in_force", "no_longer_in_force", "window_over", "stopped",
    "not_timed_condition", "not_timed_category", "not_timed_no_limit", "not_timed_definition", "not_timed_total",
}  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(CASES, WHENS)
def test_what_nobody_answered_never_makes_a_clock_not_applicable(given_case: tuple[Clock, Case], now: When) -> None:
    clock, case = given_case
    found = stand(clock, replace(case, answers={}), now)
    if found.state is State.NOT_APPLICABLE:
        assert found.message.key in NOT_FROM_ANSWERS
        assert clock.nation != "both" or found.message.key != "other_nation" or case.school_nation is Nation.SCOTLAND


@settings(max_examples=150, deadline=None)
@given(CASES, WHENS)
def test_to_answer_a_question_takes_back_no_answer(given_case: tuple[Clock, Case], now: When) -> None:
    """A clock that is due or not applicable on what is known stays so whatever the questions still open turn out to be."""
    clock, case = given_case
    found = stand(clock, case, now)
    if found.state in (State.NOT_KNOWN, State.NOT_STARTED, State.DONE):
        return
    open_questions = {
        key: Answer.YES for key in conditions() if case.answers.get(key, Answer.NOT_KNOWN) is Answer.NOT_KNOWN
    }
    excusing = set(clock.excused_by)
    settled = {key: answer for key, answer in open_questions.items() if key not in excusing}
    again = stand(clock, replace(case, answers={**case.answers, **settled}), now)
    if clock.also_if == "" and not any(step.given for step in clock.then):
        assert (again.state, again.due) == (found.state, found.due)


@settings(max_examples=150, deadline=None)
@given(TIMED, DAYS, st.sampled_from(Nation), st.lists(DAYS, max_size=4), st.integers(0, 90))
def test_a_bank_holiday_more_never_brings_a_day_forward(
    clock: Clock, start: dt.date, nation: Nation, extra: list[dt.date], later: int
) -> None:
    assert clock.limit is not None
    before = Calendar(nation, frozenset(extra), TERMS)
    after = replace(before, extra=before.extra | {start + dt.timedelta(days=later)})
    first = clock.first_day_counts
    assert deadline(after.add(start, clock.limit, first)) >= deadline(before.add(start, clock.limit, first))


@given(DAYS, st.integers(1, 60))
def test_months_end_in_the_right_month_on_the_day_or_the_last(start: dt.date, months: int) -> None:
    due = day_of(Calendar(Nation.ENGLAND).add(start, Limit(months, Unit.MONTHS)))
    assert due.year * 12 + due.month == start.year * 12 + start.month + months
    assert due.day == start.day or (due.day < start.day and (due + dt.timedelta(days=1)).day == 1)


LIMITS = st.builds(
    Limit, st.integers(1, 30), st.sampled_from([u for u in Unit if u not in (Unit.SCHOOL_DAYS, Unit.TERMS, Unit.YEARS)])
)


@settings(max_examples=150, deadline=None)
@given(TIMED, LIMITS, DAYS)
def test_an_authoritys_limit_never_delays_a_duty_of_law(clock: Clock, limit: Limit, start: dt.date) -> None:
    adjustment = Adjustment(clock=clock.key, limit=limit, reason="r", by="b", on=dt.date(2026, 1, 1))
    nation = Nation.WALES if clock.nation == "wales" else Nation.ENGLAND
    case = Case(nation=nation, school_nation=nation, events={clock.runs_from: [start]}, terms=TERMS)
    national, ours = stand(clock, case, start), stand(clock, case, start, adjustment)
    if national.due is not None and ours.due is not None and clock.basis is Basis.LAW:
        assert deadline(ours.due) <= deadline(national.due)
    if national.due is not None and ours.due is not None and ours.due != national.due:
        assert ours.periods[-1].national_due == national.due


@settings(max_examples=60, deadline=None)
@given(LIMITS, LIMITS, DAYS)
def test_a_limit_that_passes_as_no_longer_is_never_longer(one: Limit, other: Limit, start: dt.date) -> None:
    calendar = Calendar(Nation.ENGLAND)
    if not may_be_longer(one, other) and Unit.WORKING_DAYS not in (one.unit, other.unit):
        assert deadline(calendar.add(start, one)) <= deadline(calendar.add(start, other))


# What gov.uk publishes for England and Wales; kept here so that the oracle shares nothing with the engine.
BANK_HOLIDAYS = """2025-01-01 2025-04-18 2025-04-21 2025-05-05 2025-05-26 2025-08-25 2025-12-25 2025-12-26
2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28
2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28"""


def oracle(start: dt.date, number: int) -> dt.date:
    """The day on which the number is reached, crossing days off a list."""
    worked = []
    for n in range(1, 200):
        day = start + dt.timedelta(days=n)
        if f"{day:%a}" not in ("Sat", "Sun") and f"{day:%Y-%m-%d}" not in BANK_HOLIDAYS:
            worked.append(day)
    return worked[number - 1]


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([c for c in ALL if c.limit and c.limit.unit is Unit.WORKING_DAYS and c.calendar is None]),
    st.dates(dt.date(2025, 1, 1), dt.date(2027, 9, 1)),
)
def test_working_days_agree_with_the_oracle(clock: Clock, start: dt.date) -> None:
    assert clock.limit is not None
    case = Case(nation=Nation.WALES if clock.nation == "wales" else Nation.ENGLAND, events={clock.runs_from: [start]})
    assert stand(clock, case, start).due == oracle(start, clock.limit.number)


@given(DAYS, st.integers(1, 60))
def test_school_days_agree_with_a_plain_count(start: dt.date, number: int) -> None:
    calendar = Calendar(Nation.WALES, terms=TERMS)
    due = day_of(calendar.add(start, Limit(number, Unit.SCHOOL_DAYS)))
    span = [start + dt.timedelta(days=n) for n in range(1, (due - start).days + 1)]
    assert sum(TERMS.is_school_day(day, Nation.WALES) for day in span) == number
    assert TERMS.is_school_day(due, Nation.WALES)


def test_school_days_past_the_terms_that_are_known_are_not_guessed() -> None:
    known = TermCalendar(((dt.date(2026, 1, 5), dt.date(2026, 3, 27)), (dt.date(2027, 1, 4), dt.date(2027, 3, 26))))
    for start in (dt.date(2025, 12, 1), dt.date(2026, 3, 20), dt.date(2027, 3, 20)):
        with pytest.raises(TermsUnknown):
            Calendar(Nation.ENGLAND, terms=known).add(start, Limit(15, Unit.SCHOOL_DAYS))


def test_standings_give_all_clocks_the_soonest_first() -> None:
    case = Case(nation=Nation.ENGLAND, events={"placement_began": [dt.date(2026, 3, 2)]})
    found = standings(case, dt.date(2026, 3, 3))
    assert sorted(one.clock.key for one in found) == sorted(clocks())
    dated = [deadline(one.due) for one in found if one.due]
    assert dated == sorted(dated)
    assert all(one.due is None for one in found[len(dated) :])
