"""Every older version can be brought up to date, one version at a time."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from kith.dataset.dataset import Dataset
from kith.dataset.files import MANIFEST, read_dataset, write_dataset
from kith.dataset.schema import VERSION
from kith.dataset.versions import UPGRADERS, Frames, upgrade


def test_every_version_below_the_present_has_an_upgrader_and_no_other() -> None:
    assert set(UPGRADERS) == set(range(1, VERSION))


def rename_a_table(frames: Frames) -> Frames:
    return {"visits" if name == "calls" else name: frame for name, frame in frames.items()}


def fill_a_column(frames: Frames) -> Frames:
    return {**frames, "visits": frames["visits"].with_columns(pl.lit("yes").alias("seen_alone"))}


STEPS = {1: rename_a_table, 2: fill_a_column}


def test_an_old_dataset_goes_through_each_version_in_turn() -> None:
    old = {"calls": pl.DataFrame({"row_id": ["a"]})}
    new = upgrade(old, 1, STEPS, to=3)
    assert new["visits"].to_dict(as_series=False) == {"row_id": ["a"], "seen_alone": ["yes"]}
    assert upgrade(new, 3, STEPS, to=3) is new


def test_a_version_without_an_upgrader_is_a_mistake_in_the_code() -> None:
    with pytest.raises(KeyError):
        upgrade({}, 1, {2: fill_a_column}, to=3)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_an_older_folder_is_read_in_the_present_shape_and_told(tmp_path: Path, form: str) -> None:
    write_dataset(Dataset(), tmp_path, form)
    row = pl.DataFrame({"row_id": ["a"], "authority": "E06000001", "person_id": "1", "on": "2019-03-04", "source": "x"})
    row = row.with_columns(pl.col("on").str.to_date(), nested=pl.Series([[1]]))
    row.drop("nested").write_csv(tmp_path / "calls.csv")
    row.write_parquet(tmp_path / "calls.parquet")
    manifest = json.loads((tmp_path / MANIFEST).read_text())
    (tmp_path / MANIFEST).write_text(json.dumps(manifest | {"tables": {"calls": {}}}))
    dataset, problems = read_dataset(tmp_path, version=3, upgraders=STEPS)
    assert [problem.rule.key for problem in problems] == ["dataset.older_version"]
    assert [str(cell) for cell in dataset["visits"].row(0)] == ["a", "E06000001", "1", "2019-03-04", "yes", "x"]
