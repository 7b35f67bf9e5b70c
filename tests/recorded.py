"""Small datasets of the live record for tests: moves with what belongs to them, on the edges that the definitions turn on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st
from tests.datasets import DAYS, GENERATED, NEAR, Row, dataset

from kith.dataset.dataset import Dataset

LATE = dt.date(2019, 9, 30)
"""The last day of the month that the figures are of."""

_DAY = st.one_of(NEAR, DAYS)
_MAYBE = st.one_of(st.none(), _DAY)
_AGO = st.sampled_from([0, 1, 2, 3, 4, 7, 8, 28, 29, 91, 92]).map(lambda days: LATE - dt.timedelta(days))
_MOVE = st.one_of(st.none(), *[st.just(f"relocations-{n}") for n in range(3)])


def _of(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


def _rows(most: int = 6, **columns: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Row]]:
    whose = {"authority": st.sampled_from("AB"), "person_id": st.sampled_from("12")}
    return st.lists(st.fixed_dictionaries(whose | columns), max_size=most)


def _span(row: Row) -> Row:
    """The days of a row in order."""
    first, last = row.get("from_on"), row.get("to_on")
    if first is not None and last is not None and last < first:
        row["from_on"], row["to_on"] = last, first
    return row


def _spanned(**columns: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Row]]:
    return _rows(**columns).map(lambda rows: [_span(row) for row in rows])


_HELD = {
    "birth_date": st.one_of(
        st.none(), _of(*(dt.date(2001, 9, 30) + dt.timedelta(n) for n in (0, 1, 91, 92, 182, 183, 365, 366, 731, 732)))
    ),
    "birth_precision": st.just("day"),
}
RECORDED: dict[str, st.SearchStrategy[list[Row]]] = {
    "people": st.just([(a, p) for a in "AB" for p in "12"]).flatmap(
        lambda people: st.tuples(*(st.fixed_dictionaries({"authority": st.just(a), "person_id": st.just(p), **_HELD}) for a, p in people)).map(list)
    ),
    "involvements": st.just([{"authority": a, "person_id": p} for a in "AB" for p in "12"]),
    "harms": GENERATED["harms"],
    "relocations": _spanned(
        from_on=_MAYBE,
        to_on=_MAYBE,
        planned_end=st.one_of(st.none(), st.dates(dt.date(2018, 6, 1), dt.date(2020, 12, 31)), _of(*(dt.date(2019, m, 30) for m in (6, 9)), dt.date(2018, 9, 30))),
        withdrawn_on=st.one_of(st.none(), NEAR),
        locality=_of("out", "out", "out", "in", "not_known"),
        due_to_efh=_of("yes", "yes", "partly", "no", "not_known", "not_reviewed"),
        purpose=_of(None, "physical", "physical relational", "psychological"),
        drivers=_of(None, "severity", "severity no_local_placement"),
        next_home=_of(None, "return", "stay", "elsewhere", "undecided"),
        next_home_by=_of(None, "young_person", "together", "not_known"),
        next_home_on=st.one_of(st.none(), NEAR),
    ),
    "decisions": _rows(
        relocation_id=_MOVE,
        necessary_on=st.one_of(st.none(), _AGO, NEAR),
        decided_on=st.one_of(st.none(), NEAR),
        outcome=_of(None, "move", "no_move", "later"),
    ),
    "contexts": st.just([{"row_id": "place", "authority": a, "kind": "place"} for a in "A"]),
    "conditions": _rows(
        relocation_id=_MOVE.filter(bool),
        context_id=_of(None, "place"),
        state=_of("not_begun", "under_way", "met", "given_up"),
        due_on=st.one_of(st.none(), NEAR),
        met_on=st.one_of(st.none(), NEAR),
    ),
    "after_looks": _rows(
        relocation_id=_MOVE.filter(bool),
        kind=_of("72_hours", "3_months", "6_months", "12_months"),
        by_on=st.one_of(st.none(), st.none(), NEAR),
        on=_MAYBE,
    ),
    "actions": _spanned(
        target=_of("young_person", "peers", "school", "people_posing_risk"),
        aim=_of("monitor", "disrupt", "build_safety", "recover"),
        track=_of(None, "peer", "family"),
        stage=_of("before", "during", "after"),
        from_on=_DAY,
        to_on=_MAYBE,
        outcome=_of(None, "held", "did_not_hold", "not_known"),
    ),
    "moments": _rows(
        kind=_of("arrest", "hospital", "told_someone"), from_on=NEAR, reached_on=st.one_of(st.none(), NEAR)
    ),
    "relationships": _spanned(
        track=_of("practitioner", "family", "peer"),
        place=_of(None, "home_area", "placement_area"),
        effect=_of("protective", "mixed", "not_known"),
        trusted=_of("yes", "no", "not_known"),
        from_on=_MAYBE,
        to_on=_MAYBE,
    ),
    "safety": _rows(
        stage=st.just("during"),
        dimension=_of("physical", "relational"),
        voice=_of("young_person", "parent_or_carer"),
        rating=st.one_of(st.none(), st.integers(1, 5)),
        on=_DAY,
    ),
}  # fmt: skip


def recorded() -> st.SearchStrategy[Dataset]:
    """Small datasets of two authorities with everything that the live record tells."""
    return st.fixed_dictionaries(RECORDED).map(lambda tables: dataset(**tables))
