"""The commands of `kith` about people: what has been kept long enough, and its erasure."""

from __future__ import annotations

from collections import Counter

import typer

from kith.cli.telling import out


def register(app: typer.Typer) -> None:
    """Add `kith retention …`. Django has to be set up before one of them runs."""
    retention = typer.Typer(no_args_is_help=True, help="Say, or erase, what has been **kept long enough**.")
    retention.command("simulate")(simulate)
    retention.command("run")(run)
    app.add_typer(retention, name="retention")


def simulate() -> None:
    """List what **would go** today: how many under which rule, and their references. Nothing is changed."""
    from kith.record.interface.retention import due, rules

    found, known = list(due()), rules()
    for (model, rule), many in sorted(Counter((one.model, one.rule) for one in found).items()):
        out.print(f"{model}: {many:,} ({known[rule].says}; source: {known[rule].source})", soft_wrap=True)
    for one in (one for one in found if one.id):
        out.print(f"  {one.model} {one.id} since {one.since}", soft_wrap=True)
    if not found:
        out.print("Nothing has been kept long enough to go.")


def run(yes: bool = typer.Option(False, "--yes", help="Erase without asking again.")) -> None:
    """**Erase** what `simulate` lists. It cannot be undone; the audit keeps that it was done, by reference."""
    from kith.record.audit.actions import Actor
    from kith.record.interface.retention import due
    from kith.record.interface.retention import run as erase_due

    many = sum(1 for _one in due())
    if many and not yes:
        typer.confirm(f"Erase {many:,} records for good?", abort=True)
    gone = erase_due(by=Actor.system("retention"))
    out.print(f"{len(gone):,} records were erased.")
