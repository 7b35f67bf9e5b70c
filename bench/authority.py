"""Benchmark 1: one large authority, from its files to the finished report, against two validators that only read and check."""

from __future__ import annotations

import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from bench.processes import NotMeasured, once, timed

from bench import peers

AUTHORITY, MONTH, YEAR = "E08000035", "2026-03", 2026
CENSUS, LIST = "census.xml", "Exploitation panel.csv"
SEED = 1
TITLE = "One authority, files to finished report"
MEANS = """A 903 over its CSV files, a census of children in need as XML and a panel's list of exploitation, read, put together and counted; the
report with its charts, the workbook, the review sheet and the tables of figures written. `kith return` is timed as a person waits
for it, from pressing return to the prompt. The two validators are the nearest programs that authorities use on the same files:
one reads and validates the 903, the other makes tables of the census. Neither counts nor writes anything, so the comparison
favours them. All read the same made-up files, whose postcodes are real ones of twelve areas.

The national directory of postcodes is decoded once on a machine and kept; the row *first time on a machine* has that in it, and
the validator of the 903 decodes it in every run. The tables of the census are given up after five minutes: a ratio is then the least
that it can be. The return draws, and reads the census, in processes beside its own: memory is that of the largest of the three. The floor is reading the bytes and parsing the XML without doing anything."""


def measure(work: Path, small: bool, runs: int) -> dict[str, Any]:
    """Seconds and memory of the return, the floor and the peers; ratios of whole processes and of the work alone."""
    folder, counts = made_input(work, small)
    python = [sys.executable, "-m"]
    out = work / "return"
    command = [*python, "kith.cli.main", "return", str(folder), "--authority", AUTHORITY, "--month", MONTH, "--out"]
    kith = timed([*command, str(out)], runs=runs)
    inside = timed([*python, "bench.parts", "return", str(folder), AUTHORITY, MONTH, str(work / "again")], runs=runs)
    with tempfile.TemporaryDirectory(dir=work) as empty:
        cold = {"XDG_CACHE_HOME": empty, "LOCALAPPDATA": empty}
        first = timed([*command, str(work / "first")], runs=1, warm_up=(), env=cold)
    floor = timed([*python, "bench.parts", "read-only", str(folder)], runs=runs)
    measured = [
        kith | {"what": "`kith return`", "told": inside["told"]},
        first | {"what": "`kith return`, first time on a machine"},
        floor | {"what": "floor: bytes read, XML parsed"},
    ]
    seconds = kith["seconds"]["median"]
    aims = [{"what": "files to finished report", "unit": "s", "value": seconds, "at_most": 3.0}]
    try:
        both = [_peer_903(folder, counts, runs), peers.census(folder / CENSUS, small_census(work))]
        measured += both
        aims += _ratios(kith | {"told": inside["told"]}, both)
    except NotMeasured as reason:
        measured.append({"what": "the two validators", "reason": str(reason)})
    aims.append({"what": "times the floor, whole processes", "value": seconds / floor["seconds"]["median"]})
    rows = sum(rows for name, rows in counts.items() if _is_903(name))
    size = f"{rows:,} rows of 903, {counts['episodes of the census']:,} CIN episodes of {counts[CENSUS]:,} children, {counts[LIST]} listed"
    return {"title": TITLE, "means": MEANS, "size": size, "measured": measured, "aims": aims}


def _ratios(kith: dict[str, Any], both: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """How many times faster than the two together, and than the first alone; a lower bound where one was stopped."""
    seconds, stopped = kith["seconds"]["median"], any(peer["stopped"] for peer in both)
    whole = sum(peer["seconds"]["median"] for peer in both)
    found = [
        {
            "what": "times faster than both validators together",
            "value": whole / seconds,
            "at_least": 10.0,
            "or_more": stopped,
        },
        {"what": "times faster than the 903's validator alone", "value": both[0]["seconds"]["median"] / seconds},
    ]
    if not stopped:
        alone = sum(peer["told"]["inside"]["median"] for peer in both) / kith["told"]["inside"]["median"]
        found.append({"what": "than both, without start and imports", "value": alone})
    return found


def _peer_903(folder: Path, counts: dict[str, int], runs: int) -> dict[str, Any]:
    return peers.ssda903([folder / name for name in sorted(counts) if _is_903(name)], YEAR, AUTHORITY, runs)


def _is_903(name: str) -> bool:
    return name.endswith(".csv") and name != LIST


@cache
def made_input(work: Path, small: bool) -> tuple[Path, dict[str, int]]:
    """The folder of input and its rows by file, made once a run and shared with the census's benchmark."""
    folder = work / ("small" if small else "authority")
    command = [sys.executable, "-m", "bench.parts", "input", str(folder), "SMALL" if small else "PUBLISHED", str(SEED)]
    return folder, once(command)["told"]


def small_census(work: Path) -> Path:
    """A small census to warm a slow program up on."""
    return made_input(work, True)[0] / CENSUS
