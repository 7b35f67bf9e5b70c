"""What anyone can know of a release without seeing a cell: which counts add up to which, and which cannot exceed which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from math import inf
from typing import NamedTuple

from kith.definitions.codes import codes
from kith.figures.measures.affected import MISSING, NONE_RECORDED
from kith.figures.measures.declarations import DIMENSIONS, MEASURES, RANGE_BY
from kith.figures.measures.figure import TOGETHER
from kith.figures.measures.missing import WINDOW


class Count(NamedTuple):
    """One count of a release: `end` is count, upper (of a range) or unknown."""

    authority: str
    period: str
    measure: str
    breakdown: str
    category: str
    end: str


class Relation(NamedTuple):
    """`least` ≤ the sum of factor times count ≤ `most`."""

    terms: dict[Count, float]
    least: float
    most: float


NESTED = {"legal_status": "legal_basis", "placement_type": "placement_group"}
"""Dimension of codes → dimension of the groups that the codes are in."""

_EXTRA_WITHIN = (("affected", "affected_or_missing"), ("missing_from_stay", "missing_episodes"))
_OF_DAYS = (("missing_before", "missing_days_before"), ("missing_after", "missing_days_after"))
_SAME = ("count", "upper", "unknown")


def relations(counts: Mapping[Count, int | None]) -> Iterator[Relation]:
    """Every relation between the counts of a release (a value of None is a count nobody was shown)."""
    tables: dict[Count, list[Count]] = defaultdict(list)
    for count in counts:
        if count.breakdown:
            tables[count._replace(category="")].append(count)
    for table, cells in tables.items():
        yield from _of_table(table, cells, counts)
    for count in counts:
        yield from _of_count(count, counts)
    yield from _of_services(counts)


def _sum(parts: list[Count], whole: Count) -> Relation:
    return Relation({whole: -1.0, **dict.fromkeys(parts, 1.0)}, 0, 0)


def _within(part: Count, whole: Count, factor: float = 1) -> Relation:
    return Relation({part: 1.0, whole: -factor}, -inf, 0)


def _of_table(table: Count, cells: list[Count], counts: Mapping[Count, int | None]) -> Iterator[Relation]:
    total = table._replace(breakdown="")
    dimension = DIMENSIONS[table.breakdown]
    if total in counts and dimension.column:
        yield _sum(cells, total)
    if total in counts and dimension.flags and table.end != "unknown":
        yield from (_within(cell, total) for cell in cells)
        none = total._replace(breakdown="harm_combination", category=NONE_RECORDED)
        rest = [none] if table.breakdown == "harm" and none in counts else []
        if table.breakdown == "status" or (table.breakdown == "harm" and table.measure == "affected"):
            yield Relation({total: -1.0, **dict.fromkeys([*cells, *rest], 1.0)}, 0, inf)
    if table.breakdown in NESTED:
        yield from _nested(table, cells, counts)
    if table.breakdown == "elapsed_length":
        over = table._replace(breakdown="elapsed_band", category="over_1_year")
        if over in counts:
            yield _sum([c for c in cells if c.category in ("1_to_2_years", "over_2_years")], over)
            yield _within(over._replace(category="under_1_month"), table._replace(category="to_3_months"))
    if table.breakdown == "harm_combination":
        for harm in DIMENSIONS["harm"].flags:
            whole = table._replace(breakdown="harm", category=harm)
            if harm != MISSING and whole in counts:
                yield _sum([c for c in cells if harm in c.category.split("+")], whole)


def _nested(table: Count, cells: list[Count], counts: Mapping[Count, int | None]) -> Iterator[Relation]:
    groups = codes(DIMENSIONS[table.breakdown].codes).groups()
    members: dict[str, list[Count]] = defaultdict(list)
    for cell in cells:
        outside = cell.category if cell.category == "none" else "not_known"
        members[groups.get(cell.category, outside)].append(cell)
    for whole in [
        c for c in counts if c[:3] == table[:3] and c.breakdown == NESTED[table.breakdown] and c.end == table.end
    ]:
        yield _sum(members[whole.category], whole)


def _of_count(count: Count, counts: Mapping[Count, int | None]) -> Iterator[Relation]:
    """A part is within its whole: of a measure in the one that it is of, of a range's ends, of days in people."""
    measure = MEASURES[count.measure]
    if measure.of and (not count.breakdown or count.breakdown in RANGE_BY):
        whole = count._replace(measure=measure.of, end="count")
        if whole in counts:
            parts = {count._replace(end="upper" if measure.high else "count"): 1.0}
            unknown = count._replace(end="unknown")
            if unknown in counts and count.breakdown != "harm":
                parts[unknown] = 1.0
            if count.end == "count" and all(part in counts for part in parts):
                yield Relation({**parts, whole: -1.0}, -inf, 0)
    if count.end == "upper":
        yield _within(count._replace(end="count"), count)
    if count.end != "count" or count.breakdown:
        return
    for part, whole_key in (*_EXTRA_WITHIN, *_OF_DAYS):
        if count.measure == part and (whole := count._replace(measure=whole_key)) in counts:
            yield _within(count, whole)
            if (part, whole_key) in _OF_DAYS:
                yield _within(whole, count, WINDOW)
    for when in ("before", "after"):
        risk = count._replace(measure=f"days_at_risk_{when}")
        if count.measure == "relocated" and risk in counts:
            least = 0 if when == "before" else -inf
            yield Relation({risk: 1.0, count: -WINDOW}, least, 0)
            yield _within(count, risk)
        if count.measure == f"missing_days_{when}" and risk in counts:
            yield _within(count, risk)


def _of_services(counts: Mapping[Count, int | None]) -> Iterator[Relation]:
    parts: dict[Count, list[Count]] = defaultdict(list)
    for count in counts:
        if count.authority != TOGETHER:
            parts[count._replace(authority=TOGETHER)].append(count)
    for whole, cells in parts.items():
        if whole in counts:
            yield _sum(cells, whole)
