"""Words that blame children or hide harm, and better ones to offer: where they stand in a text. Nothing here changes a text.

The list is `data/words.csv`, each line with the guidance that it was read in. An offer is for the writer to take or to leave.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from kith.definitions.codes import DATA, rows


@dataclass(frozen=True, slots=True)
class Phrase:
    """One line of the list. `instead`: advice in words. `put`: those of it that can stand in the phrase's place as they are.

    common: also an everyday word, so that it is right more often than not and is offered after the others.
    """

    phrase: str
    instead: str
    put: tuple[str, ...]
    why: str
    kind: str
    common: bool
    source: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A phrase as it stands in a text: `text[start:end]` is `found`; offsets count code points."""

    start: int
    end: int
    found: str
    phrase: Phrase

    @property
    def put(self) -> tuple[str, ...]:
        """What can be put in its place, begun with a capital where the phrase is."""
        if not (self.found[:1].isupper() and self.phrase.phrase[:1].islower()):
            return self.phrase.put
        return tuple(text[:1].upper() + text[1:] for text in self.phrase.put)


@cache
def phrases() -> tuple[Phrase, ...]:
    """The whole list, in its order."""
    return tuple(
        Phrase(
            row["phrase"], row["instead"], tuple(filter(None, row["put"].split("|"))), row["why"], row["kind"],
            row["common"] == "yes", row["source"],
        )
        for row in rows(DATA / "words.csv")
    )  # fmt: skip


def offers(text: str) -> list[Offer]:
    """Every phrase of the list that stands in the text as whole words, in its order; of those that overlap, the first and longest.

    Case does not matter, nor how many spaces or lines lie between words, nor which apostrophe or hyphen was typed.
    """
    listed = _by_key()
    return [
        Offer(match.start(), match.end(), match.group(), listed[_key(match.group())])
        for match in _pattern().finditer(text)
    ]


def replaced(text: str, chosen: Iterable[tuple[Offer, str]]) -> str:
    """The text with the chosen words in the place of the offered phrases. ValueError where an offer is not of this text."""
    parts, at = [], 0
    for offer, words in sorted(chosen, key=lambda pair: pair[0].start):
        if offer.start < at or text[offer.start : offer.end] != offer.found:
            raise ValueError("This offer was made for another text.")
        parts += [text[at : offer.start], words]
        at = offer.end
    return "".join([*parts, text[at:]])


_SPACE, _APOSTROPHE, _HYPHEN = re.compile(r"\s+"), re.compile("['’ʼ]"), re.compile("[-‐‑]")


def _key(found: str) -> str:
    """A phrase as it is compared."""
    return _HYPHEN.sub("-", _APOSTROPHE.sub("’", _SPACE.sub(" ", found))).lower()


@cache
def _by_key() -> dict[str, Phrase]:
    return {_key(phrase.phrase): phrase for phrase in phrases()}


@cache
def _pattern() -> re.Pattern[str]:
    """One expression for all phrases, grouped by their first letter, so that a letter that begins none costs one look.

    ASCII letters alone differ by case: others would let a long s or a Kelvin sign stand for a letter and change the length.
    """
    groups: dict[str, list[str]] = {}
    for key in sorted(_by_key(), key=lambda key: (-len(key), key)):
        groups.setdefault(key[0], []).append(_expression(key))
    letters = "|".join(f"{_letter(first)}(?:{'|'.join(rest)})" for first, rest in sorted(groups.items()))
    return re.compile(rf"(?<![\w’'-])(?:{letters})(?![\w]|[-'’]\w)")


def _letter(sign: str) -> str:
    return f"[{sign}{sign.upper()}]" if sign.isascii() and sign.isalpha() else re.escape(sign)


def _expression(key: str) -> str:
    """A phrase after its first letter."""
    signs = {" ": r"\s+", "’": "['’ʼ]", "-": "[-‐‑]"}
    return "".join(signs.get(sign) or _letter(sign) for sign in key[1:])
