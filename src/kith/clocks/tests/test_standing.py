"""How a clock stands, and why: each state, whose law decides, and what must be asked."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from kith.clocks.cases import Case, Message
from kith.clocks.conditions import Answer, answer, not_known
from kith.clocks.declarations import clocks
from kith.clocks.messages import condition_words, in_full, limit_words, message_keys, say
from kith.clocks.standing import stand
from kith.clocks.terms import TermCalendar
from kith.foundation.dates import LONDON, Nation

YES, NO, NOT_KNOWN = Answer.YES, Answer.NO, Answer.NOT_KNOWN
D = dt.date.fromisoformat
TERM = TermCalendar(((D("2026-01-05"), D("2026-03-27")),))


def case(nation: Nation | None = Nation.ENGLAND, **events: str) -> Case:
    return Case(
        nation=nation,
        school_nation=nation,
        events={event: [D(day) for day in days.split()] for event, days in events.items()},
        terms=TERM,
    )


def told(key: str, given: Case, now: str, **answers: Answer) -> tuple[str, str]:
    found = stand(clocks()[key], replace(given, answers=answers), D(now))
    return found.state.value, found.message.key


def test_a_clock_goes_from_not_started_through_due_to_overdue_or_done() -> None:
    facts = {"looked_after": YES, "other_visit_rule": NO}
    began = case(placement_began="2026-03-02")
    assert told("visit_first", case(), "2026-03-02", **facts) == ("not_started", "not_started")
    assert told("visit_first", began, "2026-03-01", **facts) == ("not_started", "planned")
    assert told("visit_first", began, "2026-03-02", **facts) == ("due", "due")
    assert told("visit_first", began, "2026-03-09", **facts) == ("due", "due")
    assert told("visit_first", began, "2026-03-10", **facts) == ("overdue", "overdue")
    for day, key in (("2026-03-02", "done_in_time"), ("2026-03-09", "done_in_time"), ("2026-03-10", "done_late")):
        visited = case(placement_began="2026-03-02", visit_held=day)
        assert told("visit_first", visited, "2026-04-01", **facts) == ("done", key)
    assert told("visit_first", case(placement_began="2026-03-02", visit_held="2026-03-20"), "2026-03-12", **facts) == (
        "overdue",
        "overdue",
    ), "a visit that is planned is not held"


def test_what_was_done_before_an_emergency_began_counts_for_it_and_not_for_the_next() -> None:
    facts = {"looked_after": YES, "out_of_area": YES, "emergency": YES}
    key, told_early = "area_authority_notified_emergency", {"area_authority_told": "2026-02-27"}
    assert told(key, case(placement_began="2026-03-02", **told_early), "2026-03-20", **facts) == (
        "done",
        "done_in_time",
    )
    again = case(placement_began="2026-03-02 2026-04-01", **told_early)
    assert told(key, again, "2026-04-02", **facts) == ("due", "due")
    visited = case(placement_began="2026-03-02", visit_held="2026-02-27")
    assert told("visit_first", visited, "2026-03-03", looked_after=YES, other_visit_rule=NO) == ("due", "due")


def test_a_visit_in_the_last_placement_says_nothing_of_this_one() -> None:
    facts = {"looked_after": YES, "other_visit_rule": NO}
    moved = case(placement_began="2026-01-05 2026-03-02", visit_held="2026-01-20")
    found = stand(clocks()["visit_first"], replace(moved, answers=facts), D("2026-03-20"))
    assert (found.state, [period.in_time for period in found.periods]) == ("overdue", [False, None])


def test_what_comes_before_is_done_before_or_on_the_day() -> None:
    facts = {"looked_after": YES, "out_of_area": YES, "at_a_distance": YES, "approval_exempt": NO}
    decided = case(placement_decided="2026-03-10")
    key = "ooa_approval_director"
    assert told(key, decided, "2026-03-02", **facts) == ("due", "due_before")
    assert told(key, decided, "2026-03-11", **facts) == ("overdue", "overdue")
    for day, said in (("2026-03-05", "done_in_time"), ("2026-03-10", "done_in_time"), ("2026-03-11", "done_late")):
        approved = case(placement_decided="2026-03-10", ooa_approval_director=day)
        assert told(key, approved, "2026-03-20", **facts) == ("done", said)
    twice = case(placement_decided="2026-03-10 2026-06-10", ooa_approval_director="2026-03-05")
    assert told(key, twice, "2026-05-01", **facts) == ("due", "due_before"), "an approval serves one placement"


def test_the_law_of_moves_out_of_area_in_england() -> None:
    decided, now = case(placement_decided="2026-03-10"), "2026-03-02"
    near = {"looked_after": YES, "out_of_area": YES, "at_a_distance": NO, "approval_exempt": NO, "emergency": NO}
    far, exempt = near | {"at_a_distance": YES}, near | {"approval_exempt": YES}
    states = {
        name: {key: told(key, decided, now, **facts)[0] for key in clocks() if key.startswith("ooa_")}
        for name, facts in (("near", near), ("far", far), ("exempt", exempt), ("urgent", far | {"emergency": YES}))
    }
    due = {name: {key for key, state in of.items() if state == "due"} for name, of in states.items()}
    always = {"ooa_wishes", "ooa_most_appropriate"}
    early = always | {"ooa_relatives_consulted", "ooa_iro_consulted"}
    assert due["near"] == early | {"ooa_approval_nominated_officer", "ooa_area_authority_notified_for_approval"}
    assert due["far"] == early | {"ooa_approval_director", "ooa_area_authority_consulted"}
    assert due["urgent"] == always | {"ooa_approval_director"}
    assert due["exempt"] == set()
    placed = case(placement_began="2026-03-10")
    assert told("area_authority_notified", placed, now, **exempt)[0] == "due", "notice is owed by the exempt too"


def test_wales_has_its_own_clocks_wherever_the_child_is() -> None:
    facts = {"looked_after": YES, "other_visit_rule": NO, "out_of_area": YES}
    welsh = case(Nation.WALES, placement_began="2026-03-02", placement_decided="2026-03-01")
    assert told("visit_first", welsh, "2026-03-03", **facts) == ("not_applicable", "other_nation")
    assert told("visit_first_wales", welsh, "2026-03-03", **facts) == ("due", "due")
    assert told("ooa_panel_wales", welsh, "2026-03-01", **facts)[0] == "due"
    english_school = replace(welsh, school_nation=Nation.ENGLAND, events={"exclusion_began": [D("2026-03-02")]})
    of_school = {"suspension_over_5_days": YES, "compulsory_school_age": YES}
    assert told("exclusion_sixth_day_suspension", english_school, "2026-03-03", **of_school)[0] == "due"
    assert told("exclusion_education_wales", english_school, "2026-03-03")[1] == "other_nation"
    scottish = case(Nation.SCOTLAND, police_protection_began="2026-03-02")
    assert told("police_protection", scottish, "2026-03-02") == ("not_applicable", "other_nation")


def test_section_25_follows_a_welsh_authoritys_child_into_secure_accommodation_in_england() -> None:
    welsh = case(Nation.WALES, secure_placement_began="2026-03-02")
    for where, expected in ((NO, "due"), (YES, "not_applicable"), (NOT_KNOWN, "not_known")):
        facts = {"secure_accommodation": YES, "secure_in_wales": where}
        assert told("secure_review_first", welsh, "2026-03-03", **facts)[0] == expected
    assert told("secure_review_wales", welsh, "2026-03-03", secure_accommodation=YES, secure_in_wales=NO) == (
        "not_applicable",
        "condition_not_met",
    )


def test_a_nation_that_is_not_known_is_asked_for() -> None:
    facts = {"looked_after": YES, "other_visit_rule": NO}
    found = stand(
        clocks()["visit_first"], replace(case(None, placement_began="2026-03-02"), answers=facts), D("2026-03-03")
    )
    assert (found.state, found.missing, found.due) == ("not_known", ("nation",), D("2026-03-09"))


def test_a_condition_not_known_gives_the_day_and_what_to_ask() -> None:
    began = case(placement_began="2026-03-02")
    found = stand(clocks()["area_authority_notified_emergency"], began, D("2026-03-03"))
    assert (found.state, found.due) == ("not_known", D("2026-03-09"))
    assert found.missing == ("looked_after", "out_of_area", "emergency")
    assert told("area_authority_notified_emergency", began, "2026-03-03", out_of_area=NO)[1] == "condition_not_met"


def test_a_duty_stands_until_somebody_records_what_excuses_from_it() -> None:
    facts = {"looked_after": YES, "emergency": NO}
    began = case(placement_began="2026-03-02")
    for excuse, expected in ((NOT_KNOWN, "overdue"), (NO, "overdue"), (YES, "excused")):
        assert told("others_notified", began, "2026-03-03", not_reasonably_practicable=excuse, **facts)[1] == expected


def test_a_deed_of_unknown_day_is_asked_for_rather_than_called_missing() -> None:
    began = replace(case(placement_began="2026-03-02"), undated=frozenset({"visit_held"}))
    found = stand(
        clocks()["visit_first"], replace(began, answers={"looked_after": YES, "other_visit_rule": NO}), D("2026-03-20")
    )
    assert (found.state, found.missing) == ("not_known", ("visit_held",))


def test_school_days_without_terms_say_that_the_terms_are_missing() -> None:
    excluded = replace(
        case(exclusion_began="2026-03-02"),
        terms=None,
        answers={"permanent_exclusion": YES, "compulsory_school_age": YES},
    )
    found = stand(clocks()["exclusion_sixth_day_permanent"], excluded, D("2026-03-03"))
    assert (found.state, found.missing) == ("not_known", ("term_calendar",))
    assert "term dates" in say(found.message)


def test_a_day_that_an_order_sets_is_used_and_else_asked_for() -> None:
    ordered = replace(case(deprivation_order_made="2026-03-02"), answers={"deprived_of_liberty": YES})
    found = stand(clocks()["dol_order_review"], ordered, D("2026-03-03"))
    assert (found.state, found.missing) == ("not_known", ("set_day",))
    known = replace(ordered, set_days={"dol_order_review": D("2026-05-01")})
    assert stand(clocks()["dol_order_review"], known, D("2026-05-02")).state == "overdue"


def test_a_fact_under_a_name_that_nothing_declares_is_refused_rather_than_lost() -> None:
    for wrong in (
        {"events": {"visit_hold": [D("2026-03-02")]}},
        {"undated": frozenset({"visit_hold"})},
        {"answers": {"lookedafter": YES}},
        {"set_days": {"visit_hold": D("2026-03-02")}},
    ):
        with pytest.raises(ValueError, match="nothing declares"):
            Case(nation=Nation.ENGLAND, **wrong)
    assert Case(nation=Nation.ENGLAND, events={"ooa_wishes": [D("2026-03-02")]}), "a clock's key says that it was done"


def test_an_instant_without_a_zone_is_refused() -> None:
    naive = Case(nation=Nation.ENGLAND, events={"police_protection_began": [dt.datetime(2026, 3, 2, 9)]})  # noqa: DTZ001
    with pytest.raises(ValueError, match="zone"):
        stand(clocks()["police_protection"], naive, D("2026-03-02"))


def test_what_has_no_limit_is_due_from_the_start_and_never_overdue() -> None:
    suspected = case(significant_harm_suspected="2026-03-02")
    assert told("strategy_discussion", suspected, "2026-09-01") == ("due", "no_limit")
    held = case(significant_harm_suspected="2026-03-02", strategy_discussion_held="2026-03-03")
    assert told("strategy_discussion", held, "2026-09-01") == ("done", "done")


def test_what_has_no_time_at_all_says_why() -> None:
    for key, why in (("visit_private", "condition"), ("missing_definition", "definition"), ("dol_urgency", "category")):
        assert told(key, case(), "2026-03-02") == ("not_applicable", f"not_timed_{why}")


def test_duties_of_2026_are_off_and_later_law_holds_from_its_day() -> None:
    assert told("fgdm_offer", case(proceedings_issued="2026-03-02"), "2026-03-02") == (
        "not_applicable",
        "not_commenced",
    )
    facts = {"looked_after": YES, "provider_for_profit": YES}
    welsh = [case(Nation.WALES, placement_decided=day) for day in ("2026-03-31", "2026-04-01")]
    found = [told("not_for_profit_wales", one, "2026-04-02", **facts)[1] for one in welsh]
    assert found == ["not_in_force", "overdue"]


def test_a_duty_that_lapses_leaves_nothing_overdue_and_an_order_that_ends_does() -> None:
    excluded = case(exclusion_began="2026-03-02")
    assert told("exclusion_parent_duty", excluded, "2026-03-20", compulsory_school_age=YES) == ("done", "lapsed")
    assert told("epo", case(emergency_protection_order_made="2026-03-02"), "2026-03-20") == ("overdue", "ended")


def test_within_the_last_hour_an_instant_decides_and_a_day_alone_does_not() -> None:
    clock = clocks()["missing_interview"]
    found_at = dt.datetime(2026, 3, 2, 18, 30, tzinfo=LONDON)
    base = Case(nation=Nation.ENGLAND, events={"found_after_missing": [found_at]})
    last = found_at + dt.timedelta(hours=72)
    assert stand(clock, base, last).state == "due"
    assert stand(clock, base, last + dt.timedelta(seconds=1)).state == "overdue"
    assert stand(clock, base, last.date()).state == "due"
    for held, in_time, key in (
        (last, True, "done_in_time"),
        (last + dt.timedelta(seconds=1), False, "done_late"),
        (last.date(), None, "done_not_known_whether_in_time"),
        (D("2026-03-04"), True, "done_in_time"),
    ):
        done = replace(base, events={**base.events, "return_interview_held": [held]})
        result = stand(clock, done, D("2026-04-01"))
        assert (result.periods[-1].in_time, result.message.key) == (in_time, key)


def test_an_interview_is_owed_after_every_episode() -> None:
    found = case(found_after_missing="2026-03-02 2026-03-20", return_interview_held="2026-03-04")
    standing = stand(clocks()["missing_interview"], found, D("2026-03-30"))
    assert (standing.state, [period.in_time for period in standing.periods]) == ("overdue", [True, None])
    missed = case(found_after_missing="2026-03-02 2026-03-20", return_interview_held="2026-03-21")
    standing = stand(clocks()["missing_interview"], missed, D("2026-03-30"))
    assert (standing.state, [period.done for period in standing.periods]) == ("done", [None, D("2026-03-21")])


@pytest.mark.parametrize(
    ("condition", "known", "expected"),
    [
        ("a", {}, NOT_KNOWN),
        ("!a", {"a": NO}, YES),
        ("!a", {}, NOT_KNOWN),
        ("a|b", {"a": NO, "b": YES}, YES),
        ("a|b", {"a": NO}, NOT_KNOWN),
        ("a|b", {"a": YES}, YES),
        ("a|!b", {"a": NO, "b": YES}, NO),
    ],
)
def test_conditions_have_three_answers(condition: str, known: dict[str, Answer], expected: Answer) -> None:
    assert answer(condition, known) is expected


def test_only_what_is_open_is_asked() -> None:
    assert not_known(["a|b", "!c", "d"], {"a": NO, "c": YES, "d": YES}) == ("b",)


def test_messages_are_said_in_both_languages() -> None:
    message = Message("due", {"due": dt.datetime(2026, 7, 3, 13, 5, tzinfo=dt.UTC)})
    assert say(message) == "Due by 3 July 2026 at 14:05"
    assert say(message, "cy") == "I’w wneud erbyn 3 Gorffennaf 2026 am 14:05"
    assert in_full(D("2026-03-02")) == "2 March 2026"
    assert condition_words("!under_5") == "not: The child is under 5"
    clock = clocks()["visit_parent_pre_assessment"]
    assert limit_words(clock.then[0]) == "1 week until “A looked-after review is held”"


def test_no_message_is_without_use() -> None:
    from pathlib import Path

    code = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parents[1].glob("*.py"))
    prompt = {f"promptness_{clock.promptness}" for clock in clocks().values()}
    built = ("word_", "not_timed_")
    unused = {key for key in message_keys() - prompt if not key.startswith(built) and f'"{key}"' not in code}
    assert unused == set()
