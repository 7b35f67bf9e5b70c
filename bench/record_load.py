"""The record under load, on this machine alone: 50 people who each ask for a page every three seconds, then 300 sign-ins within a minute.

python3 start.py bench record              200,000 people, 20,000 contexts, 300,000 notes and 2,000,000 events on a PostgreSQL of its own;
                                           docs/benchmarks written anew
python3 start.py bench record --small      small sizes, to see that it runs; shown, docs are left as they are
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # run by its path, this file's own folder stands there

import psycopg
from bench.record_browser import Browser, NotAnswered
from bench.record_world import PASSWORD
from tests import postgres

from bench import machine, record_page

USERS, EVERY, SIGN_INS, WITHIN = 50, 3.0, 300, 60.0
ON_CALL = 4
"""Of the users; an on-call worker may find anybody, so their searches go through all people."""
WEIGHTS = {
    "record": 25,
    "search": 15,
    "list": 8,
    "seen": 5,
    "work": 10,
    "contexts": 6,
    "context": 8,
    "notes": 7,
    "story": 6,
    "bare": 10,
}
DOCS = ROOT / "docs"
_WORK = """
    SELECT u.email, r.person_id, n.given, n.family FROM access_relation r JOIN accounts_user u ON u.id = r.user_id
    JOIN people_person p ON p.id = r.person_id JOIN people_name n ON n.id = p.shown_name_id
    WHERE r.kind = 'allocated' AND r.ended_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM access_keptfrom k WHERE k.person_id = r.person_id AND k.user_id = u.id) ORDER BY u.email, r.person_id"""
_CONTEXTS = """
    SELECT u.email, c.id FROM accounts_user u JOIN contexts_context c ON c.team_id = u.team_id
    WHERE u.role_key = 'practitioner' AND c.error_at IS NULL AND c.restricted_at IS NULL ORDER BY u.email, c.id"""
_ANYBODY = "SELECT n.given, n.family FROM people_name n TABLESAMPLE BERNOULLI (%s) ORDER BY n.id LIMIT 500"


def main(arguments: list[str]) -> int:
    """Exit status 1 where a page or a sign-in failed."""
    parser = argparse.ArgumentParser(prog="python3 start.py bench record", description=__doc__)
    parser.add_argument("--small", action="store_true", help="small sizes, to see that it runs")
    parser.add_argument("--people", type=int, default=200_000)
    parser.add_argument("--events", type=int, default=2_000_000)
    parser.add_argument("--contexts", type=int, default=20_000)
    parser.add_argument("--notes", type=int, default=300_000)
    parser.add_argument("--seconds", type=int, default=120, help="how long pages are asked for")
    asked = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was begun is ended
    if asked.small:
        asked.people, asked.events, asked.contexts, asked.notes, asked.seconds = 8_000, 20_000, 800, 12_000, 20
    result = run(asked.people, asked.events, asked.contexts, asked.notes, asked.seconds)
    if not asked.small:
        _keep(result)
    print(record_page.section(result))
    return int(bool(result["failed"] or result["sign_ins"]["failed"]))


def run(people: int, events: int, contexts: int, notes: int, seconds: int) -> dict[str, Any]:
    """Everything measured in one run."""
    postgres.QUICK = "-c max_connections=100 -c listen_addresses='' -c shared_buffers=256MB -c max_wal_size=2GB"  # waits for the disk
    with tempfile.TemporaryDirectory() as folder, postgres.cluster() as address:
        surroundings = _surroundings(address, folder)
        say(f"Making {people:,} people, {contexts:,} contexts, {notes:,} notes and {events:,} events")
        sizes = map(str, (people, events, contexts, notes))
        made = _json([sys.executable, "-m", "bench.record_world", *sizes], surroundings)
        subprocess.run(_kith("manage", "collectstatic", "--noinput", "-v0"), env=surroundings, check=True)
        work, anybody, places = _work(address, people)
        with _server(surroundings, Path(folder)) as port:
            say(f"{USERS} people, a page every {EVERY:g} seconds, {seconds} seconds")
            took, failed = _pages(port, work, anybody, places, seconds)
            say(f"{SIGN_INS} sign-ins within {WITHIN:g} seconds")
            sign_ins = _sign_ins(port, list(work))
    return {
        "on": dt.datetime.now(dt.UTC).date().isoformat(),
        "machine": machine.about(),
        "made": made,
        "seconds": seconds,
        "users": USERS,
        "every": EVERY,
        "failed": failed,
        "pages": {name: _spread(took[name]) for name in [*WEIGHTS, "search_anybody"] if took.get(name)},
        "sign_ins": sign_ins,
    }


def _surroundings(address: str, folder: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KITH_", "DJANGO_"))}
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH", "")])]),
        "DJANGO_SETTINGS_MODULE": "kith.site.config.settings",
        "KITH_MODE": "demo",
        "KITH_DATABASE": address,
        "KITH_DATA": folder,
        "KITH_AUDIT_KEY": "a key for this benchmark alone",
        "KITH_AUDIT_WITNESS": f"{folder}/witness",
    }


def _kith(*arguments: str) -> list[str]:
    return [sys.executable, "-P", "-m", "kith.cli.main", *arguments]


def _json(command: list[str], surroundings: dict[str, str]) -> dict[str, Any]:
    done = subprocess.run(command, env=surroundings, stdout=subprocess.PIPE, check=True, cwd=ROOT)
    return dict(json.loads(done.stdout))


def _work(address: str, people: int) -> tuple[dict[str, list[tuple[str, str]]], list[str], dict[str, list[str]]]:
    """By the address that somebody signs in with: their people, each with the name; names of anybody at all; their team's contexts."""
    places: dict[str, list[str]] = defaultdict(list)
    held: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with psycopg.connect(address) as connection:
        for email, person, given, family in connection.execute(_WORK):
            held[email].append((str(person), f"{given} {family}"))
        anybody = [" ".join(row) for row in connection.execute(_ANYBODY, [min(100.0, 60_000 / people)])]
        for email, context in connection.execute(_CONTEXTS):
            places[email].append(str(context))
    return dict(held), anybody, dict(places)


@contextmanager
def _server(surroundings: dict[str, str], folder: Path) -> Iterator[int]:
    """The site as it is served, on a free port of loopback; two workers on two cores."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    with (folder / "server.log").open("w") as log:
        # Without the night's jobs: a first start makes up for those of the last night at once, and reads the whole audit for it.
        process = subprocess.Popen(
            _kith("serve", "--no-jobs", "--port", str(port)), env=surroundings, stdout=log, stderr=log
        )
        try:
            _until_it_answers(port)
            yield port
        finally:
            process.terminate()
            process.wait(30)


def _until_it_answers(port: int) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise NotAnswered("The site does not answer.")


def _misspelt(name: str, chance: random.Random) -> str:
    """Two letters swapped somewhere after the first."""
    place = chance.randrange(1, max(2, len(name) - 2))
    return name[:place] + name[place : place + 2][::-1] + name[place + 2 :]


def _pages(
    port: int, work: dict[str, list[tuple[str, str]]], anybody: list[str], places: dict[str, list[str]], seconds: int
) -> tuple[dict[str, list[float]], int]:
    """The seconds of each page by its kind, from the moment when it should have been asked; and how many failed."""
    took: dict[str, list[float]] = defaultdict(list)
    wrong: list[str] = []
    emails = list(work)[: USERS - ON_CALL] + [f"on_call_worker-{number}@load.example" for number in range(ON_CALL)]

    def opened(email: str) -> Browser:
        browser = Browser(port)
        browser.sign_in(email, PASSWORD)
        return browser

    def use(number: int, browser: Browser) -> None:
        chance, email = random.Random(number), emails[number]
        due = began + EVERY * number / len(emails)
        end = began + seconds
        while due < end:
            time.sleep(max(0.0, due - time.monotonic()))
            kind, ask = _choose(browser, work.get(email), anybody, places.get(email, []), chance)
            try:
                ask()
                took[kind].append(time.monotonic() - due)
            except (NotAnswered, OSError) as why:
                wrong.append(f"{kind}: {why}")
            due += EVERY

    with ThreadPoolExecutor(USERS) as pool:
        browsers = list(pool.map(opened, emails))
        began = time.monotonic() + 1
        using = [pool.submit(use, number, browser) for number, browser in enumerate(browsers)]
        for each in using:
            each.result()
    for line in sorted(set(wrong))[:10]:
        say(line)
    return took, len(wrong)


def _choose(
    browser: Browser, held: list[tuple[str, str]] | None, anybody: list[str], places: list[str], chance: random.Random
) -> tuple[str, Callable[[], object]]:
    """What somebody does next. An on-call worker searches."""
    if held is None:
        wanted = _misspelt(chance.choice(anybody), chance)
        return "search_anybody", lambda: browser.search(wanted)
    (kind,) = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))
    person, name = chance.choice(held)
    wanted = _misspelt(name, chance)
    return kind, {
        "record": lambda: browser.get(f"/people/{person}/"),
        "search": lambda: browser.search(wanted),
        "list": lambda: browser.get("/people/"),
        "seen": lambda: browser.get(f"/people/{person}/seen/"),
        "work": lambda: browser.get("/"),
        "contexts": lambda: browser.get("/contexts/"),
        "context": lambda: browser.get(f"/contexts/{chance.choice(places)}/"),
        "notes": lambda: browser.get(f"/people/{person}/notes/"),
        "story": lambda: browser.get(f"/people/{person}/story/"),
        "bare": lambda: browser.get("/notices/"),
    }[kind]


def _sign_ins(port: int, emails: list[str]) -> dict[str, Any]:
    """Different people who sign in one after another within the time, each with the start page that follows."""
    began = time.monotonic()
    chosen = [emails[number % len(emails)] for number in range(SIGN_INS)]

    def one(number: int) -> tuple[float, str]:
        due = began + WITHIN * 0.95 * number / SIGN_INS
        time.sleep(max(0.0, due - time.monotonic()))
        browser = Browser(port)
        try:
            browser.sign_in(chosen[number], PASSWORD)
        except (NotAnswered, OSError) as why:
            return 0.0, str(why)
        return time.monotonic() - due, ""

    with ThreadPoolExecutor(40) as pool:
        done = list(pool.map(one, range(SIGN_INS)))
    for line in sorted({why for _, why in done if why})[:10]:
        say(line)
    good = [seconds for seconds, why in done if not why]
    return {
        **(_spread(good) if good else {}),
        "asked": SIGN_INS,
        "people": len(set(chosen)),
        "failed": SIGN_INS - len(good),
        "within": round(time.monotonic() - began, 1),
    }


def _spread(values: list[float]) -> dict[str, float]:
    """Milliseconds at the middle, at 95 and at 99 of a hundred, and how many there were."""
    cuts = statistics.quantiles(values, n=100, method="inclusive") if len(values) > 1 else [values[0]] * 99
    return {name: round(cuts[at - 1] * 1e3, 1) for name, at in (("p50", 50), ("p95", 95), ("p99", 99))} | {
        "times": len(values)
    }


def _keep(result: dict[str, Any]) -> None:
    """Into docs/benchmarks.json beside the others, and the page written anew."""
    from bench import page

    path = DOCS / "benchmarks.json"
    results = json.loads(path.read_text(encoding="utf-8")) | {"record": result}
    path.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    (DOCS / "benchmarks.md").write_text(page.render(results), encoding="utf-8", newline="\n")


def say(sentence: str) -> None:
    """Progress goes to standard error."""
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
