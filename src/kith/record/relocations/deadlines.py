"""What decisions and moves tell the clocks of law: events with their days and what is known of the case, never a limit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from kith.clocks.calendars import When
from kith.clocks.cases import Case, Standing, State
from kith.clocks.conditions import Answer
from kith.clocks.declarations import Clock, clocks
from kith.clocks.standing import standings
from kith.record.access.emergencies import nation
from kith.record.access.rules import Section
from kith.record.people.queries import by_person, may
from kith.record.relocations import models, queries
from kith.record.relocations.approvals import RULES, answers
from kith.record.relocations.models import Decision, Relocation
from kith.record.relocations.rules import after_now
from kith.record.relocations.thinking import own_words
from kith.record.rows import deadlines as rows
from kith.record.rows.words import label

EVENTS = ("placement_decided", "placement_began", "placement_ending", "placement_ended", "emergency_placement_approved",
          "emergency_steps_done", "area_authority_told", "others_told", "plan_change_proposed",
          "secure_placement_began", "secure_placement_ended")  # fmt: skip
"""The events of `kith.clocks` that this slice knows the days of."""
CONDITIONS = ("looked_after", "out_of_area", "at_a_distance", "approval_exempt", "emergency", "provider_for_profit",
              "placed_in_wales", "secure_accommodation", "deprived_of_liberty")  # fmt: skip
"""The conditions that it answers."""


_Held = Mapping[Any, defaultdict[UUID, list[Any]]]
"""The rows that stand of each person, by the record kept and by their model."""
_ABOUT = (models.Consent, models.Approval, models.View)
"""The rows about a decision that end its clocks."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What one slice knows of a case: `events` by key, those planned among them; `answers` by condition."""

    events: Mapping[str, tuple[When, ...]] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)

    def case(self) -> Case:
        """A case of these facts alone, under the law of the authority's nation."""
        return Case(nation=nation(), events=self.events, answers=self.answers)


def facts(user: Any, person_id: UUID) -> Facts:
    """What is known of the move that runs or is planned, and of the newest decision. Nothing where the user may not read it."""
    if not may(user, person_id, Section.RECORD):
        return Facts()
    decision = next((row for row in queries.decisions(person_id) if row.stands != "withdrawn"), None)
    moves = [row for row in queries.moves(person_id) if not row.placed_by and row.withdrawn_on is None]
    move = next((row for row in moves if row.to_on is None), next(iter(moves), None))
    if decision is not None and move is not None and decision.relocation_id not in {None, move.pk}:
        decision = next((row for row in queries.decisions(person_id) if row.relocation_id == move.pk), None)
    told = queries.standing(models.Told, person_id, "told_on")
    about = [queries.standing(model, person_id) if decision else [] for model in _ABOUT]
    return of_rows(decision, move, told, *about)


def told_of(people: Sequence[UUID], today: date) -> tuple[rows.Gathered, Mapping[UUID, list[rows.Dated]]]:
    """The same of many people at once, and the days that moves and decisions set: a query a kind of row, however many people."""
    kinds = (*_DATED, *_ABOUT, models.AfterLook, models.NextHome)
    held = {model: by_person(model, people, order=["made_at"]) for model in kinds}
    return _facts_of(held), _dated_of(held, today)


def _facts_of(held: _Held) -> rows.Gathered:
    decisions, moves, told = held[Decision], held[Relocation], held[models.Told]
    about = [held[model] for model in _ABOUT]
    found = {}
    for pk in decisions.keys() | moves.keys():
        standing = [row for row in reversed(decisions[pk]) if row.stands != "withdrawn"]
        own = [row for row in reversed(moves[pk]) if not row.placed_by and row.withdrawn_on is None]
        own.sort(key=lambda row: row.from_on or date.max, reverse=True)
        decision = next(iter(standing), None)
        move = next((row for row in own if row.to_on is None), next(iter(own), None))
        if decision is not None and move is not None and decision.relocation_id not in {None, move.pk}:
            decision = next((row for row in standing if row.relocation_id == move.pk), None)
        one = of_rows(decision, move, told[pk], *([each[pk] for each in about] if decision else ()))
        found[pk] = rows.Facts(one.events, answers=one.answers)
    return found


def _dated_of(held: _Held, today: date) -> Mapping[UUID, list[rows.Dated]]:
    found: defaultdict[UUID, list[rows.Dated]] = defaultdict(list)
    for model, dates in _DATED.items():
        for pk, each in held[model].items():
            found[pk] += [
                rows.Dated(key, on, words, page) for row in each for key, on, words, page in dates(row, today)
            ]
    for pk, own in held[Relocation].items():
        found[pk] += _after(own, held[models.AfterLook][pk], today)
    for pk, said in held[models.NextHome].items():
        newest = max(said, key=lambda row: (row.on, row.made_at))
        if newest.review_on is not None:
            found[pk].append(rows.Dated("next_home", newest.review_on, "", "relocations:next_home"))
    return found


_Days = Iterator[tuple[str, date, str, str]]


def _of_decision(row: Any, _today: date) -> _Days:
    if row.stands == "deferred" and row.later_on is not None:
        yield "move_later", row.later_on, "", "relocations:decide"


def _of_move(row: Any, today: date) -> _Days:
    if row.from_files or row.placed_by or row.withdrawn_on is not None or row.to_on is not None:
        return
    if row.from_on is None and row.planned_from is not None:
        yield "move_begins", row.planned_from, "", "relocations:moves"
    if row.from_on is not None and row.from_on <= today and row.planned_end is not None:
        yield "move_ends", row.planned_end, "", "relocations:moves"


def _of_told(row: Any, _today: date) -> _Days:
    if row.told_on is None and row.by_on is not None:
        yield "move_told", row.by_on, label("told", row.who), "relocations:moves"


def _of_condition(row: Any, _today: date) -> _Days:
    if row.due_on is not None and row.state not in {"met", "given_up"}:
        yield "move_condition", row.due_on, row.what, "relocations:next_home"


def _of_challenge(row: Any, _today: date) -> _Days:
    if row.answered_on is None and row.settled_on is None:
        yield "move_challenge", row.answer_by, "", "relocations:look"


def _of_request(row: Any, _today: date) -> _Days:
    if row.answered_on is None and row.by_on is not None:
        yield f"move_request_{row.way}", row.by_on, label("request_kind", row.kind), "relocations:moves"


_DATED: dict[Any, Callable[[Any, date], _Days]] = {
    Decision: _of_decision,
    Relocation: _of_move,
    models.Told: _of_told,
    models.Request: _of_request,
    models.Condition: _of_condition,
    models.Challenge: _of_challenge,
}


def _after(moves: Iterable[Relocation], looks: Iterable[Any], today: date) -> Iterator[rows.Dated]:
    """The look to hold after the newest move, once it has ended and nothing came after it."""
    begun = [row for row in moves if row.from_on is not None and row.from_on <= today and not row.placed_by]
    last = max(begun, key=lambda row: row.from_on or date.min, default=None)
    if last is None or last.to_on is None or last.to_on > today:
        return
    own = [row for row in looks if row.relocation_id in {None, last.pk}]
    now = after_now(last.to_on, {row.kind for row in own if row.on is not None}, today)
    if now is not None:
        kind, on = now
        by_on = next((row.by_on for row in own if row.kind == kind and row.by_on is not None), on)
        yield rows.Dated("after_look", by_on, label("after_look", kind), "relocations:next_home")


def of_rows(
    decision: Decision | None,
    move: Relocation | None,
    told: Iterable[Any] = (),
    consents: Iterable[Any] = (),
    approvals: Iterable[Any] = (),
    views: Iterable[Any] = (),
) -> Facts:
    """The same of rows that were read already."""
    heard = [row for row in told if move is not None and row.relocation_id == move.pk and row.told_on is not None]
    known = _answers(decision, move)
    in_care = known.get("looked_after") is not Answer.NO
    area = [row.told_on for row in heard if row.who == "area_authority"]
    events: dict[str, list[date | None]] = {
        "area_authority_told": area,
        "others_told": _all_told(heard),
        "emergency_steps_done": _steps_done(area, consents, approvals),
        **_approved(consents, approvals, views),
    }
    if decision is not None and in_care:
        events["plan_change_proposed"] = [decision.proposed_on]
        events["placement_decided"] = [decision.decided_on]
        if decision.emergency == "yes" or decision.stands == "emergency":
            events["emergency_placement_approved"] = [decision.decided_on]
    if move is not None and in_care:
        events["placement_began"] = [move.from_on or move.planned_from]
        events["placement_ending"] = [None if move.to_on else move.planned_end]
        events["placement_ended"] = [move.to_on]
        if known.get("secure_accommodation") is Answer.YES:
            events["secure_placement_began"] = [move.from_on or move.planned_from]
            events["secure_placement_ended"] = [move.to_on]
    dated = {key: tuple(day for day in days if day is not None) for key, days in events.items()}
    return Facts({key: days for key, days in dated.items() if days}, known)


def _answers(decision: Decision | None, move: Relocation | None) -> dict[str, Answer]:
    """What is known of the case: of the move where it says so, else of the decision."""
    if decision is None and move is None:
        return {}
    base = decision if decision is not None else Decision(kind=move.kind if move else "not_known")
    place = queries.place(base)
    found = answers(place)
    if move is not None:
        found |= answers(queries.place_of_move(base, move))
    kinds = {base.kind, move.kind if move else "", *base.authorisation}
    to = move.nation_to if move and move.nation_to != "not_known" else base.nation_to
    found["placed_in_wales"] = Answer.NOT_KNOWN if to == "not_known" else _yes(to == "wales")
    found["secure_accommodation"] = _yes("secure" in kinds)
    found["deprived_of_liberty"] = _yes("deprivation_of_liberty" in kinds)
    return found


def _yes(is_so: bool) -> Answer:
    return Answer.YES if is_so else Answer.NO


_OTHERS = {"school", "health", "reviewing_officer"}


def _all_told(heard: Iterable[Any]) -> list[date | None]:
    """The day by which school, health and the reviewing officer had all been told; none while one has not."""
    first: dict[str, date] = {}
    for row in heard:
        first[row.who] = min(first.get(row.who, row.told_on), row.told_on)
    return [max(first[who] for who in _OTHERS)] if first.keys() >= _OTHERS else []


def _steps_done(area: list[date], consents: Iterable[Any], approvals: Iterable[Any]) -> list[date | None]:
    """The day by which relatives and the reviewing officer had been consulted and the area authority told."""
    relatives = [row.on for row in consents if row.kind == "relatives" and row.state == "yes" and row.on]
    officer = [row.answered_on for row in approvals if row.kind == "reviewing_officer" and row.answered_on]
    done = [min(days) for days in (area, relatives, officer) if days]
    return [max(done)] if len(done) == 3 else []


def _approved(consents: Iterable[Any], approvals: Iterable[Any], views: Iterable[Any]) -> dict[str, list[date | None]]:
    """When each thing was done that must come before a decision, by the key of its clock. Their own words are their wishes."""
    given: list[tuple[str, str, date | None]] = [
        *(("approval", row.kind, row.answered_on) for row in approvals if row.answer == "given"),
        *(("consent", row.kind, row.on) for row in consents if row.state == "yes"),
        *(("consent", "wishes", row.on) for row in views if own_words(row)),
    ]
    return {rule.key: [on for asked, kind, on in given if (asked, kind) == (rule.asked, rule.kind)] for rule in RULES}


def own_clocks() -> list[Clock]:
    """The clocks of which this slice knows both ends: others' are for the page of all clocks, which knows every slice's facts."""
    ends = {*EVENTS, *(rule.key for rule in RULES)}
    return [clock for clock in clocks().values() if clock.runs_from in EVENTS and clock.done_by in ends]


def due(found: Facts, now: When) -> list[Standing]:
    """Those of them that are due, overdue, or not known, as far as this slice alone can tell."""
    shown = {State.DUE, State.OVERDUE, State.NOT_KNOWN}
    return [one for one in standings(found.case(), now, of=own_clocks()) if one.state in shown]
