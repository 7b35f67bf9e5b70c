"""What assessments, section 47 enquiries and signs of modern slavery tell the clocks. No clock asks what a young person was told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from kith.clocks.conditions import Answer
from kith.record.harms.models import Assessment, Concern, Enquiry
from kith.record.people.queries import by_person
from kith.record.rows.deadlines import Facts, Gathered, events, joined


def facts_of(people: Sequence[UUID], today: date) -> Gathered:
    """A query a kind of row, however many people."""
    parts: dict[UUID, list[Facts]] = defaultdict(list)
    for model, says in ((Assessment, _assessments), (Enquiry, _enquiries), (Concern, _signs)):
        for pk, own in by_person(model, people).items():
            parts[pk].append(says(own))
    return {pk: joined(own) for pk, own in parts.items()}


def _assessments(rows: list[Assessment]) -> Facts:
    """An assessment is concluded on the day it was authorised: the children in need census counts the 45 days to it."""
    return Facts(events(assessment_concluded=[row.to_on for row in rows]))


def _enquiries(rows: list[Enquiry]) -> Facts:
    """An enquiry begins with the strategy discussion that decided on it, as the census counts (recalled, not read).

    Whether the risk goes on is known of the newest enquiry alone: a conference is held or set for it, or was held not to be needed.
    """
    rows = sorted(rows, key=lambda row: row.from_on)
    began = [row.from_on for row in rows]
    last = rows[-1]
    risk = Answer.NOT_KNOWN
    if last.conference_on is not None:
        risk = Answer.YES
    elif last.conference_not_required == "yes":
        risk = Answer.NO
    return Facts(
        events(
            section_47_began=began,
            section_47_discussion_held=began,
            strategy_discussion_held=began,
            initial_conference_held=[row.conference_on for row in rows],
        ),
        answers={"continuing_risk": risk},
    )


def _signs(rows: list[Concern]) -> Facts:
    """Trafficking, and county lines as its commonest form here, are signs of modern slavery from the day they were noticed."""
    seen = [
        row for row in rows if row.certainty != "ruled_out" and "trafficking" in (row.harm, _NAMED.get(row.sub_kind))
    ]
    days = [row.noticed_on or row.from_on for row in seen]
    return Facts(events(modern_slavery_signs=days), undated=frozenset({"modern_slavery_signs"} if None in days else ()))


_NAMED = {"county_lines": "trafficking"}
"""Narrower kinds of other harms that are signs of the same."""
