"""Who may see and change a context, how long a tie to one lasts, and what a name may say; pure, today an argument.

Sources: ICO, enforcement notice to the Metropolitan Police on the Gangs Matrix, 13 November 2018 (why ties expire, have a purpose
and are told apart); Contextual Safeguarding's published context assessment triangles, 2019 (the three parts of an assessment).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from kith.foundation.dates import months_after
from kith.record.access.rules import Act

# Who may see


class Relation(StrEnum):
    """How a user stands to a context."""

    ALL = "all"
    LEADS = "leads"
    OPENED = "opened"
    TEAM = "team"
    YOUNG_PERSON = "young_person"


_READ = frozenset({Act.READ})
_WRITE = frozenset(Act)

SIGHT: Mapping[str, Mapping[Relation, frozenset[Act]]] = {
    "practitioner": {
        Relation.LEADS: _WRITE,
        Relation.TEAM: _WRITE,
        Relation.OPENED: _READ,
        Relation.YOUNG_PERSON: _READ,
    },
    "team_manager": {
        Relation.LEADS: _WRITE,
        Relation.TEAM: _WRITE,
        Relation.OPENED: _READ,
        Relation.YOUNG_PERSON: _READ,
    },
    "exploitation_lead": {Relation.ALL: _WRITE},
    "independent_reviewing_officer": {Relation.YOUNG_PERSON: _READ},
    "placements": {Relation.YOUNG_PERSON: _READ},
    "on_call_worker": {Relation.YOUNG_PERSON: _READ},
    "area_authority_guest": {},
    "analyst": {},
    "partnership_lead": {},
    "administrator": {},
    "data_protection_officer": {},
}
"""Role × relation → what it opens. A relation that a role does not list counts for nothing."""

RELATION_SAYS: Mapping[Relation, str] = {
    Relation.ALL: "Any context.",
    Relation.LEADS: "They are its lead worker.",
    Relation.OPENED: "They opened it.",
    Relation.TEAM: "It is their team's.",
    Relation.YOUNG_PERSON: "A young person whose record they may read today has a tie to it that has not expired.",
}

Why = Literal["all", "leads", "opened", "team", "young_person", "account_closed", "role_sees_no_contexts",
              "no_such_context", "restricted", "no_relation", "only_read"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that a decision rests on, about one user and one context, now."""

    role: str
    relations: frozenset[Relation] = frozenset()
    restricted: bool = False
    named: bool = False
    active: bool = True
    known: bool = True


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether, and why: the relation that opened it, or what stood against it."""

    allowed: bool
    why: Why


def decide(facts: Facts, act: Act) -> Decision:
    """Whether someone of whom `facts` hold may read or write the context. What stands against comes first; naming opens nothing."""
    sights = SIGHT[facts.role]
    if not facts.active:
        return Decision(False, "account_closed")
    if not sights:
        return Decision(False, "role_sees_no_contexts")
    if not facts.known:
        return Decision(False, "no_such_context")
    if facts.restricted and not facts.named:
        return Decision(False, "restricted")
    related = [relation for relation in sights if relation in facts.relations]
    opening = [relation for relation in related if act in sights[relation]]
    if opening:
        return Decision(True, opening[0].value)
    return Decision(False, "only_read" if related else "no_relation")


# How long a tie is held

REVIEW_MONTHS = 3
EXPIRY_MONTHS = 12
ERASED_AFTER_DAYS = 30
"""Days after its expiry on which a tie's row is erased: it is shown to nobody meanwhile."""


def review_by(today: date) -> date:
    """The day by which a tie written down today is looked at again."""
    return months_after(today, REVIEW_MONTHS)


def held_until(today: date) -> date:
    """The last day on which a tie written down or renewed today is held."""
    return months_after(today, EXPIRY_MONTHS)


# What a name may say

_GANG = re.compile(r"\b(?:gangs?|gangster\w*|criw\s+troseddol|gang(?:iau)?)\b", re.IGNORECASE)


def needs_whose_words(name: str) -> bool:
    """Whether a name uses "gang", which stands here only as somebody's attributed word."""
    return bool(_GANG.search(name))


_NAMED = re.compile(r"\b[A-Z][\w'’-]+\s+[A-Z][\w'’-]+")


# What leaves the house

SMALL = 5
"""Counts of 1 to this are not told outside: young people could be known by them."""
AGE_BANDS: tuple[tuple[str, int, int], ...] = (
    ("10-12", 10, 12),
    ("13-15", 13, 15),
    ("16-17", 16, 17),
    ("18-25", 18, 25),
)


def age_band(age: int | None) -> str:
    """The band of an age, "other" outside them, "not_known" without one."""
    if age is None:
        return "not_known"
    return next((band for band, least, most in AGE_BANDS if least <= age <= most), "other")


def told(count: int) -> str:
    """A count as a paper outside may say it: nothing between 1 and `SMALL`."""
    return f"1 to {SMALL}" if 1 <= count <= SMALL else str(count)


def letter(number: int) -> str:
    """A, B, … Z, AA, AB … for the place in a list, from 0."""
    found = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(65 + rest) + found
    return found
