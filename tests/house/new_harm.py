"""What `test_new_harm.py` asks of a Kith whose list of harms has one more entry: each place where harms are named has it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from tests.datasets import dataset

from kith.dataset.check import check
from kith.dataset.files import read_dataset, write_dataset
from kith.definitions.codes import DATA, codes
from kith.definitions.vocabulary import looked_for, named_in
from kith.figures.measures.snapshot import snapshot
from kith.foundation.dates import Month
from kith.reading.sources.lists.words import harms_said
from kith.record.accounts.models import User
from kith.record.exchange.writing import dataset_of_record
from kith.record.harms.forms import ConcernForm, FilterForm
from kith.record.harms.models import Concern
from kith.record.people.models import Person
from kith.record.people.tests.conftest import make_user, new, worker

__all__ = ["make_user", "new", "worker"]

KEY, LABEL, WELSH = "door_taken", "Home taken over", "Cartref wedi’i feddiannu"


def test_the_entry_is_there_beside_the_others() -> None:
    assert codes("harm").label(KEY) == LABEL
    assert not DATA.is_relative_to(Path(__file__).parents[2])  # the copy, never the repository's own list


def test_figure_and_dataset_have_it(tmp_path: Path) -> None:
    found = dataset(people=[{}], involvements=[{}], harms=[{"harm": KEY}])
    assert not check(found)
    write_dataset(found, tmp_path / "d", "csv")
    kept, problems = read_dataset(tmp_path / "d")
    assert (kept["harms"]["harm"].to_list(), list(problems)) == ([KEY], [])
    figures = snapshot(found.tables, Month(2019, 9)).figures
    rows = [
        row for row in figures.iter_rows(named=True)
        if (row["measure"], row["breakdown"], row["category"]) == ("affected", "harm", KEY)
    ]  # fmt: skip
    assert [row["value"] for row in rows] == [1]


def test_report_names_it(tmp_path: Path) -> None:
    from kith.figures.reports.returns import make_return

    found = dataset(people=[{"authority": "E08000035"}], involvements=[{"authority": "E08000035"}],
                    harms=[{"harm": KEY, "authority": "E08000035"}])  # fmt: skip
    write_dataset(found, tmp_path / "d")
    made = make_return(tmp_path / "d", "E08000035", Month(2019, 9), tmp_path / "out", months=1)
    assert LABEL in (made.folder / "report.html").read_text(encoding="utf-8")


def test_lists_are_read_by_it_and_notes_looked_through_for_it() -> None:
    assert [(said.harm, said.known) for said in harms_said(f"CSE; {LABEL}")] == [("cse", True), (KEY, True)]
    assert set(looked_for()[KEY]) == {"door taken", "home taken over", "cartref wedi i feddiannu"}
    named = named_in(f"Mum says it is a home taken over by men. {WELSH}.")
    assert [one.meanings[0].harm for one in named] == [KEY, KEY]


@pytest.mark.parametrize(("language", "label"), [("en", LABEL), ("cy", WELSH)])
def test_form_and_filter_offer_it(language: str, label: str) -> None:
    with translation.override(language):
        for form in (ConcernForm(), FilterForm()):
            assert (KEY, label) in list(form.fields["harm"].choices)
        assert label in str(FilterForm()["harm"])


@pytest.mark.django_db
def test_it_is_recorded_listed_and_written_out(worker: User, new: Callable[..., Person]) -> None:
    person = new("Jess", "Birch")
    client = Client()
    client.force_login(worker)
    page = reverse("harms:record", args=[person.pk])
    assert LABEL in client.get(page).content.decode()
    told = client.post(page, {"kinds": [KEY], "setting": "outside", "offers_seen": "yes"})
    assert told.status_code == 302, told.content.decode()[:2000]
    assert [row.harm for row in Concern.objects.all()] == [KEY]
    assert "Birch" in client.get(reverse("harms:list"), {"harm": KEY}).content.decode()
    assert "Birch" not in client.get(reverse("harms:list"), {"harm": "cse"}).content.decode()
    assert LABEL in client.get(reverse("harms:counts")).content.decode()
    assert LABEL in client.get(reverse("harms:harms", args=[person.pk])).content.decode()
    assert dataset_of_record()["harms"]["harm"].to_list() == [KEY]
