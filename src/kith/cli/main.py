"""The `kith` command: each command does one whole job, says what it is doing, and ends with what to look at next."""

from __future__ import annotations

import sys
from enum import IntEnum
from importlib.metadata import entry_points

import typer

from kith.cli import datasets, demonstrations, figures, files


class Exit(IntEnum):
    """What the command's exit status means; documented in the reference."""

    DONE = 0
    CHECK_FAILED = 1  # it ran, and what it checks is not so
    WRONG_USE = 2  # the command line is not right
    REFUSED = 3  # input or output could not be used; nothing was written


app = typer.Typer(
    name="kith",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="Figures on young people harmed outside the home, and on those moved away because of it, from the files you hold.\n\n"
    "Begin with **kith demo**, then **kith return** on a folder of your own files.\n\n"
    "Exit status: 0 done · 1 a check failed · 2 wrong use · 3 nothing could be read or written.",
)


def build() -> typer.Typer:
    """The command with everything installed: the record adds its commands by the entry-point group `kith.commands`."""
    for module in (figures, files, datasets, demonstrations):
        module.register(app)
    for point in entry_points(group="kith.commands"):
        point.load()(app)
    return app


def main() -> None:
    """Run the command line. Windows consoles of older code pages get replacement marks rather than a crash."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    build()()


if __name__ == "__main__":
    main()
