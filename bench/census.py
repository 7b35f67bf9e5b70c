"""Benchmark 6: a census of children in need read alone, for its memory, against the validator's tables of the same file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from bench.authority import AUTHORITY, CENSUS, made_input, small_census
from bench.processes import NotMeasured, timed

from bench import peers

TITLE = "A census of children in need"
MEANS = """The reader streams the file child by child, so that memory follows the rows kept and not the size of the XML. Memory is of the whole
process, Python and libraries in it."""


def measure(work: Path, small: bool, runs: int) -> dict[str, Any]:
    """Seconds and peak memory of reading one census to dataset rows, and of the peer's tables."""
    folder, counts = made_input(work, small)
    path = folder / CENSUS
    kith = timed([sys.executable, "-m", "bench.parts", "census", str(path), AUTHORITY], runs=runs)
    measured = [kith | {"what": "Kith's reader: the census read to dataset rows"}]
    aims: list[dict[str, Any]] = []
    if kith["memory_mb"]:
        aims.append({"what": "peak memory", "unit": "MB", "value": kith["memory_mb"]["median"], "at_most": 300.0})
    try:
        peer = peers.census(path, small_census(work))
        measured.append(peer)
        ratio = peer["seconds"]["median"] / kith["seconds"]["median"]
        what = "times faster than the validator's tables"
        aims.append({"what": what, "value": ratio, "or_more": peer["stopped"]})
    except NotMeasured as reason:
        measured.append({"what": "the validator of the census", "reason": str(reason)})
    megabytes = path.stat().st_size / 1_000_000
    size = f"{counts[CENSUS]:,} children, {counts['episodes of the census']:,} episodes, {megabytes:,.0f} MB of XML"
    return {"title": TITLE, "means": MEANS, "size": size, "measured": measured, "aims": aims}
