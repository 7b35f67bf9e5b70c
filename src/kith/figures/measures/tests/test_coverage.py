"""Nobody reported is not nobody asked: without the file that tells of a thing, its figures are not available."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from kith.dataset.dataset import Dataset
from kith.figures.measures.coverage import NEEDS, lacking, only_covered, only_since
from kith.figures.measures.declarations import MEASURES
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


def test_with_every_file_nothing_changes() -> None:
    assert only_covered(figures(), ALL).equals(figures())


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
