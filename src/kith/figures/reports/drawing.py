"""The drawing engine in a process of its own: it starts while files are read, since its first drawing costs most of a second.

The engine holds Python's lock while it draws, so a thread would gain nothing.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

_FIRST = {"mark": "bar", "data": {"values": [{"a": 1}]}, "encoding": {"x": {"field": "a", "type": "quantitative"}}}
# Each thread has its own engine, or one would be given what another asked for.
_beside: ContextVar[subprocess.Popen[str] | None] = ContextVar("_beside", default=None)


@contextlib.contextmanager
def engine(*, at_once: bool = True) -> Iterator[None]:
    """While the block runs, drawings are made by a process beside this one; it draws its first `at_once`, or at `begin`."""
    if _beside.get():
        yield
        return
    command = [sys.executable, "-P", "-m", "kith.figures.reports.drawing"]  # -P: nothing from the folder worked in
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8") as child:  # noqa: S603
        mine = _beside.set(child)
        try:
            if at_once:
                begin()
            yield
        finally:
            _beside.reset(mine)
            with contextlib.suppress(OSError):
                child.communicate()


def begin() -> None:
    """Have the process beside this one, if there is one, draw its first while something else is done here."""
    if (child := _beside.get()) and child.stdin:
        with contextlib.suppress(OSError):
            child.stdin.write("\n")
            child.stdin.flush()


def svg(spec: dict[str, Any]) -> str:
    """The drawing of a Vega-Lite specification, by the engine beside this process or, where it has died, in this one."""
    child = _beside.get()
    if child and child.stdin and child.stdout:
        with contextlib.suppress(OSError, ValueError):
            child.stdin.write(json.dumps(spec) + "\n")
            child.stdin.flush()
            return str(json.loads(child.stdout.readline()))
    return _drawn(spec)


def _drawn(spec: dict[str, Any]) -> str:
    import vl_convert

    return str(vl_convert.vegalite_to_svg(spec))


def main() -> None:
    """Draw what comes in, a specification a line, until nothing more comes; at an empty line a first that nobody sees."""
    for line in sys.stdin:
        if not line.strip():
            _drawn(_FIRST)
            continue
        sys.stdout.write(json.dumps(_drawn(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
