"""What can be told of a moment, a time missing and a wait for school by plain rules; no database, and today is an argument."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

from kith.clocks.declarations import clocks

LONDON = ZoneInfo("Europe/London")

FULL_TIME_HOURS = 25
"""It was hard to escape, 6.6: full-time education at once; its figure, not the law's."""

InterviewState = Literal[
    "missing", "held", "held_late", "declined", "no_clock", "due", "overdue", "not_offered", "not_known"
]
WAITS: frozenset[InterviewState] = frozenset({"due", "overdue", "not_offered", "not_known"})
"""The states in which somebody still has to do or say something."""


@dataclass(frozen=True, slots=True)
class Interview:
    """What is known of a time missing and the interview after it. States are yes, no or not_known."""

    kind: str
    to_on: date | None
    to_time: time | None = None
    offered: str = "not_known"
    declined: str = "not_known"
    held: str = "not_known"
    held_on: date | None = None


@cache
def interview_hours() -> int:
    """72, by statutory guidance on children who run away or go missing from home or care (England, January 2014)."""
    limit = clocks()["missing_interview"].limit
    if limit is None:
        raise LookupError("the clock of the return interview has no limit")
    return limit.number


def interview_due(to_on: date, to_time: time | None) -> datetime:
    """72 hours after the return; where its hour is not known, the end of the third day after."""
    if to_time is None:
        return datetime.combine(to_on + timedelta(days=interview_hours() // 24 + 1), time(), LONDON)
    came_back = datetime.combine(to_on, to_time, LONDON).astimezone(ZoneInfo("UTC"))
    return (came_back + timedelta(hours=interview_hours())).astimezone(LONDON)


def interview_state(known: Interview, now: datetime) -> InterviewState:
    """How it stands with the interview. After the limit, what nobody has said is *not known*, never *not held*.

    The clock runs for a child missing; for one away without authorisation, whose whereabouts are known, it does not.
    """
    if known.to_on is None:
        return "missing"
    due = interview_due(known.to_on, known.to_time)
    if known.held == "yes":
        late = known.held_on is not None and known.held_on > (due - timedelta(seconds=1)).date()
        return "held_late" if late else "held"
    if known.declined == "yes":
        return "declined"
    if known.kind != "missing":
        return "no_clock"
    if now < due:
        return "due"
    if known.offered == "no":
        return "not_offered"
    return "overdue" if known.held == "no" else "not_known"


Reach = Literal["reached", "not_reached", "not_known"]


def reach(reached: str) -> Reach:
    """Whether somebody has reached the young person, as it was said."""
    answers: dict[str, Reach] = {"yes": "reached", "no": "not_reached"}
    return answers.get(reached, "not_known")


def minutes_to_reach(on: date, at: time | None, reached_on: date | None, reached_at: time | None) -> int | None:
    """How long it took until somebody was with them; None unless both hours are known, or where they are out of order."""
    if at is None or reached_on is None or reached_at is None:
        return None
    took = datetime.combine(reached_on, reached_at, LONDON).timestamp() - datetime.combine(on, at, LONDON).timestamp()
    return round(took / 60) if took >= 0 else None


# Missing before and after a day


Span = tuple[date, date | None]


@dataclass(frozen=True, slots=True)
class Share:
    """Of the days of a window, on how many somebody was missing; and how many times it began."""

    missing_days: int
    days: int
    times: int


def before_and_after(spans: Iterable[Span], day: date, today: date, most: int = 182) -> tuple[Share, Share]:
    """The days before `day` and from it on, windows of one length: as many days as have passed since, at most `most`.

    A day counts once however often they went missing on it. Reporting may differ between two places, so neither number says
    by itself that a move helped or harmed (Last resort or best interest, missing episodes).
    """
    length = max(0, min((today - day).days + 1, most))
    times = [(start, end or today) for start, end in spans]
    return _share(times, day - timedelta(days=length), length), _share(times, day, length)


def _share(times: list[tuple[date, date]], first: date, length: int) -> Share:
    window = {first + timedelta(days=n) for n in range(length)}
    missing = {day for day in window if any(start <= day <= end for start, end in times)}
    return Share(len(missing), length, sum(start in window for start, _end in times))


# Waiting for school


@dataclass(frozen=True, slots=True)
class Spell:
    """A spell of education, a suspension or an exclusion."""

    kind: str
    from_on: date
    to_on: date | None = None
    taught_from_on: date | None = None
    hours_a_week: float | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """Days without teaching since a suspension or exclusion; `until` is None while it lasts."""

    days: int
    until: date | None


def wait(spell: Spell, others: Iterable[Spell], today: date) -> Wait | None:
    """How long somebody waited for teaching after a suspension or exclusion; None of a spell of education.

    It ends when teaching is said to have begun, when a spell of education begins, or with the suspension. Days, not school
    days: term dates are not known here, and the young person waits on all of them.
    """
    if spell.kind == "education":
        return None
    began = [one.from_on for one in others if one.kind == "education" and one.from_on >= spell.from_on]
    if spell.taught_from_on:
        began.append(spell.taught_from_on)
    if spell.kind == "suspension" and spell.to_on:
        began.append(spell.to_on + timedelta(days=1))
    until = min((day for day in began if day <= today), default=None)
    return Wait(((until or today) - spell.from_on).days, until)


def is_full_time(hours_a_week: float | None) -> bool | None:
    """Whether the hours reach the review's 25 a week; None where they are not known."""
    return None if hours_a_week is None else hours_a_week >= FULL_TIME_HOURS
