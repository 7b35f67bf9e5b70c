"""What the audit's tests run in processes of their own: writers, writers that are killed, checks, and the commands of `kith`.

The steps are one JSON list of lists: what to do, and its arguments. What each step gives is printed as one JSON list.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import threading
import time
from contextlib import suppress
from uuid import UUID, uuid4

import django

django.setup()

from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction

from kith.record.accounts.models import Team
from kith.record.audit.actions import Actor, recorded
from kith.record.audit.models import Event
from kith.record.audit.reading import verify

WORKER = Actor(UUID(int=7), "team_manager", "")


class Slip(Exception):
    """Goes wrong after the change."""


def one(number: int) -> UUID | None:
    """A change with its event, or, one time in five, one that fails; the id of what is committed."""
    made = uuid4()
    with suppress(Slip), recorded(WORKER) as recorder:
        Team.objects.create(id=made, name=str(made))
        recorder.event("team.made", subject="team", subject_id=made, fields=["name"])
        if number % 5 == 4:
            raise Slip
        recorder.event("team.changed", subject="team", subject_id=made)
    return None if number % 5 == 4 else made


def writers(threads: int, times: int, tell: int | None = None) -> list[str]:
    """Write from many threads; each id that was committed, also told to the file `tell` at once."""
    done: list[str] = []

    def work() -> None:
        for number in range(times):
            if made := one(number):
                done.append(made.hex)
                if tell is not None:
                    os.write(tell, f"{made.hex}\n".encode())
        connections.close_all()

    running = [threading.Thread(target=work) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return done


def write(threads: str, times: str) -> list[str]:
    return writers(int(threads), int(times))


def killed(rounds: str, seed: str) -> list[str]:
    """Processes that write until they are killed at a random moment; each id that one of them was told is committed."""
    chance, told = random.Random(seed), []
    connections.close_all()
    for _ in range(int(rounds)):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            writers(3, 10_000, writing)
        os.close(writing)
        with os.fdopen(reading) as acknowledged:
            told.append(acknowledged.readline().strip())
            time.sleep(chance.uniform(0, 0.1))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            told += [line.strip() for line in acknowledged if line.endswith("\n")]
    return told


def state() -> dict[str, object]:
    """What stands in the database, and whether the chain is whole."""
    verdict = verify()
    numbers = list(Event.objects.order_by("seq").values_list("seq", flat=True))
    return {
        "breaks": [str(each) for each in verdict.breaks],
        "unwitnessed": verdict.unwitnessed,
        "head": list(verdict.head),
        "gapless": numbers == list(range(1, len(numbers) + 1)),
        "teams": sorted(each.hex for each in Team.objects.values_list("id", flat=True)),
        "made": sorted(
            each.hex for each in Event.objects.filter(action="team.made").values_list("subject_id", flat=True)
        ),
        "changed": sorted(
            each.hex for each in Event.objects.filter(action="team.changed").values_list("subject_id", flat=True)
        ),
    }


def refused(*statements: str) -> list[str]:
    """The name of the error by which the database refuses each statement; empty where it does not."""
    answers = []
    for statement in statements:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
            answers.append("")
        except DatabaseError as error:
            answers.append(type(error.__cause__).__name__)
    return answers


def migrate() -> str:
    call_command("migrate", verbosity=0)
    return "migrated"


def kith(*arguments: str) -> dict[str, object]:
    """A command of `kith`: its exit status and what it says."""
    import typer
    from typer.testing import CliRunner

    from kith.record.audit.commands import register

    app = typer.Typer()
    register(app)
    result = CliRunner().invoke(app, list(arguments))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return {"status": result.exit_code, "says": " ".join(result.output.split())}


if __name__ == "__main__":
    does = {each.__name__: each for each in (write, killed, state, refused, migrate, kith)}
    sys.stdout.write(json.dumps([does[step](*arguments) for step, *arguments in json.loads(sys.argv[1])]))
