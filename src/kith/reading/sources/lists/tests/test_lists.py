"""Each kind of list becomes rows of the dataset, and nothing in it is lost without being told."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from kith.dataset.dataset import conform
from kith.dataset.tables import TABLES
from kith.reading.sources.lists.people import parted_name
from kith.reading.sources.lists.tests.making import day, extract, read, rows, told

PANEL = """Mosaic ID,Child name,DOB,Type of exploitation,Date opened,Date closed
101,"SMITH, Ann",01/02/2006,CSE/CCE; missing,1/4/2019,
102,Bob Jones,2/3/2005,zebra,2019-05-01,30/6/2019
"""
OOA = """Child ID,DOB,Start date,End date,Placement postcode,Host authority,Placement type,Due to exploitation,Arranged by,Who moved
101,1/2/2006,3/7/2019,,XX1 1AA,Leeds,Residential,Partly,LA,alone
102,2/3/2005,3/7/2019,5/9/2019,XX2 2BB,Bradford,,,Family,whole family
103,2/3/2005,3/7/2019,5/9/2019,,,K1,N/K,,
"""


def test_a_panel_list_gives_harms_outside_assumed_with_their_evidence(tmp_path: Path) -> None:
    found = extract(tmp_path, panel_csv=PANEL)
    assert rows(found, "harms", "person_id", "harm", "setting", "setting_basis", "from_on", "to_on") == [
        ("101", "cse", "outside", "assumed", day("2019-04-01"), None),
        ("101", "cce", "outside", "assumed", day("2019-04-01"), None),
        ("101", "missing", "outside", "assumed", day("2019-04-01"), None),
        ("102", "efh_unspecified", "outside", "assumed", day("2019-05-01"), day("2019-06-30")),
    ]
    assert set(found.tables["harms"]["evidence"]) == {"panel.csv: Type of exploitation"}
    assert found.tables["harms"]["source"].to_list()[-1] == "panel.csv#3"
    assert told(found) == [("list_harm_unknown", 3, "Type of exploitation")]


def test_a_panel_list_says_that_someone_is_involved_not_how(tmp_path: Path) -> None:
    found = extract(tmp_path, panel_csv=PANEL)
    assert rows(found, "involvements", "person_id", "status", "from_on") == [
        ("101", "not_known", day("2019-04-01")),
        ("102", "not_known", day("2019-05-01")),
    ]


def test_who_the_rows_are_about_is_kept_for_matching_only(tmp_path: Path) -> None:
    found = extract(tmp_path, panel_csv=PANEL)
    assert found.identities.select("person_id", "own_id", "given_name", "family_name", "birth_date").rows() == [
        ("101", True, "Ann", "SMITH", day("2006-02-01")),
        ("102", True, "Bob", "Jones", day("2005-03-02")),
    ]
    assert not any("Ann" in str(frame.rows()) for frame in found.tables.values())


def test_columns_of_one_harm_each_are_read_and_a_blank_is_no_harm(tmp_path: Path) -> None:
    text = "Child ID,CSE,CCE,Gangs,Date opened\n1,Y,,N,1/1/2019\n2,High,confirmed,?,1/1/2019\n3,x,zebra,,1/1/2019\n"
    found = extract(tmp_path, panel_csv=text)
    assert rows(found, "harms", "person_id", "harm", "certainty") == [
        ("1", "cse", None),
        ("2", "cse", "suspected"),
        ("2", "cce", "confirmed"),
    ]
    assert told(found) == [("list_word_unknown", 4, "CCE")]


def test_crosses_are_marks_where_nothing_else_is(tmp_path: Path) -> None:
    found = extract(tmp_path, panel_csv="Child ID,CSE,CCE,Date opened\n1,x,,1/1/2019\n2,,X,1/1/2019\n")
    assert rows(found, "harms", "person_id", "harm") == [("1", "cse"), ("2", "cce")]


def test_a_recorded_setting_and_certainty_are_kept(tmp_path: Path) -> None:
    text = "Child ID,Type of exploitation,Setting,Certainty\n1,CSE,both,confirmed\n2,CSE,,\n3,CSE,N/K,suspected\n"
    found = extract(tmp_path, panel_csv=text)
    assert rows(found, "harms", "setting", "setting_basis", "certainty") == [
        ("both", "recorded", "confirmed"),
        ("outside", "assumed", None),
        ("not_known", "recorded", "suspected"),
    ]


def test_a_closed_entry_without_a_day_is_not_live(tmp_path: Path) -> None:
    text = "Child ID,Type of exploitation,Date opened,Status\n1,CSE,1/1/2019,Closed\n2,CSE,,Closed\n3,CSE,,Open\n"
    found = extract(tmp_path, panel_csv=text)
    assert rows(found, "harms", "person_id", "from_on", "to_on") == [
        ("1", day("2019-01-01"), day("2019-01-01")),
        ("3", None, None),
    ]
    assert told(found) == [("list_closed_without_day", 2, "Status"), ("list_closed_without_day", 3, "Status")]


def test_a_list_may_be_kept_to_open_entries(tmp_path: Path) -> None:
    mapping = """kind = "exploitation_list"
[columns]
person = "Mosaic ID"
harms = "Type of exploitation"
opened = "Date opened"
closed = "Date closed"
[constants]
only_open = "yes"
"""
    assert set(rows(extract(tmp_path, panel_csv=PANEL, panel_toml=mapping), "harms", "person_id")) == {("101",)}


def test_placements_are_out_of_area_and_not_reviewed_unless_the_list_says_otherwise(tmp_path: Path) -> None:
    found = extract(tmp_path, ooa_csv=OOA)
    assert rows(
        found, "placements", "person_id", "from_on", "placement_type", "locality", "due_to_efh", "arranged_by"
    ) == [
        ("101", day("2019-07-03"), "K2", "out", "partly", "authority"),
        ("103", day("2019-07-03"), "K1", "out", "not_known", None),
    ]
    assert rows(found, "placements", "placement_postcode", "placement_authority")[0] == ("XX1 1AA", "Leeds")


def test_a_move_by_the_family_is_a_relocation_not_a_placement(tmp_path: Path) -> None:
    found = extract(tmp_path, ooa_csv=OOA)
    assert rows(found, "relocations", "person_id", "from_on", "to_on", "arranged_by", "who_moved", "due_to_efh") == [
        ("102", day("2019-07-03"), day("2019-09-05"), "family", "whole_family", "not_reviewed")
    ]
    assert [person for (person,) in rows(found, "involvements", "person_id")] == ["101", "103"]


def test_a_locality_column_is_believed(tmp_path: Path) -> None:
    text = "Child ID,Start date,Out of area,Host LA\n1,1/1/2019,In,\n2,1/1/2019,OOA,\n3,1/1/2019,,\n4,1/1/2019,zebra,\n"
    found = extract(tmp_path, ooa_csv=text)
    assert [x for (x,) in rows(found, "placements", "locality")] == ["in", "out", "out", "not_known"]


def test_a_reason_counts_only_by_words_that_a_person_mapped(tmp_path: Path) -> None:
    text = "Child ID,Start date,Host LA,Reason\n1,1/1/2019,Leeds,Exploitation\n2,1/1/2019,Leeds,CSE\n"
    mapping = """kind = "out_of_area_placements"
[columns]
person = "Child ID"
from_on = "Start date"
reason = "Reason"
[values.reason]
"Exploitation" = "yes"
"""
    assert rows(extract(tmp_path, ooa_csv=text), "placements", "due_to_efh") == [("not_reviewed",)] * 2
    mapped = extract(tmp_path, ooa_toml=mapping)
    assert rows(mapped, "placements", "due_to_efh") == [("yes",), ("not_reviewed",)]


def test_missing_episodes_carry_their_interviews(tmp_path: Path) -> None:
    text = """Person ID,Date missing,Date found,RHI offered,RHI completed,RHI date
1,1/9/2019,3/9/2019,Y,N,
1,11/9/2019 22:30,12/9/2019,,✓,15/9/2019
2,43700,,N/K,,
3,,1/1/2019,Y,Y,
"""
    found = extract(tmp_path, missing_csv=text)
    columns = ("person_id", "from_on", "to_on", "interview_offered", "interview_held", "interview_on")
    assert rows(found, "missing", *columns) == [
        ("1", day("2019-09-01"), day("2019-09-03"), "yes", "no", None),
        ("1", day("2019-09-11"), day("2019-09-12"), "yes", "yes", day("2019-09-15")),
        ("2", day("2019-08-23"), None, "not_known", "not_known", None),
    ]
    assert told(found) == [("list_no_first_day", 5, "Date missing")]


def test_planned_moves_are_relocations_that_have_not_begun(tmp_path: Path) -> None:
    text = "Client id,Date agreed,Planned move date,Destination,Due to EFH\n1,1/9/2019,1/10/2019,Bradford,yes\n2,,,Leeds,\n"
    found = extract(tmp_path, planned_csv=text)
    columns = ("person_id", "planned_on", "planned_from", "from_on", "locality", "placement_authority", "due_to_efh")
    assert rows(found, "relocations", *columns) == [
        ("1", day("2019-09-01"), day("2019-10-01"), None, "not_known", "Bradford", "yes")
    ]
    assert told(found) == [("list_no_first_day", 3, "Planned move date")]


def test_dates_that_cannot_be_are_told_by_row_and_column(tmp_path: Path) -> None:
    text = "Person ID,DOB,Date missing,Date found\n1,31/02/2005,1/9/2019,3/9/2091\n2,1/1/2005,9/9/2019,3/9/2019\n"
    found = extract(tmp_path, missing_csv=text)
    assert told(found) == [
        ("list_date_unreadable", 2, "DOB"),
        ("list_date_unlikely", 2, "Date found"),
        ("list_dates_backwards", 3, "Date found"),
    ]
    assert rows(found, "missing", "person_id", "to_on") == [("1", None)]


def test_swapped_columns_are_told_row_by_row(tmp_path: Path) -> None:
    text = "Person ID,Date found,Date missing\n" + "".join(f"{n},{n}/9/2019,{n + 2}/9/2019\n" for n in range(1, 6))
    found = extract(tmp_path, missing_csv=text)
    assert [key for key, _, _ in told(found)] == ["list_dates_backwards"] * 5
    assert found.tables["missing"].height == 0


def test_the_same_row_twice_counts_once_and_order_does_not_matter(tmp_path: Path) -> None:
    lines = PANEL.splitlines()
    found = extract(tmp_path, panel_csv="\n".join([*lines, lines[1]]))
    assert [key for key, _, _ in told(found)].count("list_row_repeated") == 3 - 2
    again = extract(tmp_path, panel_csv="\n".join([lines[0], *reversed(lines[1:])]))
    for table in ("harms", "involvements", "people"):
        assert set(found.tables[table]["row_id"]) == set(again.tables[table]["row_id"])


def test_one_id_with_two_birth_dates_is_told(tmp_path: Path) -> None:
    found = extract(tmp_path, panel_csv=PANEL + "101,Ann Smith,9/9/2007,online,1/1/2019,\n")
    assert [(key, row) for key, row, _ in told(found) if "birth" in key] == [
        ("list_birth_dates_differ", 2),
        ("list_birth_dates_differ", 4),
    ]
    assert rows(found, "people", "person_id", "birth_date")[0] == ("101", day("2006-02-01"))


def test_rows_without_ids_are_told_apart_by_file_and_row(tmp_path: Path) -> None:
    text = """Child name,DOB,Type of exploitation
Ann Smith,1/2/2006,CSE
"SMITH, Ann",1/2/2006,CCE
Ann Smith,,CSE
,,CSE
"""
    found = extract(tmp_path, panel_csv=text)
    assert found.identities.select("person_id", "own_id").rows() == [
        ("panel.csv#2", False),
        ("panel.csv#2", False),
        ("panel.csv#4", False),
    ]
    assert told(found) == [("list_row_names_no_one", 5, None)]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("SMITH, Ann Mary", ("Ann Mary", "SMITH")),
        ("Ann Mary Smith", ("Ann Mary", "Smith")),
        ("VAN DER BERG Ann", ("Ann", "VAN DER BERG")),
        ("Ann", (None, "Ann")),
    ],
)
def test_a_whole_name_is_parted(name: str, parts: tuple[str | None, str | None]) -> None:
    assert parted_name(name) == parts


def test_ids_that_a_spreadsheet_made_numbers_are_plain(tmp_path: Path) -> None:
    found = extract(tmp_path, panel_csv=PANEL.replace("101,", "101.0,"))
    assert rows(found, "people", "person_id")[0] == ("101",)


def test_a_row_of_totals_is_nobody(tmp_path: Path) -> None:
    found = extract(tmp_path, panel_csv=PANEL + "Total 2,,,,,\n")
    assert rows(found, "people", "person_id") == [("101",), ("102",)]
    assert ("list_row_names_no_one", 4, "Mosaic ID") in told(found)


def test_what_is_read_holds_to_the_dataset(tmp_path: Path) -> None:
    found = extract(tmp_path, panel_csv=PANEL, ooa_csv=OOA)
    for name, frame in found.tables.items():
        shaped = conform(TABLES[name], frame)
        assert shaped["row_id"].n_unique() == shaped.height
        needed = [column.name for column in TABLES[name].columns if column.required]
        assert shaped.select(pl.col(needed).null_count()).row(0) == (0,) * len(needed), name


def test_no_problem_tells_what_a_cell_holds(tmp_path: Path) -> None:
    text = PANEL.replace("zebra", "SECRET").replace("2/3/2005", "SECRET").replace("30/6/2019", "SECRET")
    found = read(tmp_path, panel_csv=text).every_problem()
    assert {p.rule.key for p in found} >= {"list_harm_unknown", "list_date_unreadable"}
    assert not any("SECRET" in f"{p.message}{p.column}{p.file}" for p in found)
