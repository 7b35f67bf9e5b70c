"""Jobs run once a day in one process, are tried again, and are seen when they fail, without a word of what they were about."""

from __future__ import annotations

import threading
import time as time_module
from datetime import datetime, time, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connections
from django.utils import timezone

from kith.record.accounts.actions import make_account
from kith.record.accounts.roles import ROLES
from kith.record.audit.actions import Actor
from kith.record.jobs import actions, worker
from kith.record.jobs.models import Run
from kith.record.jobs.queries import all_jobs, last_ended
from kith.record.jobs.rules import AGAIN_AFTER, AT_MOST, HERE, KEPT, Job, due_at
from kith.record.notices.models import Notice

SECRET = "Ada Example, born 3 May"  # noqa: S105 - what an error could say of a person
CALLS: list[str] = []


def well() -> int:
    CALLS.append("well")
    return 3


def ill() -> int:
    CALLS.append("ill")
    raise DatabaseError(SECRET)


JOBS = (Job("well", "Goes well", well, time(2)), Job("ill", "Goes wrong", ill, time(3)))
WELL = JOBS[:1]
NOON = datetime(2026, 11, 21, 12, tzinfo=HERE)


@pytest.fixture(autouse=True)
def declared(settings) -> None:
    settings.JOBS = f"{__name__}.JOBS"
    CALLS.clear()


@pytest.fixture
def only_well(settings) -> None:
    settings.JOBS = f"{__name__}.WELL"


def user(role_key: str):
    return make_account(by=Actor.system("test"), email=f"{role_key}@example.org", name=role_key, role_key=role_key)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 11, 21, 2, 0, tzinfo=HERE), datetime(2026, 11, 21, 2, tzinfo=HERE)),
        (datetime(2026, 11, 21, 1, 59, tzinfo=HERE), datetime(2026, 11, 20, 2, tzinfo=HERE)),
        (datetime(2026, 7, 1, 1, 30, tzinfo=timezone.get_fixed_timezone(0)), datetime(2026, 7, 1, 2, tzinfo=HERE)),
    ],
)
def test_a_job_is_due_at_its_hour_of_the_place(now: datetime, expected: datetime) -> None:
    assert due_at(JOBS[0], now) == expected


def test_planning_twice_is_as_once_and_days_missed_are_not_made_up_for(db) -> None:
    assert actions.plan(NOON) == 2
    assert actions.plan(NOON + timedelta(minutes=5)) == 0
    assert actions.plan(NOON + timedelta(days=4)) == 2


def test_a_run_that_goes_well_is_done_with_its_number(db, only_well) -> None:
    assert actions.work() == 1
    run = Run.objects.get()
    assert (run.state, run.many, run.tries, run.trouble) == ("done", 3, 1, "")
    assert last_ended() == run.ended_at
    assert actions.work() == 0
    assert CALLS == ["well"]


def test_a_run_that_fails_is_tried_again_later_then_administrators_are_told(db) -> None:
    admin, other = user("administrator"), user("practitioner")
    actions.work()
    run = Run.objects.get(job="ill")
    assert (run.state, run.tries) == ("waiting", 1)
    assert actions.take() is None, "not at once"
    for number, _wait in enumerate(AGAIN_AFTER, start=2):
        Run.objects.filter(pk=run.pk).update(free_at=timezone.now())
        actions.work()
        run.refresh_from_db()
        assert run.tries == number
    assert run.state == "failed"
    assert [notice.kind for notice in Notice.objects.filter(user=admin)] == ["job_failed"]
    assert not Notice.objects.filter(user=other).exists()
    assert CALLS.count("well") == 1, "one that fails holds up no other"


def test_what_an_error_says_is_kept_nowhere(client, db, caplog) -> None:
    admin = user("administrator")
    for _ in range(3):
        actions.work()
        Run.objects.filter(state="waiting").update(free_at=timezone.now())
    client.force_login(admin)
    text = client.get("/background/").content.decode()
    assert "DatabaseError" in text
    assert "Goes wrong" in text
    assert SECRET not in text + caplog.text
    assert "DatabaseError" in caplog.text
    assert SECRET not in str(list(Run.objects.values()))


@pytest.mark.parametrize("role_key", sorted(set(ROLES) - {"administrator"}))
def test_the_page_is_for_administrators(client, db, role_key: str) -> None:
    client.force_login(user(role_key))
    assert client.get("/background/").status_code == 403


def test_a_run_whose_process_died_is_taken_over_and_its_late_end_counts_for_nothing(db, only_well) -> None:
    actions.plan(NOON)
    first = actions.take(NOON)
    assert first is not None
    assert actions.take(NOON + AT_MOST - timedelta(seconds=1)) is None
    second = actions.take(NOON + AT_MOST)
    assert second is not None
    assert second.tries == 2
    actions.perform(first)
    assert Run.objects.get().state == "running"
    actions.perform(second)
    assert Run.objects.get().state == "done"


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_do_each_run_once(only_well) -> None:
    def work() -> None:
        try:
            ready.wait(20)
            actions.work()
        finally:
            connections.close_all()

    ready = threading.Barrier(6)
    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert CALLS == ["well"]
    assert [run.state for run in Run.objects.all()] == ["done"]


@pytest.mark.django_db(transaction=True)
def test_the_worker_ends_when_it_is_told_to(only_well) -> None:
    stop = threading.Event()
    working = threading.Thread(target=worker.keep_working, args=[stop, 0.01])
    working.start()
    for _ in range(2_000):
        if CALLS:
            break
        time_module.sleep(0.01)
    stop.set()
    working.join(20)
    assert not working.is_alive()
    assert [run.state for run in Run.objects.all()] == ["done"]


def test_old_runs_are_forgotten(db, only_well) -> None:
    actions.plan(NOON)
    Run.objects.update(state="done", ended_at=NOON)
    actions.plan(NOON + KEPT + timedelta(days=1))
    assert Run.objects.count() == 1


def test_a_job_that_is_no_longer_declared_fails_and_holds_up_nothing(db, only_well) -> None:
    Run.objects.create(id=UUID(int=1), job="gone", due_at=NOON, free_at=NOON)
    actions.work()
    assert {run.job: run.state for run in Run.objects.all()} == {"gone": "failed", "well": "done"}
    assert [told.job.key for told in all_jobs()] == ["well"]
