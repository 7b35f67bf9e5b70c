"""How every clock stands in a case: not applicable and why, not started, due, overdue, done, or not known and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kith.clocks.adjustments import Adjustment, Adjustments
from kith.clocks.calendars import Calendar, When, day_of, deadline, is_past, order
from kith.clocks.cases import Case, Message, Period, Standing, State
from kith.clocks.declarations import Clock, Kind, Window, clocks
from kith.clocks.owed import owed
from kith.clocks.periods import period, runs
from kith.foundation.dates import Nation


def standings(
    case: Case, now: When, adjustments: Adjustments | None = None, of: Iterable[Clock] | None = None
) -> list[Standing]:
    """How each clock stands at `now` (a date, or better an instant): all of them, or those given; the soonest due first.

    A clock without a day follows those that have one, in the order of the declarations.
    """
    chosen = clocks().values() if of is None else of
    found = [stand(clock, case, now, (adjustments or {}).get(clock.key)) for clock in chosen]
    return sorted(found, key=lambda one: (one.due is None, deadline(one.due).timestamp() if one.due else 0.0))


def stand(clock: Clock, case: Case, now: When, adjustment: Adjustment | None = None) -> Standing:
    """How one clock stands at `now`, with an authority's adjustment of it if there is one.

    What lies after `now` is a plan: it starts a clock, and never counts as done. ValueError for an instant without a zone.
    """
    commenced = clock.commenced or (adjustment is not None and adjustment.commenced is not None)
    debt = owed(clock, case, commenced)
    if debt.against:
        return Standing(clock=clock, state=State.NOT_APPLICABLE, message=debt.against)
    assumed = Nation.WALES if clock.nation == Nation.WALES else Nation.ENGLAND
    calendar = case.calendar_for(clock, case.nation_for(clock) or assumed)
    starts, done, missing = _times(clock, case, now)
    all_starts = starts
    starts, unseen = _in_window(clock, case, calendar, starts)
    missing += unseen
    if missing:
        return _not_known(clock, debt.missing + missing, None, ())
    if not starts:
        over = bool(all_starts) and clock.only_within is not None
        key, state = ("window_over", State.NOT_APPLICABLE) if over else ("not_started", State.NOT_STARTED)
        return Standing(clock=clock, state=state, message=Message(key, {"event": clock.runs_from}))
    periods = tuple(
        period(clock, case, calendar, run, adjustment) for run in _chosen(clock, runs(clock, case, starts, done))
    )
    if not periods:
        return Standing(
            clock=clock, state=State.NOT_STARTED, message=Message("not_started", {"event": clock.runs_from})
        )
    periods = _to_current(clock, periods, now)
    if outside := _out_of_force(clock, adjustment, periods[-1].due or periods[-1].start):
        return Standing(clock=clock, state=State.NOT_APPLICABLE, message=outside)
    return _of_period(clock, case, now, periods, debt.missing)


def _to_current(clock: Clock, periods: tuple[Period, ...], now: When) -> tuple[Period, ...]:
    """The runs up to the one that matters now: what must come before an event looks ahead to it, the rest do not."""
    if clock.kind is Kind.BEFORE:
        return periods
    begun = tuple(one for one in periods if not _ahead(one.start, now) or one.done is not None)
    return begun or periods[:1]


def _times(clock: Clock, case: Case, now: When) -> tuple[list[When], list[When], tuple[str, ...]]:
    """When it started and was done, since it last began anew, and the events whose day must be known to say."""
    named = {clock.runs_from, clock.done_by, clock.restarts_at, clock.stops_at} & case.undated
    starts, done = case.times(clock.runs_from), _so_far(case.times(clock.done_by), now)
    if clock.is_series:
        starts = done
    if clock.restarts_at and (anew := _so_far(case.times(clock.restarts_at), now)):
        starts = [start for start in starts if day_of(start) >= day_of(anew[-1])]
    return starts, done, tuple(sorted(named))


def _so_far(times: Sequence[When], now: When) -> list[When]:
    return [when for when in times if not _ahead(when, now)]


def _ahead(when: When, now: When) -> bool:
    """Whether it lies after now: on a later day, or at a later instant where both are instants."""
    return is_past(now, when)


def _in_window(clock: Clock, case: Case, calendar: Calendar, starts: list[When]) -> tuple[list[When], tuple[str, ...]]:
    """The starts that lie in the part of a placement in which the clock runs."""
    for window, inside in ((clock.only_within, True), (clock.only_after, False)):
        if window is None or not starts:
            continue
        anchors = case.times(window.event)
        if not anchors:
            return [], (window.event,)
        starts = [start for start in starts if _within(window, calendar, anchors, start) is inside]
    return starts, ()


def _within(window: Window, calendar: Calendar, anchors: Sequence[When], start: When) -> bool:
    anchor = max((when for when in anchors if day_of(when) <= day_of(start)), key=order, default=anchors[0])
    return day_of(start) < day_of(calendar.add(anchor, window.limit))


def _chosen(clock: Clock, found: list[tuple[int, When, When | None]]) -> list[tuple[int, When, When | None]]:
    match clock.which:
        case "first":
            return found[:1]
        case "later":
            return found[1:]
    return found


def _out_of_force(clock: Clock, adjustment: Adjustment | None, due: When) -> Message | None:
    """Why it did not hold on the day that it fell due: a duty made later is owed also on what began before it."""
    first = adjustment.commenced if adjustment and adjustment.commenced else clock.first_day
    if first and day_of(due) < first:
        return Message("not_in_force", {"first": first})
    if clock.in_force_to and day_of(due).isoformat() > clock.in_force_to:
        return Message("no_longer_in_force", {"last": clock.in_force_to})
    return None


def _of_period(clock: Clock, case: Case, now: When, periods: tuple[Period, ...], unknown: tuple[str, ...]) -> Standing:
    """The state that the current run gives."""
    last = periods[-1]
    if last.done is not None:
        return _standing(clock, State.DONE, _done_message(last), periods)
    if clock.stops_at:
        ended = [when for when in _so_far(case.times(clock.stops_at), now) if order(when) >= order(last.start)]
        if ended:
            return _standing(clock, State.NOT_APPLICABLE, Message("stopped", {"event": clock.stops_at}), periods)
    missing = unknown + last.missing + (("set_day",) if clock.kind is Kind.AS_SET and last.due is None else ())
    if _ahead(last.start, now) and clock.kind is not Kind.BEFORE:
        message = Message("planned", {"event": clock.runs_from, "start": last.start})
        return _standing(clock, State.NOT_STARTED, message, periods)
    if missing:
        return _not_known(clock, missing, last.due, periods)
    return _undone(clock, now, periods)


def _undone(clock: Clock, now: When, periods: tuple[Period, ...]) -> Standing:
    last = periods[-1]
    if last.due is None:
        if last.earliest is not None:
            return _standing(clock, State.DUE, Message("not_before", {"earliest": last.earliest}), periods)
        return _standing(clock, State.DUE, Message("no_limit", {"promptness": clock.promptness}), periods)
    ends = clock.kind in (Kind.ENDS, Kind.TOTAL)
    facts = {"due": last.due, "days": abs((day_of(now) - day_of(last.due)).days)}
    if not is_past(last.due, now):
        key = "ends" if ends else "due_before" if clock.kind is Kind.BEFORE and last.due == last.start else "due"
        return _standing(clock, State.DUE, Message(key, facts), periods)
    if clock.lapses:
        return _standing(clock, State.DONE, Message("lapsed", facts), periods)
    return _standing(clock, State.OVERDUE, Message("ended" if ends else "overdue", facts), periods)


def _done_message(last: Period) -> Message:
    facts = {"done": last.done, "due": last.due, "earliest": last.earliest}
    if last.in_time is None:
        return Message("done_not_known_whether_in_time", facts)
    if last.in_time:
        return Message("done_in_time" if last.due is not None else "done", facts)
    early = last.earliest is not None and last.done is not None and order(last.done) < order(last.earliest)
    return Message("done_too_early" if early else "done_late", facts)


def _not_known(clock: Clock, missing: tuple[str, ...], due: When | None, periods: tuple[Period, ...]) -> Standing:
    asked = tuple(dict.fromkeys(missing))
    return Standing(
        clock=clock,
        state=State.NOT_KNOWN,
        message=Message("not_known" if due is None else "not_known_due", {"missing": asked, "due": due}),
        due=due,
        missing=asked,
        periods=periods,
    )


def _standing(clock: Clock, state: State, message: Message, periods: tuple[Period, ...]) -> Standing:
    return Standing(clock=clock, state=state, message=message, due=periods[-1].due, periods=periods)
