"""Every figure of a month's snapshot is what the oracle says, on any small dataset and on every engine present."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from tests import oracle
from tests.datasets import datasets
from tests.engines import spark_absent

from kith.dataset.dataset import Dataset
from kith.figures.measures.declarations import FAMILIES, MEASURES
from kith.figures.measures.snapshot import snapshot
from kith.foundation.dates import Month


def differences(dataset: Dataset, engine: Any) -> list[str]:
    expected = oracle.snapshot({name: frame.to_dicts() for name, frame in dataset.tables.items()}, "2019-09")
    found = snapshot(dataset.tables, Month(2019, 9), engine=engine).figures
    unlike = []
    for row in found.iter_rows(named=True):
        if FAMILIES[MEASURES[row["measure"]].section].optional:  # the live record's have an oracle of their own
            continue
        key = (row["authority"], row["measure"], row["breakdown"], row["category"])
        wanted = expected.pop(key, {"value": 0, "low": 0, "high": 0, "unknown": 0})
        for name in ("value", "low", "high", "unknown"):
            compared = name in wanted and (name in ("value", "unknown") or row["interval"] == "range")
            if compared and not (name == "unknown" and row[name] is None) and row[name] != pytest.approx(wanted[name]):
                unlike.append(f"{key} {name}: {row[name]}, the oracle says {wanted[name]}")
    return unlike + [f"{key}: absent" for key in expected]


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(dataset=datasets())
def test_on_polars(dataset: Dataset) -> None:
    assert differences(dataset, "polars") == []


@pytest.mark.skipif(bool(spark_absent()), reason=spark_absent())
@settings(
    deadline=None,
    max_examples=5,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(dataset=datasets())
def test_on_spark(dataset: Dataset) -> None:
    assert differences(dataset, "spark") == []


def test_lazy_frames_give_the_same_figures_as_eager_ones() -> None:
    from tests.datasets import dataset

    made = dataset(placements=[{"due_to_efh": "yes"}], harms=[{}])
    eager = snapshot(made.tables, Month(2019, 9)).figures
    lazy = snapshot({name: frame.lazy() for name, frame in made.tables.items()}, Month(2019, 9)).figures
    assert eager.equals(lazy)
    assert isinstance(eager, pl.DataFrame)
