"""Episodes become stays and times in care, within a year and across years."""

from __future__ import annotations

import pytest

from kith.reading.sources.ssda903.tests.given import episodes, header, read, stays, told

FIRST = {"DECOM": "10/05/2017", "RNE": "S", "LS": "V2", "DEC": "12/09/2017", "REC": "X1"}


def test_a_change_of_legal_status_alone_goes_on_with_the_stay_and_the_latest_status_counts():
    found = read(header("1"), episodes(FIRST, {"DECOM": "12/09/2017", "RNE": "L", "LS": "C1"}))
    assert stays(found) == [("1", "2017-05-10", None)]
    assert found.tables["placements"]["legal_basis"].to_list() == ["C1"]
    assert stays(found, "involvements") == [("1", "2017-05-10", None)]
    assert found.problems.counts() == {}


@pytest.mark.parametrize("reason", ["P", "T", "B", "U"])
def test_a_change_of_placement_begins_a_new_stay_in_the_same_time_of_care(reason):
    found = read(header("1"), episodes(FIRST, {"DECOM": "12/09/2017", "RNE": reason, "PLACE": "K2"}))
    assert stays(found) == [("1", "2017-05-10", "2017-09-12"), ("1", "2017-09-12", None)]
    assert stays(found, "involvements") == [("1", "2017-05-10", None)]


def test_a_temporary_move_is_a_stay_of_its_own():
    found = read(
        header("1"),
        episodes(
            FIRST,
            {"DECOM": "12/09/2017", "RNE": "T", "PLACE": "T1", "DEC": "15/09/2017", "REC": "X1"},
            {"DECOM": "15/09/2017", "RNE": "T"},
        ),
    )
    assert found.tables["placements"].sort("from_on")["placement_type"].to_list() == ["U6", "T1", "U6"]


def test_an_unclear_reason_for_the_episode_is_settled_by_the_place():
    same = read(header("1"), episodes(FIRST, {"DECOM": "12/09/2017", "RNE": "?"}))
    other = read(
        header("1"),
        episodes(
            FIRST,
            {"DECOM": "12/09/2017", "RNE": "?", "PL_POST": "QX1 1AA"},
        ),
    )
    moved = read(
        header("1"), episodes(FIRST | {"PL_POST": "QX2 1AA"}, {"DECOM": "12/09/2017", "RNE": "", "PL_POST": "QX1 1AA"})
    )
    assert [len(stays(found)) for found in (same, other, moved)] == [1, 1, 2]
    assert told(same)["code_unknown"] == [("episodes.csv", 3, "RNE")]
    assert told(moved)["value_missing"] == [("episodes.csv", 3, "RNE")]


def test_a_legal_change_that_changes_the_placement_type_begins_a_stay_and_is_told():
    found = read(header("1"), episodes(FIRST, {"DECOM": "12/09/2017", "RNE": "L", "PLACE": "K2"}))
    assert len(stays(found)) == 2
    assert told(found) == {"place_changed": [("episodes.csv", 3, "PLACE")]}


def test_a_placement_type_renamed_by_dfe_was_not_left():
    found = read(
        header("1"),
        episodes(
            {"DECOM": "01/02/2024", "PLACE": "H5", "DEC": "01/02/2025", "REC": "X1"},
            {"DECOM": "01/02/2025", "RNE": "L", "PLACE": "K3"},
        ),
    )
    assert stays(found) == [("1", "2024-02-01", None)]
    assert found.tables["placements"]["placement_type"].to_list() == ["K3"]


def test_days_between_episodes_linked_by_x1_are_told_and_not_filled():
    found = read(header("1"), episodes(FIRST, {"DECOM": "20/09/2017", "RNE": "P"}))
    assert told(found) == {"gap": [("episodes.csv", 3, "DECOM")]}
    assert stays(found, "involvements") == [("1", "2017-05-10", "2017-09-12"), ("1", "2017-09-20", None)]


def test_a_gap_of_no_nights_is_told_but_care_and_stay_go_on():
    found = read(header("1"), episodes(FIRST, {"DECOM": "13/09/2017", "RNE": "L"}))
    assert told(found) == {"gap": [("episodes.csv", 3, "DECOM")]}
    assert stays(found) == stays(found, "involvements") == [("1", "2017-05-10", None)]


def test_an_episode_that_begins_before_the_last_ended_is_told_and_kept():
    found = read(header("1"), episodes(FIRST, {"DECOM": "01/09/2017", "RNE": "P"}))
    assert told(found) == {"overlap": [("episodes.csv", 3, "DECOM")]}
    assert stays(found) == [("1", "2017-05-10", "2017-09-12"), ("1", "2017-09-01", None)]


def test_a_long_episode_that_overlaps_several_is_told_of_each():
    found = read(
        header("1"),
        episodes(
            FIRST | {"DEC": "31/03/2018", "REC": "E8"},
            {"DECOM": "01/06/2017", "RNE": "P", "DEC": "02/06/2017", "REC": "X1"},
            {"DECOM": "02/06/2017", "RNE": "P", "DEC": "03/06/2017", "REC": "E8"},
        ),
    )
    assert told(found)["overlap"] == [("episodes.csv", 3, "DECOM"), ("episodes.csv", 4, "DECOM")]
    assert stays(found, "involvements") == [("1", "2017-05-10", "2018-03-31")]


def test_care_that_ended_and_began_again_on_one_day_is_two_times_of_care():
    found = read(header("1"), episodes(FIRST | {"REC": "E4A"}, {"DECOM": "12/09/2017", "RNE": "S"}))
    assert stays(found, "involvements") == [("1", "2017-05-10", "2017-09-12"), ("1", "2017-09-12", None)]
    assert told(found) == {}


def test_an_x1_that_nothing_follows_is_told():
    assert told(read(header("1"), episodes(FIRST))) == {"not_continued": [("episodes.csv", 2, "REC")]}


def test_an_open_episode_ends_when_another_begins_and_is_told():
    found = read(header("1"), episodes(FIRST | {"DEC": "", "REC": ""}, {"DECOM": "12/09/2017", "RNE": "P"}))
    assert stays(found) == [("1", "2017-05-10", "2017-09-12"), ("1", "2017-09-12", None)]
    assert told(found) == {"open_but_followed": [("episodes.csv", 2, "DEC")]}


def test_short_breaks_are_counted_and_left_out_but_their_children_are_kept():
    found = read(
        header("1", "2"),
        episodes(
            {"CHILD": "1", "DECOM": "01/06/2017", "LS": "V3", "DEC": "03/06/2017", "REC": "E8"},
            {"CHILD": "2", "DECOM": "01/06/2017", "LS": "V4"},
            {"CHILD": "2", "DECOM": "01/08/2017", "LS": "V2"},
        ),
    )
    assert stays(found) == stays(found, "involvements") == [("2", "2017-08-01", None)]
    assert found.tables["people"]["person_id"].to_list() == ["1", "2"]
    assert [(p.rule.key, p.detail) for p in found.problems] == [("ssda903_short_breaks", "Rows: 2.")]


def test_an_episode_open_at_the_years_end_is_closed_by_the_next_years_file():
    found = read(
        header("1", file="2018/header.csv"),
        episodes(FIRST | {"DEC": "", "REC": ""}, file="2018/episodes.csv"),
        episodes(FIRST | {"DEC": "30/06/2018", "REC": "E4A"}, file="2019/episodes.csv"),
    )
    assert stays(found) == [("1", "2017-05-10", "2018-06-30")]
    assert found.tables["placements"]["source"].to_list() == ["2019/episodes.csv#2"]
    assert told(found) == {"closed_later": [("2018/episodes.csv", None, None)]}


def test_years_that_disagree_are_told_and_the_later_file_is_kept_whatever_the_order_of_the_files():
    earlier = episodes(FIRST | {"DEC": "12/09/2017", "REC": "E4A"}, file="a.csv")
    later = episodes(
        FIRST | {"DEC": "13/09/2017", "REC": "E4A", "PLACE": "K2"},
        {"CHILD": "2", "DECOM": "01/05/2018"},
        file="b.csv",
    )
    for order in ((earlier, later), (later, earlier)):
        found = read(header("1", "2"), *order)
        assert stays(found) == [("1", "2017-05-10", "2017-09-13"), ("2", "2018-05-01", None)]
        assert told(found) == {"years_disagree": [("a.csv", 2, "DEC"), ("a.csv", 2, "PLACE")]}


def test_an_open_episode_that_a_later_year_lacks_ends_with_its_own_year():
    found = read(
        header("1", "2"),
        episodes(FIRST | {"DEC": "", "REC": ""}, file="a.csv"),
        episodes({"CHILD": "2", "DECOM": "01/05/2018"}, file="b.csv"),
    )
    assert stays(found)[0] == ("1", "2017-05-10", "2018-03-31")
    assert told(found) == {"open_but_gone": [("a.csv", 2, "DEC")]}


def test_an_episode_of_no_time_and_the_one_that_follows_on_its_day_are_both_kept_across_years():
    moment = FIRST | {"DEC": "10/05/2017"}
    open_ = {"DECOM": "10/05/2017", "RNE": "P", "PLACE": "K2"}
    found = read(
        header("1"),
        episodes(moment, open_, file="a.csv"),
        episodes(open_ | {"DEC": "01/05/2018", "REC": "E4A"}, file="b.csv"),
    )
    assert stays(found) == [("1", "2017-05-10", "2017-05-10"), ("1", "2017-05-10", "2018-05-01")]
    assert told(found) == {"closed_later": [("a.csv", None, None)]}


def test_a_missing_episode_open_at_the_years_end_is_closed_by_the_next_years_file(sample_missing):
    found = read(header("1"), *sample_missing)
    assert stays(found, "missing") == [("1", "2018-03-29", "2018-04-04")]


@pytest.fixture
def sample_missing():
    from kith.reading.sources.ssda903.tests.given import sheet

    columns = ["CHILD", "DOB", "MISSING", "MIS_START", "MIS_END"]
    return (
        sheet("a.csv", columns, [["1", "01/02/2003", "M", "29/03/2018", ""]]),
        sheet("b.csv", columns, [["1", "01/02/2003", "M", "29/03/2018", "04/04/2018"]]),
    )


def test_a_short_break_between_two_episodes_is_no_gap_to_tell():
    found = read(
        header("1"),
        episodes(
            FIRST,
            {"DECOM": "12/09/2017", "RNE": "L", "LS": "V3", "DEC": "20/09/2017", "REC": "X1"},
            {"DECOM": "20/09/2017", "RNE": "L"},
        ),
    )
    assert set(told(found)) == {"short_breaks"}


def test_a_stay_keeps_what_its_latest_episode_leaves_blank():
    found = read(header("1"), episodes(FIRST, {"DECOM": "12/09/2017", "RNE": "L", "LS": "", "PLACE_PROVIDER": ""}))
    assert found.tables["placements"].select("legal_basis", "provider").rows() == [("V2", "PR1")]


def test_one_mistyped_day_does_not_move_a_files_year():
    rows = [{"CHILD": str(n), "DECOM": f"{1 + n % 28:02d}/02/2018"} for n in range(150)]
    rows[0] |= {"DEC": "01/05/2028", "REC": "E4A"}
    found = read(episodes(*rows))
    assert found.covers is not None
    assert found.covers[1].year == 2018
    early = [{"CHILD": str(n), "DECOM": "01/05/2014"} for n in range(9)]
    assert read(episodes(*early, {"CHILD": "a", "DECOM": "01/05/2017"})).covers[1].year == 2018
