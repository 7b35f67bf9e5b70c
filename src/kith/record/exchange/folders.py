"""What was brought and waits: a dataset with the names and the words that its files gave, in a folder of the uploads, gone once it is loaded or dropped."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.utils import timezone

from kith.dataset.dataset import Dataset
from kith.dataset.files import is_dataset, read_dataset, write_dataset
from kith.figures.reports.gathering import gather
from kith.foundation.dates import Month
from kith.foundation.problems import Detail, Problems
from kith.record.exchange.models import Load
from kith.record.exchange.remarks import none

DAYS = 30
"""How long what waits is kept."""
TOLD = 500
"""How many problems are kept with a load; the first of each rule, table and column."""
_NAMES = {"person_id": pl.String(), "given_name": pl.String(), "family_name": pl.String()}


def place(load: Load) -> Path:
    """Where a load's dataset lies while it waits."""
    return Path(settings.MEDIA_ROOT) / "exchange" / str(load.pk)


@dataclass(frozen=True, slots=True)
class Brought:
    """A folder's dataset, or an authority's own files made into one. `names` are by `person_id`, `remarks` the files' own words."""

    dataset: Dataset
    problems: Problems
    kind: str
    names: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=_NAMES))
    remarks: pl.DataFrame = field(default_factory=none)


def read_in(folder: Path, month: Month) -> Brought:
    """What a folder holds."""
    if is_dataset(folder):
        return Brought(*read_dataset(folder), "dataset")
    gathered = gather(folder, settings.AUTHORITY, month)
    found = gathered.identities
    if not found.width:
        return Brought(gathered.dataset, gathered.problems, "files")
    names = found.select(pl.col("who").alias("person_id"), "given_name", "family_name")
    return Brought(gathered.dataset, gathered.problems, "files", names, gathered.remarks)


def keep(load: Load, brought: Brought) -> None:
    """Store what waits; only the system's own account may look into the folder."""
    folder = place(load)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_dataset(brought.dataset, folder / "dataset")
    brought.names.write_parquet(folder / "names.parquet")
    brought.remarks.write_parquet(folder / "remarks.parquet")


def kept(load: Load) -> tuple[Dataset, Mapping[str, Mapping[str, Any]]] | None:
    """What waits, or None where it is gone."""
    folder = place(load)
    if not is_dataset(folder / "dataset"):
        return None
    dataset, _problems = read_dataset(folder / "dataset")
    names = pl.read_parquet(folder / "names.parquet")
    return dataset, {row["person_id"]: row for row in names.iter_rows(named=True)}


def words(load: Load) -> pl.DataFrame:
    """The words that wait; none where they are gone."""
    file = place(load) / "remarks.parquet"
    return pl.read_parquet(file) if file.is_file() else none()


def forget(load: Load) -> None:
    """Take away what waited."""
    shutil.rmtree(place(load), ignore_errors=True)


def told(problems: Problems) -> list[dict[str, Any]]:
    """Problems as they are kept with the load: how many of each rule, table and column, with the first row. No value of a cell."""
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for one in problems:
        line = found.setdefault(
            (one.rule.key, one.file, one.column or ""),
            {
                "severity": one.rule.severity.value,
                "says": one.rule.says,
                "detail": parts(one.detail),
                "remedy": one.rule.remedy,
                "file": one.file,
                "column": one.column or "",
                "row": one.row,
                "many": 0,
            },
        )
        line["many"] += 1
    return list(found.values())[:TOLD]


def parts(detail: str) -> Any:
    """A problem's detail as JSON holds it, so that it can be read in another language than it was found in."""
    if not isinstance(detail, Detail):
        return detail
    return {"template": detail.template, "values": {name: parts(value) for name, value in detail.values.items()}}


def whole(kept: Any) -> str:
    """The detail that `parts` was given."""
    if isinstance(kept, str):
        return kept
    return Detail(kept["template"], **{name: whole(value) for name, value in kept["values"].items()})


def forget_old() -> int:
    """Drop what has waited too long; returns how many loads. For the night."""
    old = Load.objects.filter(state=Load.State.WAITING, made_at__lt=timezone.now() - timedelta(days=DAYS))
    many = 0
    for load in old:
        forget(load)
        load.state, load.ended_at = Load.State.DROPPED, timezone.now()
        load.save()
        many += 1
    for load in Load.objects.filter(state=Load.State.LOADED, loaded_at__lt=timezone.now() - timedelta(days=DAYS)):
        forget(load)
    return many
