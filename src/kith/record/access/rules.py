"""Need-to-know: who may read or write which section of whose record. The whole policy stands here, as tables and one function.

It knows no database: `queries` gathers the facts, and says the same in SQL for lists; tests hold the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal
from uuid import UUID

from kith.foundation.dates import Nation, add_working_days
from kith.record.accounts.roles import ROLES, Capability


class Relation(StrEnum):
    """How a user stands to a person."""

    ALLOCATED = "allocated"
    TEAM = "team"
    PANEL = "panel"
    REVIEWING = "reviewing"
    PLACING = "placing"
    ON_CALL = "on_call"
    GUEST = "guest"
    NONE = "none"


class Section(StrEnum):
    """A part of a record that can be narrower than the record."""

    IDENTITY = "identity"
    ADDRESS = "address"
    RECORD = "record"
    HEALTH = "health"
    POLICE_INTELLIGENCE = "police_intelligence"
    WITHHELD_ADDRESS = "withheld_address"
    HISTORY = "history"


class Act(StrEnum):
    """What someone would do with a section."""

    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class Sight:
    """What one role may read and write in one relation."""

    read: frozenset[Section] = frozenset()
    write: frozenset[Section] = frozenset()

    def has(self, section: Section, act: Act) -> bool:
        return section in (self.read if act is Act.READ else self.write)


_S = Section
_CARE = frozenset({_S.IDENTITY, _S.ADDRESS, _S.RECORD, _S.HEALTH})
_ALL = frozenset(Section)
_WRITABLE = _ALL - {_S.HISTORY}  # history is written by what happens, never by hand
_NOTES = frozenset({_S.RECORD})

WORKER = Sight(_ALL, _WRITABLE)
COLLEAGUE = Sight(_CARE, _NOTES)
PANEL = Sight(frozenset({_S.IDENTITY, _S.ADDRESS, _S.RECORD, _S.POLICE_INTELLIGENCE}), _NOTES)
PANEL_LEAD = Sight(PANEL.read, _NOTES | {_S.POLICE_INTELLIGENCE})
REVIEWER = Sight(_CARE | {_S.HISTORY}, _NOTES)
PLACING = Sight(_CARE, _NOTES)
ON_CALL = Sight(_CARE, frozenset({_S.IDENTITY, _S.ADDRESS, _S.RECORD}))
GUEST = Sight(_CARE)
GLASS = Sight(_CARE | {_S.WITHHELD_ADDRESS}, _NOTES)
"""What an emergency opens: enough to keep someone safe and to write down what was done. Never police intelligence, which is
the police's to share, nor history, which keeps nobody safe tonight."""

SIGHT: Mapping[str, Mapping[Relation, Sight]] = {
    "practitioner": {Relation.ALLOCATED: WORKER, Relation.TEAM: COLLEAGUE, Relation.PANEL: PANEL},
    "team_manager": {Relation.ALLOCATED: WORKER, Relation.TEAM: WORKER, Relation.PANEL: PANEL},
    "exploitation_lead": {Relation.ALLOCATED: WORKER, Relation.TEAM: COLLEAGUE, Relation.PANEL: PANEL_LEAD},
    "independent_reviewing_officer": {Relation.REVIEWING: REVIEWER},
    "placements": {Relation.PLACING: PLACING},
    "on_call_worker": {Relation.ON_CALL: ON_CALL},
    "area_authority_guest": {Relation.GUEST: GUEST},
    "analyst": {},
    "partnership_lead": {},
    "administrator": {},
    "data_protection_officer": {},
}
"""Role × relation → what it opens. A relation that a role does not list counts for nothing."""

SHAREABLE = GUEST.read
"""The sections that can be shared with an area authority's guest."""

WITHOUT_REASON = frozenset({(Section.IDENTITY, Act.READ)})
"""What an on-call worker may do before stating a reason: find someone."""

GLASS_HOURS = range(1, 25)
TRIES_AN_HOUR = 5
"""How often in an hour one account may ask for somebody whom search does not show: enough for a family, too few to guess by."""
REASON_HOURS = 12
"""An on-call worker's stated reason holds for a night."""
REVIEW_WITHIN = 2
"""Working days within which a manager reviews a broken glass."""
UNDO_MINUTES = 10
"""How long whoever ended something may take it back."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that a decision rests on, about one user and one person, now."""

    role: str
    relations: frozenset[Relation] = frozenset()
    restricted: bool = False
    named: bool = False
    """Named in every open restriction of the person's records; without a restriction it says nothing."""
    kept_from: bool = False
    glass: UUID | None = None
    """The user's own open break-glass on this person."""
    reason_given: bool = False
    """An on-call worker's stated reason that still holds."""
    shared: frozenset[Section] = frozenset()
    """What is shared with a guest today."""
    active: bool = True
    known: bool = True
    """Whether there is such a person at all."""

    @property
    def can_break_glass(self) -> bool:
        return self.active and Capability.BREAK_GLASS in ROLES[self.role].may


Why = Literal[
    "allocated",
    "team",
    "panel",
    "reviewing",
    "placing",
    "on_call",
    "guest",
    "break_glass",
    "account_closed",
    "role_sees_no_records",
    "no_such_record",
    "kept_from",
    "restricted",
    "reason_needed",
    "no_relation",
    "section_not_opened",
]

SAYS: Mapping[Why, str] = {
    "allocated": "Allocated to them.",
    "team": "Allocated to their team, or to someone in it.",
    "panel": "On the list of a panel they sit on.",
    "reviewing": "They review this young person's plan.",
    "placing": "They are asked to find this young person a home.",
    "on_call": "On call, with a reason stated first.",
    "guest": "Shared with them by the home authority, until a date.",
    "break_glass": "They broke the glass: a reason, a time limit, an alert to the manager, a review afterwards.",
    "account_closed": "The account is closed.",
    "role_sees_no_records": "This role never sees a record.",
    "no_such_record": "There is no such record.",
    "kept_from": "They must not see this record, because of a conflict of interest.",
    "restricted": "The record is limited to named people, and they are not one of them.",
    "reason_needed": "On call: a reason has to be stated first.",
    "no_relation": "Nothing in their work relates them to this young person.",
    "section_not_opened": "Their work opens other sections of the record, not this one.",
}
"""Why, in words that a lawyer reads."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether, and why: the relation that opened it, or what stood against it."""

    allowed: bool
    why: Why


def decide(facts: Facts, section: Section, act: Act) -> Decision:
    """Whether someone of whom `facts` hold may read or write `section`. What stands against it comes first, so that it wins."""
    sights = SIGHT[facts.role]
    if not facts.active:
        return Decision(False, "account_closed")
    if not sights:
        return Decision(False, "role_sees_no_records")
    if not facts.known:
        return Decision(False, "no_such_record")
    if facts.kept_from:
        return Decision(False, "kept_from")
    opening = [relation for relation in sights if relation in facts.relations and sights[relation].has(section, act)]
    usable = [relation for relation in opening if _usable(facts, relation, section, act)]
    if usable and (facts.named or not facts.restricted):
        return Decision(True, usable[0].value)  # type: ignore[arg-type]
    if facts.glass and facts.can_break_glass and GLASS.has(section, act):
        return Decision(True, "break_glass")
    return Decision(False, _against(facts, opening, usable))


def _usable(facts: Facts, relation: Relation, section: Section, act: Act) -> bool:
    if relation is Relation.ON_CALL:
        return facts.reason_given or (section, act) in WITHOUT_REASON
    return relation is not Relation.GUEST or section in facts.shared


def _against(facts: Facts, opening: list[Relation], usable: list[Relation]) -> Why:
    """The reason for a no. That a record is restricted is said before that a reason is missing: asking for one would tell."""
    related = any(relation in facts.relations for relation in SIGHT[facts.role])
    if not related:
        return "no_relation"
    if facts.restricted and not facts.named:
        return "restricted"
    if Relation.ON_CALL in opening and not usable:
        return "reason_needed"
    return "section_not_opened"


def reviews(role: str) -> bool:
    """Whether a role reviews the work on a young person instead of doing it: the independent reviewing officer's."""
    return Relation.REVIEWING in SIGHT.get(role, ())


def relations_opening(role: str, section: Section, act: Act) -> frozenset[Relation]:
    """The relations in which a role may do this: what lists are drawn from."""
    return frozenset(relation for relation, sight in SIGHT[role].items() if sight.has(section, act))


# Police intelligence (College of Policing, the 3x5x2 intelligence report): who told, how it is known, and whom it may reach.


@dataclass(frozen=True, slots=True)
class Intelligence:
    """The marks that one piece of police intelligence carries."""

    source: Literal["1", "2", "3"]
    """Reliable, untested, not reliable."""
    assessment: Literal["A", "B", "C", "D", "E"]
    """Known directly; indirectly but corroborated; indirectly; not known; suspected to be false."""
    handling: Literal["P", "C"]
    """Lawful sharing permitted, or permitted with conditions."""
    expires_on: date
    """The last day on which it may be read."""
    named: frozenset[UUID] = frozenset()
    """With conditions: the users whom they allow."""


def may_read_intelligence(user_id: UUID, section: Decision, item: Intelligence, today: date) -> bool:
    """Whether a user whom the section is open to may read this piece of it."""
    return section.allowed and today <= item.expires_on and (item.handling == "P" or user_id in item.named)


# Merged people


def roots(merged_into: Mapping[UUID, UUID]) -> dict[UUID, UUID]:
    """For each merged person, the one in whom the chain of merges ends. Raises ValueError on a circle."""
    found: dict[UUID, UUID] = {}
    for start in merged_into:
        seen, at = {start}, start
        while at in merged_into:
            at = merged_into[at]
            if at in seen:
                raise ValueError("A merge would lead back to itself.")
            seen.add(at)
        found[start] = at
    return found


def review_due(broken_on: date, nation: Nation) -> date:
    """The last day on which the review of a glass broken on `broken_on` is in time, by the working days of the authority's nation."""
    return add_working_days(broken_on, REVIEW_WITHIN, nation)
