"""What maps to what, as data: harms from census factors, and keys from the words that people write in lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from kith.definitions.codes import DATA, codes, rows

_NOT_A_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class FactorMeaning:
    """What one children in need factor says of harm. `by_option`: counted only if asked for (child on child)."""

    factor: str
    harm: str
    setting: str
    setting_basis: str
    by_option: bool
    first_year: int | None
    source: str


@dataclass(frozen=True, slots=True)
class HarmMeaning:
    """What one way of writing says: a key of `harm` and, where narrower, a key of `harm_sub_kind`."""

    harm: str
    sub_kind: str = ""


@lru_cache(maxsize=20_000)
def normal(text: str) -> str:
    """The text as it is compared: case folded, `&` read as "and", runs of anything but letters and digits one space.

    A text of signs alone ("?", a tick) stays as it is, so that it can be told from a blank.
    """
    folded = text.casefold().strip()
    return _NOT_A_WORD.sub(" ", folded.replace("&", " and ")).strip() or folded


@cache
def harm_from_factor() -> tuple[FactorMeaning, ...]:
    """The factors that say something of extra-familial harm: DfE's five, and child on child by option."""
    return tuple(
        FactorMeaning(
            factor=row["factor"],
            harm=row["harm"],
            setting=row["setting"],
            setting_basis=row["setting_basis"],
            by_option=row["by_option"] == "yes",
            first_year=int(row["first_year"]) if row["first_year"] else None,
            source=row["source"],
        )
        for row in rows(DATA / "maps" / "harm_from_factor.csv")
    )


@cache
def harm_meanings() -> dict[str, tuple[HarmMeaning, ...]]:
    """Normalised words → the harms that they say, with their sub-kinds. Matching is exact, after `normal()`.

    The labels of the lists `harm` and `harm_sub_kind` are words too, so a new harm needs only its entry there.
    """
    found: dict[str, list[HarmMeaning]] = {}
    for code in codes("harm"):
        for word in (code.key, code.label, code.label_welsh):
            _add(found, word, HarmMeaning(code.key))
    for code in codes("harm_sub_kind"):
        for word in (code.key, code.label, code.label_welsh):
            _add(found, word, HarmMeaning(code.group, code.key))
    for row in rows(DATA / "maps" / "harm_words.csv"):
        _add(found, row["word"], HarmMeaning(row["harm"], row["sub_kind"]))
    return {word: tuple(meanings) for word, meanings in found.items()}


@cache
def harm_words() -> dict[str, tuple[str, ...]]:
    """Normalised words → keys of `harm`, in order and each once; "CSE/CCE" written as one phrase gives both."""
    return {word: tuple(dict.fromkeys(m.harm for m in ms)) for word, ms in harm_meanings().items()}


@cache
def words(domain: str) -> dict[str, str]:
    """Normalised words → key of the code list named `domain`. Raises LookupError for a name that is no list.

    Every list knows its own keys and labels, English and Welsh; `words.csv` adds how people write them.
    """
    found = dict(_written().get(domain, {}))
    for code in codes(domain):
        for word in (code.key, code.label, code.label_welsh):
            if word:
                found.setdefault(normal(word), code.key)
    return found


def word_domains() -> tuple[str, ...]:
    """The lists for which we know more words than the list's own labels."""
    return tuple(_written())


@cache
def _written() -> dict[str, dict[str, str]]:
    domains: dict[str, dict[str, str]] = {}
    for row in rows(DATA / "maps" / "words.csv"):
        domains.setdefault(row["domain"], {})[normal(row["word"])] = row["key"]
    return domains


def _add(found: dict[str, list[HarmMeaning]], word: str, meaning: HarmMeaning) -> None:
    if word and meaning not in found.setdefault(normal(word), []):
        found[normal(word)].append(meaning)
