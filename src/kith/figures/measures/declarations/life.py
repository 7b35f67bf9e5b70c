"""Declared: critical moments and how fast they were met, relationships since a move, and safety as each voice says it."""

from __future__ import annotations

from collections.abc import Iterator

from kith.figures.measures.declarations.measure import HE, RR, SR, Dimension, Family, Measure, Need, of_rows
from kith.figures.measures.declarations.moves import MOVED
from kith.figures.measures.declarations.people import INVOLVED

HAPPENED = Need(frozenset({"moments"}), "critical moments", "the live record's dataset")
KNOWN = Need(frozenset({"relationships"}), "who matters to young people", "a dataset that has them")
FELT = Need(frozenset({"safety"}), "how safe young people are", "a dataset that has it")

FAMILIES = (
    Family(
        "moments",
        "Critical moments",
        "No critical moment is recorded in the month.",
        (INVOLVED, HAPPENED),
        optional=True,
    ),
    Family(
        "relationships",
        "Relationships since the move",
        "No relationship of anybody moved is recorded.",
        (INVOLVED, MOVED, KNOWN),
        optional=True,
    ),
    Family(
        "safety",
        "Safety since the move",
        "Nobody moved has been asked how safe they are.",
        (INVOLVED, MOVED, FELT),
        optional=True,
    ),
)

_NOT_KNOWN = {"not_known": "Not known"}


def dimensions() -> Iterator[Dimension]:
    yield Dimension("critical_moment", "What happened", "critical_moment", "critical_moment")
    yield Dimension("reached", "How fast somebody was there", "reached", "reached")
    track = Dimension("tie_track", "Through whom", "track", "track")
    place = Dimension("relationship_place", "Where", "relationship_place", "relationship_place", extra=_NOT_KNOWN)
    yield from (track, place)
    yield Dimension("relationship_effect", "How it acts on safety", "relationship_effect", "relationship_effect")
    yield Dimension("trusted", "Whether the young person trusts them", "state", "trusted")
    yield Dimension("tie_kept", "What became of it since the move", "tie_kept", "tie_kept")
    yield Dimension("track_and_place", "Through whom, and where", "", "track_and_place", parts=(track, place))
    safety = Dimension("safety_dimension", "Which safety", "dimension", "safety_dimension")
    voice = Dimension("voice", "Whose view", "voice", "voice")
    change = Dimension(
        "safety_change", "Beside what the same voice said before the move", "safety_change", "safety_change"
    )
    yield from (safety, voice, change)
    yield Dimension(
        "change_by_dimension", "Which safety, and how it changed", "", "change_by_dimension", parts=(safety, change)
    )
    yield Dimension(
        "change_by_voice",
        "Which safety, whose view, and how it changed",
        "",
        "change_by_voice",
        parts=(safety, voice, change),
    )


def measures() -> Iterator[Measure]:
    yield from of_rows(
        "moments",
        "Critical moments of the month",
        "moments",
        "Of supported young people, moved or not. How fast is in days, as known now.",
        HE,
        "moments",
        frame="moments",
        counts="moment",
        by=("critical_moment", "reached"),
        people="Young people with a critical moment in the month",
    )
    yield from of_rows(
        "moments_not_reached",
        "Critical moments with nobody recorded as having reached the young person",
        "moments",
        "Not recorded is not the same as not done.",
        HE,
        "moments",
        frame="moments",
        counts="moment_not_reached",
        people="Young people whom nobody is recorded as having reached after a moment",
        of="moments",
        within="moments_people",
    )
    yield from of_rows(
        "relationships",
        "Relationships of young people on a move for safety",
        "relationships",
        "There on any day from the move to the month's end, of young people with a confirmed move under way. Nobody is named.",
        RR,
        "relationships",
        frame="relationships",
        counts="tie",
        by=("tie_track", "relationship_place", "relationship_effect", "trusted", "tie_kept", "track_and_place"),
        people="Young people of whom a relationship is recorded",
        within="moves",
    )
    yield from of_rows(
        "views",
        "Views on safety since the move",
        "views",
        "The latest of each voice on each safety, of young people with a confirmed move under way. Each is set beside the same voice's last "
        "rating before the move; voices stand side by side and nothing is added up.",
        f"Shuker 2013; {SR}",
        "safety",
        frame="views",
        counts="view",
        by=("safety_dimension", "voice", "safety_change", "change_by_dimension", "change_by_voice"),
        people="Young people of whose safety there is a view",
        people_by=("safety_dimension", "voice", "safety_change", "change_by_dimension"),
        within="moves",
    )
