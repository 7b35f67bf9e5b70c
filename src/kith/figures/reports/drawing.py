"""The drawing engine in a process of its own: it starts while files are read, since its first drawing costs most of a second.

The engine holds Python's lock while it draws, so a thread would gain nothing. What is drawn is asked for ahead, all at once, and
taken when it is needed.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

_FIRST = {"mark": "bar", "data": {"values": [{"a": 1}]}, "encoding": {"x": {"field": "a", "type": "quantitative"}}}


@dataclass
class _Beside:
    """The process that draws, and what it was asked for: each answer is a line, in the order of asking.

    A thread reads them, so that the process never waits for one to be taken.
    """

    child: subprocess.Popen[str]
    reader: ThreadPoolExecutor
    asked: dict[str, Future[str]] = field(default_factory=dict)

    def ask(self, line: str) -> Future[str]:
        if line not in self.asked:
            self.say(line)
            self.asked[line] = self.reader.submit(self.child.stdout.readline)  # type: ignore[union-attr]
        return self.asked[line]

    def say(self, line: str) -> None:
        self.child.stdin.write(line + "\n")  # type: ignore[union-attr]
        self.child.stdin.flush()  # type: ignore[union-attr]


# Each thread has its own engine, or one would be given what another asked for.
_beside: ContextVar[_Beside | None] = ContextVar("_beside", default=None)


@contextlib.contextmanager
def engine(*, at_once: bool = True) -> Iterator[None]:
    """While the block runs, drawings are made by a process beside this one; it draws its first `at_once`, or at `begin`."""
    if _beside.get():
        yield
        return
    command = [sys.executable, "-P", "-m", "kith.figures.reports.drawing"]  # -P: nothing from the folder worked in
    with (
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8") as child,  # noqa: S603
        ThreadPoolExecutor(1) as reader,
    ):
        mine = _beside.set(_Beside(child, reader))
        try:
            if at_once:
                begin()
            yield
        finally:
            _beside.reset(mine)
            child.kill()
            with contextlib.suppress(OSError):  # where it had died, what it was last asked for is still to be written
                child.stdin.close()  # type: ignore[union-attr]


def begin() -> None:
    """Have the process beside this one, if there is one, draw its first while something else is done here."""
    if beside := _beside.get():
        with contextlib.suppress(OSError):
            beside.say("")


def ahead(specs: Iterable[dict[str, Any]]) -> None:
    """Have these drawn while something else is done here; `svg` then gives each without waiting for the whole of its drawing."""
    if beside := _beside.get():
        with contextlib.suppress(OSError):
            for spec in specs:
                beside.ask(json.dumps(spec))


def svg(spec: dict[str, Any]) -> str:
    """The drawing of a Vega-Lite specification, by the engine beside this process or, where it has died, in this one."""
    if beside := _beside.get():
        with contextlib.suppress(OSError, ValueError):
            return str(json.loads(beside.ask(json.dumps(spec)).result()))
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
