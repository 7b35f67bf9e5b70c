"""A dataset up to the end of a month: what began later is left out, so that what is handed on for a month says no more than it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from kith.dataset.dataset import Dataset
from kith.dataset.schema import Kind, Table
from kith.dataset.tables import TABLES
from kith.foundation.dates import Month

_BEGINS = ("planned_on", "planned_from", "from_on", "on", "decided_on", "held_on")
"""Columns that say when a row began or was made. A row with none of them follows what it refers to."""


def up_to(dataset: Dataset, month: Month) -> Dataset:
    """The dataset without rows that began after the month's last day, and without people of whom nothing else is told.

    Values stay as they are: an end that lies later is known, and the figures of the month are those of the whole dataset. What
    refers to a row that is left out goes with it, where it cannot do without. `span` ends with the month.
    """
    kept: dict[str, pl.DataFrame] = {}
    lost: dict[str, list[str]] = {}
    for name in _in_order(dataset):
        frame = _without(TABLES[name], _begun(dataset[name], month.last), lost)
        kept[name] = frame
        lost[name] = dataset[name].join(frame, on="row_id", how="anti")["row_id"].to_list()
    kept["people"] = dataset["people"].join(
        _only_later(dataset, kept), on="person_id", how="anti", maintain_order="left"
    )
    return Dataset(kept, dataset.covered, _span(dataset, month.last))


def _in_order(dataset: Dataset) -> list[str]:
    """Tables so that what is referred to comes first; people come last of all."""
    names = [name for name in dataset.tables if name != "people"]
    return sorted(names, key=lambda name: _depth(name, {name}))


def _depth(name: str, above: set[str]) -> int:
    to = {column.refers_to for column in TABLES[name].columns if column.refers_to} - above - {"people"}
    return 1 + max((_depth(other, above | {other}) for other in to), default=0)


def _begun(frame: pl.DataFrame, last: date) -> pl.DataFrame:
    days = [name for name in _BEGINS if name in frame.columns]
    return frame.filter((pl.min_horizontal(days) <= last).fill_null(value=True)) if days else frame


def _without(table: Table, frame: pl.DataFrame, lost: Mapping[str, list[str]]) -> pl.DataFrame:
    for column in table.columns:
        if column.kind is Kind.REFERENCE and column.refers_to in lost:
            gone = pl.col(column.name).is_in(lost[column.refers_to]).fill_null(value=False)
            frame = frame.filter(~gone) if column.required else frame.with_columns(pl.when(~gone).then(column.name))
    return frame


def _only_later(dataset: Dataset, kept: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The `person_id` of everybody who has rows, all of which are left out."""
    before, after = (
        pl.concat([frame.select("person_id") for name, frame in tables.items() if "person_id" in frame.columns and name != "people"])
        for tables in (dataset.tables, kept)
    )  # fmt: skip
    return before.unique().join(after, on="person_id", how="anti")


def _span(dataset: Dataset, last: date) -> tuple[date, date] | None:
    if dataset.span is None or dataset.span[0] > last:
        return None
    return dataset.span[0], min(dataset.span[1], last)
