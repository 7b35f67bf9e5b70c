"""What the record writes as the dataset, it takes back as it was: every column of every table."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.dataset.dataset import Dataset
from kith.dataset.tests.examples import datasets
from kith.record.plans import dataset

pytestmark = pytest.mark.django_db
CHECKED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=12,
                   deadline=None)  # fmt: skip


@pytest.mark.parametrize("table", dataset.TABLES)
@CHECKED
@given(data=st.data())
def test_rows_come_back_as_they_were(table: str, new: Any, data: st.DataObject) -> None:
    person = new()
    given_rows: Dataset = data.draw(datasets((table,)))
    rows = [_plain(row) for row in given_rows[table].iter_rows(named=True)]
    made = [dataset.taken(table, row, person_id=person.pk, found=lambda _table, _row: None) for row in rows]
    type(made[0])._default_manager.bulk_create(made) if made else None
    written = {row["row_id"]: row for row in dataset.written(table) if row["person_id"] == str(person.pk)}
    assert len(written) == len(rows)
    for row, kept in zip(rows, made, strict=True):
        found = written[str(kept.pk)]
        apart = {"row_id", "person_id", "authority", "source"}
        assert {name: found[name] for name in found.keys() - apart} == {n: row[n] for n in row.keys() - apart}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Text that a database can hold: none may have a nought character."""
    return {name: value.replace("\0", "x") if isinstance(value, str) else value for name, value in row.items()}
