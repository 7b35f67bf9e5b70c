"""Moves for safety: what they are for, drift, next home, what must change, waiting, and looks afterwards."""

import pytest

MOVE = {"row_id": "m", "from_on": "2019-03-01"}


def of(found, measure, breakdown):
    """The categories that anybody is in."""
    return {c: row["value"] for (m, b, c), row in found.items() if (m, b) == (measure, breakdown) and row["value"]}


@pytest.mark.parametrize(
    ("move", "ends"),
    [
        ({}, (1, 1, 0)),
        ({"due_to_efh": "partly"}, (1, 1, 0)),
        ({"due_to_efh": "no"}, (0, 0, 0)),
        ({"due_to_efh": "not_reviewed"}, (0, 1, 0)),  # open, of somebody affected
        ({"locality": "in"}, (0, 0, 0)),
        ({"locality": "not_known"}, (0, 0, 1)),
        ({"from_on": None, "planned_on": "2019-08-01"}, (0, 0, 0)),  # only planned
        ({"to_on": "2019-08-31"}, (0, 0, 0)),
        ({"to_on": "2019-09-01"}, (1, 1, 0)),
    ],
)
def test_a_move_counts_while_it_is_under_way_out_of_area_and_because_of_harm(figures, move, ends):
    row = figures(harms=[{}], relocations=[MOVE | move])["moves", "", ""]
    assert (row["low"], row["high"], row["unknown"]) == ends


def test_a_move_may_be_for_several_safeties_or_for_none_that_anybody_recorded(figures):
    moves = [MOVE | {"purpose": "physical relational"}, {**MOVE, "row_id": "n", "person_id": "2"}]
    assert of(figures(relocations=moves), "moves", "purpose") == {"physical": 1, "relational": 1, "none": 1}


@pytest.mark.parametrize(
    ("planned_end", "to_on", "drift"),
    [
        (None, None, "no_end"),
        ("2019-09-30", None, "within"),
        ("2019-09-29", None, "past_to_3_months"),
        ("2019-06-30", None, "past_to_3_months"),
        ("2019-06-29", None, "past_3_to_12_months"),
        ("2018-09-29", None, "past_over_12_months"),
        ("2019-09-10", "2019-09-10", "within"),  # it ended as planned
    ],
)
def test_drift_is_by_how_much_the_planned_end_has_passed_on_the_last_day_in_the_month(
    figures, planned_end, to_on, drift
):
    move = MOVE | {"from_on": "2018-03-01", "planned_end": planned_end, "to_on": to_on}
    found = figures(relocations=[move])
    assert of(found, "moves", "drift") == {drift: 1}
    assert found["moves_past_end", "", ""]["value"] == drift.startswith("past")
    assert found["moves_without_end", "", ""]["value"] == (drift == "no_end")


def test_planned_short_and_lasting_over_a_year_is_told_of_the_same_move(figures):
    found = figures(relocations=[MOVE | {"from_on": "2018-09-01", "planned_end": "2018-12-01"}])
    assert found["moves_short_over_a_year", "", ""]["value"] == 1
    assert of(found, "moves", "planned_length") == {"to_3_months": 1}
    assert of(found, "moves", "elapsed_length") == {"1_to_2_years": 1}


@pytest.mark.parametrize(
    ("home", "category", "without"),
    [
        ({"next_home": "return"}, "return", 0),
        ({"next_home": "undecided"}, "undecided", 1),
        ({}, "not_known", 1),
        ({"next_home": "stay", "next_home_on": "2019-10-01"}, "not_known", 1),  # said after the month
        ({"next_home": "stay", "next_home_on": "2019-09-30"}, "stay", 0),
    ],
)
def test_the_next_home_is_as_said_by_the_months_end(figures, home, category, without):
    found = figures(relocations=[MOVE | home])
    assert of(found, "moves", "next_home") == {category: 1}
    assert found["moves_without_next_home", "", ""]["value"] == without


@pytest.mark.parametrize(
    ("born", "time", "near"),
    [
        ("2001-09-30", "18_or_over", 0),
        ("2001-10-01", "to_3_months", 1),
        ("2001-12-30", "to_3_months", 1),
        ("2001-12-31", "3_to_6_months", 1),
        ("2002-09-30", "6_to_12_months", 1),
        ("2002-10-01", "1_to_2_years", 0),
        ("2003-10-01", "over_2_years", 0),
        (None, "not_known", 0),
    ],
)
def test_time_to_18_is_told_of_those_away_and_of_those_without_a_next_home(figures, born, time, near):
    found = figures(people=[{"birth_date": born}], relocations=[MOVE])
    assert of(found, "moves", "time_to_18") == of(found, "relocated", "time_to_18") == {time: 1}
    assert found["moves_near_18_without_next_home", "", ""]["value"] == near


@pytest.mark.parametrize(
    ("condition", "state", "overdue"),
    [
        ({"state": "under_way", "due_on": "2019-09-30"}, "under_way", 1),
        ({"state": "under_way", "due_on": "2019-10-01"}, "under_way", 0),
        ({"state": "met", "met_on": "2019-09-30", "due_on": "2019-09-01"}, "met", 0),
        ({"state": "met", "met_on": "2019-10-01", "due_on": "2019-09-01"}, "met_since", 1),
        ({"state": "given_up", "due_on": "2019-09-01"}, "given_up", 0),
    ],
)
def test_what_must_change_stands_as_it_did_at_the_months_end(figures, condition, state, overdue):
    place = {"row_id": "c", "kind": "place", "authority": "A"}
    found = figures(
        relocations=[MOVE], contexts=[place], conditions=[{"relocation_id": "m", "context_id": "c"} | condition]
    )
    assert of(found, "conditions", "condition_state") == {state: 1}
    assert of(found, "conditions", "context_kind") == {"place": 1}
    assert found["conditions_overdue", "", ""]["value"] == overdue


def test_a_return_with_nothing_that_must_change_is_seen(figures):
    found = figures(relocations=[MOVE | {"next_home": "return"}], conditions=[])
    assert found["moves_return_without_conditions", "", ""]["value"] == 1


@pytest.mark.parametrize(
    ("decision", "move", "waiting", "made"),
    [
        ({}, {}, {"29_to_91_days": 1}, {}),
        ({}, {"from_on": "2019-09-05"}, {}, {"8_to_28_days": 1}),
        ({}, {"from_on": "2019-10-05"}, {"29_to_91_days": 1}, {}),  # not begun by the month's end
        ({}, {"withdrawn_on": "2019-09-30"}, {}, {}),
        ({"outcome": "no_move", "decided_on": "2019-09-30"}, {}, {}, {}),
        ({"outcome": "no_move", "decided_on": "2019-10-01"}, {}, {"29_to_91_days": 1}, {}),
        ({"outcome": "later", "decided_on": "2019-09-30"}, {}, {"29_to_91_days": 1}, {}),
        ({"necessary_on": "2019-10-01"}, {}, {}, {}),
        ({"necessary_on": "2019-09-23"}, {}, {"to_7_days": 1}, {}),
        ({"necessary_on": None}, {}, {}, {}),
    ],
)
def test_a_move_judged_necessary_waits_until_it_is_made_or_given_up(figures, decision, move, waiting, made):
    judged = {"relocation_id": "m", "necessary_on": "2019-08-20"} | decision
    found = figures(decisions=[judged], relocations=[{"row_id": "m", "from_on": None} | move])
    assert of(found, "moves_waiting", "waited") == waiting
    assert of(found, "moves_made", "waited") == made


@pytest.mark.parametrize(
    ("looks", "held"),
    [
        ([], "72_hours/not_held"),
        ([{"on": "2019-09-04"}], "72_hours/in_time"),
        ([{"on": "2019-09-05"}], "72_hours/late"),
        ([{"on": "2019-10-01"}], "72_hours/not_held"),  # after the month
        ([{"on": "2019-09-05", "by_on": "2019-09-06"}], "72_hours/in_time"),  # the record names another day
    ],
)
def test_a_look_after_a_move_is_held_in_time_late_or_not_recorded(figures, looks, held):
    ended = MOVE | {"to_on": "2019-09-01"}
    rows = [{"relocation_id": "m", "kind": "72_hours"} | look for look in looks]
    assert of(figures(relocations=[ended], after_looks=rows), "looks", "look_and_held") == {held: 1}


def test_no_look_is_due_of_somebody_who_had_moved_again(figures):
    moves = [MOVE | {"to_on": "2019-09-01"}, {"row_id": "n", "from_on": "2019-09-01"}]
    assert of(figures(relocations=moves, after_looks=[]), "looks", "look") == {}
