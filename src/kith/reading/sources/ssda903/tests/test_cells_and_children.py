"""What cannot be read is told with its place; rows and children are kept."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from kith.reading.sources.extracts import IDENTITY
from kith.reading.sources.ssda903 import READER
from kith.reading.sources.ssda903.tests.given import CONTEXT, episodes, header, read, sheet, stays, told

OPEN = {"DECOM": "10/05/2017", "LS": "V2"}


@pytest.mark.parametrize(
    "written", ["2017-05-10", "10/5/17", "10 May 2017", "10-05-2017", "10/05/2017 00:00:00", "42865"]
)
def test_dates_in_other_forms_are_read(written):
    found = read(header("1"), episodes(OPEN | {"DECOM": written}))
    assert stays(found) == [("1", "2017-05-10", None)]
    assert told(found) == {}


def test_a_last_day_that_is_no_day_is_told_and_the_episode_ends_with_its_year():
    found = read(header("1"), episodes(OPEN | {"DEC": "31/02/2018", "REC": "E4A"}))
    assert told(found) == {"date_impossible": [("episodes.csv", 2, "DEC")]}
    assert stays(found) == [("1", "2017-05-10", "2018-03-31")]


def test_a_last_day_before_the_first_is_told_and_the_next_episode_ends_it():
    found = read(
        header("1"),
        episodes(OPEN | {"DEC": "10/04/2017", "REC": "X1"}, {"DECOM": "01/08/2017", "RNE": "P"}),
    )
    assert told(found) == {"ends_before_start": [("episodes.csv", 2, "DEC")]}
    assert stays(found) == [("1", "2017-05-10", "2017-08-01"), ("1", "2017-08-01", None)]


def test_an_episode_without_a_first_day_is_told_and_left_out_but_its_child_is_kept():
    found = read(header("1"), episodes({"DECOM": ""}, {"CHILD": "2", "DECOM": "30/02/2017"}))
    assert told(found)["no_start"] == [("episodes.csv", 2, "DECOM"), ("episodes.csv", 3, "DECOM")]
    assert told(found)["date_impossible"] == [("episodes.csv", 3, "DECOM")]
    assert stays(found) == []
    assert found.tables["people"]["person_id"].to_list() == ["1", "2"]


def test_a_row_without_a_child_is_told_and_a_blank_row_is_not():
    columns = ["CHILD", "SEX", "DOB", "ETHNIC"]
    found = read(
        sheet("header.csv", columns, [["", "1", "01/02/2003", "WBRI"], ["", "", "", ""], [" 5.0 ", "2", "", ""]])
    )
    assert told(found)["no_child"] == [("header.csv", 2, "CHILD")]
    assert found.tables["people"]["person_id"].to_list() == ["5"]
    assert told(found)["value_missing"] == [("header.csv", 4, "DOB"), ("header.csv", 4, "ETHNIC")]


def test_unknown_codes_are_told_and_kept_and_case_and_spaces_do_not_matter():
    found = read(header("1"), episodes(OPEN | {"PLACE": " q9 ", "LS": "c2"}))
    assert told(found) == {"code_unknown": [("episodes.csv", 2, "PLACE")]}
    assert found.tables["placements"].select("placement_type", "legal_basis").rows() == [("Q9", "C2")]


def test_a_repeated_row_is_counted_once_and_told():
    found = read(header("1"), episodes(OPEN, OPEN))
    assert told(found) == {"duplicate_row": [("episodes.csv", 3, None)]}
    assert len(stays(found)) == 1


def test_an_absent_column_is_told_once():
    found = read(header("1"), sheet("episodes.csv", ["CHILD", "DECOM", "PLACE"], [["1", "10/05/2017", "U6"]]))
    absent = {column for _, _, column in told(found)["column_absent"]}
    assert absent == {"RNE", "LS", "CIN", "PLACE_PROVIDER", "DEC", "REC", "HOME_POST", "PL_POST"}
    assert set(told(found)) == {"column_absent"}
    assert stays(found) == [("1", "2017-05-10", None)]


def test_a_doubtful_year_is_told_and_does_not_move_the_files_year():
    found = read(header("1"), episodes(OPEN | {"DEC": "10/05/3017", "REC": "E4A"}))
    assert told(found) == {"date_doubtful": [("episodes.csv", 2, "DEC")]}
    assert found.covers == (dt.date(2017, 4, 1), dt.date(2018, 3, 31))


def test_a_child_born_after_the_episode_began_is_told():
    found = read(header("1", born="11/05/2017"), episodes(OPEN))
    assert told(found) == {"born_after_start": [("episodes.csv", 2, "DECOM")]}


def test_a_child_in_two_headers_has_the_latest_ones_birth_date_and_sex():
    first = episodes(OPEN, file="e2018.csv")
    later = episodes(
        OPEN | {"DEC": "01/05/2018", "REC": "X1"},
        {"DECOM": "01/05/2018", "RNE": "P"},
        {"CHILD": "2", "DECOM": "02/06/2018"},
        file="e2019.csv",
    )
    old = header("1", born="01/02/2003", sex="1", file="z.csv")
    new = header("1", "2", born="01/02/2004", sex="2", file="a.csv")
    found = read(first, later, old, new)
    assert found.tables["people"].select("birth_date", "sex").row(0) == (dt.date(2004, 2, 1), "F")
    assert told(found)["child_conflict"] == [("z.csv", 2, "DOB"), ("z.csv", 2, "SEX")]


def test_a_child_in_no_header_is_kept_with_what_other_files_say():
    reviews = sheet(
        "reviews.csv", ["CHILD", "DOB", "REVIEW", "REVIEW_CODE"], [["2", "01/02/2004", "10/10/2017", "PN1"]]
    )
    found = read(header("3"), episodes(OPEN), reviews)
    people = found.tables["people"].select("person_id", "birth_date", "birth_precision", "sex").rows()
    assert people == [
        ("1", None, "not_known", "U"),
        ("2", dt.date(2004, 2, 1), "day", "U"),
        ("3", dt.date(2003, 2, 1), "day", "M"),
    ]
    assert told(found) == {"not_in_header": [("episodes.csv", 2, "CHILD"), ("reviews.csv", 2, "CHILD")]}


def test_a_birth_date_that_differs_from_the_headers_is_told():
    reviews = sheet(
        "reviews.csv", ["CHILD", "DOB", "REVIEW", "REVIEW_CODE"], [["1", "01/02/2004", "10/10/2017", "PN1"]]
    )
    found = read(header("1"), reviews)
    assert told(found) == {"birth_date_differs": [("reviews.csv", 2, "DOB")]}
    assert found.tables["people"]["birth_date"].to_list() == [dt.date(2003, 2, 1)]
    assert found.tables["reviews"].select("kind", "on", "participation").rows() == [
        ("looked_after", dt.date(2017, 10, 10), "PN1")
    ]


def test_absence_from_the_list_says_no_only_where_every_year_has_its_list():
    listed = sheet("uasc.csv", ["CHILD", "SEX", "DOB", "DUC"], [["2", "1", "01/02/2003", ""]])
    one, two = header("1", "2"), header("3", file="header 2.csv")
    assert read(one).tables["people"]["uasc"].to_list() == ["not_known", "not_known"]
    assert read(one, listed).tables["people"]["uasc"].to_list() == ["no", "yes"]
    assert read(one, two, listed).tables["people"]["uasc"].to_list() == ["not_known", "yes", "not_known"]


def test_identities_have_the_latest_home_postcode_and_no_number_that_stands_for_none():
    found = read(
        header("1"),
        episodes(
            OPEN | {"DEC": "01/08/2017", "REC": "X1", "HOME_POST": "QQ1 1AA"},
            {"DECOM": "01/08/2017", "RNE": "P", "HOME_POST": "QQ2 2BB"},
        ),
    )
    assert found.identities.schema == IDENTITY
    assert found.identities.select("person_id", "own_id", "sex", "upn", "postcode", "source").rows() == [
        ("1", True, "M", None, "QQ2 2BB", "header.csv#2")
    ]


def test_missing_kinds_are_named_and_an_unreadable_end_leaves_the_one_day_known():
    columns = ["CHILD", "DOB", "MISSING", "MIS_START", "MIS_END"]
    rows = [["1", "01/02/2003", kind, "29/03/2018", end] for kind, end in (("M", "x"), ("A", "01/04/2018"), ("Q", ""))]
    found = read(header("1"), sheet("missing.csv", columns, rows)).tables["missing"]
    assert dict(found.select("kind", "to_on").iter_rows()) == {
        "missing": dt.date(2018, 3, 29),
        "away": dt.date(2018, 4, 1),
        "Q": None,
    }


def test_nothing_read_gives_nothing_and_no_problem():
    found = READER.read([], [], CONTEXT)
    assert all(frame.is_empty() for frame in found.tables.values())
    assert found.identities.schema == IDENTITY
    assert (len(found.problems), found.covers) == (0, None)


def test_headings_without_rows_are_read():
    found = read(header(), episodes(), sheet("missing.csv", ["CHILD", "DOB", "MISSING", "MIS_START", "MIS_END"], []))
    assert isinstance(found.tables["placements"], pl.DataFrame)
    assert told(found) == {}
