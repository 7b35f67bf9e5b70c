"""Every figure that only the live record can tell is what its oracle says, on any small dataset and on every engine present."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from tests import oracle_of_the_record as oracle
from tests.engines import spark_absent
from tests.recorded import recorded

from kith.dataset.dataset import Dataset
from kith.figures.measures.declarations import FAMILIES, MEASURES
from kith.figures.measures.snapshot import snapshot
from kith.foundation.dates import Month

RECORDED = {measure.key for measure in MEASURES.values() if FAMILIES[measure.section].optional}


def differences(dataset: Dataset, engine: Any) -> list[str]:
    expected = oracle.snapshot({name: frame.to_dicts() for name, frame in dataset.tables.items()}, "2019-09")
    unlike = []
    for row in snapshot(dataset.tables, Month(2019, 9), engine=engine).figures.iter_rows(named=True):
        key = (row["authority"], row["measure"], row["breakdown"], row["category"])
        wanted = expected.pop(key, {"value": 0})
        if row["measure"] in RECORDED:
            unlike += [
                f"{key} {name}: {row[name]}, the oracle says {wanted[name]}"
                for name in wanted
                if row[name] != wanted[name]
            ]
    kept = {(m.key, by) for m in MEASURES.values() for by in ("", *m.by)}  # the oracle counts people in every breakdown
    return unlike + [f"{key}: absent" for key in expected if key[1:3] in kept]


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(dataset=recorded())
def test_on_polars(dataset: Dataset) -> None:
    assert differences(dataset, "polars") == []


@pytest.mark.skipif(bool(spark_absent()), reason=spark_absent())
@settings(
    deadline=None, max_examples=3, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
)
@given(dataset=recorded())
def test_on_spark(dataset: Dataset) -> None:
    assert differences(dataset, "spark") == []
