"""Days worked out by hand with a wall calendar, for each kind of clock, both nations, and the days on which counts go wrong."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kith.clocks.calendars import When
from kith.clocks.cases import Case, Standing
from kith.clocks.conditions import Answer, keys
from kith.clocks.declarations import clocks
from kith.clocks.standing import stand
from kith.clocks.terms import TermCalendar
from kith.foundation.dates import LONDON, Nation


def at(text: str) -> When:
    """A day, or a time in London where one is written."""
    if "T" not in text:
        return dt.date.fromisoformat(text)
    found = dt.datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=LONDON)


def span(first: str, last: str) -> tuple[dt.date, dt.date]:
    return dt.date.fromisoformat(first), dt.date.fromisoformat(last)


TERMS = TermCalendar(
    (
        span("2025-09-02", "2025-12-19"),
        span("2026-01-05", "2026-03-27"),
        span("2026-04-13", "2026-07-21"),
        span("2026-09-02", "2026-12-18"),
    ),
    (span("2025-10-27", "2025-10-31"), span("2026-02-16", "2026-02-20"), span("2026-05-25", "2026-05-29")),
)


def owed(key: str) -> dict[str, Answer]:
    """Answers that make the clock owed."""
    wanted = [condition.split("|")[0] for condition in clocks()[key].applies_if]
    return {keys(one)[0]: Answer.NO if one.startswith("!") else Answer.YES for one in wanted}


def standing(key: str, now: str = "2099-01-01", **given: Any) -> Standing:
    """How the clock stands in a case of its own nation to which it applies; events as `event=["2026-03-02"]`."""
    clock = clocks()[key]
    nation = Nation.WALES if clock.nation == "wales" else Nation.ENGLAND
    answers = owed(key) | given.pop("answers", {})
    case = Case(
        nation=given.pop("nation", nation),
        school_nation=given.pop("school_nation", nation),
        terms=given.pop("terms", TERMS),
        extra=given.pop("extra", frozenset()),
        set_days={name: at(day) for name, day in given.pop("set_days", {}).items()},
        undated=given.pop("undated", frozenset()),
        answers=answers,
        events={event: [at(day) for day in days] for event, days in given.items()},
    )
    return stand(clock, case, at(now))


DUE = [
    # working days
    ("area_authority_notified_emergency", "2026-03-02", "2026-03-09", "Monday and five"),
    ("area_authority_notified_emergency", "2026-03-06", "2026-03-13", "from a Friday"),
    ("area_authority_notified_emergency", "2026-03-07", "2026-03-13", "from a Saturday, as from the Friday"),
    ("area_authority_notified_emergency", "2026-04-01", "2026-04-10", "over Good Friday and Easter Monday"),
    (
        "area_authority_notified_emergency",
        "2026-12-23",
        "2027-01-04",
        "over Christmas: the 25th, 28th and 1 January are out",
    ),
    ("others_notified_emergency", "2022-06-01", "2022-06-10", "the jubilee's two days in June 2022"),
    ("others_notified_emergency", "2022-09-15", "2022-09-23", "the day of the funeral in September 2022"),
    ("others_notified_emergency", "2026-05-01", "2026-05-11", "over the first Monday of May"),
    ("placement_plan_late_wales", "2026-08-26", "2026-09-03", "Wales keeps the last Monday of August"),
    ("care_plan_late", "2026-03-02", "2026-03-16", "ten"),
    ("care_support_plan_late_wales", "2026-05-18", "2026-06-02", "ten over the last Monday of May"),
    ("review_first", "2026-03-02", "2026-03-30", "twenty"),
    ("review_first", "2026-03-16", "2026-04-15", "twenty over Easter"),
    ("review_first", "2025-12-01", "2025-12-31", "twenty over Christmas Day and Boxing Day"),
    ("referral_decision", "2026-04-02", "2026-04-07", "the day before Good Friday"),
    ("assessment_45", "2026-01-05", "2026-03-09", "45 in England"),
    ("assessment_wales", "2026-01-05", "2026-03-04", "42 in Wales"),
    ("assessment_s47_wales", "2026-01-05", "2026-03-04", "42 in Wales"),
    ("cp_conference", "2026-03-02", "2026-03-23", "fifteen"),
    ("core_group_first", "2026-03-02", "2026-03-16", "ten"),
    ("secure_review_wales", "2026-03-02", "2026-03-23", "15 working days in Wales"),
    ("nrm_reasonable_grounds", "2026-03-02", "2026-03-09", "five"),
    ("rapid_review", "2026-03-02", "2026-03-23", "fifteen"),
    ("foi", "2026-03-02", "2026-03-31", "St Patrick's day counts nowhere in the Kingdom"),
    ("foi", "2026-11-16", "2026-12-15", "nor does St Andrew's"),
    ("remand_care_plan_wales", "2026-03-02", "2026-03-09", "five"),
    ("ending_notice_late", "2026-03-02", "2026-03-16", "ten"),
    # weeks and days
    ("visit_first", "2026-03-02", "2026-03-09", "a week"),
    ("visit_first", "2026-12-25", "2027-01-01", "a week ends on a holiday all the same"),
    ("visit_first_wales", "2024-02-26", "2024-03-04", "a week over 29 February"),
    ("connected_person_temporary_approval", "2026-03-02", "2026-06-22", "sixteen weeks"),
    ("pa_visit_first", "2026-03-02", "2026-03-09", "seven days"),
    ("cp_file_transfer", "2026-03-05", "2026-03-10", "five days, weekend and all"),
    ("epo", "2026-03-02", "2026-03-10", "eight days"),
    ("child_assessment_order", "2026-03-02", "2026-03-09", "seven days"),
    ("secure_order_remand_wales", "2026-03-02", "2026-03-30", "28 days"),
    ("nrm_pilot_reasonable_grounds", "2026-03-02", "2026-04-16", "45 days"),
    ("visit_first", "2026-02-26", "2026-03-05", "a week over the end of February"),
    ("visit_first_wales", "2026-10-22", "2026-10-29", "a week over the change of the clocks"),
    ("visit_care_order_home", "2026-12-28", "2027-01-04", "a week into a year"),
    ("visit_care_order_home_wales", "2026-03-30", "2026-04-06", "a week that ends on Easter Monday"),
    ("visit_on_request", "2026-05-22", "2026-05-29", "a week with a bank holiday in it"),
    ("visit_temp_or_ico_wales", "2028-02-23", "2028-03-01", "a week over a leap day"),
    ("connected_person_temporary_approval", "2027-12-01", "2028-03-22", "sixteen weeks over a leap day"),
    ("pa_visit_first", "2028-02-25", "2028-03-03", "seven days over a leap day"),
    ("epo", "2026-12-24", "2027-01-01", "eight days over Christmas"),
    ("secure_order_remand", "2028-02-01", "2028-02-29", "28 days that end on a leap day"),
    ("nrm_pilot_reasonable_grounds", "2026-12-20", "2027-02-03", "45 days into a year"),
    # months
    ("cp_review_first", "2026-11-30", "2027-02-28", "November has a 30th and February none"),
    ("cp_review_first", "2023-11-30", "2024-02-29", "but 2024 a 29th"),
    ("cp_review_first_wales", "2026-01-31", "2026-04-30", "31 January and three months"),
    ("secure_review_first", "2026-01-31", "2026-02-28", "a month of the placement in England"),
    ("lcspr", "2026-08-31", "2027-02-28", "six months"),
    ("pathway_assessment_eligible", "2024-02-29", "2024-05-29", "three months"),
    ("cp_review_first", "2026-03-02", "2026-06-02", "three months"),
    ("cp_review_first_wales", "2026-10-31", "2027-01-31", "from a 31st to a 31st"),
    ("secure_review_first", "2026-03-31", "2026-04-30", "a month from a 31st"),
    ("secure_review_first", "2028-01-30", "2028-02-29", "a month into a leap February"),
    ("secure_order_first", "2026-05-31", "2026-08-31", "three months"),
    ("secure_orders_wales", "2026-11-30", "2027-02-28", "three months in Wales"),
    ("lcspr", "2026-02-28", "2026-08-28", "from the last of February, not to the last of August"),
    ("pathway_assessment_wales", "2027-11-30", "2028-02-29", "three months into a leap February"),
    ("pathway_assessment_cat23_wales", "2026-12-25", "2027-03-25", "three months over a year's end"),
    ("pathway_assessment_relevant", "2026-01-01", "2026-04-01", "three months from a holiday"),
    ("pathway_assessment_eligible", "2026-05-31", "2026-08-31", "a sixteenth birthday"),
    ("subject_access", "2026-03-02", "2026-04-02", "a month: the Thursday before Good Friday"),
    ("subject_access", "2026-03-03", "2026-04-07", "Good Friday moves to the Tuesday"),
    ("subject_access", "2026-01-31", "2026-03-02", "28 February is a Saturday"),
    ("subject_access", "2026-11-25", "2026-12-29", "Christmas Day moves over the weekend and the day in lieu"),
    ("subject_access", "2026-06-30", "2026-07-30", "not to the 31st"),
    # years, as birthdays
    ("pa_to_25", "2008-02-29", "2033-03-01", "a leap day's child"),
    ("pa_to_25", "2001-06-15", "2026-06-15", "a birthday"),
    ("pa_to_25", "2003-02-28", "2028-02-28", "not to the leap day"),
    ("pa_to_25", "2004-02-29", "2029-03-01", "another leap day's child"),
    # hours
    ("missing_interview", "2026-03-02T18:30", "2026-03-05T18:30", "72 hours"),
    ("missing_interview", "2026-03-27T18:00", "2026-03-30T19:00", "the clocks go forward: 19:00 by the wall"),
    ("missing_interview", "2026-10-23T18:00", "2026-10-26T17:00", "the clocks go back: 17:00 by the wall"),
    ("missing_interview", "2024-02-27T09:00", "2024-03-01T09:00", "over 29 February"),
    ("missing_interview", "2026-03-02", "2026-03-05T00:00", "a mere day gives none away"),
    ("police_protection", "2026-12-24T23:15", "2026-12-27T23:15", "Christmas counts"),
    ("data_breach", "2026-04-02T16:00", "2026-04-05T16:00", "Easter counts"),
    ("ooa_emergency_notice_wales", "2026-03-28T12:00", "2026-03-29T13:00", "24 hours over the clocks going forward"),
    ("secure_told_12h_wales", "2026-10-24T20:00", "2026-10-25T07:00", "12 hours over the clocks going back"),
    ("missing_interview", "2026-12-30T22:45", "2027-01-02T22:45", "into a year"),
    ("missing_interview", "2026-03-29T00:30", "2026-04-01T01:30", "half an hour before the clocks go forward"),
    ("missing_interview", "2026-03-29T02:30", "2026-04-01T02:30", "an hour after it"),
    ("missing_interview", "2026-10-25T00:30", "2026-10-27T23:30", "before the clocks go back"),
    ("missing_interview", "2026-10-25T03:00", "2026-10-28T03:00", "after it"),
    ("missing_interview_wales", "2026-05-22T17:00", "2026-05-25T17:00", "a bank holiday counts"),
    ("missing_interview_wales", "2028-02-28T08:00", "2028-03-02T08:00", "over a leap day"),
    ("police_protection", "2026-03-28T23:59", "2026-04-01T00:59", "over the clocks going forward, to the next day"),
    ("data_breach", "2026-10-24T00:00", "2026-10-26T23:00", "over the clocks going back, to the day before"),
    ("data_breach", "2026-12-31T12:00", "2027-01-03T12:00", "over New Year"),
    ("ooa_emergency_notice_wales", "2026-10-24T18:00", "2026-10-25T17:00", "24 hours over the clocks going back"),
    ("ooa_emergency_notice_wales", "2026-03-02", "2026-03-03T00:00", "a mere day gives none away"),
    ("secure_told_12h_wales", "2026-03-28T20:00", "2026-03-29T09:00", "12 hours over the clocks going forward"),
    ("secure_72h_wales", "2026-12-24T18:00", "2026-12-27T18:00", "Christmas counts"),
    ("secure_72h", "2026-03-02T10:00", "2026-03-05T10:00", "72 hours and no earlier ones"),
    # school days
    ("exclusion_sixth_day_permanent", "2026-03-02", "2026-03-09", "the sixth, the first day counting"),
    ("exclusion_sixth_day_permanent", "2026-03-25", "2026-04-15", "over the Easter holidays"),
    ("exclusion_sixth_day_suspension", "2026-02-12", "2026-02-26", "over half-term"),
    ("exclusion_sixth_day_suspension", "2026-05-01", "2026-05-11", "over the first Monday of May"),
    ("exclusion_lac_first_day", "2026-03-02", "2026-03-02", "the first day itself"),
    ("exclusion_lac_first_day", "2026-02-16", "2026-02-23", "or the first day of school after half-term"),
    ("exclusion_governors_15", "2026-03-02", "2026-03-23", "fifteen"),
    ("exclusion_irp_apply", "2026-07-15", "2026-09-16", "over the summer"),
    ("exclusion_committee_wales", "2026-03-02", "2026-03-23", "fifteen in Wales"),
    ("exclusion_education_wales", "2026-03-02", "2026-03-20", "fifteen, the first counting"),
    ("school_place_after_move", "2026-03-02", "2026-04-13", "twenty school days"),
    ("exclusion_work_set", "2026-03-02", "2026-03-06", "the first five days, the first counting"),
    ("exclusion_work_set", "2026-05-21", "2026-06-03", "over the half-term of May"),
    ("exclusion_parent_duty", "2026-03-25", "2026-04-14", "over the Easter holidays"),
    ("exclusion_sixth_day_suspension", "2026-12-01", "2026-12-08", "the sixth"),
    ("exclusion_sixth_day_permanent", "2025-12-17", "2026-01-07", "over Christmas"),
    ("exclusion_governors_15", "2026-02-11", "2026-03-11", "fifteen over half-term"),
    ("exclusion_governors_50", "2026-01-05", "2026-03-23", "fifty over half-term"),
    ("exclusion_irp_held", "2026-04-20", "2026-05-12", "fifteen over the first Monday of May"),
    ("exclusion_committee_50_wales", "2026-04-13", "2026-06-30", "fifty in Wales over May"),
    ("exclusion_education_wales", "2026-05-18", "2026-06-12", "fifteen over half-term, the first counting"),
    # before
    ("ooa_approval_director", "2026-03-02", "2026-03-02", "before the decision"),
    ("ooa_panel_wales", "2026-03-02", "2026-03-02", "before the decision"),
    ("fgdm_offer", "2026-03-02", None, "not commenced"),
]


@pytest.mark.parametrize(("key", "start", "due", "why"), DUE, ids=[f"{row[0]} {row[1]} {row[3]}" for row in DUE])
def test_the_day_is_the_one_worked_out_by_hand(key: str, start: str, due: str | None, why: str) -> None:
    found = standing(key, start, **{clocks()[key].runs_from: [start]})
    assert found.due == (None if due is None else at(due)), why
    if isinstance(found.due, dt.datetime):
        assert due is not None
        assert f"{found.due:%Y-%m-%dT%H:%M}" == due


def test_the_second_review_is_three_months_after_the_first_and_later_ones_six() -> None:
    looked_after = {"became_looked_after": ["2026-01-05"]}
    one = {**looked_after, "review_held": ["2026-01-30"]}
    assert standing("review_first", **one).state == "done"
    assert standing("review_second", **one).due == at("2026-04-30")
    assert standing("review_later", **one).state == "not_started"
    two = {**looked_after, "review_held": ["2026-01-30", "2026-04-28"]}
    assert standing("review_second", **two).state == "done"
    assert standing("review_later", "2026-05-01", **two).due == at("2026-10-28")
    again = {**two, "became_looked_after": ["2026-01-05", "2026-06-01"]}
    assert standing("review_second", "2026-06-10", **again).state == "not_started"
    assert standing("review_first", "2026-06-10", **again).due == at("2026-06-29")


def test_the_reviews_of_wales_are_one_clock_of_three_limits() -> None:
    held = {"became_looked_after": ["2026-01-05"], "review_held": ["2026-01-30", "2026-04-28", "2026-08-31"]}
    found = standing("review_first_wales", "2026-09-01", **held)
    assert [period.due for period in found.periods] == list(
        map(at, ["2026-02-02", "2026-04-30", "2026-10-28", "2027-02-28"])
    )
    assert [period.in_time for period in found.periods] == [True, True, True, None]
    assert (found.state, found.clock.read) == ("due", "no")


def test_visits_are_six_weekly_in_the_first_year_and_begin_anew_with_each_placement() -> None:
    held = {"placement_began": ["2026-03-02"], "visit_held": ["2026-03-05", "2026-04-10"]}
    assert standing("visit_first", "2026-04-11", **held).state == "done"
    assert standing("visit_year_one", "2026-04-11", **held).due == at("2026-05-22")
    moved = {**held, "placement_began": ["2026-03-02", "2026-05-01"]}
    assert standing("visit_first", "2026-05-02", **moved).due == at("2026-05-08")
    assert standing("visit_year_one", "2026-05-02", **moved).state == "not_started"
    assert (
        standing("visit_year_one", "2026-06-01", **{**held, "placement_ended": ["2026-05-01"]}).message.key == "stopped"
    )


def test_a_placement_planned_does_not_hide_the_visit_that_is_overdue_now() -> None:
    found = standing("visit_first", "2026-03-20", placement_began=["2026-03-02", "2026-04-01"])
    assert (found.state, found.due) == ("overdue", at("2026-03-09"))
    found = standing("visit_first", "2026-03-20", placement_began=["2026-04-01"])
    assert (found.state, found.message.key, found.due) == ("not_started", "planned", at("2026-04-08"))


@pytest.mark.parametrize(
    ("lasts", "key", "due"),
    [("yes", "visit_later_to_18", "2027-06-09"), ("no", "visit_later_other", "2027-04-20")],
)
@pytest.mark.parametrize("wales", ["", "_wales"])
def test_after_a_year_visits_are_three_monthly_only_if_meant_to_last_to_18(
    lasts: str, key: str, due: str, wales: str
) -> None:
    held = {"placement_began": ["2026-03-02"], "visit_held": ["2026-03-05", "2027-02-01", "2027-03-09"]}
    answers = {"lasts_to_18": Answer(lasts)}
    assert standing(key + wales, "2027-03-10", answers=answers, **held).due == at(due)
    assert standing("visit_year_one" + wales, "2027-03-10", **held).state == "done"
    other = {"visit_later_to_18", "visit_later_other"} - {key}
    assert standing(other.pop() + wales, "2027-03-10", answers=answers, **held).state == "not_applicable"


def test_a_visit_on_the_anniversary_of_a_placement_is_the_first_after_the_year() -> None:
    held = {"placement_began": ["2026-03-02"], "visit_held": ["2027-03-01"]}
    assert standing("visit_year_one", "2027-03-03", **held).due == at("2027-04-12")
    assert standing("visit_later_to_18", "2027-03-03", **held).state == "not_started"
    held["visit_held"] = ["2027-03-02"]
    assert standing("visit_year_one", "2027-03-03", **held).message.key == "window_over"
    assert standing("visit_later_to_18", "2027-03-03", **held).due == at("2027-06-02")


def test_where_it_is_not_known_whether_a_placement_lasts_both_rules_say_so_and_give_their_day() -> None:
    held = {"placement_began": ["2026-03-02"], "visit_held": ["2027-03-09"]}
    for key in ("visit_later_to_18", "visit_later_other"):
        found = standing(key, "2027-03-10", answers={"lasts_to_18": Answer.NOT_KNOWN}, **held)
        assert (found.state, found.missing) == ("not_known", ("lasts_to_18",))
        assert found.due is not None


def test_weekly_visits_before_assessment_end_with_the_first_review() -> None:
    events = {"placement_began": ["2026-03-02"], "visit_held": ["2026-03-06", "2026-03-13"]}
    assert standing("visit_parent_pre_assessment", "2026-03-14", **events).due == at("2026-03-20")
    events |= {"review_held": ["2026-03-10"]}
    assert standing("visit_parent_pre_assessment", "2026-03-14", **events).due == at("2026-04-24")
    assert standing("visit_temp_or_ico_wales", "2026-03-14", **events).due == at("2026-04-10")


def test_a_decision_follows_the_assessment_of_a_placement_with_a_parent_and_then_nothing() -> None:
    events = {"placed_with_parent": ["2026-03-02"], "parent_placement_step": ["2026-03-13"]}
    assert standing("parent_placement_assessment", "2026-03-14", **events).due == at("2026-03-27")
    events["parent_placement_step"].append("2026-03-27")
    assert standing("parent_placement_assessment", "2026-03-28", **events).state == "done"


def test_core_groups_in_wales_never_lie_over_six_weeks_apart() -> None:
    events = {"initial_conference_held": ["2026-03-02"], "core_group_held": ["2026-03-10", "2026-04-10"]}
    assert standing("core_group_first_wales", "2026-04-11", **events).due == at("2026-05-22")


def test_health_reviews_in_wales_hang_on_the_childs_age() -> None:
    events = {"first_placement_began": ["2026-03-02"], "health_assessment_held": ["2026-02-20"]}
    for answer, due in ((Answer.YES, "2026-08-20"), (Answer.NO, "2027-02-20")):
        assert standing("health_assessment_wales", "2026-03-03", answers={"under_5": answer}, **events).due == at(due)
    found = standing("health_assessment_wales", "2026-03-03", answers={"under_5": Answer.NOT_KNOWN}, **events)
    assert (found.state, found.missing, found.due) == ("not_known", ("under_5",), at("2026-08-20"))


def test_of_several_assessments_before_a_placement_the_latest_counts() -> None:
    events = {"first_placement_began": ["2026-03-02"], "health_assessment_held": ["2025-01-10", "2026-02-20"]}
    found = standing("health_assessment_wales", "2026-03-03", answers={"under_5": Answer.NO}, **events)
    assert [(period.start, period.done) for period in found.periods] == [
        (at("2026-03-02"), at("2026-02-20")),
        (at("2026-02-20"), None),
    ]


def test_the_education_plan_is_reviewed_by_the_end_of_the_next_term() -> None:
    events = {"became_looked_after": ["2026-01-05"], "education_plan_reviewed": ["2026-01-30"]}
    assert standing("pep_first_review", "2026-02-01", **events).due == at("2026-07-21")


def test_secure_hours_add_up_in_any_28_days() -> None:
    events = {
        "secure_admission": ["2026-03-02T10:00", "2026-03-20T10:00"],
        "secure_without_order_ended": ["2026-03-04T10:00"],  # 48 hours
    }
    assert standing("secure_72h", "2026-03-20T11:00", **events).due == at("2026-03-21T10:00")  # 24 are left
    events["secure_admission"][1] = "2026-03-30T12:00"  # BST; 47 of the 48 hours still count, and drop out as it lasts
    found = standing("secure_72h", "2026-03-30T13:00", **events)
    assert found.due == at("2026-04-02T12:00")
    later = {**events, "secure_admission": ["2026-03-02T10:00", "2026-05-01T10:00"]}
    assert standing("secure_72h", "2026-05-01T11:00", **later).due == at("2026-05-04T10:00")


def test_secure_orders_last_three_months_then_six() -> None:
    one = {"secure_placement_began": ["2026-03-02"], "secure_order_made": ["2026-03-04"]}
    assert standing("secure_order_first", "2026-03-05", **one).due == at("2026-06-04")
    assert standing("secure_order_further", "2026-03-05", **one).state == "not_started"
    two = {**one, "secure_order_made": ["2026-03-04", "2026-06-03"]}
    assert standing("secure_order_first", "2026-06-05", **two).state == "done"
    assert standing("secure_order_further", "2026-06-05", **two).due == at("2026-12-03")
    assert standing("secure_orders_wales", "2026-06-05", **two).due == at("2026-12-03")
    ended = {**one, "secure_placement_ended": ["2026-05-01"]}
    assert standing("secure_order_first", "2026-06-05", **ended).message.key == "stopped"


def test_an_extension_is_counted_from_the_start() -> None:
    order = {"emergency_protection_order_made": ["2026-03-02"], "emergency_protection_order_extended": ["2026-03-09"]}
    assert standing("epo", "2026-03-09", **order).due == at("2026-03-17")  # 15 days in all
    asked = {"access_request_complete": ["2026-01-31"], "access_request_extended": ["2026-02-20"]}
    assert standing("subject_access", "2026-02-20", **asked).due == at("2026-04-30")
    approval = {"temporary_approval_given": ["2026-03-02"], "temporary_approval_extended": ["2026-06-01"]}
    assert standing("connected_person_temporary_approval", "2026-06-02", **approval).due == at("2026-08-17")


def test_conclusive_grounds_have_a_least_and_no_most() -> None:
    found = standing("nrm_conclusive_grounds", "2026-06-01", nrm_reasonable_grounds_positive=["2026-03-02"])
    assert (found.state, found.due, found.message.key) == ("due", None, "not_before")
    assert found.periods[-1].earliest == at("2026-04-01")
    events = {"nrm_reasonable_grounds_positive": ["2026-03-02"], "nrm_conclusive_grounds_decided": ["2026-03-31"]}
    assert standing("nrm_conclusive_grounds", "2026-06-01", **events).message.key == "done_too_early"
    events["nrm_conclusive_grounds_decided"] = ["2026-04-01"]
    assert standing("nrm_conclusive_grounds", "2026-06-01", **events).periods[-1].in_time is True


def test_a_committee_in_wales_cannot_meet_before_the_sixth_school_day() -> None:
    told = {"exclusion_notified": ["2026-03-02"], "board_met": ["2026-03-09"]}
    assert standing("exclusion_committee_wales", **told).message.key == "done_too_early"
    told["board_met"] = ["2026-03-10"]
    assert standing("exclusion_committee_wales", **told).message.key == "done_in_time"
