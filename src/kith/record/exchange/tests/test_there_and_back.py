"""Out, into an empty record, and out again gives the same bytes, whatever the dataset."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from tests.datasets import datasets

from kith.dataset.dataset import Dataset
from kith.dataset.files import read_dataset, write_dataset
from kith.dataset.tables import TABLES
from kith.dataset.tests.examples import AUTHORITIES
from kith.dataset.tests.examples import datasets as faultless
from kith.record.access.models import Known, Relation
from kith.record.audit.actions import Actor
from kith.record.exchange import actions, writing
from kith.record.exchange.comparing import model_of
from kith.record.exchange.models import Decision, Load, LoadedRow, RowMatch
from kith.record.exchange.tables import fillers
from kith.record.people.models import Identifier, Name, Person, SearchKey

from .conftest import ours

pytestmark = pytest.mark.django_db
HERE = AUTHORITIES[:1]  # what belongs to another authority would only be left out
BY = Actor.system("exchange")
FEW = settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),  # each case fills two records: to shrink one would take minutes
)


def empty() -> None:
    """An empty record."""
    tables = [model_of(table) for table in reversed(list(fillers())) if table != "people"]
    for model in (RowMatch, LoadedRow, Decision, Load, Relation, SearchKey, *tables, Name, Identifier, Person, Known):
        rows: Any = model._default_manager.all()
        rows._raw_delete("default")


def into(found: Dataset, folder: Path) -> Load:
    write_dataset(found, folder)
    load = actions.bring(by=BY, folder=folder)
    actions.load(by=BY, load=load)
    return Load.objects.get()


def out(folder: Path, form: str) -> dict[str, bytes]:
    writing.write(by=BY, folder=folder, form=form)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def there_and_back(found: Dataset, form: str, place: Path) -> Dataset:
    """What the record holds of a dataset, once its two writings were found to be the same."""
    empty()
    into(found, place / "given")
    first = out(place / "first", form)
    held, _problems = read_dataset(place / "first")
    empty()
    actions.load(by=BY, load=actions.bring(by=BY, folder=place / "first"))
    assert out(place / "second", form) == first
    assert {f"{table}.{form}" for table in fillers()} | {"dataset.json"} == set(first)
    return held


@pytest.mark.parametrize("form", ["parquet", "csv"])
@FEW
@given(found=datasets())
def test_out_into_an_empty_record_and_out_again_gives_the_same_bytes(form: str, found: Dataset) -> None:
    own = ours(found)
    assume(not own["people"].is_empty())
    with tempfile.TemporaryDirectory() as place:
        there_and_back(own, form, Path(place))


@pytest.mark.parametrize("table", [name for name in fillers() if name != "people"])
@FEW
@given(data=st.data())
def test_every_column_of_a_table_comes_back_as_it_was(table: str, data: st.DataObject) -> None:
    wanted = ("people", *(column.refers_to for column in TABLES[table].columns if column.refers_to), table)
    own = ours(data.draw(faultless(tuple(dict.fromkeys(wanted)), authorities=HERE)), HERE[0], wanted)
    assume(not own["people"].is_empty())
    with tempfile.TemporaryDirectory() as place:
        held = there_and_back(own, "csv", Path(place))[table].drop("source")
    given_ = own[table].drop("source").filter(pl.col("row_id").is_in(held["row_id"].to_list())).sort("row_id")
    assert held.rows() == given_.rows()
