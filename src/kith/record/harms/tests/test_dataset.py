"""The record's harms as the dataset holds them and back: every column, both ways; and a new kind of harm by one entry."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.dataset.check import check
from kith.dataset.dataset import Dataset
from kith.dataset.schema import Column, Kind
from kith.dataset.tables import TABLES as DATASET
from kith.definitions.codes import DATA, codes
from kith.record.accounts.models import User
from kith.record.contexts.models import Context
from kith.record.harms.actions import EPISODES, WRITER, add_episode, record_concern
from kith.record.harms.dataset import TABLES, taken, written
from kith.record.harms.models import Assessment, Concern, Enquiry, Episode, EpisodeRole
from kith.record.people.merging import merge
from kith.record.people.models import Person

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 10)
APART = {"row_id", "authority", "person_id", "source"}
FOUND: dict[tuple[str, str], UUID] = {}


def _values(column: Column) -> st.SearchStrategy[Any]:
    if column.refers_to:
        found: st.SearchStrategy[Any] = st.just("there")
    elif column.kind is Kind.CODES:
        keys = st.lists(st.sampled_from(codes(column.codes).keys()), unique=True, max_size=4)
        return keys.map(lambda some: " ".join(some) or None)
    elif column.codes:
        found = st.sampled_from(codes(column.codes).keys())
    elif column.kind is Kind.DATE:
        found = st.dates(dt.date(2000, 1, 1), dt.date(2030, 1, 1))
    else:
        found = st.text("abc 12#.", min_size=1, max_size=40)
    return found if column.required else st.one_of(st.none(), found)


def _in_order(row: dict[str, Any], table: str) -> bool:
    pairs = DATASET[table].ordered
    return all(row[a] is None or row[b] is None or row[a] <= row[b] for a, b in pairs)


def _rows(table: str) -> st.SearchStrategy[dict[str, Any]]:
    columns = {column.name: _values(column) for column in DATASET[table].columns if column.name not in APART}
    return st.fixed_dictionaries(columns).filter(lambda row: _in_order(row, table))


@pytest.mark.parametrize("table", TABLES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(data=st.data())
def test_what_is_taken_is_written_out_the_same_column_by_column(table: str, jess: Person, data: st.DataObject) -> None:
    row = data.draw(_rows(table))
    context = Context.objects.create(kind="place", name="Park")
    episode = Episode.objects.create(harm="cse")
    there = {"contexts": context.pk, "episodes": episode.pk}
    made = taken(table, row, person_id=jess.pk, found=lambda name, row_id: there[name] if row_id == "there" else None)
    made.save()
    out = next(one for one in written(table) if one["row_id"] == str(made.pk))
    back = {
        name: str(there[DATASET[table].column(name).refers_to]) if value == "there" else value
        for name, value in row.items()
    }
    person = {"person_id": str(jess.pk)} if table != "episodes" else {}
    assert out == {"row_id": str(made.pk), **person, **back}
    type(made).objects.all().delete()


def test_everything_a_worker_records_is_a_dataset_without_a_problem(worker: User, jess: Person) -> None:
    record_concern(by=worker, person_id=jess.pk, kinds=["gang", "missing"], answers={"cse": "yes"}, on=DAY,
                   shared={"evidence": "Free words about Jess", "certainty": "confirmed"})  # fmt: skip
    place = Context.objects.create(kind="place", name="Park")
    add_episode(by=worker, person_id=jess.pk, role="harmed", harm="cce", what="Free words", context_id=place.pk)
    Assessment.objects.create(person=jess, factors=["11A", "24A"], to_on=DAY)
    Enquiry.objects.create(person=jess, from_on=DAY)
    people = [{"person_id": str(jess.pk)}]
    tables = {
        "people": people,
        "contexts": [{"row_id": str(place.pk), "kind": "place"}],
        **{t: list(written(t)) for t in TABLES},
    }
    assert "Free words" not in str(tables)
    made = {
        name: pl.DataFrame(
            [
                {column: {"row_id": f"{name}{n}", "authority": "E06000001", "source": "record", "birth_precision": "not_known",
                          "disability": "not_known", "uasc": "not_known", **row}.get(column) for column in DATASET[name].names}
                for n, row in enumerate(rows)
            ],
            schema=DATASET[name].polars_schema(),
            orient="row",
        )
        for name, rows in tables.items()
    }  # fmt: skip
    assert [str(problem) for problem in check(Dataset(made))] == []
    assert made["harms"]["harm"].sort().to_list() == ["cse", "gang", "missing"]
    assert made["assessments"]["factors"].to_list() == ["11A 24A"]


def test_what_was_entered_in_error_is_not_written_out_and_merged_people_stand_under_the_record_kept(
    worker: User, manager: User, jess: Person, new: Callable[..., Person]
) -> None:
    twin = new("Jes", "Birch")
    row = record_concern(by=worker, person_id=twin.pk, kinds=["gang"], answers={}, on=DAY, shared={})[0]
    episode = add_episode(by=worker, person_id=twin.pk, role="harmed", harm="cce")
    merge(by=manager, kept=jess, merged=twin, seen=(jess.version, twin.version), take=(), why="the same")
    assert {one["person_id"] for table in ("harms", "episode_roles") for one in written(table)} == {str(jess.pk)}
    WRITER.enter_in_error(by=worker, row=row, seen=1, why_so="slip")
    EPISODES.enter_in_error(by=worker, row=episode, seen=1, why_so="slip")
    assert [list(written(table)) for table in TABLES] == [[]] * len(TABLES)


def test_a_row_whose_context_is_not_found_keeps_all_else(jess: Person) -> None:
    row = {"context_id": str(uuid4()), "harm": "cce", "from_on": DAY, "to_on": None}
    made = taken("episodes", row, person_id=None, found=lambda _table, _row: None)
    assert (made.context_id, made.harm, made.from_on) == (None, "cce", DAY)
    assert isinstance(taken("episode_roles", {"episode_id": "x", "role": "present"}, person_id=jess.pk,
                            found=lambda _table, _row: None), EpisodeRole)  # fmt: skip
    assert taken("harms", dict.fromkeys(column.name for column in DATASET["harms"].columns), person_id=jess.pk,
                 found=lambda _table, _row: None).edition == Concern().edition == "not_known"  # fmt: skip


NEW_KIND = """
import datetime as dt, sys
from pathlib import Path
import kith.definitions.codes as definitions
definitions.DATA = Path(sys.argv[1])
import django
django.setup()
from kith.record.harms.forms import ConcernForm, EpisodeForm, FilterForm, QuickForm
from kith.record.harms.models import Concern
from kith.record.harms.rules import flag

for form, field in ((QuickForm, "kinds"), (ConcernForm, "harm"), (EpisodeForm, "harm"), (FilterForm, "harm")):
    assert "forced_begging" in dict(form().fields[field].choices), form
assert ">Forced begging<" in " ".join(str(QuickForm()["kinds"]).split()).replace("> ", ">").replace(" <", "<")
Concern(harm="forced_begging").clean_fields(exclude=["person"])
live = [Concern(harm="forced_begging", setting="outside")]
assert flag(live, dt.date(2019, 9, 1)).kinds == ("forced_begging",)

from kith.dataset.check import check
from kith.figures.measures.snapshot import snapshot
from kith.foundation.dates import Month
from tests.datasets import dataset

made = dataset(harms=[{"harm": "forced_begging"}])
assert [str(problem) for problem in check(made) if "harm" in str(problem)] == []
assert [str(problem) for problem in check(dataset(harms=[{"harm": "no_such"}])) if "harm" in str(problem)] != []
figures = snapshot(made.tables, Month.parse("2019-09")).figures
found = figures.filter((figures["measure"] == "affected") & (figures["breakdown"] == "harm"))
by_kind = dict(zip(found["category"], found["value"]))
assert by_kind["forced_begging"] == 1 and by_kind["cse"] == 0, by_kind
print("found everywhere")
"""


def test_a_new_kind_of_harm_is_one_entry_and_stands_in_form_filter_flag_figure_and_check(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    with (data / "codes" / "harm.csv").open("a", encoding="utf-8") as file:
        file.write("forced_begging,Forced begging,Cardota dan orfodaeth,,,,made up for a test,\n")
    root = Path(__file__).parents[5]
    given_ = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kith.site.config.testing",
        "PYTHONPATH": f"{root / 'src'}:{root}",
    }
    run = [sys.executable, "-c", NEW_KIND, str(data)]
    done = subprocess.run(run, capture_output=True, text=True, check=False, cwd=root, env=given_)
    assert done.stdout.strip() == "found everywhere", done.stderr
    assert "forced_begging" not in codes("harm")
