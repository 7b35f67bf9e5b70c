"""Limits on time used in any window, such as 72 hours of secure accommodation in any 28 days without an order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kith.clocks.calendars import When, instant

Spell = tuple[dt.datetime, dt.datetime | None]


def spells(begun: Sequence[When], ended: Sequence[When]) -> list[Spell]:
    """Each beginning with the first end that follows it before the next beginning; None: it still lasts or no end is known."""
    starts = sorted(instant(when) for when in begun)
    ends = sorted(instant(when) for when in ended)
    found: list[Spell] = []
    for n, start in enumerate(starts):
        following = starts[n + 1] if n + 1 < len(starts) else None
        end = next((end for end in ends if end >= start and (following is None or end <= following)), following)
        found.append((start, end))
    return found


def runs_out(history: Sequence[Spell], limit: dt.timedelta, window: dt.timedelta) -> dt.datetime:
    """The instant at which the last spell, if it goes on, brings the time in the `window` before it to `limit`.

    The time used never shrinks while a spell lasts, whatever drops out of the window, so halving finds the instant; to the
    second. `history` holds at least one spell, in order.
    """
    start = history[-1][0].astimezone(dt.UTC)
    low, high = 0, int(limit.total_seconds())
    while low < high:
        middle = (low + high) // 2
        if _used(history, start + dt.timedelta(seconds=middle), window) >= limit:
            high = middle
        else:
            low = middle + 1
    return (start + dt.timedelta(seconds=low)).astimezone(history[-1][0].tzinfo)


def _used(history: Sequence[Spell], at: dt.datetime, window: dt.timedelta) -> dt.timedelta:
    since = at - window
    earlier = [(start, end or at) for start, end in history[:-1]]
    spans = [*earlier, (history[-1][0], at)]
    overlaps = (min(end, at).astimezone(dt.UTC) - max(start, since).astimezone(dt.UTC) for start, end in spans)
    return sum((max(overlap, dt.timedelta()) for overlap in overlaps), dt.timedelta())
