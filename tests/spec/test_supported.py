"""Supported: young people of 10 to 25 on the month's last day with an involvement open on any day of the month."""

import pytest


@pytest.mark.parametrize(
    ("born", "counted"),
    [
        ("2009-09-30", 1),  # ten on the last day of September
        ("2009-10-01", 0),  # nine until the day after
        ("1993-10-01", 1),  # twenty-five
        ("1993-09-30", 0),  # twenty-six on the last day
        (None, 1),  # not known: counted, in its own age band
    ],
)
def test_age_is_taken_on_the_last_day_of_the_month(figures, born, counted):
    found = figures("2019-09", people=[{"birth_date": born}])
    assert found["supported", "", ""]["value"] == counted


@pytest.mark.parametrize(
    ("first", "last", "counted"),
    [
        ("2019-09-30", None, 1),
        ("2019-10-01", None, 0),
        ("2019-01-01", "2019-09-01", 1),
        ("2019-01-01", "2019-08-31", 0),
    ],
)
def test_an_involvement_counts_when_any_of_its_days_is_in_the_month(figures, first, last, counted):
    found = figures("2019-09", people=[{}], involvements=[{"from_on": first, "to_on": last}])
    assert found["supported", "", ""]["value"] == counted


def test_a_person_with_two_statuses_is_one_person_and_counts_under_both(figures):
    found = figures(people=[{}], involvements=[{"status": "looked_after"}, {"status": "child_protection"}])
    assert found["supported", "", ""]["value"] == 1
    assert found["supported", "status", "looked_after"]["value"] == 1
    assert found["supported", "status", "child_protection"]["value"] == 1


def test_the_unborn_are_not_young_people(figures):
    found = figures(people=[{"birth_date": None, "birth_precision": "expected"}])
    assert found["supported", "", ""]["value"] == 0
