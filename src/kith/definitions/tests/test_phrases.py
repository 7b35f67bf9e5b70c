"""Tries the finding of words to offer: offsets, whole words, overlaps, and that no text changes by itself."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.definitions.phrases import Offer, offers, phrases, replaced

PHRASES = [phrase.phrase for phrase in phrases()]
TEXTS = st.lists(
    st.one_of(st.sampled_from(PHRASES), st.sampled_from([" ", "\n", "; ", "é", "😀", "a\u0301", "’", "-", "İ", "ſ"]), st.text(max_size=8)),
    max_size=25,
).map(" ".join)  # fmt: skip


def found(text: str) -> list[str]:
    return [offer.phrase.phrase for offer in offers(text)]


def test_every_line_has_advice_a_reason_and_a_source_and_stands_once() -> None:
    assert len(PHRASES) == len({phrase.lower() for phrase in PHRASES}) > 200
    for phrase in phrases():
        assert phrase.instead, phrase.phrase
        assert phrase.why, phrase.phrase
        assert phrase.source, phrase.phrase
        assert phrase.kind in {"blames_child", "blames_parent", "hides_harm", "euphemism", "outdated_term"}


@pytest.mark.parametrize("phrase", PHRASES)
def test_each_phrase_is_found_in_any_case_with_any_space_between(phrase: str) -> None:
    for text in (phrase, phrase.upper(), phrase.capitalize(), phrase.replace(" ", " \r\n ")):
        assert found(f"Then: {text}.") == [phrase]


def test_only_whole_words_are_found() -> None:
    assert found("The offenders debtor, a caseworker; placements, contactless, non-offender, Jo-case, case-by") == []


def test_the_longer_of_two_that_begin_together_or_hold_one_another_is_offered() -> None:
    assert found("her older boyfriend") == ["older boyfriend"]
    assert found("complex needs") == ["complex needs"]
    assert found("hard to reach parents") == ["hard to reach parents"]
    assert found("hard to reach parent") == ["hard to reach"]


def test_apostrophes_and_hyphens_are_alike_however_they_were_typed() -> None:
    assert found("DNA'd") == found("DNA’d") == ["DNA’d"]
    assert found("risk‑taking behaviour") == ["risk-taking behaviour"]


def test_what_is_put_begins_with_a_capital_where_the_phrase_did() -> None:
    (offer,) = offers("Absconded at nine.")
    assert offer.put[0] == "Went missing"
    (offer,) = offers("was AWOL")
    assert offer.put == ("missing or away without agreement",)


@given(TEXTS)
def test_offers_stand_in_order_without_overlap_where_they_say_they_do(text: str) -> None:
    at = 0
    for offer in offers(text):
        assert at <= offer.start < offer.end <= len(text)
        assert text[offer.start : offer.end] == offer.found
        at = offer.end


@given(TEXTS)
def test_nothing_changes_by_itself_and_what_is_chosen_changes_there_alone(text: str) -> None:
    made = offers(text)
    assert replaced(text, []) == text
    assert replaced(text, [(offer, offer.found) for offer in made]) == text
    for offer in made:
        changed = replaced(text, [(offer, "→")])
        assert changed == f"{text[: offer.start]}→{text[offer.end :]}"


def test_an_offer_of_another_text_is_refused() -> None:
    offer = offers("his boyfriend")[0]
    with pytest.raises(ValueError, match="another text"):
        replaced("her boyfriend said", [(Offer(0, 9, offer.found, offer.phrase), "friend")])
    with pytest.raises(ValueError, match="another text"):
        replaced("his boyfriend", [(offer, "friend"), (offer, "friend")])


@pytest.mark.parametrize(
    "words", ["he was in at a place, un-re ", "hard to reach hard to ", "ccc in in in case ", "é’-"]
)
def test_fifty_thousand_letters_are_read_at_once(words: str) -> None:
    text = (words * 50_000)[:50_000]
    offers(text)
    took = []
    for _try in range(5):
        begun = time.perf_counter()
        offers(text)
        took.append(time.perf_counter() - begun)
    assert min(took) < 0.05
