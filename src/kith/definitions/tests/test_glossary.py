"""The glossary names what the code names, in an order in which a word can be found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kith.definitions.codes import codes, list_names
from kith.definitions.maps import normal

GLOSSARY = Path(__file__).resolve().parents[4] / "GLOSSARY.md"

ABOVE = {  # named in storeys above this one: tables and columns of the dataset
    *("actions", "authority", "episodes", "host authority", "people", "placements", "relocations"),
    *("first_year", "last_year", "group", "efh", "beside"),
}


def entries() -> list[list[str]]:
    if not GLOSSARY.is_file():
        pytest.skip("the glossary is not installed with the package")
    lines = GLOSSARY.read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")][2:]


def test_the_glossary_is_in_alphabetical_order_without_doubles() -> None:
    terms = [normal(term) for term, _, _ in entries()]
    assert terms == sorted(set(terms))


def test_every_name_in_code_is_a_list_a_key_or_a_table() -> None:
    known = {*list_names(), *ABOVE}
    for name in list_names():
        known |= {*codes(name).keys(), *codes(name).groups().values()}
    named = {name for _, cell, _ in entries() for name in re.findall(r"`([^`]+)`", cell)}
    assert named - known == set()


def test_every_vocabulary_of_our_own_has_its_term() -> None:
    named = {name for _, cell, _ in entries() for name in re.findall(r"`([^`]+)`", cell)}
    for name in ("harm", "setting", "certainty", "involvement", "locality", "state", "driver", "track", "stage", "aim"):
        assert name in named
