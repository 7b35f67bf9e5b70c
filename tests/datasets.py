"""Small datasets for tests: rows as short dicts, the rest filled with what most rows have."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
from hypothesis import strategies as st

from kith.dataset.dataset import Dataset
from kith.dataset.tables import TABLES

Row = dict[str, Any]

USUAL: dict[str, Row] = {
    "people": {
        "birth_date": "2004-05-01",
        "birth_precision": "day",
        "sex": "F",
        "ethnicity": "WBRI",
        "disability": "no",
    },
    "involvements": {"status": "child_in_need", "from_on": "2019-01-01"},
    "harms": {"harm": "cse", "setting": "outside", "setting_basis": "recorded", "from_on": "2019-01-01"},
    "placements": {"from_on": "2019-06-01", "locality": "out", "due_to_efh": "not_reviewed", "adjoining": "not_known"},
    "relocations": {"locality": "out", "due_to_efh": "yes", "adjoining": "not_known"},
    "legal_statuses": {"legal_status": "C2", "from_on": "2019-06-01"},
    "authorisations": {"kind": "secure", "from_on": "2019-06-01"},
    "missing": {"kind": "missing", "from_on": "2019-09-10", "to_on": "2019-09-11"},
}


def rows(name: str, given: list[Row]) -> list[Row]:
    """Whole rows of a table: dates from ISO text, the usual values, a row id by order, authority A and person 1."""
    made = []
    for n, row in enumerate(given):
        whole = {"row_id": f"{name}-{n}", "authority": "A", "person_id": "1", "source": f"{name}.csv#{n + 2}"}
        whole |= USUAL.get(name, {}) | row
        whole = {column.name: whole.get(column.name) for column in TABLES[name].columns}
        for column in TABLES[name].columns:
            value = whole[column.name]
            if column.kind.name == "DATE" and isinstance(value, str):
                whole[column.name] = dt.date.fromisoformat(value)
        made.append(whole)
    return made


def dataset(**tables: list[Row]) -> Dataset:
    """A dataset of these rows; people whom nobody describes are the usual ones, supported all of 2019."""
    if "people" not in tables:
        met = {(r.get("authority", "A"), r.get("person_id", "1")) for given in tables.values() for r in given}
        tables["people"] = [{"authority": a, "person_id": p} for a, p in sorted(met or {("A", "1")})]
    if "involvements" not in tables:
        tables["involvements"] = [
            {"authority": p.get("authority", "A"), "person_id": p.get("person_id", "1")} for p in tables["people"]
        ]
    return Dataset(
        {
            name: pl.DataFrame(rows(name, given), schema=TABLES[name].polars_schema(), orient="row")
            for name, given in tables.items()
        }
    )


DAYS = st.dates(dt.date(2018, 6, 1), dt.date(2019, 12, 31))
NEAR = st.dates(dt.date(2019, 8, 28), dt.date(2019, 10, 3))
"""Days around September 2019, so that stays of no, one and two nights and both ends of the month are met often."""


def _spans() -> st.SearchStrategy[Row]:
    later = st.one_of(st.none(), st.integers(0, 4), st.integers(0, 500))
    return st.builds(
        lambda first, more: {"from_on": first, "to_on": None if more is None else first + dt.timedelta(more)},
        st.one_of(NEAR, DAYS),
        later,
    )


def _row(**columns: st.SearchStrategy[Any]) -> st.SearchStrategy[Row]:
    people = {"authority": st.sampled_from("AB"), "person_id": st.sampled_from("123")}
    return st.fixed_dictionaries(people | columns)


def _of(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


def _joined(*parts: st.SearchStrategy[Row]) -> st.SearchStrategy[Row]:
    return st.tuples(*parts).map(lambda given: {key: value for part in given for key, value in part.items()})


def _away(row: Row) -> Row:
    back = row.pop("back")
    if row["locality"] == "out" and back is not None:
        row["away_from"] = row["from_on"] - dt.timedelta(back)
    if row.pop("plans") is not None:
        row["planned_end"] = row["from_on"] + dt.timedelta(row.pop("plan", 100))
    return row


_BORN = st.one_of(
    st.none(),
    st.dates(dt.date(1993, 9, 1), dt.date(2010, 1, 1)),
    _of(*(dt.date(2019 - age, 9, 30) + dt.timedelta(n) for age in (10, 13, 16, 18, 26) for n in (0, 1))),
)
_MOVE = {
    "locality": _of("out", "out", "out", "in", "not_known"),
    "due_to_efh": _of("yes", "yes", "partly", "no", "not_known", "not_reviewed"),
    "host_authority": _of(None, "B"),
    "adjoining": _of("yes", "no", "not_known"),
    "miles": _of(None, 20.0, 20.1),
    "arranged_by": _of(None, "police"),
    "who_moved": _of(None, "alone"),
    "planned_end": st.one_of(st.none(), st.dates(dt.date(2020, 1, 1), dt.date(2022, 12, 31))),
}
_STAY = {
    "placement_type": _of(None, "K1", "K2", "U4"),
    "legal_basis": _of(None, "C2", "V2", "L1"),
    "provider": _of(None, "PR1", "PR4"),
    "back": _of(None, 0, 1, 40),
    "plans": st.none(),
}

GENERATED: dict[str, st.SearchStrategy[list[Row]]] = {
    "people": st.lists(
        _row(
            birth_date=_BORN,
            birth_precision=_of("day", "month", "expected", None),
            sex=_of("M", "F", "U", None),
            ethnicity=_of("WBRI", "BAFR", "REFU", None),
            disability=_of("yes", "no", "not_known"),
        ),
        min_size=1,
        max_size=6,
        unique_by=lambda row: (row["authority"], row["person_id"]),
    ),
    "involvements": st.lists(
        _joined(_row(status=_of("child_in_need", "looked_after", "care_leaver", "not_known")), _spans()), max_size=8
    ),
    "harms": st.lists(
        _joined(
            _row(
                harm=_of("cse", "cce", "gang", "peer_on_peer", "missing"),
                setting=_of("outside", "outside", "inside", "both", "not_known"),
                setting_basis=_of("recorded", "assumed"),
                certainty=_of(None, "suspected", "confirmed", "ruled_out"),
            ),
            st.one_of(_spans(), _spans().map(lambda row: {"from_on": None, "to_on": row["to_on"]})),
        ),
        max_size=8,
    ),
    "placements": st.lists(_joined(_row(**_MOVE, **_STAY), _spans()).map(_away), max_size=6),
    "relocations": st.lists(
        _joined(
            _row(
                **_MOVE,
                placement_id=_of(None, None, "placements-0"),
                planned_on=st.one_of(st.none(), NEAR),
                planned_from=st.one_of(st.none(), NEAR),
                withdrawn_on=st.one_of(st.none(), st.none(), NEAR),
            ),
            st.one_of(_spans(), st.just({"from_on": None, "to_on": None})),
        ),
        max_size=5,
    ),
    "legal_statuses": st.lists(_joined(_row(legal_status=_of("C2", "V2", "J1")), _spans()), max_size=5),
    "authorisations": st.lists(
        _joined(_row(kind=_of("secure", "deprivation_of_liberty"), placement_id=_of(None, "placements-0")), _spans()),
        max_size=3,
    ),
    "missing": st.lists(_joined(_row(kind=_of("missing", "missing", "away")), _spans()), max_size=6),
}


def datasets() -> st.SearchStrategy[Dataset]:
    """Small datasets of two authorities, with the edges that the definitions turn on."""
    return st.fixed_dictionaries(GENERATED).map(lambda tables: dataset(**tables))
