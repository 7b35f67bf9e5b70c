"""Reads cells as found in the wild: `b) No`, `N1 - Abuse or Neglect`, `C2: FCO`, `e) PR4 - Private provision`, `q) 6: Police`."""

from __future__ import annotations

import re
from functools import cache

from kith.definitions.codes import codes
from kith.definitions.maps import normal, words

_LETTER = re.compile(r"^\s*[a-z]{1,2}\s*[).](?=\s)\s*", re.IGNORECASE)
_NUMBER = re.compile(r"^\s*[01]\s*[-:]\s*(?=[a-z])", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")

PHRASES: dict[str, tuple[tuple[str, str], ...]] = {
    "sex": (
        ("indeterminate", "U"),
        ("neither", "U"),
        ("trans", "U"),
        ("not stated", "U"),
        ("unborn", "U"),
        ("not recorded", "U"),
    ),
    "ethnicity": (("not stated", "NOBT"), ("not obtained", "NOBT"), ("not yet obtained", "NOBT"), ("refused", "REFU")),
    "legal_status": (
        ("interim care", "C1"),
        ("placement order", "E1"),
        ("full care", "C2"),
        ("freed", "D1"),
        ("freeing", "D1"),
        ("single period", "V2"),
        ("short term break", "V4"),
        ("short break", "V4"),
        ("section 20", "V2"),
        ("s20", "V2"),
        ("police protection", "L1"),
        ("emergency protection", "L2"),
        ("child assessment order", "L3"),
        ("under pace", "J2"),
        ("remand", "J1"),
    ),
    "placement_type": (
        ("secure", "K1"),
        ("residential care home", "R1"),
        ("childrens home", "K2"),
        ("own parent", "P1"),
        ("placed with parent", "P1"),
        ("young offender", "R5"),
        ("residential school", "S1"),
        ("residential employment", "P3"),
        ("independent living", "P2"),
        ("nhs", "R2"),
        ("family centre", "R3"),
        ("mother and baby", "R3"),
        ("semi independent", "H5"),
        ("supported accommodation", "K3"),
    ),
    "placement_provider": (
        ("own provision", "PR1"),
        ("own la", "PR1"),
        ("other local auth", "PR2"),
        ("other la", "PR2"),
        ("other public", "PR3"),
        ("private", "PR4"),
        ("voluntary", "PR5"),
        ("parent", "PR0"),
    ),
    "referral_source": (
        ("police", "6"),
        ("anonymous", "9"),
        ("self", "1C"),
        ("school", "2A"),
        ("education", "2B"),
        ("housing", "4"),
        ("health visitor", "3B"),
        ("legal agency", "7"),
    ),
}
"""Words without a code, most telling first. Words that several codes share (`foster placement`) are kept as they are and told."""

DISABILITIES = (
    "asperger",
    "disabil",
    "autis",
    "behaviour",
    "incontinence",
    "mobility",
    "personal care",
    "learning",
    "hearing",
    "vision",
    "hand function",
    "communication",
    "consciousness",
    "conciousness",
)
_NO_DISABILITY = ("no disability", "none", "not disabled")
_NOT_OBTAINED = ("nobt", "refu", "refused", "not obtained", "not applicable", "n a", "na", "no visit")

CASE_STATUS: tuple[tuple[str, str], ...] = (
    ("closed", "closed"),
    ("care leaver", "closed"),
    ("looked after", "looked_after"),
    ("lac", "looked_after"),
    ("cla", "looked_after"),
    ("cic", "looked_after"),
    ("child protection", "child_protection"),
    ("cp", "child_protection"),
    ("cpp", "child_protection"),
    ("child in need", "child_in_need"),
    ("cin", "child_in_need"),
    ("assessment", "child_in_need"),
    ("asmt", "child_in_need"),
)
"""Words of list 6's case status, most telling first → status of the involvement. A case under assessment is a child in need."""

_OFFERED = (("not offered", "no"), ("offered", "yes"))
_HELD = (("not offered", "no"), ("refused", "no"), ("declined", "no"), ("not accepted", "no"), ("accepted", "yes"))


def bare(text: str) -> str:
    """The value without the letter or number that the template puts before it: `b) No` and `0 - No` are `No`."""
    return _NUMBER.sub("", _LETTER.sub("", text)).strip()


@cache
def read_code(list_name: str, text: str) -> str | None:
    """The code that a cell means: one of the list's codes standing in it, else by its words; None where neither."""
    known = codes(list_name)
    plain = normal(text.replace("'", "").replace("’", ""))
    if list_name == "sex":
        return _read_sex(plain, normal(bare(text)))
    for word in _WORD.findall(bare(text).upper()) or _WORD.findall(text.upper()):
        for suffix in ("", "OUT", "IN"):  # K2OUT, U1IN: systems that keep the locality in the code
            key = word.removesuffix(suffix)
            if key in known:
                return str(key)
    said = normal(bare(text))
    spoken = _domain(list_name).get(said) or {normal(c.label): c.key for c in known}.get(said)
    return spoken or _phrase(PHRASES.get(list_name, ()), plain)


def _read_sex(plain: str, said: str) -> str | None:
    known = words("sex")
    if said in known:
        return known[said]
    return _phrase(PHRASES["sex"], plain) or next((known[w] for w in said.split() if w in known), None)


@cache
def _domain(list_name: str) -> dict[str, str]:
    try:
        return words(list_name)
    except LookupError:
        return {}


def _phrase(phrases: tuple[tuple[str, str], ...], plain: str) -> str | None:
    padded = f" {plain}"
    return next((key for phrase, key in phrases if f" {phrase}" in padded), None)


@cache
def read_state(field: str, text: str) -> str | None:
    """`yes`, `no` or `not_known`; None where the cell says none of them. Some columns have words of their own."""
    said = normal(bare(text))
    if field == "disability":
        return _read_disability(said)
    if said in _NOT_OBTAINED or not said:
        return "not_known"
    if field in ("interview_offered", "interview_held") and "offered" in said:
        return _phrase(_OFFERED if field == "interview_offered" else _HELD, said)
    if field == "seen_alone" and "seen" in said:
        return "no" if "not" in said.split() else "yes"
    if field == "no_further_action" and said in _FURTHER_ACTION:
        return _FURTHER_ACTION[said]
    if field == "uasc" and "uasc" in said.split():
        return "no" if said.startswith("non") else "yes"
    return words("state").get(said)


_FURTHER_ACTION = {"nfa": "yes", "no further action": "yes", "fa": "no", "further action": "no"}


def _read_disability(said: str) -> str | None:
    if said in _NO_DISABILITY:
        return "no"
    if said in _NOT_OBTAINED:
        return "not_known"
    first = said.partition(" ")[0]
    if first in _NOT_OBTAINED:
        return "not_known"
    if (code := codes("disability").get(first.upper())) is not None:
        return code.group
    return words("state").get(said) or ("yes" if any(word in said for word in DISABILITIES) else None)


@cache
def read_case_status(text: str) -> str | None:
    """Status of the involvement, or `closed`; None where the cell says neither."""
    return _phrase(CASE_STATUS, normal(bare(text)))


@cache
def read_locality(text: str) -> str | None:
    """`in` or `out` where a placement location says only that; None where it names a place or nothing.

    `Y` and `N` answer "within the authority?" in this column.
    """
    said = normal(bare(text))
    locality = words("locality").get(said) or {"yes": "in", "no": "out"}.get(words("state").get(said, ""))
    return locality if locality != "not_known" else None
