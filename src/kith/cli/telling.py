"""How the command speaks: steps with a moving mark while they run, sentences for what went wrong, tables that fit."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


@contextlib.contextmanager
def steps(total: int) -> Iterator[Callable[[str], None]]:
    """A progress bar of `total` steps on a terminal; plain lines elsewhere. The function given is told each step's name."""
    if not err.is_terminal:
        yield lambda step: err.print(f"{step} …")
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task("", total=total)

        def tell(step: str) -> None:
            progress.update(task, description=step, advance=1)

        yield tell


def refuse(message: str, status: int = 3) -> typer.Exit:
    """Say why nothing was done, and give the exit to raise."""
    err.print(f"[bold]Not done.[/bold] {message}", soft_wrap=True)
    return typer.Exit(status)
