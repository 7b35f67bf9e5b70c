"""Published figures that no single measure gives: each reckoned from the measures' figures, and nothing but those."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from kith.figures.measures.declarations import DIMENSIONS
from kith.figures.measures.figure import TOGETHER
from kith.figures.measures.snapshot import Snapshot

Value = float | str | None
"""A count, a coefficient, a percentage, words, or nothing where no row says."""

GROUPS = {"under_5": "1", "5_to_10": "2", "over_10": "3"}
"""Kith's groups by rate → the paper's."""

BANDS = {"under_1_month": "under 1 month", "1_to_12_months": "1-12 months", "over_1_year": "over 1 year"}
"""Kith's bands of time away → the columns of Table 3."""

WORDS = {"section_31": "section 31", "childrens_home": "residential children's home"}
"""Kith's categories → the paper's words, where the paper names the most frequent one."""

SPOKEN_OF = "F"
"""The one service of group 3 of whose relocated young people 49 per cent went missing (Table 2: 22 of 45)."""


@dataclass(frozen=True)
class Found:
    """The measures' figures of the thirteen services: the month's snapshot, and their comparison and sums together."""

    snapshot: Snapshot
    compared: pl.DataFrame

    @cached_property
    def _rows(self) -> dict[tuple[str, str, str], dict[str, dict[str, Any]]]:
        """(measure, breakdown, category) → service, or TOGETHER → the row of FIGURES."""
        found: dict[tuple[str, str, str], dict[str, dict[str, Any]]] = {}
        for row in pl.concat([self.snapshot.figures, self.compared]).iter_rows(named=True):
            found.setdefault((row["measure"], row["breakdown"] or "", row["category"] or ""), {})[row["authority"]] = (
                row
            )
        return found

    def by_service(self, measure: str, breakdown: str = "", category: str = "") -> dict[str, float]:
        """The value of each service. KeyError for a figure that the measures do not give."""
        rows = self._rows[measure, breakdown, category]
        return {service: row["value"] for service, row in rows.items() if service != TOGETHER}

    def together(self, measure: str, breakdown: str = "", category: str = "", column: str = "value") -> float:
        """The value, or another number, of all services together. KeyError for a figure that the measures do not give."""
        return float(self._rows[measure, breakdown, category][TOGETHER][column])

    @cached_property
    def groups(self) -> dict[str, str]:
        """The group that the paper's rule puts each service in."""
        kept = (key for key in GROUPS if ("rate_group", "rate_group", key) in self._rows)
        return {service: GROUPS[key] for key in kept for service in self.by_service("rate_group", "rate_group", key)}

    def in_group_3(self, measure: str, breakdown: str = "", category: str = "") -> dict[str, float]:
        """The value of each service of group 3."""
        values = self.by_service(measure, breakdown, category)
        return {service: value for service, value in values.items() if self.groups[service] == "3"}

    @cached_property
    def returned(self) -> dict[str, Counter[str]]:
        """Of those relocated with a planned length, by service: how many are in each band of time away (Table 3)."""
        told = self.snapshot.basis.filter(pl.col("relocated") & (pl.col("planned_length") != "not_known"))
        counted: dict[str, Counter[str]] = {service: Counter() for service in self.by_service("relocated")}
        for service, band in told.select("authority", "elapsed_band").iter_rows():
            counted[service][band] += 1
        return counted


def _percent(part: float, whole: float) -> float:
    return 100 * part / whole


def _above(values: dict[str, float], least: float = 0) -> int:
    return sum(value > least for value in values.values())


def _equal(values: dict[str, float], number: float) -> int:
    return sum(value == number for value in values.values())


def _rate_where(found: Found, relocated: int) -> Value:
    there = [service for service, number in found.by_service("relocated").items() if number == relocated]
    return 100 * found.by_service("relocation_rate")[there[0]] if len(there) == 1 else None


def _most_frequent(found: Found, breakdown: str) -> Value:
    """The category with the most of those known, in the paper's words; nothing where two have as many."""
    counts = Counter({c: found.together("relocated", breakdown, c) for c in DIMENSIONS[breakdown].categories()})
    del counts["not_known"]
    (category, most), (_, second) = counts.most_common(2)
    return WORDS.get(category, category) if most > second else None


def _without_disability(found: Found) -> Value:
    yes, no = (found.by_service("relocated", "disability", state) for state in ("yes", "no"))
    return sum(yes[service] + no[service] == 0 for service in yes)


def _sum_of(found: Found, breakdown: str) -> Value:
    return sum(found.together("relocated", breakdown, c) for c in DIMENSIONS[breakdown].categories())


def _length_returned(found: Found) -> float:
    return sum(counted.total() for counted in found.returned.values())


def _over_a_year(found: Found) -> Value:
    """Whether those over a year are the same people by time away and by planned length."""
    relocated = found.snapshot.basis.filter(pl.col("relocated"))
    so_far = pl.col("elapsed_band") == "over_1_year"
    planned = pl.col("planned_length").is_in(["1_to_2_years", "over_2_years"])
    return "both" if relocated.select((so_far == planned).all()).item() else "not the same"


def _group_3_over_a_year(found: Found) -> dict[str, float]:
    return found.in_group_3("relocated", "elapsed_band", "over_1_year")


RECKONINGS: dict[str, Callable[[Found], Value]] = {
    "multiple_share": lambda f: _percent(f.together("more_than_one_stay"), f.together("relocated")),
    "services_multiple": lambda f: _above(f.by_service("more_than_one_stay")),
    "services_multiple_group_3": lambda f: _above(f.in_group_3("more_than_one_stay")),
    "most_multiple_group_3": lambda f: max(f.in_group_3("more_than_one_stay").values()),
    "services_without": lambda f: _equal(f.by_service("relocated"), 0),
    "services_with": lambda f: _above(f.by_service("relocated")),
    "services_quarter": lambda f: _above(f.by_service("relocation_rate"), 0.25),
    "rate_of_19": lambda f: _rate_where(f, 19),
    "rate_of_43": lambda f: _rate_where(f, 43),
    "most_frequent_legal_basis": lambda f: _most_frequent(f, "legal_basis"),
    "most_frequent_placement": lambda f: _most_frequent(f, "placement_group"),
    "sexes": lambda f: _sum_of(f, "sex"),
    "ethnicities": lambda f: _sum_of(f, "ethnicity_group"),
    "services_without_disability": _without_disability,
    "missing_group_3_share": lambda f: _percent(
        sum(f.in_group_3("missing_from_stay").values()), f.together("missing_from_stay")
    ),
    "missing_during_f": lambda f: _percent(
        f.by_service("missing_from_stay")[SPOKEN_OF], f.by_service("relocated")[SPOKEN_OF]
    ),
    "missing_before_f": lambda f: _percent(
        f.by_service("missing_before")[SPOKEN_OF], f.by_service("relocated")[SPOKEN_OF]
    ),
    "length_returned": _length_returned,
    "length_returned_words": lambda f: _percent(_length_returned(f), f.together("relocated")),
    "over_a_year_both": _over_a_year,
    "over_a_year_group_3": lambda f: sum(_group_3_over_a_year(f).values()),
    "over_a_year_group_3_share": lambda f: _percent(
        sum(_group_3_over_a_year(f).values()), f.together("relocated", "elapsed_band", "over_1_year")
    ),
    "over_a_year_services_group_3": lambda f: _above(_group_3_over_a_year(f)),
    "wilson_low": lambda f: 100 * f.together("relocation_rate", column="low"),
    "wilson_high": lambda f: 100 * f.together("relocation_rate", column="high"),
    "degrees_of_freedom": lambda f: f.together("funnel_chi_square", column="denominator"),
    "one_serious_youth_violence": lambda f: _equal(f.by_service("affected", "harm", "serious_youth_violence"), 1),
}
"""Reckonings over all services, by the key that the data names."""


def _mode(found: Found, service: str) -> Value:
    """The band with most of those whose length was returned; nothing where two have as many."""
    if found.by_service("relocated")[service] == 0:
        return "not applicable"
    ranked = found.returned[service].most_common(2)
    if not ranked:
        return "could not report figures"
    (band, most), *others = ranked
    return None if others and others[0][1] == most else BANDS[band]


OF_SERVICE: dict[str, Callable[[Found, str], Value]] = {
    "rate_group": lambda f, service: f.groups.get(service),
    "mode": _mode,
    "no_length": lambda f, service: f.by_service("relocated")[service] - f.returned[service].total(),
}
"""Reckonings of one service, by the key that the data names."""
