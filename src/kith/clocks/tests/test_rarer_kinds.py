"""Twenty days worked out by hand for each kind of clock of which there are few: what comes first, what is set, totals, leasts, terms, years."""

from __future__ import annotations

import pytest

from kith.clocks.declarations import clocks
from kith.clocks.tests.test_worked_examples import DUE, at, standing

SPANS = [
    # years, as birthdays
    ("pa_to_25", "2000-02-29", "2025-03-01", "a leap day's child of the century"),
    ("pa_to_25", "1996-02-29", "2021-03-01", "1996 had a 29th, 2021 none"),
    ("pa_to_25", "1999-12-31", "2024-12-31", "the last day of a year"),
    ("pa_to_25", "2001-01-01", "2026-01-01", "New Year's Day"),
    ("pa_to_25", "2003-03-30", "2028-03-30", "born as the clocks went forward"),
    ("pa_to_25", "2002-10-27", "2027-10-27", "born as they went back"),
    ("pa_to_25", "2004-02-28", "2029-02-28", "the day before a leap day"),
    ("pa_to_25", "2004-03-01", "2029-03-01", "the day after one"),
    ("pa_to_25", "1995-12-25", "2020-12-25", "Christmas Day"),
    ("pa_to_25", "2007-04-06", "2032-04-06", "Good Friday of 2007"),
    ("pa_to_25", "2012-02-29", "2037-03-01", "a leap day's child"),
    ("pa_to_25", "2005-06-30", "2030-06-30", "the end of a month"),
    ("pa_to_25", "2006-01-31", "2031-01-31", "a 31st"),
    ("pa_to_25", "2003-08-25", "2028-08-25", "a bank holiday of 2003"),
    ("pa_to_25", "2001-11-05", "2026-11-05", "a Thursday"),
    ("pa_to_25", "2020-02-29", "2045-03-01", "2045 has no 29th"),
    ("pa_to_25", "2010-09-01", "2035-09-01", "the first day of a school year"),
    # weeks
    ("visit_first", "2026-03-23", "2026-03-30", "over the clocks going forward"),
    ("visit_first_wales", "2026-12-28", "2027-01-04", "into a year, in Wales"),
    ("visit_on_request", "2026-12-18", "2026-12-25", "to Christmas Day"),
    ("visit_care_order_home", "2028-02-22", "2028-02-29", "to a leap day"),
    ("visit_parent_pre_assessment", "2026-03-30", "2026-04-06", "to Easter Monday"),
    ("visit_parent_pre_assessment_wales", "2026-08-24", "2026-08-31", "to the last Monday of August"),
    ("visit_temp_or_ico", "2026-05-18", "2026-05-25", "to the last Monday of May"),
    ("visit_temp_or_ico_wales", "2026-10-19", "2026-10-26", "over the clocks going back"),
    (
        "connected_person_temporary_approval",
        "2026-09-07",
        "2026-12-28",
        "sixteen weeks, to the day in lieu of Boxing Day",
    ),
    ("visit_care_order_home_wales", "2028-02-25", "2028-03-03", "over a leap day"),
    # days
    ("pa_visit_first", "2026-12-25", "2027-01-01", "seven, from one holiday to the next"),
    ("cp_file_transfer", "2028-02-27", "2028-03-03", "five over a leap day"),
    ("cp_file_transfer", "2026-12-29", "2027-01-03", "five into a year"),
    ("cp_file_transfer", "2026-03-27", "2026-04-01", "five over the clocks going forward"),
    ("epo", "2026-03-28", "2026-04-05", "eight, to Easter Sunday"),
    ("epo", "2028-02-22", "2028-03-01", "eight over a leap day"),
    ("child_assessment_order", "2026-10-19", "2026-10-26", "seven over the clocks going back"),
    ("child_assessment_order", "2027-02-22", "2027-03-01", "seven over the end of a February without a 29th"),
    ("secure_order_remand", "2026-12-10", "2027-01-07", "28 into a year"),
    ("secure_order_remand_wales", "2028-02-02", "2028-03-01", "28 over a leap day"),
    ("nrm_pilot_reasonable_grounds", "2028-01-20", "2028-03-05", "45 over a leap day"),
]


@pytest.mark.parametrize(("key", "start", "due", "why"), SPANS, ids=[f"{row[0]} {row[1]}" for row in SPANS])
def test_years_weeks_and_days_are_counted_as_by_hand(key: str, start: str, due: str, why: str) -> None:
    assert standing(key, start, **{clocks()[key].runs_from: [start]}).due == at(due), why


BEFORE = [
    ("ooa_approval_director", "2026-03-02", "2026-02-27", "done_in_time", "the Friday before"),
    ("ooa_approval_director", "2026-03-02", "2026-03-02", "done_in_time", "on the day itself"),
    ("ooa_approval_director", "2026-03-02", "2026-03-03", "done_late", "the day after"),
    ("ooa_approval_nominated_officer", "2026-04-06", "2026-04-03", "done_in_time", "Good Friday for Easter Monday"),
    ("ooa_approval_nominated_officer", "2026-12-25", "2026-12-29", "done_late", "after Christmas"),
    ("ooa_area_authority_consulted", "2028-03-01", "2028-02-29", "done_in_time", "a leap day"),
    ("ooa_area_authority_notified_for_approval", "2026-03-29", "2026-03-30", "done_late", "over the clocks going forward"),
    ("ooa_wishes", "2026-10-26", "2026-10-25", "done_in_time", "on the day they go back"),
    ("ooa_most_appropriate", "2027-01-01", "2026-12-31", "done_in_time", "New Year's Eve"),
    ("ooa_relatives_consulted", "2026-05-25", "2026-05-26", "done_late", "a bank holiday puts nothing off"),
    ("ooa_iro_consulted", "2026-08-31", "2026-08-28", "done_in_time", "the Friday before a bank holiday"),
    ("ooa_panel_wales", "2026-03-02", "2026-02-20", "done_in_time", "a panel ten days before, in Wales"),
    ("ooa_no_local_placement_wales", "2026-03-02", "2026-03-09", "done_late", "in Wales a week after"),
    ("not_for_profit_wales", "2026-04-01", "2026-03-31", "done_in_time", "the first day in force in Wales"),
    ("area_authority_notified", "2026-03-02", "2026-03-02", "done_in_time", "on the day that it begins"),
    ("others_notified", "2026-03-02", "2026-03-04", "done_late", "two days after"),
    ("others_notified_wales", "2028-02-29", "2028-02-28", "done_in_time", "before a leap day, in Wales"),
    ("care_support_plan_wales", "2026-03-02", "2026-03-03", "done_late", "in Wales the day after"),
    ("ks4_approval", "2026-09-02", "2026-07-21", "done_in_time", "before the summer for the first day of term"),
    ("ks4_approval_wales", "2026-09-02", "2026-09-03", "done_late", "the day after, in Wales"),
    ("ending_wales", "2026-12-28", "2026-12-24", "done_in_time", "before Christmas, in Wales"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "event", "done", "message", "why"), BEFORE, ids=[f"{row[0]} {row[2]}" for row in BEFORE]
)
def test_what_comes_first_is_due_by_the_day_of_what_it_comes_before(
    key: str, event: str, done: str, message: str, why: str
) -> None:
    clock = clocks()[key]
    found = standing(key, "2099-01-01", **{clock.runs_from: [event], clock.done_by: [done]})
    assert (found.due, found.message.key) == (at(event), message), why
    assert standing(key, event, **{clock.runs_from: [event]}).state == "due"
    assert standing(key, "2099-01-01", **{clock.runs_from: [event]}).state == "overdue"


TOTALS = [
    ("secure_72h", ["2026-06-01T08:00"], [], "2026-06-04T08:00", "the first"),
    ("secure_72h_wales", ["2026-06-01T23:59"], [], "2026-06-04T23:59", "the first in Wales, by night"),
    ("secure_72h", ["2026-03-27T20:00"], [], "2026-03-30T21:00", "over the clocks going forward"),
    ("secure_72h_wales", ["2026-10-23T20:00"], [], "2026-10-26T19:00", "over the clocks going back"),
    ("secure_72h", ["2028-02-27T12:00"], [], "2028-03-01T12:00", "over a leap day"),
    ("secure_72h_wales", ["2026-12-30T00:00"], [], "2027-01-02T00:00", "into a year"),
    ("secure_72h", ["2026-12-24T15:00"], [], "2026-12-27T15:00", "Christmas counts"),
    ("secure_72h_wales", ["2026-04-03T09:00"], [], "2026-04-06T09:00", "so does Easter"),
    ("secure_72h", ["2026-06-01"], [], "2026-06-04T00:00", "a mere day gives none away"),
    ("secure_72h", ["2026-06-01T00:00", "2026-06-10T00:00"], ["2026-06-02T00:00"], "2026-06-12T00:00", "24 used"),
    ("secure_72h", ["2026-06-01T00:00", "2026-06-05T00:00", "2026-06-10T00:00"], ["2026-06-02T00:00", "2026-06-06T00:00"],
     "2026-06-11T00:00", "twice 24 used"),
    ("secure_72h_wales", ["2026-06-01T06:00", "2026-06-20T06:00"], ["2026-06-01T18:00"], "2026-06-22T18:00", "12 used"),
    ("secure_72h", ["2026-06-01T00:00", "2026-06-05T00:00"], ["2026-06-03T12:00"], "2026-06-05T12:00", "60 used"),
    ("secure_72h_wales", ["2026-06-01T00:00", "2026-06-05T09:00"], ["2026-06-03T23:00"], "2026-06-05T10:00", "71 used"),
    ("secure_72h", ["2026-06-01T00:00", "2026-07-10T00:00"], ["2026-06-03T00:00"], "2026-07-13T00:00", "28 days have passed"),
    ("secure_72h_wales", ["2026-06-01T00:00", "2026-06-30T00:00"], ["2026-06-02T00:00"], "2026-07-03T00:00", "28 days to the hour"),
    ("secure_72h", ["2026-06-01T00:00", "2026-06-30T00:00"], ["2026-06-03T00:00"], "2026-07-03T00:00",
     "24 of 48 still count, and drop out hour by hour"),
    ("secure_72h", ["2026-03-20T00:00", "2026-03-28T12:00"], ["2026-03-21T00:00"], "2026-03-30T13:00", "48 left, clocks forward"),
    ("secure_72h_wales", ["2026-10-10T00:00", "2026-10-24T12:00"], ["2026-10-11T00:00"], "2026-10-26T11:00", "48 left, clocks back"),
    ("secure_72h", ["2026-06-01T00:00", "2026-06-02T00:00"], [], "2026-06-04T00:00", "moved within: the first lasted until the second"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "begun", "ended", "due", "why"), TOTALS, ids=[f"{row[0]} {row[4]}" for row in TOTALS])
def test_hours_add_up_as_by_hand(key: str, begun: list[str], ended: list[str], due: str, why: str) -> None:
    found = standing(key, begun[-1], secure_admission=begun, secure_without_order_ended=ended)
    assert found.due == at(due), why


LEASTS = {
    "2026-03-02": "2026-04-01", "2026-01-31": "2026-03-02", "2028-01-31": "2028-03-01", "2026-02-01": "2026-03-03",
    "2028-02-01": "2028-03-02", "2026-12-02": "2027-01-01", "2026-12-25": "2027-01-24", "2026-11-25": "2026-12-25",
    "2026-03-04": "2026-04-03", "2026-03-07": "2026-04-06", "2026-04-25": "2026-05-25", "2026-08-01": "2026-08-31",
    "2026-06-30": "2026-07-30", "2026-07-31": "2026-08-30", "2026-09-25": "2026-10-25", "2026-02-27": "2026-03-29",
    "2024-01-30": "2024-02-29", "2023-01-31": "2023-03-02", "2027-12-31": "2028-01-30", "2026-05-01": "2026-05-31",
}  # fmt: skip
"""Positive reasonable grounds → the thirtieth day after, before which conclusive grounds are not decided."""


@pytest.mark.parametrize(("start", "earliest"), LEASTS.items())
def test_a_least_ends_on_the_day_worked_out_by_hand(start: str, earliest: str) -> None:
    found = standing("nrm_conclusive_grounds", start, nrm_reasonable_grounds_positive=[start])
    assert (found.periods[-1].earliest, found.due) == (at(earliest), None)


SET = [
    ("threat_to_life", "2026-03-02", "2026-03-03", "2026-03-03", "due"),
    ("threat_to_life", "2026-03-02", "2026-03-03", "2026-03-04", "overdue"),
    ("threat_to_life", "2026-12-24", "2026-12-25", "2026-12-25", "due"),
    ("threat_to_life", "2026-03-28", "2026-03-29", "2026-03-30", "overdue"),
    ("threat_to_life", "2028-02-28", "2028-02-29", "2028-02-29", "due"),
    ("mappa_review", "2026-03-02", "2026-05-25", "2026-05-25", "due"),
    ("mappa_review", "2026-03-02", "2026-05-25", "2026-05-26", "overdue"),
    ("mappa_review", "2026-12-01", "2027-03-01", "2027-01-01", "due"),
    ("mappa_review", "2026-10-20", "2026-10-25", "2026-10-26", "overdue"),
    ("mappa_review", "2026-04-01", "2026-04-06", "2026-04-06", "due"),
    ("mace_review", "2026-03-02", "2026-04-03", "2026-04-03", "due"),
    ("mace_review", "2026-03-02", "2026-04-03", "2026-04-04", "overdue"),
    ("mace_review", "2026-07-21", "2026-09-02", "2026-08-31", "due"),
    ("mace_review", "2027-12-01", "2028-02-29", "2028-03-01", "overdue"),
    ("mace_review", "2026-01-31", "2026-02-28", "2026-02-28", "due"),
    ("dol_order_review", "2026-03-02", "2026-06-02", "2026-06-02", "due"),
    ("dol_order_review", "2026-03-02", "2026-06-02", "2026-06-03", "overdue"),
    ("dol_order_review", "2026-12-31", "2027-03-31", "2027-03-31", "due"),
    ("dol_order_review", "2026-08-31", "2026-11-30", "2026-12-01", "overdue"),
    ("dol_order_review", "2023-10-02", "2023-12-25", "2023-12-25", "due"),
]


@pytest.mark.parametrize(("key", "start", "day", "now", "state"), SET)
def test_a_day_that_was_set_is_the_day_and_no_holiday_moves_it(
    key: str, start: str, day: str, now: str, state: str
) -> None:
    found = standing(key, now, set_days={key: day}, **{clocks()[key].runs_from: [start]})
    assert (found.due, found.state.value) == (at(day), state)


TERM_ENDS = {
    "2025-09-02": "2026-03-27", "2025-10-24": "2026-03-27", "2025-10-28": "2026-03-27", "2025-12-19": "2026-03-27",
    "2026-01-05": "2026-07-21", "2026-01-30": "2026-07-21", "2026-02-16": "2026-07-21", "2026-02-28": "2026-07-21",
    "2026-03-27": "2026-07-21", "2026-04-13": "2026-12-18", "2026-05-04": "2026-12-18", "2026-05-25": "2026-12-18",
    "2026-05-29": "2026-12-18", "2026-06-30": "2026-12-18", "2026-07-20": "2026-12-18", "2026-07-21": "2026-12-18",
    "2025-12-20": "2026-03-27", "2026-01-04": "2026-03-27", "2026-04-03": "2026-07-21", "2026-08-31": "2026-12-18",
}  # fmt: skip
"""The first review of a personal education plan → the end of the next term: in a term, of the one after it; in holidays, of the one to come."""


@pytest.mark.parametrize(("reviewed", "due"), TERM_ENDS.items())
def test_the_next_term_ends_on_the_day_of_the_schools_calendar(reviewed: str, due: str) -> None:
    events = {"became_looked_after": ["2025-09-01"], "education_plan_reviewed": [reviewed]}
    assert standing("pep_first_review", reviewed, **events).due == at(due)


def test_each_kind_of_clock_has_twenty_days_worked_out_by_hand() -> None:
    """By its unit where it has a limit, else by what it says of its event; what falls due on no day has none to work out."""
    kinds = [_kind(row[0]) for row in (*DUE, *SPANS, *BEFORE, *TOTALS, *SET)]
    kinds += ["not_before"] * len(LEASTS) + ["terms"] * len(TERM_ENDS)
    wanted = {_kind(key) for key in clocks()} - {"no_limit", "not_timed"} | {"terms"}
    assert {kind: kinds.count(kind) for kind in wanted if kinds.count(kind) < 20} == {}


def _kind(key: str) -> str:
    clock = clocks()[key]
    of_span = clock.limit is not None and clock.kind.value != "total"
    return clock.limit.unit.value if of_span and clock.limit is not None else clock.kind.value
