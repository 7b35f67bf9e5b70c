"""Places that cannot exist: postcodes of an area that Royal Mail does not use, put in real authorities' districts.

No postcode begins with Q (Royal Mail, Programmers' Guide to the Postcode Address File: Q, V and X are never first letters),
so none of these can be anybody's home. Grid references are made up too; only distances between them mean something.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin

from kith.definitions.authorities import adjoining, authorities, authority_of_district
from kith.definitions.codes import DATA, rows
from kith.figures.synth.chance import Rng, stream

AREA = "QZ"
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


@dataclass(frozen=True, slots=True)
class Place:
    """A postcode: in which district and authority, where, and how it lies to the responsible authority."""

    postcode: str
    district: str
    authority: str
    easting: int
    northing: int
    lies: str  # in, adjoining or far

    @property
    def is_out(self) -> bool:
        return self.lies != "in"


@dataclass(frozen=True, slots=True)
class Places:
    """The directory of one synthetic authority."""

    homes: tuple[Place, ...]
    inside: tuple[Place, ...]
    adjoining: tuple[Place, ...]
    far: tuple[Place, ...]

    def all(self) -> tuple[Place, ...]:
        return self.homes + self.inside + self.adjoining + self.far

    def out(self, rng: Rng, near: float) -> Place:
        return rng.choice(self.adjoining if self.adjoining and rng.random() < near else self.far)


def make_places(code: str, seed: int, homes: int) -> Places:
    """Places in, next to and far from the authority, with as many homes."""
    rng = stream(seed, code, "places")
    districts = _districts()
    nation = code[0]
    near = [other for other in districts if other != code and adjoining(code, other)]
    others = [other for other in districts if other != code and adjoining(code, other) is False and other[0] == nation]
    far = sorted(rng.sample(others, min(25, len(others))))
    centre = (400_000, 300_000)
    made = 0

    def some(count: int, where: list[str], lies: str, least: float, most: float) -> tuple[Place, ...]:
        nonlocal made
        found = []
        angles = {other: rng.uniform(0, 2 * pi) for other in where}
        for _ in range(count if where else 0):
            other = rng.choice(where)
            distance = rng.uniform(least, most) * 1609.3
            angle = angles[other] + rng.uniform(-0.3, 0.3) if lies != "in" else rng.uniform(0, 2 * pi)
            east, north = round(centre[0] + distance * cos(angle)), round(centre[1] + distance * sin(angle))
            found.append(Place(_postcode(made), rng.choice(districts[other]), other, east, north, lies))
            made += 1
        return tuple(found)

    return Places(
        some(homes, [code], "in", 0, 6),
        some(150, [code], "in", 0, 8),
        some(100, near, "adjoining", 7, 22),
        some(150, far, "far", 25, 180),
    )


def _districts() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {authority.code: [] for authority in authorities()}
    for row in rows(DATA / "reference" / "districts.csv"):
        code = authority_of_district(row["district_code"])
        if code in found:
            found[code].append(row["district_code"])
    return {code: own for code, own in found.items() if own}


def _postcode(number: int) -> str:
    sector, rest = number % 10, number // 10
    letters = _LETTERS[rest % 20] + _LETTERS[rest // 20 % 20]
    return f"{AREA}{1 + rest // 400} {sector}{letters}"
