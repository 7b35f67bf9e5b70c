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
from kith.figures.measures.recorded.moves import NEAR_18


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

Cells = tuple[str, str, tuple[str, ...]]
"""Measure, breakdown and categories, of which the sum is meant; the empty breakdown has the category of the total."""


def _total(measure: str) -> Cells:
    return measure, "", ("",)


_PAST = tuple(key for key in DIMENSIONS["drift"].categories() if key.startswith("past_"))
_EQUAL: tuple[tuple[Cells, Cells], ...] = (
    (_total("moves_past_end"), ("moves", "drift", _PAST)),
    (_total("moves_without_end"), ("moves", "drift", ("no_end",))),
    (_total("moves_without_end"), ("moves", "planned_length", ("not_known",))),
    (_total("moves_without_next_home"), ("moves", "next_home", ("undecided", "not_known"))),
    (_total("moments_not_reached"), ("moments", "reached", ("not_recorded",))),
    (_total("moments_not_reached_people"), ("moments_people", "reached", ("not_recorded",))),
    (("relocated", "age_band", ("18+",)), ("relocated", "time_to_18", ("18_or_over",))),
    (("relocated", "age_band", ("not_known",)), ("relocated", "time_to_18", ("not_known",))),
    (("relocated", "age_band", ("16-17",)), ("relocated", "time_to_18", (*NEAR_18, "1_to_2_years"))),
)
_LESS: tuple[tuple[Cells, Cells], ...] = (
    (_total("moves_short_over_a_year"), ("moves", "planned_length", ("to_3_months", "3_to_12_months"))),
    (_total("moves_short_over_a_year"), ("moves", "elapsed_length", ("1_to_2_years", "over_2_years"))),
    (_total("moves_near_18_without_next_home"), _total("moves_without_next_home")),
    (_total("moves_near_18_without_next_home"), ("moves", "time_to_18", NEAR_18)),
    (_total("moves_return_without_conditions"), ("moves", "next_home", ("return",))),
    (_total("conditions_overdue"), ("conditions", "condition_state", ("not_begun", "under_way", "met_since"))),
)
"""What no declaration tells of counts of one authority and month: sums that are equal, and sums that are within others."""


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
    for who, when in sorted({count[:2] for count in counts}):
        for pairs, least in ((_EQUAL, 0.0), (_LESS, -inf)):
            yield from _of_sums(who, when, pairs, least, counts)
    yield from _of_services(counts)


def _of_sums(
    who: str, when: str, pairs: tuple[tuple[Cells, Cells], ...], least: float, counts: Mapping[Count, int | None]
) -> Iterator[Relation]:
    for (part, by, some), (whole, other, more) in pairs:
        parts = [Count(who, when, part, by, key, "count") for key in some]
        wholes = [Count(who, when, whole, other, key, "count") for key in more]
        if all(count in counts for count in (*parts, *wholes)):
            yield Relation(dict.fromkeys(parts, 1.0) | dict.fromkeys(wholes, -1.0), least, 0)


def _sum(parts: list[Count], whole: Count) -> Relation:
    return Relation({whole: -1.0, **dict.fromkeys(parts, 1.0)}, 0, 0)


def _within(part: Count, whole: Count, factor: float = 1) -> Relation:
    return Relation({part: 1.0, whole: -factor}, -inf, 0)


def _of_table(table: Count, cells: list[Count], counts: Mapping[Count, int | None]) -> Iterator[Relation]:
    total = table._replace(breakdown="")
    dimension = DIMENSIONS[table.breakdown]
    if total in counts and dimension.column:
        yield from _added(cells, total)
    if total in counts and dimension.flags and table.end != "unknown":
        yield from (_within(cell, total) for cell in cells)
        none = total._replace(breakdown="harm_combination", category=NONE_RECORDED)
        rest = [none] if table.breakdown == "harm" and none in counts else []
        if dimension.covering:
            yield Relation({total: -1.0, **dict.fromkeys(cells, 1.0)}, 0, inf)
            none = table._replace(category="none")
            yield from (Relation({cell: 1.0, none: 1.0, total: -1.0}, -inf, 0) for cell in cells if cell != none)
        if table.breakdown == "status" or (table.breakdown == "harm" and table.measure == "affected"):
            yield Relation({total: -1.0, **dict.fromkeys([*cells, *rest], 1.0)}, 0, inf)
    if dimension.parts:
        yield from _crossed(table, cells, counts)
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


def _added(parts: list[Count], whole: Count) -> Iterator[Relation]:
    """Rows add up; young people of whom there are rows in several categories are counted in each."""
    if not MEASURES[whole.measure].distinct:
        yield _sum(parts, whole)
        return
    yield from (_within(part, whole) for part in parts)
    yield Relation({whole: -1.0, **dict.fromkeys(parts, 1.0)}, 0, inf)


def _crossed(table: Count, cells: list[Count], counts: Mapping[Count, int | None]) -> Iterator[Relation]:
    """A breakdown of parts adds up to each breakdown of fewer of them."""
    parts = [part.key for part in DIMENSIONS[table.breakdown].parts]
    for key in MEASURES[table.measure].by:
        names = [part.key for part in DIMENSIONS[key].parts] or [key]
        if not set(names) < set(parts):
            continue
        sums: dict[Count, list[Count]] = defaultdict(list)
        for cell in cells:
            given = cell.category.split("/")
            sums[cell._replace(breakdown=key, category="/".join(given[parts.index(name)] for name in names))].append(
                cell
            )
        for whole, own in sums.items():
            yield from _added(own, whole) if whole in counts else ()


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
    whose = count._replace(measure=measure.people)
    if measure.people and whose in counts:
        yield _within(whose, count)
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
