"""Nobody reported is not nobody asked: without the file that tells of a thing, its figures are not available."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from kith.dataset.dataset import Dataset
from kith.figures.measures.coverage import NEEDS, lacking, only_covered, only_since
from kith.figures.measures.declarations import FAMILIES, MEASURES
from kith.figures.measures.snapshot import snapshot
from kith.foundation.dates import Month

ALL = {"involvements", "harms", "placements", "relocations", "missing"}
PERSON = {"authority": "E09000012", "person_id": "1", "row_id": "1", "source": "x"}


def figures() -> pl.DataFrame:
    involved = {**PERSON, "status": "looked_after"}
    dataset = Dataset({"people": pl.DataFrame([PERSON]), "involvements": pl.DataFrame([involved])})
    return snapshot(dataset.tables, Month(2019, 9)).figures


def total(frame: pl.DataFrame, measure: str) -> tuple[float | None, str]:
    row = frame.filter((pl.col("measure") == measure) & (pl.col("breakdown") == "")).row(0, named=True)
    return row["value"], row["state"]


@pytest.mark.parametrize(
    ("without", "gone", "stays"),
    [
        ({"harms"}, ["affected", "relocated", "missing_from_stay"], ["supported", "planned_moves"]),
        ({"placements", "relocations"}, ["relocated", "planned_moves", "missing_from_stay"], ["supported", "affected"]),
        ({"placements"}, [], ["relocated", "missing_from_stay"]),
        ({"missing"}, ["missing_from_stay", "missing_episodes"], ["relocated"]),
    ],
)
def test_a_figure_that_no_file_speaks_of_is_not_available_and_the_others_stay(
    without: set[str], gone: list[str], stays: list[str]
) -> None:
    found = only_covered(figures(), ALL - without)
    assert {measure: total(found, measure) for measure in gone} == dict.fromkeys(gone, (None, "not_available"))
    assert all(total(found, measure)[1] != "not_available" for measure in stays)


def test_with_every_table_nothing_changes() -> None:
    every = {table for needs in NEEDS.values() for need in needs for table in need.tables}
    assert only_covered(figures(), every).equals(figures())


def test_of_files_alone_what_only_the_record_tells_is_not_available_and_never_a_nought() -> None:
    found = only_covered(figures(), ALL)
    optional = [key for key, measure in MEASURES.items() if FAMILIES[measure.section].optional]
    own = found.filter(pl.col("measure").is_in(optional))
    assert set(own["measure"]) == set(optional)
    assert own["breakdown"].unique().to_list() == [""]
    assert own["state"].unique().to_list() == ["not_available"]
    assert own.select("value", "numerator", "high", "unknown").null_count().row(0) == (own.height,) * 4
    assert lacking(ALL) == []


def test_tables_that_a_snapshot_was_not_given_make_no_nought_either() -> None:
    given = {name: frame for name, frame in Dataset().tables.items() if name not in ("actions", "moments")}
    people = Dataset({"people": pl.DataFrame([PERSON])}).tables["people"]
    found = snapshot(given | {"people": people}, Month(2019, 9)).figures
    assert [total(found, key) for key in ("actions", "moments")] == [(None, "not_available")] * 2
    assert total(found, "moves") == (0, "exact")


def test_what_is_lacking_is_named_once() -> None:
    assert [need.what for need in lacking(ALL - {"harms", "missing"})] == ["harm", "missing episodes"]


def test_every_section_of_a_snapshot_says_what_it_needs() -> None:
    assert {measure.section for measure in MEASURES.values() if measure.made == "snapshot"} == set(NEEDS)


@pytest.mark.parametrize(
    ("first", "available"), [(dt.date(2019, 9, 1), True), (dt.date(2019, 9, 2), False), (dt.date(2019, 8, 1), True)]
)
def test_a_month_that_begins_before_the_files_do_is_not_available(first: dt.date, available: bool) -> None:
    states = set(only_since(figures(), first)["state"].unique())
    assert ("exact" in states) is available
    assert available or states == {"not_available"}
