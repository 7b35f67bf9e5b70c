"""Planned moves: recorded as planned by the month's end, not begun and not given up by then."""

import pytest


def ends(found):
    row = found["planned_moves", "", ""]
    return row["low"], row["high"], row["unknown"]


@pytest.mark.parametrize(
    ("move", "expected"),
    [
        ({}, (1, 1, 0)),
        ({"planned_on": "2019-10-01"}, (0, 0, 0)),
        ({"planned_on": None, "planned_from": "2019-09-20"}, (1, 1, 0)),
        ({"from_on": "2019-09-30"}, (0, 0, 0)),
        ({"from_on": "2019-10-01"}, (1, 1, 0)),
        ({"withdrawn_on": "2019-09-30"}, (0, 0, 0)),
        ({"withdrawn_on": "2019-10-01"}, (1, 1, 0)),
        ({"placement_id": "p"}, (0, 0, 0)),
        ({"due_to_efh": "no"}, (0, 0, 0)),
        ({"due_to_efh": "not_reviewed"}, (0, 1, 0)),
        ({"locality": "in"}, (0, 0, 0)),
        ({"locality": "not_known"}, (0, 0, 1)),
    ],
)
def test_a_planned_move_of_somebody_affected(figures, move, expected):
    assert ends(figures(harms=[{}], relocations=[{"planned_on": "2019-09-01"} | move])) == expected


def test_an_open_reason_counts_only_of_somebody_affected(figures):
    assert ends(figures(relocations=[{"planned_on": "2019-09-01", "due_to_efh": "not_known"}])) == (0, 0, 0)
