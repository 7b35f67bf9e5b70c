"""Runs a command several times, each in a process of its own, so that its seconds and its peak memory are its alone."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
ENOUGH = 90.0
"""Seconds after which a slow command is not run again; how many runs there were is said beside the figure."""


class NotMeasured(Exception):
    """A command could not be run to its end; the message is a sentence without a path."""


def timed(
    command: Sequence[str],
    *,
    runs: int,
    warm_up: Sequence[str] | None = None,
    env: Mapping[str, str] | None = None,
    limit: float | None = None,
) -> dict[str, Any]:
    """Run `warm_up` (the command itself if None, nothing if empty) and then the command up to `runs` times.

    `seconds` of the whole process and `memory_mb` at its peak (None on Windows), each with median, min, max and runs; and
    the same of every number in the JSON object that the command printed last, under `told`. NotMeasured where a run fails.
    A run that is still going after `limit` seconds is ended: then `stopped` is True, and what is given is only the least.
    """
    if warm_up is None or warm_up:
        once(warm_up or command, env)
    found: list[dict[str, Any]] = []
    while len(found) < runs and sum(run["seconds"] for run in found) < ENOUGH:
        found.append(once(command, env, limit))
    return _together(found)


def alternating(
    commands: Sequence[Sequence[str]], *, runs: int
) -> tuple[list[dict[str, Any]], list[list[dict[str, Any]]]]:
    """Run the commands in turn, each once to warm up and then `runs` times, so that whatever else the machine does falls on all.

    Gives of each command what `timed` gives, and of each turn what `once` gives of each command, for ratios of like with like.
    """
    for command in commands:
        once(command)
    turns = [[once(command) for command in commands] for _ in range(runs)]
    return [_together(list(found)) for found in zip(*turns, strict=True)], turns


def _together(found: list[dict[str, Any]]) -> dict[str, Any]:
    told = [run["told"] for run in found]
    return {
        "seconds": spread([run["seconds"] for run in found]),
        "memory_mb": spread([run["memory_mb"] for run in found]) if found[0]["memory_mb"] else None,
        "told": {name: spread([one[name] for one in told]) for name in told[0] if _is_number(told[0][name])},
        "stopped": any(run["stopped"] for run in found),
    }


def once(command: Sequence[str], env: Mapping[str, str] | None = None, limit: float | None = None) -> dict[str, Any]:
    """One run: its `seconds`, `memory_mb`, what it `told` (the JSON object that is the last line it printed, or {}), `stopped`."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as errors:
        began = time.perf_counter()
        try:
            process = subprocess.Popen(command, stdout=out, stderr=errors, cwd=ROOT, env={**os.environ, **(env or {})})
        except OSError:
            raise NotMeasured("the command could not be started") from None
        ending = threading.Timer(limit or threading.TIMEOUT_MAX, process.kill)
        ending.daemon = True
        ending.start()
        memory = _wait(process)
        ending.cancel()
        seconds = time.perf_counter() - began
        stopped = limit is not None and seconds >= limit
        if process.returncode and not stopped:
            errors.seek(0)
            print(errors.read()[-2_000:], file=sys.stderr)
            raise NotMeasured(f"the command ended with status {process.returncode}")
        out.seek(0)
        told = {} if stopped else _last_object(out.read())
        return {"seconds": seconds, "memory_mb": memory, "told": told, "stopped": stopped}


def _wait(process: subprocess.Popen[bytes]) -> float | None:
    """Wait for this one process and give its own peak of resident memory, in MB; never that of others that ran before.

    What runs this must itself be small: on Linux a process begins with the peak of the one that started it.
    """
    if not hasattr(os, "wait4"):
        process.wait()
        return None
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _last_object(text: str) -> dict[str, Any]:
    last = text.strip().rpartition("\n")[2]
    return json.loads(last) if last.startswith("{") else {}


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def spread(values: Sequence[float]) -> dict[str, float]:
    """Median, least, greatest and number of the values, to three decimals."""
    return {
        "median": round(statistics.median(values), 3),
        "min": round(min(values), 3),
        "max": round(max(values), 3),
        "runs": len(values),
    }
