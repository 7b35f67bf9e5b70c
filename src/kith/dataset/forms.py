"""The two forms of a table's file: Parquet for machines and speed, CSV for people and every other program."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import polars.selectors as cs

from kith.foundation.outputs import RUNS

# Text that would run, with any apostrophes that it had before: the same rule as `plain_text`, for whole columns.
_WOULD_RUN = f"^'*[{re.escape(RUNS)}]"
_WAS_MADE_PLAIN = f"^'+[{re.escape(RUNS)}]"


@dataclass(frozen=True, slots=True)
class Form:
    """How one table is written to a file and read back. Both raise polars' or the system's errors."""

    write: Callable[[pl.DataFrame, Path], None]
    read: Callable[[Path], pl.DataFrame]


def _write_parquet(frame: pl.DataFrame, path: Path) -> None:
    # One chunk and a fixed group size, else the bytes would depend on how the frame came to be.
    frame.rechunk().write_parquet(path, compression="zstd", row_group_size=250_000)


def _read_parquet(path: Path) -> pl.DataFrame:
    return pl.read_parquet(path, glob=False, hive_partitioning=False)


def _write_csv(frame: pl.DataFrame, path: Path) -> None:
    text = cs.string()
    plain = pl.when(text.str.contains(_WOULD_RUN)).then("'" + text).otherwise(text).name.keep()
    frame.with_columns(plain).write_csv(path, date_format="%Y-%m-%d")


def _read_csv(path: Path) -> pl.DataFrame:
    """Every cell as text. An empty cell is null, in quotation marks or not: programs differ in how they write nothing."""
    frame = pl.read_csv(path, infer_schema=False, glob=False)
    text = cs.string()
    original = pl.when(text.str.contains(_WAS_MADE_PLAIN)).then(text.str.slice(1)).when(text != "").then(text)
    return frame.with_columns(original.name.keep())


FORMS: dict[str, Form] = {"parquet": Form(_write_parquet, _read_parquet), "csv": Form(_write_csv, _read_csv)}
"""Every form by its name, which is also its files' ending."""
