"""Benchmarks 2 and 3: every authority's dataset at once, a month's snapshot against merely reading, and ten years of months."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

from bench.national import AUTHORITIES, FIRST, LAST, PEOPLE
from bench.processes import alternating, once, timed

SEED = 1
SNAPSHOT = """A month's figures of every authority, against reading the columns that they need and doing nothing with them. The two run in turn,
each in a process of its own, and a ratio is the median of those of the turns. *First* is the first time in a process, as a
national body runs it; *best* the best of three, when the process has the memory that merely reading fills and the figures do
not need. The data are shaped and not meant: they measure speed."""
SERIES = """The figures of every month of ten years, for every authority at once, in one process that starts with nothing read."""


def snapshot(work: Path, small: bool, runs: int) -> dict[str, Any]:
    """The month's snapshot and the floor, each part in processes of its own."""
    folder, size = made_dataset(work, small)
    (floor, counted), turns = alternating([_command(folder, name) for name in ("floor", "snapshot")], runs=runs)
    measured = [
        counted | {"what": "the snapshot of a month"},
        floor | {"what": "floor: the needed columns read"},
    ]
    words = {"first": "times the floor, first in a process", "best": "times the floor, best of three"}
    aims = [
        {
            "what": what,
            "value": median(mine["told"][key] / least["told"][key] for least, mine in turns),
            "at_most": 1.25,
        }
        for key, what in words.items()
    ]
    for part in (floor, counted):
        part["told"].pop("peak_mb", None)
    return {
        "title": "The country, a month's snapshot",
        "means": SNAPSHOT,
        "size": size,
        "measured": measured,
        "aims": aims,
    }


def series(work: Path, small: bool, runs: int) -> dict[str, Any]:
    """The ten-year monthly series."""
    folder, size = made_dataset(work, small)
    found = _part(folder, "series", runs)
    found["told"].pop("best")  # it is counted once in each process
    measured = [found | {"what": f"every month from {FIRST} to {LAST}"}]
    aims = [{"what": "the series", "unit": "s", "value": found["told"]["first"]["median"], "at_most": 10.0}]
    if found["memory_mb"]:
        aims.append({"what": "peak memory", "unit": "MB", "value": found["memory_mb"]["median"], "at_most": 3_000.0})
    return {
        "title": "The country, ten years of months",
        "means": SERIES,
        "size": size,
        "measured": measured,
        "aims": aims,
    }


def _part(folder: Path, name: str, runs: int) -> dict[str, Any]:
    found = timed(_command(folder, name), runs=runs)
    found["told"].pop("peak_mb", None)
    return found


def _command(folder: Path, name: str) -> list[str]:
    return [sys.executable, "-m", "bench.national", "part", str(folder), name]


@cache
def made_dataset(work: Path, small: bool) -> tuple[Path, str]:
    """The dataset of the country, made once a run, and its size in words."""
    folder = work / "country"
    authorities, people = (6, 500) if small else (AUTHORITIES, PEOPLE)
    command = [sys.executable, "-m", "bench.parts", "national", str(folder), str(authorities), str(people), str(SEED)]
    rows = once(command)["told"]["rows"]
    return folder, f"{rows:,} rows of {authorities} authorities"
