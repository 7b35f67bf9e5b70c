"""The national benchmark: the measures over every authority's rows, timed against merely reading them.

python -m bench.national write FOLDER        python -m bench.national measure FOLDER
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

MONTH, FIRST, LAST = "2025-09", "2016-10", "2026-09"
AUTHORITIES, PEOPLE = 174, 20_000


def write(folder: Path, authorities: int = AUTHORITIES, people_per_authority: int = PEOPLE, seed: int = 1) -> int:
    """Make the dataset at national size; gives the number of rows."""
    from kith.figures.synth.national import write_dataset_directly

    return write_dataset_directly(folder, authorities=authorities, people_per_authority=people_per_authority, seed=seed)


def _scanned(folder: Path) -> dict[str, Any]:
    import polars as pl

    from kith.figures.measures.engines import NEEDED

    return {name: pl.scan_parquet(folder / f"{name}.parquet") for name in NEEDED}


def _floor(folder: Path) -> None:
    import polars as pl

    from kith.figures.measures.engines import NEEDED

    tables = _scanned(folder)
    pl.collect_all([tables[name].select(columns) for name, columns in NEEDED.items()])


def _snapshot(folder: Path) -> None:
    from kith.figures.measures.snapshot import snapshot
    from kith.foundation.dates import Month

    snapshot(_scanned(folder), Month.parse(MONTH))


def _series(folder: Path) -> None:
    from kith.figures.measures.series import series
    from kith.foundation.dates import Month

    series(_scanned(folder), Month.parse(FIRST), Month.parse(LAST))


_PARTS: dict[str, Callable[[Path], None]] = {"floor": _floor, "snapshot": _snapshot, "series": _series}


def part(folder: Path, name: str, times: int = 3) -> dict[str, float]:
    """Seconds of the first and of the best run of one part in this process, and the process's peak memory in MB."""
    from kith.figures.measures import series, snapshot  # noqa: F401 - not part of what is timed

    taken = []
    for _ in range(times):
        began = time.perf_counter()
        _PARTS[name](folder)
        taken.append(time.perf_counter() - began)
    return {"first": round(taken[0], 3), "best": round(min(taken), 3), "peak_mb": _peak_mb()}


def _peak_mb() -> float:
    try:
        import resource
    except ImportError:  # Windows has no such count
        return float("nan")
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def measure(folder: Path) -> dict[str, Any]:
    """Each part in a process of its own: reading the needed columns (floor), the snapshot, the ten-year monthly series."""
    found: dict[str, Any] = {}
    for name in _PARTS:
        command = [sys.executable, "-m", "bench.national", "part", str(folder), name]
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[1])
        found[name] = json.loads(done.stdout)
    found["ratio_first"] = round(found["snapshot"]["first"] / found["floor"]["first"], 2)
    found["ratio_best"] = round(found["snapshot"]["best"] / found["floor"]["best"], 2)
    return found


if __name__ == "__main__":
    job, place, *rest = sys.argv[1:]
    if job == "write":
        print(write(Path(place)))
    elif job == "part":
        print(json.dumps(part(Path(place), rest[0], 1 if rest[0] == "series" else 3)))
    else:
        print(json.dumps(measure(Path(place)), indent=1))
