"""What is due for those whom a user is responsible for, gathered from every slice in as many queries for a hundred as for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from kith.clocks.adjustments import Adjustments, check_adjustments
from kith.clocks.calendars import When, day_of
from kith.clocks.conditions import Answer
from kith.clocks.declarations import clocks, conditions
from kith.clocks.terms import TermCalendar
from kith.foundation.problems import Problems
from kith.record.access.emergencies import nation
from kith.record.access.once import read_once
from kith.record.access.queries import person_ids, related_ids
from kith.record.access.rules import Section
from kith.record.moments.models import Missing, Moment
from kith.record.moments.queries import missing_now
from kith.record.people.models import Person
from kith.record.people.queries import by_person, look_ahead, of, together
from kith.record.rows.deadlines import Dated, Facts, joined
from kith.record.worklists.models import Adjustment, ClockAnswer, ClockFact, Term
from kith.record.worklists.rules import (
    RESPONSIBLE,
    SOON_DAYS,
    Line,
    Said,
    Setting,
    Tally,
    is_late,
    lines,
    needs,
    started,
)

UNANSWERED_DAYS = 14
"""How long a moment that nobody has answered stays urgent; after that it is history, and the person's page says so."""
THREAT_DAYS = 28
"""How long a notice of threat to life stands at the top: its plan is looked at each day (It was hard to escape)."""


# For whom


def mine(user: Any) -> QuerySet[Person]:
    """Those whom the user is responsible for and whose record they may read, by name; nobody where the role has nobody."""
    relations = RESPONSIBLE.get(user.role_key, frozenset())
    found = Person.objects.filter(kept=None, error_at=None, pk__in=related_ids(user, relations, Section.RECORD))
    return found.select_related("shown_name").order_by("shown_name__family", "shown_name__given", "pk")


# What an authority set


def adjustments() -> Adjustments:
    """What this authority changed, as the engine takes it; what the engine's rules refuse counts for nothing."""
    rows = Adjustment.objects.filter(error_at=None).order_by("clock")
    return check_adjustments(map(entry, rows), "adjustments", Problems())


def entry(row: Adjustment) -> dict[str, Any]:
    """A stored adjustment as an entry of the engine's file."""
    given = {
        "clock": row.clock, "limit": row.limit, "every": row.every, "commenced": row.commenced, "from": row.holds_from,
        "reason": row.reason, "by": row.decided_by, "on": row.decided_on,
    }  # fmt: skip
    return {name: value for name, value in given.items() if value}


def terms() -> TermCalendar | None:
    """The authority's term dates; None where none are recorded, so that school days are not known."""
    spans: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for row in Term.objects.filter(error_at=None).order_by("from_on"):
        spans[row.kind].append((row.from_on, row.to_on))
    return TermCalendar(tuple(spans["term"]), tuple(spans["closed"])) if spans["term"] else None


def setting() -> Setting:
    """What all clocks of this authority count with. Two queries."""
    return Setting(nation(), terms(), adjustments())


# What is known


@dataclass
class Told:
    """Everything that the clocks of one person rest on."""

    facts: Facts = field(default_factory=Facts)
    said: dict[str, list[Said]] = field(default_factory=lambda: defaultdict(list))
    dated: list[Dated] = field(default_factory=list)


@cache
def _slices() -> tuple[ModuleType, ...]:
    """The `deadlines` of every slice that has them, from the bottom up."""
    named = (f"{name}.deadlines" for name in settings.SLICES if name != "kith.record.rows")
    return tuple(import_module(module) for module in named if find_spec(module) is not None)


def _told_of(
    module: ModuleType, people: Sequence[UUID], today: date
) -> tuple[Mapping[UUID, Facts], Mapping[UUID, list[Dated]]]:
    """What one slice tells of these people (see `kith.record.rows.deadlines`)."""
    if hasattr(module, "told_of"):
        facts, dated = module.told_of(people, today)
        return facts, dated
    facts, dated = (
        getattr(module, name)(people, today) if hasattr(module, name) else {} for name in ("facts_of", "dated_of")
    )
    return facts, dated


@read_once()
def gathered(people: Sequence[UUID], today: date) -> dict[UUID, Told]:
    """What every slice tells of these people. What somebody said of a condition outright goes before what follows from rows."""
    parts: dict[UUID, list[Facts]] = defaultdict(list)
    found: dict[UUID, Told] = {pk: Told() for pk in people}
    look_ahead(people)
    for pk, answers in _facts_said(people).items():
        parts[pk].append(Facts(answers=answers))
    for module in _slices():
        facts_of, dated_of = _told_of(module, people, today)
        for pk, facts in facts_of.items():
            parts[pk].append(facts)
        for pk, days in dated_of.items():
            found[pk].dated += days
    for pk, answered in by_person(ClockAnswer, people, order=["-made_at"]).items():
        for row in answered:
            found[pk].said[row.clock].append(Said(row.kind, row.start_on, row.on, row.until, row.why))
    for pk, told in found.items():
        told.facts = joined(parts[pk])
    return found


def _facts_said(people: Sequence[UUID]) -> dict[UUID, dict[str, Answer]]:
    """The newest answer to each condition; one whose key nothing declares any more is passed over."""
    said: dict[UUID, dict[str, Answer]] = defaultdict(dict)
    for pk, rows in by_person(ClockFact, people, order=("on", "made_at"), condition__in=list(conditions())).items():
        said[pk] = {row.condition: Answer(row.state) for row in rows}
    return said


# What is due


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing that is due for one person: a clock, or a day that the record set."""

    person_id: UUID
    due: When
    line: Line | None = None
    dated: Dated | None = None

    def is_late(self, today: date) -> bool:
        """Whether its day has passed."""
        return is_late(self.line, today) if self.line is not None else self.dated is not None and self.dated.on < today


def due(people: Sequence[UUID], now: When) -> list[Owed]:
    """What is overdue, or due within two weeks, for these people, the longest overdue first."""
    today, held = day_of(now), setting()
    found: list[Owed] = []
    for pk, told in gathered(people, today).items():
        begun = started(told.facts)
        for line in lines(told.facts, told.said, held, now, begun) if begun else ():
            if needs(line, today) and line.standing.due is not None:
                found.append(Owed(pk, line.standing.due, line=line))
        soon = today + timedelta(days=SOON_DAYS)
        found += [Owed(pk, one.on, dated=one) for one in told.dated if one.on <= soon]
    return sorted(found, key=lambda one: day_of(one.due))


def all_lines(person_id: UUID, now: When) -> tuple[list[Line], Told]:
    """Every clock of one person, and what it rests on."""
    told = gathered([person_id], day_of(now))[person_id]
    return lines(told.facts, told.said, setting(), now), told


def line_of(person_id: UUID, clock: str, now: When) -> Line:
    """One clock of one person. KeyError of a clock that there is not."""
    told = gathered([person_id], day_of(now))[person_id]
    return lines(told.facts, told.said, setting(), now, [clocks()[clock]])[0]


def answers_of(person_id: UUID) -> list[ClockAnswer]:
    """What was said to a person's clocks, newest first, entered in error too."""
    return list(of(ClockAnswer, person_id).order_by("-made_at"))


def facts_of_person(person_id: UUID) -> list[ClockFact]:
    """What was said of what clocks hang on, newest first, entered in error too."""
    return list(of(ClockFact, person_id).order_by("-on", "-made_at"))


# What cannot wait


@dataclass(frozen=True, slots=True)
class Urgent:
    """What cannot wait, by its kind: a threat to life, somebody missing, a moment that nobody has answered."""

    kind: str
    person: Person
    row: Moment | Missing


def urgent(user: Any, people: Sequence[UUID], today: date) -> list[Urgent]:
    """Threats to life first, then who is missing, then moments without a response; of these people, or on call of all opened."""
    missing = missing_now(user)
    found = Moment.objects.filter(error_at=None, person__error_at=None).select_related(
        "person__shown_name", "person__kept__shown_name"
    )
    if user.role_key in RESPONSIBLE:
        missing, found = missing.filter(person__in=together(people)), found.filter(person__in=together(people))
    else:
        found = found.filter(person__in=person_ids(user, Section.RECORD))
    threat = Q(kind="threat_to_life", from_on__gte=today - timedelta(days=THREAT_DAYS))
    silent = ~Q(reached="yes") & Q(from_on__gte=today - timedelta(days=UNANSWERED_DAYS))
    moments = list(found.filter(threat | silent, from_on__lte=today).order_by("-from_on", "-from_time"))
    threats = [Urgent("threat_to_life", _kept(row), row) for row in moments if row.kind == "threat_to_life"]
    away = [Urgent("missing", _kept(row), row) for row in missing]
    rest = [Urgent("unanswered", _kept(row), row) for row in moments if row.kind != "threat_to_life"]
    return [*threats, *away, *rest]


def _kept(row: Any) -> Person:
    person: Person = row.person.kept or row.person
    return person


def tally(user: Any, now: datetime | None = None) -> Tally:
    """How much is due and cannot wait for those whom the user is responsible for: for the digest, which names nobody."""
    at = now or timezone.now()
    ids = list(mine(user).values_list("pk", flat=True))
    owed, today = (due(ids, at) if ids else []), day_of(at)
    late = sum(one.is_late(today) for one in owed)
    return Tally(
        late, len(owed) - late, len({one.person_id for one in owed}), len(urgent(user, ids, today)) if ids else 0
    )


def own_settings() -> Mapping[str, Adjustment]:
    """The adjustments that stand, by clock."""
    return {row.clock: row for row in Adjustment.objects.filter(error_at=None)}
