"""The commands of `kith` about jobs: do now what is due, and work beside a site that is served without them."""

from __future__ import annotations

import sys

import typer

from kith.cli.telling import out


def register(app: typer.Typer) -> None:
    """Add `kith jobs …`. Django has to be set up before one of them runs."""
    jobs = typer.Typer(no_args_is_help=True, help="What is done **in the background**.")
    jobs.command("run")(run)
    jobs.command("show")(show)
    jobs.command("work")(work)
    app.add_typer(jobs, name="jobs")


def run() -> None:
    """Do **now** all that is due, once. Exit status 1 where the newest run of a job failed."""
    from kith.record.jobs.actions import work
    from kith.record.jobs.models import Run
    from kith.record.jobs.queries import all_jobs

    work()
    show()
    if any(told.newest and told.newest.state == Run.State.FAILED for told in all_jobs()):
        raise typer.Exit(1)


def show() -> None:
    """Each job with its newest run."""
    from kith.record.jobs.queries import all_jobs

    for told in all_jobs():
        newest = told.newest
        how = (
            f"{newest.state} {newest.ended_at or newest.due_at:%Y-%m-%d %H:%M} UTC {newest.trouble}"
            if newest
            else "not yet run"
        )
        out.print(f"{told.job.key}: {how.strip()}", soft_wrap=True)


def work(
    until_closed: bool = typer.Option(False, "--until-closed", hidden=True, help="End when the standard input ends."),
) -> None:
    """Do what is due **whenever it is due**, until stopped. `kith serve` does this beside the site unless told not to."""
    from kith.record.jobs.worker import begin

    stop = begin()
    try:
        if until_closed:
            sys.stdin.read()
        else:
            stop.wait()
    except KeyboardInterrupt:
        pass
    finally:
        stop.set()
