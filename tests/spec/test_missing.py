"""Missing from an out-of-area stay, and in the ninety days before and after the move."""

import pytest

STAY = [{"due_to_efh": "yes", "from_on": "2019-09-05"}]


@pytest.mark.parametrize(
    ("episode", "people"),
    [
        ({"from_on": "2019-09-05", "to_on": "2019-09-06"}, 1),
        ({"from_on": "2019-09-04", "to_on": "2019-09-06"}, 0),  # began before the stay
        ({"from_on": "2019-09-30", "to_on": None}, 1),
        ({"from_on": "2019-10-01", "to_on": None}, 0),
        ({"kind": "away"}, 0),  # whereabouts known: kept apart
    ],
)
def test_an_episode_counts_when_it_began_during_the_stay(figures, episode, people):
    found = figures(placements=STAY, missing=[episode])
    assert found["missing_from_stay", "", ""]["value"] == people
    assert found["missing_episodes", "", ""]["value"] == people


def test_a_day_in_two_episodes_is_one_day(figures):
    episodes = [{"from_on": "2019-09-06", "to_on": "2019-09-08"}, {"from_on": "2019-09-08", "to_on": "2019-09-09"}]
    found = figures(placements=STAY, missing=episodes)
    assert found["missing_days_after", "", ""]["value"] == 4
    assert found["missing_episodes", "", ""]["value"] == 2


def test_the_first_day_away_belongs_to_the_days_after(figures):
    found = figures(placements=STAY, missing=[{"from_on": "2019-09-03", "to_on": "2019-09-05"}])
    assert [found[f"missing_days_{when}", "", ""]["value"] for when in ("before", "after")] == [2, 1]
    assert [found[f"days_at_risk_{when}", "", ""]["value"] for when in ("before", "after")] == [90, 26]


def test_the_window_is_ninety_days_of_the_unbroken_time_away(figures):
    stay = [{"due_to_efh": "yes", "from_on": "2019-06-01", "away_from": "2019-06-01"}]
    episodes = [{"from_on": "2019-08-29", "to_on": "2019-08-30"}, {"from_on": "2019-03-02", "to_on": "2019-03-03"}]
    found = figures(placements=stay, missing=episodes)
    assert [found[f"missing_days_{when}", "", ""]["value"] for when in ("before", "after")] == [1, 1]
