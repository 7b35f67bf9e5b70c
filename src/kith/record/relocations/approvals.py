"""Which approvals a decision on a move needs, and why: worked out from the clocks' declarations of law, each with its mark."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kith.clocks.cases import Case, Message
from kith.clocks.conditions import Answer
from kith.clocks.declarations import Clock, clocks
from kith.clocks.owed import owed
from kith.foundation.dates import Nation


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What is known of where somebody would go: three states each, and the keys of lists."""

    nation: Nation
    looked_after: str = "not_known"
    locality: str = "not_known"
    adjoining: str = "not_known"
    nation_to: str = "not_known"
    exempt: str = "not_known"
    emergency: str = "not_known"
    for_profit: str = "not_known"
    kind: str = "not_known"
    authorisation: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is needed first. `asked` is `approval` or `consent`: where its answer stands, under `kind`."""

    key: str
    kind: str
    asked: str = "approval"


RULES: tuple[Rule, ...] = (
    Rule("ooa_approval_nominated_officer", "nominated_officer"),
    Rule("ooa_approval_director", "director"),
    Rule("ooa_panel_wales", "panel"),
    Rule("ooa_no_local_placement_wales", "no_local_placement"),
    Rule("ooa_most_appropriate", "most_appropriate"),
    Rule("ooa_wishes", "wishes", "consent"),
    Rule("ooa_relatives_consulted", "relatives", "consent"),
    Rule("ooa_iro_consulted", "reviewing_officer"),
    Rule("ooa_area_authority_notified_for_approval", "area_authority_told"),
    Rule("ooa_area_authority_consulted", "area_authority_consulted"),
    Rule("not_for_profit_wales", "for_profit"),
)
"""The clocks that run up to a placement's decision, and where the record keeps that each was done."""


@dataclass(frozen=True, slots=True)
class Extra:
    """What law asks that is no clock: of a court. `read`: whether the text was read here."""

    key: str
    kind: str
    provision: str
    read: str


CAUGHT_UP = frozenset({"ooa_relatives_consulted", "ooa_iro_consulted", "ooa_area_authority_notified_for_approval",
                       "ooa_area_authority_consulted"})  # fmt: skip
"""What an emergency puts off, by the clocks' keys: the steps of `ooa_emergency_steps` (regulation 11(3))."""


COURTS: tuple[Extra, ...] = (
    Extra("court_beyond", "court", "Children Act 1989, Schedule 2, paragraph 19; 2014 Act (Wales), section 124", "no"),
    Extra("court_secure", "court", "Children Act 1989, section 25; 2014 Act (Wales), section 119", "no"),
    Extra("court_liberty", "court", "Inherent jurisdiction of the High Court", "no"),
)


@dataclass(frozen=True, slots=True)
class Needed:
    """One thing that a decision needs, or may need. `state`: yes, no or not_known; `why` says why not, `asks` what to find out."""

    key: str
    kind: str
    asked: str
    state: str
    provision: str
    read: str
    basis: str = "law"
    why: Message | None = None
    asks: tuple[str, ...] = ()
    clock: Clock | None = None
    later: bool = False
    """Whether an emergency puts it off: it is caught up with, within a clock of its own."""


def answers(place: Place) -> dict[str, Answer]:
    """The conditions of the clocks' declarations, from what is known of the place.

    *At a distance* is a test of English authorities' neighbours; a place beyond England is not at a distance in that law,
    and a nominated officer approves it (regulation 11(1)(a)).
    """
    out = {"out": "yes", "in": "no"}.get(place.locality, "not_known")
    beyond = place.nation is Nation.ENGLAND and place.nation_to not in {"england", "not_known"}
    flip = {"yes": "no", "no": "yes"}
    distance = "no" if beyond or out == "no" else flip.get(place.adjoining, "not_known")
    said = {
        "looked_after": place.looked_after,
        "out_of_area": "yes" if beyond else out,
        "at_a_distance": distance,
        "approval_exempt": place.exempt,
        "emergency": place.emergency,
        "provider_for_profit": place.for_profit,
    }
    return {key: Answer(state) for key, state in said.items()}


def needed(place: Place) -> list[Needed]:
    """All that could be needed, each owed, not owed with the reason, or not known with what to find out.

    In an emergency what the law puts off is still owed, afterwards: `later`.
    """
    case = Case(nation=place.nation, answers=answers(place))
    declared = clocks()
    found = [_of_clock(rule, declared[rule.key], case) for rule in RULES]
    if place.emergency == "yes":
        before = Case(nation=place.nation, answers=answers(replace(place, emergency="no")))
        found = [
            replace(_of_clock(rule, declared[rule.key], before), later=True) if rule.key in CAUGHT_UP else one
            for rule, one in zip(RULES, found, strict=True)
        ]
    return [*found, *(_of_court(extra, state) for extra, state in zip(COURTS, _courts(place), strict=True))]


def _of_clock(rule: Rule, clock: Clock, case: Case) -> Needed:
    debt = owed(clock, case, clock.commenced)
    state = "no" if debt.against else "not_known" if debt.missing else "yes"
    return Needed(rule.key, rule.kind, rule.asked, state, clock.provision, clock.read.value, clock.basis.value,
                  debt.against, debt.missing, clock)  # fmt: skip


def _of_court(extra: Extra, state: str) -> Needed:
    return Needed(extra.key, extra.kind, "approval", state, extra.provision, extra.read)


def _courts(place: Place) -> tuple[str, str, str]:
    here = {"england", "wales"}
    beyond = "not_known" if place.nation_to == "not_known" else "no" if place.nation_to in here else "yes"
    if place.looked_after == "no" or place.locality == "in":
        beyond = "no"
    secure = "yes" if place.kind == "secure" or "secure" in place.authorisation else "no"
    liberty = {"deprivation_of_liberty"} & {place.kind, *place.authorisation}
    return beyond, secure, "yes" if liberty else "no"


def outstanding(found: Iterable[Needed], given: Mapping[str, str], consents: Mapping[str, str]) -> list[Needed]:
    """Those that are owed, or not known to be, and not yet had: approvals that are not `given`, consents whose state is not yes."""
    had = {kind for kind, answer in given.items() if answer == "given"}
    asked = {kind for kind, state in consents.items() if state == "yes"}
    return [one for one in found if one.state != "no" and one.kind not in (had if one.asked == "approval" else asked)]
