"""An authority is the same whatever the year of its code; what was split is not known."""

from __future__ import annotations

import re

import pytest

from kith.definitions.authorities import (
    adjoining,
    attribution,
    authorities,
    authority,
    authority_of_district,
    newest,
    same_authority,
)
from kith.definitions.codes import DATA, rows

REFERENCE = DATA / "reference"
CODES = {found.code for found in authorities()}

RECODED = [
    ("E08000016", "E08000038", "Barnsley"),
    ("E08000019", "E08000039", "Sheffield"),
    ("E10000023", "E06000065", "North Yorkshire"),
    ("E10000027", "E06000066", "Somerset"),
    ("E10000002", "E06000060", "Buckinghamshire"),
]
SPLIT = [("E10000006", {"E06000063", "E06000064"}), ("E10000021", {"E06000061", "E06000062"})]


def test_all_authorities_are_there_once() -> None:
    nations = [found.nation for found in authorities()]
    assert (nations.count("England"), nations.count("Wales"), len(nations)) == (153, 22, 175)
    assert len(CODES) == 175
    assert len({found.dfe_code for found in authorities() if found.dfe_code}) == 153
    assert len({found.name for found in authorities()}) == 175


def test_every_authority_is_whole() -> None:
    for found in authorities():
        assert re.fullmatch(r"(E06|E08|E09|E10|W06)\d{6}", found.code)
        assert found.region
        assert found.region_code
        assert bool(found.dfe_code) is (found.nation == "England")
        assert bool(found.name_welsh) is (found.nation == "Wales")
        assert authority(found.name) == authority(found.code) == found
        assert newest(found.code) == {found.code}
        assert authority_of_district(found.code) in {found.code}


def test_every_code_in_the_reference_files_is_known() -> None:
    for row in rows(REFERENCE / "adjacent_authorities.csv"):
        assert newest(row["code"]) <= CODES
        assert len(newest(row["code"])) == len(newest(row["adjoining_code"])) == 1
    for row in rows(REFERENCE / "districts.csv") + rows(REFERENCE / "former_districts.csv"):
        assert authority_of_district(row["district_code"]) in CODES
    for row in rows(REFERENCE / "code_changes.csv"):
        assert row["new_code"] in CODES
        assert row["old_code"] not in CODES


def test_no_district_of_today_is_also_a_former_one() -> None:
    today = {row["district_code"] for row in rows(REFERENCE / "districts.csv")}
    assert not today & {row["district_code"] for row in rows(REFERENCE / "former_districts.csv")}


def test_adjoining_holds_both_ways_and_never_with_itself() -> None:
    pairs = {(row["code"], row["adjoining_code"]) for row in rows(REFERENCE / "adjacent_authorities.csv")}
    assert all((b, a) in pairs and a != b for a, b in pairs)


@pytest.mark.parametrize(("old", "new", "name"), RECODED)
def test_a_recoded_authority_is_one_authority(old: str, new: str, name: str) -> None:
    assert newest(old) == newest(new) == {new}
    assert same_authority(old, new) is True
    assert same_authority(new, old) is True
    found = authority(old)
    assert found is not None
    assert (found.code, found.name) == (new, name)
    assert authority_of_district(old) == authority_of_district(new) == new


@pytest.mark.parametrize(("old", "new"), SPLIT)
def test_a_split_authority_may_be_any_of_its_parts(old: str, new: set[str]) -> None:
    assert newest(old) == new
    assert authority(old) is None
    assert authority_of_district(old) is None
    assert same_authority(old, old) is True
    for part in new:
        assert same_authority(old, part) is None
        assert same_authority(part, old) is None
    assert same_authority(old, "E10000016") is False
    assert same_authority(*new) is False


def test_cumberland_and_westmorland_and_furness_are_two_authorities() -> None:
    assert same_authority("E06000063", "E06000064") is False
    assert adjoining("E06000063", "E06000064") is True


def test_old_dorset_continues_in_dorset_though_christchurch_left() -> None:
    found = authority("E10000009")
    assert found is not None
    assert found.name == "Dorset"
    assert same_authority("E10000009", "E06000058") is None
    assert authority_of_district("E07000048") == "E06000058"


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("E09000007", "E09000012", False),
        ("e09000007 ", "E09000007", True),
        ("W06000015", "W06000015", True),
        ("E09000007", "", None),
        ("", "", None),
        ("E09000007", "E99999999", None),
        ("E09000007", "nonsense", None),
        ("E09000007", "SCO", False),
        ("NIR", "E09000007", False),
        ("E09000007", "WAL", False),
        ("W06000015", "WAL", None),
        ("WAL", "WAL", None),
        ("E09000007", "NUK", False),
        ("E09000007", "CON", None),  # meaning not verified
        ("E09000007", "S12000036", False),
    ],
)
def test_the_same_authority_is_yes_no_or_not_known(a: str, b: str, same: bool | None) -> None:
    assert same_authority(a, b) is same


@pytest.mark.parametrize(
    ("a", "b", "adjoin"),
    [
        ("E08000016", "E08000039", True),  # Barnsley old, Sheffield new
        ("E08000038", "E08000019", True),
        ("E10000016", "E06000035", True),  # Kent, Medway
        ("E10000016", "E08000003", False),  # Kent, Manchester
        ("E06000046", "E10000014", False),  # the Isle of Wight adjoins none
        ("E10000016", "E10000016", False),
        ("E10000006", "E10000016", False),  # neither part of old Cumbria
        ("E10000006", "E10000017", None),  # one part of it adjoins Lancashire
        ("E10000016", "S12000036", None),
        ("E10000016", "", None),
    ],
)
def test_adjoining_resolves_both_sides(a: str, b: str, adjoin: bool | None) -> None:
    assert adjoining(a, b) is adjoin
    assert adjoining(b, a) is adjoin


@pytest.mark.parametrize(
    ("district", "code"),
    [
        ("E07000105", "E10000016"),  # Ashford, in two-tier Kent
        ("E07000067", "E10000012"),  # Braintree, in two-tier Essex
        ("E06000035", "E06000035"),  # Medway is not Kent
        ("E06000066", "E06000066"),  # Somerset
        ("E07000187", "E06000066"),  # Mendip, once in Somerset
        ("E07000165", "E06000065"),  # Harrogate, once in North Yorkshire
        ("E07000026", "E06000063"),  # Allerdale, now Cumberland
        ("E07000030", "E06000064"),  # Eden, now Westmorland and Furness
        ("E08000016", "E08000038"),  # Barnsley, old
        ("E08000038", "E08000038"),  # Barnsley, new
        ("E08000019", "E08000039"),  # Sheffield, old
        ("E08000039", "E08000039"),  # Sheffield, new
        ("E06000028", "E06000058"),  # Bournemouth, merged
        ("W06000015", "W06000015"),
        ("S12000036", None),
        ("", None),
    ],
)
def test_a_district_belongs_to_the_authority_that_covers_it(district: str, code: str | None) -> None:
    assert authority_of_district(district) == code


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("370", "Barnsley"),
        ("barnsley", "Barnsley"),
        ("HULL", "Kingston upon Hull, City of"),
        ("Bristol", "Bristol, City of"),
        ("City of Bristol", "Bristol, City of"),
        ("Durham", "County Durham"),
        ("Telford & Wrekin", "Telford and Wrekin"),
        ("London Borough of Camden", "Camden"),
        ("Royal Borough of Windsor and Maidenhead", "Windsor and Maidenhead"),
        ("Essex County Council", "Essex"),
        ("City of York Council", "York"),
        ("City of London", "City of London"),
        ("Caerdydd", "Cardiff"),
        ("st helens", "St. Helens"),
    ],
)
def test_an_authority_is_found_by_what_people_call_it(written: str, name: str) -> None:
    found = authority(written)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("written", ["", " ", "London", "Cumbria", "999", "E99999999", "council"])
def test_what_names_no_one_authority_is_not_guessed(written: str) -> None:
    assert authority(written) is None


def test_an_unknown_code_has_no_newest() -> None:
    assert newest("E99999999") == frozenset()
    assert newest("SCO") == frozenset()


def test_the_attribution_names_the_licence() -> None:
    assert "Open Government Licence v3.0" in attribution()
    assert attribution() in " ".join((REFERENCE / "SOURCES.md").read_text(encoding="utf-8").split())
