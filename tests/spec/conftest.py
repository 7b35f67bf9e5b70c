"""Gives each specification the engines that are present: small tables in, a dict of figures out."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable
from typing import Any

import pytest
from tests.datasets import dataset

Figures = dict[tuple[str, str, str], Any]


def _spark_absent() -> str:
    if importlib.util.find_spec("pyspark") is None:
        return "pyspark is not installed (the spark extra)"
    return "" if shutil.which("java") else "there is no Java here, which Spark needs"


@pytest.fixture(params=["polars", "spark"])
def engine(request: pytest.FixtureRequest) -> str:
    """The name of each engine present; one that is absent is skipped with the reason."""
    if request.param == "spark" and (reason := _spark_absent()):
        pytest.skip(reason)
    return str(request.param)


@pytest.fixture
def figures(engine: str) -> Callable[..., Figures]:
    """`figures(month, **tables)` → (measure, breakdown, category): value, of one authority's rows."""
    from kith.figures.measures.snapshot import snapshot
    from kith.foundation.dates import Month

    def count(month: str = "2019-09", **tables: list[dict[str, Any]]) -> Figures:
        frame = snapshot(dataset(**tables).tables, Month.parse(month), engine=engine).figures  # type: ignore[arg-type]
        return {(row["measure"], row["breakdown"], row["category"]): row for row in frame.iter_rows(named=True)}

    return count
