"""What is compared between two people, in levels from alike to unlike, with the words for it and the figures used when data are few."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Level:
    """One level: `same` is how often it is met between two records of one person (m), `chance` between two people (u)."""

    words: str
    condition: str
    same: float
    chance: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison: null where `absent` holds, else the first level that fits; the last level is everything else."""

    name: str
    absent: str
    levels: tuple[Level, ...]

    def for_splink(self) -> dict[str, Any]:
        """As Splink takes it (a custom comparison in SQL)."""
        absent = {"sql_condition": self.absent, "label_for_charts": "absent", "is_null_level": True}
        levels = [
            {
                "sql_condition": level.condition,
                "label_for_charts": level.words,
                "m_probability": level.same,
                "u_probability": level.chance,
            }
            for level in self.levels
        ]
        return {"output_column_name": self.name, "comparison_levels": [absent, *levels]}

    def words(self) -> dict[int, str]:
        """Splink's number of a level → words; the likest has the highest, absent is -1 and says nothing."""
        return {n: level.words for n, level in enumerate(reversed(self.levels))}


def _alike(left: str, right: str) -> str:
    return f"jaro_winkler_similarity({left}_l, {right}_r) >= {_ALIKE}"


_ALIKE = 0.88
"""Jaro-Winkler similarity from which names count as alike, as is usual (Christen, Data Matching, 2012, chapter 5)."""

NAMES = Comparison(
    "names",
    "(given_l IS NULL AND family_l IS NULL) OR (given_r IS NULL AND family_r IS NULL)",
    (
        Level("the same name", "given_l = given_r AND family_l = family_r", 0.72, 0.0001),
        Level("the same name in the other order", "given_l = family_r AND family_l = given_r", 0.02, 0.00002),
        Level("names alike", f"{_alike('given', 'given')} AND {_alike('family', 'family')}", 0.18, 0.0004),
        Level(
            "names alike in the other order",
            f"{_alike('given', 'family')} AND {_alike('family', 'given')}",
            0.01,
            0.00002,
        ),
        Level("family name alike", _alike("family", "family"), 0.03, 0.008),
        Level("given name alike", _alike("given", "given"), 0.02, 0.015),
        Level("names differ", "ELSE", 0.02, 0.97646),
    ),
)
BORN = Comparison(
    "born",
    "born_l IS NULL OR born_r IS NULL",
    (
        Level("the same birth date", "born_l = born_r", 0.90, 0.0002),
        Level("birth date with day and month changed over", "born_l = turned_r", 0.02, 0.0001),
        Level("birth date one digit different", "levenshtein(born_l, born_r) = 1", 0.04, 0.002),
        Level("the same year of birth", "substr(born_l, 1, 4) = substr(born_r, 1, 4)", 0.02, 0.06),
        Level("birth dates differ", "ELSE", 0.02, 0.9377),
    ),
)
SEX = Comparison(
    "sex",
    "sex_l IS NULL OR sex_r IS NULL",
    (Level("the same sex", "sex_l = sex_r", 0.98, 0.5), Level("sex differs", "ELSE", 0.02, 0.5)),
)
HOME = Comparison(
    "home",
    "outcode_l IS NULL OR outcode_r IS NULL",
    (
        Level("the same postcode", "postcode_l = postcode_r", 0.55, 0.001),
        Level("the same postcode district", "outcode_l = outcode_r", 0.25, 0.05),
        Level("postcodes differ", "ELSE", 0.20, 0.949),
    ),
)
COMPARISONS = (NAMES, BORN, SEX, HOME)

BLOCKS = (
    "l.born = r.born",
    "l.turned = r.born",
    "l.given = r.given AND l.family = r.family",
    "l.given = r.family AND l.family = r.given",
    "l.family = r.family AND substr(l.given, 1, 1) = substr(r.given, 1, 1)",
    "l.given = r.given AND substr(l.born, 1, 4) = substr(r.born, 1, 4)",
    "l.family = r.family AND substr(l.born, 1, 4) = substr(r.born, 1, 4)",
    "l.postcode = r.postcode AND l.sex = r.sex",
)
"""Pairs looked at: those that one of these holds for. A match that fails all of them cannot be suggested."""
