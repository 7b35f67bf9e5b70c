"""The audit's commands of `kith`: check the chain, show its head, guard it on PostgreSQL; and backups with their drill."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kith.cli.telling import err, out, refuse

Folder = Annotated[Path, typer.Argument(help="A folder.")]


def register(app: typer.Typer) -> None:
    """Add `kith audit …` and `kith backup …`. Django has to be set up before one of them runs."""
    audit = typer.Typer(no_args_is_help=True, help="Check the **audit's chain** and guard it.")
    audit.command("verify")(verify)
    audit.command("witness")(witness)
    audit.command("grant")(grant)
    app.add_typer(audit, name="audit")
    backup = typer.Typer(
        no_args_is_help=True,
        help="**Back up** the record, restore it, and try that it can be restored.",
    )
    backup.command("make")(make)
    backup.command("restore")(restore)
    backup.command("drill")(drill)
    app.add_typer(backup, name="backup")


def verify() -> None:
    """Check **every event** against the one before it and against the witness. Exit status 1, and where, if the chain is broken."""
    from kith.record.audit.reading import verify as check

    try:
        verdict = check()
    except ValueError as unreadable:
        err.print(str(unreadable))
        raise typer.Exit(1) from None
    for each in verdict.breaks:
        err.print(str(each), soft_wrap=True)
    if not verdict.is_whole:
        err.print(
            f"The chain of {verdict.events:,} events is broken. Keep everything as it is and tell the data-protection officer.",
            soft_wrap=True,
        )
        raise typer.Exit(1)
    out.print(
        f"The chain is whole: {verdict.events:,} events, head {verdict.head[0]} {verdict.head[1]}.", soft_wrap=True
    )
    if verdict.unwitnessed:
        out.print(
            f"The witness has not been told of the last {verdict.unwitnessed}; it is with the next commit.",
            soft_wrap=True,
        )


def witness() -> None:
    """Print the chain's head, to keep somewhere else: by post, on paper, in another authority's care."""
    from kith.record.audit.writing import head

    seq, hash_ = head()
    out.print(f"{seq} {hash_}", soft_wrap=True)


def grant(role: Annotated[str, typer.Argument(help="The PostgreSQL role under which the site runs.")]) -> None:
    """Let the site's PostgreSQL role **add to the audit and read it**, never change, delete or empty it. Run as the owner."""
    from django.db import connection

    from kith.record.audit.grants import NotGranted
    from kith.record.audit.grants import grant as do

    try:
        do(connection, role)
    except NotGranted as why:
        raise refuse(str(why)) from None
    out.print(
        f"{role} may insert and select events, nothing else; and read and write the other tables.", soft_wrap=True
    )


def make(to: Folder) -> None:
    """Back up the database, the uploads and the witness into a new folder within `to`."""
    from kith.record.audit.backups import make as do
    from kith.record.audit.databases import NotBackedUp

    try:
        folder = do(to)
    except NotBackedUp as why:
        raise refuse(str(why)) from None
    out.print(f"Backed up to {folder}. It is not encrypted: see docs/how-to/back-up.md.", soft_wrap=True)


def restore(backup: Folder) -> None:
    """Restore a backup into the **empty** database that the settings name, and check it: counts of each table, and the chain."""
    from kith.record.audit.backups import restore as do
    from kith.record.audit.databases import NotBackedUp

    try:
        told = do(backup)
    except NotBackedUp as why:
        raise refuse(str(why)) from None
    for line in told:
        out.print(line, soft_wrap=True)


def drill(
    backup: Annotated[
        Path | None, typer.Argument(help="A backup to try; without one, a new backup is made and tried.")
    ] = None,
) -> None:
    """**Try** that a backup can be restored: into a temporary database, comparing counts and the chain's head. Changes nothing."""
    from kith.record.audit.backups import drill as do
    from kith.record.audit.databases import NotBackedUp

    try:
        told = do(backup)
    except NotBackedUp as why:
        err.print(str(why), soft_wrap=True)
        raise typer.Exit(1) from None
    for line in told:
        out.print(line, soft_wrap=True)
