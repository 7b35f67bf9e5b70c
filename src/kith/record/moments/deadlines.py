"""What moments, times missing, exclusions and referrals tell the clocks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID

from kith.clocks.calendars import When
from kith.clocks.conditions import Answer
from kith.record.moments.models import NRM, Education, Missing, Moment, Referral
from kith.record.moments.rules import LONDON
from kith.record.people.queries import by_person
from kith.record.rows.deadlines import Facts, Gathered, events, joined, yes_or_no

_FEW_DAYS = 5
"""A suspension of so many days or fewer is not longer than five school days; of a longer one only a term calendar knows."""


def facts_of(people: Sequence[UUID], today: date) -> Gathered:
    """A query a kind of row, however many people."""
    parts: dict[UUID, list[Facts]] = defaultdict(list)
    for model, says in ((Missing, _missing), (Moment, _moments), (Education, _education), (Referral, _referrals)):
        for pk, own in by_person(model, people).items():
            parts[pk].append(says(own))
    return {pk: joined(own) for pk, own in parts.items()}


def _when(on: date | None, at: time | None) -> When | None:
    """The instant where the hour is known, else the day."""
    return datetime.combine(on, at, LONDON) if on is not None and at is not None else on


def _missing(rows: list[Missing]) -> Facts:
    """The clock of the interview runs from each return of a child who was missing; not of one whose whereabouts were known."""
    rows = sorted((row for row in rows if row.kind == "missing"), key=lambda row: row.from_on)
    held = [row for row in rows if row.interview_held == "yes"]
    ended = [row for row in rows if row.to_on is not None]
    last = max(ended, key=lambda row: row.to_on, default=None)
    declined = last is not None and last.interview_declined == "yes"
    return Facts(
        events(
            missing_reported=[_when(row.from_on, row.from_time) for row in rows],
            found_after_missing=[_when(row.to_on, row.to_time) for row in ended],
            return_interview_held=[row.interview_on for row in held],
        ),
        undated=frozenset({"return_interview_held"} if any(row.interview_on is None for row in held) else ()),
        of_clock={"missing_interview": {"child_refuses": Answer.YES}} if declined else {},
    )


def _moments(rows: list[Moment]) -> Facts:
    return Facts(
        events(
            threat_notice_given=[_when(row.from_on, row.from_time) for row in rows if row.kind == "threat_to_life"],
            remanded=[row.from_on for row in rows if row.kind == "remand"],
        )
    )


def _education(rows: list[Education]) -> Facts:
    out = sorted((row for row in rows if row.kind != "education"), key=lambda row: row.from_on)
    if not out:
        return Facts()
    last, taught = out[-1], [row.taught_from_on for row in out]
    taught += [row.from_on for row in rows if row.kind == "education" and row.from_on >= out[0].from_on]
    done = ("exclusion_sixth_day_permanent", "exclusion_sixth_day_suspension", "exclusion_lac_first_day",
            "exclusion_education_wales")  # fmt: skip
    answers = {"permanent_exclusion": yes_or_no(last.kind == "permanent_exclusion")}
    if last.kind == "permanent_exclusion" or (last.to_on and (last.to_on - last.from_on).days < _FEW_DAYS):
        answers["suspension_over_5_days"] = Answer.NO
    began = events(exclusion_began=[row.from_on for row in out], **dict.fromkeys(done, taught))
    return Facts(began, answers=answers)


def _referrals(rows: list[Referral]) -> Facts:
    nrm = [row for row in rows if row.kind == NRM]
    return Facts(
        events(
            referral_received=[row.on for row in rows if row.kind != NRM],
            nrm_referred=[row.on for row in nrm],
            nrm_reasonable_grounds_decided=[row.reasonable_on for row in nrm],
            nrm_reasonable_grounds_positive=[row.reasonable_on for row in nrm if row.reasonable_grounds == "positive"],
            nrm_conclusive_grounds_decided=[row.conclusive_on for row in nrm],
        )
    )
