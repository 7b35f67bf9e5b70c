"""What has run, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kith.record.jobs.actions import jobs
from kith.record.jobs.models import Run
from kith.record.jobs.rules import Job


@dataclass(frozen=True)
class Told:
    """A job with its newest run, and when it last went well."""

    job: Job
    newest: Run | None
    well_at: datetime | None


def all_jobs() -> list[Told]:
    """Every job in two queries."""
    newest: dict[str, Run] = {}
    well: dict[str, datetime] = {}
    for run in Run.objects.order_by("due_at"):  # ninety days of some jobs a day
        newest[run.job] = run
        if run.state == Run.State.DONE and run.ended_at is not None:
            well[run.job] = run.ended_at
    return [Told(job, newest.get(job.key), well.get(job.key)) for job in jobs()]


def last_ended() -> datetime | None:
    """When any job last came to its end, well or not."""
    return Run.objects.filter(ended_at__isnull=False).order_by("-ended_at").values_list("ended_at", flat=True).first()
