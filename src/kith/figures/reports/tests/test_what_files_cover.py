"""A month or a year that the files do not speak of is said, not counted as if nobody had been there."""

from __future__ import annotations

import datetime as dt

import pytest

from kith.figures.reports.gathering import Source, spoken_of

DAYS = (dt.date(2024, 4, 1), dt.date(2025, 3, 31))
EARLIER = (dt.date(2022, 4, 1), dt.date(2024, 9, 30))


@pytest.mark.parametrize(
    ("sources", "span", "why"),
    [
        (
            [Source("SSDA903", (), 1, DAYS), Source("CIN census", (), 1, EARLIER)],
            (DAYS[0], EARLIER[1]),
            "days in common",
        ),
        ([Source("SSDA903", (), 1, EARLIER), Source("Annex A", (), 1, DAYS)], EARLIER, "a snapshot takes nothing away"),
        ([Source("Annex A", (), 1, DAYS), Source("Lists", (), 1)], DAYS, "the snapshot alone"),
        ([Source("Lists", (), 1)], None, "no source says"),
    ],
)
def test_what_the_sources_speak_of_together(
    sources: list[Source], span: tuple[dt.date, dt.date] | None, why: str
) -> None:
    assert spoken_of(sources) == span, why
