"""Gives each specification the engines that are present: small tables in, a dict of figures out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.datasets import dataset
from tests.engines import spark_absent

Figures = dict[tuple[str, str, str], Any]


ENGINES = ["polars"] if spark_absent() else ["polars", "spark"]


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[str]:
    """The name of each engine present."""
    if request.param == "spark":
        from pyspark.sql import SparkSession

        small = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "1", "spark.default.parallelism": "1"}
        builder = SparkSession.builder.master("local[1]")
        for key, value in small.items():
            builder = builder.config(key, value)
        session = builder.getOrCreate()
        yield "spark"
        session.stop()
    else:
        yield "polars"


@pytest.fixture
def figures(engine: str) -> Callable[..., Figures]:
    """`figures(month, **tables)` → (measure, breakdown, category): value, of one authority's rows."""
    from kith.figures.measures.snapshot import snapshot
    from kith.foundation.dates import Month

    def count(month: str = "2019-09", **tables: list[dict[str, Any]]) -> Figures:
        frame = snapshot(dataset(**tables).tables, Month.parse(month), engine=engine).figures  # type: ignore[arg-type]
        return {(row["measure"], row["breakdown"], row["category"]): row for row in frame.iter_rows(named=True)}

    return count
