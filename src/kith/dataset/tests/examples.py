"""Datasets for tests: any valid one, by hypothesis, and one small clean one."""

from __future__ import annotations

import datetime as dt
from graphlib import TopologicalSorter

import polars as pl
from hypothesis import strategies as st

from kith.dataset.dataset import Dataset
from kith.dataset.schema import Column, Kind, Table
from kith.dataset.tables import TABLES
from kith.definitions.codes import codes

AUTHORITIES = ("E06000001", "E08000003")
TEXT = st.one_of(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=8),
    st.sampled_from(
        ["=1+1", "'=x", "''@", "'plain'", "-5", '"', ",", "\r\n", "\tx", "NA", "null", "2019-03-04", "＝x"]
    ),
).filter(str.strip)
DATES = st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31))


@st.composite
def datasets(
    draw: st.DrawFn,
    names: tuple[str, ...] = tuple(TABLES),
    most_rows: int = 3,
    authorities: tuple[str, ...] = AUTHORITIES,
) -> Dataset:
    """A dataset without any fault, with up to `most_rows` rows in each of `names`."""
    people = draw(st.lists(st.tuples(st.sampled_from(authorities), TEXT), min_size=1, max_size=3, unique=True))
    ids = {name: [f"{name}-{n}" for n in range(draw(st.integers(0, most_rows)))] for name in names}
    ids["people"] = [f"people-{n}" for n in range(len(people))]
    for name in names:  # a row that must refer to another can only stand where there is one
        if any(c.required and not ids.get(c.refers_to, ["-"]) for c in TABLES[name].columns):
            ids[name] = []
    frames = {}
    for name, row_ids in ids.items():
        rows = []
        for n, row_id in enumerate(row_ids):
            authority, person = people[n] if name == "people" else draw(st.sampled_from(people))
            row = {column.name: draw(_cell(column, ids)) for column in TABLES[name].columns}
            row |= {"row_id": row_id, "authority": authority, "person_id": person} | draw(_dates(TABLES[name]))
            rows.append(row | (draw(_birth()) if name == "people" else {}))
        schema = TABLES[name].polars_schema()
        frames[name] = pl.DataFrame([[row[c] for c in schema] for row in rows], schema=schema, orient="row")
    return Dataset(frames)


def _cell(column: Column, ids: dict[str, list[str]]) -> st.SearchStrategy[object]:
    match column.kind:
        case Kind.WHOLE:
            cell = st.integers(int(column.least or 0), int(column.most or 2**31 - 1))
        case Kind.DECIMAL:
            cell = st.floats(column.least, column.most, allow_nan=False, allow_infinity=False)
        case Kind.CODE | Kind.STATE:
            cell = st.sampled_from(codes(column.codes).keys())
        case Kind.CODES:
            cell = st.lists(st.sampled_from(codes(column.codes).keys()), min_size=1, max_size=3).map(" ".join)
        case Kind.REFERENCE:
            cell = st.sampled_from(ids.get(column.refers_to) or [None])
        case _:
            cell = TEXT
    return cell if column.required else st.none() | cell


@st.composite
def _dates(draw: st.DrawFn, table: Table) -> dict[str, dt.date | None]:
    """Every date of a row, in the order that the table asks for."""
    before: dict[str, set[str]] = {column.name: set() for column in table.columns if column.kind is Kind.DATE}
    for first, second in table.ordered:
        before[second].add(first)
    days = sorted(draw(st.lists(DATES, min_size=len(before), max_size=len(before))))
    given = zip(TopologicalSorter(before).static_order(), days, strict=True)
    return {name: day if table.column(name).required or draw(st.booleans()) else None for name, day in given}


@st.composite
def _birth(draw: st.DrawFn) -> dict[str, object]:
    born = draw(DATES)
    return draw(
        st.sampled_from(
            [
                {"birth_date": born, "birth_precision": "day"},
                {"birth_date": born.replace(day=1), "birth_precision": "month"},
                {"birth_date": None, "birth_precision": "not_known"},
            ]
        )
    )
