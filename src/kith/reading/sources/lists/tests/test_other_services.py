"""Youth justice, police, school and health lists become rows of the dataset; what they say in words becomes remarks."""

from __future__ import annotations

import datetime as dt
import re
import textwrap
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.dataset.dataset import Dataset, conform
from kith.dataset.tables import TABLES
from kith.reading.sources.extracts import REMARK
from kith.reading.sources.lists import Mapping, propose, propose_for_folder, read_mapping
from kith.reading.sources.lists.cells import number_said
from kith.reading.sources.lists.kinds import KINDS
from kith.reading.sources.lists.proposing import certain
from kith.reading.sources.lists.remarks import _graded
from kith.reading.sources.lists.tests.making import day, extract, read, rows, sheet, told

SAMPLES = Path(__file__).parents[1] / "samples"
YJ = "Person ID,Arrest date,First hearing,Sentence date,Remand date,Release date,Requirement,Requirement start,Requirement end,NRM referral date\n"
POLICE = "Person ID,Date reported missing,Date found,Police information,Source evaluation,Information assessment,Handling code,Expiry date\n"
SCHOOL = (
    "Person ID,Exclusion type,Exclusion start date,Exclusion end date,Hours per week,Provision type,Day 6 provision\n"
)
HEALTH = "Person ID,Attendance date,Attendance type,Presenting complaint,Referred to children's services,Referrer\n"


def remarks(found: pl.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    return found.select(columns).rows()


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("Youth justice.csv", "youth_justice"),
        ("Police missing.csv", "police_missing"),
        ("School exclusions.csv", "school"),
        ("Health attendances.csv", "health"),
    ],
)
def test_a_service_s_list_is_known_by_its_headings(file: str, kind: str) -> None:
    made = sheet((SAMPLES / file).read_text(encoding="utf-8"), file)
    mapping = certain(made)
    assert mapping is not None
    assert (mapping.kind, propose(made).kind) == (kind, kind)


def test_each_day_of_a_youth_justice_list_is_the_moment_that_its_heading_says(tmp_path: Path) -> None:
    found = extract(tmp_path, yjs_csv=YJ + "1,1/9/2019,5/9/2019,9/9/2019,,,,,,\n2,,,,3/9/2019,4/9/2019,,,,\n")
    assert sorted(rows(found, "moments", "person_id", "kind", "from_on")) == [
        ("1", "arrest", day("2019-09-01")),
        ("1", "first_court", day("2019-09-05")),
        ("1", "sentence", day("2019-09-09")),
        ("2", "release", day("2019-09-04")),
        ("2", "remand", day("2019-09-03")),
    ]
    assert found.tables.keys() == {"moments", "people"}  # of controls and referrals the list told nothing


def test_controls_need_their_first_day_and_referrals_go_to_the_mechanism(tmp_path: Path) -> None:
    text = "1,,,,,,Tag,1/9/2019,,\n2,,,,,,Curfew,,,\n3,,,,,,,,,4/9/2019\n4,,,,,,bail,5/9/2019,1/9/2019,\n"
    found = extract(tmp_path, yjs_csv=YJ + text)
    assert rows(found, "controls", "person_id", "kind", "from_on", "child_view") == [
        ("1", "tag", day("2019-09-01"), "not_known")
    ]
    assert rows(found, "referrals", "person_id", "kind", "on") == [
        ("3", "national_referral_mechanism", day("2019-09-04"))
    ]
    assert told(found) == [
        ("list_control_incomplete", 3, "Requirement"),
        ("list_dates_backwards", 5, "Requirement end"),
    ]


def test_an_event_that_is_not_said_in_known_words_is_told_and_left_out(tmp_path: Path) -> None:
    mapping = 'kind = "youth_justice"\n[columns]\nperson = "ID"\nkind = "Event"\non = "Date"\n[values.kind]\n"nicked" = "arrest"\n'
    text = "ID,Event,Date\n1,Nicked,1/9/2019\n2,zebra,2/9/2019\n3,,3/9/2019\n"
    found = extract(tmp_path, yjs_csv=text, yjs_toml=mapping)
    assert rows(found, "moments", "person_id", "kind") == [("1", "arrest")]
    assert told(found) == [
        ("list_word_unknown", 3, "Event"),
        ("list_event_not_said", 3, "Event"),
        ("list_event_not_said", 4, "Event"),
    ]


def test_graded_words_of_the_police_are_intelligence_with_their_marks_and_end(tmp_path: Path) -> None:
    found = extract(tmp_path, police_csv=POLICE + "1,1/9/2019,2/9/2019,Seen at the park,2,B,P,1/9/2020\n")
    assert rows(found, "missing", "person_id", "kind", "from_on", "to_on") == [
        ("1", "missing", day("2019-09-01"), day("2019-09-02"))
    ]
    assert found.remarks.schema == REMARK
    names = [name for name in REMARK if name != "row_id"]
    assert remarks(found.remarks, *names) == [
        ("1", day("2019-09-01"), "police_intelligence", "Seen at the park", None, "2", "B", "P", day("2020-09-01"),
         "police.csv#2")
    ]  # fmt: skip


@pytest.mark.parametrize(
    "marks", [",,,", "2,B,P,", "2,B,,1/9/2020", "2,,P,1/9/2020", ",B,P,1/9/2020", "9,B,P,1/9/2020", "2,Z,P,1/9/2020", "2,B,X,1/9/2020"]
)  # fmt: skip
def test_words_that_a_grading_list_does_not_grade_wholly_are_left_out_and_told(tmp_path: Path, marks: str) -> None:
    found = extract(tmp_path, police_csv=POLICE + f"1,1/9/2019,,SECRET,{marks}\n")
    assert found.remarks.is_empty()
    assert found.tables["missing"].height == 1
    assert ("list_intelligence_not_graded", 2, "Police information") in told(found)


@pytest.mark.parametrize("text", ["2 B P", "2BP", "2/b/p", "B2P", "b-2-p", " 2, B, P "])
def test_three_marks_in_one_cell_are_read_in_either_order(text: str) -> None:
    assert _graded(text) == ("2", "B", "P")


@pytest.mark.parametrize("text", ["", "B P", "4BP", "2FP", "2BX", "A11", "2B", "22BP"])
def test_anything_else_is_no_grading(text: str) -> None:
    assert _graded(text) is None


def test_words_of_a_list_without_gradings_belong_to_its_section(tmp_path: Path) -> None:
    mapping = 'kind = "police_missing"\n[columns]\nperson = "ID"\nfrom_on = "When"\nwords = "What"\nauthor = "Who"\n'
    found = extract(tmp_path, p_csv="ID,When,What,Who\n1,1/9/2019,Came home by bus,PC 1\n", p_toml=mapping)
    assert remarks(found.remarks, "section", "words", "author") == [("record", "Came home by bus", "PC 1")]
    other = tmp_path / "other"
    other.mkdir()
    found = extract(other, health_csv=HEALTH + "1,1/9/2019,A&E attendance,Hand hurt,,\n")
    assert remarks(found.remarks, "section", "words", "on") == [("health", "Hand hurt", day("2019-09-01"))]


def test_no_words_reach_a_table_or_a_problem(tmp_path: Path) -> None:
    found = read(tmp_path, police_csv=POLICE + "1,1/9/2019,,SECRET,2,,P,1/9/2020\n2,1/9/2019,,SECRET,2,B,P,1/9/2020\n",
                 health_csv=HEALTH + "1,1/9/2019,SECRET,SECRET,,SECRET\n")  # fmt: skip
    (one,) = found.extracts
    assert remarks(one.remarks, "words") == [("SECRET",), ("SECRET",)]
    assert not any("SECRET" in str(frame.rows()) for frame in one.tables.values())
    assert not any("SECRET" in f"{p.message}{p.column}{p.file}" for p in found.every_problem())


def test_suspensions_and_exclusions_are_education_and_moments(tmp_path: Path) -> None:
    text = "1,SUSP,2/9/2019,4/9/2019,12.5 hrs,PRU,9/9/2019\n2,PERM,3/9/2019,,0,none,\n3,part-time timetable,1/9/2019,,10,zebra,\n"
    found = extract(tmp_path, exclusions_csv=SCHOOL + text)
    columns = ("person_id", "kind", "from_on", "to_on", "hours_a_week", "provision", "taught_from_on")
    assert rows(found, "education", *columns) == [
        ("1", "suspension", day("2019-09-02"), day("2019-09-04"), 12.5, "unit", day("2019-09-09")),
        ("2", "permanent_exclusion", day("2019-09-03"), None, 0.0, "none", None),
        ("3", "education", day("2019-09-01"), None, 10.0, "not_known", None),
    ]
    assert rows(found, "moments", "person_id", "kind") == [("1", "exclusion"), ("2", "exclusion")]
    assert told(found) == [("list_word_unknown", 4, "Provision type")]


def test_days_waiting_count_from_the_first_day_only_where_no_day_is_given(tmp_path: Path) -> None:
    mapping = """kind = "school"
[columns]
person = "ID"
kind = "Type"
from_on = "From"
taught_from_on = "Back"
days_waiting = "Days without"
"""
    text = "ID,Type,From,Back,Days without\n1,SUSP,2/9/2019,,7\n2,SUSP,2/9/2019,5/9/2019,7\n3,SUSP,2/9/2019,1/9/2019,\n4,SUSP,2/9/2019,,many\n"
    found = extract(tmp_path, s_csv=text, s_toml=mapping)
    assert [one for (one,) in rows(found, "education", "taught_from_on")] == [
        day("2019-09-09"), day("2019-09-05"), None, None,
    ]  # fmt: skip
    assert told(found) == [("list_number_unreadable", 5, "Days without"), ("list_date_unlikely", 4, "Back")]


@pytest.mark.parametrize(
    ("text", "number"),
    [("12.5", 12.5), ("12.5 hrs", 12.5), ("10 hours per week", 10), ("0", 0), ("25h", 25), ("1/2", None), ("5-10", None),
     ("-3", None), ("ten", None), ("nan", None), ("1e9", None), ("٣", None)],
)  # fmt: skip
def test_numbers_are_plain_ones_of_nought_or_more(text: str, number: float | None) -> None:
    assert number_said(text) == number


def test_health_tells_of_moments_and_of_referrals_to_childrens_services(tmp_path: Path) -> None:
    found = extract(tmp_path, h_csv=HEALTH + "1,1/9/2019,Stab wound,,2/9/2019,A&E\n2,,,,3/9/2019,zebra\n")
    assert rows(found, "moments", "person_id", "kind", "from_on") == [("1", "injury", day("2019-09-01"))]
    assert rows(found, "referrals", "person_id", "kind", "made_by", "on") == [
        ("1", "childrens_services", "3E", day("2019-09-02")),
        ("2", "childrens_services", None, day("2019-09-03")),
    ]
    assert told(found) == [("list_word_unknown", 3, "Referrer")]


@pytest.mark.parametrize(
    ("kind", "columns", "span"),
    [
        ("health", 'on = "From"', (day("2019-09-01"), day("2019-09-01"))),
        ("police_missing", 'from_on = "From"\nto_on = "To"', (day("2019-09-01"), day("2019-09-03"))),
        (
            "youth_justice",
            'opened = "From"\nclosed = "To"\narrested_on = "From"',
            (day("2019-09-01"), day("2019-09-03")),
        ),
    ],
)
def test_a_harm_that_a_row_names_lives_on_the_row_s_days(
    tmp_path: Path, kind: str, columns: str, span: tuple[dt.date, dt.date]
) -> None:
    mapping = f'kind = "{kind}"\n[columns]\nperson = "ID"\n{columns}\n[harms]\n"CCE?" = "cce"\n'
    if kind == "health":
        mapping = mapping.replace("[harms]", 'kind = "K"\n[harms]')
    text = "ID,From,To,CCE?,K\n1,1/9/2019,3/9/2019,Y,hospital\n2,1/9/2019,3/9/2019,,hospital\n"
    found = extract(tmp_path, a_csv=text, a_toml=mapping)
    assert rows(found, "harms", "person_id", "harm", "setting_basis", "from_on", "to_on") == [
        ("1", "cce", "assumed", *span)
    ]


def test_a_list_that_names_no_harm_does_not_say_that_there_is_none(tmp_path: Path) -> None:
    mapping = 'kind = "police_missing"\n[columns]\nperson = "ID"\nfrom_on = "From"\n[harms]\n"CCE?" = "cce"\n'
    found = extract(tmp_path, a_csv="ID,From,CCE?\n1,1/9/2019,\n", a_toml=mapping)
    assert found.tables.keys() == {"missing", "people"}


def test_no_service_s_list_says_that_childrens_services_are_involved(tmp_path: Path) -> None:
    for name in ("Youth justice.csv", "Police missing.csv", "School exclusions.csv", "Health attendances.csv"):
        (tmp_path / name).write_text((SAMPLES / name).read_text(encoding="utf-8"), encoding="utf-8")
    assert "involvements" not in extract(tmp_path).tables


CELL = st.one_of(
    st.sampled_from(["", "1/9/2019", "31/02/2019", "Y", "x", "?", "Tag", "SUSP", "A&E", "2", "B", "2 B P", "12.5 hrs", "CSE; CCE", "=1+1", "Total"]),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12),
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kind=st.sampled_from(["youth_justice", "police_missing", "school", "health"]), data=st.data())
def test_whatever_stands_in_the_cells_the_rows_hold_to_the_dataset_and_nobody_is_lost(
    tmp_path_factory: pytest.TempPathFactory, kind: str, data: st.DataObject
) -> None:
    fields = [field.name for field in KINDS[kind].fields if field.name != "harms"]
    cells = data.draw(st.lists(st.lists(CELL, min_size=len(fields), max_size=len(fields)), min_size=1, max_size=4))
    folder = tmp_path_factory.mktemp("any")
    frame = pl.DataFrame(cells, schema=dict.fromkeys(fields, pl.String), orient="row")
    frame.with_columns(person=pl.Series([f"P{n}" for n in range(len(cells))])).write_csv(folder / "a.csv")
    lines = "\n".join(f'{name} = "{name}"' for name in fields)
    (folder / "a.kith.toml").write_text(f'kind = "{kind}"\n[columns]\n{lines}\n', encoding="utf-8")
    found = extract(folder)
    assert found.remarks.schema == REMARK
    tables = {name: conform(TABLES[name], table) for name, table in found.tables.items()}
    assert set(tables["people"]["person_id"]) == {f"P{n}" for n in range(len(cells))}
    for name, table in tables.items():
        needed = [column.name for column in TABLES[name].columns if column.required]
        assert table.select(pl.col(needed).null_count()).row(0) == (0,) * len(needed), name
        assert table["row_id"].n_unique() == table.height
    graded = found.remarks.filter(pl.col("section") == "police_intelligence")
    assert graded.select(pl.exclude("author", "on").null_count()).sum_horizontal().sum() == 0
    assert Dataset(tables)["people"].height == len(cells)


def test_the_mapping_in_the_how_to_is_one_that_is_read(tmp_path: Path) -> None:
    page = (Path(__file__).parents[6] / "docs" / "how-to" / "load-a-list.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", page, flags=re.DOTALL)
    mapping = textwrap.dedent(example)
    (tmp_path / "Spring term.csv").write_text(
        "Our id,What,First day out,Last day out,Hrs,Taught again from,What led to it\n"
        "1,Sent home,2/9/2019,3/9/2019,,5/9/2019,A fight\n",
        encoding="utf-8",
    )
    found = extract(tmp_path, mine_toml=mapping)
    assert told(found) == []
    assert rows(found, "education", "kind", "taught_from_on") == [("suspension", day("2019-09-05"))]
    assert remarks(found.remarks, "words") == [("A fight",)]


@pytest.mark.parametrize(
    "name", ["Youth justice.csv", "Police missing.csv", "School exclusions.csv", "Health attendances.csv"]
)
def test_a_proposal_reads_what_the_headings_read_and_a_heading_that_is_nearly_known_is_marked(
    tmp_path: Path, name: str
) -> None:
    text = (SAMPLES / name).read_text(encoding="utf-8")
    (tmp_path / name).write_text(text, encoding="utf-8")
    by_headings = extract(tmp_path)
    (path,) = propose_for_folder(tmp_path)
    assert "PLEASE CHECK" not in path.read_text(encoding="utf-8")
    by_mapping = extract(tmp_path)
    assert by_mapping.remarks.equals(by_headings.remarks)
    assert by_mapping.tables.keys() == by_headings.tables.keys()
    assert all(table.equals(by_headings.tables[one]) for one, table in by_mapping.tables.items())
    near = {"Arrest date": "Arest date", "Date reported missing": "Date reportd missing",
            "Exclusion start date": "Exclusion strt date", "Attendance date": "Atendance date"}  # fmt: skip
    spoilt = next(text.replace(known, slip) for known, slip in near.items() if known in text)
    mapping = propose(sheet(spoilt, name))
    assert mapping.kind == by_mapping_kind(path)
    assert "the heading is only like one that is known" in mapping.doubts.values()


def by_mapping_kind(path: Path) -> str:
    made = read_mapping(path)
    assert isinstance(made, Mapping)
    return made.kind
