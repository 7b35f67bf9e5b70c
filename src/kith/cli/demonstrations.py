"""Commands that need no files of your own: the demonstration, synthetic authorities, and the study reproduced."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kith.cli.telling import out, refuse, steps

DEMO_MONTH = "2025-09"
MADE_UP = "Everyone and everything in this report is made up; the authority has nothing to do with it."


def demo(
    to: Annotated[Path, typer.Option("--out", help="Where the demonstration is written.")] = Path("kith-demo"),
    children: Annotated[int, typer.Option(min=50, help="Children in the made-up authority's files.")] = 3000,
    seed: Annotated[int, typer.Option(help="The same number makes the same authority.")] = 1,
) -> None:
    """Make a **made-up authority's files**, run the return on them, and show the headline."""
    from kith.cli.figures import show
    from kith.figures.reports.returns import make_return
    from kith.figures.synth import write_authority
    from kith.foundation.dates import Month
    from kith.foundation.outputs import OutputRefused

    try:
        with steps(total=5) as tell:
            tell("Making up an authority")
            made = write_authority(to / "authority", children=children, seed=seed)
            month = Month.parse(DEMO_MONTH)
            outcome = make_return(made.folder, made.authority, month, to / "return", notice=MADE_UP, tell=tell)
    except OutputRefused as error:
        raise refuse(str(error)) from None
    show(outcome)
    out.print("Everyone in it is made up. Now run [bold]kith return[/bold] on a folder of your own: see README.md.")


def synth(
    to: Annotated[Path, typer.Argument(help="Where the made-up files are written.")],
    children: Annotated[int, typer.Option(min=50, help="Young people an authority.")] = 1500,
    years: Annotated[int, typer.Option(min=1, max=11, help="Collection years of the statutory files.")] = 3,
    authorities: Annotated[int, typer.Option(min=1, max=175, help="How many authorities, a folder each.")] = 1,
    dirt: Annotated[float, typer.Option(min=0.0, max=1.0, help="Share of rows made dirty, as real files are.")] = 0.02,
    seed: Annotated[int, typer.Option(help="The same number makes the same bytes.")] = 1,
    directly: Annotated[
        bool,
        typer.Option("--dataset", help="Write one dataset of ten years directly, up to national size, and no files."),
    ] = False,
) -> None:
    """Write **synthetic authorities**: whole sets of files, with an answer file that says what truly happened."""
    from kith.figures.synth import write_authorities
    from kith.foundation.outputs import OutputRefused

    try:
        if directly:
            from kith.figures.synth.national import write_dataset_directly

            rows = write_dataset_directly(to, authorities=authorities, people_per_authority=children, seed=seed)
            out.print(f"Written: {rows:,} rows in [bold]{to}[/bold]", soft_wrap=True)
            return
        with steps(total=authorities) as tell:
            folders = write_authorities(
                to, authorities=authorities, children=children, years=years, dirt=dirt, seed=seed, tell=tell
            )
    except OutputRefused as error:
        raise refuse(str(error)) from None
    out.print(f"Written: {len(folders)} authorities in [bold]{to}[/bold]", soft_wrap=True)


def study(
    to: Annotated[Path | None, typer.Option("--out", help="Also write the comparison as CSV here.")] = None,
) -> None:
    """Reproduce the **published study of thirteen services**: published against computed, side by side.

    Exit status 1 if anything differs but the known faults of the published tables, which are listed as findings.
    """
    from kith.figures.study import compare, show
    from kith.foundation.outputs import OutputRefused

    comparison = compare()
    show(comparison, out.console)
    if to:
        try:
            comparison.write_csv(to)
        except OutputRefused as error:
            raise refuse(str(error)) from None
    if comparison.differs:
        raise typer.Exit(1)


def register(app: typer.Typer) -> None:
    for command in (demo, synth, study):
        app.command(command.__name__)(command)
