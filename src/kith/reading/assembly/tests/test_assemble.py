"""Small extracts in, one dataset out: what joins, what is kept apart, and that nothing is lost on the way."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.dataset.check import check
from kith.dataset.tables import TABLES
from kith.foundation.identifiers import row_id
from kith.reading.assembly import Assembled, assemble
from kith.reading.linkage import write_matches
from kith.reading.locality import NationalDirectory
from kith.reading.sources.extracts import BEGINS_BEFORE, IDENTITY, PLACEMENT_EXTRAS, ROW, Context, Extract, Sheet
from kith.reading.sources.opening import open_file

CONTEXT = Context("E08000003", dt.date(2024, 3, 31))
NOWHERE = NationalDirectory(package=None)
SCHEMAS = {
    name: {
        **table.polars_schema(),
        **(PLACEMENT_EXTRAS if name in ("placements", "relocations") else {}),
        **({BEGINS_BEFORE: pl.Boolean()} if name == "placements" else {}),
    }
    for name, table in TABLES.items()
}
USUAL = {
    "people": {"birth_precision": "not_known"},
    "placements": {"locality": "not_known", "due_to_efh": "not_reviewed", BEGINS_BEFORE: False},
    "relocations": {"locality": "out", "due_to_efh": "not_reviewed"},
    "harms": {"harm": "cse", "setting": "outside", "setting_basis": "recorded"},
    "missing": {"kind": "missing"},
}


def day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def extract(kind: str, identities: list[dict[str, Any]] | None = None, **tables: list[dict[str, Any]]) -> Extract:
    """An extract from rows in short: dates as text, ids and sources made where not given."""
    frames = {}
    for name, rows in tables.items():
        full = []
        for n, row in enumerate(rows, start=2):
            content = {
                key: day(value) if SCHEMAS[name][key] == pl.Date and value else value for key, value in row.items()
            }
            made = {"row_id": row_id(name, kind, n), "source": f"{kind}.csv#{n}", "authority": "E08000003"}
            full.append({**made, **USUAL.get(name, {}), **content})
        frames[name] = pl.DataFrame(full, schema=SCHEMAS[name])
    told = [
        {"source": f"{kind}.csv#{n}", "own_id": True, **row, "birth_date": day(row.get("birth_date"))}
        for n, row in enumerate(identities or [], start=2)
    ]
    return Extract(kind, [f"{kind}.csv"], frames, pl.DataFrame(told, schema=IDENTITY))


def made(*extracts: Extract) -> Assembled:
    result = assemble(extracts, [], CONTEXT, NOWHERE)
    assert not list(check(result.dataset))
    return result


def told(result: Assembled) -> set[str]:
    return {problem.rule.key for problem in result.problems} - {"locality-not-known"}


CARE, CENSUS, LISTS = "SSDA903", "CIN census", "Lists"


def test_people_of_several_sources_become_one_row_with_all_that_is_known() -> None:
    born = {"birth_date": "2008-05-04", "birth_precision": "day"}
    result = made(
        extract(CENSUS, people=[{"person_id": "1", "sex": "F", "ethnicity": "WBRI", "disability": "yes", **born}]),
        extract(CARE, people=[{"person_id": "1", "sex": "U", "uasc": "no", **born}]),
    )
    person = result.dataset["people"].row(0, named=True)
    assert result.dataset["people"].height == 1
    assert (person["sex"], person["ethnicity"], person["disability"], person["uasc"]) == ("F", "WBRI", "yes", "no")
    assert person["birth_date"] == dt.date(2008, 5, 4)
    assert told(result) == set()


def test_sources_that_differ_on_a_person_are_told_and_the_trusted_one_believed() -> None:
    result = made(
        extract(CENSUS, people=[{"person_id": "1", "sex": "F"}]),
        extract(CARE, people=[{"person_id": "1", "sex": "M"}]),
    )
    assert result.dataset["people"]["sex"].to_list() == ["M"]
    assert [(p.rule.key, p.file, p.row, p.column) for p in result.problems] == [
        ("person-sources-differ", "CIN census.csv", 2, "sex")
    ]


def test_an_exact_birth_date_comes_before_a_month_and_a_month_before_none() -> None:
    result = made(
        extract(CARE, people=[{"person_id": "1", "birth_date": "2008-05-01", "birth_precision": "month"}]),
        extract(CENSUS, people=[{"person_id": "1", "birth_date": "2008-05-04", "birth_precision": "day"}]),
    )
    assert result.dataset["people"].select("birth_date", "birth_precision").rows() == [(dt.date(2008, 5, 4), "day")]


def test_a_person_whom_only_another_table_has_is_not_lost() -> None:
    result = made(extract(LISTS, harms=[{"person_id": "panel.csv#7"}]))
    assert result.dataset["people"]["person_id"].to_list() == ["panel.csv#7"]


STAY = {"person_id": "1", "from_on": "2023-01-10", "to_on": "2023-06-01"}


def test_a_stay_on_a_list_enriches_the_stay_of_the_return() -> None:
    listed = {
        "person_id": "1",
        "from_on": "2023-01-14",
        "locality": "out",
        "planned_end": "2023-07-01",
        "arranged_by": "police",
        "due_to_efh": "partly",
        "placement_type": "K2",
    }
    result = made(extract(LISTS, placements=[listed]), extract(CARE, placements=[{**STAY, "placement_type": "U1"}]))
    stay = result.dataset["placements"].row(0, named=True)
    assert result.dataset["placements"].height == 1
    assert (stay["row_id"], stay["from_on"]) == (row_id("placements", CARE, 2), dt.date(2023, 1, 10))
    assert (stay["locality"], stay["arranged_by"], stay["due_to_efh"]) == ("out", "police", "partly")
    assert (stay["placement_type"], stay["planned_end"]) == ("U1", dt.date(2023, 7, 1))


@pytest.mark.parametrize(
    ("from_on", "rows"), [("2023-01-17", 1), ("2023-01-18", 2), ("2023-01-03", 1), ("2023-01-02", 2)]
)
def test_stays_are_the_same_when_their_first_days_are_within_a_week(from_on: str, rows: int) -> None:
    result = made(extract(CARE, placements=[STAY]), extract(LISTS, placements=[{"person_id": "1", "from_on": from_on}]))
    assert result.dataset["placements"].height == rows
    assert ("stay-not-matched" in told(result)) == (rows == 2)


def test_stays_whose_days_do_not_meet_are_two() -> None:
    short = {"person_id": "1", "from_on": "2023-01-05", "to_on": "2023-01-07"}
    result = made(extract(CARE, placements=[STAY]), extract(LISTS, placements=[short]))
    assert result.dataset["placements"].height == 2


def test_a_list_and_a_return_that_contradict_on_locality_are_told() -> None:
    result = made(
        extract(CARE, placements=[{**STAY, "locality": "in"}]),
        extract(LISTS, placements=[{**STAY, "locality": "out", "due_to_efh": "yes"}]),
    )
    assert result.dataset["placements"].select("locality", "due_to_efh").rows() == [("in", "not_reviewed")]
    assert told(result) == {"stay-locality-differs"}


def test_a_reference_to_a_stay_that_was_taken_into_another_follows_it() -> None:
    kind = {"person_id": "1", "kind": "secure", "from_on": "2023-01-10", "placement_id": row_id("placements", LISTS, 2)}
    result = made(extract(CARE, placements=[STAY]), extract(LISTS, placements=[STAY], authorisations=[kind]))
    assert result.dataset["authorisations"]["placement_id"].to_list() == [row_id("placements", CARE, 2)]


def test_a_relocation_that_was_a_placement_says_which_and_tells_it_why() -> None:
    move = {"person_id": "1", "from_on": "2023-01-12", "due_to_efh": "yes", "arranged_by": "authority"}
    result = made(extract(CARE, placements=[STAY]), extract(LISTS, relocations=[move]))
    assert result.dataset["relocations"]["placement_id"].to_list() == [row_id("placements", CARE, 2)]
    stay = result.dataset["placements"].row(0, named=True)
    assert (stay["due_to_efh"], stay["arranged_by"]) == ("yes", "authority")


def test_time_out_of_area_is_unbroken_over_stays_that_follow_on() -> None:
    stays = [
        {"person_id": "1", "from_on": "2023-01-01", "to_on": "2023-02-01", "locality": "out"},
        {"person_id": "1", "from_on": "2023-02-02", "to_on": "2023-02-10", "locality": "out"},
        {"person_id": "1", "from_on": "2023-02-10", "to_on": "2023-03-01", "locality": "out"},
        {"person_id": "1", "from_on": "2023-03-03", "locality": "out"},
        {"person_id": "1", "from_on": "2023-03-10", "locality": "in"},
        {"person_id": "2", "from_on": "2023-03-03", "locality": "out"},
    ]
    result = made(extract(CARE, placements=stays)).dataset["placements"].sort("person_id", "from_on")
    first, again = dt.date(2023, 1, 1), dt.date(2023, 3, 3)
    assert result["away_from"].to_list() == [first, first, first, again, None, again]


def test_involvements_of_the_same_status_are_one_where_they_meet() -> None:
    def period(status: str, from_on: str | None, to_on: str | None) -> dict[str, Any]:
        return {"person_id": "1", "status": status, "from_on": from_on, "to_on": to_on}

    result = made(
        extract(CENSUS, involvements=[period("child_in_need", "2023-01-01", "2023-02-01")]),
        extract(
            "Annex A",
            involvements=[
                period("child_in_need", "2023-02-02", "2023-03-01"),
                period("child_in_need", "2023-03-03", None),
                period("child_protection", "2023-01-15", "2023-01-20"),
            ],
        ),
        extract(LISTS, involvements=[period("not_known", "2023-02-20", "2023-03-02")]),
    )
    columns = ["status", "from_on", "to_on"]
    assert result.dataset["involvements"].select(columns).sort(columns).rows() == [
        ("child_in_need", dt.date(2023, 1, 1), dt.date(2023, 3, 1)),
        ("child_in_need", dt.date(2023, 3, 3), None),
        ("child_protection", dt.date(2023, 1, 15), dt.date(2023, 1, 20)),
    ]


def test_an_involvement_not_known_stays_where_no_other_meets_its_days() -> None:
    other = {"person_id": "1", "status": "child_in_need", "from_on": "2023-01-01", "to_on": "2023-02-01"}
    result = made(
        extract(CENSUS, involvements=[other]),
        extract(LISTS, involvements=[{"person_id": "1", "status": "not_known", "from_on": "2023-02-02"}]),
    )
    assert sorted(result.dataset["involvements"]["status"]) == ["child_in_need", "not_known"]


def test_a_harm_is_one_row_a_kind_of_source() -> None:
    harm = {"person_id": "1", "from_on": "2023-01-01"}
    result = made(
        extract(CENSUS, harms=[{**harm, "evidence": "factor A"}, {**harm, "evidence": "factor B"}]),
        extract(LISTS, harms=[{**harm, "evidence": "list"}, {**harm, "evidence": "list"}]),
    )
    assert sorted(result.dataset["harms"]["evidence"]) == ["factor A; factor B", "list"]


def test_a_time_missing_told_twice_is_one_with_what_each_knows() -> None:
    result = made(
        extract(CARE, missing=[{"person_id": "1", "from_on": "2023-01-01", "to_on": "2023-01-02"}]),
        extract(LISTS, missing=[{"person_id": "1", "from_on": "2023-01-01", "interview_held": "no"}]),
    )
    row = result.dataset["missing"].row(0, named=True)
    assert (result.dataset["missing"].height, row["to_on"], row["interview_held"]) == (1, dt.date(2023, 1, 2), "no")


def test_the_same_row_from_two_sources_is_one_and_different_rows_never_share_an_id() -> None:
    visit = {"row_id": "same", "person_id": "1", "on": "2023-01-01"}
    result = made(extract(CENSUS, visits=[visit]), extract("Annex A", visits=[visit]))
    assert result.dataset["visits"].height == 1
    other = {**visit, "seen_alone": "yes"}
    result = made(extract(CENSUS, visits=[visit]), extract("Annex A", visits=[other]))
    assert result.dataset["visits"].height == result.dataset["visits"]["row_id"].n_unique() == 2


NAMED = extract(
    "Annex A",
    [{"person_id": "1", "given_name": "Marta", "family_name": "Kelbury", "birth_date": "2008-03-04"}],
    people=[{"person_id": "1", "sex": "F"}],
    involvements=[{"person_id": "1", "status": "child_in_need", "from_on": "2023-01-01"}],
)
PANEL = extract(
    LISTS,
    [
        {
            "person_id": "panel.csv#2",
            "own_id": False,
            "given_name": "Marta",
            "family_name": "Kelbery",
            "birth_date": "2008-03-04",
        },
        {
            "person_id": "panel.csv#3",
            "own_id": False,
            "given_name": "Zel",
            "family_name": "Quinros",
            "birth_date": "2006-10-30",
        },
    ],
    people=[{"person_id": "panel.csv#2"}, {"person_id": "panel.csv#3"}],
    harms=[{"person_id": "panel.csv#2"}, {"person_id": "panel.csv#3"}],
    involvements=[{"person_id": f"panel.csv#{n}", "status": "not_known"} for n in (2, 3)],
)


def test_rows_of_a_list_that_wait_for_a_match_are_left_out_and_each_is_told() -> None:
    result = made(PANEL, NAMED)
    assert sorted(result.dataset["people"]["person_id"]) == ["1", "panel.csv#3"]
    assert result.dataset["harms"]["person_id"].to_list() == ["panel.csv#3"]
    assert result.suggestions.select("person", "listed").rows() == [("1", "panel.csv#2")]
    assert [(p.rule.key, p.row) for p in result.problems] == [("match-waits", 2)]


def test_a_confirmed_match_brings_the_rows_of_the_list_to_the_person(tmp_path: Path) -> None:
    asked = made(PANEL, NAMED).suggestions
    write_matches(tmp_path / "matches.xlsx", asked.with_columns(answer=pl.lit("yes")))
    sheets = list(open_file(tmp_path / "matches.xlsx").sheets)
    result = assemble([PANEL, NAMED], sheets, CONTEXT, NOWHERE)
    assert sorted(result.dataset["harms"]["person_id"]) == ["1", "panel.csv#3"]
    assert sorted(result.dataset["involvements"].select("person_id", "status").rows()) == [
        ("1", "child_in_need"),
        ("panel.csv#3", "not_known"),
    ]
    assert result.identities.filter(pl.col("who") == "1")["family_name"].to_list() == ["Kelbury"]
    assert (list(result.problems), result.unclaimed) == ([], [])


def test_a_directory_in_the_folder_says_where_stays_are_and_other_sheets_are_left() -> None:
    own = Sheet(
        "directory.csv",
        pl.DataFrame(
            [("ZQ1 1AA", "E08000003", "1000", "1000", 2), ("ZQ2 2AA", "E08000035", "1000", "17093", 3)],
            schema=["postcode", "district_code", "easting", "northing", ROW],
            orient="row",
        ),
    )
    other = Sheet("notes.csv", pl.DataFrame({"anything": ["x"], ROW: [2]}))
    stay = {**STAY, "home_postcode": "ZQ1 1AA", "placement_postcode": "ZQ2 2AA"}
    result = assemble([extract(CARE, placements=[stay])], [own, other], CONTEXT, NOWHERE)
    row = result.dataset["placements"].row(0, named=True)
    assert (row["locality"], row["host_authority"], row["miles"]) == ("out", "E08000035", 10.0)
    assert row["away_from"] == row["from_on"]
    assert result.unclaimed == [other]


def test_without_anything_there_is_an_empty_dataset() -> None:
    result = made()
    assert result.dataset["people"].is_empty()
    assert result.locality_not_known == {}


PERSON = st.sampled_from(["1", "2", "3", "panel.csv#4"])
DAY = st.dates(dt.date(2023, 1, 1), dt.date(2023, 3, 1)).map(str)
SPAN = st.tuples(DAY, st.none() | DAY).filter(lambda span: span[1] is None or span[0] <= span[1])


@st.composite
def sources(draw: st.DrawFn, kind: str) -> Extract:
    def spans(**more: st.SearchStrategy[str]) -> list[dict[str, Any]]:
        drawn = draw(st.lists(st.tuples(PERSON, SPAN, st.fixed_dictionaries(more)), max_size=4))
        return [{"person_id": who, "from_on": span[0], "to_on": span[1], **rest} for who, span, rest in drawn]

    known = draw(st.lists(PERSON, max_size=3, unique=True))
    sex = st.sampled_from(["M", "F", "U"])
    return extract(
        kind,
        [
            {
                "person_id": who,
                "own_id": "#" not in who,
                "birth_date": draw(st.sampled_from([None, "2008-01-02", "2008-01-03"])),
            }
            for who in known
        ],
        people=[{"person_id": who, "sex": draw(sex)} for who in known],
        placements=spans(locality=st.sampled_from(["in", "out", "not_known"])),
        involvements=spans(status=st.sampled_from(["looked_after", "child_in_need", "not_known"])),
        harms=spans(harm=st.sampled_from(["cse", "cce"])),
        missing=spans(kind=st.sampled_from(["missing", "away"])),
    )


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.tuples(sources(CARE), sources(CENSUS), sources("Annex A"), sources(LISTS)), st.permutations(range(4)))
def test_the_order_of_the_extracts_makes_no_difference_and_no_person_is_lost(
    extracts: tuple[Extract, ...], order: list[int]
) -> None:
    one = assemble(extracts, [], CONTEXT, NOWHERE)
    other = assemble([extracts[n] for n in order], [], CONTEXT, NOWHERE)
    for name in TABLES:
        assert one.dataset[name].equals(other.dataset[name]), name
    everybody = {who for part in extracts for frame in part.tables.values() for who in frame["person_id"]}
    waiting = set(one.suggestions["listed"])
    assert everybody <= set(one.dataset["people"]["person_id"]) | waiting
    broken = {problem.rule.key for problem in check(one.dataset)}
    assert not broken & {"dataset.not_unique", "dataset.leads_nowhere", "dataset.required_empty"}


def test_a_stay_that_began_before_its_files_is_that_of_another_source_which_knows_an_earlier_day() -> None:
    known_late = {"person_id": "1", "from_on": "2023-05-01", "placement_type": "K2", BEGINS_BEFORE: True}
    known_early = {"person_id": "1", "from_on": "2021-02-10", "planned_end": "2024-09-01"}
    result = made(extract("SSDA903", placements=[known_late]), extract("Annex A", placements=[known_early]))
    rows = result.dataset["placements"].select("from_on", "placement_type", "planned_end").rows()
    assert rows == [(day("2021-02-10"), "K2", day("2024-09-01"))]
    assert told(result) == set()


def test_a_stay_that_began_when_its_files_say_is_not_stretched_by_another_source() -> None:
    known = {"person_id": "1", "from_on": "2023-05-01", "placement_type": "K2"}
    other = {"person_id": "1", "from_on": "2021-02-10"}
    result = made(extract("SSDA903", placements=[known]), extract("Annex A", placements=[other]))
    assert sorted(result.dataset["placements"]["from_on"]) == [day("2021-02-10"), day("2023-05-01")]
    assert told(result) == {"stay-not-matched"}
