"""A whole fake return made by others is read without loss and quickly (skipped where the data are not at hand)."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kith.dataset.dataset import Dataset
from kith.reading.sources.ssda903.tests.given import of_file, read, told

FAKE = Path(__file__).parents[7] / "shared" / "data" / "ssda903_fake"


@pytest.fixture(scope="module")
def sheets():
    if not FAKE.is_dir():
        pytest.skip("the fake return of the Data to Insight validator is not beside the repository")
    return [of_file(path) for path in sorted(FAKE.glob("*.csv"))]


@pytest.fixture(scope="module")
def found(sheets):
    return read(*sheets)


def test_every_child_is_kept(found):
    # 2,675 of the header and one whom only the deprivation of liberty and social worker files name.
    assert found.tables["people"].height == found.identities.height == 2676
    assert found.tables["people"]["uasc"].value_counts(sort=True).rows() == [("no", 2544), ("yes", 132)]


def test_every_episode_that_is_no_short_break_is_in_a_stay(found, sheets):
    episodes = next(sheet.frame for sheet in sheets if sheet.file == "episodes.csv")
    counted = episodes.filter(~episodes["LS"].is_in(["V3", "V4"]))
    placements = found.tables["placements"]
    assert episodes.height == 5050
    assert set(placements["person_id"]) == set(counted["CHILD"]) == set(found.tables["involvements"]["person_id"])
    assert placements["row_id"].is_unique().all()
    assert placements["from_on"].min() == counted["DECOM"].str.to_date("%d/%m/%Y").min()
    # Each reason P, T, B, U or S begins a stay; L may go on with one.
    moves = counted.filter(counted["RNE"] != "L").height
    assert moves <= placements.height <= counted.height


def test_its_known_oddities_are_told(found):
    rules = told(found)
    assert len(rules["overlap"]) == 55
    assert {column for _, _, column in rules["code_out_of_years"]} == {"REC", "REASON_PLACE_CHANGE"}
    assert {place[0] for place in rules["code_unknown"]} == {
        "oc3.csv",
        "placed_for_adoption.csv",
        "placed_for_adoption_errors.csv",
        "sw_episodes.csv",
    }
    assert rules["not_in_header"] == [("DoLo.csv", 2, "CHILD")]


def test_no_problem_tells_a_value(found, sheets):
    children = set(next(sheet.frame for sheet in sheets if sheet.file == "header.csv")["CHILD"])
    words = {word for problem in found.problems for word in problem.message.split()}
    assert not words & children


def test_the_tables_fit_the_dataset(found):
    dataset = Dataset(dict(found.tables))
    assert dataset["reviews"].height == 12580  # 12,582 rows of which two repeat another
    assert dataset["missing"].height == 43


def test_it_is_read_fast(sheets):
    began = time.perf_counter()
    read(*sheets)
    assert time.perf_counter() - began < 3  # 0.26 s measured on two shared cores; room for a busy machine
