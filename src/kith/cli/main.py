"""The `kith` command: each command does one whole job, says what it is doing, and ends with what to look at next."""

from __future__ import annotations

import copy
import gc
import sys
from enum import IntEnum
from typing import Annotated

import typer

from kith.cli import clocks, datasets, demonstrations, figures, files
from kith.cli.telling import err


class Exit(IntEnum):
    """What the command's exit status means; documented in the reference."""

    DONE = 0
    CHECK_FAILED = 1
    WRONG_USE = 2
    REFUSED = 3
    STOPPED = 130


MEANINGS = {
    Exit.DONE: "Done.",
    Exit.CHECK_FAILED: "It ran, and what it checks is not so: a dataset with problems, a study that differs.",
    Exit.WRONG_USE: "The command line is not right; nothing was read or written.",
    Exit.REFUSED: "There was nothing to count, or an input or output could not be used; the message says which and what to do.",
    Exit.STOPPED: "Stopped by Ctrl-C; nothing was half-written.",
}
"""What each exit status says, for the reference page."""


app = typer.Typer(
    name="kith",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="Figures on young people harmed outside the home, and on those moved away because of it, from the files you hold.\n\n"
    "Begin with **kith demo**, then **kith return** on a folder of your own files.\n\n"
    "Exit status: 0 done · 1 a check failed · 2 wrong use · 3 nothing to count, or not written · 130 stopped by Ctrl-C.",
)


def _tell_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"Kith {version('kith-safeguarding')}")
        raise typer.Exit


@app.callback()
def start(
    tell_version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    """Nothing happens before a command but what `--version` asks; the help is the app's."""


for module in (figures, files, datasets, clocks, demonstrations):
    module.register(app)


def build() -> typer.Typer:
    """The command with everything installed: the record adds its commands by the entry-point group `kith.commands`.

    `app` itself stays as it is, so that it can still be told which commands the record added.
    """
    from importlib.metadata import entry_points

    whole = copy.copy(app)
    whole.registered_commands, whole.registered_groups = [*app.registered_commands], [*app.registered_groups]
    for point in entry_points(group="kith.commands"):
        point.load()(whole)
    return whole


def main() -> None:
    """Run the command line. Windows consoles of older code pages get replacement marks rather than a crash."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    own = {command.name for command in app.registered_commands}
    try:
        # What others add is looked for among all installed packages: a twentieth of a second that a return need not wait.
        (app if set(sys.argv[1:2]) & own else build())()
    except SystemExit as end:
        if end.code == Exit.STOPPED:
            err.print(
                "[bold]Stopped.[/bold] Nothing was half-written: what stood in the output folder stands there still."
            )
        raise
    except KeyboardInterrupt:  # before a command began
        sys.exit(Exit.STOPPED)
    finally:
        gc.freeze()  # Python would look through all that was read once more before it ends: a sixth of a second


if __name__ == "__main__":
    main()
