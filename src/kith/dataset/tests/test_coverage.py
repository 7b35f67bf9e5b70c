"""What no source speaks of is not known: a dataset remembers which tables are covered, in memory and in files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from kith.dataset.dataset import Dataset
from kith.dataset.files import read_dataset, write_dataset
from kith.dataset.pseudonyms import pseudonymise
from kith.dataset.tables import TABLES


def empty(name: str) -> pl.DataFrame:
    return pl.DataFrame(schema=TABLES[name].polars_schema())


def test_a_table_given_empty_is_covered_and_one_not_given_is_not() -> None:
    dataset = Dataset({"harms": empty("harms")})
    assert dataset.covered == {"harms"}
    assert dataset["missing"].is_empty()


def test_tables_put_in_later_are_covered_and_the_others_stay_as_they_were() -> None:
    assert Dataset({"harms": empty("harms")}).with_tables(missing=empty("missing")).covered == {"harms", "missing"}


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_what_is_covered_survives_writing_reading_and_pseudonyms(tmp_path: Path, form: str) -> None:
    span = (dt.date(2024, 4, 1), dt.date(2025, 3, 31))
    tables = {"people": empty("people"), "harms": empty("harms")}
    dataset = pseudonymise(Dataset(tables, span=span), b"k" * 16)
    write_dataset(dataset, tmp_path, form)
    again, problems = read_dataset(tmp_path)
    assert not problems
    assert again.covered == {"people", "harms"}
    assert again.span == span
