"""What the words in a list's cells mean: codes, three states, and harms however they were strung together."""

from __future__ import annotations

import re
from collections.abc import Mapping as Words
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kith.definitions.codes import codes, rows
from kith.definitions.maps import harm_meanings, normal
from kith.definitions.maps import words as defined_words

DATA = Path(__file__).parent / "data"
CERTAINTIES = ("suspected", "confirmed", "ruled_out")
FREE = frozenset({"text", "date", "postcode", "number", "grading"})
_STRONG = re.compile(r"[;,\n|•·+/\\]|\s[-–—]\s")
_WEAK = re.compile(r"\s*&\s*|\band\b|\bwith\b|[-–—()\[\]:]", re.IGNORECASE)
_NOTHING = frozenset(
    {"", "none", "no", "n", "nil", "n a", "na", "no concerns", "no concern", "not applicable", "no risk"}
)
_NOT_KNOWN = frozenset({"?", "unknown", "not known", "nk", "n k", "tbc", "to be confirmed", "unsure"})
_YES = frozenset({"yes", "y", "x", "✓", "true"})
_DENIED = re.compile(r"^(?:no|not|without)\s|\s(?:ruled out|unfounded|no concerns?)$")
_HEDGED = re.compile(
    r"\b(?:suspected|suspicion of|possible|possibly|potential|at risk of|risk of|concerns?|query)\b|\?"
)
_SURE = re.compile(r"\b(?:confirmed|known|proven)\b")


@dataclass(frozen=True, slots=True, order=True)
class Said:
    """One harm that a cell names. `certainty` is empty where the cell does not say; `known` is False for unknown words."""

    harm: str
    sub_kind: str = ""
    certainty: str = ""
    known: bool = True


def plain(text: str) -> str:
    """The text as words are compared; a cell that is only signs (✓, ?, -) stays as it is."""
    return normal(text) or text.strip()


@cache
def meanings(holds: str) -> dict[str, str]:
    """Words → key for what a field holds; empty for free text."""
    if holds in FREE or holds == "harms":
        return {}
    own = {plain(row["word"]): row["key"] for row in rows(DATA / "words.csv") if row["domain"] == holds}
    known = dict(own) if holds in ("list_status", "harm_column") else {**defined_words(holds), **own}
    if holds == "state":
        known |= {"x?": "not_known", "?": "not_known", "√": "yes", "☑": "yes", "☒": "yes", "☐": "no"}
    return known


@cache
def keys_of(holds: str) -> frozenset[str] | None:
    """The keys that a field may hold; None where it is free text."""
    if holds in FREE:
        return None
    if holds == "harms":
        return frozenset(harm_keys())
    if holds in ("list_status", "harm_column"):
        return frozenset(meanings(holds).values())
    return frozenset(codes(holds).keys())


def harm_keys() -> tuple[str, ...]:
    """Every key of harm, going missing among them."""
    return tuple(dict.fromkeys((*codes("harm").keys(), *(m.harm for ms in harm_meanings().values() for m in ms))))


def is_harm(key: str) -> bool:
    return key in harm_keys()


def harms_said(cell: str, local: Words[str, str] | None = None) -> tuple[Said, ...]:
    """Every harm that a cell names, each once; words that are not known give `efh_unspecified`, marked.

    `local` are a mapping's own words (normalised) with keys of harm, several separated by spaces.
    """
    found: dict[tuple[str, str], Said] = {}
    for said in _said(cell, local or {}):
        before = found.get((said.harm, said.sub_kind))
        if before is None or (said.certainty == "confirmed" != before.certainty):
            found[said.harm, said.sub_kind] = said
    narrower = {harm for harm, sub_kind in found if sub_kind}
    return tuple(said for (harm, sub_kind), said in found.items() if sub_kind or harm not in narrower)


def _said(cell: str, local: Words[str, str]) -> list[Said]:
    whole = _leaf(cell, local)
    if whole is not None:
        return whole
    for splitter in (_STRONG, _WEAK):
        pieces = [piece for piece in splitter.split(cell) if piece and plain(piece).strip("-–— ")]
        if len(pieces) > 1:
            return _pieces(pieces, local)
    return [Said("efh_unspecified", known=False)]


def _pieces(pieces: list[str], local: Words[str, str]) -> list[Said]:
    """The harms of each piece; a piece that only says how sure, how high, or no, speaks of the harm before it."""
    found: list[Said] = []
    for piece in pieces:
        text = plain(piece)
        level = "none" if text in _NOTHING else meanings("harm_column").get(text)
        if level and found and text not in local:
            before = found.pop()
            if level != "none":
                found.append(Said(before.harm, before.sub_kind, level, before.known))
        elif text not in _YES:
            found.extend(_said(piece, local))
    return found


def _leaf(piece: str, local: Words[str, str]) -> list[Said] | None:
    """What the piece says as one phrase; None where it is no phrase that is known."""
    text = plain(piece)
    if text in local:
        return [Said(key) for key in local[text].split()]
    if text in _NOTHING or text in _NOT_KNOWN or not text.strip("-–—. "):
        return []
    if known := harm_meanings().get(text):
        return [Said(m.harm, m.sub_kind, "suspected" if piece.strip().endswith("?") else "") for m in known]
    if _DENIED.search(text):
        rest = harm_meanings().get(_DENIED.sub("", text).strip())
        return [] if rest or text.startswith("no ") else None
    if not _STRONG.search(piece):
        for pattern, certainty in ((_HEDGED, "suspected"), (_SURE, "confirmed")):
            bare = plain(pattern.sub(" ", text))
            if bare != text and (known := harm_meanings().get(bare)):
                return [Said(m.harm, m.sub_kind, certainty) for m in known]
    return None


def state_said(cell: str) -> str | None:
    """yes, no or not_known; None for words that are not known. A question mark after anything makes it not known.

    A lone x is None: it is yes where a column has no other yes, and unclear beside ticks (see `cells`).
    """
    if len(cell) > 1 and cell.rstrip().endswith("?"):
        return "not_known"
    return meanings("state").get(plain(cell))


def mark_said(cell: str) -> str | None:
    """What a cell in the column of one harm says: yes, no, not_known, or a key of certainty; None for unknown words."""
    level = meanings("harm_column").get(plain(cell))
    if level:
        return "no" if level == "none" else level
    return state_said(cell)
