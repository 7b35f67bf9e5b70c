"""Linkage against the truth: invented people, a list of them with typing errors, and how many the suggestions find."""

from __future__ import annotations

import datetime as dt
import random
import string
import time

import polars as pl

from kith.foundation.problems import Problems
from kith.reading.linkage.model import suggest

SYLLABLES = [
    "an",
    "be",
    "cor",
    "dal",
    "el",
    "fen",
    "gar",
    "hol",
    "is",
    "jor",
    "kel",
    "lan",
    "mor",
    "nes",
    "or",
    "pel",
    "quin",
    "ros",
    "sel",
    "tam",
    "ul",
    "ver",
    "wen",
    "yar",
    "zel",
]
COLUMNS = ["who", "given_name", "family_name", "birth_date", "sex", "postcode"]


def measure(people: int = 100_000, listed: int = 5_000, seed: int = 1, threshold: float = 0.9) -> dict[str, float]:
    """Link `listed` people (four in five of them known, written with errors) to `people`.

    Gives the seconds, and precision and recall of the suggestions from the probability `threshold` on.
    """
    known, written = population(people, listed, seed)
    problems = Problems()
    started = time.perf_counter()
    pairs = suggest(known, written, problems)
    seconds = time.perf_counter() - started
    if problems:
        raise RuntimeError("; ".join(problem.message for problem in problems))
    likely = pairs.filter(pl.col("probability") >= threshold)
    right = likely.filter(pl.format("{}#L", "person") == pl.col("listed")).height
    true = written["who"].str.starts_with("k").sum()
    return {
        "people": people,
        "listed": listed,
        "seconds": round(seconds, 2),
        "precision": round(right / max(likely.height, 1), 3),
        "recall": round(right / max(true, 1), 3),
        "suggestions": pairs.height,
    }


def population(people: int, listed: int, seed: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """People known, and a list whose `who` is the known id with `#L`, or begins with `n` for those not known."""
    chance = random.Random(seed)
    given = _names(chance, 600, 2)
    family = _names(chance, 4_000, 2)
    known = [(f"k{n}", *_person(chance, given, family)) for n in range(people)]
    some = chance.sample(known, listed * 4 // 5)
    written = [(f"{row[0]}#L", *_mistyped(chance, row[1:])) for row in some]
    written += [(f"n{n}#L", *_person(chance, given, family)) for n in range(listed - len(some))]
    return tuple(pl.DataFrame(rows, schema=COLUMNS, orient="row") for rows in (known, written))


def _names(chance: random.Random, how_many: int, syllables: int) -> list[str]:
    made = {
        "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(syllables, syllables + 1))).title()
        for _ in range(how_many)
    }
    return sorted(made)


def _person(chance: random.Random, given: list[str], family: list[str]) -> tuple[str, str, dt.date, str, str]:
    """Some names are far more frequent than others, as names are."""
    born = dt.date(2000, 1, 1) + dt.timedelta(days=chance.randrange(6_574))
    postcode = f"ZQ{chance.randint(1, 40)} {chance.randint(1, 9)}{chance.choice('ABDEF')}{chance.choice('ABDEF')}"
    return (
        given[int(len(given) * chance.random() ** 2)],
        family[int(len(family) * chance.random() ** 2)],
        born,
        chance.choice("MF"),
        postcode,
    )


def _mistyped(chance: random.Random, row: tuple) -> tuple:
    """The same person as someone else wrote them: slips in names, dates, sex; a move; things left out."""
    given, family, born, sex, postcode = row
    if chance.random() < 0.15:
        given = _slip(chance, given)
    if chance.random() < 0.15:
        family = _slip(chance, family)
    if chance.random() < 0.03:
        given, family = family, given
    if chance.random() < 0.08:
        born = _wrong_date(chance, born)
    return (
        given,
        family,
        born if chance.random() > 0.05 else None,
        sex if chance.random() > 0.03 else None,
        postcode if chance.random() > 0.35 else None,
    )


def _slip(chance: random.Random, name: str) -> str:
    place = chance.randrange(1, len(name))
    kind = chance.choice(("drop", "double", "swap", "other"))
    if kind == "drop":
        return name[:place] + name[place + 1 :]
    if kind == "double":
        return name[:place] + name[place - 1] + name[place:]
    if kind == "swap" and place + 1 < len(name):
        return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    return name[:place] + chance.choice(string.ascii_lowercase) + name[place + 1 :]


def _wrong_date(chance: random.Random, born: dt.date) -> dt.date:
    if chance.random() < 0.5 and born.day <= 12:
        return born.replace(month=born.day, day=born.month)
    return born.replace(day=born.day % 28 + 1) if chance.random() < 0.6 else born.replace(year=born.year - 1, day=1)


if __name__ == "__main__":
    print(measure())
