"""The XML form says the same as the CSV files, child by child, and what is broken in it is told."""

from __future__ import annotations

import datetime as dt

import pytest

from kith.reading.sources.extracts import XmlFile
from kith.reading.sources.ssda903 import READER
from kith.reading.sources.ssda903.tests.given import CONTEXT, SAMPLES, of_file, read, stays, told, xml

CHILD = """<CHILD><HEADER><CHILDID>7</CHILDID><SEX>2</SEX><DOB>01/02/2003</DOB><ETHNIC>WBRI</ETHNIC></HEADER>
<EPISODE><DECOM>01/05/2017</DECOM><RNE>S</RNE><LS>C2</LS><CIN>N1</CIN><PL>U6</PL><DEC/><REC/></EPISODE></CHILD>"""


@pytest.fixture
def written(tmp_path):
    def write(text: str, encoding: str = "utf-8") -> XmlFile:
        path = tmp_path / "upload.xml"
        path.write_text(text, encoding=encoding)
        return XmlFile(path.name, path, "Message")

    return write


def test_the_xml_says_what_the_csv_files_say():
    names = ("header", "episodes", "uasc", "reviews", "missing", "oc2", "previous_permanence")
    csv = read(*(of_file(SAMPLES / "2018" / f"{name}.csv") for name in names))
    found = read(xmls=(xml(SAMPLES / "2018_xml" / "ssda903.xml"),))
    for name, table in csv.tables.items():
        assert found.tables[name].drop("source").equals(table.drop("source")), name
    assert found.identities.drop("source").equals(csv.identities.drop("source"))
    assert found.covers == csv.covers == (dt.date(2017, 4, 1), dt.date(2018, 3, 31))
    assert sorted(p.rule.key for p in found.problems) == sorted(p.rule.key for p in csv.problems)


def test_a_row_is_named_by_the_ordinal_of_its_child(written):
    found = read(xmls=(written(f"<EXPSSDA903>{CHILD}{CHILD.replace('>7<', '>8<')}</EXPSSDA903>"),))
    assert found.tables["placements"].sort("person_id")["source"].to_list() == ["upload.xml#1", "upload.xml#2"]


def test_a_namespace_and_lower_case_make_no_difference(written):
    text = f'<ns:message xmlns:ns="urn:x" xmlns="urn:y"><children>{CHILD.replace("CHILD>", "child>")}</children></ns:message>'
    assert stays(read(xmls=(written(text),))) == [("7", "2017-05-01", None)]


def test_utf_16_is_read(written):
    found = read(xmls=(written(f'<?xml version="1.0" encoding="utf-16"?><Message>{CHILD}</Message>', "utf-16"),))
    assert stays(found) == [("7", "2017-05-01", None)]


def test_the_children_before_a_break_are_kept_and_the_break_is_told(written):
    found = read(xmls=(written(f"<Message>{CHILD}{CHILD.replace('>7<', '>8<')[:200]}"),))
    assert found.tables["people"]["person_id"].to_list() == ["7"]
    assert told(found)["xml_broken"] == [("upload.xml", 2, None)]


def test_a_file_that_is_gone_is_told(tmp_path):
    gone = XmlFile("gone.xml", tmp_path / "gone.xml", "EXPSSDA903")
    assert told(READER.read([], [gone], CONTEXT)) == {"xml_broken": [("gone.xml", 1, None)]}
    assert not READER.claims_xml(XmlFile("gone.xml", tmp_path / "gone.xml", "Message"))


def test_a_child_without_an_identifier_is_told_and_one_with_nothing_else_is_kept(written):
    nameless = CHILD.replace("<CHILDID>7</CHILDID>", "")
    bare = "<CHILD><HEADER><CHILDID>9</CHILDID></HEADER></CHILD>"
    found = read(xmls=(written(f"<EXPSSDA903>{nameless}{bare}</EXPSSDA903>"),))
    assert found.tables["people"]["person_id"].to_list() == ["9"]
    assert told(found)["no_child"] == [("upload.xml", 1, "CHILD"), ("upload.xml", 1, "CHILD")]


def test_derived_distance_place_and_authority_are_used(written):
    derived = "<PL_LA>E08000025</PL_LA><PL_LOCATION>OUT</PL_LOCATION><PL_DISTANCE>{}</PL_DISTANCE><DEC/>"
    near = CHILD.replace("<DEC/>", derived.format("31.4"))
    unknown = CHILD.replace(">7<", ">8<").replace("<DEC/>", derived.format("999.9"))
    found = read(xmls=(written(f"<Message>{near}{unknown}</Message>"),)).tables["placements"].sort("person_id")
    assert found["miles"].to_list() == [31.4, None]
    assert found["locality"].to_list() == ["out", "out"]
    assert found["placement_authority"].to_list() == ["E08000025", "E08000025"]


def test_the_cin_census_is_not_claimed(written):
    cin = "<Message><Header><Collection>CIN</Collection></Header><Children><Child><ChildIdentifiers/></Child></Children></Message>"
    assert not READER.claims_xml(written(cin))
    assert READER.claims_xml(written(f"<Message>{CHILD}</Message>"))
