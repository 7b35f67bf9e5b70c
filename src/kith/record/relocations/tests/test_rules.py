"""The state machines as laws over random walks, the approvals against hand-made cases, and what the record shows or does not."""

from __future__ import annotations

from datetime import date
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.clocks.declarations import clocks
from kith.definitions.codes import codes
from kith.foundation.dates import Nation
from kith.record.relocations.approvals import RULES, Place, needed, outstanding
from kith.record.relocations.rules import (
    AFTER,
    AT_ONCE,
    DECIDES,
    DECISION,
    HEARD,
    RELOCATION,
    Machine,
    after,
    after_days,
    after_now,
    days_away,
    may_look,
    may_take,
    missing,
    move_state,
    unsaid,
)
from kith.record.relocations.thinking import QUESTIONS, TASKS, Case, had, silences

MACHINES = [DECISION, RELOCATION]
NEEDS = (*HEARD, "approvals", *AT_ONCE)


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_every_state_is_reached_and_has_a_label_and_steps_lead_between_states(machine: Machine) -> None:
    reached, before = {machine.first}, set[str]()
    while reached != before:
        before = set(reached)
        reached |= {step.leads_to for step in machine.steps if set(step.comes_from) & reached}
    assert reached == set(machine.states)
    assert {state for step in machine.steps for state in step.comes_from} <= set(machine.states)
    assert len({step.key for step in machine.steps}) == len(machine.steps)
    listed = codes("decision_state" if machine is DECISION else "move_state")
    assert all(state in listed for state in machine.states)


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_an_end_is_within_reach_of_every_state(machine: Machine) -> None:
    ends, before = set(machine.ends), set[str]()
    assert ends
    while ends != before:
        before = set(ends)
        ends |= {state for step in machine.steps if step.leads_to in ends for state in step.comes_from}
    assert ends == set(machine.states)


@given(st.lists(st.sampled_from([step.key for step in DECISION.steps]), max_size=12))
def test_a_walk_goes_on_only_where_a_step_leads_out(keys: list[str]) -> None:
    state = DECISION.first
    for place, key in enumerate(keys):
        step = DECISION.step(key)
        if state not in step.comes_from:
            with pytest.raises(ValueError, match="does not lead out"):
                after(DECISION, keys[: place + 1])
            return
        state = step.leads_to
        assert after(DECISION, keys[: place + 1]) == state


@given(st.data())
def test_nobody_is_moved_unheard_unless_in_an_emergency_and_then_not_confirmed_unheard(data: st.DataObject) -> None:
    state, heard, emergency = DECISION.first, False, False
    for _turn in range(data.draw(st.integers(1, 10))):
        have = data.draw(st.sets(st.sampled_from(NEEDS)))
        steps = [
            step for step in DECISION.out_of(state) if may_take(step, state=state, writes=True, decides=True, have=have)
        ]
        if not steps:
            break
        step = data.draw(st.sampled_from(steps))
        heard = set(HEARD) <= have
        emergency = step.leads_to == "emergency"
        state = step.leads_to
        if state == "moved":
            assert heard
            assert "approvals" in have
        if emergency:
            assert set(step.later) == {*HEARD, "approvals"}
            assert set(unsaid(step, have)) == set(AT_ONCE) - have
            assert unsaid(step, have, AT_ONCE.values()) == ()
        else:
            assert unsaid(step, ()) == ()


@pytest.mark.parametrize(("step", "writes", "decides"), list(product(DECISION.steps, [True, False], [True, False])),
                         ids=lambda value: getattr(value, "key", str(value)))  # fmt: skip
def test_who_may_take_a_step(step: Any, writes: bool, decides: bool) -> None:
    may = may_take(step, state=step.comes_from[0], writes=writes, decides=decides, have=NEEDS)
    assert may == (writes and (decides or step.who != DECIDES))
    wrong = next(state for state in DECISION.states if state not in step.comes_from)
    assert not may_take(step, state=wrong, writes=True, decides=True, have=NEEDS)


def test_approval_comes_after_the_look_and_the_views_each_of_them() -> None:
    assert missing(DECISION.step("ask"), {"parents_heard"}) == ("independent_look", "young_person_heard")


DAY = date(2026, 3, 3)
DAYS = st.one_of(st.none(), st.dates(date(2020, 1, 1), date(2030, 1, 1)))


@given(DAYS, DAYS, DAYS, DAYS, st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_a_move_is_in_exactly_the_state_that_its_days_give(
    from_on: date | None, to_on: date | None, planned_end: date | None, withdrawn_on: date | None, today: date
) -> None:
    state = move_state(from_on, to_on, planned_end, withdrawn_on, today)
    assert state in RELOCATION.states
    begun = from_on is not None and from_on <= today
    assert (state in {"under_way", "past_planned_end", "ended"}) == begun
    assert (state == "ended") == (begun and to_on is not None and to_on <= today)
    assert (days_away(from_on, to_on, today) is None) == (not begun)


@pytest.mark.parametrize(("held", "today", "expected"), [
    ((), DAY, ("72_hours", date(2026, 3, 6))),
    ((), date(2026, 6, 2), ("72_hours", date(2026, 3, 6))),
    ((), date(2026, 6, 3), ("3_months", date(2026, 6, 3))),
    (("72_hours",), date(2026, 3, 4), ("3_months", date(2026, 6, 3))),
    (tuple(AFTER)[:3], date(2027, 1, 1), ("12_months", date(2027, 3, 3))),
    (tuple(AFTER), DAY, None),
    ((), date(2027, 6, 3), None),
])  # fmt: skip
def test_the_look_to_hold_now_or_next_after_a_move(held: tuple[str, ...], today: date, expected: Any) -> None:
    assert after_now(DAY, held, today) == expected


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_the_looks_after_a_move_come_in_order(ended: date) -> None:
    days = list(after_days(ended).values())
    assert days == sorted(days)
    assert list(after_days(ended)) == [code.key for code in codes("after_look")]


@pytest.mark.parametrize(("role", "relations", "may"), [
    ("independent_reviewing_officer", ["reviewing"], True), ("practitioner", ["allocated"], False),
    ("team_manager", ["team"], False), ("exploitation_lead", ["panel"], True), ("placements", ["placing"], False),
])  # fmt: skip
def test_only_who_is_independent_of_the_case_looks(role: str, relations: list[str], may: bool) -> None:
    assert may_look(role, relations) is may


def owed(*, later: bool = False, **known: str) -> set[str]:
    """The kinds that are needed for sure: at once, or afterwards."""
    found = needed(Place(nation=Nation.ENGLAND, **known))  # type: ignore[arg-type]
    return {one.kind for one in found if one.state == "yes" and one.later is later}


CARE = {
    "looked_after": "yes",
    "locality": "out",
    "nation_to": "england",
    "exempt": "no",
    "emergency": "no",
    "for_profit": "no",
}


def test_a_neighbour_is_told_and_an_officer_approves() -> None:
    found = owed(**CARE, adjoining="yes")
    assert {
        "nominated_officer",
        "area_authority_told",
        "wishes",
        "relatives",
        "reviewing_officer",
        "most_appropriate",
    } == found


def test_at_a_distance_the_director_approves_and_the_area_authority_is_consulted() -> None:
    found = owed(**CARE, adjoining="no")
    assert {"director", "area_authority_consulted"} < found
    assert not {"nominated_officer", "area_authority_told"} & found


def test_an_emergency_puts_off_the_others_and_never_wishes_and_the_approver() -> None:
    urgent = {**CARE, "emergency": "yes"}
    assert owed(**urgent, adjoining="no") == {"director", "wishes", "most_appropriate"}
    assert owed(**urgent, adjoining="no", later=True) == {"relatives", "reviewing_officer", "area_authority_consulted"}
    assert owed(**urgent, adjoining="yes") == {"nominated_officer", "wishes", "most_appropriate"}


def test_connected_persons_are_exempt_from_approval() -> None:
    assert owed(**{**CARE, "exempt": "yes"}, adjoining="no") == set()


def test_within_the_area_and_outside_care_no_approval_is_owed() -> None:
    assert owed(**{**CARE, "locality": "in"}, adjoining="not_known") == set()
    assert owed(**{**CARE, "looked_after": "no"}, adjoining="no") == set()


def test_beyond_england_a_nominated_officer_approves_and_a_court_beyond_wales() -> None:
    assert "nominated_officer" in owed(**{**CARE, "nation_to": "wales"}, adjoining="not_known")
    assert {"nominated_officer", "court"} < owed(**{**CARE, "nation_to": "scotland"}, adjoining="not_known")


def test_a_welsh_authority_asks_its_panel() -> None:
    found = {one.kind for one in needed(Place(nation=Nation.WALES, **{**CARE, "nation_to": "wales"}, adjoining="yes"))
             if one.state == "yes"}  # type: ignore[arg-type]  # fmt: skip
    assert found == {"panel", "no_local_placement"}


def test_secure_and_deprivation_of_liberty_are_for_a_court() -> None:
    assert "court" in owed(**{**CARE, "looked_after": "no"}, kind="secure")
    assert "court" in owed(**{**CARE, "looked_after": "no"}, kind="deprivation_of_liberty")


@given(st.fixed_dictionaries({name: st.sampled_from(["yes", "no", "not_known"])
                              for name in ("looked_after", "adjoining", "exempt", "emergency", "for_profit")}))  # fmt: skip
def test_what_is_not_known_never_makes_an_approval_not_needed(known: dict[str, str]) -> None:
    base = {"locality": "out", "nation_to": "england"}
    now = {one.key: one.state for one in needed(Place(nation=Nation.ENGLAND, **base, **known))}  # type: ignore[arg-type]
    for name in (key for key, state in known.items() if state == "not_known"):
        for said in ("yes", "no"):
            then = {one.key: one.state for one in needed(Place(nation=Nation.ENGLAND, **base, **{**known, name: said}))}  # type: ignore[arg-type]
            assert not [key for key, state in now.items() if state == "no" and then[key] == "yes"]


def test_each_rule_names_a_clock_and_a_code() -> None:
    for rule in RULES:
        assert rule.key in clocks()
        assert rule.kind in codes(rule.asked)


def test_only_what_is_given_is_there() -> None:
    found = needed(Place(nation=Nation.ENGLAND, adjoining="no", **CARE))  # type: ignore[arg-type]
    left = {
        one.kind
        for one in outstanding(
            found, {"director": "given", "most_appropriate": "refused"}, {"wishes": "yes", "relatives": "no"}
        )
    }
    assert left == {"most_appropriate", "relatives", "reviewing_officer", "area_authority_consulted"}


def empty() -> Any:
    """A decision of which nothing is recorded."""
    from kith.record.relocations.models import Decision

    return Decision()


def test_of_an_empty_decision_every_task_is_silent_and_no_question_is_shown() -> None:
    case = Case(decision=empty(), owed=("something",), at_once=(SimpleNamespace(asked="approval"),))
    assert silences(case) == [task.key for task in TASKS]
    assert {question.state(case) for question in QUESTIONS} == {"not_shown"}
    assert had(case) == frozenset()


@pytest.mark.parametrize("answer", ["heard", "chose_not_to_say", "not_safe_to_ask"])
def test_each_answer_in_place_of_words_counts_as_heard(answer: str) -> None:
    view = SimpleNamespace(voice="young_person", subject="decision", answer=answer)
    assert "young_person_heard" in had(Case(decision=empty(), views=[view]))


def test_a_view_of_the_time_away_is_no_view_of_the_decision() -> None:
    view = SimpleNamespace(voice="young_person", subject="time_away", answer="heard")
    assert "young_person_heard" not in had(Case(decision=empty(), views=[view]))


def test_monitoring_and_disrupting_alone_do_not_show_that_safety_is_built() -> None:
    question = next(one for one in QUESTIONS if one.key == "builds_safety")
    watching = [SimpleNamespace(aim="monitor"), SimpleNamespace(aim="disrupt")]
    assert question.state(Case(decision=empty(), conditions=watching)) == "partly"
    assert (
        question.state(Case(decision=empty(), conditions=[*watching, SimpleNamespace(aim="build_safety")])) == "shown"
    )


def test_every_task_and_question_names_codes_and_fields_that_there_are() -> None:
    from kith.record.relocations.models import Decision
    from kith.record.relocations.parts import PARTS
    from kith.record.relocations.wording import NEEDS as NEED_WORDS
    from kith.record.relocations.wording import STEPS
    from kith.record.relocations.wording import TASKS as TASK_WORDS

    fields = [name for task in TASKS for name in task.fields]
    assert sorted(fields) == sorted(Decision.edited)
    assert {task.rows for task in TASKS} - {""} <= PARTS.parts.keys()
    assert {question.key for question in QUESTIONS} == {code.key for code in codes("look_question")}
    assert {step.key for step in DECISION.steps} == STEPS.keys()
    assert {*(task.key for task in TASKS), *(question.task for question in QUESTIONS)} == TASK_WORDS.keys()
    assert {need for step in DECISION.steps for need in (*step.needs, *step.insists)} == NEED_WORDS.keys()
    assert set(AT_ONCE.values()) <= {*Decision.edited}
