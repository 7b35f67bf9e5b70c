"""Every kind of bad input that authorities' folders hold: it is told, and the rest of the folder is still read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kith.foundation.problems import Severity
from kith.reading.sources.extracts import Context
from kith.reading.sources.folder import Read, read_folder
from kith.reading.sources.opening import rules
from kith.reading.sources.opening.tests.making import BOMB_XML, rewritten, workbook, zipped

CONTEXT = Context("E08000035", dt.date(2019, 9, 30))

EPISODES = """CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN
201,01/04/2019,S,C2,N1,U6,PR1,,,,,,
"""
HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n201,1,01/02/2006,WBRI,,,\n"
CIN = """<?xml version="1.0" encoding="utf-8"?><Message><Header><CollectionDetails><Collection>CIN</Collection>
<Year>2019</Year><ReferenceDate>2019-03-31</ReferenceDate></CollectionDetails><Source><LEA>383</LEA></Source></Header>
<Children><Child><ChildIdentifiers><LAchildID>301</LAchildID><PersonBirthDate>2005-03-01</PersonBirthDate>
<GenderCurrent>1</GenderCurrent></ChildIdentifiers><ChildCharacteristics><Ethnicity>WBRI</Ethnicity></ChildCharacteristics>
<CINdetails><CINreferralDate>2018-06-01</CINreferralDate><ReferralSource>1A</ReferralSource>
<PrimaryNeedCode>N1</PrimaryNeedCode></CINdetails></Child></Children></Message>
"""
LIST = "Child ID,DOB,Type of exploitation,Date opened\n401,01/02/2006,CSE,1/4/2019\n"
MISSING = "Child ID,Date missing,Date found\n{}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a return, a census and a list that are as they should be."""
    for name, text in (("episodes.csv", EPISODES), ("header.csv", HEADER), ("cin.xml", CIN), ("list.csv", LIST)):
        (tmp_path / name).write_text(text)
    return tmp_path


def keys(read: Read, file: str) -> set[str]:
    return {problem.rule.key for problem in read.every_problem() if problem.file.startswith(file)}


def still_read(folder: Path, file: str, data: bytes) -> Read:
    """The folder read with this file in it too: whatever it is, the good files give all they have."""
    (folder / file).write_bytes(data)
    read = read_folder(folder, CONTEXT)
    people = {person for extract in read.extracts for person in extract.tables["people"]["person_id"]}
    assert people >= {"201", "301", "401"}
    by_kind = {extract.kind: extract for extract in read.extracts}
    assert by_kind["SSDA903"].tables["placements"].filter(person_id="201").height == 1
    assert by_kind["CIN census"].tables["involvements"].filter(person_id="301").height
    assert by_kind["Lists"].tables["harms"].filter(person_id="401").height == 1
    return read


BOOK = workbook({"List": [["Child ID", "Date missing"], ["402", "=A1"]]})


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"", "file_empty", id="empty"),
        pytest.param(zipped({"a.csv": LIST.encode()})[:-30], "archive_broken", id="truncated zip"),
        pytest.param(BOOK[: len(BOOK) // 2], "workbook_broken", id="truncated workbook"),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "workbook_protected",
            id="password",
        ),
        pytest.param(BOMB_XML, "xml_document_type", id="XML bomb"),
        pytest.param(zipped({"../../evil.csv": LIST.encode()}), "archive_slip", id="zip slip"),
        pytest.param(zipped({"bomb.csv": bytes(300_000_000)}), "archive_bomb", id="zip bomb"),
        pytest.param(bytes(range(256)) * 9, "file_not_text", id="rubbish"),
        pytest.param(b"a,b\n1," + b"x" * 200_000, "field_too_long", id="giant field"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_the_rest_read(folder: Path, data: bytes, expected: str) -> None:
    read = still_read(folder, "bad.csv", data)
    assert expected in keys(read, "bad.csv")
    assert read.problems.of(Severity.ERROR)


def test_a_file_of_two_gigabytes_is_told_and_the_rest_read(folder: Path) -> None:
    with (folder / "big.csv").open("wb") as file:
        file.truncate(2 * rules.GIB)
    assert keys(still_read(folder, "other.txt", b"a"), "big.csv") == {"file_too_large"}


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-8-sig"])
def test_a_list_in_another_encoding_is_read(folder: Path, encoding: str) -> None:
    text = LIST.replace("Child ID,DOB", "Child ID,Child name").replace("401,01/02/2006", "402,Zoë Ångström")
    read = still_read(folder, "other.csv", text.encode(encoding))
    names = [name for extract in read.extracts for name in extract.identities["given_name"].to_list()]
    assert "Zoë" in names


def test_a_census_cut_off_gives_the_children_before_the_break(folder: Path) -> None:
    second = CIN.replace("301", "302")
    children = CIN.partition("<Children>")[2].partition("</Children>")[0]
    whole = second.replace("</Children>", children.replace("301", "303") + "</Children>")
    read = still_read(folder, "cut.xml", whole[: whole.index("303") + 20].encode())
    people = {person for extract in read.extracts for person in extract.tables["people"]["person_id"]}
    assert "302" in people
    assert any(p.rule.severity is Severity.ERROR for p in read.every_problem() if p.file == "cut.xml")


def test_a_return_with_rows_cut_off_is_told_by_row(folder: Path) -> None:
    read = still_read(folder, "episodes.csv", (EPISODES + "202,01/05/2019,S,C2,N1,U6,PR1,,,,,,\n203,01/0").encode())
    assert "row_short" in keys(read, "episodes.csv")
    placed = {
        p for extract in read.extracts if extract.kind == "SSDA903" for p in extract.tables["placements"]["person_id"]
    }
    assert "202" in placed


def test_dates_of_a_wrong_year_and_impossible_ones_are_told(folder: Path) -> None:
    read = still_read(
        folder, "missing log.csv", MISSING.format("402,1/9/2091,\n403,31/02/2019,\n404,1/9/2019,").encode()
    )
    assert keys(read, "missing log.csv") >= {"list_date_unlikely", "list_date_unreadable", "list_no_first_day"}
    lists = next(extract for extract in read.extracts if extract.kind == "Lists")
    assert lists.tables["missing"]["person_id"].to_list() == ["404"]


def test_swapped_columns_are_told_and_nothing_is_counted_from_them(folder: Path) -> None:
    read = still_read(folder, "missing log.csv", MISSING.format("402,9/9/2019,1/9/2019").encode())
    assert "list_dates_backwards" in keys(read, "missing log.csv")
    assert next(e for e in read.extracts if e.kind == "Lists").tables["missing"].height == 0


def test_duplicate_children_are_counted_once(folder: Path) -> None:
    read = still_read(folder, "list.csv", (LIST + LIST.splitlines()[1] + "\n").encode())
    assert "list_row_repeated" in keys(read, "list.csv")
    assert next(e for e in read.extracts if e.kind == "Lists").tables["people"].filter(person_id="401").height == 1


def test_formula_cells_give_what_is_stored_or_are_told(folder: Path) -> None:
    book = rewritten(BOOK, "xl/worksheets/sheet1.xml", rb"</f><v>0</v>", b"</f>")
    read = still_read(folder, "formulas.xlsx", book)
    assert keys(read, "formulas.xlsx") >= {"formula_without_value", "list_no_first_day"}


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        (
            "youth justice.csv",
            "Person ID,Arrest date,First hearing,Requirement,Requirement start\n402,31/02/2019,1/9/2091,zebra,\n,1/9/2019,,,\n403,,,Tag,\n",
            {"list_date_unreadable", "list_date_unlikely", "list_word_unknown", "list_row_names_no_one", "list_control_incomplete"},
        ),
        (
            "police missing.csv",
            "Person ID,Date reported missing,Date found,Police information,Grading,Expiry date\n402,9/9/2019,1/9/2019,x,2 B P,\n403,,,x,9 Z Z,1/9/2020\n",
            {"list_dates_backwards", "list_no_first_day", "list_intelligence_not_graded"},
        ),
        (
            "exclusions.csv",
            "Person ID,Exclusion type,Exclusion start date,Hours per week,Day 6 provision\n402,SUSP,2/9/2019,many,1/9/2019\n403,,2/9/2019,,\n",
            {"list_number_unreadable", "list_date_unlikely", "list_event_not_said"},
        ),
        (
            "health.csv",
            "Person ID,Attendance date,Attendance type,Presenting complaint\n402,=1+1,A&E attendance,=cmd()\n403,1/9/2019,,\n",
            {"list_date_unreadable", "list_event_not_said"},
        ),
    ],
)  # fmt: skip
def test_mistakes_in_lists_of_other_services_are_told_by_row_and_the_rest_read(
    folder: Path, file: str, text: str, expected: set[str]
) -> None:
    read = still_read(folder, file, text.encode())
    assert keys(read, file) >= expected
    mine = [problem for problem in read.every_problem() if problem.file == file and problem.rule.key in expected]
    assert all(problem.row is not None and problem.rule.remedy for problem in mine)


@pytest.mark.parametrize(
    "name", ["Youth justice.csv", "Police missing.csv", "School exclusions.csv", "Health attendances.csv"]
)
@pytest.mark.parametrize("kept", [0.3, 0.6, 0.95])
def test_a_list_of_another_service_cut_off_gives_the_rows_before_the_break(
    folder: Path, name: str, kept: float
) -> None:
    sample = Path(__file__).parents[1] / "lists" / "samples" / name
    data = sample.read_bytes()
    read = still_read(folder, "cut.csv", data[: int(len(data) * kept)])
    assert "source_unreadable" not in {problem.rule.key for problem in read.every_problem()}
