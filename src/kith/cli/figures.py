"""Commands that count: `kith return` for one authority, `kith combine` for several."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kith.cli.telling import err, out, refuse, steps

if TYPE_CHECKING:
    from kith.figures.reports.returns import Outcome


class Profile(StrEnum):
    """Disclosure-control profiles, strictest last."""

    internal = "internal"
    published = "published"
    national = "national"


class Engine(StrEnum):
    """Where the counting runs."""

    polars = "polars"
    spark = "spark"


class ChildOnChild(StrEnum):
    """How CIN factors 18B and 19B are counted; the census does not say whether they were outside the home."""

    not_known = "not-known"
    outside = "outside"


def make_return(
    folder: Annotated[
        Path, typer.Argument(help="Folder of your own files (903, CIN census, Annex A, lists), or a dataset.")
    ],
    authority: Annotated[str, typer.Option(help="Your authority: code (E09000012), DfE number (204) or name.")],
    month: Annotated[str, typer.Option(help="The month to count, like 2019-09.")],
    to: Annotated[Path, typer.Option("--out", help="Where the return is written; earlier answers there are kept.")],
    review: Annotated[
        Path | None, typer.Option(help="Another return's folder, or a review sheet, whose answers are to be used too.")
    ] = None,
    profile: Annotated[
        Profile,
        typer.Option(help="internal: everything, for your own eyes. published: small counts hidden, to hand on."),
    ] = Profile.internal,
    months: Annotated[
        int, typer.Option(min=1, max=240, help="Length of the monthly series, ending with --month.")
    ] = 12,
    everyone: Annotated[
        bool,
        typer.Option("--review-everyone", help="Ask about all stays out of area, not only of those with known harm."),
    ] = False,
    child_on_child: Annotated[
        ChildOnChild, typer.Option(help="CIN factors 18B and 19B say child on child, not where. Count them as outside?")
    ] = ChildOnChild.not_known,
    engine: Annotated[
        Engine, typer.Option(help="spark needs the extra of that name; the figures are the same.")
    ] = Engine.polars,
) -> None:
    """Make one authority's **relocation return** from the files in a folder.

    Files are known by what is in them, not by their names. Everything that could not be read is listed in `problems.csv`
    with file, row and what to do; the rest is counted. Figures are a range until `review.xlsx` is filled in: open it in
    the output folder, answer, save, and run the same command again.

    Exit status 3 where nobody could be read: then only the problems are of use.

    Example: `kith return my-files --authority 204 --month 2025-09 --out my-return`
    """
    from kith.foundation.dates import Month
    from kith.reading.sources import beside

    try:
        period = Month.parse(month)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--month") from None
    if not folder.is_dir():
        raise typer.BadParameter("there is no such folder", param_hint="FOLDER")
    if review and not review.exists():
        raise typer.BadParameter("there is no such file or folder", param_hint="--review")
    outside = child_on_child is ChildOnChild.outside
    with beside.ahead(folder, authority, period.last, child_on_child_outside=outside):  # the slow imports come after it
        from kith.figures.reports.returns import ReturnRefused
        from kith.figures.reports.returns import make_return as build
        from kith.foundation.outputs import OutputRefused

        try:
            with steps(total=4) as tell:
                outcome = build(
                    folder,
                    authority,
                    period,
                    to,
                    profile=profile.value,
                    review=review,
                    months=months,
                    engine="spark" if engine is Engine.spark else "polars",
                    everyone=everyone,
                    child_on_child_outside=outside,
                    tell=tell,
                )
        except (ReturnRefused, OutputRefused) as error:
            raise refuse(str(error)) from None
    if outcome.dataset["people"].is_empty():
        raise refuse(
            f"No young person could be read from {folder}: {to / 'problems.csv'} says what was met, and what to do."
        )
    show(outcome)


def show(outcome: Outcome) -> None:
    """The headline, what is still open, and where to look."""
    from rich.table import Table

    from kith.figures.reports.headline import headline, sentence
    from kith.figures.reports.wording import moves_wait, possible_matches
    from kith.foundation.problems import Severity

    out.print(f"\n[bold]{outcome.authority.name}, {outcome.month.words}[/bold]\n{sentence(outcome.released.figures)}\n")
    table = Table(show_header=True, header_style="bold", box=None, pad_edge=False)
    for heading, justify in (("", "left"), ("Number", "right"), ("Of", "right"), ("Not known", "right")):
        table.add_column(heading, justify=justify)  # type: ignore[arg-type]
    for line in headline(outcome.released.figures):
        table.add_row(line.label, line.shown, line.of, line.unknown)
    out.print(table)
    if outcome.asked:
        out.print(f"\n{moves_wait(outcome.asked)} for an answer in [bold]{outcome.folder / 'review.xlsx'}[/bold].")
    if outcome.matches:
        out.print(f"{possible_matches(outcome.matches)} to confirm in [bold]{outcome.folder / 'matches.xlsx'}[/bold].")
    errors = len(outcome.problems.of(Severity.ERROR))
    if outcome.problems:
        err.print(
            f"{len(outcome.problems)} problems in the files, {errors} of them errors: see problems.csv and the report."
        )
    out.print(f"\nReport: [bold]{outcome.report}[/bold]   ({outcome.seconds:.1f} s)", soft_wrap=True)


def combine(
    returns: Annotated[
        list[Path], typer.Argument(help="Folders that `kith return` wrote (profile internal), two or more.")
    ],
    to: Annotated[Path, typer.Option("--out", help="Where the combined figures are written.")],
    profile: Annotated[
        Profile, typer.Option(help="Disclosure control, applied after pooling. national rounds to ten.")
    ] = Profile.published,
) -> None:
    """Join several authorities' returns into **regional and national figures**, with comparison and without ranking.

    Disclosure control comes after pooling, across all tables at once, so give the internal returns.
    """
    from kith.figures.reports.combining import combine as build
    from kith.figures.reports.tidy import NotAReturn
    from kith.foundation.outputs import OutputRefused

    try:
        with steps(total=3) as tell:
            report = build(returns, to, profile=profile.value, tell=tell)
    except (NotAReturn, OutputRefused) as error:
        raise refuse(str(error)) from None
    out.print(f"Report: [bold]{report}[/bold]", soft_wrap=True)


def register(app: typer.Typer) -> None:
    app.command("return")(make_return)
    app.command("combine")(combine)
