"""Pseudonymising keeps what figures count and takes away what tells who someone is."""

from __future__ import annotations

import datetime as dt
import os
import stat
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from polars.testing import assert_frame_equal

from kith.dataset.check import check
from kith.dataset.dataset import Dataset
from kith.dataset.pseudonyms import (
    KeyRefused,
    find,
    find_row,
    find_source,
    new_key_file,
    pseudonymise,
    read_key_file,
)
from kith.dataset.schema import Kind
from kith.dataset.tables import TABLES
from kith.dataset.tests.examples import datasets

KEY, OTHER = b"k" * 32, b"o" * 32
TABLES_TRIED = ("people", "harms", "placements", "relocations", "decisions", "conditions", "contexts")
LAW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
CHANGED = {"row_id", "person_id", "birth_date", "birth_precision", "source", "evidence"}


def ids(dataset: Dataset) -> set[str]:
    """Every id and source in the dataset, wherever it stands."""
    return {
        value
        for name, table in TABLES.items()
        for column in table.columns
        if column.name in ("row_id", "source") or column.kind is Kind.REFERENCE
        for value in dataset[name][column.name].drop_nulls()
    }


@LAW
@given(datasets(TABLES_TRIED))
def test_counts_by_what_is_not_personal_are_unchanged(dataset: Dataset) -> None:
    made = pseudonymise(dataset, KEY)
    for name, table in TABLES.items():
        kept = [c.name for c in table.columns if c.name not in CHANGED and c.kind is not Kind.REFERENCE]
        before, after = (one[name].group_by(kept).len().sort(kept) for one in (dataset, made))
        assert_frame_equal(before, after)


@LAW
@given(datasets(TABLES_TRIED))
def test_people_and_references_hold_together_as_before(dataset: Dataset) -> None:
    made = pseudonymise(dataset, KEY)
    assert len(check(made)) == 0
    move = dataset["relocations"].filter(pl.col("placement_id").is_not_null())
    for row_id, person, placement in move.select("row_id", "person_id", "placement_id").iter_rows():
        same = made["relocations"].filter(pl.col("row_id") == find_row(KEY, row_id))
        assert same["person_id"].to_list() == [find(KEY, person)]
        assert same["placement_id"].to_list() == [find_row(KEY, placement)]


@LAW
@given(datasets(TABLES_TRIED))
def test_the_same_key_is_stable_and_another_shares_no_id(dataset: Dataset) -> None:
    one, again, other = pseudonymise(dataset, KEY), pseudonymise(dataset, KEY), pseudonymise(dataset, OTHER)
    for name in TABLES:
        assert_frame_equal(one[name], again[name])
    assert not (ids(one) & ids(other)) - {"record"}
    assert not (ids(one) & ids(dataset)) - {"record"}


def people(**columns: list[object]) -> Dataset:
    height = len(next(iter(columns.values())))
    told = {
        "row_id": [f"r{n}" for n in range(height)],
        "authority": ["E06000001"] * height,
        "person_id": [str(n) for n in range(height)],
        "source": ["x.csv#2"] * height,
    }
    return Dataset({"people": pl.DataFrame(told | columns)})


def test_a_birth_date_becomes_its_month_and_says_so() -> None:
    days = [dt.date(2005, 2, 28), dt.date(2005, 2, 1), dt.date(2025, 9, 9), None]
    precisions = ["day", "month", "expected", "not_known"]
    made = pseudonymise(people(birth_date=days, birth_precision=precisions), KEY)["people"]
    told = dict(zip(made["person_id"], zip(made["birth_date"], made["birth_precision"], strict=True), strict=True))
    assert [told[find(KEY, str(n))] for n in range(4)] == [
        (dt.date(2005, 2, 1), "month"),
        (dt.date(2005, 2, 1), "month"),
        (dt.date(2025, 9, 1), "expected"),
        (None, "not_known"),
    ]


def test_a_source_keeps_neither_row_nor_file_name_but_tells_files_apart() -> None:
    given = ["Jo Bloggs.csv#2", "Jo Bloggs.csv#3", "Annex A.xlsx [List 8]#4", "record", "no-row.csv"]
    made = pseudonymise(people(source=given), KEY)["people"]
    files = ["Jo Bloggs.csv", "Jo Bloggs.csv", "Annex A.xlsx [List 8]", None, "no-row.csv"]
    assert sorted(made["source"]) == sorted(find_source(KEY, file) if file else "record" for file in files)
    assert "Bloggs" not in made.write_csv()


def test_evidence_names_no_file() -> None:
    harm = {"row_id": ["h"], "authority": ["E06000001"], "person_id": ["0"], "source": ["Jo Bloggs.xlsx [Panel]#3"]}
    one = Dataset({"harms": pl.DataFrame(harm | {"evidence": ["Jo Bloggs.xlsx: Type of risk"]})})
    told = pseudonymise(one, KEY)["harms"]["evidence"].item()
    assert told == f"{find_source(KEY, 'Jo Bloggs.xlsx [Panel]')}: Type of risk"


def test_the_order_of_rows_does_not_lead_back() -> None:
    one = people(row_id=[f"r{n:03}" for n in range(100)])
    made = pseudonymise(one, KEY)["people"]["person_id"].to_list()
    assert made == pseudonymise(one.with_tables(people=one["people"].reverse()), KEY)["people"]["person_id"].to_list()
    assert made != [find(KEY, str(n)) for n in range(100)]


def test_every_personal_column_is_provided_for() -> None:
    personal = {column.name for table in TABLES.values() for column in table.columns if column.personal}
    assert personal == {"person_id", "birth_date"}  # a new one is emptied; decide whether that is best


def test_a_short_key_is_refused_even_without_rows() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        pseudonymise(Dataset(), b"short")


def test_a_key_file_is_new_random_and_its_owners_alone(tmp_path: Path) -> None:
    new_key_file(tmp_path / "a.key")
    new_key_file(tmp_path / "b.key")
    key = read_key_file(tmp_path / "a.key")
    assert len(key) == 32
    assert key != read_key_file(tmp_path / "b.key")
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "a.key").stat().st_mode) == 0o600


def test_a_key_file_is_never_overwritten(tmp_path: Path) -> None:
    new_key_file(tmp_path / "a.key")
    before = read_key_file(tmp_path / "a.key")
    with pytest.raises(KeyRefused, match="there already"):
        new_key_file(tmp_path / "a.key")
    assert read_key_file(tmp_path / "a.key") == before


def test_a_key_file_in_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyRefused, match="Choose another place"):
        new_key_file(tmp_path / "no" / "a.key")


@pytest.mark.skipif(os.name != "posix", reason="Windows gives a file its folder's permissions")
def test_a_key_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    new_key_file(tmp_path / "a.key")
    (tmp_path / "a.key").chmod(0o640)
    with pytest.raises(KeyRefused, match="read by others"):
        read_key_file(tmp_path / "a.key")


@pytest.mark.parametrize("content", [b"", b"abc", b"ab" * 31, b"zz" * 32, b"\xff" * 64, b"ab" * 33])
def test_a_file_that_holds_no_key_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.key").write_bytes(content)
    (tmp_path / "a.key").chmod(0o600)
    with pytest.raises(KeyRefused, match="no key file"):
        read_key_file(tmp_path / "a.key")


def test_a_key_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(KeyRefused, match="cannot be read"):
        read_key_file(tmp_path / "a.key")
