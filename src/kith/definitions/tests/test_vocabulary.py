"""What a trawl of notes looks for follows from the kinds of harm, and finds whole words wherever they stand."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.definitions.codes import codes
from kith.definitions.maps import harm_meanings, normal
from kith.definitions.vocabulary import looked_for, named_in


def test_every_kind_of_harm_is_looked_for_by_its_key_and_labels() -> None:
    assert tuple(looked_for()) == codes("harm").keys()
    for code in codes("harm"):
        words = looked_for()[code.key]
        assert {normal(code.key), normal(code.label), normal(code.label_welsh)} <= {*words}


def test_every_word_stands_under_each_kind_that_it_names() -> None:
    for word, meanings in harm_meanings().items():
        assert {meaning.harm for meaning in meanings} == {key for key, words in looked_for().items() if word in words}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They spoke of County-Lines again.", [("County-Lines", "cce")]),
        (
            "Worried about child sexual exploitation and gangs",
            [("child sexual exploitation", "cse"), ("gangs", "gang")],
        ),
        ("the organgangster", []),
        ("CSE", [("CSE", "cse")]),
        ("child  sexual\nexploitation", [("child  sexual\nexploitation", "cse")]),
        ("", []),
    ],
)
def test_words_are_found_whole_and_where_they_stand(text: str, found: list[tuple[str, str]]) -> None:
    named = named_in(text)
    assert [(one.found, one.meanings[0].harm) for one in named] == found
    assert all(text[one.start : one.end] == one.found for one in named)


@given(st.sampled_from(sorted(harm_meanings())), st.sampled_from(["", "He said: ", "…", "\n", "x-"]), st.booleans())
def test_every_word_is_found_in_a_sentence(word: str, before: str, upper: bool) -> None:
    found = named_in(f"{before}{word.upper() if upper else word}, they say.")
    if any(letter.isalpha() for letter in word):
        assert found
        assert all(one.meanings for one in found)


@given(st.text(max_size=80))
def test_no_text_raises_and_places_are_in_order(text: str) -> None:
    named = named_in(text)
    assert all(a.end <= b.start for a, b in pairwise(named))
    assert all(text[one.start : one.end] == one.found for one in named)
