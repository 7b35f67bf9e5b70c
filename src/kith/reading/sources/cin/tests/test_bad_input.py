"""What a census can have wrong with it: every problem is told, nothing personal is said, and the rest is still read."""

import datetime as dt
from pathlib import Path

import pytest

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
    read,
    rows,
)
from kith.reading.sources.extracts import Context, XmlFile

FAKE = Path(__file__).parents[7] / "shared" / "data" / "cin_fake"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def two() -> str:
    return message(child("A1", episode("2023-05-01")), child("A2", episode("2023-06-01")))


def test_a_truncated_file_keeps_the_children_before_the_break(tmp_path: Path) -> None:
    text = two()
    got = read(tmp_path, text[: text.rindex("<CINdetails>")])
    assert keys(got) == ["cin.file_broken"]
    assert [problem.detail for problem in got.problems] == ["Children read: 1."]
    assert rows(got, "people", "person_id") == [("A1",)]


def test_a_tag_that_does_not_match_ends_the_reading_with_a_problem(tmp_path: Path) -> None:
    text = two().replace("A2</LAchildID>", "A2</LAchild>")
    got = read(tmp_path, text)
    assert keys(got) == ["cin.file_broken"]
    assert rows(got, "people", "person_id") == [("A1",)]


@pytest.mark.parametrize("text", ["", "   ", "<Message/>", "not xml", message()])
def test_a_file_without_a_child_says_so(text: str, tmp_path: Path) -> None:
    got = read(tmp_path, text)
    assert {"cin.no_children", "cin.file_broken"} & set(keys(got))
    assert all(frame.is_empty() for frame in got.tables.values())


@pytest.mark.parametrize("padding", [0, 20_000])
def test_a_document_type_is_refused_wherever_it_stands(padding: int, tmp_path: Path) -> None:
    bomb = f'<!--{"x" * padding}--><!DOCTYPE Message [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    got = read(tmp_path, bomb + two().replace("A1", "&b;"))
    assert keys(got) == ["cin.file_unsafe"]
    assert got.tables["people"].is_empty()


def test_other_files_of_the_folder_are_still_read(tmp_path: Path) -> None:
    got = read(tmp_path, "<!DOCTYPE x [<!ENTITY a 'b'>]><Message/>", two())
    assert len(got.tables["people"]) == 2


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_other_encodings_are_read(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "census.xml"
    path.write_text(two(), encoding=encoding)
    got = READER.read([], [XmlFile(path.name, path, "Message")], Context("E09000001", day("2024-03-31")))
    assert keys(got) == []
    assert len(got.tables["people"]) == 2


def test_a_file_that_is_not_in_the_encoding_it_claims_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "census.xml"
    path.write_bytes(two().replace("A2", "Zoë").encode("cp1252"))
    got = READER.read([], [XmlFile(path.name, path, "Message")], Context("E09000001", day("2024-03-31")))
    assert keys(got) == ["cin.encoding"]
    assert sorted(got.tables["people"]["person_id"]) == ["A1", "Zoë"]


@pytest.mark.parametrize(
    ("year", "reference", "found", "covers"),
    [
        (2023, "2024-03-31", ["cin.year_contradictory"], day("2024-03-31")),
        (2024, "2024-03-28", ["cin.reference_date"], day("2024-03-31")),
        (None, "2024-03-31", [], day("2024-03-31")),
        (2024, None, [], day("2024-03-31")),
        (2024, "soon", [], day("2024-03-31")),
        (None, None, ["cin.year_missing"], None),
    ],
)
def test_the_header_gives_the_year_or_a_problem(
    year: int | None, reference: str | None, found: list[str], covers: dt.date | None, tmp_path: Path
) -> None:
    got = read(tmp_path, message(child("A1", episode("2023-05-01")), year=year, reference=reference))
    assert keys(got) == found
    assert (got.covers[1] if got.covers else None) == covers


def test_a_file_of_another_authority_is_noticed(tmp_path: Path) -> None:
    assert keys(read(tmp_path, two(), authority="E09000002")) == ["cin.other_authority"]


def test_reversed_dates_are_told_and_leave_nothing_open(tmp_path: Path) -> None:
    got = read(
        tmp_path,
        message(
            child(
                "A1",
                episode(
                    "2023-06-01",
                    "2023-05-01",
                    assessment("2023-06-20", "2023-06-02", ["11A"]),
                    plan("2023-06-05", "2023-06-04"),
                    enquiry("2023-06-10", "2023-06-09"),
                    protection=protection("2023-06-20", "2023-06-19"),
                ),
            )
        ),
    )
    assert sorted(keys(got)) == [
        "cin.assessment_after_closure",
        "cin.assessment_reversed",
        "cin.closed_before_referral",
        "cin.conference_before_enquiry",
        "cin.plan_reversed",
        "cin.plan_reversed",
    ]
    assert rows(got, "involvements", "from_on", "to_on") == [
        (day("2023-06-01"), day("2023-06-01")),
        (day("2023-06-20"), day("2023-06-20")),
    ]
    assert rows(got, "assessments", "from_on", "to_on") == [(None, day("2023-06-02"))]
    assert rows(got, "harms", "from_on", "to_on") == [(day("2023-06-01"), day("2023-06-01"))]
    assert rows(got, "enquiries", "conference_on") == [(None,)]


def test_unknown_codes_are_kept_and_told(tmp_path: Path) -> None:
    found = assessment("2023-05-02", "2023-05-20", ["RB", "11a"])
    text = message(
        child("A1", episode("2023-05-01", None, found, nfa="maybe", made_by="9Z"), sex="7", ethnicity="XXXX")
    )
    got = read(tmp_path, text)
    assert {problem.column for problem in got.problems} == {
        "GenderCurrent/Sex",
        "Ethnicity",
        "ReferralSource",
        "ReferralNFA",
        "FactorsIdentifiedAtAssessment/AssessmentFactors",
    }
    assert set(keys(got)) == {"cin.code_unknown"}
    assert rows(got, "assessments", "factors") == [("RB 11A",)]
    assert rows(got, "referrals", "made_by", "no_further_action") == [("9Z", "not_known")]
    assert rows(got, "people", "sex", "ethnicity") == [("7", "XXXX")]
    assert len(rows(got, "harms", "harm")) == 1


def test_a_code_of_another_year_is_told_and_counts(tmp_path: Path) -> None:
    found = assessment("2019-05-02", "2019-05-20", ["24A"])
    got = read(tmp_path, message(child("A1", episode("2019-05-01", None, found), year=2020), year=2020))
    assert keys(got) == ["cin.code_of_other_year"]
    assert rows(got, "harms", "harm") == [("cce",)]


def test_dates_that_cannot_be_are_told(tmp_path: Path) -> None:
    text = message(
        child("A1", episode("01/05/2023", "2023-13-01", enquiry("2025-01-01")), born="1066-04-13"),
        child("A2", episode("2023-06-01T00:00:00", "2023-06-20Z"), born="unknown"),
        child("A3", episode("soon", None, assessment("2023-05-02", "2023-05-20", ["11A"]), enquiry("soon"))),
    )
    got = read(tmp_path, text)
    assert sorted((p.rule.key, p.row, p.column) for p in got.problems) == [
        ("cin.date_after_census", 1, "S47ActualStartDate"),
        ("cin.date_impossible", 1, "PersonBirthDate"),
        ("cin.date_unreadable", 1, "CINclosureDate"),
        ("cin.date_unreadable", 2, "PersonBirthDate"),
        ("cin.date_unreadable", 3, "CINreferralDate"),
        ("cin.date_unreadable", 3, "S47ActualStartDate"),
        ("cin.referral_date_missing", 3, "CINreferralDate"),
        ("cin.start_missing", 3, "S47ActualStartDate"),
    ]
    assert rows(got, "involvements", "person_id", "from_on", "to_on") == [
        ("A1", day("2023-05-01"), None),
        ("A2", day("2023-06-01"), day("2023-06-20")),
        ("A3", None, None),
    ]
    assert rows(got, "harms", "person_id", "from_on") == [("A3", day("2023-05-20"))]
    assert len(rows(got, "referrals", "on")) == 2
    assert rows(got, "people", "person_id", "birth_precision")[0] == ("A1", "not_known")


def test_a_child_given_twice_is_told_and_put_together(tmp_path: Path) -> None:
    text = message(
        child("A1", episode("2023-05-01"), episode("2023-05-01", "2023-09-01")),
        child("A1", episode("2023-05-01", "2023-08-01"), episode("2023-10-01")),
    )
    got = read(tmp_path, text)
    assert sorted((p.rule.key, p.row) for p in got.problems) == [
        ("cin.child_twice", 2),
        ("cin.episode_twice", 1),
        ("cin.episode_twice", 2),
    ]
    assert rows(got, "involvements", "from_on", "to_on") == [(day("2023-05-01"), None), (day("2023-10-01"), None)]
    assert len(rows(got, "people", "person_id")) == 1


def test_factors_outside_their_assessment_do_not_slip_into_another(tmp_path: Path) -> None:
    first = episode("2023-05-01", None, assessment("2023-05-02", "2023-05-20", ["11A"]))
    loose = episode("2023-08-01", None, "<AssessmentFactors>13A</AssessmentFactors>")
    got = read(tmp_path, message(child("A1", first, loose)))
    assert sorted(rows(got, "harms", "harm", "from_on"), key=str) == [
        ("cse", day("2023-05-20")),
        ("gang", day("2023-08-01")),
    ]


def test_a_blank_factor_after_another_says_nothing(tmp_path: Path) -> None:
    got = read(
        tmp_path, message(child("A1", episode("2023-05-01", None, assessment("2023-05-02", None, ["11A", " "]))))
    )
    assert rows(got, "assessments", "factors") == [("11A",)]
    assert not keys(got)


def test_no_problem_says_a_value_of_a_person(tmp_path: Path) -> None:
    text = message(
        child("CANARY1", episode("CANARY2", None, assessment("CANARY3", None, ["CANARY4"]), made_by="CANARY5")),
        child("CANARY1", episode("2023-05-01"), born="CANARY6", ethnicity="CANARY7"),
    ).replace("<PersonBirthDate>", "CANARY8<PersonBirthDate>")
    got = read(tmp_path, text + "CANARY9")
    assert len(got.problems) > 8
    assert not [p for p in got.problems if "CANARY" in f"{p.message} {p.detail} {p.column} {p.rule}"]


@pytest.mark.skipif(not FAKE.exists(), reason="the published fake files are not beside the repository")
@pytest.mark.parametrize("path", sorted(FAKE.glob("*.xml")), ids=lambda path: path.name)
def test_the_published_fake_files_are_read(path: Path) -> None:
    xml = XmlFile(path.name, path, "Message")
    assert READER.claims_xml(xml)
    got = READER.read([], [xml], Context("E09000001", day("2024-03-31")))
    text = path.read_text(encoding="utf-8")
    assert len(got.tables["people"]) == text.count("<Child>")
    assert len(got.tables["referrals"]) == text.count("<CINreferralDate>")
    assert len(got.tables["assessments"]) == text.count("<Assessments>")
    assert "cin.file_broken" not in keys(got)
    assert ("cin.stray_text" in keys(got)) == ("PersonBirthDate\n" in text)
