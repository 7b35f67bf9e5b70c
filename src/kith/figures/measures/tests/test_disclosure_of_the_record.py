"""What the live record tells stays safe when it leaves: small counts, rows of few young people, and what can be worked out of crossings."""

from __future__ import annotations

import random
from collections import defaultdict
from functools import cache

import numpy as np
import polars as pl
import pytest
from scipy.optimize import linprog
from tests.datasets import Row, dataset

from kith.definitions.codes import codes
from kith.figures.measures.declarations import DIMENSIONS, FAMILIES, MEASURES
from kith.figures.measures.disclosure import apply
from kith.figures.measures.snapshot import snapshot
from kith.foundation.dates import Month

Key = tuple[str, str, str]
RECORDED = [measure for measure in MEASURES.values() if FAMILIES[measure.section].optional]


@cache
def a_record(seed: int) -> pl.DataFrame:
    """The figures of one authority's record, with as many young people and rows as chance has it."""
    chance = random.Random(seed)

    def one(name: str) -> str:
        return chance.choice(codes(name).keys()[:4])

    tables: dict[str, list[Row]] = defaultdict(list)
    for n in range(chance.randint(12, 60)):
        who = {"person_id": str(n)}
        tables["people"].append(who | {"birth_date": f"{chance.randint(2001, 2006)}-0{chance.randint(1, 9)}-04"})
        if chance.random() < 0.7:
            tables["relocations"].append(
                who | {"row_id": f"m{n}", "from_on": f"2019-0{chance.randint(1, 9)}-02", "planned_end": chance.choice([None, "2019-09-10", "2020-02-02"]),
                "purpose": chance.choice([None, "physical", "physical relational"]), "next_home": chance.choice([None, "return", "stay", "undecided"]),
                "due_to_efh": chance.choice(["yes", "yes", "partly", "not_reviewed"])}
            )  # fmt: skip
            tables["conditions"] += [
                who | {"relocation_id": f"m{n}", "state": one("condition_state")} for _ in range(chance.randint(0, 3))
            ]
        for _ in range(chance.choice([0, 1, 1, 2, 9])):
            tables["actions"].append(
                who | {"target": one("target"), "aim": one("aim"), "stage": one("stage"), "from_on": "2019-09-01"}
            )
        tables["moments"] += [who | {"kind": one("critical_moment"), "from_on": "2019-09-04"}] * chance.choice(
            [0, 0, 1, 7]
        )
    return snapshot(dataset(**tables).tables, Month(2019, 9)).figures.filter(
        pl.col("measure").is_in([m.key for m in RECORDED])
    )


class Reader:
    """Knows what every measure means and everything shown, and asks how little and how much each hidden count can be."""

    def __init__(self, truth: pl.DataFrame, shown: pl.DataFrame) -> None:
        self.at: dict[Key, int] = {
            key: n for n, key in enumerate(truth.select("measure", "breakdown", "category").iter_rows())
        }
        self.equal: list[tuple[dict[Key, float], float]] = []
        self.less: list[dict[Key, float]] = []
        for row in shown.filter(pl.col("numerator").is_not_null()).iter_rows(named=True):
            self.equal.append(({(row["measure"], row["breakdown"], row["category"]): 1.0}, float(row["numerator"])))
        for measure in RECORDED:
            for by in measure.by:
                self.of_table(measure.key, by)
            for key in [key for key in self.at if key[0] == measure.key and measure.people]:
                self.at_most({(measure.people, *key[1:]): 1}, {key: 1})
            if measure.of:
                self.at_most({(measure.key, "", ""): 1}, {(measure.of, "", ""): 1})

    def of_table(self, measure: str, by: str) -> None:
        cells, total = [key for key in self.at if key[:2] == (measure, by)], (measure, "", "")
        dimension, distinct = DIMENSIONS[by], MEASURES[measure].distinct
        for cell in cells:
            self.at_most({cell: 1}, {total: 1})
        self.at_most({total: 1}, dict.fromkeys(cells, 1))
        if dimension.column and not distinct:
            self.at_most(dict.fromkeys(cells, 1), {total: 1})
        for n, part in enumerate(dimension.parts):
            if part.key not in MEASURES[measure].by:
                continue
            for key in part.categories():
                own = dict.fromkeys([cell for cell in cells if cell[2].split("/")[n] == key], 1)
                self.at_most({(measure, part.key, key): 1}, own)
                for some in [dict([one]) for one in own.items()] if distinct else [own]:
                    self.at_most(some, {(measure, part.key, key): 1})

    def at_most(self, parts: dict[Key, float], whole: dict[Key, float]) -> None:
        if all(key in self.at for key in (*parts, *whole)):
            self.less.append(parts | {key: -factor for key, factor in whole.items()})

    def ends(self, key: Key) -> tuple[float, float]:
        def matrix(rows: list[dict[Key, float]]) -> np.ndarray:
            made = np.zeros((len(rows), len(self.at)))
            for n, terms in enumerate(rows):
                for one, factor in terms.items():
                    made[n, self.at[one]] += factor
            return made

        found = []
        for sign in (1.0, -1.0):
            cost = np.zeros(len(self.at))
            cost[self.at[key]] = sign
            less, equal = matrix(self.less), matrix([terms for terms, _ in self.equal])
            answer = linprog(
                cost,
                less,
                np.zeros(len(self.less)),
                equal,
                np.array([value for _, value in self.equal]),
                bounds=(0, 1e4),
            )
            assert answer.x is not None, "what is shown contradicts itself"
            found.append(round(float(answer.x[self.at[key]]), 6))
        return found[0], found[1]


@pytest.mark.parametrize("seed", range(2))
def test_a_hidden_count_of_the_record_can_be_anything_from_one_to_five(seed: int) -> None:
    truth = a_record(seed)
    reader = Reader(truth, apply(truth, "published").figures)
    small = [
        key
        for *key, n in truth.select("measure", "breakdown", "category", "numerator").iter_rows()
        if 1 <= (n or 0) <= 5
    ]
    tried = random.Random(seed).sample(small, 25)
    found = {tuple(key): reader.ends(tuple(key)) for key in tried}
    assert [f"{key}: {low} to {high}" for key, (low, high) in found.items() if low > 1 or high < 5] == []


def test_the_reader_does_find_what_hiding_small_counts_alone_gives_away() -> None:
    truth = a_record(0)
    naive = truth.with_columns(numerator=pl.when(~pl.col("numerator").is_between(1, 5)).then("numerator"))
    reader = Reader(truth, naive)
    small = [
        key
        for *key, n in truth.select("measure", "breakdown", "category", "numerator").iter_rows()
        if 1 <= (n or 0) <= 5
    ]
    assert any(reader.ends(tuple(key)) != (0, 5) and reader.ends(tuple(key))[1] < 5 for key in small[:40])


def test_many_rows_of_few_young_people_are_hidden_too() -> None:
    own = {"target": "peers", "aim": "disrupt", "stage": "during", "from_on": "2019-09-01"}
    others = [own | {"target": "family", "person_id": str(n)} for n in range(20)]
    tables = dataset(actions=[own | {"person_id": "0"}] * 8 + others).tables
    shown = apply(snapshot(tables, Month(2019, 9)).figures, "published").figures
    found = {
        (m, c): (v, s)
        for m, c, v, s in shown.filter(pl.col("breakdown") == "target")
        .select("measure", "category", "value", "state")
        .iter_rows()
    }
    assert found["actions", "peers"] == (None, "suppressed")
    assert found["actions_people", "peers"] == (None, "suppressed")
