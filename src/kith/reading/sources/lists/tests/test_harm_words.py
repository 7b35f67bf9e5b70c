"""Harms are read from a cell however they were strung together, and what is not known is kept as unspecified."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.definitions.codes import codes
from kith.reading.sources.lists.words import Said, harms_said, mark_said, state_said


@pytest.mark.parametrize(
    ("cell", "harms"),
    [
        ("CSE/CCE; missing", ["cse", "cce", "missing"]),
        ("sexual + criminal", ["cse", "cce"]),
        ("CSE\ngangs\nonline", ["cse", "gang", "online"]),
        ("CSE & county lines", ["cse", "cce"]),
        ("peer on peer and CCE", ["peer_on_peer", "cce"]),
        ("gangs and serious youth violence", ["gang", "serious_youth_violence"]),
        ("Criminal Exploitation: County Lines", ["cce"]),
        ("CSE, CSE", ["cse"]),
        ("groomed", ["efh_unspecified"]),
        ("no CSE", []),
        ("CSE: no, CCE: yes", ["cce"]),
        ("None", []),
        ("n/a", []),
        ("-", []),
        ("?", []),
    ],
)
def test_several_harms_in_a_cell_are_each_read(cell: str, harms: list[str]) -> None:
    assert [said.harm for said in harms_said(cell)] == harms
    assert all(said.known for said in harms_said(cell))


@pytest.mark.parametrize("cell", ["CSE?", "suspected CSE", "CSE (suspected)", "CSE - high", "possible CSE"])
def test_a_doubt_in_the_cell_makes_the_harm_suspected(cell: str) -> None:
    assert harms_said(cell) == (Said("cse", certainty="suspected"),)


def test_how_sure_is_said_of_the_harm_before_it_only() -> None:
    assert harms_said("CCE, CSE (confirmed)") == (Said("cce"), Said("cse", certainty="confirmed"))


def test_words_that_are_not_known_are_kept_as_unspecified_and_marked() -> None:
    assert harms_said("CSE; zebra") == (Said("cse"), Said("efh_unspecified", known=False))


def test_the_narrower_kind_stands_for_the_wider_one_beside_it() -> None:
    assert harms_said("CCE; county lines") == (Said("cce", "county_lines"),)


def test_local_words_come_first() -> None:
    assert [said.harm for said in harms_said("zebra; CSE", {"zebra": "online gang"})] == ["online", "gang", "cse"]


@given(
    st.lists(st.sampled_from(["cse", "cce", "gang", "online"]), min_size=1, unique=True), st.sampled_from(";,/+|\n&")
)
def test_any_harms_with_any_separator_are_read_again(harms: list[str], separator: str) -> None:
    assert [said.harm for said in harms_said(f" {separator} ".join(harms))] == harms


@given(st.text(max_size=60))
def test_no_cell_whatever_raises_or_gives_an_unknown_harm(cell: str) -> None:
    assert all(said.harm in codes("harm") or said.harm == "missing" for said in harms_said(cell))
    mark_said(cell)


@pytest.mark.parametrize(
    ("cell", "state"),
    [
        *(("Y", "yes"), ("TRUE", "yes"), ("✓", "yes"), ("N", "no"), ("FALSE", "no")),
        *((cell, "not_known") for cell in ("N/K", "unknown", "x?", "Yes?", "?")),
        ("x", None),
    ],
)
def test_the_usual_forms_of_yes_no_and_not_known(cell: str, state: str | None) -> None:
    assert state_said(cell) == state
