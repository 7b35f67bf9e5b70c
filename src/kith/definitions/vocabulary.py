"""The words that name a harm, by kind: what lists are read by and what a trawl of notes looks for. Nothing here judges a text.

They are derived from the list `harm`, so a kind that is added there is looked for at once by its key and its labels.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kith.definitions.codes import codes
from kith.definitions.maps import HarmMeaning, harm_meanings, normal


@dataclass(frozen=True, slots=True)
class Named:
    """Words that name a harm, as they stand in a text: `text[start:end]` is `found`. More than one meaning: it is not known which."""

    start: int
    end: int
    found: str
    meanings: tuple[HarmMeaning, ...]


@cache
def looked_for() -> dict[str, tuple[str, ...]]:
    """Every kind of harm in the order of its list, with the words (as compared) that name it, in the order of the alphabet."""
    found: dict[str, list[str]] = {code.key: [] for code in codes("harm")}
    for word, meanings in sorted(harm_meanings().items()):
        for harm in dict.fromkeys(meaning.harm for meaning in meanings):
            found.setdefault(harm, []).append(word)
    return {harm: tuple(words) for harm, words in found.items()}


def named_in(text: str) -> list[Named]:
    """Every place in a text that names a harm, as whole words and in order; of words that overlap, the first and longest.

    Case, spaces, hyphens and `&` for "and" make no difference. That a word stands there does not say that the harm is there:
    a person reads the sentence.
    """
    meanings = harm_meanings()
    return [
        Named(match.start(), match.end(), match.group(), meanings[normal(match.group())])
        for match in _pattern().finditer(text)
        if normal(match.group()) in meanings
    ]


@cache
def _pattern() -> re.Pattern[str]:
    """One expression for all words, the longest first."""
    words = sorted(filter(_is_worded, harm_meanings()), key=lambda word: (-len(word), word))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_expression, words))})(?!\w)", re.IGNORECASE)


def _is_worded(word: str) -> bool:
    """Whether there is a letter in it: a sign alone would be found everywhere."""
    return any(letter.isalpha() for letter in word)


def _expression(word: str) -> str:
    parts = [r"(?:and|&)" if part == "and" else re.escape(part) for part in word.split(" ")]
    return r"[\W_]+".join(parts).replace(r"[\W_]+(?:and|&)[\W_]+", r"[\W_]*(?:\band\b|&)[\W_]*")
