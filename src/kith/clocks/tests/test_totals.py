"""Time used in any window runs out when a plain count of seconds says so."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from kith.clocks.totals import runs_out, spells

START = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 200), st.integers(1, 80)), max_size=5), st.integers(1, 100), st.integers(100, 800)
)
def test_the_hours_used_reach_the_limit_at_that_hour_and_not_before(
    gaps: list[tuple[int, int]], limit: int, window: int
) -> None:
    begun, ended, hour = [], [], 0
    inside: set[int] = set()
    for gap, length in gaps:
        hour += gap
        begun.append(START + hour * HOUR)
        inside |= set(range(hour, hour + length))
        hour += length
        ended.append(START + hour * HOUR)
    hour += 1
    begun.append(START + hour * HOUR)
    out = runs_out(spells(begun, ended), limit * HOUR, window * HOUR)
    lasts = hour
    while len((inside | set(range(hour, lasts))) & set(range(lasts - window, lasts))) < limit:
        lasts += 1
    assert out == START + lasts * HOUR


def test_a_spell_without_an_end_lasts_until_the_next_begins() -> None:
    days = [START + n * dt.timedelta(days=1) for n in range(4)]
    assert spells([days[0], days[2]], [days[3]]) == [(days[0], days[2]), (days[2], days[3])]
    assert spells([days[0].date()], []) == [(days[0], None)]
