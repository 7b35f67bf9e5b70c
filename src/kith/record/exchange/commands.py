"""The commands of `kith record`: write the record out as the dataset, load a dataset or files, make the return from the record."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kith.cli.datasets import Form
from kith.cli.figures import Profile, show
from kith.cli.telling import out, refuse, steps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kith.foundation.dates import Month

Key = Annotated[
    Path | None, typer.Option("--pseudonymise", help="Key file: ids become pseudonyms. Made if it is not there.")
]
MonthOption = Annotated[str, typer.Option("--month", help="The month, like 2019-09.")]


def register(app: typer.Typer) -> None:
    """Add `kith record …`. Django has to be set up before one of them runs."""
    record = typer.Typer(no_args_is_help=True, help="Bring a dataset into the **record**, or the record out as one.")
    record.command("write")(write)
    record.command("load")(load)
    record.command("return")(make_return)
    app.add_typer(record, name="record")


def write(
    folder: Annotated[Path, typer.Argument(help="Where the dataset is written.")],
    form: Annotated[Form, typer.Option(help="parquet for programs, csv for people.")] = Form.parquet,
    key: Key = None,
    month: Annotated[
        str, typer.Option(help="Only what had begun by the end of this month, like 2019-09; everything if not given.")
    ] = "",
) -> None:
    """Write the **whole record** as a dataset, or what it held by the end of a month.

    Without --pseudonymise it names everybody by the authority's own id.
    """
    from kith.dataset.pseudonyms import KeyRefused, new_key_file, read_key_file
    from kith.foundation.outputs import OutputRefused
    from kith.record.audit.actions import Actor
    from kith.record.exchange import writing

    try:
        if key and not key.exists():
            new_key_file(key)
        secret = read_key_file(key) if key else None
        until = _month(month) if month else None
        dataset, problems = writing.write(
            by=Actor.system("exchange"), folder=folder, form=form.value, key=secret, month=until
        )
    except (KeyRefused, OutputRefused, ValueError) as error:
        raise refuse(str(error)) from None
    rows = sum(frame.height for frame in dataset.tables.values())
    out.print(f"{dataset['people'].height:,} young people in {rows:,} rows are in {folder}.", soft_wrap=True)
    for (rule, table, column), many in problems.counts().items():
        out.print(f"  {table} {column or ''}: {many:,} × {rule}")


def load(
    folder: Annotated[Path, typer.Argument(help="A dataset, or a folder of your own files.")],
    month: Annotated[str, typer.Option(help="The month that files are read for, like 2019-09; now if not given.")] = "",
    team: Annotated[str, typer.Option(help="The team that sees those whom the record did not know.")] = "",
    account: Annotated[
        str,
        typer.Option("--as", help="Email of the account that answers for it: may load datasets. Needed with --team."),
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Load without asking again.")] = False,
) -> None:
    """**Load** a dataset or files: first what would change is shown, then it is written, all or nothing.

    What is in doubt stays out and waits on the page *Datasets* for somebody to decide.
    """
    from kith.record.accounts.models import Team
    from kith.record.audit.actions import Actor
    from kith.record.exchange import actions
    from kith.record.exchange.models import Load
    from kith.record.rows.actions import Refused

    if not folder.is_dir():
        raise typer.BadParameter("there is no such folder", param_hint="FOLDER")
    holder = Team.objects.filter(name=team).first() if team else None
    if team and holder is None:
        raise refuse("There is no such team.")
    by = _answers(account) if account else Actor.system("exchange")
    if holder and not account:
        raise refuse("Say with --as who puts these people in the team's sight.")
    try:
        waiting = actions.bring(by=by, folder=folder, month=_month(month) if month else None)
        with _bar("Comparing") as tell:
            actions.preview(by=by, load=waiting, tell=tell)
        _tell(waiting)
        if not yes and not typer.confirm("Load this?"):
            actions.drop(by=by, load=waiting)
            raise typer.Exit(1)
        with _bar("Loading") as tell:
            many = actions.load(by=by, load=waiting, team=holder, tell=tell)
    except (Refused, ValueError) as refused:
        raise refuse(" ".join(getattr(refused, "messages", [str(refused)]))) from None
    _tell(Load.objects.get(pk=waiting.pk))
    out.print(f"{many['made']:,} rows made, {many['changed']:,} changed, {many['refused']:,} refused.")


def _answers(email: str) -> Any:
    """The account that answers for a load."""
    from kith.record.accounts.models import User
    from kith.record.accounts.roles import Capability

    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None or not user.may(Capability.LOAD_DATASET):
        raise refuse("There is no such account that may load datasets.")
    return user


@contextmanager
def _bar(says: str) -> Iterator[Callable[[str], None]]:
    """Progress, table by table."""
    from kith.record.exchange.tables import fillers

    with steps(total=len(fillers())) as tell:
        yield lambda table: tell(f"{says}: {table}")


def _tell(load: Any) -> None:
    from rich.table import Table

    from kith.record.exchange.folders import whole
    from kith.record.exchange.rules import State

    states = [state.value for state in State if any(found.get(state.value) for found in load.counts.values())]
    table = Table("table", *states, box=None)
    for name, found in load.counts.items():
        table.add_row(name, *(f"{found.get(state, 0):,}" for state in states))
    out.print(table)
    for line in load.told:
        says = f"{line['says']} {whole(line.get('detail', ''))}".rstrip()
        out.print(f"  {line['file']} {line['column']}: {line['many']:,} × {says}", soft_wrap=True)


def make_return(
    month: MonthOption,
    to: Annotated[Path, typer.Option("--out", help="Where the return is written.")],
    profile: Annotated[Profile, typer.Option(help="internal for your own eyes, published to hand on.")] = (
        Profile.internal
    ),
) -> None:
    """Make the **relocation return** from the record, as `kith return` makes it from files. What was answered in the record counts."""
    from kith.figures.reports.returns import ReturnRefused
    from kith.foundation.outputs import OutputRefused
    from kith.record.audit.actions import Actor
    from kith.record.exchange.returning import return_from_record

    try:
        outcome = return_from_record(by=Actor.system("exchange"), month=_month(month), out=to, profile=profile.value)
    except (ReturnRefused, OutputRefused, ValueError) as error:
        raise refuse(str(error)) from None
    show(outcome)


def _month(text: str) -> Month:
    from kith.foundation.dates import Month

    return Month.parse(text)
