"""Declared: going missing from where one was moved to, and before and after the move."""

from __future__ import annotations

from collections.abc import Iterator

from kith.figures.measures.declarations.measure import LR, OURS, Dimension, Family, Measure, Need
from kith.figures.measures.declarations.people import HARMED, INVOLVED
from kith.figures.measures.declarations.relocations import AWAY

WENT_MISSING = Need(
    frozenset({"missing"}), "missing episodes", "the SSDA903's missing file, or a list of missing episodes"
)

FAMILIES = (
    Family(
        "missing",
        "Missing from where they were moved to",
        "No missing episode of a relocated young person is recorded.",
        (INVOLVED, HARMED, AWAY, WENT_MISSING),
    ),
)


def dimensions() -> Iterator[Dimension]:
    """None of its own."""
    yield from ()


def measures() -> Iterator[Measure]:
    yield Measure(
        "missing_from_stay",
        "Relocated young people who went missing from an out-of-area stay",
        "people",
        "Relocated, with an episode of going missing that meets the month and began during a confirmed stay of the month; "
        "away without authorisation is left out.",
        LR,
        "missing",
        of="relocated",
        counts="missing_from_stay",
    )
    yield Measure(
        "missing_episodes",
        "Episodes of going missing from an out-of-area stay",
        "episodes",
        "The episodes of the people before.",
        LR,
        "missing",
        counts="missing_episodes",
    )
    yield Measure(
        "missing_from_stay_share",
        "Share of relocated young people who went missing from an out-of-area stay",
        "share",
        "With a Wilson interval of 95 per cent.",
        LR,
        "missing",
        of="relocated",
        share="missing_from_stay",
    )
    for when, words, window in (
        ("before", "in the 90 days before the move", "The 90 days before the first day of the unbroken time away."),
        (
            "after",
            "in the first 90 days of the move",
            "90 days from the first day away, or to the month's end if sooner.",
        ),
    ):
        yield Measure(
            f"missing_{when}",
            f"Relocated young people missing {words}",
            "people",
            window + " Reporting may differ between places.",
            LR,
            "missing",
            of="relocated",
            counts=f"missing_{when}",
        )
        yield Measure(
            f"missing_days_{when}",
            f"Days missing {words}",
            "days",
            window + " A day in two episodes counts once.",
            LR,
            "missing",
            counts=f"missing_days_{when}",
        )
        yield Measure(
            f"days_at_risk_{when}",
            f"Days that the relocated young people lived {words}",
            "days",
            window,
            OURS,
            "missing",
            counts=f"days_{when}",
        )
