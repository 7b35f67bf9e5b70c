"""What the record writes as the dataset, it takes back as it was: every column of every table."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.dataset.tests.examples import datasets
from kith.record.placements import dataset
from kith.record.placements.actions import add, enter_in_error
from kith.record.placements.models import Authorisation, Stay

pytestmark = pytest.mark.django_db
CHECKED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=12,
                   deadline=None)  # fmt: skip
APART = {"row_id", "person_id", "authority", "source", "placement_id"}


@pytest.mark.parametrize("table", dataset.TABLES)
@CHECKED
@given(data=st.data())
def test_rows_come_back_as_they_were(table: str, new: Any, data: st.DataObject) -> None:
    person = new()
    rows = [_plain(row) for row in data.draw(datasets((table,)))[table].iter_rows(named=True)]
    made = [dataset.taken(table, row, person_id=person.pk, found=lambda _table, _row: None) for row in rows]
    for one in made:
        one.save(force_insert=True)
    written = {row["row_id"]: row for row in dataset.written(table) if row["person_id"] == str(person.pk)}
    assert len(written) == len(rows)
    for row, kept in zip(rows, made, strict=True):
        found = written[str(kept.pk)]
        assert {name: found[name] for name in found.keys() - APART} == {n: row[n] for n in row.keys() - APART}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Text that a database can hold: none may have a nought character."""
    return {name: value.replace("\0", "x") if isinstance(value, str) else value for name, value in row.items()}


def test_an_authorisation_keeps_its_stay_and_loses_one_entered_in_error(new: Any, worker: Any) -> None:
    person = new()
    stay = add(by=worker, row=Stay(person=person, kind="care_placement", from_on=date(2026, 3, 3)))
    add(by=worker, row=Authorisation(person=person, stay=stay, kind="secure", from_on=date(2026, 3, 3)))
    (row,) = dataset.written("authorisations")
    assert row["placement_id"] == str(stay.pk)
    back = dataset.taken(
        "authorisations",
        row,
        person_id=person.pk,
        found=lambda table, key: stay.pk if (table, key) == ("placements", str(stay.pk)) else None,
    )
    assert back.stay_id == stay.pk
    enter_in_error(by=worker, row=stay, seen=1, why_so="another child")
    (row,) = dataset.written("authorisations")
    assert row["placement_id"] is None
