"""When a job is due, how often it is tried: pure, and declared as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.functional import Promise

HERE = ZoneInfo("Europe/London")
AGAIN_AFTER = (timedelta(minutes=1), timedelta(minutes=10))
"""How long a job that failed waits before it is tried a second and a third time; then it has failed."""
AT_MOST = timedelta(hours=2)
"""How long a run may take. One that takes longer was in a process that is gone, and another takes it over."""
KEPT = timedelta(days=90)
"""How long it is known that a job ran."""


@dataclass(frozen=True)
class Job:
    """One job. `does` returns how many things it did; done twice it has to be as if done once, since a process can die."""

    key: str
    says: str | Promise
    does: Callable[[], int]
    at: time = time(2)
    """The time of day in Europe/London, every day."""
    tries: int = 1 + len(AGAIN_AFTER)


def due_at(job: Job, now: datetime) -> datetime:
    """The newest moment, not after `now`, at which the job was to run. A day that a site was down is not made up for."""
    here = now.astimezone(HERE)
    day = here.date() if here.time() >= job.at else here.date() - timedelta(days=1)
    return datetime.combine(day, job.at, tzinfo=HERE)
