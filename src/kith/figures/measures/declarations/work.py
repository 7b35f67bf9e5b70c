"""Declared: the actions of plans, by target, aim, track, stage and outcome."""

from __future__ import annotations

from collections.abc import Iterator

from kith.figures.measures.declarations.measure import LR, RR, SR, Dimension, Family, Measure, Need, of_rows
from kith.figures.measures.declarations.moves import MOVED
from kith.figures.measures.declarations.people import INVOLVED
from kith.figures.measures.recorded.actions import UNDER_WAY

DONE = Need(frozenset({"actions"}), "the work done", "the live record's dataset")

FAMILIES = (
    Family("actions", "The work that is done", "No action is under way.", (INVOLVED, MOVED, DONE), optional=True),
)

_NOT_KNOWN = {"not_known": "Not known"}


def dimensions() -> Iterator[Dimension]:
    target = Dimension("target", "Whom or what it works on", "target", "target")
    aim = Dimension("aim", "What it tries to do", "aim", "aim")
    stage = Dimension("stage", "When: before, during or after a move", "stage", "stage")
    track = Dimension("track", "Which relationships it works through", "track", "track", extra=_NOT_KNOWN)
    yield from (target, aim, stage, track)
    under_way = {UNDER_WAY: "Still under way"}
    yield Dimension("action_outcome", "What came of it", "action_outcome", "action_outcome", extra=under_way)
    yield Dimension("target_by_stage", "Stage and target", "", "target_by_stage", parts=(stage, target))
    yield Dimension("aim_by_stage", "Stage and aim", "", "aim_by_stage", parts=(stage, aim))


def measures() -> Iterator[Measure]:
    yield from of_rows(
        "actions",
        "Actions under way",
        "actions",
        "Actions for supported young people on any day of the month, moved or not. The outcome is of those that ended by the "
        "month's end.",
        LR,
        "actions",
        frame="actions",
        counts="action",
        by=("target", "aim", "stage", "track", "action_outcome", "target_by_stage", "aim_by_stage"),
        people="Young people with an action under way",
    )
    yield Measure(
        "actions_only_watch",
        "Young people for whom every action monitors or disrupts",
        "people",
        "Of those with an action under way: none builds safety, repairs a relationship or helps to recover.",
        LR,
        "actions",
        of="actions_people",
        counts="action_only_watches",
        frame="actions",
        distinct=True,
    )
    yield Measure(
        "moves_without_home_work",
        "Young people on a move for safety with no action on peers, school, place or people posing risk",
        "people",
        "On no day of the month, wherever it would be done.",
        f"{SR}; {RR}",
        "actions",
        of="moves",
        counts="move_without_home_work",
        frame="moves",
    )
