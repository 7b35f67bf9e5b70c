"""What the live record alone can tell: moves and what follows them, the work done, and what young people say of it.

Each module makes one frame of rows that measures count (`Measure.frame`), from tables that hold supported young people alone.
`FRAMES` names the makers; `COLUMNS` the tables and columns that they read, each empty where a dataset has none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import narwhals as nw

from kith.figures.measures.recorded import actions, after, conditions, moments, moves, relationships, safety, waiting
from kith.foundation.dates import Month

Lazy = nw.LazyFrame[Any]

FRAMES: dict[str, Callable[[Mapping[str, Lazy], Month], Lazy]] = {
    "moves": moves.moves,
    "conditions": conditions.conditions,
    "looks": after.looks,
    "waiting": waiting.waiting,
    "actions": actions.actions,
    "moments": moments.moments,
    "relationships": relationships.relationships,
    "views": safety.views,
}
"""Frame → what makes it. Every row is of a supported young person, and tells which (`authority`, `person_id`)."""

OF_TABLE = {"moves": "relocations", "looks": "relocations", "waiting": "decisions", "views": "safety"}
"""Frame → the table that its rows come of, where that is called differently: where it is empty, so is the frame."""

_OF = ("authority", "person_id")

COLUMNS: dict[str, tuple[str, ...]] = {
    "relocations": (
        *("row_id", *_OF, "from_on", "to_on", "planned_end", "withdrawn_on", "locality", "due_to_efh", "purpose"),
        *("drivers", "next_home", "next_home_by", "next_home_on"),
    ),
    "decisions": (*_OF, "relocation_id", "necessary_on", "decided_on", "outcome"),
    "conditions": (*_OF, "relocation_id", "context_id", "state", "due_on", "met_on"),
    "contexts": ("row_id", "authority", "kind"),
    "after_looks": (*_OF, "relocation_id", "kind", "by_on", "on"),
    "actions": (*_OF, "target", "aim", "track", "stage", "from_on", "to_on", "outcome"),
    "moments": (*_OF, "kind", "from_on", "reached_on"),
    "relationships": (*_OF, "track", "place", "effect", "trusted", "from_on", "to_on"),
    "safety": ("row_id", *_OF, "dimension", "voice", "rating", "on"),
}
"""The tables and columns that the makers read. A column that a table does not have is empty."""
