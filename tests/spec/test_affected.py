"""Affected: supported, with a live harm from outside the family other than going missing, or with a confirmed relocation."""

import pytest


@pytest.mark.parametrize(
    ("harm", "affected", "unknown"),
    [
        ({"setting": "outside"}, 1, 0),
        ({"setting": "both"}, 1, 0),
        ({"setting": "inside"}, 0, 0),
        ({"setting": "not_known"}, 0, 1),
        ({"certainty": "ruled_out"}, 0, 0),
        ({"certainty": "suspected"}, 1, 0),
        ({"harm": "missing"}, 0, 0),  # going missing alone is left out of the headline
        ({"from_on": None, "to_on": None}, 1, 0),  # since always, and still
        ({"from_on": "2019-10-01"}, 0, 0),
        ({"to_on": "2019-08-31"}, 0, 0),
        ({"to_on": "2019-09-01"}, 1, 0),
    ],
)
def test_a_harm_counts_when_live_in_the_month_and_from_outside(figures, harm, affected, unknown):
    found = figures(harms=[harm])["affected", "", ""]
    assert (found["value"], found["unknown"]) == (affected, unknown)


def test_going_missing_alone_counts_in_the_measure_that_counts_it_in(figures):
    found = figures(harms=[{"harm": "missing"}])
    assert found["affected_or_missing", "", ""]["value"] == 1


def test_a_confirmed_relocation_makes_its_person_affected(figures):
    found = figures(placements=[{"due_to_efh": "yes"}])
    assert found["affected", "", ""]["value"] == 1
    assert found["affected", "harm_combination", "none_recorded"]["value"] == 1


def test_several_harms_are_counted_each_and_once_as_a_combination(figures):
    found = figures(harms=[{"harm": "gang"}, {"harm": "cse"}, {"harm": "missing"}])
    assert found["affected", "", ""]["value"] == 1
    assert [found["affected", "harm", key]["value"] for key in ("cse", "cce", "gang", "missing")] == [1, 0, 1, 1]
    assert found["affected", "harm_combination", "cse+gang"]["value"] == 1


def test_how_many_rest_on_an_assumed_setting_alone_is_told(figures):
    people = [{"harm": "cse", "setting_basis": "assumed", "person_id": n} for n in "12"]
    found = figures(harms=[*people, {"harm": "cce", "setting_basis": "recorded", "person_id": "2"}])
    assert found["affected_assumed_only", "", ""]["value"] == 1


def test_the_share_has_its_numbers_and_an_interval(figures):
    found = figures(people=[{"person_id": n} for n in "1234"], harms=[{}])["affected_share", "", ""]
    assert (found["value"], found["numerator"], found["denominator"], found["interval"]) == (0.25, 1, 4, "wilson_95")
    assert found["low"] < 0.25 < found["high"]


def test_a_share_of_nobody_is_not_available(figures):
    found = figures(people=[{"birth_date": "1980-01-01"}])["affected_share", "", ""]
    assert (found["value"], found["state"]) == (None, "not_available")
