"""What becomes of each part of a census, on small files whose answer can be seen at a glance."""

import datetime as dt
from pathlib import Path

import pytest
from lxml import etree

from kith.dataset.dataset import conform
from kith.dataset.tables import TABLES
from kith.definitions.codes import codes
from kith.reading.sources.cin import READER
from kith.reading.sources.cin.tests.census import (
    assessment,
    child,
    enquiry,
    episode,
    keys,
    message,
    plan,
    protection,
    random_child,
    read,
    rows,
)
from kith.reading.sources.extracts import IDENTITY, Context, XmlFile

SCHEMAS = Path(__file__).parents[7] / "shared" / "data" / "cin_schemas"
LAYOUTS = ["inside", "under", "commas", "spaces", "plain"]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def whole_child(year: int) -> str:
    before = year - 1
    return child(
        "A1",
        episode(
            f"{before}-05-01",
            f"{year}-01-31",
            assessment(f"{before}-05-02", f"{before}-06-10", ["11A", "3A"]),
            plan(f"{before}-06-11", f"{before}-12-01") if year >= 2022 else "",
            enquiry(f"{before}-07-01", f"{before}-07-12"),
            protection=protection(f"{before}-07-12", f"{before}-12-20", f"{before}-10-01", f"{before}-11-30"),
        ),
        year=year,
        disabilities=["AUT", "LD"],
    )


@pytest.mark.parametrize("year", range(2017, 2028))
def test_a_census_of_every_schema_year_is_read(year: int, tmp_path: Path) -> None:
    text = message(whole_child(year), year=year)
    if year == 2027:  # the block that DfE adds in the 2027 census
        text = text.replace(
            "</CINdetails>",
            "<PreProceedingsandFGDM><PPStartDate>2026-09-09</PPStartDate></PreProceedingsandFGDM></CINdetails>",
        )
    schema = SCHEMAS / f"CIN_schema_{year}.xsd"
    if schema.exists():
        etree.XMLSchema(file=str(schema)).assertValid(etree.fromstring(text))
    got = read(tmp_path, text)
    before = year - 1
    assert keys(got) == []
    assert got.covers == (dt.date(before, 4, 1), dt.date(year, 3, 31))
    assert rows(got, "people", "person_id", "birth_precision", "sex", "ethnicity", "disability") == [
        ("A1", "day", "F", "WBRI", "yes")
    ]
    assert rows(got, "involvements", "status", "from_on", "to_on") == [
        ("child_in_need", dt.date(before, 5, 1), dt.date(year, 1, 31)),
        ("child_protection", dt.date(before, 7, 12), dt.date(before, 12, 20)),
    ]
    assert rows(got, "referrals", "on", "made_by", "no_further_action") == [(dt.date(before, 5, 1), "1A", "no")]
    assert rows(got, "assessments", "from_on", "to_on", "factors") == [
        (dt.date(before, 5, 2), dt.date(before, 6, 10), "11A 3A")
    ]
    assert rows(got, "harms", "harm", "setting", "setting_basis", "from_on", "to_on", "evidence") == [
        ("cse", "outside", "assumed", dt.date(before, 6, 10), dt.date(year, 1, 31), "CIN factor 11A")
    ]
    assert rows(got, "enquiries", "from_on", "conference_on", "conference_not_required") == [
        (dt.date(before, 7, 1), dt.date(before, 7, 12), "no")
    ]
    assert [on for (on,) in rows(got, "reviews", "on")] == [dt.date(before, 10, 1), dt.date(before, 11, 30)]


def test_every_table_conforms_to_the_dataset(tmp_path: Path) -> None:
    got = read(tmp_path, message(whole_child(2024)))
    for name, frame in got.tables.items():
        assert set(frame.columns) <= set(TABLES[name].names)
        made = conform(TABLES[name], frame)
        for column in TABLES[name].columns:
            assert not (column.required and made[column.name].null_count()), (name, column.name)
        assert made["row_id"].is_unique().all()
        for column in TABLES[name].columns:
            if column.codes:
                used = {code for cell in made[column.name].drop_nulls() for code in cell.split()}
                assert used <= set(codes(column.codes).keys()), (name, column.name)
    assert got.identities.schema == IDENTITY


@pytest.mark.parametrize("layout", LAYOUTS)
def test_factors_are_read_in_every_layout(layout: str, tmp_path: Path) -> None:
    found = assessment("2023-05-02", "2023-06-10", ["10A", "13A", "24A"], layout)
    got = read(tmp_path, message(child("A1", episode("2023-05-01", None, found))))
    assert rows(got, "assessments", "factors") == [("10A 13A 24A",)]
    assert rows(got, "harms", "harm", "to_on") == [("missing", None), ("gang", None), ("cce", None)]


def test_child_on_child_abuse_has_no_known_setting_unless_the_option_says_so(tmp_path: Path) -> None:
    text = message(child("A1", episode("2023-05-01", None, assessment("2023-05-02", "2023-06-10", ["18B"]))))
    assert rows(read(tmp_path, text), "harms", "harm", "setting") == [("peer_on_peer", "not_known")]
    asked = rows(read(tmp_path, text, outside=True), "harms", "setting", "setting_basis")
    assert asked == [("outside", "assumed")]


def test_a_factor_found_twice_in_an_episode_is_one_harm_from_the_first(tmp_path: Path) -> None:
    first, second = (assessment(f"2023-0{m}-02", f"2023-0{m}-20", ["11A"]) for m in (5, 8))
    got = read(tmp_path, message(child("A1", episode("2023-05-01", None, second, first))))
    assert rows(got, "harms", "from_on", "to_on") == [(day("2023-05-20"), None)]
    assert len(rows(got, "assessments", "from_on")) == 2


def test_a_referral_without_further_action_is_no_involvement_and_that_is_said(tmp_path: Path) -> None:
    ended = episode("2023-05-01", "2023-05-02", nfa="1")
    assessed = episode("2023-06-01", "2023-07-02", assessment("2023-06-02", "2023-07-01"), nfa="true")
    got = read(tmp_path, message(child("A1", ended, assessed)))
    assert rows(got, "involvements", "from_on") == [(day("2023-06-01"),)]
    assert rows(got, "referrals", "on", "no_further_action") == [
        (day("2023-05-01"), "yes"),
        (day("2023-06-01"), "yes"),
    ]
    (said,) = got.problems
    assert (said.rule.key, said.detail) == ("cin.referrals_only", "Episodes: 1.")


def test_a_death_closes_everything(tmp_path: Path) -> None:
    found = assessment("2023-05-02", "2023-06-10", ["11A"])
    open_case = episode("2023-05-01", None, found, protection=protection("2023-06-20"))
    got = read(tmp_path, message(child("A1", open_case, episode("2024-01-01"), died="2023-09-09")))
    assert rows(got, "involvements", "status", "from_on", "to_on") == [
        ("child_in_need", day("2023-05-01"), day("2023-09-09")),
        ("child_in_need", day("2024-01-01"), day("2024-01-01")),
        ("child_protection", day("2023-06-20"), day("2023-09-09")),
    ]
    assert rows(got, "harms", "to_on") == [(day("2023-09-09"),)]
    assert keys(got) == ["cin.after_death"]


@pytest.mark.parametrize(
    ("year", "written", "sex"),
    [(2024, "1", "M"), (2024, "2", "F"), (2024, "0", "U"), (2024, "9", "U"), (2025, "M", "M"), (2025, "U", "U")],
)
def test_both_codings_of_sex_become_one(year: int, written: str, sex: str, tmp_path: Path) -> None:
    got = read(tmp_path, message(child("A1", episode(f"{year - 1}-05-01"), year=year, sex=written), year=year))
    assert rows(got, "people", "sex") == [(sex,)]
    assert keys(got) == []


@pytest.mark.parametrize(("codes", "state"), [([], "not_known"), (["NONE"], "no"), (["MOB"], "yes")])
def test_a_disability_is_yes_no_or_not_known(codes: list[str], state: str, tmp_path: Path) -> None:
    got = read(tmp_path, message(child("A1", episode("2023-05-01"), disabilities=codes)))
    assert rows(got, "people", "disability") == [(state,)]


def test_an_unborn_child_has_an_expected_birth_date(tmp_path: Path) -> None:
    got = read(tmp_path, message(child("A1", episode("2024-03-01"), born=None, expected="2024-08-01")))
    assert rows(got, "people", "birth_date", "birth_precision") == [(day("2024-08-01"), "expected")]
    assert got.identities["birth_date"].to_list() == [None]
    assert keys(got) == []


def test_a_child_without_an_id_gets_one_for_the_file(tmp_path: Path) -> None:
    got = read(tmp_path, message(child("7.0", episode("2023-05-01")), child(None, episode("2023-05-01"))))
    assert sorted(got.tables["people"]["person_id"]) == ["7", "census 1.xml#2"]
    assert dict(got.identities.select("person_id", "own_id").rows()) == {"7": True, "census 1.xml#2": False}
    assert keys(got) == ["cin.id_missing"]


def test_a_namespace_makes_no_difference(tmp_path: Path) -> None:
    text = message(whole_child(2024))
    spaced = text.replace("<Message>", '<Message xmlns="urn:example:cin">')
    plain, other = read(tmp_path, text), read(tmp_path, spaced)
    for name, frame in plain.tables.items():
        assert frame.equals(other.tables[name]), name
    assert len(plain.tables["harms"]) == 1


def test_only_a_children_in_need_message_is_claimed(tmp_path: Path) -> None:
    def claimed(text: str, root: str = "Message", encoding: str = "utf-8") -> bool:
        path = tmp_path / "some.xml"
        path.write_text(text, encoding=encoding)
        return READER.claims_xml(XmlFile(path.name, path, root))

    text = message(whole_child(2024))
    assert claimed(text)
    assert claimed(text.replace("<Message>", '<Message xmlns="urn:x">'), "{urn:x}Message")
    assert claimed(text, encoding="utf-16")
    assert claimed("<Message><Children><Child><ChildIdentifiers><LAchildID>1</LAchildID>")
    assert not claimed(text.replace(">CIN<", ">CLA<"))
    assert not claimed(text, "Other")
    assert not READER.claims_xml(XmlFile("no.xml", tmp_path / "no.xml", "Message"))


def test_a_census_packed_in_another_file_is_read_from_memory(tmp_path: Path) -> None:
    packed = XmlFile("a.zip [c.xml]", tmp_path / "a.zip", "Message", message(whole_child(2024)).encode())
    assert READER.claims_xml(packed)
    got = READER.read([], [packed], Context("E09000001", dt.date(2024, 3, 31)))
    assert rows(got, "people", "source") == [("a.zip [c.xml]#1",)]


def test_years_are_merged_and_the_later_closing_stands(tmp_path: Path) -> None:
    begun = assessment("2023-03-01")
    done = assessment("2023-03-01", "2023-04-20", ["13A"])
    earlier = message(child("A1", episode("2023-02-01", None, begun), year=2023), year=2023)
    later = message(child("A1", episode("2023-02-01", "2023-09-09", done), episode("2023-11-01"), year=2024))
    for texts in ((earlier, later), (later, earlier)):
        got = read(tmp_path, *texts)
        assert keys(got) == []
        assert got.covers == (day("2022-04-01"), day("2024-03-31"))
        assert rows(got, "involvements", "from_on", "to_on") == [
            (day("2023-02-01"), day("2023-09-09")),
            (day("2023-11-01"), None),
        ]
        assert rows(got, "assessments", "to_on", "factors") == [(day("2023-04-20"), "13A")]
        assert rows(got, "harms", "from_on", "to_on") == [(day("2023-04-20"), day("2023-09-09"))]
        assert len(rows(got, "people", "person_id")) == 1


def test_what_only_an_earlier_year_knows_is_kept(tmp_path: Path) -> None:
    earlier = message(child("A1", episode("2022-05-01"), year=2023, disabilities=["MOB"], ethnicity="BAFR"), year=2023)
    later = message(child("A1", episode("2023-05-01"), born="2008-05-02"))
    got = read(tmp_path, earlier, later)
    assert rows(got, "people", "disability", "ethnicity", "birth_date") == [("yes", "WBRI", day("2008-05-02"))]
    assert keys(got) == ["cin.birth_dates_differ"]


def test_a_resubmission_of_the_same_year_stands_over_the_first(tmp_path: Path) -> None:
    first = message(child("A1", episode("2023-05-01", "2023-08-01")), made="T09:00:00")
    again = message(child("A1", episode("2023-05-01")), made="T15:00:00")
    assert rows(read(tmp_path, again, first), "involvements", "to_on") == [(None,)]


def test_an_extract_of_no_files_is_empty() -> None:
    got = READER.read([], [], Context("E09000001", dt.date(2024, 3, 31)))
    assert (got.tables, list(got.problems), got.covers) == ({}, [], None)


def test_the_sample_generator_makes_valid_children(tmp_path: Path) -> None:
    import random

    text = message(*(random_child(random.Random(1), n) for n in range(20)))
    schema = SCHEMAS / "CIN_schema_2024.xsd"
    if not schema.exists():
        pytest.skip("the schemas are not beside the repository")
    etree.XMLSchema(file=str(schema)).assertValid(etree.fromstring(text))
