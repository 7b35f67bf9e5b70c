"""What is known of harm and what is still missing: the flag that is derived and never typed, and who is owed a plan. No database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol

from kith.definitions.codes import codes

ASKED_OF_EVERYONE = ("cse", "cce")
"""Sexual and criminal exploitation are asked of every young person, whoever they are: of boys and of girls."""

BESIDE = "missing"
"""Recorded beside the harms, since DfE counts it among its five extra-familial factors; it raises no flag by itself."""

FROM_OUTSIDE = frozenset({"outside", "both"})
CHILD_UNTIL = 18


class Held(Protocol):
    """What the rules ask of a concern; a stored row has it, and so has a plain value in a test."""

    harm: str
    setting: str
    certainty: str
    from_on: date | None
    to_on: date | None


def is_live(concern: Held, day: date) -> bool:
    """Whether a harm is held to be live on a day. Without a first day it is since always; what was ruled out is not."""
    begun, ended = concern.from_on is None or concern.from_on <= day, concern.to_on is not None and concern.to_on < day
    return begun and not ended and concern.certainty != "ruled_out"


@dataclass(frozen=True, slots=True)
class Flag:
    """The overarching flag of harm from outside the home, with its kinds. Never typed: it follows from the concerns.

    affected: "yes"; "not_known" where a harm is live and nobody said where it comes from; "none_recorded", which is not a no.
    """

    affected: Literal["yes", "not_known", "none_recorded"]
    kinds: tuple[str, ...] = ()
    confirmed: bool = False
    """Whether at least one of the kinds is confirmed."""


def flag(concerns: Iterable[Held], day: date) -> Flag:
    """The flag of one person on a day, kinds in the order of the list."""
    live = [one for one in concerns if one.harm != BESIDE and is_live(one, day)]
    outside = [one for one in live if one.setting in FROM_OUTSIDE]
    unsaid = [one for one in live if one.setting == "not_known"]
    meant = outside or unsaid
    held = {one.harm for one in meant}
    kinds = tuple(code.key for code in codes("harm") if code.key in held)
    state: Any = "yes" if outside else "not_known" if unsaid else "none_recorded"
    return Flag(state, kinds, any(one.certainty == "confirmed" for one in meant))


# What is missing: shown after saving, never in the way of it.


def missing(concern: Any) -> list[str]:
    """What a concern does not say yet, as keys of `wording.MISSING`."""
    gaps = {
        "setting": concern.setting == "not_known",
        "certainty": not concern.certainty,
        "noticed_on": concern.noticed_on is None and concern.from_on is None,
        "source": concern.source == "not_known",
        "told": concern.told == "not_known",
        "told_how": concern.told == "told" and not (concern.told_on and concern.told_how),
        "told_why": concern.told == "not_safe" and not concern.told_why,
        "told_decided_by": concern.told == "not_safe" and not concern.told_decided_by,
    }
    return [key for key, is_gap in gaps.items() if is_gap]


def not_asked(answers: Mapping[str, str]) -> list[str]:
    """Of which kinds that are asked of everyone there is no answer at all. "Not known" is an answer; a blank is none."""
    return [key for key in ASKED_OF_EVERYONE if not answers.get(key)]


def edition_on(day: date) -> str:
    """The edition of Working Together in force in England on a day, as a key of the list `working_together`.

    The edition of December 2023 replaced that of 2018 (HM Government, Working Together to Safeguard Children 2023).
    """
    return "2023" if day >= date(2023, 12, 15) else "2018" if day >= date(2018, 7, 4) else "not_known"


# A child said to have harmed is met as a child


OwnPlan = Literal["yes", "no", "not_known"]


@dataclass(frozen=True, slots=True)
class Met:
    """A child said to have harmed: whether they have a plan of their own, and whether their age is known."""

    person: Any
    plan: OwnPlan
    age_known: bool


def met_as_children(people: Iterable[tuple[Any, int | None, OwnPlan]], *, until: int = CHILD_UNTIL) -> list[Met]:
    """Those said to have harmed who are under 18 or of unknown age, in the order given.

    `people`: each with their age in whole years today and whether they have a plan of their own. Somebody whose age is not known
    is met as a child may have to be.
    """
    return [Met(person, plan, age is not None) for person, age, plan in people if age is None or age < until]
