"""Each list is known by its headings, however they are written, and becomes its tables."""

import datetime as dt
import random
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.dataset.dataset import conform
from kith.dataset.tables import TABLES
from kith.definitions.codes import codes
from kith.reading.sources.annex_a import READER
from kith.reading.sources.annex_a.tests.sheets import DISABILITY, HEADINGS, keys, read, renamed, rows, sheet
from kith.reading.sources.extracts import IDENTITY, PLACEMENT_EXTRAS, ROW, Context, Extract, Sheet
from kith.reading.sources.opening import open_file

SAMPLE = Path(__file__).parents[7] / "shared" / "data" / "annex_a" / "Annex_A_2024_Jan.xlsx"
OFFERED = "Was the child offered a Return Interview after their last missing episode (Y/N)?"
HELD = "Did the child accept a Return Interview after their last missing episode (Y/N)?"
MISSING, AWAY = HEADINGS[8][-4], HEADINGS[8][-3]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


CARE: dict[str, str | None] = {
    "Date Started to be Looked After": "2022-01-10",
    "Start date of current legal status": "2022-02-01",
    "Child's Legal Status": "C2: FCO",
    "Date of Latest Statutory Review": "2024-01-15",
    "Date of Last Social Work Visit": "2024-02-10",
    "Start Date of Most Recent Placement": "2023-06-01",
    "Placement Type": "f) U6: Foster placement - not FFA",
    "Placement Provider": "e) PR4 - Private provision",
    "Placement postcode": "ZZ1 1ZZ",
    "LA of Placement": "Home Town",
    MISSING: "3",
    AWAY: "0",
    OFFERED: "a) Yes",
    HELD: "b) No",
    DISABILITY: "a) Yes",
}


@pytest.mark.parametrize("number", range(1, 12))
def test_each_list_is_known_by_its_headings(number: int) -> None:
    assert READER.claims_sheet(sheet(number, {})) == f"list_{number}"


@pytest.mark.parametrize("number", range(1, 12))
@settings(max_examples=15, deadline=None)
@given(chance=st.randoms(use_true_random=False))
def test_case_spacing_punctuation_and_order_of_headings_change_nothing(number: int, chance: random.Random) -> None:
    plain = sheet(number, {})
    changes = [str.upper, str.lower, lambda t: t.replace("'", "’").replace("‘", "'").replace("’ ", "' ")]
    changes += [
        lambda t: t.replace(" ", "  "),
        lambda t: t.replace("(Y/N))", "(Y/N)").replace("?", ""),
        lambda t: f" {t}: ",
    ]
    names = {h: chance.choice(changes)(h) for h in plain.header}
    other = renamed(plain, names)
    order = list(other.frame.columns)
    chance.shuffle(order)
    assert READER.claims_sheet(Sheet(plain.file, other.frame.select(order))) == f"list_{number}"


@pytest.mark.parametrize(
    "headings",
    [
        ["CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER"],
        ["Child ID", "Date of referral", "Referral source", "Type of exploitation", "Risk level"],
        ["Child ID", "Placement type", "Placement provider", "Placement postcode", "Start date"],
        ["Date of Birth", "Date of Contact", "Contact Source"],
        [],
    ],
)
def test_other_peoples_lists_are_not_claimed(headings: list[str]) -> None:
    plain = sheet(1, {})
    frame = plain.frame.select(ROW).with_columns(pl.lit(None, dtype=pl.String).alias(h) for h in headings)
    assert READER.claims_sheet(Sheet("x.csv", frame)) is None


def test_early_help_is_an_involvement() -> None:
    got = read(sheet(2, {"Assessment start date": "2024-01-05", "Assessment completion date": "2024-02-05"}))
    assert rows(got, "involvements", "person_id", "status", "from_on", "to_on") == [
        ("101", "early_help", day("2024-01-05"), day("2024-02-05"))
    ]
    assert keys(got) == []


def test_referrals_are_read() -> None:
    got = read(
        sheet(3, {"Date of Referral": "2024-01-05", "Referral Source": "q) 6: Police", "Referral NFA?": "b) No"}),
    )
    assert rows(got, "referrals", "kind", "on", "made_by", "no_further_action") == [
        ("childrens_services", day("2024-01-05"), "6", "no")
    ]
    assert keys(got) == []


def test_assessments_are_read_without_factors() -> None:
    dates = {
        "Continuous Assessment Start Date": "2024-01-05",
        "Continuous Assessment Date of Authorisation": "2024-02-05",
    }
    got = read(sheet(4, {**dates, DISABILITY: "b) No"}))
    assert rows(got, "assessments", "from_on", "to_on") == [(day("2024-01-05"), day("2024-02-05"))]
    assert rows(got, "people", "disability") == [("no",)]
    assert "harms" not in got.tables
    assert "annex_a.no_factors" in [problem.rule.key for problem in got.problems]
    assert keys(got) == []


def test_enquiries_are_read() -> None:
    start, unneeded, conference = HEADINGS[5][6:9]
    got = read(
        sheet(
            5,
            {start: "2024-01-05", unneeded: "No", conference: "2024-01-20"},
            {"Child Unique ID": "102", start: "2024-01-05", unneeded: "Yes", conference: "2024-01-01"},
        )
    )
    assert rows(got, "enquiries", "from_on", "conference_on", "conference_not_required") == [
        (day("2024-01-05"), day("2024-01-20"), "no"),
        (day("2024-01-05"), None, "yes"),
    ]
    assert keys(got) == ["annex_a.conference_before_enquiry"]


@pytest.mark.parametrize(
    ("written", "closed", "status", "ends", "told"),
    [
        ("c) Child in need plan", None, "child_in_need", None, []),
        ("CIN", None, "child_in_need", None, []),
        ("d) Open assessment", None, "child_in_need", None, []),
        ("b) Child Protection plan", None, "child_protection", None, []),
        ("CLA&CP", None, "looked_after", None, []),
        ("e) Closed episode", "2024-02-02", "child_in_need", "2024-02-02", []),
        ("Closed", None, "child_in_need", "2024-03-01", ["annex_a.closed_without_date"]),
        ("pending", None, "not_known", None, ["annex_a.value_unknown"]),
        (None, None, "not_known", None, ["annex_a.value_unknown"]),
    ],
)
def test_the_case_status_of_list_6_decides(
    written: str | None, closed: str | None, status: str, ends: str | None, told: list[str]
) -> None:
    row = {"CIN Start Date": "2023-01-05", "Case Status": written, "CIN Closure Date": closed}
    got = read(sheet(6, {**row, "Date Child Was Last Seen": "2024-03-01"}))
    assert rows(got, "involvements", "status", "from_on", "to_on") == [
        (status, day("2023-01-05"), day(ends) if ends else None)
    ]
    assert keys(got) == told


def test_who_is_on_list_8_is_looked_after_from_its_day_not_from_list_6s() -> None:
    case = {"CIN Start Date": "2019-01-05", "Case Status": "a) Looked after child"}
    got = read(sheet(6, case), sheet(8, CARE))
    assert rows(got, "involvements", "status", "from_on") == [("looked_after", day("2022-01-10"))]


def test_plans_with_their_visit_and_review_are_read() -> None:
    start, visit, alone, review, end = HEADINGS[7][6:11]
    got = read(
        sheet(
            7,
            {start: "2023-11-01", visit: "2024-02-20", alone: "Child not seen alone", review: "2024-01-30", end: None},
        )
    )
    assert rows(got, "involvements", "status", "from_on", "to_on") == [("child_protection", day("2023-11-01"), None)]
    assert rows(got, "visits", "on", "seen_alone") == [(day("2024-02-20"), "no")]
    assert rows(got, "reviews", "kind", "on") == [("child_protection", day("2024-01-30"))]


def test_care_gives_placement_counts_review_and_visit() -> None:
    got = read(sheet(8, CARE))
    assert keys(got) == []
    assert rows(got, "involvements", "status", "from_on", "to_on") == [("looked_after", day("2022-01-10"), None)]
    (placement,) = got.tables["placements"].to_dicts()
    assert {
        "from_on": day("2023-06-01"),
        "to_on": None,
        "placement_type": "U6",
        "legal_basis": "C2",
        "provider": "PR4",
        "placement_postcode": "ZZ1 1ZZ",
        "placement_authority": "Home Town",
        "locality": "not_known",
        "due_to_efh": "not_reviewed",
    }.items() <= placement.items()
    assert set(PLACEMENT_EXTRAS) <= placement.keys()
    counts = rows(got, "missing_counts", "kind", "from_on", "to_on", "episodes", "interview_offered", "interview_held")
    assert counts == [
        ("away", day("2023-02-11"), day("2024-02-10"), 0, "not_known", "not_known"),
        ("missing", day("2023-02-11"), day("2024-02-10"), 3, "yes", "no"),
    ]
    assert rows(got, "reviews", "kind", "on") == [("looked_after", day("2024-01-15"))]
    assert rows(got, "visits", "on", "seen_alone") == [(day("2024-02-10"), "not_known")]
    assert got.covers == (day("2023-08-11"), day("2024-02-10"))


@pytest.mark.parametrize(
    ("location", "authority", "locality", "named"),
    [
        ("b) Out", "Other Town", "out", "Other Town"),
        ("a) In", None, "in", None),
        ("Out of borough", None, "out", None),
        ("N", None, "out", None),
        ("Home Town", None, "not_known", "Home Town"),
        (None, None, "not_known", None),
    ],
)
def test_a_placement_location_says_in_or_out_or_names_a_place(
    location: str | None, authority: str | None, locality: str, named: str | None
) -> None:
    got = read(sheet(8, CARE | {"Placement Location": location, "LA of Placement": authority}))
    assert rows(got, "placements", "locality", "placement_authority") == [(locality, named)]


def test_a_count_left_blank_is_not_a_zero() -> None:
    got = read(sheet(8, CARE | {MISSING: None, AWAY: "some", OFFERED: None, HELD: "N/A"}))
    assert rows(got, "missing_counts", "kind", "episodes", "interview_offered", "interview_held") == [
        ("away", None, "not_known", "not_known"),
        ("missing", None, "not_known", "not_known"),
    ]
    assert keys(got) == ["annex_a.number_unreadable"]


def test_short_breaks_are_left_out_and_that_is_said() -> None:
    got = read(sheet(8, CARE, CARE | {"Child Unique ID": "102", "Child's Legal Status": "V4: Short term breaks"}))
    assert [person for (person,) in rows(got, "involvements", "person_id")] == ["101"]
    assert sorted(person for (person,) in rows(got, "people", "person_id")) == ["101", "102"]
    assert keys(got) == ["annex_a.short_breaks"]


@pytest.mark.parametrize(
    ("born", "since", "why"),
    [
        ("2005-05-01", "2023-05-01", "former relevant from 18"),
        ("2007-05-01", "2023-01-02", "not yet 18: known for the workbook's year"),
        (None, "2023-01-02", "birth date not known"),
    ],
)
def test_care_leavers_are_involved_since_they_were_18_or_for_the_workbooks_year(
    born: str | None, since: str, why: str
) -> None:
    leaver = {"Eligibility Category": "b) Former relevant child", "Latest Pathway Plan Review Date": "2024-01-01"}
    got = read(sheet(9, leaver | {"Date of Birth": born}))
    assert rows(got, "involvements", "status", "from_on", "to_on") == [("care_leaver", day(since), None)], why
    assert rows(got, "reviews", "kind", "on") == [("pathway", day("2024-01-01"))]


def test_lists_that_hold_nothing_for_the_figures_say_so_and_give_their_children() -> None:
    got = read(sheet(1, {"Date of Contact": "2024-01-01"}), sheet(10, {"Child Unique ID": "102"}), sheet(11, {}))
    assert [p.rule.key for p in got.problems].count("annex_a.not_used") == 3
    assert sorted(person for (person,) in rows(got, "people", "person_id")) == ["101", "102"]
    assert got.tables["involvements"].is_empty()


def everything() -> list[Sheet]:
    start = HEADINGS[7][6]
    return [
        sheet(2, {"Assessment start date": "2024-01-05"}),
        sheet(6, {"CIN Start Date": "2023-01-05", "Case Status": "c) Child in need plan"}),
        sheet(7, {start: "2023-11-01"}, {"Child Unique ID": "102", start: "2023-11-02"}),
        sheet(8, CARE, CARE | {"Child Unique ID": "103"}, CARE | {"Child Unique ID": "104", MISSING: "1"}),
    ]


def test_every_table_conforms_to_the_dataset() -> None:
    got = read(*everything())
    assert len(got.tables["people"]) == 4
    for name, frame in got.tables.items():
        made = conform(TABLES[name], frame)
        assert made["row_id"].is_unique().all()
        for column in TABLES[name].columns:
            assert not (column.required and made[column.name].null_count()), (name, column.name)
            if column.codes:
                assert set(made[column.name].drop_nulls()) <= set(codes(column.codes).keys()), (name, column.name)
    assert got.identities.schema == IDENTITY


@settings(max_examples=20, deadline=None)
@given(chance=st.randoms(use_true_random=False))
def test_the_order_of_sheets_and_rows_changes_nothing(chance: random.Random) -> None:
    def content(got: Extract) -> dict[str, list[tuple[object, ...]]]:
        return {name: frame.drop("source").sort(pl.all()).rows() for name, frame in got.tables.items()}

    sheets = everything()
    shuffled = []
    for found in sheets:
        order = list(range(found.frame.height))
        chance.shuffle(order)
        shuffled.append(Sheet(found.file, found.frame[order]))
    chance.shuffle(shuffled)
    assert content(read(*sheets)) == content(read(*shuffled))


def test_a_later_workbook_ends_an_earlier_ones_placement() -> None:
    earlier = sheet(8, CARE, book="january.xlsx")
    moved = CARE | {"Start Date of Most Recent Placement": "2024-03-02", "Date of Last Social Work Visit": "2024-03-20"}
    later = sheet(8, moved, book="march.xlsx")
    got = read(earlier, later)
    assert rows(got, "placements", "from_on", "to_on") == [
        (day("2023-06-01"), day("2024-03-02")),
        (day("2024-03-02"), None),
    ]
    assert len(rows(got, "involvements", "status")) == 1
    assert sorted(rows(got, "missing_counts", "to_on", "kind")) == [
        (day("2024-02-10"), "away"),
        (day("2024-02-10"), "missing"),
        (day("2024-03-20"), "away"),
        (day("2024-03-20"), "missing"),
    ]


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample workbook is not beside the repository")
def test_the_sample_workbook_is_read() -> None:
    sheets = open_file(SAMPLE).sheets
    claimed = [(part, found) for found in sheets if (part := READER.claims_sheet(found))]
    assert [part for part, _ in claimed] == [f"list_{n}" for n in range(1, 12)]
    got = READER.read(claimed, [], Context("E09000001", day("2021-03-31")))
    assert {name: frame.height for name, frame in got.tables.items()} == {
        "people": 48,
        "involvements": 28,
        "referrals": 6,
        "assessments": 5,
        "enquiries": 5,
        "reviews": 10,
        "visits": 12,
        "placements": 5,
        "missing_counts": 10,
    }
    assert got.covers == (day("2020-09-16"), day("2021-03-15"))
    assert set(got.tables["placements"]["placement_type"]) == {"U1", "U4", "U6", "H5"}
    assert set(keys(got)) == {"annex_a.values_differ"}


def test_an_extract_of_no_sheets_is_empty() -> None:
    got = READER.read([], [], Context("E09000001", day("2024-03-31")))
    assert (got.tables, list(got.problems)) == ({}, [])
