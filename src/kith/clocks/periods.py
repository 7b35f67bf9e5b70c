"""The runs of a clock in a case: where each starts, which limit it has, when that is up, and when it was done."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from kith.clocks.adjustments import Adjustment
from kith.clocks.calendars import Calendar, When, day_of, deadline, in_time, order
from kith.clocks.cases import Case, Period
from kith.clocks.conditions import Answer, answer, not_known
from kith.clocks.declarations import Basis, Clock, Kind, Limit, Step
from kith.clocks.terms import TermsUnknown
from kith.clocks.totals import runs_out, spells

Run = tuple[int, When, When | None]
"""Which of a sequence it is, its start, and when it was done."""


def runs(clock: Clock, case: Case, starts: Sequence[When], done: Sequence[When]) -> list[Run]:
    """The runs from `starts`, in order. `done` are the times at which it was done, in order."""
    if clock.is_series:
        following = [bisect_right(done, order(start), key=order) for start in starts]
        return [
            (n, start, done[next_one] if next_one < len(done) else None)
            for n, (start, next_one) in enumerate(zip(starts, following, strict=True))
        ]
    found: list[Run] = []
    for n, start in enumerate(starts):
        before = starts[n - 1] if n else None
        after = starts[n + 1] if n + 1 < len(starts) else None
        found += _chain(clock, start, _done_in(clock, done, before, start, after))
    return found


def _chain(clock: Clock, start: When, done: Sequence[When]) -> Iterator[Run]:
    """One start and all that follows from it: each time that it is done starts the next limit, as far as there are limits."""
    steps = 1 + len(clock.then)
    for n in range(len(done) + 1):
        if n >= steps and not (clock.repeats and clock.then):
            return
        yield n, start if n == 0 else done[n - 1], done[n] if n < len(done) else None


def _done_in(clock: Clock, done: Sequence[When], before: When | None, start: When, after: When | None) -> list[When]:
    """Of the times done, those that belong to this start and neither to the one before nor to the one after."""
    mine = [d for d in done if after is None or not _from(d, after)]
    later = [d for d in mine if _from(d, start)]
    if clock.kind is Kind.BEFORE:
        ahead = [d for d in mine if in_time(d, start) is not False and (before is None or order(d) > order(before))]
        late = [d for d in later if d not in ahead] if after is None or clock.then else []
        return ahead[-1:] + late
    if clock.early_counts:
        return [d for d in mine if before is None or order(d) > order(before)]
    return later


def _from(done: When, start: When) -> bool:
    """Whether `done` may be at or after `start`: on its day, where either is a mere date."""
    if isinstance(done, dt.datetime) and isinstance(start, dt.datetime):
        return done >= start
    return day_of(done) >= day_of(start)


def period(clock: Clock, case: Case, calendar: Calendar, run: Run, adjustment: Adjustment | None) -> Period:
    """One run with its dates; `missing` names what must be known to date it."""
    index, start, done = run
    local = (
        adjustment if adjustment and (adjustment.holds_from is None or day_of(start) >= adjustment.holds_from) else None
    )
    try:
        step, missing = _step(clock, case, index, start)
        national = _due(clock, case, calendar, start, step, index)
        own = _own_limit(clock, local, index)
        ours = _counted(clock, case, calendar, start, own) if own else None
        earliest = calendar.add(start, clock.not_before, clock.first_day_counts) if clock.not_before else None
    except TermsUnknown:
        return Period(start=start, done=done, missing=("term_calendar",))
    due = _binding(clock, national, ours)
    return Period(
        start=start,
        due=due,
        national_due=national if due != national else None,
        earliest=earliest,
        done=done,
        in_time=_in_time(done, due, earliest),
        missing=missing,
    )


def _step(clock: Clock, case: Case, index: int, start: When) -> tuple[Limit | None, tuple[str, ...]]:
    """The limit of a run, and what must be known to choose it."""
    if index == 0 or not clock.then:
        return clock.limit, ()
    if not any(step.until or step.given for step in clock.then):
        return clock.then[min(index - 1, len(clock.then) - 1)].limit, ()
    for step in clock.then:
        held = _holds(clock, case, step, start)
        if held is Answer.NOT_KNOWN:  # the shorter is the safer to show meanwhile
            return min((s.limit for s in clock.then), key=lambda limit: limit.number), not_known(
                [step.given], case.answers
            )
        if held is Answer.YES:
            return step.limit, ()
    return None, ()


def _holds(clock: Clock, case: Case, step: Step, start: When) -> Answer:
    if step.until:
        since = max((s for s in case.times(clock.runs_from) if order(s) <= order(start)), key=order)
        over = any(_from(when, since) and order(when) <= order(start) for when in case.times(step.until))
        return Answer.NO if over else Answer.YES
    return answer(step.given, case.answers) if step.given else Answer.YES


def _due(clock: Clock, case: Case, calendar: Calendar, start: When, limit: Limit | None, index: int) -> When | None:
    match clock.kind:
        case Kind.BEFORE if index == 0:
            return start
        case Kind.AS_SET:
            return case.set_days.get(clock.key)
        case Kind.TOTAL if limit and clock.in_any:
            return _total(clock, case, start, limit, clock.in_any)
    return _counted(clock, case, calendar, start, limit) if limit else None


def _total(clock: Clock, case: Case, start: When, limit: Limit, in_any: Limit) -> When:
    begun = [when for when in case.times(clock.runs_from) if order(when) <= order(start)]
    window = dt.timedelta(**{in_any.unit.value: in_any.number})
    return runs_out(spells(begun, case.times(clock.done_by)), dt.timedelta(**{limit.unit.value: limit.number}), window)


def _counted(clock: Clock, case: Case, calendar: Calendar, start: When, limit: Limit) -> When:
    """The limit counted from the start, with an extension that was given, moved off a holiday where the law moves it."""
    if clock.extension and any(_from(when, start) for when in case.times(clock.extended_by)):
        limit = Limit(limit.number + clock.extension.number, limit.unit)
    due = calendar.add(start, limit, clock.first_day_counts)
    return calendar.next_working_day(due) if clock.rolls_to_working_day else due


def _own_limit(clock: Clock, local: Adjustment | None, index: int) -> Limit | None:
    if local is None:
        return None
    return local.every if index and clock.then else local.limit


def _binding(clock: Clock, national: When | None, ours: When | None) -> When | None:
    """An authority's own limit; where the law has one, the earlier of the two, so that no local rule can lengthen a duty."""
    if ours is None or national is None:
        return national if ours is None else ours
    if clock.kind is Kind.AS_SET:
        return national
    return min(national, ours, key=deadline) if clock.basis is Basis.LAW else ours


def _in_time(done: When | None, due: When | None, earliest: When | None) -> bool | None:
    if done is None:
        return None
    if earliest is not None and done != earliest and in_time(done, earliest):
        return False
    return in_time(done, due) if due is not None else True
