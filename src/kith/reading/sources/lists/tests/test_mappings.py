"""A mapping is proposed, corrected by a person, and never guessed at where there is doubt."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.definitions.maps import normal
from kith.foundation.problems import Problems
from kith.reading.sources.folder import read_folder
from kith.reading.sources.lists import READER, Mapping, propose, propose_for_folder, read_mapping, write_mapping
from kith.reading.sources.lists.kinds import KINDS
from kith.reading.sources.lists.mapping import LARGEST, as_toml
from kith.reading.sources.lists.proposing import _headings, certain
from kith.reading.sources.lists.tests.making import CONTEXT, extract, read, rows, sheet, told
from kith.reading.sources.opening.tests.making import workbook

PANEL = "Young person ref,Strand of concern,When\n1,CSE,1/2/2019\n2,county lines,3/4/2019\n"


def test_a_sheet_that_is_surely_a_list_but_not_surely_read_is_told_with_what_to_do(tmp_path: Path) -> None:
    found = read(tmp_path, panel_csv="Child ID,Panel notes,Opened\n1,CSE,1/2/2019\n")
    problems = [(p.rule.key, "kith propose" in p.rule.remedy) for p in found.every_problem()]
    assert problems == [("list_unmapped", True)]
    assert found.extracts[0].tables == {}


def test_what_headings_do_not_tell_is_proposed_from_the_cells_and_marked() -> None:
    mapping = propose(sheet(PANEL, "panel.csv"))
    assert mapping.kind == "exploitation_list"
    assert mapping.columns["harms"] == ("Strand of concern",)
    assert mapping.columns["opened"] == ("When",)
    assert {"harms", "opened"} <= mapping.doubts.keys()
    assert as_toml(mapping).count("PLEASE CHECK") == len(mapping.doubts)


def test_a_heading_nearly_known_is_proposed_with_a_doubt() -> None:
    mapping = propose(sheet("Mosaic ID,Type of exploitations,Date opend\n1,x y,1/1/2019\n"))
    assert mapping.columns["opened"] == ("Date opend",)
    assert mapping.doubts.keys() == {"harms", "opened"}


def test_a_list_of_placements_is_not_taken_for_one_out_of_area() -> None:
    assert certain(sheet("Child ID,Placement start date,Placement type\n1,1/1/2019,K2\n", "placements.csv")) is None
    assert certain(sheet("Child ID,Placement start date,Placement type\n1,1/1/2019,K2\n", "OOA placements.csv"))


@pytest.mark.parametrize(
    ("text", "file", "kind"),
    [
        ("Child ID,Date missing,Date found\n1,1/1/2019,\n", "a.csv", "missing_episodes"),
        ("Child ID,Planned move date,Destination\n1,1/1/2019,\n", "a.csv", "planned_moves"),
        ("Child ID,Start date,Host authority\n1,1/1/2019,\n", "a.csv", "out_of_area_placements"),
        ("Child ID,CSE,CCE,Gangs\n1,Y,N,\n", "a.csv", "exploitation_list"),
        ("Child ID,CSE,CCE,Date missing,Date found\n1,Y,N,1/1/2019,\n", "a.csv", "missing_episodes"),
    ],
)
def test_a_list_is_known_by_headings_that_only_its_kind_has(text: str, file: str, kind: str) -> None:
    mapping = certain(sheet(text, file))
    assert mapping is not None
    assert mapping.kind == kind


@pytest.mark.parametrize("kind", KINDS)
def test_every_known_heading_is_of_a_field_of_its_kind_and_written_as_compared(kind: str) -> None:
    for heading, (field, _) in _headings(kind).items():
        assert KINDS[kind].field(field), heading
        assert heading == normal(heading)


def test_proposals_are_written_once_for_each_list_and_never_over_a_persons_work(tmp_path: Path) -> None:
    (tmp_path / "panel.csv").write_text(PANEL)
    (tmp_path / "other.csv").write_text("Postcode,District\nXX1 1AA,E1\n")
    sheets = {
        "CSE": [["Child ID", "Exploitation type"], ["1", "CSE"]],
        "Missing": [["Child ID", "Date missing"], ["1", "1/1/19"]],
    }
    (tmp_path / "book.xlsx").write_bytes(workbook(sheets))
    made = propose_for_folder(tmp_path)
    assert [path.name for path in made] == ["book CSE.kith.toml", "book Missing.kith.toml", "panel.kith.toml"]
    made[2].write_text("# mine")
    assert propose_for_folder(tmp_path) == []
    assert made[2].read_text() == "# mine"
    with pytest.raises(FileExistsError):
        write_mapping(propose(sheet(PANEL)), made[2])


def test_a_proposal_is_read_back_and_used_also_below_a_title(tmp_path: Path) -> None:
    (tmp_path / "panel.csv").write_text("Our panel,,\n" + PANEL.replace("Young person ref", "Child ID"))
    assert propose_for_folder(tmp_path)
    found = extract(tmp_path)
    assert rows(found, "harms", "person_id", "harm", "source") == [
        ("1", "cse", "panel.csv#3"),
        ("2", "cce", "panel.csv#4"),
    ]


def test_a_mapping_maps_each_sheet_of_a_workbook_by_its_file(tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(workbook({"A": [["X", "Y"], ["1", "CSE"]], "B": [["X", "Y"], ["2", "CCE"]]}))
    mapping = 'kind = "exploitation_list"\nfile = "book.xlsx [B]"\n[columns]\nperson = "X"\nharms = "Y"\n'
    found = read(tmp_path, b_toml=mapping)
    assert rows(found.extracts[0], "harms", "person_id", "harm") == [("2", "cce")]
    assert [s.file for s in found.unclaimed] == ["book.xlsx [A]"]


def test_local_words_and_constants_are_used(tmp_path: Path) -> None:
    mapping = """kind = "exploitation_list"
[columns]
person = "Ref"
harms = ["Main", "Also"]
certainty = "How sure"
[harms]
"Net" = "online"
[values.harms]
"Zebra" = "cse cce"
[values.certainty]
"sort of" = "suspected"
[constants]
setting = "both"
"""
    text = "Ref,Main,Also,How sure,Net\n1,zebra,gangs,Sort of,Y\n"
    found = extract(tmp_path, panel_csv=text, panel_toml=mapping)
    assert [harm for (harm,) in rows(found, "harms", "harm")] == ["cse", "cce", "gang", "online"]
    assert set(rows(found, "harms", "setting", "setting_basis", "certainty")) == {("both", "recorded", "suspected")}
    assert told(found) == []


def test_a_column_that_the_list_lacks_is_named(tmp_path: Path) -> None:
    mapping = 'kind = "exploitation_list"\n[columns]\nperson = "Ref"\nharms = "Harm"\n'
    found = extract(tmp_path, panel_csv=PANEL, panel_toml=mapping)
    assert told(found) == [("mapping_column_missing", None, "Harm"), ("mapping_column_missing", None, "Ref")]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("kind = [", [None]),
        ("", ["kind"]),
        ("kind = 3", ["kind"]),
        ('kind = "zebra"', ["kind"]),
        ('kind = "missing_episodes"\nextra = 1\n[columns]\nperson = "a"\nfrom_on = "b"\n', ["extra"]),
        ('kind = "missing_episodes"\n[columns]\nperson = "a"\n', [None]),
        ('kind = "missing_episodes"\ncolumns = 3\n', ["columns", None, None]),
        (
            'kind = "missing_episodes"\n[columns]\nperson = 3\nzebra = "a"\nfrom_on = "b"\n',
            ["columns.person", "columns.zebra", None],
        ),
        ('kind = "missing_episodes"\n[columns]\nperson = "a"\nfrom_on = "b"\n[harms]\n"CSE" = "cse"\n', ["harms"]),
        ('kind = "exploitation_list"\n[columns]\nperson = "a"\n[harms]\n"X" = "zebra"\n', ["harms.X"]),
        (
            'kind = "out_of_area_placements"\n[columns]\nperson = "a"\nfrom_on = "b"\n'  # noqa: ISC004
            '[values.due_to_efh]\n"x" = "perhaps"\n[constants]\nlocality = "far"\nonly_open = 3\n',
            ["values.due_to_efh", "constants.locality", "constants.only_open"],
        ),
    ],
)
def test_every_mistake_in_a_mapping_is_named(tmp_path: Path, text: str, columns: list[str | None]) -> None:
    path = tmp_path / "a.kith.toml"
    path.write_text(text)
    found = read_mapping(path)
    assert isinstance(found, Problems)
    assert [problem.column for problem in found] == columns


def test_a_list_with_a_spoilt_mapping_is_not_read_by_its_headings(tmp_path: Path) -> None:
    text = "Child ID,Date missing,Date found\n1,1/1/2019,\n"
    found = extract(tmp_path, log_csv=text, log_toml='kind = "missing"')
    assert found.tables == {}
    assert [key for key, _, _ in told(found)] == ["mapping_value_wrong", "list_unmapped"]


def test_a_mapping_without_a_list_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, log_toml='kind = "missing_episodes"\n[columns]\nperson = "a"\nfrom_on = "b"\n')
    assert [p.rule.key for p in found.every_problem()] == ["mapping_without_list"]


def test_sheets_that_kith_wrote_are_no_lists() -> None:
    assert (
        READER.claims_sheet(sheet("Child ID,Host authority,Start date,Kith review key\n1,Leeds,1/1/2019,x\n")) is None
    )


def test_no_folder_makes_the_reader_of_lists_fail(tmp_path: Path) -> None:
    assert read_folder(tmp_path / "nowhere", CONTEXT, [READER]).extracts == []


HEADING = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=20).map(
    lambda text: " ".join(text.split()) or "x"
)


@given(HEADING, HEADING, HEADING)
def test_a_mapping_written_is_the_mapping_read(
    tmp_path_factory: pytest.TempPathFactory, a: str, b: str, c: str
) -> None:
    path = tmp_path_factory.mktemp("m") / "list.kith.toml"
    mapping = Mapping(
        "exploitation_list", {"person": (a,), "harms": (b, c)}, {c: "cse"}, file="list.csv", doubts={c: "why"}
    )
    write_mapping(mapping, path)
    found = read_mapping(path)
    assert isinstance(found, Mapping)
    assert (found.columns, found.harm_columns, found.file) == (mapping.columns, mapping.harm_columns, mapping.file)


def test_what_another_reader_knows_is_not_proposed_as_a_list(tmp_path: Path) -> None:
    heading = "CHILD,DOB,MISSING,MIS_START,MIS_END\n"
    (tmp_path / "missing.csv").write_text(heading + "1,01/02/2006,M,01/01/2019,02/01/2019\n")
    assert propose_for_folder(tmp_path) == []


def test_a_toml_file_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("[tool]\nx = 1\n")
    assert read(tmp_path).every_problem() == []


def test_a_mapping_that_is_no_small_file_is_refused_unread(tmp_path: Path) -> None:
    good = 'kind = "missing_episodes"\n[columns]\nperson = "a"\nfrom_on = "b"\n'
    path = tmp_path / "a.kith.toml"
    path.write_text(good)
    assert isinstance(read_mapping(path), Mapping)
    path.write_text(good + "#" * LARGEST)
    assert isinstance(read_mapping(path), Problems)


def test_a_sheet_that_kith_wrote_is_not_proposed_as_a_list(tmp_path: Path) -> None:
    (tmp_path / "panel.csv").write_text("Child ID,Type of exploitation,Kith review key\n1,CSE,x\n")
    assert propose_for_folder(tmp_path) == []


def test_a_list_known_by_its_spoilt_mapping_alone_is_told_too(tmp_path: Path) -> None:
    found = read(tmp_path, log_csv="Ref,When\n1,1/1/2019\n", log_toml='kind = "missing"')
    assert found.unclaimed == []
    assert [key for key, _, _ in told(found.extracts[0])] == ["mapping_value_wrong", "list_unmapped"]


def test_the_samples_are_read() -> None:
    found = read_folder(Path(__file__).parents[1] / "samples", CONTEXT, [READER])
    (one,) = found.extracts
    assert {name: frame.height for name, frame in one.tables.items()} == {
        "harms": 6,
        "involvements": 5,
        "placements": 2,
        "relocations": 2,
        "missing": 4,
        "people": 4,
        "moments": 7,
        "controls": 2,
        "education": 3,
        "referrals": 2,
    }
    assert sorted(one.remarks["section"]) == ["health", "health", "police_intelligence", "record", "record"]
    assert {p.rule.key for p in found.every_problem()} == {"list_mapping_proposed"}
