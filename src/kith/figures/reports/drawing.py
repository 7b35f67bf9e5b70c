"""The drawing engine in a process of its own: it starts while files are read, since its first drawing costs most of a second.

The engine holds Python's lock while it draws, so a thread would gain nothing.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

_FIRST = {"mark": "bar", "data": {"values": [{"a": 1}]}, "encoding": {"x": {"field": "a", "type": "quantitative"}}}
_child: subprocess.Popen[str] | None = None


@contextlib.contextmanager
def engine() -> Iterator[None]:
    """While the block runs, drawings are made by a process beside this one, which has already drawn its first."""
    global _child
    if _child:
        yield
        return
    command = [sys.executable, "-m", "kith.figures.reports.drawing"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8") as child:  # noqa: S603
        _child = child
        try:
            yield
        finally:
            _child = None
            with contextlib.suppress(OSError):
                child.communicate()


def svg(spec: dict[str, Any]) -> str:
    """The drawing of a Vega-Lite specification, by the engine beside this process or, where it has died, in this one."""
    if _child and _child.stdin and _child.stdout:
        with contextlib.suppress(OSError, ValueError):
            _child.stdin.write(json.dumps(spec) + "\n")
            _child.stdin.flush()
            return str(json.loads(_child.stdout.readline()))
    return _drawn(spec)


def _drawn(spec: dict[str, Any]) -> str:
    import vl_convert

    return str(vl_convert.vegalite_to_svg(spec))


def main() -> None:
    """Draw what comes in, a specification a line, until nothing more comes."""
    _drawn(_FIRST)
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_drawn(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
