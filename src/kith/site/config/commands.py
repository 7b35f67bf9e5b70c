"""The record's commands of `kith`: the site for people to use, the demonstration, and Django's own commands."""

from __future__ import annotations

import ipaddress
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from kith.cli.telling import err, out, refuse, steps

SETTINGS = "kith.site.config.settings"
THREADS = 4
"""Requests that a worker answers at once; each thread keeps a connection to the database."""
Port = Annotated[int, typer.Option(min=1, max=65535, help="The port to answer on.")]


def register(app: typer.Typer) -> None:
    """Add the commands where the extra `record` is installed; costs nothing until one of them runs."""
    if find_spec("django") is None:
        return
    from kith.cli import reference
    from kith.record.audit import commands as audit
    from kith.record.exchange import commands as exchange
    from kith.record.jobs import commands as jobs
    from kith.record.people import commands as people

    reference.MAKERS.append(api_page)
    passed_on = {"allow_extra_args": True, "ignore_unknown_options": True}
    for command in (serve, demo_site):
        app.command()(command)
    app.command(context_settings=passed_on, add_help_option=False)(manage)
    others = len(app.registered_groups)
    for slice_commands in (audit, jobs, people, exchange):
        slice_commands.register(app)
    for group in app.registered_groups[others:]:
        group.callback = lambda: begin() and None


def api_page() -> dict[str, str]:
    """The API's document, for `kith docs`."""
    begin()
    from kith.site.api.interface import text

    return {"reference/openapi.json": text()}


def serve(
    host: Annotated[
        str, typer.Option(help="The address to answer on; a reverse proxy stands before it.")
    ] = "127.0.0.1",
    port: Port = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes that answer; one or two a processor.")] = 2,
    jobs: Annotated[
        bool, typer.Option(help="Work in the background too; else let `kith jobs work` run somewhere.")
    ] = True,
) -> None:
    """**Serve** the record to its users, behind a reverse proxy: see docs/how-to/deploy.md.

    Settings come from the environment (KITH_…). Pending migrations are not applied: `kith manage migrate` does that.
    """
    mode = begin()
    if mode == "demo" and not is_loopback(host):
        raise refuse(
            f"The demonstration answers on this machine alone, not on {host}: everybody can read its passwords. For "
            "real use set KITH_MODE=live and what it then asks for (docs/how-to/deploy.md)."
        )
    out.print(f"Kith answers on http://{host}:{port} ({mode}). Ctrl-C ends it.", soft_wrap=True)
    run_server(host, port, workers, jobs=jobs)


def demo_site(
    port: Port = 8000,
    children: Annotated[int, typer.Option(min=50, help="Young people in the made-up authority.")] = 1000,
    seed: Annotated[int, typer.Option(help="The same number makes the same authority.")] = 1,
    browser: Annotated[bool, typer.Option(help="Open the site in the browser.")] = True,
) -> None:
    """Open the record with a **made-up authority** in it: its files, the return worked out from them, a sign-in for each role."""
    os.environ["KITH_MODE"] = "demo"
    begin()
    from kith.cli import figures
    from kith.site.config import demonstration

    with steps(total=4) as tell:
        sign_ins, outcome = demonstration.prepare(children=children, seed=seed, tell=tell)
    if outcome is not None:
        figures.show(outcome)
    address = f"http://localhost:{port}/"
    demonstration.show(sign_ins, address, out.console)
    if browser:
        demonstration.open_when_ready(address)
    run_server("127.0.0.1", port, workers=1)


def manage(arguments: typer.Context) -> None:
    """Django's **own commands** on the record, like `kith manage migrate`; `kith manage help` lists them."""
    begin()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["kith manage", *arguments.args])


def begin() -> str:
    """Read the settings and set Django up; a missing setting ends the command with its paragraph. Returns the mode."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as missing:
        raise refuse(str(missing)) from None
    return str(settings.MODE)


def run_server(host: str, port: int, workers: int, *, jobs: bool = True) -> None:
    """Granian, until it is told to stop, and beside it a process for what is done in the background."""
    from django.conf import settings
    from granian import Granian
    from granian.constants import Interfaces

    if not (Path(settings.STATIC_ROOT) / "interface").is_dir():
        err.print("Style sheets are not gathered: run `kith manage collectstatic --noinput` first.")
    server = Granian(
        "kith.site.config.wsgi:application",
        address=host,
        port=port,
        workers=workers,
        blocking_threads=THREADS,
        backpressure=THREADS * 16,
        interface=Interfaces.WSGI,
        websockets=False,
        log_access=False,  # an address with a query could name somebody
    )
    # A copy of this process would hold the locks of Polars' threads without the threads, and hang at the first figure.
    multiprocessing.set_start_method("spawn", force=True)
    with background() if jobs else nullcontext():
        server.serve()


@contextmanager
def background() -> Iterator[None]:
    """A process that does jobs for as long as this one lives: it ends when its standard input does, however this one ends."""
    command = [sys.executable, "-P", "-m", "kith.cli.main", "jobs", "work", "--until-closed"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603 - our own words
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def is_loopback(host: str) -> bool:
    """Whether an address to answer on is reachable from this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
