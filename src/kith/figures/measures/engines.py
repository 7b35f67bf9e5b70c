"""The two engines that the measures run on: Polars embedded, Spark when one machine is outgrown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import narwhals as nw
import polars as pl

from kith.dataset.dataset import conform
from kith.dataset.tables import TABLES
from kith.figures.measures.recorded import COLUMNS
from kith.figures.measures.spans import PERSON

Engine = Literal["polars", "spark"]

NEEDED: dict[str, tuple[str, ...]] = {
    "people": ("authority", "person_id", "birth_date", "birth_precision", "sex", "ethnicity", "disability"),
    "involvements": ("authority", "person_id", "status", "from_on", "to_on"),
    "harms": ("authority", "person_id", "harm", "setting", "setting_basis", "certainty", "from_on", "to_on"),
    "placements": (
        *("row_id", "authority", "person_id", "from_on", "to_on", "placement_type", "legal_basis", "provider"),
        *("host_authority", "locality", "adjoining", "miles", "away_from", "planned_end", "arranged_by", "who_moved"),
        "due_to_efh",
    ),
    "relocations": (
        *("row_id", "authority", "person_id", "placement_id", "planned_on", "planned_from", "from_on", "to_on"),
        *(
            "planned_end",
            "withdrawn_on",
            "locality",
            "host_authority",
            "adjoining",
            "miles",
            "arranged_by",
            "who_moved",
        ),
        "due_to_efh",
    ),
    "legal_statuses": ("authority", "person_id", "legal_status", "from_on", "to_on"),
    "authorisations": ("authority", "person_id", "placement_id", "kind", "from_on", "to_on"),
    "missing": ("row_id", "authority", "person_id", "kind", "from_on", "to_on"),
}
"""The tables and columns that the measures read."""

SPARK_INSTALL = 'python3 -m pip install "kith-safeguarding[spark]"'


class EngineMissing(RuntimeError):
    """The engine asked for is not installed; the message names the command that installs it."""


def taken(tables: Mapping[str, Any], engine: Engine) -> dict[str, nw.LazyFrame[Any]]:
    """The needed columns of each table, lazily, on the engine asked for.

    `tables` maps a table's name to a frame of Polars (eager or lazy) or Spark. LookupError names tables that are absent;
    EngineMissing where Spark or Java is not there; ValueError for another engine's name.
    """
    absent = NEEDED.keys() - tables.keys()
    if absent:
        raise LookupError(f"The measures need the tables {', '.join(sorted(absent))}.")
    if engine not in ("polars", "spark"):
        raise ValueError("An engine is polars or spark.")
    convert = _on_spark if engine == "spark" else _as_given
    return {name: nw.from_native(convert(tables[name])).lazy().select(*NEEDED[name]) for name in NEEDED}


def recorded(tables: Mapping[str, Any], engine: Engine, people: nw.LazyFrame[Any]) -> dict[str, nw.LazyFrame[Any]]:
    """The tables that `recorded` reads, with the rows of these people alone, worked out and held by Polars.

    A table or column that is absent is empty: whether anybody was asked for it is for `coverage` to say.
    """
    convert = _on_spark if engine == "spark" else _as_given
    given: dict[str, nw.LazyFrame[Any]] = {}
    for name, columns in COLUMNS.items():
        if name in tables:
            frame = nw.from_native(convert(tables[name])).lazy()
            own = frame.select(*(column for column in frame.collect_schema().names() if column in columns))
            given[name] = own.join(people, on=list(PERSON), how="semi") if "person_id" in columns else own
    there = {name: frame.to_native().collect() for name, frame in held(given).items()}
    whole = {name: there.get(name, pl.DataFrame(schema=TABLES[name].polars_schema())) for name in COLUMNS}
    return {
        name: nw.from_native(conform(TABLES[name], frame).select(COLUMNS[name]).lazy()) for name, frame in whole.items()
    }


def _as_given(frame: Any) -> Any:
    return frame


def _on_spark(frame: Any) -> Any:
    """A frame of Polars handed to Spark; a frame that Spark already holds as it is."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise EngineMissing(f"The Spark engine is not installed. Install it with: {SPARK_INSTALL}") from error
    if not isinstance(frame, (pl.DataFrame, pl.LazyFrame)):
        return frame
    try:
        session = SparkSession.builder.getOrCreate()
    except Exception as error:  # pyspark raises its own kinds where Java is absent, too old or refused
        raise EngineMissing("Spark could not be started. It needs Java 17 or newer on this machine.") from error
    return session.createDataFrame(frame.lazy().collect().to_arrow())


def collected(frames: Sequence[nw.LazyFrame[Any]]) -> list[pl.DataFrame]:
    """Every frame as one of Polars; on Polars in one go, so that work which they share is done once."""
    natives = [frame.to_native() for frame in frames]
    if all(isinstance(native, pl.LazyFrame) for native in natives):
        return pl.collect_all(natives, engine="streaming")
    return [frame.collect(backend="polars").to_native() for frame in frames]


def held(frames: Mapping[str, nw.LazyFrame[Any]]) -> dict[str, nw.LazyFrame[Any]]:
    """The frames worked out, in one go as `collected` does, and held by Polars."""
    return {
        name: nw.from_native(frame).lazy() for name, frame in zip(frames, collected(list(frames.values())), strict=True)
    }


def given_back(frame: nw.LazyFrame[Any], engine: Engine) -> nw.LazyFrame[Any]:
    """A frame held by Polars as one of the engine, to be joined there."""
    return frame if engine == "polars" else nw.from_native(_on_spark(frame.to_native())).lazy()
