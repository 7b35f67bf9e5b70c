"""The published figures, carried as data with their sources, so that twin and comparison start from the same printed numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kith.definitions.codes import rows

DATA = Path(__file__).parent / "data"

AGGREGATES, BY_HAND, TABLE_2, TABLE_3 = "Aggregates", "Reckoned by hand from Table 2", "Table 2", "Table 3"
"""The parts of the comparison that are figures of the dataset."""


@dataclass(frozen=True, slots=True)
class Published:
    """One printed figure and how it is had: `measure` with a category, or `reckoned` from several, or `not_had` and why.

    `published` is the text as printed, whose decimals are the rounding to hold it to. `service` is empty for all together.
    """

    part: str
    figure: str
    published: str
    unit: str
    source: str
    service: str = ""
    measure: str = ""
    breakdown: str = ""
    category: str = ""
    reckoned: str = ""
    not_had: str = ""
    note: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.figure, self.service


@dataclass(frozen=True, slots=True)
class Finding:
    """A known fault of a published figure: what the rows give in its place, what is wrong, and how we know."""

    figure: str
    service: str
    published: str
    computed: str
    what: str
    how_we_know: str

    @property
    def key(self) -> tuple[str, str]:
        return self.figure, self.service


@cache
def table(name: str) -> list[dict[str, str]]:
    """The rows of one of the data files, each as a dict of texts."""
    return rows(DATA / f"{name}.csv")


def services() -> dict[str, dict[str, str]]:
    """Table 2: the row of each service by its letter, in the printed order (by relocation rate)."""
    return {row["service"]: row for row in table("services")}


def aggregate(figure: str) -> int:
    """A whole number printed among the aggregates. KeyError for a figure that is not there."""
    return int({row["figure"]: row["published"] for row in table("aggregates")}[figure])


def findings() -> dict[tuple[str, str], Finding]:
    """The declared faults by figure and service."""
    declared = [Finding(**row) for row in table("findings")]
    return {finding.key: finding for finding in declared}


_COLUMNS = {
    "affected_by_efh": ("affected by extra-familial harm", "people", {"measure": "affected"}),
    "in_out_of_area": ("in out-of-area placements", "people", {"measure": "relocated"}),
    "published_rate_percent": ("rate of relocation", "percent", {"measure": "relocation_rate"}),
    "in_multiple_out_of_area": ("in multiple out-of-area placements", "people", {"measure": "more_than_one_stay"}),
    "missing_from_out_of_area": ("missing from out-of-area placements", "people", {"measure": "missing_from_stay"}),
    "missing_episodes": ("missing episodes", "episodes", {"measure": "missing_episodes"}),
    "published_group": ("rate group", "", {"reckoned": "rate_group"}),
}
"""The columns of Table 2: the figure's name, its unit, and how it is had."""


def figures() -> list[Published]:
    """Every published figure of the dataset, in the order of the comparison."""
    return [*_table_2(), *_table_3(), *_listed(AGGREGATES, "aggregates"), *_listed(BY_HAND, "reckoned_by_hand")]


def _table_2() -> list[Published]:
    return [
        Published(TABLE_2, figure, row[column], unit, row["source"], service, **how)
        for service, row in services().items()
        for column, (figure, unit, how) in _COLUMNS.items()
    ]


def _table_3() -> list[Published]:
    """Table 3. Where a service returned no lengths, or nobody is relocated, the printed words stand in place of a mode."""
    listed = []
    for row in table("placement_length_mode"):
        service, source, note = row["service"], row["source"], row["note"]
        mode, absent = row["mode_length"] or note, row["data_missing_for"]
        note = "" if mode == note else note
        listed.append(
            Published(
                TABLE_3, "most frequent length of placement", mode, "", source, service, reckoned="mode", note=note
            )
        )
        if absent:
            listed.append(
                Published(TABLE_3, "no length returned for", absent, "people", source, service, reckoned="no_length")
            )
    return listed


def _listed(part: str, name: str) -> list[Published]:
    return [
        Published(
            part=part,
            source=f"{row['source']} ({row['line']})" if row["line"] else row["source"],
            **{key: value for key, value in row.items() if key not in ("source", "line")},
        )
        for row in table(name)
    ]
