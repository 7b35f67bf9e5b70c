"""Every map leads to a key that there is, and people's words are read as they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.definitions.codes import DATA, codes, list_names, rows
from kith.definitions.maps import harm_from_factor, harm_meanings, harm_words, normal, word_domains, words


def test_every_factor_and_what_it_means_is_in_its_list() -> None:
    for meaning in harm_from_factor():
        factor = codes("cin_factor").get(meaning.factor)
        assert factor is not None
        assert meaning.harm in codes("harm")
        assert meaning.setting in codes("setting")
        assert meaning.setting_basis in codes("setting_basis")
        assert meaning.first_year == factor.first_year
        assert meaning.source


def test_dfe_factors_are_assumed_outside_and_child_on_child_is_not_known() -> None:
    assert {m.factor: (m.harm, m.setting, m.by_option) for m in harm_from_factor()} == {
        "10A": ("missing", "outside", False),
        "11A": ("cse", "outside", False),
        "12A": ("trafficking", "outside", False),
        "13A": ("gang", "outside", False),
        "24A": ("cce", "outside", False),
        "18B": ("peer_on_peer", "not_known", True),
        "19B": ("peer_on_peer", "not_known", True),
    }
    assert all(m.setting_basis == "assumed" for m in harm_from_factor())


def test_the_factor_map_and_the_factor_list_agree_on_what_counts() -> None:
    groups = codes("cin_factor").groups()
    for meaning in harm_from_factor():
        assert groups[meaning.factor] == ("extra_familial_by_option" if meaning.by_option else "extra_familial")


def test_every_harm_word_leads_to_a_harm_and_a_sub_kind_of_it() -> None:
    for meanings in harm_meanings().values():
        for meaning in meanings:
            assert meaning.harm in codes("harm")
            assert not meaning.sub_kind or codes("harm_sub_kind").groups()[meaning.sub_kind] == meaning.harm


def test_every_harm_is_known_by_its_key_and_its_labels() -> None:
    for code in codes("harm"):
        assert code.key in harm_words()[normal(code.label)]
        assert code.key in harm_words()[normal(code.key)]


@pytest.mark.parametrize(
    ("written", "harms"),
    [
        ("CSE", ("cse",)),
        (" Sexual  Exploitation ", ("cse",)),
        ("C.C.E.", ("cce",)),
        ("County-Lines", ("cce",)),
        ("drug running", ("cce",)),
        ("Gangs", ("gang",)),
        ("SYV", ("serious_youth_violence",)),
        ("knife crime", ("serious_youth_violence",)),
        ("Peer-on-peer", ("peer_on_peer",)),
        ("HSB", ("peer_on_peer",)),
        ("modern slavery", ("trafficking",)),
        ("Prevent", ("radicalisation",)),
        ("online", ("online",)),
        ("domestic abuse in teenage relationships", ("teenage_relationship_abuse",)),
        ("exploited", ("efh_unspecified",)),
        ("groomed", ("efh_unspecified",)),
        ("MISSING", ("missing",)),
        ("CCE/CSE", ("cce", "cse")),
        ("Gangs & county lines", ("gang", "cce")),
        ("neglect", None),
        ("", None),
    ],
)
def test_a_harm_is_read_as_people_write_it(written: str, harms: tuple[str, ...] | None) -> None:
    assert harm_words().get(normal(written)) == harms


def test_county_lines_is_kept_as_a_sub_kind() -> None:
    assert [(m.harm, m.sub_kind) for m in harm_meanings()["county lines"]] == [("cce", "county_lines")]


@pytest.mark.parametrize("domain", list_names())
def test_every_word_leads_to_a_key_of_its_list(domain: str) -> None:
    assert set(words(domain).values()) <= set(codes(domain).keys())
    assert "" not in words(domain)


@pytest.mark.parametrize("domain", word_domains())
def test_every_domain_of_words_is_a_list_and_no_word_has_two_meanings(domain: str) -> None:
    assert domain in list_names()
    written = [
        (normal(row["word"]), row["key"]) for row in rows(DATA / "maps" / "words.csv") if row["domain"] == domain
    ]
    assert len(dict(written)) == len(written)


@pytest.mark.parametrize(
    ("domain", "written", "key"),
    [
        ("state", "Y", "yes"),
        ("state", "NO", "no"),
        ("state", "N/A", "not_known"),
        ("state", "?", "not_known"),
        ("state", "✓", "yes"),
        ("involvement", "LAC", "looked_after"),
        ("involvement", "CIN", "child_in_need"),
        ("involvement", "CP plan", "child_protection"),
        ("involvement", "Early Help", "early_help"),
        ("involvement", "Care leaver", "care_leaver"),
        ("sex", "Female", "F"),
        ("sex", "1", "M"),
        ("sex_group", "boy", "male"),
        ("ethnicity", "White: English, Welsh, Scottish, Northern Irish or British", "WBRI"),
        ("ethnicity", "Black, Black British, Black Welsh, Caribbean or African: African", "BAFR"),
        ("ethnicity", "BOTH", "BOTH"),
        ("arranged_by", "Local authority", "authority"),
        ("arranged_by", "Another authority", "other_authority"),
        ("who_moved", "Whole family", "whole_family"),
        ("due_to_efh", "Partly", "partly"),
        ("due_to_efh", "not reviewed", "not_reviewed"),
        ("missing_kind", "Missing from care", "missing"),
        ("missing_kind", "unauthorised absence", "away"),
        ("locality", "OOA", "out"),
        ("placement_group", "Foster care", "foster"),
    ],
)
def test_a_cell_is_read_as_people_write_it(domain: str, written: str, key: str) -> None:
    assert words(domain)[normal(written)] == key


@pytest.mark.parametrize("domain", ["state", "due_to_efh", "locality", "involvement"])
def test_a_blank_and_a_dash_are_never_an_answer(domain: str) -> None:
    assert normal("  ") not in words(domain)
    assert normal("-") not in words(domain)


def test_words_of_no_list_are_told() -> None:
    with pytest.raises(LookupError):
        words("no_such_list")


@given(st.text(max_size=30))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@given(st.text(max_size=30))
def test_case_and_surrounding_space_do_not_matter(text: str) -> None:
    assert normal(f"  {text}\t") == normal(text)
    assert normal(text.casefold()) == normal(text)
