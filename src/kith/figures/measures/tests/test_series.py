"""A series says of each month what that month's snapshot says."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from tests.datasets import dataset, datasets

from kith.dataset.dataset import Dataset
from kith.figures.measures.series import series
from kith.figures.measures.snapshot import snapshot
from kith.foundation.dates import Month

COMPARED = ["authority", "period", "measure", "value", "numerator", "denominator", "low", "high", "interval", "state"]
MEASURES = ["supported", "affected", "relocated", "relocation_rate", "relocation_rate_range"]


@settings(
    deadline=None,
    max_examples=12,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(dataset=datasets())
def test_every_month_of_a_series_equals_its_snapshot(dataset: Dataset) -> None:
    first = Month(2019, 8)
    found = series(dataset.tables, first, first + 2)
    for n in range(3):
        month = snapshot(dataset.tables, first + n).figures
        wanted = month.filter((pl.col("breakdown") == "") & pl.col("measure").is_in(MEASURES)).select(COMPARED)
        assert found.filter(pl.col("period") == str(first + n)).select(COMPARED).to_dicts() == wanted.to_dicts()


def test_a_birthday_on_29_february_is_kept_on_1_march() -> None:
    born = dataset(people=[{"birth_date": "2012-02-29"}], involvements=[{"from_on": "2012-03-01"}])
    found = series(born.tables, Month(2022, 1), Month(2022, 4)).filter(pl.col("measure") == "supported")
    assert found["value"].to_list() == [0, 0, 1, 1]


def test_a_series_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="not before its first"):
        series(dataset().tables, Month(2020, 1), Month(2019, 12))
