"""The check finds each kind of fault where it was planted, and nothing in a clean dataset."""

from __future__ import annotations

import datetime as dt
import time

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings

from kith.dataset.check import check
from kith.dataset.dataset import Dataset
from kith.dataset.schema import Kind
from kith.dataset.tables import TABLES
from kith.dataset.tests.examples import datasets
from kith.definitions.codes import list_names

HERE = "E06000001"
PERSON = {"row_id": "p1", "authority": HERE, "person_id": "1", "source": "x.csv#2"}
STAY = {
    "row_id": "s1",
    "authority": HERE,
    "person_id": "1",
    "from_on": dt.date(2019, 1, 1),
    "locality": "out",
    "due_to_efh": "not_reviewed",
    "source": "x.csv#2",
}
RELOCATION = {**STAY, "row_id": "r1"}


def dataset(**tables: list[dict[str, object]]) -> Dataset:
    people = tables.pop("people", [PERSON])
    frames = {"people": people, **tables}
    return Dataset({name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in frames.items()})


def found(one: Dataset) -> list[tuple[str, str, int | None, str | None]]:
    return [(p.rule.key.removeprefix("dataset."), p.file, p.row, p.column) for p in check(one)]


def test_an_empty_dataset_is_clean() -> None:
    assert found(Dataset()) == []


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(datasets())
def test_any_valid_dataset_is_clean(valid: Dataset) -> None:
    assert found(valid) == []


def test_every_code_list_of_the_schema_is_among_the_definitions() -> None:
    named = {column.codes for table in TABLES.values() for column in table.columns if column.codes}
    assert named <= set(list_names())


def test_every_reference_of_the_schema_leads_to_a_table() -> None:
    for table in TABLES.values():
        for column in table.columns:
            assert (column.kind is Kind.REFERENCE) == bool(column.refers_to), column
            assert not column.refers_to or column.refers_to in TABLES
            assert bool(column.codes) == (column.kind in (Kind.CODE, Kind.CODES, Kind.STATE)), column


@pytest.mark.parametrize("empty", [None, "", "  "])
def test_an_empty_required_value_is_found(empty: str | None) -> None:
    assert found(dataset(placements=[STAY, {**STAY, "row_id": "s2", "source": empty}])) == [
        ("required_empty", "placements", 3, "source")
    ]


def test_an_empty_required_date_is_found() -> None:
    assert found(dataset(placements=[{**STAY, "from_on": None}])) == [("required_empty", "placements", 2, "from_on")]


def test_a_code_out_of_its_list_is_found_and_kept() -> None:
    one = dataset(placements=[{**STAY, "placement_type": "ZZ"}])
    assert found(one) == [("unknown_code", "placements", 2, "placement_type")]
    assert one["placements"]["placement_type"].to_list() == ["ZZ"]


@pytest.mark.parametrize("value", ["maybe", "", "Yes", "1"])
def test_a_state_that_is_none_of_three_is_found(value: str) -> None:
    assert ("unknown_code", "people", 2, "uasc") in found(dataset(people=[{**PERSON, "uasc": value}]))


@pytest.mark.parametrize(
    ("value", "is_fault"),
    [("risk_not_local", None), ("no_local_placement nonsense", True), ("nonsense", True), ("", True)],
)
def test_each_of_several_codes_is_held_against_the_list(value: str, is_fault: bool | None) -> None:
    from kith.definitions.codes import codes

    if is_fault is None:
        value = " ".join(codes("driver").keys())
    problems = found(dataset(relocations=[{**RELOCATION, "drivers": value}]))
    assert problems == ([("unknown_code", "relocations", 2, "drivers")] if is_fault else [])


def test_numbers_out_of_bounds_are_found() -> None:
    stays = [
        {**STAY, "row_id": str(n), "miles": miles} for n, miles in enumerate([0.0, -0.1, float("nan"), float("inf")])
    ]
    assert found(dataset(placements=stays)) == [
        ("number_out_of_bounds", "placements", 4, "miles"),
        ("number_out_of_bounds", "placements", 5, "miles"),
        ("number_out_of_bounds", "placements", 3, "miles"),
    ]


@pytest.mark.parametrize(("rating", "is_fault"), [(0, True), (1, False), (5, False), (6, True), (None, False)])
def test_a_rating_is_from_one_to_five(rating: int | None, is_fault: bool) -> None:
    view = {"stage": "before", "dimension": "physical", "voice": "young_person", "on": dt.date(2019, 1, 1)}
    problems = found(dataset(safety=[{**PERSON, **view, "rating": rating}]))
    assert problems == ([("number_out_of_bounds", "safety", 2, "rating")] if is_fault else [])


def test_dates_out_of_order_are_found_and_the_same_day_is_in_order() -> None:
    day = dt.date(2019, 1, 1)
    stays = [{**STAY, "to_on": day}, {**STAY, "row_id": "s2", "to_on": day - dt.timedelta(1)}]
    assert found(dataset(placements=stays)) == [("dates_out_of_order", "placements", 3, "to_on")]
    away = {**STAY, "away_from": day + dt.timedelta(1)}
    assert found(dataset(placements=[away])) == [("dates_out_of_order", "placements", 2, "from_on")]


def test_a_row_id_used_again_is_found_at_its_later_rows() -> None:
    assert found(dataset(placements=[STAY, {**STAY, "row_id": "s2"}, STAY, STAY])) == [
        ("not_unique", "placements", 4, "row_id"),
        ("not_unique", "placements", 5, "row_id"),
    ]


def test_a_person_told_of_twice_is_found_but_not_the_same_id_in_another_authority() -> None:
    elsewhere = {**PERSON, "row_id": "p2", "authority": "E08000003"}
    again = {**PERSON, "row_id": "p3"}
    assert found(dataset(people=[PERSON, elsewhere, again])) == [("not_unique", "people", 4, "person_id")]


def test_a_person_of_another_authority_is_not_this_one() -> None:
    stays = [STAY, {**STAY, "row_id": "s2", "authority": "E08000003"}, {**STAY, "row_id": "s3", "person_id": "2"}]
    assert found(dataset(placements=stays)) == [
        ("leads_nowhere", "placements", 3, "person_id"),
        ("leads_nowhere", "placements", 4, "person_id"),
    ]


def test_a_reference_that_leads_nowhere_is_found() -> None:
    moves = [{**RELOCATION, "placement_id": "s1"}, {**RELOCATION, "row_id": "r2", "placement_id": "s9"}]
    assert found(dataset(placements=[STAY], relocations=moves)) == [("leads_nowhere", "relocations", 3, "placement_id")]


@pytest.mark.parametrize(
    ("born", "precision", "is_fault"),
    [
        (dt.date(2005, 3, 2), "day", False),
        (dt.date(2005, 3, 2), None, False),
        (dt.date(2005, 3, 1), "month", False),
        (dt.date(2005, 3, 2), "month", True),
        (dt.date(2005, 3, 2), "not_known", True),
        (None, "day", True),
        (None, "not_known", False),
        (None, None, False),
    ],
)
def test_a_birth_date_agrees_with_its_precision(born: dt.date | None, precision: str | None, is_fault: bool) -> None:
    problems = found(dataset(people=[{**PERSON, "birth_date": born, "birth_precision": precision}]))
    assert problems == ([("birth_precision", "people", 2, "birth_precision")] if is_fault else [])


def test_no_problem_repeats_a_value() -> None:
    odd = {**STAY, "person_id": "SECRET", "placement_type": "SECRET", "host_authority": "SECRET"}
    assert "SECRET" not in "".join(map(repr, check(dataset(placements=[odd, odd]))))


def test_a_million_rows_are_checked_in_seconds() -> None:
    n = 1_000_000
    people = pl.select(row_id=pl.int_range(0, n // 10).cast(pl.String)).with_columns(
        person_id=pl.col("row_id"), authority=pl.lit(HERE), source=pl.lit("x")
    )
    stays = pl.select(row_id=pl.int_range(0, n).cast(pl.String)).with_columns(
        person_id=(pl.col("row_id").cast(pl.Int64) // 10).cast(pl.String),
        **{name: pl.lit(value) for name, value in STAY.items() if name not in ("row_id", "person_id")},
    )
    large = Dataset({"people": people, "placements": stays})
    began = time.perf_counter()
    assert found(large) == []
    assert time.perf_counter() - began < 10  # about one on two idle cores
