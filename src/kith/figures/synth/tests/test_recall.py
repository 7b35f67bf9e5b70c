"""Recall is measured against the answers: it can be good, it falls with dirt, and it notices what is taken away."""

from __future__ import annotations

from pathlib import Path

import pytest

from kith.figures.synth import write_authority
from kith.figures.synth.recall import Result, measure


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return measure(write_authority(tmp_path_factory.mktemp("clean") / "made", children=700, seed=1, dirt=0))


def test_the_join_finds_most_of_what_can_be_seen_and_nobody_else(clean: Result):
    found = clean["affected"]
    assert found["both"] >= 0.8 * found["visible"]
    assert found["found"] - found["both"] <= 0.1 * found["found"]


def test_the_join_finds_more_than_any_source_alone(clean: Result):
    for alone in ("affected, factors alone", "affected, exploitation list alone"):
        assert 0 < clean[alone]["both"] < clean["affected"]["both"]


def test_answering_matches_finds_more(clean: Result):
    assert clean["affected, no match answered"]["both"] < clean["affected"]["both"]


def test_asking_about_everyone_loses_no_move_of_the_shorter_review(clean: Result):
    assert clean["moves, everyone asked about"]["both"] >= clean["moves"]["both"] > 0
    assert clean["moves, everyone asked about"]["found"] > clean["moves"]["found"]


def test_without_the_list_less_is_found(tmp_path: Path, clean: Result):
    made = write_authority(tmp_path / "made", children=700, seed=1, dirt=0)
    (made.folder / "Exploitation panel list.xlsx").unlink()
    assert measure(made)["affected"]["both"] < clean["affected"]["both"]
