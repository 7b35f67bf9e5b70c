"""Legal statuses run on over changes of placement, and tables stand only for what the files speak of."""

from __future__ import annotations

from kith.reading.sources.extracts import BEGINS_BEFORE
from kith.reading.sources.ssda903.tests.given import episodes, header, read, stays, told


def test_a_legal_status_runs_on_over_a_change_of_placement_and_ends_when_another_begins() -> None:
    got = read(
        header("1"),
        episodes(
            {"DECOM": "01/04/2018", "LS": "V2", "DEC": "01/06/2018", "REC": "X1"},
            {"DECOM": "01/06/2018", "RNE": "P", "LS": "V2", "PLACE": "K2", "DEC": "10/09/2018", "REC": "X1"},
            {"DECOM": "10/09/2018", "RNE": "L", "LS": "C2", "PLACE": "K2"},
        ),
    )
    assert stays(got, "legal_statuses") == [("1", "2018-04-01", "2018-09-10"), ("1", "2018-09-10", None)]
    assert got.tables["legal_statuses"].sort("from_on")["legal_status"].to_list() == ["V2", "C2"]


def test_a_table_is_given_only_where_its_file_is() -> None:
    got = read(header("1"), episodes({"DECOM": "01/04/2018"}))
    assert set(got.tables) == {"people", "involvements", "placements", "legal_statuses"}


def test_a_stay_whose_first_known_episode_is_a_change_of_legal_status_began_before() -> None:
    got = read(
        header("1", "2"),
        episodes({"DECOM": "01/05/2018", "RNE": "L"}, {"CHILD": "2", "DECOM": "01/05/2018", "RNE": "S"}),
    )
    assert dict(got.tables["placements"].select("person_id", BEGINS_BEFORE).iter_rows()) == {"1": True, "2": False}


def test_a_code_that_was_renamed_between_two_years_is_no_disagreement() -> None:
    of_2024 = episodes({"DECOM": "01/05/2023", "PLACE": "H5"}, file="2024.csv")
    of_2025 = episodes({"DECOM": "01/05/2023", "PLACE": "K3", "DEC": "20/03/2025", "REC": "E8"}, file="2025.csv")
    assert "years_disagree" not in told(read(header("1"), of_2024, of_2025))
