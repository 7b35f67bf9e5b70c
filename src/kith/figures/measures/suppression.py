"""Which cells of a release to hide so that no small count can be worked out: a linear model of all its tables at once.

A count of 1 to 5 is safe when, with everything that is shown, it could still be 1 and could still be 5. For each of them in
turn a linear programme asks for the cheapest way to make it so by letting shown counts move; those that have to move are hidden
(the classical heuristic for secondary suppression: Fischetti and Salazar-González 2000; Hundepool and others, Statistical
Disclosure Control, 2012, chapter 4). Hiding more never makes a hidden count less safe, so that one pass is enough.
"""

from __future__ import annotations

from math import log
from typing import Any

import polars as pl

from kith.figures.measures.declarations import DIMENSIONS, MEASURES
from kith.figures.measures.figure import NOT_AVAILABLE, TOGETHER
from kith.figures.measures.relations import Count, Relation, relations

Cell = tuple[str, ...]

_MOST = 1e6
"""An upper limit for any hidden count, so that every programme is bounded."""

_NUDGE = 1e-4
"""What it is worth to make other counts safe in the same programme: too little ever to hide a cell for it."""

_TOTAL, _NOUGHT, _HEADLINE = 20.0, 60.0, 400.0
"""What it costs, by the unit moved, to hide a total, a nought (and with it its whole table), or how many were supported; another cell costs about 1."""


def counted(release: pl.DataFrame) -> dict[Count, int | None]:
    """Every count that the rows of a release show; None where a row or its unknown is hidden."""
    found: dict[Count, int | None] = {}
    columns = ("authority", "period", "measure", "breakdown", "category", "numerator", "high", "unknown", "state")
    for *place, count, high, unknown, state in release.select(columns).iter_rows():
        measure = MEASURES[place[2]]
        if not measure.counts or state == NOT_AVAILABLE:
            continue
        made = {"count": count}
        if high is not None or (state == "suppressed" and measure.high):
            made["upper"] = None if high is None else round(high)
        if unknown is not None or (measure.not_known and state == "suppressed"):
            made["unknown"] = unknown
        found |= {Count._make((*place, end)): value for end, value in made.items()}
    return found


def cells_to_hide(release: pl.DataFrame, small: int, earlier: pl.DataFrame | None) -> tuple[set[Cell], set[Cell]]:
    """Places (authority, period, measure, breakdown, category) whose counts, and whose unknowns, have to be hidden."""
    now = counted(release)
    before = {} if earlier is None else counted(earlier)
    known = {count for count, value in before.items() if value is not None and now.get(count, value) == value}
    values = {count: value for count, value in before.items() if count not in now} | now
    primary = {
        count for count, value in now.items() if value is not None and 1 <= value <= small and count not in known
    }
    primary |= {count for count in now.keys() - known if now[count] and _of_few(count, now, small)}
    hidden: set[Count] = set()
    for part in _parts(values):
        hidden |= _hidden_of(part, known, primary, hidden, small)
    hidden &= now.keys()
    return {count[:5] for count in hidden if count.end != "unknown"}, {c[:5] for c in hidden if c.end == "unknown"}


def _of_few(count: Count, now: dict[Count, int | None], small: int) -> bool:
    """Whether rows are of few young people, however many they are."""
    people = MEASURES[count.measure].people
    return bool(people) and 1 <= (now.get(count._replace(measure=people)) or 0) <= small


def _parts(values: dict[Count, int | None]) -> list[dict[Count, int | None]]:
    """Each authority by itself, which is quick; then, where figures join them, all together with what is hidden by then."""
    parts: dict[str, dict[Count, int | None]] = {name: {} for name in sorted({count.authority for count in values})}
    for count, value in values.items():
        parts[count.authority][count] = value
    return [*parts.values(), values] if TOGETHER in parts else list(parts.values())


def _hidden_of(
    values: dict[Count, int | None], known: set[Count], primary: set[Count], begun: set[Count], small: int
) -> set[Count]:
    """The counts to hide of one part: the small ones, those hidden already, and what it takes to protect the small ones."""
    own = sorted(primary & values.keys())
    if not own:
        return set()
    model = _Model(values, known)
    for count in [*own, *sorted(begun & values.keys())]:
        model.hide(count)
    model.close()
    for target in (small, 1):
        model.protect(own, target)
    return model.hidden


class _Model:
    """The counts of a release with their relations, and which of them are hidden."""

    def __init__(self, values: dict[Count, int | None], known: set[Count]) -> None:
        self.counts = list(values)
        self.values = values
        self.known = known
        self.index = {count: n for n, count in enumerate(self.counts)}
        self.relations = [relation for relation in relations(values) if self._holds(relation)]
        self._built: tuple[Any, Any, Any] | None = None
        self.hidden = {count for count, value in values.items() if value is None}
        self.whole: set[Count] = set()
        self.tables: dict[Count, list[Count]] = {}
        for count in self.counts:
            self.tables.setdefault(count._replace(category="", end=""), []).append(count)

    def _holds(self, relation: Relation) -> bool:
        """Whether the counts are so related: those of authorities that are not all there need not add up."""
        given = [self.values[count] for count in relation.terms]
        known = sum(f * (v or 0) for f, v in zip(relation.terms.values(), given, strict=True))
        return None in given or relation.least - 1e-9 <= known <= relation.most + 1e-9

    def hide(self, count: Count) -> None:
        """Hide a count; the ends of a range are hidden together, and a hidden nought hides its table."""
        self.hidden.add(count)
        if count.end != "unknown":
            self.hidden |= {c for c in (count._replace(end="count"), count._replace(end="upper")) if c in self.index}
        if self.values[count] == 0 and count.breakdown:
            self.hide_table(count._replace(category="", end=""), count.end)

    def hide_table(self, table: Count, end: str) -> None:
        """Hide a table's counts (or its unknowns), noughts too, so that how many are not nought tells nothing."""
        ends = ("unknown",) if end == "unknown" else ("count", "upper")
        cells = {count for count in self.tables.get(table, ()) if count.end in ends}
        self.hidden |= cells
        self.whole |= cells

    def close(self) -> None:
        """Where a total is hidden so is every table of it."""
        for table in self.tables:
            total = table._replace(breakdown="")
            for end in ("count", "unknown"):
                if table.breakdown and total._replace(end=end) in self.hidden:
                    self.hide_table(table, end)

    def least(self, count: Count) -> float:
        """The least that a hidden count can be thought to be, noughts being shown.

        It may be nought where a table or a range is hidden whole, and in tables that list only the categories met: their
        hidden rows are left out, so that nobody sees which categories there are.
        """
        ranged = count.end == "count" and count._replace(end="upper") in self.index
        listed = not count.breakdown or DIMENSIONS[count.breakdown].every
        return 0.0 if ranged or not listed or count in self.whole or not self.values[count] else 1.0

    def cost(self, count: Count) -> float:
        value = self.values[count] or 0
        if count.measure == "supported" and not count.breakdown:
            return _HEADLINE
        if not count.breakdown and MEASURES[count.measure].by:
            return _TOTAL
        return (_NOUGHT if value == 0 else 1.0 + 0.05 * log(value)) + (2.0 if count.measure == "supported" else 0.0)

    def protect(self, primary: list[Count], target: int) -> None:
        """Make each of these counts able to be as much (as little, for 1) as the target."""
        pending = list(primary)
        while pending:
            count, point = pending[0], self.point(pending, target)
            for other in self.counts:
                if other not in self.hidden and abs(point[other] - (self.values[other] or 0)) > 1e-6:
                    self.hide(other)
                elif other in self.hidden and point[other] < self.least(other) - 1e-6:
                    self.hide_table(other._replace(category="", end=""), other.end)
            self.close()
            reached = [c for c in pending if (point[c] >= target - 1e-6 if target > 1 else point[c] <= target + 1e-6)]
            pending = [c for c in pending if c not in set(reached) and c != count]

    def point(self, pending: list[Count], target: int) -> dict[Count, float]:
        """The cheapest possible release in which the first of these counts is the target, and others too where that is free."""
        import numpy as np
        from scipy.optimize import LinearConstraint, milp
        from scipy.sparse import csc_array, diags_array, hstack, vstack

        hidden = [n for n, count in enumerate(self.counts) if count in self.hidden]
        fixed = [n for n, count in enumerate(self.counts) if count not in self.hidden]
        free = [n for n in fixed if self.counts[n] not in self.known]
        a, least, most = self._matrix()
        told = a[:, fixed] @ np.array([float(self.values[self.counts[n]] or 0) for n in fixed])
        where = {n: k for k, n in enumerate(hidden)}
        wanted = [where[self.index[count]] for count in pending]
        up, low = target > 1, [self.least(self.counts[n]) for n in hidden]
        soft = [k for k, n in enumerate(hidden) if low[k] and self.counts[n].breakdown]
        for k in soft:
            low[k] = 0.0
        rows, extra = len(wanted), len(wanted) + len(soft)
        pick = csc_array((np.ones(extra), (range(extra), wanted + soft)), shape=(extra, len(hidden)))
        moves, none = a[:, free], csc_array((extra, 2 * len(free)))
        eye = diags_array([-1.0] * rows + [1.0] * len(soft), format="csc")
        system = vstack(
            [hstack([a[:, hidden], moves, -moves, csc_array((a.shape[0], extra))]), hstack([pick, none, eye])]
        )
        high = [_MOST] * len(hidden)
        low[wanted[0]], high[wanted[0]] = (target, _MOST) if up else (low[wanted[0]], target)
        down = [max((self.values[self.counts[n]] or 0) - 1.0, 0.0) for n in free]
        cost = [self.cost(self.counts[n]) for n in free]
        found = milp(
            np.array([0.0] * len(hidden) + cost * 2 + [-_NUDGE if up else _NUDGE] * rows + [_NOUGHT] * len(soft)),
            bounds=(
                low + [0.0] * (2 * len(free) + extra),
                high + [_MOST] * len(free) + down + [target if up else _MOST] * rows + [1.0] * len(soft),
            ),
            constraints=LinearConstraint(
                system.tocsc(),
                np.concatenate([least - told, np.full(rows, 0.0 if up else -np.inf), np.ones(len(soft))]),
                np.concatenate([most - told, np.full(rows, np.inf if up else 1.0), np.full(len(soft), np.inf)]),
            ),
        )
        if found.x is None:
            return self._everything(pending, target)
        x = {self.counts[n]: float(found.x[k]) for n, k in where.items()}
        first, second = len(hidden), len(hidden) + len(free)
        for k, n in enumerate(free):
            x[self.counts[n]] = (self.values[self.counts[n]] or 0) + found.x[first + k] - found.x[second + k]
        return x | {c: float(self.values[c] or 0) for c in self.counts if c not in x}

    def _matrix(self) -> tuple[Any, Any, Any]:
        import numpy as np
        from scipy.sparse import csc_array

        if self._built is None:
            entries = [(r, self.index[c], f) for r, rel in enumerate(self.relations) for c, f in rel.terms.items()]
            row, column, factor = zip(*entries, strict=True) if entries else ((), (), ())
            shape = (len(self.relations), len(self.counts))
            matrix = csc_array(
                (np.array(factor, dtype=float), (np.array(row, int), np.array(column, int))), shape=shape
            )
            least = np.array([rel.least for rel in self.relations])
            self._built = matrix, least, np.array([rel.most for rel in self.relations])
        return self._built

    def _everything(self, pending: list[Count], target: int) -> dict[Count, float]:
        """Where no possible release has the count so (an earlier release gave it away): hide all that is its authority's in the month."""
        for count in self.counts:
            if count[:2] == pending[0][:2]:
                self.hidden.add(count)
                self.whole.add(count)
        return {c: float(self.values[c] or 0) for c in self.counts}
