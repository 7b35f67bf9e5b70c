"""The lists agree with the published schemas and files that lie beside the project, where they do."""

from __future__ import annotations

import csv
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from kith.definitions.authorities import authority, newest
from kith.definitions.codes import codes

ROOT = Path(__file__).resolve().parents[4]
SHARED = ROOT.parent / "shared" / "data"
SCHEMA = "{http://www.w3.org/2001/XMLSchema}"

LISTS = {  # simple type of the census schema → list
    "ethnicitytype": "ethnicity",
    "disabilitytype": "disability",
    "referralsourcetype": "referral_source",
    "categoryofabusetype": "abuse_category",
    "primaryneedcodetype": "need",
    "reasonforclosuretype": "closure_reason",
    "assessmentfactorstype": "cin_factor",
    "gendertype": "sex",
    "sextype": "sex",
}

COLUMNS = {  # column of the SSDA903 files → list
    "RNE": "reason_new_episode",
    "LS": "legal_status",
    "CIN": "need",
    "PLACE": "placement_type",
    "PLACE_PROVIDER": "placement_provider",
    "REC": "reason_episode_ceased",
    "REASON_PLACE_CHANGE": "reason_place_change",
    "SEX": "sex",
    "ETHNIC": "ethnicity",
    "MISSING": "missing",
    "REVIEW_CODE": "review_code",
    "IN_TOUCH": "in_touch",
    "ACTIV": "activity",
    "SDQ_REASON": "sdq_reason",
    "PREV_PERM": "previous_permanence",
    "SEX_ADOPTR": "adopter_sex",
    "LS_ADOPTR": "adopter_legal_status",
}


def folder(name: str) -> Path:
    if not (SHARED / name).is_dir():
        pytest.skip(f"the published files ({name}) are not beside the project")
    return SHARED / name


@pytest.mark.parametrize("year", range(2017, 2027))
def test_a_census_schema_holds_the_codes_that_are_valid_in_its_year(year: int) -> None:
    tree = ET.parse(folder("cin_schemas") / f"CIN_schema_{year}.xsd")  # noqa: S314 - a published file, not an upload
    for kind in tree.iter(f"{SCHEMA}simpleType"):
        if (name := LISTS.get(kind.get("name", ""))) is None:
            continue
        published = {item.get("value") for item in kind.iter(f"{SCHEMA}enumeration")}
        ours = {code.key for code in codes(name) if codes(name).valid_in(code.key, year)}
        kept_though_withdrawn = {"18A", "19A"} if name == "cin_factor" and year > 2020 else set()
        assert published - kept_though_withdrawn == ours, name


def test_the_labels_are_those_of_the_newest_census_schema() -> None:
    tree = ET.parse(folder("cin_schemas") / "CIN_schema_2026.xsd")  # noqa: S314 - a published file, not an upload
    for kind in tree.iter(f"{SCHEMA}simpleType"):
        if kind.get("name") not in ("primaryneedcodetype", "reasonforclosuretype", "categoryofabusetype"):
            continue
        for item in kind.iter(f"{SCHEMA}enumeration"):
            label = (item.findtext(f"{SCHEMA}annotation/{SCHEMA}documentation") or "").strip()
            assert codes(LISTS[kind.get("name", "")]).label(item.get("value")) == label


def test_every_code_of_a_whole_fake_return_is_known() -> None:
    unknown = set()
    for path in folder("ssda903_fake").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                unknown |= {
                    (column, row[column])
                    for column, name in COLUMNS.items()
                    if row.get(column) and row[column] not in codes(name)
                }
    assert unknown == set()


def test_every_authority_of_the_published_indicators_is_known() -> None:
    with (folder("official") / "cin_factors_by_authority_2018_2025.csv").open(encoding="utf-8", newline="") as file:
        published = {(row["new_la_code"], row["la_name"]) for row in csv.DictReader(file) if row["new_la_code"]}
    local = {(code, name) for code, name in published if re.match(r"E(06|08|09|10)", code)}
    assert len(local) > 150
    assert {code for code, _ in local if not newest(code)} == set()
    standing = {(code, name) for code, name in local if newest(code) == {code}}
    assert len(standing) >= 149
    assert {name for _, name in standing if authority(name) is None} == set()
