"""Decisions that people made in the review, and how they complete the dataset."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from kith.dataset.dataset import Dataset
from kith.figures.review.candidates import stays


@dataclass(frozen=True, slots=True)
class Decision:
    """One person's answer on one move. Empty fields were left open; `note`, `by` and `on` are kept as written, never read.

    `person_id` and `from_on` are repeated so that a decision whose move is no longer in the files can still be shown.
    """

    key: str
    person_id: str
    from_on: dt.date | None
    due_to_efh: str = ""
    locality: str = ""
    arranged_by: str = ""
    who_moved: str = ""
    planned_end: dt.date | None = None
    by: str = ""
    on: str = ""
    note: str = ""

    @property
    def is_answered(self) -> bool:
        """Whether the question itself was answered; a note alone leaves it open."""
        return bool(self.due_to_efh)


ANSWERS = ("due_to_efh", "locality", "arranged_by", "who_moved", "planned_end")
"""Fields of a decision that go into the dataset."""


def apply(dataset: Dataset, decisions: Iterable[Decision]) -> tuple[Dataset, list[Decision]]:
    """The dataset with the decisions in it, and the decisions that no move in it answers to (kept, never dropped)."""
    answers = {decision.key: decision for decision in decisions}
    if not answers:
        return dataset, []
    keys = stays(dataset).select("key", "table", "row_id")
    given = pl.DataFrame(
        [(d.key, *(getattr(d, name) or None for name in ANSWERS)) for d in answers.values()],
        schema={"key": pl.String, **{n: pl.Date if n == "planned_end" else pl.String for n in ANSWERS}},
        orient="row",
    )
    found = keys.join(given, on="key")
    decided = {name: _decide(dataset[name], found.filter(table=name)) for name in ("placements", "relocations")}
    # An answer is of a move that the files told of: it makes no table known that they say nothing of.
    completed = Dataset({**dataset.tables, **decided}, dataset.covered, dataset.span)
    met = set(found["key"])
    return completed, [d for key, d in answers.items() if key not in met]


def _decide(table: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    answered = found.select("row_id", *(pl.col(name).alias(f"_{name}") for name in ANSWERS))
    joined = table.join(answered, on="row_id", how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce(f"_{name}", name).alias(name) for name in ANSWERS).select(table.columns)
