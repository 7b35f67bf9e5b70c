"""The two validators that Kith is measured against, in an environment of their own, for they need an older pandas."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from bench.processes import ROOT, NotMeasured, once, timed

PACKAGES = ("csc-validator-be-903==0.1.17", "csc-validator-be-cin==0.1.13")
FOLDER = ROOT / "build" / "peers"
UV = (sys.executable, "-m", "uv")
LIMIT = 300.0
"""Seconds after which the tables of the census are given up: their time grows with the square of the children."""
SHOWN = (*(package.partition("==")[0] for package in PACKAGES), "pandas", "numpy")
NOT_MADE = "their environment could not be made (it needs Python 3.11 on this machine, and a network the first time)"


def ssda903(files: list[Path], year: int, authority: str, runs: int) -> dict[str, Any]:
    """The 903 read and validated, every rule of that year's set."""
    python = environment()
    command = [python, "bench/peer_903.py", str(year), authority, *map(str, files)]
    return timed(command, runs=runs) | {"what": f"{PACKAGES[0].replace('==', ' ')}: the 903 read and validated"}


@cache
def census(path: Path, first: Path) -> dict[str, Any]:
    """The census made into tables, no rule run, once and no longer than LIMIT; `first` is a small one to warm up on."""
    python = environment()
    small = [python, "bench/peer_cin.py", str(first)]
    found = timed([python, "bench/peer_cin.py", str(path)], runs=1, warm_up=small, limit=LIMIT)
    return found | {"what": f"{PACKAGES[1].replace('==', ' ')}: the census made into tables, no rule run"}


@cache
def environment() -> str:
    """The peers' Python, made with uv on first use and kept in the build folder; NotMeasured where it cannot be made."""
    python = FOLDER / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    stamp = FOLDER / "made-for-the-benchmark.txt"
    if stamp.is_file() and stamp.read_text() == "\n".join(PACKAGES):
        return str(python)
    try:
        once([*UV, "venv", "--quiet", "--clear", "--no-python-downloads", "--python", "3.11", str(FOLDER)])
        once([*UV, "pip", "install", "--quiet", "--python", str(python), *PACKAGES])
    except NotMeasured:
        raise NotMeasured(NOT_MADE) from None
    stamp.write_text("\n".join(PACKAGES))
    return str(python)


def versions() -> dict[str, str]:
    """Versions in the peers' environment that matter; empty where there is none."""
    try:
        python = environment()
    except NotMeasured:
        return {}
    listed = subprocess.run(
        [*UV, "pip", "list", "--format", "json", "--python", python],
        check=True,
        capture_output=True,
        text=True,
    )
    found = {entry["name"]: entry["version"] for entry in json.loads(listed.stdout)}
    return {name: found[name] for name in SHOWN}
