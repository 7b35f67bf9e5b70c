"""Which authority a code or name means, whatever the year it was written in, and which authorities adjoin.

Codes of one authority differ between years (a boundary file, a return and a postcode directory seldom agree), so both
sides are resolved to the newest before they are compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kith.definitions.codes import DATA, rows
from kith.definitions.maps import normal

_REFERENCE = DATA / "reference"
_GSS = re.compile(r"[EWSNLM]\d{8}")
_COUNTRY_WORDS = {"SCO": "S", "NIR": "N", "WAL": "W", "NUK": "abroad"}
"""What stands in a return for a place outside England, with the letter that the country's own codes begin with."""
_TITLES = re.compile(
    r"^(?:the )?(?:london borough of |royal borough of |city of |county of )|"
    r"(?: (?:city|county|borough|metropolitan borough|district|unitary|county borough))? council$| city of$| county of$"
)


@dataclass(frozen=True, slots=True)
class Authority:
    """An authority with children's services, under its newest code. Wales has no DfE code; England no Welsh name."""

    code: str
    dfe_code: str
    name: str
    name_welsh: str
    region: str
    region_code: str
    nation: str


@cache
def authorities() -> tuple[Authority, ...]:
    """All 153 of England and 22 of Wales, in the order of the reference file."""
    return tuple(
        Authority(
            code=_continues().get(row["code"], row["code"]),
            dfe_code=row["dfe_code"],
            name=row["name"],
            name_welsh=row["name_welsh"],
            region=row["region"],
            region_code=row["region_code"],
            nation=row["nation"],
        )
        for row in rows(_REFERENCE / "authorities.csv")
    )


def authority(code_or_dfe_code_or_name: str) -> Authority | None:
    """The authority of a newest or older code, a DfE three-digit code, or a name (English or Welsh, any case).

    None: not known, or an older code whose area was split so that no one authority continues it.
    """
    text = code_or_dfe_code_or_name.strip()
    code = text.upper()
    name = normal(text)
    return (
        _by_code().get(_continues().get(code, code))
        or _by_dfe_code().get(text)
        or _by_name().get(name)
        or _by_name().get(_bare(name))
    )


def newest(code: str) -> frozenset[str]:
    """The newest codes of the area that this code named: one, several where it was split, none if it is unknown."""
    code = code.strip().upper()
    return _successors().get(code) or frozenset({code} & _by_code().keys())


def same_authority(a: str, b: str) -> bool | None:
    """Whether two codes name the same authority today. None: not known.

    Not known means that one is blank or unknown, or was split and could be either part. Places of different countries
    differ, by code or by the return's own words for them (SCO, NIR, WAL, NUK); "WAL" may be any authority of Wales.
    """
    a, b = a.strip().upper(), b.strip().upper()
    if a == b and _GSS.fullmatch(a):
        return True
    left, right = newest(a), newest(b)
    if not (left and right):
        countries = {_country(a), _country(b)}
        return False if len(countries) == 2 and "" not in countries else None
    if not left & right:
        return False
    return True if len(left) == len(right) == 1 else None


def adjoining(code_a: str, code_b: str) -> bool | None:
    """Whether two different authorities share a land boundary. None: one is unknown, or split and it depends.

    Boundaries with Scotland are not in the data, so they are not known. A legal test (placement at a distance) should
    rest on an authority's own list where it has one: estuaries count as the polygons meet.
    """
    answers = {frozenset({a, b}) in _adjoining_pairs() for a in newest(code_a) for b in newest(code_b)}
    return answers.pop() if len(answers) == 1 else None


def authority_of_district(district_code: str) -> str | None:
    """The newest code of the authority whose children's services cover a district; a unitary covers itself.

    Former districts and recoded ones count. None: unknown, or an older unitary that was split.
    """
    return _by_district().get(district_code.strip().upper())


def attribution() -> str:
    """The words that must stand wherever the reference data or a figure made from it is shown."""
    return (
        "Contains OS data © Crown copyright and database right. "
        "Source: Office for National Statistics licensed under the Open Government Licence v3.0."
    )


def _country(code: str) -> str:
    return _COUNTRY_WORDS.get(code) or (code[0] if _GSS.fullmatch(code) else "")


def _bare(name: str) -> str:
    return _TITLES.sub("", _TITLES.sub("", name)).strip()


@cache
def _successors() -> dict[str, frozenset[str]]:
    changes: dict[str, set[str]] = {}
    for row in rows(_REFERENCE / "code_changes.csv"):
        changes.setdefault(row["old_code"], set()).add(row["new_code"])
    return {old: frozenset(new) for old, new in changes.items()}


@cache
def _continues() -> dict[str, str]:
    """Older code → the one authority that continues it, where one does."""
    changes = rows(_REFERENCE / "code_changes.csv")
    return {row["old_code"]: row["new_code"] for row in changes if not row["kind"].startswith(("split", "part"))}


@cache
def _by_code() -> dict[str, Authority]:
    return {found.code: found for found in authorities()}


@cache
def _by_dfe_code() -> dict[str, Authority]:
    return {found.dfe_code: found for found in authorities() if found.dfe_code}


@cache
def _by_name() -> dict[str, Authority]:
    names: dict[str, Authority] = {}
    for found in authorities():
        for name in _names(found):
            names.setdefault(name, found)
    return names


def _names(found: Authority) -> Iterator[str]:
    for name in filter(None, (normal(found.name), normal(found.name_welsh))):
        short = name.removesuffix(" city of").removesuffix(" county of").removeprefix("county ")
        yield from (name, short, short.removeprefix("kingston upon ") if short.endswith(" hull") else short)


@cache
def _adjoining_pairs() -> frozenset[frozenset[str]]:
    pairs = rows(_REFERENCE / "adjacent_authorities.csv")
    return frozenset(frozenset((_newest_one(row["code"]), _newest_one(row["adjoining_code"]))) for row in pairs)


@cache
def _by_district() -> dict[str, str]:
    districts = rows(_REFERENCE / "districts.csv") + rows(_REFERENCE / "former_districts.csv")
    found = {row["district_code"]: _newest_one(row["authority_code"]) for row in districts}
    found.update({code: code for code in _by_code()})
    found.update({old: next(iter(new)) for old, new in _successors().items() if len(new) == 1})
    return found


def _newest_one(code: str) -> str:
    return _continues().get(code, code)
