"""Commands on the dataset: write it from an authority's files, check it, and make the reference pages."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kith.cli.figures import ChildOnChild
from kith.cli.telling import out, refuse, steps


class Form(StrEnum):
    """File forms of a dataset."""

    parquet = "parquet"
    csv = "csv"


def dataset(
    folder: Annotated[Path, typer.Argument(help="Folder of your own files.")],
    authority: Annotated[str, typer.Option(help="Your authority: code, DfE number or name.")],
    month: Annotated[str, typer.Option(help="The month that the files are read for, like 2019-09.")],
    to: Annotated[Path, typer.Option("--out", help="Where the dataset is written.")],
    form: Annotated[Form, typer.Option(help="parquet for programs, csv for people.")] = Form.parquet,
    key: Annotated[
        Path | None,
        typer.Option(
            "--pseudonymise", help="Key file: ids become pseudonyms, birth dates months. Made if it is not there."
        ),
    ] = None,
    child_on_child: Annotated[
        ChildOnChild, typer.Option(help="CIN factors 18B and 19B say child on child, not where. Count them as outside?")
    ] = ChildOnChild.not_known,
) -> None:
    """Write the **dataset**: the agreed tables, from the files in a folder, for other programs or to hand on."""
    from kith.dataset.files import write_dataset
    from kith.dataset.pseudonyms import new_key_file, pseudonymise, read_key_file
    from kith.figures.reports.returns import ReturnRefused, gather
    from kith.foundation.dates import Month
    from kith.foundation.outputs import OutputRefused

    try:
        period = Month.parse(month)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--month") from None
    if not folder.is_dir():
        raise typer.BadParameter("there is no such folder", param_hint="FOLDER")
    try:
        with steps(total=2) as tell:
            tell("Reading the files")
            outside = child_on_child is ChildOnChild.outside
            gathered = gather(folder, authority, period, child_on_child_outside=outside)
            tell("Writing")
            tables = gathered.dataset
            if key:
                if not key.exists():
                    new_key_file(key)
                tables = pseudonymise(tables, read_key_file(key))
            write_dataset(tables, to, form.value)
    except (ReturnRefused, OutputRefused, ValueError) as error:
        raise refuse(str(error)) from None
    out.print(f"Dataset: [bold]{to}[/bold], {len(gathered.problems)} problems met", soft_wrap=True)


def check(folder: Annotated[Path, typer.Argument(help="Folder of a dataset.")]) -> None:
    """**Check** a dataset against every rule of its tables. Exit status 1 where one is broken."""
    if not folder.is_dir():
        raise typer.BadParameter("there is no such folder", param_hint="FOLDER")
    from kith.dataset.check import check as run
    from kith.dataset.files import read_dataset
    from kith.figures.reports.tidy import problem_rows

    tables, problems = read_dataset(folder)
    problems.extend(run(tables))
    for row in problem_rows(problems):
        place = ", ".join(
            str(part) for part in (row["file"], row["row"] and f"row {row['row']}", row["column"]) if part
        )
        out.print(f"{row['severity']}: {place}: {row['problem']} {row['remedy']}", soft_wrap=True, markup=False)
    out.print("No problems." if not problems else f"{len(problems)} problems.")
    if problems:
        raise typer.Exit(1)


def find(
    key_file: Annotated[Path, typer.Argument(help="The key file that `kith dataset --pseudonymise` made.")],
) -> None:
    """**Find your own young people** in a pseudonymised dataset: ids in, one a line; pseudonyms out, in the same order.

    Ids are read from standard input and never from the command line, which others on the computer can see. At a terminal:
    type or paste them, then press Ctrl-D (on Windows Ctrl-Z and Enter). From a file: `kith find KEY_FILE < ids.txt`.
    """
    import sys

    from kith.dataset.pseudonyms import KeyRefused, read_key_file
    from kith.dataset.pseudonyms import find as pseudonym_of

    try:
        key = read_key_file(key_file)
        ids = [line.strip() for line in sys.stdin.read().removeprefix("\ufeff").splitlines()]
    except (KeyRefused, UnicodeDecodeError) as error:
        raise refuse(str(error) if isinstance(error, KeyRefused) else "The ids are not UTF-8 text.") from None
    for person_id in filter(None, ids):
        typer.echo(pseudonym_of(key, person_id))


def docs(folder: Annotated[Path, typer.Argument(help="The project's docs folder.")] = Path("docs")) -> None:
    """Write the **generated reference pages** (tables, codes, rules, measures, commands) anew."""
    from kith.cli.reference import write

    for path in write(folder):
        out.print(f"Written: {path}", soft_wrap=True)


def register(app: typer.Typer) -> None:
    app.command("dataset")(dataset)
    app.command("check")(check)
    app.command("find")(find)
    app.command("docs")(docs)
