"""Published figures that no single measure gives: each reckoned from the measures' figures, and nothing but those."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from kith.figures.measures.declarations import DIMENSIONS
from kith.figures.measures.snapshot import Snapshot
from kith.figures.study.pooled import EVERYONE

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
    """The measures' figures of the thirteen services: the month's snapshot, and what is said of all together."""

    snapshot: Snapshot
    together: pl.DataFrame

    @cached_property
    def _values(self) -> dict[tuple[str, str, str], dict[str, float]]:
        """(measure, breakdown, category) → service → value."""
        values: dict[tuple[str, str, str], dict[str, float]] = {}
        columns = ("measure", "breakdown", "category", "authority", "value")
        for measure, breakdown, category, service, value in self.snapshot.figures.select(columns).iter_rows():
            values.setdefault((measure, breakdown, category), {})[service] = value
        return values

    def by_service(self, measure: str, breakdown: str = "", category: str = "") -> dict[str, float]:
        """The value of each service. KeyError for a figure that the measures do not give."""
        return self._values[measure, breakdown, category]

    def total(self, measure: str, breakdown: str = "", category: str = "") -> float:
        """A count of all services together."""
        return sum(self.by_service(measure, breakdown, category).values())

    @cached_property
    def groups(self) -> dict[str, str]:
        """The group that the paper's rule puts each service in."""
        said = self.together.filter((pl.col("measure") == "rate_group") & (pl.col("value") == 1))
        return {service: GROUPS[group] for service, group in said.select("authority", "category").iter_rows()}

    @cached_property
    def group_3(self) -> list[str]:
        return [service for service, group in self.groups.items() if group == "3"]

    def in_group_3(self, measure: str, breakdown: str = "", category: str = "") -> dict[str, float]:
        return {s: n for s, n in self.by_service(measure, breakdown, category).items() if s in self.group_3}

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
    counts = Counter({c: found.total("relocated", breakdown, c) for c in DIMENSIONS[breakdown].categories()})
    del counts["not_known"]
    (category, most), (_, second) = counts.most_common(2)
    return WORDS.get(category, category) if most > second else None


def _without_disability(found: Found) -> Value:
    yes, no = (found.by_service("relocated", "disability", state) for state in ("yes", "no"))
    return sum(yes[service] + no[service] == 0 for service in yes)


def _sum_of(found: Found, breakdown: str) -> Value:
    return sum(found.total("relocated", breakdown, c) for c in DIMENSIONS[breakdown].categories())


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


def _pooled(found: Found, measure: str, column: str = "value") -> float:
    """A number said of all services together."""
    of_all = (pl.col("authority") == EVERYONE) & (pl.col("measure") == measure) & (pl.col("category") == "")
    return float(found.together.filter(of_all)[column].item())


RECKONINGS: dict[str, Callable[[Found], Value]] = {
    "services": lambda f: len(f.by_service("relocated")),
    "affected_share": lambda f: _percent(f.total("affected"), f.total("supported")),
    "pooled_rate": lambda f: 100 * _pooled(f, "relocation_rate"),
    "multiple_share": lambda f: _percent(f.total("more_than_one_stay"), f.total("relocated")),
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
        sum(f.in_group_3("missing_from_stay").values()), f.total("missing_from_stay")
    ),
    "missing_during_f": lambda f: _percent(
        f.by_service("missing_from_stay")[SPOKEN_OF], f.by_service("relocated")[SPOKEN_OF]
    ),
    "missing_before_f": lambda f: _percent(
        f.by_service("missing_before")[SPOKEN_OF], f.by_service("relocated")[SPOKEN_OF]
    ),
    "length_returned": _length_returned,
    "length_returned_words": lambda f: _percent(_length_returned(f), f.total("relocated")),
    "over_a_year_both": _over_a_year,
    "over_a_year_group_3": lambda f: sum(_group_3_over_a_year(f).values()),
    "over_a_year_group_3_share": lambda f: _percent(
        sum(_group_3_over_a_year(f).values()), f.total("relocated", "elapsed_band", "over_1_year")
    ),
    "over_a_year_services_group_3": lambda f: _above(_group_3_over_a_year(f)),
    "none_peer_on_peer": lambda f: _equal(f.by_service("affected", "harm", "peer_on_peer"), 0),
    "none_serious_youth_violence": lambda f: _equal(f.by_service("affected", "harm", "serious_youth_violence"), 0),
    "wilson_low": lambda f: 100 * _pooled(f, "relocation_rate", "low"),
    "wilson_high": lambda f: 100 * _pooled(f, "relocation_rate", "high"),
    "chi_square": lambda f: _pooled(f, "funnel_chi_square"),
    "degrees_of_freedom": lambda f: _pooled(f, "funnel_chi_square", "denominator"),
    "phi": lambda f: _pooled(f, "funnel_dispersion"),
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
