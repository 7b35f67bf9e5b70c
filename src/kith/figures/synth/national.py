"""A dataset of every authority made directly, without files: for benchmarks, and to try what a national body would run.

Shapes and shares are invented: this measures speed, and says nothing about children.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kith.dataset.files import MANIFEST
from kith.dataset.schema import VERSION
from kith.definitions.authorities import authorities as every_authority
from kith.foundation.outputs import whole_folder

AUTHORITIES, PEOPLE = 175, 20_000
"""Authorities of England and Wales, and people of ten years in each: 25 million rows together."""


def write_dataset_directly(
    folder: Path, *, authorities: int = AUTHORITIES, people_per_authority: int = PEOPLE, seed: int = 1
) -> int:
    """Write the tables that the measures read, as a dataset in Parquet, whole or not at all; gives the number of rows.

    Ten years of people, involvements, harms, stays, legal statuses and times missing, evenly over the authorities. The same
    seed gives the same rows. OutputRefused where the folder cannot be written.
    """
    import numpy as np

    random = np.random.default_rng(seed)
    count = authorities * people_per_authority
    rows = {}
    with whole_folder(folder) as stage:
        for name, make in _TABLES.items():
            frame = make(random, count, people_per_authority)
            frame.write_parquet(stage / f"{name}.parquet", compression="zstd", row_group_size=250_000)
            rows[name] = {"rows": frame.height}
        manifest = {"dataset": "kith", "version": VERSION, "form": "parquet", "made_by": "kith synth", "tables": rows}
        (stage / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8", newline="\n")
    return sum(table["rows"] for table in rows.values())


def _keyed(random: Any, name: str, count: int, each: int, share: float) -> Any:
    """`share` rows a person on average, in the order of authority and person, with a row id."""
    import numpy as np
    import polars as pl

    whole = int(share)
    person = np.sort(
        np.concatenate([np.tile(np.arange(count), whole), random.choice(count, int((share - whole) * count))])
    )
    codes = pl.Series([one.code for one in every_authority()])
    return pl.DataFrame({"person": person}).select(
        (pl.lit(f"{name[:2]}") + pl.int_range(pl.len()).cast(pl.String).str.zfill(14)).alias("row_id"),
        codes.gather(pl.Series(person // each)).alias("authority"),
        pl.col("person").cast(pl.String).str.zfill(8).alias("person_id"),
        pl.lit("made up").alias("source"),
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
        birth_precision=_picked(random, count, ["day"], [1]),
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
