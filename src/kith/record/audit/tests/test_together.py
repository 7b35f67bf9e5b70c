"""Many write at once, and some are killed: no fork, no gap, nothing lost that was acknowledged, nothing recorded that was not done."""

from __future__ import annotations

import json
import os
from collections import Counter

import pytest

from kith.record.audit.tests.conftest import Site


def assert_whole(site: Site, acknowledged: list[str]) -> dict:
    (state,) = site.run(["state"])
    assert state["breaks"] == []
    assert state["gapless"]
    assert state["teams"] == state["made"] == state["changed"], "each change has its events and each event its change"
    assert not Counter(acknowledged) - Counter(state["made"]), "nothing acknowledged is lost"
    return state


def test_writers_in_many_processes_and_threads_make_one_chain(site: Site) -> None:
    running = [site.start(["write", "7", "10"]) for _ in range(3)]
    acknowledged = [made for process in running for made in json.loads(process.communicate(timeout=300)[0])[0]]
    state = assert_whole(site, acknowledged)
    assert len(acknowledged) == len(state["made"]) == 3 * 7 * 8
    assert state["unwitnessed"] == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are killed by signal 9, which this system does not have")
def test_a_writer_that_is_killed_loses_nothing_acknowledged(site: Site) -> None:
    (acknowledged,) = site.run(["killed", "8", "1"])
    assert len(acknowledged) >= 8
    assert_whole(site, acknowledged)


@pytest.mark.long
@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are killed by signal 9, which this system does not have")
def test_a_thousand_killed_writers_lose_nothing_acknowledged(site: Site) -> None:
    (acknowledged,) = site.run(["killed", "1000", "2"])
    assert_whole(site, acknowledged)
