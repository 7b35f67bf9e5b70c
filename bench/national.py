"""The national benchmark: a dataset of every authority made directly, and the measures timed against merely reading it.

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
    """Write the tables that the measures read, as Parquet, at national size; gives the number of rows.

    Ten years of people, involvements, harms, placements and times missing, evenly over the authorities. Shapes and shares
    are invented: this measures speed, and says nothing about children.
    """
    import numpy as np

    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(seed)
    count = authorities * people_per_authority
    rows = 0
    for name, make in _TABLES.items():
        frame = make(random, count, people_per_authority)
        frame.write_parquet(folder / f"{name}.parquet", compression="zstd", row_group_size=250_000)
        rows += frame.height
    return rows


def _keyed(random: Any, name: str, count: int, each: int, share: float) -> Any:
    """`share` rows a person on average, in the order of authority and person, with a row id."""
    import numpy as np
    import polars as pl

    whole = int(share)
    person = np.sort(
        np.concatenate([np.tile(np.arange(count), whole), random.choice(count, int((share - whole) * count))])
    )
    n = pl.Series("person", person)
    return pl.DataFrame({"person": n}).select(
        (pl.lit(f"{name[:2]}") + pl.int_range(pl.len()).cast(pl.String).str.zfill(14)).alias("row_id"),
        (pl.lit("E1") + (pl.col("person") // each).cast(pl.String).str.zfill(7)).alias("authority"),
        pl.col("person").cast(pl.String).str.zfill(8).alias("person_id"),
    )


def _with(frame: Any, **columns: Any) -> Any:
    import polars as pl

    return frame.with_columns(**{name: pl.Series(values) for name, values in columns.items()})


def _picked(random: Any, size: int, values: list[str | None], weights: list[float]) -> Any:
    import numpy as np
    import polars as pl

    index = random.choice(len(values), size, p=np.array(weights) / sum(weights)).astype(np.uint32)
    return pl.Series(values, dtype=pl.String).gather(pl.Series(index))


def _days(random: Any, size: int, longest: int, still: float) -> dict[str, Any]:
    """First and last days from 2016 to 2026, `still` of the recent ones open."""
    import numpy as np
    import polars as pl

    first = random.integers(17_000, 20_700, size)  # 2016-07 to 2026-09 in days since 1970
    last = first + random.geometric(3 / longest, size)
    open_ended = (last > 20_400) & (random.random(size) < still)
    return {
        "from_on": pl.Series(first.astype(np.int32)).cast(pl.Date),
        "to_on": pl.select(pl.when(~pl.Series(open_ended)).then(pl.Series(last.astype(np.int32))))
        .to_series()
        .cast(pl.Date),
    }


def _people(random: Any, count: int, each: int) -> Any:
    import numpy as np
    import polars as pl

    frame = _keyed(random, "people", count, each, 1)
    born = random.integers(8_400, 20_400, count).astype(np.int32)  # 1993 to 2025
    ethnicity = ["WBRI", "MWBC", "APKN", "BAFR", "OOTH", "NOBT"]
    return _with(
        frame,
        birth_date=pl.Series(born).cast(pl.Date),
        birth_precision=_picked(random, count, ["day", "month"], [99, 1]),
        sex=_picked(random, count, ["M", "F", "U"], [52, 47, 1]),
        ethnicity=_picked(random, count, list(ethnicity), [65, 8, 8, 8, 6, 5]),
        disability=_picked(random, count, ["yes", "no", "not_known"], [12, 58, 30]),
    )


def _involvements(random: Any, count: int, each: int) -> Any:
    frame = _keyed(random, "involvements", count, each, 1.9)
    statuses = ["early_help", "child_in_need", "child_protection", "looked_after", "care_leaver"]
    n = frame.height
    return _with(frame, status=_picked(random, n, list(statuses), [30, 45, 10, 10, 5]), **_days(random, n, 700, 0.6))


def _harms(random: Any, count: int, each: int) -> Any:
    frame = _keyed(random, "harms", count, each, 1.6)
    n = frame.height
    harms = ["cse", "cce", "gang", "peer_on_peer", "trafficking", "missing"]
    return _with(
        frame,
        harm=_picked(random, n, list(harms), [15, 12, 8, 35, 5, 25]),
        setting=_picked(random, n, ["outside", "inside", "both", "not_known"], [45, 25, 2, 28]),
        setting_basis=_picked(random, n, ["assumed", "recorded"], [80, 20]),
        certainty=_picked(random, n, [None, "suspected", "confirmed", "ruled_out"], [60, 20, 15, 5]),
        **_days(random, n, 600, 0.5),
    )


def _placements(random: Any, count: int, each: int) -> Any:
    import polars as pl

    frame = _keyed(random, "placements", count, each, 0.75)
    n = frame.height
    made = _with(
        frame,
        placement_type=_picked(random, n, ["U4", "U6", "K2", "K1", "H5", None], [30, 35, 20, 1, 12, 2]),
        legal_basis=_picked(random, n, ["C1", "C2", "V2", "L1"], [20, 50, 25, 5]),
        provider=_picked(random, n, ["PR1", "PR2", "PR4", "PR5"], [45, 10, 40, 5]),
        host_authority=_picked(random, n, [f"E1{k:07}" for k in range(170)], [1.0] * 170),
        locality=_picked(random, n, ["in", "out", "not_known"], [56, 41, 3]),
        adjoining=_picked(random, n, ["yes", "no", "not_known"], [30, 60, 10]),
        miles=random.gamma(1.0, 20.0, n).round(1),
        arranged_by=_picked(random, n, ["authority", None], [30, 70]),
        who_moved=_picked(random, n, ["alone", None], [30, 70]),
        due_to_efh=_picked(random, n, ["yes", "partly", "no", "not_known", "not_reviewed"], [8, 3, 60, 4, 25]),
        **_days(random, n, 500, 0.6),
    )
    return made.with_columns(
        away_from=pl.when(pl.col("locality") == "out").then("from_on"), planned_end=pl.lit(None, dtype=pl.Date)
    )


def _relocations(random: Any, count: int, each: int) -> Any:
    import polars as pl

    frame = _keyed(random, "relocations", count, each, 0.02)
    n = frame.height
    empty = {name: pl.lit(None, dtype=pl.Date) for name in ("planned_from", "planned_end", "withdrawn_on")}
    text = {name: pl.lit(None, dtype=pl.String) for name in ("placement_id", "host_authority")}
    days = _days(random, n, 300, 0.6)
    return _with(
        frame,
        planned_on=days["from_on"],
        locality=_picked(random, n, ["in", "out", "not_known"], [20, 70, 10]),
        adjoining=_picked(random, n, ["yes", "no", "not_known"], [30, 60, 10]),
        miles=random.gamma(1.0, 30.0, n).round(1),
        arranged_by=_picked(random, n, ["police", "family", None], [30, 30, 40]),
        who_moved=_picked(random, n, ["alone", "whole_family", None], [30, 30, 40]),
        due_to_efh=_picked(random, n, ["yes", "partly", "not_reviewed"], [60, 10, 30]),
        **days,
    ).with_columns(**empty, **text)


def _authorisations(random: Any, count: int, each: int) -> Any:
    import polars as pl

    frame = _keyed(random, "authorisations", count, each, 0.005)
    n = frame.height
    kinds = _picked(random, n, ["secure", "deprivation_of_liberty"], [1, 3])
    return _with(frame, kind=kinds, **_days(random, n, 200, 0.5)).with_columns(
        placement_id=pl.lit(None, dtype=pl.String)
    )


def _legal_statuses(random: Any, count: int, each: int) -> Any:
    frame = _keyed(random, "legal_statuses", count, each, 0.5)
    n = frame.height
    return _with(frame, legal_status=_picked(random, n, ["C1", "C2", "V2"], [2, 5, 3]), **_days(random, n, 500, 0.6))


def _missing(random: Any, count: int, each: int) -> Any:
    frame = _keyed(random, "missing", count, each, 1.9)
    n = frame.height
    return _with(frame, kind=_picked(random, n, ["missing", "away"], [75, 25]), **_days(random, n, 6, 0.02))


_TABLES: dict[str, Callable[[Any, int, int], Any]] = {
    "people": _people,
    "involvements": _involvements,
    "harms": _harms,
    "placements": _placements,
    "relocations": _relocations,
    "authorisations": _authorisations,
    "legal_statuses": _legal_statuses,
    "missing": _missing,
}


def _scanned(folder: Path) -> dict[str, Any]:
    import polars as pl

    return {name: pl.scan_parquet(folder / f"{name}.parquet") for name in _TABLES}


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
