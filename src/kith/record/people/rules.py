"""What makes two people look alike, and how a search finds somebody in spite of slips: pure rules, no database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

import jellyfish
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz

REASONS: dict[str, Promise] = {
    "identifier": _("the same number"),
    "same_name": _("the same name"),
    "other_name": _("the same as a name they had or are known by"),
    "swapped_names": _("the same names the other way round"),
    "sounds_alike": _("a name that sounds alike"),
    "letters_swapped": _("a name with letters swapped"),
    "close_name": _("a name spelt nearly the same"),
    "part_of_name": _("part of the name is the same"),
    "same_birth": _("the same birth date"),
    "birth_swapped": _("a birth date with day and month swapped"),
    "birth_digit": _("a birth date with one digit different"),
    "birth_year": _("a birth date a year apart"),
    "birth_about": _("a birth date that agrees as far as it is known"),
    "postcode": _("the same postcode"),
    "part_of_postcode": _("the same part of a postcode"),
}
"""Why somebody was found, in words."""

_POINTS = {
    "identifier": 100,
    "same_name": 60,
    "other_name": 57,
    "swapped_names": 54,
    "letters_swapped": 50,
    "sounds_alike": 46,
    "close_name": 42,
    "part_of_name": 25,
    "same_birth": 35,
    "birth_swapped": 26,
    "birth_digit": 22,
    "birth_year": 18,
    "birth_about": 15,
    "postcode": 15,
    "part_of_postcode": 6,
}
"""How much each reason weighs, by judgement; only the order of results and the limit for a warning hang on it."""

LIKELY = 75
"""From how many points on somebody is shown as a likely duplicate: two good reasons, or one number."""

_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?(?:[0-9][A-Z]{0,2})?")


def letters(text: str) -> str:
    """The text in small letters and digits without accents or marks, so that one way of writing is as good as another."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if sign.isalnum())


def parts(text: str) -> tuple[str, ...]:
    """The parts of a name: split at blanks and hyphens, each as `letters`, without empty ones."""
    return tuple(filter(None, map(letters, re.split(r"[\s\-‐-―/]+", text))))


def name_keys(text: str) -> frozenset[str]:
    """Keys under which a name is found: by sound (metaphone, Soundex), by its letters in any order, by how it begins."""
    return frozenset(key for part in parts(text) for key in _part_keys(part))


@lru_cache(maxsize=10_000)
def _part_keys(part: str) -> frozenset[str]:
    found = {"l" + "".join(sorted(part))[:40], "p" + part[:3]}
    if part.isascii() and part.isalpha():
        found.add("x" + jellyfish.soundex(part))
        if sound := jellyfish.metaphone(part.replace("chr", "kr")):  # metaphone hears the ch of chip in Chris
            found.add("m" + sound[:40])
    return frozenset(found)


def whole_postcode(text: str) -> str:
    """The postcode without blanks in capitals, or the part of one; empty where it cannot be one."""
    tight = re.sub(r"\s", "", text).upper()
    return tight if _POSTCODE.fullmatch(tight) else ""


def postcode_keys(text: str) -> frozenset[str]:
    """Keys of a whole postcode: district (LS6), sector (LS62), whole (LS62AB). Of a part: as far as it goes."""
    tight = whole_postcode(text)
    if len(tight) >= 5 and tight[-2:].isalpha():
        return frozenset({f"d{tight[:-3]}", f"d{tight[:-2]}", f"d{tight}"})
    return frozenset({f"d{tight}"}) if tight else frozenset()


def number_key(text: str) -> str:
    """A number as it is compared: capitals and digits only."""
    return letters(text).upper()[:60]


def birth_slips(born: date) -> dict[date, str]:
    """Every date that one slip makes of this one, with the reason: itself, swapped, one digit, a year apart."""
    found: dict[date, str] = {born: "same_birth"}
    if born.day <= 12:
        found.setdefault(date(born.year, born.day, born.month), "birth_swapped")
    for years in (-1, 1):
        if made := _date(born.year + years, born.month, born.day):
            found.setdefault(made, "birth_year")
    digits = f"{born:%Y%m%d}"
    for place in range(2, 8):  # the century is hardly ever mistaken
        for digit in "0123456789":
            text = digits[:place] + digit + digits[place + 1 :]
            if made := _date(int(text[:4]), int(text[4:6]), int(text[6:])):
                found.setdefault(made, "birth_digit")
    return found


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Said:
    """A name as given: given names, family name, what they are called; `shown` says whether it is the one that is shown."""

    given: str = ""
    family: str = ""
    called: str = ""
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of somebody that likeness is judged by."""

    names: tuple[Said, ...] = ()
    born_on: date | None = None
    birth_precision: str = "not_known"
    postcodes: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike: points, and the reasons as keys of `REASONS`, weightiest first."""

    points: int
    reasons: tuple[str, ...]


def likeness(asked: Known, found: Known) -> Likeness:
    """How alike two people look, by name, birth date, postcode and number. It is never said that they are the same."""
    reasons = [
        "identifier" if set(asked.numbers) & set(found.numbers) else "",
        _name_reason(asked.names, found.names),
        _birth_reason(asked, found),
        _postcode_reason(asked.postcodes, found.postcodes),
    ]
    given = tuple(sorted(filter(None, reasons), key=lambda reason: -_POINTS[reason]))
    return Likeness(sum(_POINTS[reason] for reason in given), given)


def _name_reason(asked: Iterable[Said], found: Iterable[Said]) -> str:
    pairs = [_one_name(one, other) for one in asked for other in found]
    return max(filter(None, pairs), key=lambda reason: _POINTS[reason], default="")


def _one_name(one: Said, other: Said) -> str:
    """The best reason why one name could be the other; empty where none is."""
    mine, theirs = parts(f"{one.given} {one.family}"), parts(f"{other.given} {other.family}")
    called, is_called = letters(one.called), letters(other.called)
    if mine and mine == theirs:
        return "same_name" if one.shown and other.shown else "other_name"
    if mine and is_called and mine in ((is_called,), (is_called, *parts(other.family))):
        return "other_name"
    if called and (called,) in ((is_called,), theirs[:1]) and (not one.family or _alike(one.family, other.family)):
        return "other_name"
    if not mine or not theirs:
        return ""
    if sorted(mine) == sorted(theirs):
        return "swapped_names"
    return _part_by_part(mine, theirs)


def _part_by_part(mine: tuple[str, ...], theirs: tuple[str, ...]) -> str:
    """The weakest of the reasons by which each of my parts is one of theirs; `part_of_name` where only some are."""
    best = [
        max((_part_reason(part, other) for other in theirs), key=lambda reason: _POINTS.get(reason, 0)) for part in mine
    ]
    known = [reason for reason in best if reason]
    if not known:
        return ""
    if len(known) < len(best) or (len(mine) == 1 < len(theirs)):
        return "part_of_name" if "same_name" in known or len(mine) == 1 else ""
    return min(known, key=lambda reason: _POINTS[reason])


def _part_reason(one: str, other: str) -> str:
    if one == other:
        return "same_name"
    if sorted(one) == sorted(other):
        return "letters_swapped"
    if _sounds(one) & _sounds(other):
        return "sounds_alike"
    if min(len(one), len(other)) > 3 and fuzz.ratio(one, other) >= 80:
        return "close_name"
    shorter, longer = sorted((one, other), key=len)
    return "close_name" if len(shorter) >= 3 and longer.startswith(shorter) else ""


def _sounds(part: str) -> frozenset[str]:
    return frozenset(key for key in _part_keys(part) if key[0] in "mx")


def _alike(one: str, other: str) -> bool:
    return bool(_part_by_part(parts(one), parts(other))) if one and other else False


def _birth_reason(asked: Known, found: Known) -> str:
    if asked.born_on is None or found.born_on is None:
        return ""
    precisions = {asked.birth_precision, found.birth_precision}
    if precisions <= {"day", "expected"}:
        return birth_slips(asked.born_on).get(found.born_on, "")
    same_month = (asked.born_on.year, asked.born_on.month) == (found.born_on.year, found.born_on.month)
    agrees = asked.born_on.year == found.born_on.year if "year" in precisions else same_month
    return "birth_about" if agrees else ""


def _postcode_reason(asked: Iterable[str], found: Iterable[str]) -> str:
    mine, theirs = {whole_postcode(text) for text in asked} - {""}, {whole_postcode(text) for text in found} - {""}
    if mine & theirs:
        return "postcode"
    keys = {key for text in theirs for key in postcode_keys(text)}
    partly = any(f"d{text}" in keys for text in mine) or any(postcode_keys(text) & keys for text in mine)
    return "part_of_postcode" if partly else ""


def age_on(born_on: date | None, precision: str, day: date) -> int | None:
    """Whole years on `day` (a birthday on 29 February falls on 1 March); None where the birth date is too vague to say."""
    if born_on is None or precision in {"not_known", "expected", "year"} or born_on > day:
        return None
    if precision == "month" and day.month == born_on.month:
        return None
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def months_to_18(born_on: date | None, precision: str, day: date) -> int | None:
    """Whole months from `day` until the eighteenth birthday; None from that day on, and where the month of birth is not known."""
    if born_on is None or precision in {"not_known", "expected", "year"} or born_on > day:
        return None
    left = (born_on.year + 18 - day.year) * 12 + born_on.month - day.month - (day.day > born_on.day)
    adult = (day.year - 18, day.month, day.day) >= (born_on.year, born_on.month, born_on.day)
    return None if adult else left


def initials(text: str) -> str:
    """Up to two letters that stand where a photo would."""
    words = text.split()
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))


def is_nhs_number(text: str) -> bool:
    """Whether the ten digits bear their check digit (modulus 11, NHS Data Dictionary)."""
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"[0-9]{10}", digits):
        return False
    check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return check % 11 == int(digits[9]) and check != 10


def overlaps(spans: Iterable[tuple[date | None, date | None]]) -> bool:
    """Whether any two of the spans share a day; None is open. Days at both ends count as within."""
    ordered = sorted(((start or date.min, end or date.max) for start, end in spans))
    return any(first[1] > second[0] for first, second in pairwise(ordered))
