"""Nobody can work out a hidden count: a linear programme, written apart from the one that hides, tries to."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections import defaultdict

import numpy as np
import polars as pl
import pytest
from scipy.optimize import linprog
from tests.datasets import Row, dataset

from kith.figures.measures.compare import compare
from kith.figures.measures.declarations import FAMILIES, MEASURES
from kith.figures.measures.disclosure import Released, apply
from kith.figures.measures.figure import TOGETHER
from kith.figures.measures.profiles import PROFILES
from kith.figures.measures.snapshot import snapshot
from kith.foundation.dates import Month

SEPTEMBER = Month(2019, 9)
PERSON_BY = {"age_band", "sex", "ethnicity_group", "disability"}
OPEN = {"harm_combination", "legal_status", "placement_type", "host_authority"}
LEGAL = {"C1": "section_31", "C2": "section_31", "V2": "section_20"}
UNDER_TWO_YEARS = ["to_3_months", "3_to_6_months", "6_to_12_months", "1_to_2_years"]
PLACED = {"K1": "secure", "K2": "childrens_home", "U4": "foster", "U6": "foster"}


def an_authority(seed: int, name: str = "A", most: int = 400) -> dict[str, list[Row]]:
    """Rows of one authority with as many people as chance has it."""
    chance = random.Random(f"{seed}{name}")
    tables: dict[str, list[Row]] = defaultdict(list)
    for n in range(chance.randint(15, most)):
        who = {"authority": name, "person_id": str(n)}
        born = dt.date(2019 - chance.randint(10, 20), chance.randint(1, 9), 3)
        traits = {"sex": chance.choice("MFFU"), "ethnicity": chance.choice(["WBRI", "WBRI", "BAFR", "APKN"])}
        tables["people"].append(who | traits | {"birth_date": born, "disability": chance.choice(["yes", "no", "no"])})
        if chance.random() > 0.4:
            continue
        for harm in chance.sample(["cse", "cce", "gang", "peer_on_peer", "missing"], chance.choice([1, 1, 2, 3])):
            setting = chance.choice(["outside", "outside", "not_known", "both"])
            tables["harms"].append(
                who | {"harm": harm, "setting": setting, "setting_basis": chance.choice(["assumed", "recorded"])}
            )
        if chance.random() < 0.35:
            tables["placements"].append(
                who
                | {"due_to_efh": chance.choice(["yes", "yes", "partly", "not_reviewed", "no"])}
                | {"from_on": dt.date(2019, chance.randint(1, 9), 2), "legal_basis": chance.choice(list(LEGAL))}
                | {"placement_type": chance.choice(list(PLACED)), "host_authority": chance.choice("XYZ")}
            )
            tables["missing"] += [who] * (chance.random() < 0.4)
    return tables


def a_release(seed: int) -> pl.DataFrame:
    """Figures of one authority, of two months of one, or of three together with their sum."""
    if seed % 3 == 2:
        several = [_of_files(an_authority(seed, name, 120), SEPTEMBER) for name in "ABC"]
        return pl.concat([*several, compare(pl.concat(several))])
    return pl.concat([_of_files(an_authority(seed), SEPTEMBER + n) for n in range(1 + seed % 3)])


def _of_files(rows: dict[str, list[Row]], month: Month) -> pl.DataFrame:
    """The figures that files can tell; those of the live record have a test of their own."""
    whole = snapshot(dataset(**rows).tables, month).figures
    return whole.filter(pl.col("measure").is_in([m.key for m in MEASURES.values() if not FAMILIES[m.section].optional]))


class Attacker:
    """Knows what every measure means and everything shown, and asks how little and how much each hidden count can be."""

    def __init__(self, truth: pl.DataFrame, shown: pl.DataFrame) -> None:
        self.at: dict[tuple[str, ...], int] = {}
        self.equal: list[tuple[dict[int, float], float]] = []
        self.less: list[tuple[dict[int, float], float]] = []
        for row in truth.filter(pl.col("denominator").is_null()).iter_rows(named=True):
            place = tuple(row[key] for key in ("authority", "period", "measure", "breakdown", "category"))
            for end, column in (("n", "numerator"), ("top", "high"), ("unknown", "unknown")):
                if row[column] is not None:
                    self.at[(*place, end)] = len(self.at)
        for row in shown.iter_rows(named=True):
            place = tuple(row[key] for key in ("authority", "period", "measure", "breakdown", "category"))
            for end, column in (("n", "numerator"), ("top", "high"), ("unknown", "unknown")):
                if row[column] is not None and (*place, end) in self.at:
                    self.equal.append(({self.at[(*place, end)]: 1.0}, float(row[column])))
            shares = {"affected_share": ("affected", "supported"), "relocation_rate": ("relocated", "affected")}
            if row["measure"] in shares and row["value"] is not None:
                part, whole = shares[row["measure"]]
                for key, column in ((part, "numerator"), (whole, "denominator")):
                    self.equal.append(({self.at[(*place[:2], key, "", "", "n")]: 1.0}, float(row[column])))
        self.know()

    def know(self) -> None:
        tables = defaultdict(list)
        for key in self.at:
            tables[(*key[:4], key[5])].append(key)
        for (who, when, measure, by, end), cells in tables.items():
            total = (who, when, measure, "", "", end)
            age = {"18_or_over": "18+", "not_known": "not_known"} | dict.fromkeys(UNDER_TWO_YEARS, "16-17")
            if by == "time_to_18":
                for value in set(age.values()):
                    parts = {cell: 1 for cell in cells if age.get(cell[4]) == value}
                    self.same(parts, {(who, when, measure, "age_band", value, end): 1})
            if by in ("harm", "status"):
                for cell in cells:
                    if end == "n":
                        self.at_most({cell: 1}, {total: 1})
            elif by:
                self.same(dict.fromkeys(cells, 1), {total: 1})
            if by in ("legal_status", "placement_type"):
                group, names = ("legal_basis", LEGAL) if by == "legal_status" else ("placement_group", PLACED)
                for value in set(names.values()):
                    parts = {cell: 1 for cell in cells if names.get(cell[4]) == value}
                    self.same(parts, {(who, when, measure, group, value, end): 1})
            if by == "harm_combination":
                for harm in ("cse", "cce", "gang", "peer_on_peer"):
                    parts = {cell: 1 for cell in cells if harm in cell[4].split("+")}
                    self.same(parts, {(who, when, measure, "harm", harm, end): 1})
        chain = ("supported", "affected", "relocated")
        for key in self.at:
            who, when, measure, by, category, end = key
            if measure in chain[1:] and end == "n" and by in PERSON_BY | {""}:
                self.at_most({key: 1}, {(who, when, chain[chain.index(measure) - 1], by, category, "n"): 1})
            if end == "top":
                self.at_most({(*key[:5], "n"): 1}, {key: 1})
                if measure == "relocated":
                    self.at_most({key: 1}, {(who, when, "affected", by, category, "n"): 1})
            inner = {"affected_assumed_only": "affected", "relocated_partly": "relocated", "candidates": "affected"}
            inner |= {"not_reviewed": "candidates", "more_than_one_stay": "relocated", "missing_from_stay": "relocated"}
            inner |= {
                "affected": "affected_or_missing",
                "missing_after": "missing_days_after",
                "missing_before": "relocated",
            }
            if by == "" and end == "n" and measure in inner:
                self.at_most({key: 1}, {(who, when, inner[measure], "", "", "n"): 1})
            if measure == "days_at_risk_before":
                self.same({key: 1}, {(who, when, "relocated", "", "", "n"): 90})
            if who == TOGETHER and measure not in ("services", "rate_group", "none_reported", "zero_report"):
                self.same({k: 1 for k in self.at if k[1:] == key[1:] and k[0] != TOGETHER}, {key: 1})

    def same(self, parts: dict[tuple[str, ...], float], whole: dict[tuple[str, ...], float]) -> None:
        self.add(self.equal, parts, whole)

    def at_most(self, parts: dict[tuple[str, ...], float], whole: dict[tuple[str, ...], float]) -> None:
        self.add(self.less, parts, whole)

    def add(
        self,
        rows: list[tuple[dict[int, float], float]],
        parts: dict[tuple[str, ...], float],
        whole: dict[tuple[str, ...], float],
    ) -> None:
        if all(key in self.at for key in (*parts, *whole)):
            rows.append(({self.at[k]: f for k, f in parts.items()} | {self.at[k]: -f for k, f in whole.items()}, 0.0))

    def _matrix(self, rows: list[tuple[dict[int, float], float]]) -> tuple[np.ndarray, np.ndarray]:
        matrix = np.zeros((len(rows), len(self.at)))
        for n, (terms, _) in enumerate(rows):
            for column, factor in terms.items():
                matrix[n, column] = factor
        return matrix, np.array([right for _, right in rows])

    def ranges(self, keys: list[tuple[str, ...]]) -> dict[tuple[str, ...], tuple[float, float]]:
        """The least and most of each count; ends that other programmes' answers already reach are not asked for again."""
        equal, less = self._matrix(self.equal), self._matrix(self.less)
        least, most = dict.fromkeys(keys, np.inf), dict.fromkeys(keys, -np.inf)
        for sign, ends, met in ((1.0, least, lambda v: v <= 1), (-1.0, most, lambda v: v >= 5)):
            for key in keys:
                if met(ends[key]):
                    continue
                cost = np.zeros(len(self.at))
                cost[self.at[key]] = sign
                found = linprog(cost, less[0], less[1], equal[0], equal[1], bounds=(0, 1e5))
                assert found.x is not None, "what is shown contradicts itself"
                for other in keys:
                    value = round(float(found.x[self.at[other]]), 6)
                    least[other], most[other] = min(least[other], value), max(most[other], value)
                ends[key] = round(float(found.x[self.at[key]]), 6)
        return {key: (least[key], most[key]) for key in keys}


def given_away(truth: pl.DataFrame, shown: pl.DataFrame) -> list[str]:
    """Small counts that are shown, or of which not all of 1 to 5 is possible."""
    small = []
    for row in truth.filter(pl.col("denominator").is_null()).iter_rows(named=True):
        place = tuple(row[key] for key in ("authority", "period", "measure", "breakdown", "category"))
        columns = (("n", "numerator"), ("top", "high"), ("unknown", "unknown"))
        people = row["measure"] not in ("services", "rate_group")
        small += [(*place, end) for end, column in columns if people and row[column] in (1, 2, 3, 4, 5)]
    found = Attacker(truth, shown).ranges(small)
    return [f"{key}: {low} to {high}" for key, (low, high) in found.items() if low > 1 or high < 5]


def _tried(seed: int) -> list[str]:
    truth = a_release(seed)
    return given_away(truth, apply(truth, "published").figures)


@pytest.mark.parametrize("seed", range(6))
def test_a_hidden_count_can_be_anything_from_one_to_five(seed: int) -> None:
    assert _tried(seed) == []


@pytest.mark.long
@pytest.mark.parametrize("seed", range(6, 200))
def test_a_hidden_count_can_be_anything_from_one_to_five_in_200_releases(seed: int) -> None:
    assert _tried(seed) == []


def test_the_attacker_does_find_what_primary_suppression_alone_gives_away() -> None:
    truth = a_release(0)
    small = pl.any_horizontal(pl.col(c).is_between(1, 5).fill_null(False) for c in ("numerator", "high"))
    numbers = ["value", "numerator", "low", "high", "denominator"]
    naive = truth.with_columns(pl.when(~small).then(pl.col(c)).alias(c) for c in numbers)
    assert given_away(truth, naive)


def test_what_an_earlier_release_showed_cannot_protect_in_a_later_one() -> None:
    truth = a_release(0)
    first = apply(truth, "published").figures
    again = apply(truth, "published", earlier=first).figures
    assert given_away(truth, pl.concat([first, again])) == []


def test_internal_figures_are_shown_as_they_are() -> None:
    truth = a_release(1)
    assert apply(truth, "internal").figures.equals(truth)


def test_noughts_are_shown_and_rows_and_shares_of_hidden_counts_are_not() -> None:
    truth = a_release(1)
    shown = apply(truth, "published").figures
    assert shown["rows"].unique().to_list() == [""]
    hidden = shown.filter(pl.col("state") == "suppressed")
    assert hidden.select("value", "numerator", "denominator", "low", "high").null_count().row(0) == (hidden.height,) * 5
    assert shown.filter(pl.col("value") == 0).height > 0


def test_national_figures_are_multiples_of_ten_and_their_rates_are_made_from_those() -> None:
    shown = apply(a_release(2), "national").figures
    together = shown.filter((pl.col("authority") == TOGETHER) & (pl.col("measure") == "relocation_rate")).row(
        0, named=True
    )
    counts = shown.filter(pl.col("measure").is_in(["supported", "affected", "relocated"]))
    assert counts.filter(pl.col("value") % 10 != 0).height == 0
    if together["value"] is not None:
        assert together["value"] == together["numerator"] / together["denominator"]


def test_only_apply_makes_released_figures() -> None:
    with pytest.raises(TypeError, match=re.escape("disclosure.apply alone")):
        Released(a_release(1), PROFILES["internal"], object())
    with pytest.raises(LookupError, match="profiles are"):
        apply(a_release(1), "secret")
