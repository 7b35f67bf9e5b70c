"""Commands that help with input: `kith propose` writes a mapping for lists that people keep."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kith.cli.telling import out


def propose(
    folder: Annotated[Path, typer.Argument(help="Folder with lists as you keep them (CSV or Excel).")],
) -> None:
    """Propose how the **headings of your own lists** are to be read, as a small text file beside each list.

    Open the file, correct what is wrong (each line says what it means), and run `kith return`. Nothing is overwritten.
    """
    from kith.reading.sources.lists import propose_for_folder

    if not folder.is_dir():
        raise typer.BadParameter("there is no such folder", param_hint="FOLDER")
    written = propose_for_folder(folder)
    for path in written:
        out.print(f"Written: [bold]{path}[/bold]", soft_wrap=True)
    if not written:
        out.print("Nothing to propose: every table is of a known kind, or has its mapping already.")


def register(app: typer.Typer) -> None:
    app.command("propose")(propose)
