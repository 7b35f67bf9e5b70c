"""Every file of collection years 2017 to 2027 is known by its headings, and its codes are held against its year."""

from __future__ import annotations

import polars as pl
import pytest

from kith.dataset.dataset import Dataset
from kith.reading.sources.extracts import ROW, Sheet
from kith.reading.sources.ssda903 import READER
from kith.reading.sources.ssda903.tests.given import (
    EPISODES,
    SAMPLES,
    episodes,
    header,
    of_file,
    read,
    sheet,
    stays,
    told,
)

SAMPLED = [(path, path.stem) for year in ("2018", "2019", "2027") for path in sorted((SAMPLES / year).glob("*.csv"))]
KEYS = {"placed_for_adoption": "placed_adoption", "previous_permanence": "prev_perm"}
ID = ["CHILD", "DOB"]
# The headings of every file, as the published specifications have them, and where a year adds or lacks one.
HEADINGS = {
    "header": ["CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB"],
    "episodes": EPISODES,
    "uasc": ["CHILD", "SEX", "DOB", "DUC"],
    "reviews": [*ID, "REVIEW", "REVIEW_CODE"],
    "missing": [*ID, "MISSING", "MIS_START", "MIS_END"],
    "ad1": [*ID, "DATE_INT", "DATE_MATCH", "FOSTER_CARE", "NB_ADOPTR", "SEX_ADOPTR", "LS_ADOPTR"],
    "oc2": [
        *ID,
        *("SDQ_SCORE", "SDQ_REASON", "CONVICTED", "HEALTH_CHECK", "IMMUNISATIONS", "TEETH_CHECK"),
        *("HEALTH_ASSESSMENT", "SUBSTANCE_MISUSE", "INTERVENTION_RECEIVED", "INTERVENTION_OFFERED"),
    ],
    "oc3": [*ID, "IN_TOUCH", "ACTIV", "ACCOM"],
    "placed_adoption": [*ID, "DATE_PLACED", "DATE_PLACED_CEASED", "REASON_PLACED_CEASED"],
    "prev_perm": [*ID, "PREV_PERM", "LA_PERM", "DATE_PERM"],
}
SW = [*ID, "SW_ID", "SW_DECOM", "SW_DEC", "SW_REASON"]
DOLO = [*ID, "DOLO_START", "DOLO_END"]
LACKING = {"header": {"UPN", "MOTHER", "MC_DOB"}, "episodes": {"REASON_PLACE_CHANGE", "URN"}, "prev_perm": {"LA_PERM"}}


@pytest.mark.parametrize(("path", "name"), SAMPLED, ids=lambda value: str(getattr(value, "parent", value))[-30:])
def test_each_sample_is_claimed_by_its_headings(path, name):
    assert READER.claims_sheet(of_file(path)) == KEYS.get(name, name)


@pytest.mark.parametrize("year", range(2017, 2028))
def test_each_years_files_are_claimed_whatever_their_order_case_spaces_or_byte_order_mark(year):
    expected = HEADINGS | ({"sw_episodes": SW} if year >= 2024 else {}) | ({"dolo": DOLO} if year >= 2027 else {})
    for part, columns in expected.items():
        variants = [
            columns,
            columns[::-1],
            [name.lower().replace("_", " ") for name in columns],
            [f" {name.title()} " for name in columns],
            ["\ufeff" + columns[0], *columns[1:]],
            [name for name in columns if name not in LACKING.get(part, set())],
            [*columns, "LA", "YEAR"],
        ]
        for names in variants:
            assert READER.claims_sheet(sheet(f"{year}.csv", names, [])) == part, names


@pytest.mark.parametrize("names", [["Name", "DOB"], ["CHILD", "DOB"], ["Child Unique ID", "Date of Birth"], []])
def test_other_sheets_are_not_claimed(names):
    assert READER.claims_sheet(Sheet("x.csv", pl.DataFrame(schema=dict.fromkeys([*names, ROW], pl.String)))) is None


@pytest.mark.parametrize("year", range(2017, 2028))
def test_the_codes_of_the_years_are_told_apart(year):
    began, sex = f"01/05/{year - 1}", "1" if year <= 2024 else "F"
    row = {"DECOM": began, "DEC": f"02/02/{year}", "REC": "E4A"}
    good = {"PLACE": "Z1" if year <= 2025 else "Z12", "REC": "E44" if year <= 2018 else "E45"}
    found = read(header("1", sex=sex), episodes(row | good))
    assert told(found) == {}
    assert found.covers is not None
    assert found.covers[1].year == year
    bad = {"PLACE": "Z12" if year <= 2025 else "Z1", "REC": "E45" if year <= 2018 else "E44"}
    wrong = read(header("1", sex="F" if year <= 2024 else "1"), episodes(row | bad))
    assert {column for _, _, column in told(wrong)["code_out_of_years"]} == {"SEX", "PLACE", "REC"}
    assert wrong.tables["placements"]["placement_type"].to_list() == [bad["PLACE"]]
    assert wrong.tables["people"]["sex"].to_list() == ["F" if year <= 2024 else "M"]


def test_a_code_that_held_when_its_episode_began_is_not_out_of_years():
    found = read(
        header("1", sex="M"),
        episodes(
            {"DECOM": "01/05/2016", "PLACE": "H5", "DEC": "01/06/2024", "REC": "X1"},
            {"DECOM": "01/06/2024", "RNE": "P", "PLACE": "K3", "DEC": "01/03/2025", "REC": "E5"},
        ),
    )
    assert told(found) == {}


def test_two_years_of_samples_make_one_history():
    found = read(
        *(
            of_file(path, f"{path.parent.name} {path.name}")
            for path, _ in SAMPLED
            if path.parent.name in ("2018", "2019")
        )
    )
    assert stays(found) == [
        ("101", "2016-05-10", "2018-06-30"),
        ("101", "2018-06-30", None),
        ("102", "2017-07-03", "2017-08-01"),
        ("102", "2017-08-01", "2018-01-15"),
        ("102", "2018-01-15", "2018-11-02"),
        ("103", "2017-11-20", None),
        ("104", "2017-04-05", "2017-07-05"),
    ]
    assert stays(found, "involvements") == [
        ("101", "2016-05-10", None),
        ("102", "2017-07-03", "2018-11-02"),
        ("103", "2017-11-20", None),
        ("104", "2017-04-05", "2017-07-05"),
    ]
    people = {row["person_id"]: row for row in found.tables["people"].iter_rows(named=True)}
    assert set(people) == {"101", "102", "103", "104", "105", "190", "191"}
    assert {person: row["uasc"] for person, row in people.items()} == dict.fromkeys(people, "no") | {"103": "yes"}
    assert people["190"]["birth_precision"] == "day"
    assert set(told(found)) == {"closed_later", "repeated", "short_breaks", "care_leavers_undated", "not_in_header"}


def test_the_2027_samples_give_deprivation_of_liberty_and_fit_the_dataset():
    found = read(*(of_file(path) for path, _ in SAMPLED if path.parent.name == "2027"))
    assert stays(found, "authorisations") == [("201", "2026-09-15", "2026-12-20")]
    assert found.tables["authorisations"]["kind"].to_list() == ["deprivation_of_liberty"]
    assert found.tables["people"].sort("person_id")["sex"].to_list() == ["F", "U"]
    assert found.tables["people"]["uasc"].to_list() == ["not_known", "not_known"]
    assert Dataset(dict(found.tables))["placements"]["locality"].to_list() == ["not_known"] * 3
    assert told(found) == {}
