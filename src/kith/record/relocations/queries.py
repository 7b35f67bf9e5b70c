"""How moves and decisions are read: of one person, always following merges; and over all whom the user may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from kith.record.access.emergencies import nation
from kith.record.access.queries import person_ids
from kith.record.access.rules import Section
from kith.record.contexts.queries import context_ids
from kith.record.people.queries import of
from kith.record.relocations import models
from kith.record.relocations.approvals import Needed, Place, needed, outstanding
from kith.record.relocations.models import Challenge, Condition, Decision, Relocation
from kith.record.relocations.rules import DECISION
from kith.record.relocations.thinking import Case
from kith.record.relocations.withholding import cover

OPEN = tuple(state for state in DECISION.states if state not in DECISION.ends)
_ABOUT_DECISION = {
    "tried": models.Tried,
    "alternatives": models.Alternative,
    "consents": models.Consent,
    "approvals": models.Approval,
    "views": models.View,
    "next_homes": models.NextHome,
    "conditions": models.Condition,
    "looks": models.IndependentLook,
}
_ABOUT_MOVE = {
    "views": models.View,
    "next_homes": models.NextHome,
    "conditions": models.Condition,
    "told": models.Told,
    "looks": models.IndependentLook,
}


def rows(model: Any, person_id: UUID, *order: str) -> list[Any]:
    """All rows of a kind about a person, newest first, those entered in error too. For pages that a guard let in to."""
    return list(of(model, person_id).order_by(*order, "-made_at"))


def standing(model: Any, person_id: UUID, *order: str) -> list[Any]:
    """The same without those entered in error."""
    return [row for row in rows(model, person_id, *order) if row.error_at is None]


def conditions(user: Any, person_id: UUID) -> list[Condition]:
    """What must change at home. Where that is in a context that the user may not see, the row stands without it."""
    found = list(of(Condition, person_id).select_related("context").order_by("due_on", "-made_at"))
    seen = set(
        context_ids(user)
        .filter(pk__in=[row.context_id for row in found if row.context_id])
        .values_list("pk", flat=True)
    )
    for row in found:
        row.place = row.context if row.context_id in seen and row.context.error_at is None else None
    return found


def decisions(person_id: UUID, seen_by: Any = None) -> list[Decision]:
    """Every decision not entered in error, the newest first; `seen_by`: as that user may see where it leads to."""
    found = standing(Decision, person_id)
    return found if seen_by is None else cover(seen_by, person_id, found)


def moves(person_id: UUID, seen_by: Any = None) -> list[Relocation]:
    """Every move not entered in error, the newest first; those planned stand before those made. `seen_by` as of `decisions`."""
    found = standing(Relocation, person_id)
    if seen_by is not None:
        found = cover(seen_by, person_id, found)
    return sorted(found, key=lambda row: row.from_on or date.max, reverse=True)


def current(found: Iterable[Relocation], today: date) -> Relocation | None:
    """The move under way; else the one planned next; else the newest that ended."""
    listed = list(found)
    open_ = [row for row in listed if row.from_on and row.from_on <= today and (row.to_on is None or row.to_on > today)]
    planned = [row for row in listed if (row.from_on is None or row.from_on > today) and row.withdrawn_on is None]
    ended = [row for row in listed if row.from_on and row not in open_ and row not in planned]
    return next(iter(open_ or planned or ended), None)


def at_hand(person_id: UUID, today: date, seen_by: Any = None) -> tuple[Decision | None, Relocation | None]:
    """The decision that is open with the move it led to, if any; else the current move with the decision it came from."""
    found, made = decisions(person_id, seen_by), moves(person_id, seen_by)
    decision = next((row for row in found if row.stands in OPEN), None)
    if decision is not None:  # decided in an emergency: the move runs while the decision is still open
        return decision, next((row for row in made if row.pk == decision.relocation_id), None)
    move = current(made, today)
    return next((row for row in found if move is not None and row.relocation_id == move.pk), None), move


def place(decision: Decision) -> Place:
    """What the approvals are worked out from."""
    return Place(
        nation=nation(),
        looked_after=decision.looked_after,
        locality=decision.locality,
        adjoining=decision.adjoining,
        nation_to=decision.nation_to,
        exempt=decision.exempt,
        emergency=decision.emergency,
        for_profit=decision.for_profit,
        kind=decision.kind,
        authorisation=tuple(decision.authorisation),
    )


def place_of_move(decision: Decision, move: Relocation) -> Place:
    """The same of the move that was made, where it says more than the decision."""
    known = place(decision)
    said = {name: getattr(move, name) for name in ("locality", "adjoining", "nation_to", "emergency", "kind")}
    return replace(known, **{name: value for name, value in said.items() if value != "not_known"})


def approvals(decision: Decision, case: Case) -> tuple[list[Needed], list[Needed]]:
    """What the decision needs or may need, and of that what is not there yet."""
    found = needed(place(decision))
    return found, outstanding(found, *_had(case))


def at_once(decision: Decision, case: Case) -> list[Needed]:
    """What even an emergency does not put off and is not there yet."""
    found = needed(replace(place(decision), emergency="yes"))
    return [one for one in outstanding(found, *_had(case)) if not one.later]


def _had(case: Case) -> tuple[dict[str, str], dict[str, str]]:
    """The answers to approvals and to what was asked, by kind. Their own words on the decision are their wishes; an area
    authority that was told of the move was told, and one that answered was consulted."""
    given = {row.kind: row.answer for row in sorted(case.approvals, key=lambda row: row.made_at)}
    asked = {row.kind: row.state for row in sorted(case.consents, key=lambda row: row.made_at)}
    if case.wishes:
        asked["wishes"] = "yes"
    area = [row for row in case.told if row.who == "area_authority" and row.told_on is not None]
    if area:
        given.setdefault("area_authority_told", "given")
    if any(row.answered_on is not None for row in area):
        given.setdefault("area_authority_consulted", "given")
    return given, asked


def case_of(decision: Decision, move: Relocation | None = None) -> Case:
    """Everything that is recorded of a decision, in a query a kind of row."""
    found = {
        name: list(model.objects.filter(decision=decision, error_at=None)) for name, model in _ABOUT_DECISION.items()
    }
    told = (
        models.Told.objects.filter(relocation=decision.relocation_id, error_at=None) if decision.relocation_id else ()
    )
    bare = Case(decision=decision, move=move, **found, told=list(told))
    return replace(bare, owed=approvals(decision, bare)[1], at_once=at_once(decision, bare))


def at_once_of(found: Iterable[Decision]) -> dict[UUID, Case]:
    """Of several decisions, what tells whether that is there which no emergency excuses: four queries, however many they are."""
    rows = list(found)
    kinds = {"approvals": models.Approval, "consents": models.Consent, "views": models.View}
    about = {name: _grouped(model, "decision_id", [row.pk for row in rows]) for name, model in kinds.items()}
    told = _grouped(models.Told, "relocation_id", [row.relocation_id for row in rows if row.relocation_id])
    cases = {}
    for row in rows:
        own = {name: each.get(row.pk, []) for name, each in about.items()}
        case = Case(decision=row, **own, told=told.get(row.relocation_id, []) if row.relocation_id else [])
        cases[row.pk] = replace(case, at_once=at_once(row, case))
    return cases


def _grouped(model: Any, by: str, ids: list[UUID]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in model._default_manager.filter(**{f"{by}__in": ids}, error_at=None):
        found.setdefault(getattr(row, by), []).append(row)
    return found


def case_of_move(move: Relocation, decision: Decision | None) -> Case:
    """The same of a move, with what its decision knows."""
    of_move = {name: list(model.objects.filter(relocation=move, error_at=None)) for name, model in _ABOUT_MOVE.items()}
    if decision is None:
        return Case(move=move, **of_move)
    thought = case_of(decision, move)
    return replace(thought, **{name: _together(getattr(thought, name), rows) for name, rows in of_move.items()})


def _together(first: Iterable[Any], then: Iterable[Any]) -> list[Any]:
    return list({row.pk: row for row in (*first, *then)}.values())


def visible(model: type[Any], user: Any) -> QuerySet:
    """Rows of everybody whose record the user may read."""
    found = model.objects.filter(person__in=person_ids(user, Section.RECORD), error_at=None, person__error_at=None)
    return found.select_related("person__shown_name", "person__kept__shown_name")


def delayed(user: Any, today: date | None = None) -> QuerySet[Decision]:
    """Moves judged necessary and not made: of those whom the user may see, the longest first."""
    day = today or timezone.localdate()
    made = Q(relocation__from_on__isnull=False, relocation__from_on__lte=day, relocation__error_at=None)
    waits = visible(Decision, user).filter(necessary_on__isnull=False, necessary_on__lte=day)
    return waits.exclude(made).exclude(stands__in=["stayed", "withdrawn"]).order_by("necessary_on", "pk")


def _under_way(user: Any, today: date | None = None) -> QuerySet[Relocation]:
    day = today or timezone.localdate()
    going_on = visible(Relocation, user).filter(Q(to_on=None) | Q(to_on__gt=day), from_on__lte=day)
    return going_on.order_by("from_on", "pk")


def placed_here(user: Any, today: date | None = None) -> QuerySet[Relocation]:
    """Young people whom another authority placed here and who are here now, of those whom the user may see."""
    return _under_way(user, today).exclude(placed_by="")


def placed_elsewhere(user: Any, today: date | None = None) -> QuerySet[Relocation]:
    """Ours who are out of the area now, of those whom the user may see."""
    return _under_way(user, today).filter(placed_by="", locality="out")


def open_challenges(user: Any) -> QuerySet[Challenge]:
    """Challenges that wait for an answer or are not settled: those to be answered first, first."""
    return visible(Challenge, user).filter(settled_on=None).order_by("answer_by", "pk")
