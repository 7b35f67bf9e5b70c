"""What the measures say when they are given too little, or an engine that is not there."""

from __future__ import annotations

import subprocess
import sys

import pytest
from tests.datasets import dataset
from tests.engines import spark_absent

from kith.figures.measures.declarations import DIMENSIONS, MEASURES
from kith.figures.measures.engines import EngineMissing
from kith.figures.measures.snapshot import snapshot
from kith.foundation.dates import Month

SEPTEMBER = Month(2019, 9)
ACTION = {"target": "peers", "aim": "monitor", "stage": "during", "from_on": "2019-09-01"}


def test_tables_that_are_absent_are_named() -> None:
    tables = {name: frame for name, frame in dataset().tables.items() if name not in ("harms", "missing")}
    with pytest.raises(LookupError, match="harms, missing"):
        snapshot(tables, SEPTEMBER)


@pytest.mark.skipif(not spark_absent().startswith("pyspark"), reason="pyspark is installed")
def test_an_absent_spark_is_told_with_the_command_that_installs_it() -> None:
    with pytest.raises(EngineMissing, match=r"pip install .*spark"):
        snapshot(dataset().tables, SEPTEMBER, engine="spark")


def test_every_authority_in_the_data_has_every_figure_by_itself() -> None:
    found = snapshot(dataset(harms=[{"authority": "A"}, {"authority": "B"}]).tables, SEPTEMBER).figures
    assert found.filter(authority="A").drop("authority").equals(found.filter(authority="B").drop("authority"))
    assert set(found["measure"]) == {m.key for m in MEASURES.values() if m.made == "snapshot"}


def test_rows_that_nobody_recorded_have_the_columns_that_they_would_have() -> None:
    none = snapshot(dataset().tables, SEPTEMBER).recorded
    some = snapshot(dataset(relocations=[{"from_on": "2019-06-01"}], actions=[ACTION]).tables, SEPTEMBER).recorded
    for name, frame in none.items():
        assert frame.is_empty()
        assert {"authority", "person_id"} <= set(frame.columns)
        assert set(frame.columns) <= set(some[name].columns) or some[name].is_empty()
    assert some["moves"].height == some["actions"].height == 1


def test_every_category_has_a_label() -> None:
    for dimension in DIMENSIONS.values():
        assert all(dimension.label(category) for category in dimension.categories())
    assert "and" in DIMENSIONS["harm_combination"].label("cse+cce")


def test_one_authoritys_own_figures_do_not_wait_for_scipy() -> None:
    code = (
        "import sys, kith.figures.measures.snapshot, kith.figures.measures.disclosure, kith.figures.measures.compare, "
        "kith.figures.measures.series; sys.exit('scipy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
