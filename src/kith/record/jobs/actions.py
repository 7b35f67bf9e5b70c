"""Planning runs, taking one so that no other process has it, doing it, and telling administrators of one that failed."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from kith.record.accounts.models import User
from kith.record.accounts.roles import ROLES, Capability
from kith.record.jobs.models import Run
from kith.record.jobs.rules import AGAIN_AFTER, AT_MOST, KEPT, Job, due_at
from kith.record.notices.actions import tell_all

_log = logging.getLogger(__name__)


def jobs() -> Sequence[Job]:
    """The jobs of this installation. They are of slices above, so the setting JOBS names where they stand."""
    return tuple(import_string(settings.JOBS))


def plan(now: datetime | None = None) -> int:
    """Write down the newest run of each job that is not there yet, and forget old ones; returns how many were written."""
    at = now or timezone.now()
    planned = [Run(job=job.key, due_at=due_at(job, at), free_at=at) for job in jobs()]
    there = set(Run.objects.filter(due_at__in={run.due_at for run in planned}).values_list("job", "due_at"))
    new = [run for run in planned if (run.job, run.due_at) not in there]
    if new:
        Run.objects.bulk_create(new, ignore_conflicts=True)  # another process may plan at this moment
        Run.objects.filter(ended_at__lt=at - KEPT).delete()
    return len(new)


def ask(key: str) -> Run:
    """Have a job done besides its hour, as soon as a worker looks. One that waits already is enough."""
    now = timezone.now()
    waiting = Run.objects.filter(job=key, state=Run.State.WAITING, free_at__lte=now).first()
    return waiting or Run.objects.create(job=key, due_at=now, free_at=now)


def take(now: datetime | None = None) -> Run | None:
    """The run that has waited longest, now this process's; None where nothing waits. Others pass over it."""
    at = now or timezone.now()
    waiting = Run.objects.filter(ended_at__isnull=True, free_at__lte=at).order_by("due_at", "job")
    if not waiting.exists():  # asked often: a look locks nothing
        return None
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:  # SQLite has one writer at a time
            waiting = waiting.select_for_update(skip_locked=True)
        run = waiting.first()
        if run is not None:
            run.state, run.tries, run.begun_at, run.free_at = Run.State.RUNNING, run.tries + 1, at, at + AT_MOST
            run.save()
    return run


def perform(run: Run) -> None:
    """Do a run that was taken. Whatever goes wrong is the run's trouble, not the worker's."""
    job = next((each for each in jobs() if each.key == run.job), None)
    try:
        if job is None:
            raise LookupError
        many = job.does()
    except Exception as error:
        _failed(run, job, type(error).__name__)  # its text could hold a value of a record
    else:
        _end(run, state=Run.State.DONE, many=many, trouble="", ended_at=timezone.now())


def _failed(run: Run, job: Job | None, trouble: str) -> None:
    _log.warning("The job %s failed (%s), try %d", run.job, trouble, run.tries)
    if job and run.tries < job.tries:
        _end(run, state=Run.State.WAITING, trouble=trouble, free_at=timezone.now() + AGAIN_AFTER[run.tries - 1])
        return
    with transaction.atomic():
        if _end(run, state=Run.State.FAILED, trouble=trouble, ended_at=timezone.now()):
            tell_all(dict.fromkeys(holders(Capability.MANAGE_ACCOUNTS), "job_failed"), subject_id=run.pk)


def _end(run: Run, **values: Any) -> bool:
    """Write what became of a try, unless another process has taken the run over meanwhile."""
    return bool(Run.objects.filter(pk=run.pk, tries=run.tries, state=Run.State.RUNNING).update(**values))


def holders(capability: Capability) -> list[User]:
    """Everyone with an open account whose role has a capability."""
    roles = [key for key, role in ROLES.items() if capability in role.may]
    return list(User.objects.filter(role_key__in=roles, is_active=True))


def work() -> int:
    """Plan, and do all that waits; returns how many runs were done or failed."""
    plan()
    done = 0
    while (run := take()) is not None:
        perform(run)
        done += 1
    return done
