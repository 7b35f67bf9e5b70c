"""Runs the benchmarks and writes what they gave to docs/benchmarks.json and docs/benchmarks.md: `python3 start.py bench`."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[0] = str(ROOT)  # run by its path, this file's own folder stands there

from bench.processes import NotMeasured

from bench import authority, census, country, linking, machine, page, peers

BENCHMARKS: dict[str, Callable[[Path, bool, int], dict[str, Any]]] = {
    "1": authority.measure,
    "2": country.snapshot,
    "3": country.series,
    "4": linking.measure,
    "6": census.measure,
}
"""By the number of the project's list of benchmarks; the fifth, peak memory of each, is a column of all of them."""

DOCS = ROOT / "docs"
WORK = ROOT / "build" / "bench"


def main(arguments: list[str]) -> int:
    """Exit status 1 where a benchmark could not be run; an aim that is not met is told, and is no failure."""
    asked = _parser().parse_args(arguments)
    if asked.page:
        results = json.loads((DOCS / "benchmarks.json").read_text(encoding="utf-8"))
        _write(DOCS, results)
        return 0
    numbers = asked.only.split(",") if asked.only else list(BENCHMARKS)
    if unknown := [number for number in numbers if number not in BENCHMARKS]:
        print(f"There is no benchmark {', '.join(unknown)}: there are {', '.join(BENCHMARKS)}.", file=sys.stderr)
        return 2
    results = run(numbers, asked.small, asked.runs)
    whole = numbers == list(BENCHMARKS) and not asked.small
    place = DOCS if whole else WORK
    if whole:  # what `bench record` measured stays
        before = json.loads((DOCS / "benchmarks.json").read_text(encoding="utf-8"))
        results |= {"record": before["record"]} if "record" in before else {}
    _write(place, results)
    if not whole:
        print((place / "benchmarks.md").read_text(encoding="utf-8"))
    say(f"Written: {place.relative_to(ROOT).as_posix()}/benchmarks.md and benchmarks.json")
    return int(any(one.get("reason") for one in results["benchmarks"].values()))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 start.py bench", description=__doc__)
    parser.add_argument("--only", metavar="1,4", help="these benchmarks alone; docs/benchmarks.md is left as it is")
    parser.add_argument(
        "--small", action="store_true", help="small sizes, to see that it runs; docs are left as they are"
    )
    parser.add_argument("--runs", type=int, default=5, help="how often each command is timed (5)")
    parser.add_argument("--page", action="store_true", help="only write the page anew from docs/benchmarks.json")
    return parser


def run(numbers: list[str], small: bool, runs: int) -> dict[str, Any]:
    """The results of the benchmarks, with the machine; everything made on the way is deleted."""
    about = machine.about()
    found: dict[str, Any] = {}
    WORK.mkdir(parents=True, exist_ok=True)
    if small:
        say("Small sizes, to see that it runs: not the published ones.")
    with tempfile.TemporaryDirectory(prefix="run-", dir=WORK) as folder:
        for place, number in enumerate(numbers, 1):
            say(f"  {place} of {len(numbers)}: benchmark {number} …")
            began = time.monotonic()
            found[number] = _measured(number, Path(folder), small, runs)
            say(f"      {found[number]['title']}: done in {time.monotonic() - began:.0f} s")
        used = _megabytes(Path(folder))
    used += _megabytes(peers.FOLDER)
    today = dt.datetime.now(dt.UTC).date().isoformat()
    return {
        "small": small,
        "on": today,
        "machine": about,
        "versions": machine.versions(),
        "peers": peers.versions() if {"1", "6"} & set(numbers) else {},
        "disk_mb": used,
        "benchmarks": found,
    }


def _measured(number: str, folder: Path, small: bool, runs: int) -> dict[str, Any]:
    try:
        return BENCHMARKS[number](folder, small, runs)
    except NotMeasured as reason:
        return {"title": f"Benchmark {number}", "reason": str(reason)}


def _megabytes(folder: Path) -> int:
    return round(sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file()) / 1_000_000)


def _write(place: Path, results: dict[str, Any]) -> None:
    text = json.dumps(results, indent=1, ensure_ascii=False) + "\n"
    (place / "benchmarks.json").write_text(text, encoding="utf-8", newline="\n")
    (place / "benchmarks.md").write_text(page.render(results), encoding="utf-8", newline="\n")


def say(sentence: str) -> None:
    """Progress goes to standard error."""
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
