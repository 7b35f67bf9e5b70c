"""Identifiers are stable, differ where their parts differ, and tell nothing without the key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.foundation.identifiers import pseudonym, pseudonyms, row_id, row_ids

KEY = bytes(range(32))
PARTS = st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x1f"), max_size=5), min_size=1, max_size=4)


@given(PARTS, PARTS)
def test_row_ids_are_equal_exactly_when_the_parts_are(one: list[str], other: list[str]) -> None:
    assert (row_id(*one) == row_id(*other)) == (one == other)


def test_a_row_id_never_changes_between_releases() -> None:
    assert row_id("placements", "123", "2019-01-01", 0) == "ce40713c775faad0"


@given(st.lists(PARTS, max_size=5))
def test_ids_made_of_a_whole_column_are_those_made_one_by_one(rows: list[list[str]]) -> None:
    assert row_ids("\x1f".join(parts) for parts in rows) == [row_id(*parts) for parts in rows]


@given(st.text(st.characters(codec="utf-8")))
def test_a_pseudonym_is_stable_under_its_key_and_differs_under_another(value: str) -> None:
    assert pseudonym(KEY, value) == pseudonym(KEY, value)
    assert pseudonym(KEY, value) != pseudonym(KEY[::-1], value)
    assert len(pseudonym(KEY, value)) == 21


def test_a_pseudonym_never_changes_between_releases() -> None:
    assert pseudonym(KEY, "123") == "pe7c5538a4b15664ed667"


@pytest.mark.parametrize("key", [b"", b"k" * 15])
def test_a_short_key_is_refused(key: bytes) -> None:
    with pytest.raises(ValueError, match="at least 16 bytes"):
        pseudonym(key, "1")


def test_each_distinct_value_gets_its_pseudonym() -> None:
    assert pseudonyms(KEY, ["1", "2", "1"]) == {"1": pseudonym(KEY, "1"), "2": pseudonym(KEY, "2")}
