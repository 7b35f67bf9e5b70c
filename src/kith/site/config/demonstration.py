"""The demonstration's record: a made-up authority's files read into it once, and the accounts to look at it with."""

from __future__ import annotations

import hashlib
import threading
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from rich.console import Console
from rich.table import Column, Table

from kith.cli.demonstrations import DEMO_MONTH, MADE_UP
from kith.cli.telling import refuse
from kith.record.accounts import demo as accounts
from kith.record.contexts import demo as contexts
from kith.record.exchange import demo as exchange
from kith.record.harms import demo as harms
from kith.record.interface import catalogues
from kith.record.letters import demo as letters
from kith.record.moments import demo as moments
from kith.record.notes import demo as notes
from kith.record.people import demo as people
from kith.record.placements import demo as placements
from kith.record.plans import demo as plans
from kith.record.relocations import demo as relocations
from kith.record.worklists import demo as worklists

if TYPE_CHECKING:
    from kith.figures.reports.returns import Outcome

LOADED = "demo-loaded"
RECORD = Path(__file__).parents[2] / "record"
OTHER = """The demonstration in {folder} was made by another version of Kith, whose tables are not those of this one.
Delete that folder (everybody in it is made up) and run the same command again."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """One account of the demonstration."""

    role: str
    email: str


def prepare(*, children: int, seed: int, tell: Callable[[str], None]) -> tuple[list[SignIn], Outcome | None]:
    """Bring the database, the style sheets and the made-up authority to where the site can be opened; twice is as once.

    Returns the accounts and, the first time, the return worked out from the authority's files.
    """
    mark = Path(settings.DATA) / LOADED
    if mark.exists() and tables() not in mark.read_text(encoding="utf-8"):
        raise refuse(OTHER.format(folder=settings.DATA))
    Path(settings.DATA).mkdir(parents=True, exist_ok=True)
    tell("Preparing the database")
    catalogues.compile_all()
    call_command("migrate", interactive=False, verbosity=0)
    tell("Gathering style sheets")
    call_command("collectstatic", interactive=False, verbosity=0)
    tell("Making up an authority")
    loaded = load(children=children, seed=seed)
    tell("Ready")
    return loaded


def load(*, children: int, seed: int) -> tuple[list[SignIn], Outcome | None]:
    """The accounts, and the young people of a made-up authority unless they are there already."""
    users = accounts.make_demo_users()
    mark, outcome = Path(settings.DATA) / LOADED, None
    if not mark.exists():
        outcome = _return(Path(settings.DATA) / "demo", children=children, seed=seed)
        people.load(outcome.folder.parent / "dataset")
        for rows in (contexts, notes, harms, moments, placements, relocations, plans, letters, worklists, exchange):
            rows.load(users, timezone.localdate())
        mark.write_text(f"The made-up authority is in the record. Delete the whole folder to begin anew.\n{tables()}\n")
    return [SignIn(str(user.role.title), user.email) for user in users.values()], outcome


def tables() -> str:
    """What tells the tables of this version from those of another: until the first release, their migrations are made anew."""
    found = sorted(RECORD.glob("*/migrations/[0-9]*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in found)).hexdigest()


def _return(folder: Path, *, children: int, seed: int) -> Outcome:
    """The authority's files, the return on them as `kith demo` makes it, and the dataset that the record is filled from."""
    from kith.dataset.files import write_dataset
    from kith.figures.reports.returns import make_return
    from kith.figures.synth import write_authority
    from kith.foundation.dates import Month

    made = write_authority(folder / "authority", children=children, seed=seed)
    outcome = make_return(made.folder, made.authority, Month.parse(DEMO_MONTH), folder / "return", notice=MADE_UP)
    write_dataset(outcome.dataset, folder / "dataset", "parquet")
    return outcome


def show(sign_ins: Iterable[SignIn], address: str, to: Console) -> None:
    """Say where the site is and how to sign in."""
    table = Table("role", Column("email", no_wrap=True), title="Sign in as", title_justify="left")
    for sign_in in sign_ins:
        table.add_row(sign_in.role, sign_in.email)
    to.print(table)
    to.print(f"The password of each: [bold]{accounts.PASSWORD}[/bold]")
    to.print(f"The record is at [bold]{address}[/bold] on this machine alone.")
    to.print("Everyone in it is made up. Ctrl-C ends it.")


def open_when_ready(address: str) -> None:
    """Open the browser once the site answers; give up quietly where there is none."""

    def wait() -> None:
        for _try in range(60):
            try:
                urllib.request.urlopen(f"{address}health", timeout=2).close()  # noqa: S310 - our own loopback address
            except (urllib.error.URLError, OSError):
                time.sleep(0.5)
            else:
                webbrowser.open(address)
                return

    threading.Thread(target=wait, daemon=True).start()
