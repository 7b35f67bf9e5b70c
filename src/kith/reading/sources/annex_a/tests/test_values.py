"""Values as found in the wild, and what is said of those that cannot be read."""

import datetime as dt

import pytest

from kith.reading.sources.annex_a.tests.sheets import DISABILITY, HEADINGS, keys, read, renamed, rows, sheet
from kith.reading.sources.annex_a.tests.test_lists import CARE
from kith.reading.sources.annex_a.values import read_code, read_state


@pytest.mark.parametrize(
    ("codes", "text", "key"),
    [
        ("sex", "a) Male", "M"),
        ("sex", "Male", "M"),
        ("sex", "M", "M"),
        ("sex", "1 - Male", "M"),
        ("sex", "b) Female", "F"),
        ("sex", "2", "F"),
        ("sex", "c) Not stated/recorded (or unborn)", "U"),
        ("sex", "d) Neither", "U"),
        ("sex", "Indeterminate Gender", "U"),
        ("ethnicity", "a) WBRI", "WBRI"),
        ("ethnicity", "k) APKN", "APKN"),
        ("ethnicity", "WBRI - White British", "WBRI"),
        ("ethnicity", "White British [WBRI]", "WBRI"),
        ("ethnicity", "White British", "WBRI"),
        ("ethnicity", "s) NOBT", "NOBT"),
        ("legal_status", "C2: FCO", "C2"),
        ("legal_status", "E1: Placement order", "E1"),
        ("legal_status", "CLA - C2 - Full Care Order", "C2"),
        ("legal_status", "Code 'C1' is not mapped", "C1"),
        ("legal_status", "INTERIM CARE ORDER [C1]", "C1"),
        ("legal_status", "Interim care order Sec. 38(1)", "C1"),
        ("legal_status", "Single period of accommodation - Section 20", "V2"),
        ("legal_status", "V4:Agreed Series of Short-Term Breaks", "V4"),
        ("placement_type", "f) U6: Foster placement - not FFA", "U6"),
        ("placement_type", "zz) T4: Temporary placement - seven days or less", "T4"),
        ("placement_type", "K2OUT - Homes and Hostels (outside LA)", "K2"),
        ("placement_type", "K1 : K1 Secure unit", "K1"),
        ("placement_type", "Secure Children’s Homes", "K1"),
        ("placement_type", "Children's Homes", "K2"),
        ("placement_type", "Foster placement", None),
        ("placement_provider", "e) PR4 - Private provision", "PR4"),
        ("placement_provider", "[PR1] Own provision (by local authority)", "PR1"),
        ("placement_provider", "Voluntary / third sector provision", "PR5"),
        ("referral_source", "q) 6: Police", "6"),
        ("referral_source", "b) 1B: Individual", "1B"),
        ("referral_source", "s) 8: Other", "8"),
        ("referral_source", "j) 3D: Health services", "3D"),
        ("referral_source", "t) 9: Anonymous", "9"),
        ("referral_source", "Police - Merlins", "6"),
        ("referral_source", "Warden", None),
    ],
)
def test_a_code_is_found_in_its_cell(codes: str, text: str, key: str | None) -> None:
    assert read_code(codes, text) == key


@pytest.mark.parametrize(
    ("field", "text", "state"),
    [
        ("uasc", "b) No", "no"),
        ("uasc", "a. Yes", "yes"),
        ("uasc", "Y", "yes"),
        ("uasc", "1 - Yes", "yes"),
        ("uasc", "0 - No", "no"),
        ("uasc", "0", "no"),
        ("uasc", "True", "yes"),
        ("uasc", "Non-UASC", "no"),
        ("uasc", "UASC", "yes"),
        ("uasc", "c) Unknown", "not_known"),
        ("uasc", "perhaps so", None),
        ("disability", "b) No", "no"),
        ("disability", "NO DISABILITY", "no"),
        ("disability", "NONE", "no"),
        ("disability", "BEH", "yes"),
        ("disability", "DIAGNOSED WITH AUTISM OR ASPERGER SYNDROME", "yes"),
        ("disability", "NOBT - Information not yet obtained", "not_known"),
        ("disability", "Refused", "not_known"),
        ("no_further_action", "NFA", "yes"),
        ("no_further_action", "Further action", "no"),
        ("seen_alone", "Child not seen alone", "no"),
        ("seen_alone", "Seen alone", "yes"),
        ("seen_alone", "No Visit - new in last month", None),
        ("interview_offered", "Offered and Declined (by YP)", "yes"),
        ("interview_offered", "Not Offered (Missing Again)", "no"),
        ("interview_held", "Offered and Declined (by YP)", "no"),
        ("interview_held", "Offered and Accepted", "yes"),
        ("interview_held", "Offered and Accepted (CYP not present/refused on arrival)", "no"),
        ("interview_held", "N/A", "not_known"),
    ],
)
def test_a_state_is_found_in_its_cell(field: str, text: str, state: str | None) -> None:
    assert read_state(field, text) == state


def test_unknown_values_are_told_and_codes_kept() -> None:
    got = read(sheet(8, CARE | {"Placement Type": "tent", DISABILITY: "perhaps", "Gender": "?!"}))
    assert sorted((p.rule.key, p.row, p.column) for p in got.problems if p.rule.key == "annex_a.value_unknown") == [
        ("annex_a.value_unknown", 2, DISABILITY),
        ("annex_a.value_unknown", 2, "Gender"),
        ("annex_a.value_unknown", 2, "Placement Type"),
    ]
    assert rows(got, "placements", "placement_type") == [("tent",)]
    assert rows(got, "people", "disability") == [("not_known",)]


def test_dates_in_british_form_are_read_and_others_told() -> None:
    got = read(
        sheet(
            6,
            {"CIN Start Date": "03/04/2023", "Case Status": "CIN"},
            {"Child Unique ID": "102", "CIN Start Date": "soon", "Case Status": "CIN", "Date of Birth": "1066-04-13"},
            {
                "Child Unique ID": "103",
                "CIN Start Date": "2023-05-01",
                "CIN Closure Date": "2023-04-01",
                "Case Status": "e)",
            },
        )
    )
    assert ("child_in_need", dt.date(2023, 4, 3)) in rows(got, "involvements", "status", "from_on")
    assert [key for key in keys(got) if key != "annex_a.value_unknown"] == [
        "annex_a.date_impossible",
        "annex_a.date_unreadable",
        "annex_a.reversed",
    ]


def test_a_row_without_a_start_or_id_keeps_its_child() -> None:
    start = HEADINGS[7][6]
    got = read(sheet(7, {start: None}, {"Child Unique ID": None, start: "2023-11-01"}))
    assert sorted(keys(got)) == ["annex_a.id_missing", "annex_a.start_missing"]
    assert sorted(str(p) for (p,) in rows(got, "people", "person_id")) == ["101", "Annex A.xlsx [Sheet 7]#3"]
    assert dict(got.identities.select("person_id", "own_id").rows())["Annex A.xlsx [Sheet 7]#3"] is False


def test_lists_that_disagree_of_a_child_are_told_and_the_latest_kept() -> None:
    got = read(
        sheet(
            4,
            {HEADINGS[4][6]: "2023-10-01", DISABILITY: "b) No", "Date of Birth": "2007-05-02", "Ethnicity": "r) OOTH"},
        ),
        sheet(8, CARE | {"Ethnicity": "s) NOBT"}),
    )
    assert rows(got, "people", "birth_date", "disability", "ethnicity") == [(dt.date(2007, 5, 1), "yes", "OOTH")]
    assert sorted((p.rule.key, p.file, p.column) for p in got.problems if "differ" in p.rule.key) == [
        ("annex_a.values_differ", "Annex A.xlsx [Sheet 4]", "birth_date"),
        ("annex_a.values_differ", "Annex A.xlsx [Sheet 4]", "disability"),
    ]


def test_a_child_not_yet_born_on_the_day_of_the_snapshot_is_expected() -> None:
    got = read(sheet(7, {HEADINGS[7][6]: "2024-01-01", "Date of Birth": "2024-08-01"}))
    assert rows(got, "people", "birth_precision") == [("expected",)]
    assert got.identities["birth_date"].to_list() == [None]


def test_a_slip_of_the_year_does_not_move_the_snapshot() -> None:
    got = read(sheet(8, CARE, CARE | {"Child Unique ID": "102", "Date of Last Social Work Visit": "2204-02-09"}))
    assert got.covers == (dt.date(2023, 8, 11), dt.date(2024, 2, 10))
    assert keys(got) == ["annex_a.date_far_ahead"]


def test_without_any_date_the_returns_last_day_is_the_snapshot() -> None:
    got = read(sheet(9, {}))
    assert got.covers == (dt.date(2023, 10, 1), dt.date(2024, 3, 31))
    assert keys(got) == ["annex_a.no_snapshot"]


def test_a_heading_that_is_missing_is_told() -> None:
    found = sheet(8, CARE)
    got = read(renamed(found, {"Placement Provider": "Something else"}))
    assert [(p.rule.key, p.detail) for p in got.problems if p.rule.key == "annex_a.heading_missing"] == [
        ("annex_a.heading_missing", "Children in care: provider.")
    ]


def test_no_problem_says_a_value_of_a_person() -> None:
    canary = {heading: "CANARY" for heading in HEADINGS[8] if heading != "Placement Location"}
    got = read(sheet(8, canary), sheet(6, dict.fromkeys(HEADINGS[6], "CANARY")))
    assert len(got.problems) > 10
    assert not [p for p in got.problems if "CANARY" in f"{p.message} {p.detail} {p.column} {p.rule}"]
