"""Problems about rows of the dataset are told at the file and row that they came from."""

from __future__ import annotations

import polars as pl

from kith.foundation.problems import Problems, Rule

_PLACE = (
    pl.col("source").str.replace(r"#[^#]*$", "").alias("file"),
    pl.col("source").str.extract(r"#(\d+)$").cast(pl.Int64).alias("row"),
)


def tell(rule: Rule, rows: pl.DataFrame, column: str | None, problems: Problems, detail: str = "") -> None:
    """One problem for each of the rows, by their `source`, in the order of files and rows."""
    for file, row in rows.select(_PLACE).unique().sort("file", "row").iter_rows():
        problems.add(rule, file, row, column, detail)
