"""What is timed inside a process of its own; each part prints one line of JSON: `python -m bench.parts PART ARGUMENTS`."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def read_only(folder: Path) -> dict[str, Any]:
    """The floor: every file's bytes read and the XML parsed, and nothing done with any of it."""
    from lxml import etree

    began = time.perf_counter()
    size = 0
    for path in sorted(folder.rglob("*.*")):
        size += len(path.read_bytes())
        if path.suffix == ".xml":
            etree.parse(path)
    return {"inside": time.perf_counter() - began, "mb": size / 1_000_000}


def make_return(folder: Path, authority: str, month: str, out: Path) -> dict[str, Any]:
    """The return as a program would call it, without starting Python and importing."""
    from kith.figures.reports import returns
    from kith.foundation.dates import Month
    from kith.reading.sources.folder import all_readers

    all_readers()
    period = Month.parse(month)
    began = time.perf_counter()
    outcome = returns.make_return(folder, authority, period, out)
    return {"inside": time.perf_counter() - began, "people": outcome.dataset["people"].height}


def read_census(path: Path, authority: str) -> dict[str, Any]:
    """The census read to dataset rows by its reader alone."""
    import datetime as dt

    from kith.reading.sources.cin import READER
    from kith.reading.sources.extracts import Context, XmlFile

    context = Context(authority, dt.date(2026, 3, 31))
    began = time.perf_counter()
    extract = READER.read([], [XmlFile(path.name, path, "Message")], context)
    taken = time.perf_counter() - began
    return {"inside": taken, "children": extract.tables["people"].height, "harms": extract.tables["harms"].height}


def link(people: int, listed: int, seed: int) -> dict[str, Any]:
    """The linkage benchmark."""
    from bench.linkage import measure

    return measure(people, listed, seed)


def make_input(folder: Path, size: str, seed: int) -> dict[str, Any]:
    """Input of one authority; prints its rows by file."""
    from bench import inputs

    return inputs.write(folder, getattr(inputs, size), seed)


def make_national(folder: Path, authorities: int, people: int, seed: int) -> dict[str, Any]:
    """The dataset of the whole country."""
    from bench.national import write

    return {"rows": write(folder, authorities, people, seed)}


_PARTS: dict[str, tuple[Callable[..., dict[str, Any]], tuple[type, ...]]] = {
    "read-only": (read_only, (Path,)),
    "return": (make_return, (Path, str, str, Path)),
    "census": (read_census, (Path, str)),
    "link": (link, (int, int, int)),
    "input": (make_input, (Path, str, int)),
    "national": (make_national, (Path, int, int, int)),
}

if __name__ == "__main__":
    part, kinds = _PARTS[sys.argv[1]]
    print(json.dumps(part(*(kind(text) for kind, text in zip(kinds, sys.argv[2:], strict=True)))))
