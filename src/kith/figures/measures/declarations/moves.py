"""Declared: what moves for safety are for, how they drift, where they lead, what must change at home, and what comes after."""

from __future__ import annotations

from collections.abc import Iterator

from kith.figures.measures.declarations.measure import (
    HE,
    LR,
    OURS,
    SR,
    Dimension,
    Family,
    Measure,
    Need,
    of_rows,
)
from kith.figures.measures.declarations.people import INVOLVED
from kith.figures.measures.recorded.moves import DRIVERS, PURPOSES

MOVED = Need(frozenset({"relocations"}), "moves for safety", "the live record's dataset")
"""A list of planned moves fills the table too; what it does not say stands as not known."""
CHANGES = Need(frozenset({"conditions"}), "what must change at home", "the live record's dataset")
DECIDED = Need(frozenset({"decisions"}), "decisions on moves", "the live record's dataset")
LOOKED = Need(frozenset({"after_looks"}), "looks after a move", "the live record's dataset")

FAMILIES = (
    Family(
        "moves",
        "What moves are for, and where they lead",
        "No move for safety is under way.",
        (INVOLVED, MOVED, DECIDED),
        optional=True,
    ),
    Family(
        "conditions",
        "What must change at home",
        "Nothing is recorded as having to change.",
        (INVOLVED, MOVED, CHANGES),
        optional=True,
    ),
    Family(
        "waiting",
        "Moves judged necessary",
        "No move judged necessary waits.",
        (INVOLVED, MOVED, DECIDED),
        optional=True,
    ),
    Family(
        "looks", "After a move", "No look after a move fell due in the year.", (INVOLVED, MOVED, LOOKED), optional=True
    ),
)

_NOTHING = {"not_known": "Nothing recorded"}


def dimensions() -> Iterator[Dimension]:
    yield Dimension(
        "purpose",
        "Safety that the move is for (several each)",
        "dimension",
        flags={key: f"purpose_{key}" for key in (*PURPOSES, "none")},
        extra={"none": "None recorded"},
        covering=True,
    )
    yield Dimension(
        "driver",
        "What drove the move (several each)",
        "driver",
        flags={key: f"drivers_{key}" for key in (*DRIVERS, "none")},
        extra={"none": "None recorded"},
        covering=True,
    )
    yield Dimension("drift", "Planned length against elapsed", "drift", "drift")
    yield Dimension("next_home", "Next home", "next_home", "next_home", extra=_NOTHING)
    yield Dimension("next_home_by", "Whose choice the next home is", "who_chose", "next_home_by")
    met_since = {"met_since": "Met since the month's end"}
    yield Dimension("condition_state", "How far it has come", "condition_state", "condition_state", extra=met_since)
    yield Dimension(
        "context_kind", "Where it must change", "context", "context_kind", extra={"none": "Place not named"}
    )
    yield Dimension("waited", "Time since it was judged necessary", "waited", "waited")
    look = Dimension("look", "Which look", "after_look", "look")
    held = Dimension("look_held", "Whether it was held", "look_held", "look_held")
    yield from (look, held)
    yield Dimension("look_and_held", "Which look, and whether it was held", "", "look_and_held", parts=(look, held))


def measures() -> Iterator[Measure]:
    yield from _moves()
    yield from _conditions()
    for key, title, people, says in (
        (
            "moves_waiting",
            "Moves judged necessary and not made",
            "Young people for whom a move judged necessary has not been made",
            (
                "Judged necessary by the month's end; by then not begun, not given up, and not decided against. The time "
                "is counted to the month's end."
            ),
        ),
        (
            "moves_made",
            "Moves judged necessary and made in the month",
            "Young people whose move was judged necessary and made in the month",
            "Begun in the month, on or after the day on which the move was judged necessary. The time is counted to the move.",
        ),
    ):
        counts = "waits" if key == "moves_waiting" else "made"
        yield from of_rows(
            key, title, "moves", says, SR, "waiting", frame="waiting", counts=counts, by=("waited",), people=people
        )
    yield from of_rows(
        "looks",
        "Looks due after a move, in the year to the month's end",
        "looks",
        "After a confirmed move out of area ended: at 72 hours, 3, 6 and 12 months, unless the record names another "
        "day. A look is left out where a further move for safety had begun by its day. What is not recorded as held may have been.",
        SR,
        "looks",
        frame="looks",
        counts="looked",
        by=("look", "look_held", "look_and_held"),
        people="Young people with a look due after a move",
    )


def _moves() -> Iterator[Measure]:
    yield Measure(
        "moves",
        "Young people on a move for safety",
        "people",
        "Supported, with a move under way on any day of the month that leads out of the area and is confirmed as due to harm, in "
        "care or not. The range adds affected people whose move's reason is open; unknown are those of whose move it is not "
        "known where it leads. What describes a move is of the latest confirmed one.",
        SR,
        "moves",
        of="supported",
        counts="move",
        high="move_high",
        not_known="move_unknown",
        frame="moves",
        by=("purpose", "driver", "planned_length", "elapsed_length", "drift", "next_home", "next_home_by", "time_to_18"),
    )  # fmt: skip
    for key, title, counts, says, source in (
        ("moves_past_end", "Moves past their planned end", "move_past_end", "The planned end had passed on the move's last day in the month. For moves without one see the next line.", LR),
        ("moves_without_end", "Moves with no planned end recorded", "move_without_end", "Of these it is not known whether they last longer than was meant.", LR),
        ("moves_short_over_a_year", "Moves planned for up to a year that began over a year ago", "move_short_over_a_year", "Planned and elapsed length are of the same move, both in calendar months.", LR),
        ("moves_without_next_home", "Moves without a next home: undecided, or nothing recorded", "move_without_next_home", "As said by the month's end. A return is never presumed.", SR),
        ("moves_near_18_without_next_home", "Moves without a next home, of young people who are 18 within a year", "move_near_18_without_next_home", "The eighteenth birthday comes within twelve months of the month's end, and no next home is chosen.", HE),
    ):  # fmt: skip
        yield Measure(key, title, "people", says, source, "moves", of="moves", counts=counts, frame="moves")


def _conditions() -> Iterator[Measure]:
    yield from of_rows(
        "conditions",
        "Things that must change at home",
        "conditions",
        "Recorded with a confirmed move under way, due whatever the next home is. The state is the one recorded now, save that "
        "what was met after the month's end is shown apart.",
        SR,
        "conditions",
        frame="conditions",
        counts="condition",
        by=("condition_state", "context_kind"),
        people="Young people for whom something must change at home",
        within="moves",
    )
    yield from of_rows(
        "conditions_overdue",
        "Things that must change at home and are overdue",
        "conditions",
        "Due by the month's end, and by then neither met nor given up.",
        OURS,
        "conditions",
        frame="conditions",
        counts="condition_overdue",
        people="Young people for whom something that must change is overdue",
        of="conditions",
        within="conditions_people",
    )
    yield Measure(
        "moves_return_without_conditions",
        "Young people who are to return, with nothing recorded that must change at home",
        "people",
        "The next home is a return, and no condition is recorded with the move.",
        SR,
        "conditions",
        of="moves",
        counts="move_return_without_conditions",
        frame="moves",
    )
