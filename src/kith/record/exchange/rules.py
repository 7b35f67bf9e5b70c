"""What a row of a dataset is to the record: new, changed, changed in both, and so on. Pure: frames and digests in, a state out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import polars as pl
import polars.selectors as cs

from kith.dataset.schema import Kind, Table
from kith.dataset.tables import TABLES
from kith.definitions.codes import codes
from kith.foundation.problems import Problems, Severity, rule

OTHER_AUTHORITY = rule(
    "exchange.other_authority",
    Severity.WARNING,
    "The table has rows of another authority, which were left out: a record serves one.",
    "Load them into that authority's own record.",
)
NOT_HELD = rule(
    "exchange.table_not_held",
    Severity.NOTE,
    "Nothing in the record fills this table yet, so its rows were left out.",
    "Nothing need be done.",
)

INTELLIGENCE_OVER = rule(
    "exchange.intelligence_over",
    Severity.WARNING,
    "The last day on which this intelligence may be read has passed, so it was left out.",
    "Ask the police whether it still holds, and until when it may be read.",
)
INTELLIGENCE_CONDITIONS = rule(
    "exchange.intelligence_conditions",
    Severity.WARNING,
    "This intelligence may be shared with conditions only, and nobody answers for them in a load by command; it was left out.",
    "Bring the file on the page, signed in as whom the conditions allow.",
)
WORDS_NOT_HELD = rule(
    "exchange.words_not_held",
    Severity.WARNING,
    "These words are too long for a note, or lack what their section needs, so they were left out.",
    "Shorten them, or give what is missing, and load again.",
)


class State(StrEnum):
    """What is to be done with a row, the first things first."""

    NEW = "new"
    CHANGED = "changed"
    BOTH = "both"  # edited in the record since, and says something else in the dataset
    DOUBTFUL = "doubtful"  # whose it is has to be said first
    DECIDED = "decided"  # kept as a person left it: entered in error, or decided before
    UNCHANGED = "unchanged"
    REFUSED = "refused"  # the record cannot hold it; the problems say why
    NOT_HELD = "not_held"  # nothing in the record fills this table yet


NATURAL: dict[str, tuple[str, ...]] = {
    "people": (),
    "involvements": ("person_id", "status", "from_on"),
    "harms": ("person_id", "harm", "from_on"),
    "placements": ("person_id", "from_on"),
    "legal_statuses": ("person_id", "legal_status", "from_on"),
    "authorisations": ("person_id", "kind", "from_on"),
    "relocations": ("person_id", "from_on"),
    "missing": ("person_id", "kind", "from_on"),
    "missing_counts": ("person_id", "kind", "from_on", "to_on"),
    "moments": ("person_id", "kind", "from_on"),
    "education": ("person_id", "kind", "from_on"),
    "referrals": ("person_id", "kind", "on"),
    "controls": ("person_id", "kind", "from_on"),
}
"""What tells two rows of a table to be of one thing where their ids do not: lists make an id of what they say, so an end makes a new one."""

SILENT = ("not_known", "not_reviewed")
"""Values that say nothing, like a blank: a list that does not know leaves standing what the record knows."""
_CANNOT = {"dataset.dates_out_of_order", "dataset.number_out_of_bounds"}
_LONGEST = 200
"""Letters of a row's id that can be remembered."""


@dataclass(frozen=True, slots=True)
class Held:
    """One row of the record as it stands: its digest now, and when it was last loaded, if it was."""

    now: str
    loaded: str | None


def state_of(digest: str, *, before: str | None, held: Held | None, answer: str | None) -> State:
    """What is to be done with a row that is a row of the record.

    digest: of what the dataset says. before: when this very row was last loaded. held: None where the row does not count any more
    (entered in error, or its person is). answer: what a person decided of this very digest. Nothing that people edited since is
    overwritten without a decision.
    """
    if digest == before:
        return State.UNCHANGED
    if held is None:
        return State.DECIDED
    if digest == held.now:
        return State.UNCHANGED
    if answer == "ours":
        return State.DECIDED
    return State.CHANGED if answer == "theirs" or held.now == (before or held.loaded) else State.BOTH


def refused(table: str, frame: pl.DataFrame, problems: Problems) -> set[int]:
    """The rows (from 0) that the record cannot hold, by the problems of the dataset's check and by what is required."""
    broken = {
        problem.row - 2
        for problem in problems
        if problem.file == table
        and problem.row is not None
        and (problem.rule.severity is Severity.ERROR or problem.rule.key in _CANNOT)
    }
    required = [pl.col(column.name).is_null() for column in TABLES[table].columns if column.required]
    empty = frame.select(pl.any_horizontal(*required).alias("e"))["e"].arg_true().to_list() if required else []
    long = frame.select((pl.col("row_id").str.len_chars() > _LONGEST).alias("l"))["l"].arg_true().to_list()
    noughts = pl.any_horizontal(
        cs.string().str.contains("\0", literal=True).fill_null(value=False)
    )  # no database holds one
    return broken | set(empty) | set(long) | set(frame.select(n=noughts)["n"].arg_true().to_list())


def without_unknown_codes(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """The rows with every code that is in no list left out: the record's forms could not show it. The check tells of each."""
    changed = []
    for column in table.columns:
        if not column.codes or column.kind is Kind.CODES:
            continue
        other = "not_known" if column.kind is Kind.STATE else None
        known = pl.col(column.name).is_in(list(codes(column.codes).keys()))
        changed.append(pl.when(known).then(column.name).otherwise(pl.lit(other, dtype=pl.String)).alias(column.name))
    for column in table.columns:
        if column.kind is Kind.CODES:
            known_keys = list(codes(column.codes).keys())
            kept = pl.col(column.name).str.split(" ").list.filter(pl.element().is_in(known_keys)).list.join(" ")
            changed.append(pl.when(kept != "").then(kept).alias(column.name))
    return frame.with_columns(changed)


def counted(states: Iterable[State]) -> dict[str, int]:
    """How many rows are in each state, in the order of the states; states without rows are left out."""
    found: dict[str, int] = {}
    for state in states:
        found[state.value] = found.get(state.value, 0) + 1
    return {state.value: found[state.value] for state in State if state.value in found}


def alike(names: tuple[str, ...], row: Mapping[str, object]) -> tuple[object, ...] | None:
    """The values of what tells two rows to be one thing; None where one is not known."""
    key = tuple(row[name] for name in names)
    return None if not key or None in key else key
