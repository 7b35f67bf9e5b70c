"""The code lists say what their sources say: complete, without doubles, with the years they hold."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.definitions.codes import DATA, Code, codes, list_names, rows

LENGTHS = {  # entries counted in the sources read, list by list
    "legal_status": 13,
    "placement_type": 32,  # 27 to 2023-24, K3, Z11 to Z14
    "reason_new_episode": 6,
    "reason_episode_ceased": 24,  # 22 and the two to 2017-18
    "reason_place_change": 12,
    "placement_provider": 6,
    "need": 10,
    "placement_location": 2,
    "placement_area": 5,
    "distance_locality": 6,
    "missing": 2,
    "ethnicity": 20,
    "sex": 7,
    "cin_factor": 44,
    "referral_source": 22,
    "closure_reason": 9,
    "abuse_category": 5,
    "disability": 13,
    "adopter_sex": 5,
    "adopter_legal_status": 6,
    "sdq_reason": 5,
    "review_code": 8,
    "in_touch": 6,
    "activity": 14,
    "accommodation": 33,
    "reason_placed_ceased": 4,
    "previous_permanence": 5,
    "social_worker_reason": 10,
    "why_out_of_area": 4,
    "placement_risk": 6,
    "statistical_symbol": 6,
    "critical_moment": 14,
    "tried_first": 11,
    "cost_process": 8,
}

VOCABULARIES = {
    "setting": "outside inside both not_known",
    "setting_basis": "recorded assumed",
    "certainty": "suspected confirmed ruled_out",
    "involvement": "early_help child_in_need child_protection looked_after care_leaver not_known",
    "locality": "in out not_known",
    "state": "yes no not_known",
    "due_to_efh": "yes partly no not_known not_reviewed",
    "missing_kind": "missing away",
    "authorisation": "secure deprivation_of_liberty",
    "dimension": "physical relational psychological",
    "stage": "before at_move during at_return after",
    "track": "practitioner family peer community",
    "aim": "monitor disrupt build_safety repair_relationship recover",
    "next_home": "return stay elsewhere undecided",
    "episode_role": "harmed said_to_have_harmed present protective",
    "age_band": "10-12 13-15 16-17 18+ not_known",
    "planned_length": "to_3_months 3_to_12_months 1_to_2_years over_2_years not_known",
    "cost_stage": "initiating sustaining ending",
}

GROUPED = {  # list → the list that names its groups
    "legal_status": "legal_basis",
    "placement_type": "placement_group",
    "ethnicity": "ethnicity_group",
    "sex": "sex_group",
    "missing": "missing_kind",
    "harm_sub_kind": "harm",
    "yes_no_flag": "state",
    "disability": "state",
}


def test_the_index_and_the_files_name_the_same_lists() -> None:
    files = {path.stem for path in (DATA / "codes").glob("*.csv")} - {"index"}
    assert files == set(list_names())


@pytest.mark.parametrize("name", list_names())
def test_a_list_is_whole_and_without_doubles(name: str) -> None:
    found = codes(name)
    assert len(found) > 0
    assert len(found.keys()) == len(found.entries)
    assert found.title
    assert found.says
    assert found.source
    for code in found:
        assert code.key == code.key.strip()
        assert code.label == code.label.strip() != ""
        assert code.source
        assert code.first_year is None or code.last_year is None or code.first_year <= code.last_year
        assert all(year is None or 2000 < year < 2100 for year in (code.first_year, code.last_year))


@pytest.mark.parametrize(("name", "length"), LENGTHS.items())
def test_a_list_has_as_many_entries_as_its_source(name: str, length: int) -> None:
    assert len(codes(name)) == length


@pytest.mark.parametrize(("name", "keys"), VOCABULARIES.items())
def test_a_vocabulary_has_its_stable_keys(name: str, keys: str) -> None:
    assert codes(name).keys() == tuple(keys.split())


def test_the_harms_of_the_field_are_there() -> None:
    named = (
        "cse cce gang serious_youth_violence peer_on_peer teenage_relationship_abuse trafficking online radicalisation"
    )
    assert {*named.split(), "other_efh", "efh_unspecified", "missing"} <= set(codes("harm").keys())
    assert [code.key for code in codes("harm") if code.group == "beside"] == ["missing"]


@pytest.mark.parametrize(("name", "groups"), GROUPED.items())
def test_every_group_is_a_key_of_the_list_of_groups(name: str, groups: str) -> None:
    assert set(codes(name).groups().values()) <= set(codes(groups).keys())


def test_every_group_of_placements_and_of_law_is_used() -> None:
    for name in ("legal_status", "placement_type", "ethnicity", "sex"):
        assert set(codes(name).groups().values()) == set(codes(GROUPED[name]).keys())


@pytest.mark.parametrize(
    ("name", "key", "year", "valid"),
    [
        ("placement_type", "H5", 2024, True),
        ("placement_type", "H5", 2025, False),
        ("placement_type", "P2", 2024, True),  # to 28 October 2023, within that year
        ("placement_type", "P2", 2025, False),
        ("placement_type", "K3", 2023, False),
        ("placement_type", "K3", 2024, True),  # episodes carried over from H5
        ("placement_type", "K3", 2026, True),
        ("placement_type", "Z1", 2025, True),
        ("placement_type", "Z1", 2026, False),
        ("placement_type", "Z11", 2025, False),
        ("placement_type", "Z14", 2026, True),
        ("placement_type", "K2", 2017, True),
        ("placement_type", "ZZ", 2026, None),
        ("reason_episode_ceased", "E43", 2018, True),
        ("reason_episode_ceased", "E44", 2019, False),
        ("reason_episode_ceased", "E45", 2018, False),
        ("reason_episode_ceased", "E48", 2019, True),
        ("reason_place_change", "CUSTOD", 2018, False),
        ("reason_place_change", "CUSTOD", 2019, True),
        ("cin_factor", "24A", 2021, False),
        ("cin_factor", "24A", 2022, True),
        ("cin_factor", "18A", 2021, False),
        ("cin_factor", "18B", 2021, True),
        ("cin_factor", "11A", 2017, True),
        ("referral_source", "5D", 2022, False),
        ("closure_reason", "RC9", 2023, True),
        ("sex", "1", 2025, False),
        ("sex", "M", 2025, True),
        ("activity", "F3", 2022, False),
        ("activity", "F4", 2022, True),
        ("social_worker_reason", "MANAGE", 2023, False),
    ],
)
def test_a_code_holds_in_its_years(name: str, key: str, year: int, valid: bool | None) -> None:
    assert codes(name).valid_in(key, year) is valid


def test_short_breaks_stand_apart_from_section_20() -> None:
    groups = codes("legal_status").groups()
    assert {key for key, group in groups.items() if group == "short_break"} == {"V3", "V4"}
    assert groups["V2"] == "section_20"
    assert groups["C1"] == groups["C2"] == "section_31"


def test_dfe_counts_five_factors_as_extra_familial() -> None:
    groups = codes("cin_factor").groups()
    assert {key for key, group in groups.items() if group == "extra_familial"} == {"10A", "11A", "12A", "13A", "24A"}
    assert {key for key, group in groups.items() if group == "extra_familial_by_option"} == {"18B", "19B"}


def test_a_code_whose_label_was_not_found_says_so() -> None:
    for key in ("Z11", "Z12", "Z13", "Z14"):
        assert "label not published in the sources read" in codes("placement_type").label(key)


def test_a_relabelled_code_reads_as_it_did_in_its_year() -> None:
    need = codes("need")
    assert need.label("N1") == "Abuse, neglect and exploitation"
    assert need.label("N1", year=2026) == "Abuse, neglect and exploitation"
    assert need.label("N1", year=2025) == "Abuse or neglect"


def test_every_earlier_label_is_of_a_code_that_there_is() -> None:
    for row in rows(DATA / "maps" / "earlier_labels.csv"):
        assert row["key"] in codes(row["list"])


def test_labels_come_in_welsh_and_fall_back_to_english() -> None:
    assert codes("harm").label("cse", "cy") == "Camfanteisio’n rhywiol ar blant"
    assert codes("placement_type").label("K2", "cy") == codes("placement_type").label("K2")


# The codes of England's statutory returns and of its statistics, which their publisher words in English alone.
ENGLISH_RETURNS = {
    *("accommodation", "activity", "adopter_legal_status", "adopter_sex", "cin_factor", "in_touch", "legal_status"),
    *("need", "placement_area", "placement_provider", "placement_type", "previous_permanence", "reason_episode_ceased"),
    *("reason_new_episode", "reason_place_change", "reason_placed_ceased", "referral_source", "review_code"),
    *("sdq_reason", "social_worker_reason", "distance_locality", "statistical_symbol"),
}


@pytest.mark.parametrize("name", [name for name in list_names() if name not in ENGLISH_RETURNS])
def test_every_label_that_is_not_a_return_s_own_wording_is_there_in_welsh(name: str) -> None:
    missing = [code.key for code in codes(name) if not code.label_welsh]
    assert not missing, f"write label_welsh in data/codes/{name}.csv, by the terms of docs/explanation/welsh.md"


@given(st.text(max_size=8))
def test_an_unknown_key_is_said_and_never_raised(key: str) -> None:
    harm = codes("harm")
    known = key in harm.keys()  # noqa: SIM118 - `in harm` is what is tested
    assert (key in harm) is known
    assert (harm.get(key) is not None) is known
    assert (harm.label(key).startswith("Unknown code") or known) is True
    assert (harm.valid_in(key, 2020) is None) is not known


def test_no_key_at_all_is_unknown_too() -> None:
    assert codes("harm").get(None) is None
    assert codes("harm").label(None) == "Unknown code: -"


def test_an_unknown_list_is_told_with_the_lists_that_there_are() -> None:
    with pytest.raises(LookupError, match="placement_type"):
        codes("no_such_list")


def test_a_list_is_read_once_and_cannot_be_changed() -> None:
    assert codes("harm") is codes("harm")
    with pytest.raises(FrozenInstanceError):
        codes("harm").entries[0].label = "x"  # type: ignore[misc]
    assert Code("k", "l").first_year is None


def test_the_storey_is_imported_without_anything_heavy() -> None:
    program = (
        "import sys, kith.definitions.codes, kith.definitions.maps, kith.definitions.authorities;"
        "kith.definitions.maps.words('state');"
        "heavy = {'polars', 'narwhals', 'lxml', 'numpy'} & set(sys.modules); sys.exit(str(heavy) if heavy else 0)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
