"""PostgreSQL itself falls over while many write: what was acknowledged is there afterwards, and the chain is whole."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.postgres import MISSING, cluster

from kith.record.audit.tests.conftest import Site, site_on
from kith.record.audit.tests.test_together import assert_whole

WAITS = "&options=-c%20synchronous_commit%3Don"
"""The tests' clusters are not waited for; these writers do wait, as in use."""
_IN_USE = "SELECT count(*) FROM accounts_team"
_ITS_PROCESS = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'"


@pytest.fixture
def own(tmp_path: Path) -> Iterator[tuple[Site, str]]:
    """A site on a cluster of its own, and the cluster's address."""
    try:
        with cluster() as address:
            site = site_on(address + WAITS, tmp_path)
            site.run(["migrate"])
            yield site, address
    except LookupError:
        pytest.skip(MISSING)


def asked(address: str, question: str) -> int:
    with psycopg.connect(address, autocommit=True) as connection:
        (answer,) = connection.execute(question).fetchone() or (0,)
    return int(answer)


def until_it_answers(address: str, question: str, least: int) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            if asked(address, question) >= least:
                return
        except psycopg.OperationalError:
            pass
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are killed by signal 9, which this system does not have")
def test_a_database_that_falls_over_has_kept_all_that_was_acknowledged(own: tuple[Site, str]) -> None:
    site, address = own
    running = [site.start(["write", "7", "100000"]) for _ in range(2)]
    until_it_answers(address, _IN_USE, 100)
    os.kill(asked(address, _ITS_PROCESS), signal.SIGKILL)  # the server ends all its processes and begins again
    acknowledged = [made for process in running for made in json.loads(process.communicate(timeout=120)[0])[0]]
    until_it_answers(address, _IN_USE, 1)
    assert len(acknowledged) >= 60
    assert_whole(site, acknowledged)
