"""What a note may be and who may read it, how long its writer may mend it in place; pure, today and now arguments."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from kith.record.access.rules import Decision, Intelligence, Section, may_read_intelligence

MENDED_WITHIN = timedelta(days=1)
"""How long whoever wrote a note may change it without saying why: slips are seen the same day."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What decides who may read a note, beside who may see whom or what it is about."""

    section: Section
    intelligence: Intelligence | None = None
    """The grading, of a note of police intelligence."""


def may_read(user_id: UUID, reads: Collection[Section], marks: Marks, today: date) -> bool:
    """Whether a user to whom the sections `reads` are open may read a note. `queries.readable` says the same in SQL."""
    if marks.section not in reads:
        return False
    if marks.section is not Section.POLICE_INTELLIGENCE:
        return True
    opened = Decision(True, "allocated")
    return marks.intelligence is not None and may_read_intelligence(user_id, opened, marks.intelligence, today)


def is_correction(made_by: UUID | None, by: UUID | None, made_at: datetime, now: datetime) -> bool:
    """Whether a change is a correction, which needs a reason: by anybody else, or later than a day after it was written."""
    return made_by is None or made_by != by or now - made_at > MENDED_WITHIN


def inserted(places: list[date | None], day: date | None) -> int:
    """Where a point of `day` goes in a line whose days stand in `places` in the line's own order: after the last not later than it."""
    if day is None:
        return len(places)
    return max((place + 1 for place, other in enumerate(places) if other is not None and other <= day), default=0)


def moved(line: list[UUID], which: UUID, steps: int) -> list[UUID]:
    """The line with one of its points moved by `steps`, as far as it goes. ValueError where it is not on the line."""
    at = line.index(which)
    rest = [*line[:at], *line[at + 1 :]]
    to = min(max(at + steps, 0), len(rest))
    return [*rest[:to], which, *rest[to:]]
