"""Relocated: out of area for over 24 hours in the month because of harm; a range until every move has been reviewed."""

import pytest

HARM = [{}]


def ends(found):
    row = found["relocated", "", ""]
    return row["low"], row["high"], row["unknown"]


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ("yes", (1, 1, 0)),
        ("partly", (1, 1, 0)),
        ("no", (0, 0, 0)),
        ("not_known", (0, 1, 0)),
        ("not_reviewed", (0, 1, 0)),  # never a nought
    ],
)
def test_the_review_confirms_refuses_or_leaves_a_range(figures, due, expected):
    assert ends(figures(harms=HARM, placements=[{"due_to_efh": due}])) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2019-09-10", "2019-09-12", (1, 1, 0)),  # two nights are over 24 hours
        ("2019-09-10", "2019-09-11", (0, 1, 0)),  # one night may be
        ("2019-09-10", "2019-09-10", (0, 0, 0)),  # none is not
        ("2019-09-29", None, (0, 1, 0)),  # one night by the month's end and still away
        ("2019-09-28", None, (1, 1, 0)),
        ("2019-08-01", "2019-08-31", (0, 0, 0)),  # over before the month
    ],
)
def test_nights_decide_whether_a_stay_was_over_24_hours(figures, first, last, expected):
    stay = {"due_to_efh": "yes", "from_on": first, "to_on": last}
    assert ends(figures(harms=HARM, placements=[stay])) == expected


def test_a_stay_that_continues_time_away_counts_nights_from_its_beginning(figures):
    stay = {"due_to_efh": "yes", "from_on": "2019-09-10", "to_on": "2019-09-11", "away_from": "2019-09-01"}
    assert ends(figures(harms=HARM, placements=[stay])) == (1, 1, 0)


def test_an_open_question_counts_only_of_somebody_affected(figures):
    assert ends(figures(placements=[{"due_to_efh": "not_reviewed"}])) == (0, 0, 0)


@pytest.mark.parametrize(("locality", "expected"), [("out", (1, 1, 0)), ("in", (0, 0, 0)), ("not_known", (0, 0, 1))])
def test_a_stay_of_unknown_place_is_neither_in_nor_out(figures, locality, expected):
    assert ends(figures(harms=HARM, placements=[{"due_to_efh": "yes", "locality": locality}])) == expected


def test_a_move_that_was_no_care_placement_counts(figures):
    found = figures(relocations=[{"from_on": "2019-09-02"}])
    assert ends(found) == (1, 1, 0)
    assert found["relocated", "stay_kind", "other_move"]["value"] == 1
    assert found["relocated", "legal_basis", "none"]["value"] == 1


def test_a_move_that_led_to_a_placement_is_counted_once(figures):
    found = figures(
        placements=[{"due_to_efh": "yes"}], relocations=[{"from_on": "2019-06-01", "placement_id": "placements-0"}]
    )
    assert ends(found) == (1, 1, 0)
    assert found["more_than_one_stay", "", ""]["value"] == 0


def test_two_confirmed_stays_in_the_month_are_more_than_one_and_the_later_describes(figures):
    stays = [
        {"due_to_efh": "yes", "from_on": "2019-09-01", "to_on": "2019-09-10", "placement_type": "K2"},
        {"due_to_efh": "partly", "from_on": "2019-09-10", "placement_type": "K1"},
    ]
    found = figures(placements=stays)
    assert found["more_than_one_stay", "", ""]["value"] == 1
    assert found["relocated", "placement_group", "secure"]["value"] == 1
    assert found["relocated", "secure", "yes"]["value"] == 1
    assert found["relocated_partly", "", ""]["value"] == 0


def test_planned_and_elapsed_length_are_kept_apart(figures):
    found = figures(placements=[{"due_to_efh": "yes", "from_on": "2017-06-01", "planned_end": "2017-09-01"}])
    assert found["relocated", "planned_length", "to_3_months"]["value"] == 1
    assert found["relocated", "elapsed_band", "over_1_year"]["value"] == 1
    assert found["relocated", "elapsed_length", "over_2_years"]["value"] == 1


def test_twenty_miles_is_not_over_twenty(figures):
    stays = [{"due_to_efh": "yes", "person_id": n, "miles": m} for n, m in (("1", 20.0), ("2", 20.1), ("3", None))]
    found = figures(placements=stays)
    assert [found["relocated", "distance_band", key]["value"] for key in ("to_20", "over_20", "not_known")] == [1, 1, 1]


def test_an_order_in_force_is_told_beside_the_placement(figures):
    orders = [{"kind": "secure"}, {"kind": "deprivation_of_liberty", "placement_id": "another"}]
    found = figures(placements=[{"due_to_efh": "yes", "placement_type": "K2"}], authorisations=orders)
    assert found["relocated", "secure", "yes"]["value"] == 1
    assert found["relocated", "deprivation_of_liberty", "not_recorded"]["value"] == 1


def test_the_rate_is_of_affected_and_the_range_has_both_ends(figures):
    stays = [{"person_id": "1", "due_to_efh": "yes"}, {"person_id": "2", "due_to_efh": "not_reviewed"}]
    found = figures(harms=[{"person_id": n} for n in "1234"], placements=stays)
    assert found["relocation_rate", "", ""]["value"] == 0.25
    both = found["relocation_rate_range", "", ""]
    assert (both["low"], both["high"], both["state"]) == (0.25, 0.5, "range")
    assert found["not_reviewed", "", ""]["value"] == 1
    assert found["candidates", "", ""]["value"] == 2


def test_the_legal_status_is_that_of_the_month_and_not_the_latest_of_the_stay(figures):
    statuses = [{"legal_status": "V2", "to_on": "2019-12-01"}, {"legal_status": "C2", "from_on": "2019-12-01"}]
    found = figures(placements=[{"due_to_efh": "yes", "legal_basis": "C2"}], legal_statuses=statuses)
    assert found["relocated", "legal_basis", "section_20"]["value"] == 1
    assert found["relocated", "legal_basis", "section_31"]["value"] == 0


def test_where_no_status_is_known_for_the_day_the_stays_own_is_taken(figures):
    found = figures(placements=[{"due_to_efh": "yes", "legal_basis": "C2"}], legal_statuses=[{"to_on": "2019-07-01"}])
    assert found["relocated", "legal_basis", "section_31"]["value"] == 1
