"""The work that is done, critical moments, relationships and safety since a move."""

import pytest

MOVE = {"row_id": "m", "from_on": "2019-03-01"}
ACTION = {"target": "peers", "aim": "build_safety", "stage": "during", "from_on": "2019-08-01"}


def of(found, measure, breakdown):
    """The categories that anybody is in."""
    return {c: row["value"] for (m, b, c), row in found.items() if (m, b) == (measure, breakdown) and row["value"]}


@pytest.mark.parametrize(
    ("action", "outcome"),
    [
        ({}, "under_way"),
        ({"to_on": "2019-09-30", "outcome": "held"}, "held"),
        ({"to_on": "2019-09-30"}, "not_known"),  # ended, and nobody said what came of it
        ({"to_on": "2019-10-01", "outcome": "held"}, "under_way"),
    ],
)
def test_an_action_counts_by_target_aim_stage_and_outcome(figures, action, outcome):
    found = figures(actions=[ACTION | action])
    assert of(found, "actions", "action_outcome") == {outcome: 1}
    assert of(found, "actions", "target_by_stage") == {"during/peers": 1}
    assert of(found, "actions", "aim_by_stage") == {"during/build_safety": 1}


def test_actions_are_counted_and_so_are_the_young_people_whom_they_are_for(figures):
    found = figures(actions=[ACTION, ACTION, ACTION | {"aim": "monitor"}, ACTION | {"person_id": "2"}])
    assert of(found, "actions", "aim") == {"build_safety": 3, "monitor": 1}
    assert of(found, "actions_people", "aim") == {"build_safety": 2, "monitor": 1}
    assert found["actions_people", "", ""]["value"] == 2


@pytest.mark.parametrize(
    ("aims", "only"), [(["monitor", "disrupt"], 1), (["monitor", "recover"], 0), (["build_safety"], 0), ([], 0)]
)
def test_watching_and_disrupting_alone_is_seen(figures, aims, only):
    found = figures(people=[{}], actions=[ACTION | {"aim": aim} for aim in aims])
    assert found["actions_only_watch", "", ""]["value"] == only


@pytest.mark.parametrize(
    ("target", "paused"), [("young_person", 1), ("family", 1), ("place", 0), ("people_posing_risk", 0)]
)
def test_a_pause_of_the_work_in_the_home_area_is_seen(figures, target, paused):
    found = figures(relocations=[MOVE], actions=[ACTION | {"target": target}])
    assert found["moves_without_home_work", "", ""]["value"] == paused


@pytest.mark.parametrize(
    ("reached_on", "how"),
    [
        (None, "not_recorded"),
        ("2019-09-10", "same_day"),
        ("2019-09-11", "next_day"),
        ("2019-09-13", "2_to_3_days"),
        ("2019-09-14", "over_3_days"),
    ],
)
def test_how_fast_a_moment_was_met_is_in_days(figures, reached_on, how):
    found = figures(moments=[{"kind": "arrest", "from_on": "2019-09-10", "reached_on": reached_on}])
    assert of(found, "moments", "reached") == {how: 1}
    assert found["moments_not_reached", "", ""]["value"] == (reached_on is None)


@pytest.mark.parametrize(
    ("tie", "kept"),
    [
        ({"from_on": "2018-01-01"}, "kept"),
        ({"from_on": "2018-01-01", "to_on": "2019-09-30"}, "ended"),
        ({"from_on": "2018-01-01", "to_on": "2019-10-01"}, "kept"),
        ({"from_on": "2019-03-01"}, "begun_since"),
        ({}, "not_known"),
    ],
)
def test_a_relationship_is_kept_ended_or_begun_since_the_move(figures, tie, kept):
    own = {"track": "peer", "place": "home_area", "effect": "protective", "trusted": "yes"} | tie
    found = figures(relocations=[MOVE], relationships=[own])
    assert of(found, "relationships", "tie_kept") == {kept: 1}
    assert of(found, "relationships", "track_and_place") == {"peer/home_area": 1}


def test_one_that_ended_before_the_move_is_not_counted_and_nor_is_one_of_somebody_not_moved(figures):
    own = {"track": "peer", "effect": "mixed", "trusted": "no"}
    found = figures(relocations=[MOVE], relationships=[own | {"to_on": "2019-02-28"}, own | {"person_id": "2"}])
    assert found["relationships", "", ""]["value"] == 0


@pytest.mark.parametrize(
    ("before", "since", "change"),
    [(2, 4, "safer"), (4, 4, "same"), (4, 2, "less_safe"), (None, 4, "not_known"), (4, None, "not_known")],
)
def test_each_voice_is_set_beside_its_own_rating_before_the_move(figures, before, since, change):
    view = {"dimension": "relational", "voice": "young_person", "stage": "during"}
    found = figures(
        relocations=[MOVE],
        safety=[view | {"rating": before, "on": "2019-02-28"}, view | {"rating": since, "on": "2019-03-01"}],
    )
    assert of(found, "views", "change_by_voice") == {f"relational/young_person/{change}": 1}


def test_voices_that_differ_stand_side_by_side(figures):
    def view(voice, rating, on):
        return {"dimension": "physical", "voice": voice, "stage": "during", "rating": rating, "on": on}

    said = [view("young_person", 4, "2019-02-01"), view("young_person", 2, "2019-09-01")]
    said += [view("practitioner", 2, "2019-02-01"), view("practitioner", 4, "2019-09-01")]
    found = of(figures(relocations=[MOVE], safety=said), "views", "change_by_voice")
    assert found == {"physical/young_person/less_safe": 1, "physical/practitioner/safer": 1}
