"""What stays, legal statuses and authorisations tell the clocks. Stays that are no care placement start none of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from kith.clocks.conditions import Answer
from kith.definitions.codes import codes
from kith.record.people.queries import by_person
from kith.record.placements.models import Authorisation, LegalStatus, Stay
from kith.record.placements.rules import meanings
from kith.record.rows.deadlines import Facts, Gathered, events, joined, of_state, yes_or_no

_SHORT = {"V3", "V4"}
"""Short breaks: their own regime, and no part of the figures."""
_REMAND = {"J1", "J2"}


def facts_of(people: Sequence[UUID], today: date) -> Gathered:
    """A query a kind of row, however many people. What is authorised says more than the kind of home, so it goes first."""
    parts: dict[UUID, list[Facts]] = defaultdict(list)
    for model, says in ((Authorisation, _authorisations), (LegalStatus, _statuses), (Stay, _stays)):
        for pk, own in by_person(model, people, order=("from_on", "made_at")).items():
            parts[pk].append(says(own, today))
    return {pk: joined(own) for pk, own in parts.items()}


def _is_care(stay: Stay) -> bool:
    return stay.kind == "care_placement" and stay.legal_basis not in _SHORT


def _stays(rows: list[Stay], today: date) -> Facts:
    care = [row for row in rows if _is_care(row)]
    if not care:
        return Facts()
    now = next((row for row in reversed(care) if row.to_on is None or row.to_on > today), None)
    days = events(
        placement_began=[row.from_on for row in care],
        first_placement_began=[care[0].from_on],
        placement_ended=[row.to_on for row in care],
        placement_ending=[now.planned_end if now else None],
    )
    return Facts(days, answers=_of_stay(now) if now else {})


def _of_stay(stay: Stay) -> dict[str, Answer]:
    found = meanings(locality=stay.locality, adjoining=stay.adjoining, miles=stay.miles, due_to_efh=stay.due_to_efh)
    answers = {"out_of_area": of_state(found.outside), "at_a_distance": of_state(found.at_a_distance)}
    if not stay.placement_type:
        return answers
    place = codes("placement_type").get(stay.placement_type)
    group = place.group if place else ""
    answers["residential"] = yes_or_no(group in {"childrens_home", "secure"})
    answers["secure_accommodation"] = yes_or_no(group == "secure")
    answers["long_term_foster"] = yes_or_no(stay.placement_type in {"U1", "U4"})
    # Whether a relative's approval is only for a time, no code says; with strangers and in homes it cannot be.
    if group not in {"parents", "kinship_foster", "temporary"}:
        answers |= dict.fromkeys(("other_visit_rule", "connected_person_temporary"), Answer.NO)
        answers |= dict.fromkeys(("placed_before_assessment", "interim_order_at_home", "care_order_at_home"), Answer.NO)
    elif group == "parents":
        answers["other_visit_rule"] = Answer.YES
    return answers


def _statuses(rows: list[LegalStatus], today: date) -> Facts:
    """Interim orders do not make a care order; a status that is over says nothing of today."""
    now = {row.legal_status for row in rows if row.to_on is None or row.to_on >= today}
    answers = {"on_remand": yes_or_no(bool(now & _REMAND))} if now else {}
    return Facts(events(care_order_made=[row.from_on for row in rows if row.legal_status == "C2"]), answers=answers)


def _authorisations(rows: list[Authorisation], today: date) -> Facts:
    secure = [row for row in rows if row.kind == "secure"]
    liberty = [row for row in rows if row.kind == "deprivation_of_liberty"]
    going = {row.kind for row in rows if row.to_on is None or row.to_on >= today}
    days = events(
        secure_order_made=[row.from_on for row in secure],
        secure_placement_began=[row.from_on for row in secure[:1]],
        secure_placement_ended=[row.to_on for row in secure[-1:]],
        deprivation_order_made=[row.from_on for row in liberty],
    )
    answers = {"secure_accommodation": Answer.YES} if "secure" in going else {}
    if "deprivation_of_liberty" in going:
        answers["deprived_of_liberty"] = Answer.YES
    return Facts(days, answers=answers)
