"""Fills the record for the benchmark of load: a council's people, its teams and their work, contexts and notes, and years of audit in a
chain that verifies.

python -m bench.record_world PEOPLE EVENTS CONTEXTS NOTES      on the database that KITH_DATABASE names; prints what was made as JSON
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

PASSWORD = "kith on this machine only"  # noqa: S105 - no secret: everyone here is made up
CASELOAD, IN_A_TEAM, RECORDS = 17, 10, 650
"""Young people a practitioner and practitioners a team, about as many as councils report; records ever begun, a practitioner."""
SEED = 11


def email(number: int) -> str:
    """The address under which the practitioner of a number signs in."""
    return f"practitioner-{number}@load.example"


def fill(people: int, events: int, contexts: int, notes: int) -> dict[str, Any]:
    """Migrate, store people, accounts, relations, contexts with ties, notes and events; the seconds of each."""
    from django.core.management import call_command

    from kith.record.accounts.models import Team
    from kith.record.contexts import loading as of_contexts
    from kith.record.notes import loading as of_notes
    from kith.record.people.loading import generate

    call_command("migrate", verbosity=0)
    took: dict[str, float] = {}
    began = time.perf_counter()

    def lap(name: str) -> None:
        nonlocal began
        took[name] = round(time.perf_counter() - began, 1)
        began = time.perf_counter()

    ids = generate(people, seed=SEED)
    lap("people")
    chance = random.Random(SEED)
    workers, held = _council(ids, chance)
    lap("council")
    theirs = [person for people_of in held.values() for person in people_of]
    chance.shuffle(theirs)  # notes are many about the first: not all of them one worker's
    teams = list(Team.objects.values_list("pk", flat=True))
    of_contexts.generate(contexts, people=theirs, teams=teams, seed=SEED)
    lap("contexts")
    of_notes.generate(theirs, notes, seed=SEED)
    lap("notes")
    _events(workers, held, events, chance)
    lap("events")
    _settle()
    lap("statistics")
    return {
        "people": people,
        "events": events,
        "contexts": contexts,
        "notes": notes,
        "workers": len(workers),
        "open": sum(map(len, held.values())),
        "seconds": took,
    }


def _council(ids: list[UUID], chance: random.Random) -> tuple[list[Any], dict[UUID, list[UUID]]]:
    """A practitioner for every `RECORDS`, with `CASELOAD` of them open; the rest were somebody's once."""
    from django.contrib.auth.hashers import make_password
    from django.utils import timezone

    from kith.record.access.models import KeptFrom, Named, Panel, PanelMember, Relation, Restriction
    from kith.record.accounts.models import Team, User
    from kith.record.people.loading import pour, uuid_of

    password, today, now = make_password(PASSWORD), timezone.localdate(), timezone.now()
    count = max(20, len(ids) // RECORDS)
    teams = [Team(id=uuid_of(chance), name=f"Team {number + 1}") for number in range(max(1, count // IN_A_TEAM))]

    def user(number: int, role: str, name: str, team: Team | None) -> User:
        return User(id=uuid_of(chance), email=name.format(number), name=f"{role} {number}".replace("_", " "),
                    role_key=role, team=team, password=password, is_demo=True)  # fmt: skip

    workers = [user(n, "practitioner", "practitioner-{}@load.example", teams[n % len(teams)]) for n in range(count)]
    managers = [user(n, "team_manager", "manager-{}@load.example", team) for n, team in enumerate(teams)]
    lead = user(0, "exploitation_lead", "lead-{}@load.example", teams[0])
    others = [
        user(n, role, role + "-{}@load.example", None)
        for role, many in (("independent_reviewing_officer", max(1, count // 15)), ("placements", 4), ("on_call_worker", 4))
        for n in range(many)
    ]  # fmt: skip
    officer = user(0, "data_protection_officer", "officer-{}@load.example", None)
    pour(Team, teams)
    pour(User, [*workers, *managers, lead, *others, officer])
    panel = Panel(id=uuid_of(chance), name="Exploitation panel", made_by=lead)
    pour(Panel, [panel])
    pour(PanelMember, [PanelMember(id=uuid_of(chance), panel=panel, user=lead, made_by=lead)])

    opened, rows = ids[: count * CASELOAD], []
    held = {worker.pk: opened[n * CASELOAD : (n + 1) * CASELOAD] for n, worker in enumerate(workers)}
    reviewers = [each for each in others if each.role_key == "independent_reviewing_officer"]
    placing = [each for each in others if each.role_key == "placements"]

    def relation(person: UUID, kind: str, to: timedelta | None = None, **holder: Any) -> Relation:
        ended = {"to_on": today - to, "ended_at": now, "ended_by": lead} if to else {}
        since = today - (to or timedelta()) - timedelta(days=chance.randrange(5, 400))
        return Relation(id=uuid_of(chance), person_id=person, kind=kind, from_on=since, made_by=lead, **holder, **ended)

    for place, worker in enumerate(workers):
        for person in held[worker.pk]:
            rows += [relation(person, "allocated", user=worker), relation(person, "team", team=worker.team)]
            if chance.random() < 0.4:
                rows.append(relation(person, "reviewing", user=reviewers[place % len(reviewers)]))
            if chance.random() < 0.03:
                rows.append(relation(person, "panel", panel=panel))
            if chance.random() < 0.02:
                rows.append(relation(person, "placing", user=chance.choice(placing)))
    for person in ids[len(opened) :]:
        rows.append(
            relation(person, "allocated", timedelta(days=chance.randrange(30, 3000)), user=chance.choice(workers))
        )
    pour(Relation, rows)
    limited = [
        Restriction(id=uuid_of(chance), person_id=person, reason="safety", made_by=lead)
        for person in chance.sample(opened, max(1, len(opened) // 100))
    ]
    pour(Restriction, limited)
    holder = {person: worker for worker in workers for person in held[worker.pk]}
    names = [Named(id=uuid_of(chance), restriction=one, user=holder[one.person_id], made_by=lead) for one in limited]
    pour(Named, names)
    kept = {(chance.choice(workers).pk, person) for person in chance.sample(ids, max(1, len(ids) // 1000))}
    pour(KeptFrom, [KeptFrom(id=uuid_of(chance), person_id=person, user_id=who, reason="family", made_by=lead) for who, person in sorted(kept)])  # fmt: skip
    return workers, held


_DONE = (("person.viewed", 50), ("search.found", 25), ("people.listed", 20), ("person.changed", 5))


def _events(workers: list[Any], held: dict[UUID, list[UUID]], many: int, chance: random.Random) -> None:
    """Events of three years, each hashed after the one before it, by COPY or in thousands; the witness is told of the last."""
    from django.conf import settings
    from django.db import transaction
    from django.utils import timezone

    from kith.record.audit import witness, writing
    from kith.record.audit.chain import as_values, key_id, link
    from kith.record.audit.models import Event
    from kith.record.people.loading import insert

    now = timezone.now()
    key, name = settings.AUDIT_KEY.encode(), key_id(settings.AUDIT_KEY)
    seq, last = writing.head()
    actions = [action for action, weight in _DONE for _ in range(weight)]
    step = timedelta(days=1095) / max(1, many)

    def rows() -> Iterator[tuple[Any, ...]]:
        nonlocal seq, last
        at: datetime = now - step * many
        for _ in range(many):
            worker = chance.choice(workers)
            person = chance.choice(held[worker.pk])
            seq, at = seq + 1, at + step
            columns = {"seq": seq, "at": at, "user_id": worker.pk, "role": "practitioner", "session": "0123456789abcdef",
                       "action": chance.choice(actions), "outcome": "done", "subject": "person", "subject_id": person,
                       "person_id": person, "fields": "", "relation": "allocated", "break_glass": None, "reason": "",
                       "key_id": name}  # fmt: skip
            values = as_values(columns)
            last = link(key, last, values)
            yield (
                (seq, f"{values[1]}+00", *values[2:], last)
                if writing.connection.vendor == "postgresql"
                else (*values, last)
            )

    with transaction.atomic():
        insert(Event, [*writing.COLUMNS, "hash"], rows())
    witness.tell(witness.opened(), seq, last)


def _settle() -> None:
    """What the database does by itself within some minutes of such a load: statistics, and marking what all may see."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(fill(*map(int, sys.argv[1:5]))))
