"""Benchmark 4: people of a list without ids looked for among those known, with how many are found and how many rightly."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from bench.processes import timed

SEED = 1
TITLE = "Who of a list may be whom"
MEANS = """A list whose people have no id, written with the slips that people make: four in five are among those known, one in five is not.
Precision: of the suggestions at 0.9 or more, how many are right. Recall: of those known, how many are suggested. A person
confirms every match; nothing is joined on a suggestion."""


def measure(work: Path, small: bool, runs: int) -> dict[str, Any]:
    """Seconds, precision and recall."""
    people, listed = (2_000, 200) if small else (100_000, 5_000)
    found = timed([sys.executable, "-m", "bench.parts", "link", str(people), str(listed), str(SEED)], runs=runs)
    told = {name: found["told"].pop(name) for name in ("people", "listed", "precision", "recall", "suggestions")}
    aims = [
        {"what": "the whole list", "unit": "s", "value": found["told"]["seconds"]["median"]},
        {"what": "precision", "value": told["precision"]["median"]},
        {"what": "recall", "value": told["recall"]["median"]},
    ]
    measured = [found | {"what": "suggestions for the whole list"}]
    size = f"{people:,} known, {listed:,} listed"
    return {"title": TITLE, "means": MEANS, "size": size, "measured": measured, "aims": aims}
