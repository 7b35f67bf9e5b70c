"""How the command speaks: steps with a moving mark while they run, sentences for what went wrong, tables that fit."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console


class Speaker:
    """Says things in one of the two streams. Rich is imported when the first is said: a census is begun to be read before."""

    def __init__(self, *, stderr: bool = False) -> None:
        self._stderr = stderr

    @cached_property
    def console(self) -> Console:
        from rich.console import Console

        return Console(stderr=self._stderr, highlight=False)

    def print(self, *said: Any, **how: Any) -> None:
        self.console.print(*said, **how)


out = Speaker()
err = Speaker(stderr=True)


@contextlib.contextmanager
def steps(total: int) -> Iterator[Callable[[str], None]]:
    """A progress bar of `total` steps on a terminal; plain lines elsewhere. The function given is told each step's name."""
    if not err.console.is_terminal:
        yield lambda step: err.print(f"{step} …")
        return
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err.console, transient=True) as progress:
        task = progress.add_task("", total=total)

        def tell(step: str) -> None:
            progress.update(task, description=step, advance=1)

        yield tell


def refuse(message: str, status: int = 3) -> typer.Exit:
    """Say why nothing was done, and give the exit to raise."""
    err.print(f"[bold]Not done.[/bold] {message}", soft_wrap=True)
    return typer.Exit(status)
