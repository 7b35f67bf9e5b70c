"""What the audit's chain costs: transactions a second at 50 writers with and without it, the check's speed, and a queue's length.

python -m bench.audit [SECONDS]      on a PostgreSQL cluster of its own that forces each commit to the disk, and on SQLite
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from typing import Any
from uuid import UUID, uuid4

PROCESSES, THREADS = 5, 10
EVENTS = 200_000


def write(kind: str, seconds: float) -> dict[str, Any]:
    """Ten threads that each add a row, with its event or without, until the time is over."""
    import django

    django.setup()
    from django.db import connections, transaction

    from kith.record.accounts.models import Team
    from kith.record.audit.actions import Actor, recorded

    worker, took, end = Actor(UUID(int=7), "team_manager", ""), [], time.time() + seconds

    def work() -> None:
        while (began := time.time()) < end:
            made = uuid4()
            if kind == "chain":
                with recorded(worker) as recorder:
                    Team.objects.create(id=made, name=str(made))
                    recorder.event("team.made", subject="team", subject_id=made)
            else:
                with transaction.atomic():
                    Team.objects.create(id=made, name=str(made))
            took.append(time.time() - began)
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"took": took}


def check(events: int) -> dict[str, Any]:
    """Write events in few transactions, then check the whole chain."""
    import django

    django.setup()
    from kith.record.audit.actions import Actor, recorded
    from kith.record.audit.reading import verify

    worker, people = Actor(UUID(int=7), "team_manager", "0123456789abcdef"), [uuid4() for _ in range(1_000)]
    for begun in range(0, events, 5_000):
        with recorded(worker) as recorder:
            for number in range(begun, min(begun + 5_000, events)):
                person = people[number % 1_000]
                recorder.event("person.viewed", subject="person", subject_id=person, person_id=person)
    began = time.perf_counter()
    verdict = verify()
    took = time.perf_counter() - began
    return {"events": verdict.events, "whole": verdict.is_whole, "seconds": round(took, 1)}


def measure(database: str, seconds: float) -> None:
    """All figures of one database, printed."""
    with tempfile.TemporaryDirectory() as folder:
        own = {
            "DJANGO_SETTINGS_MODULE": "kith.site.config.testing",
            "KITH_DATABASE": database or f"sqlite:///{folder}/kith.sqlite3",
            "KITH_DATA": folder,
            "KITH_AUDIT_KEY": "a key for this benchmark alone",
            "KITH_AUDIT_WITNESS": f"{folder}/witness",
        }
        surroundings = {**os.environ, **own}
        subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity=0"], env=surroundings, check=True)
        name = "PostgreSQL" if database else "SQLite"
        for kind in ("plain", "chain"):
            command = [sys.executable, "-m", "bench.audit", "write", kind, str(seconds)]
            running = [subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE) for _ in range(PROCESSES)]
            took = sorted(one for each in running for one in json.loads(each.communicate()[0])["took"])
            half, late = took[len(took) // 2], took[len(took) * 95 // 100]
            rate = len(took) / seconds
            print(
                f"{name} {kind}: {rate:,.0f} transactions a second, {half * 1e3:.0f} ms, 95% below {late * 1e3:.0f} ms",
                flush=True,
            )
        command = [sys.executable, "-m", "bench.audit", "check", str(EVENTS)]
        print(
            name, subprocess.run(command, env=surroundings, capture_output=True, check=True).stdout.decode(), flush=True
        )


def main(arguments: list[str]) -> None:
    """The whole benchmark, or one of its processes."""
    match arguments:
        case ["write", kind, seconds]:
            print(json.dumps(write(kind, float(seconds))))
        case ["check", events]:
            print(json.dumps(check(int(events))))
        case _:
            from tests import postgres

            seconds = float(arguments[0]) if arguments else 10.0
            postgres.QUICK = "-c max_connections=200 -c listen_addresses=''"  # the disk is waited for here
            with postgres.cluster() as address:
                measure(address, seconds)
            measure("", seconds)


if __name__ == "__main__":
    main(sys.argv[1:])
