"""The commands of `kith record`: written for a month, loaded in somebody's name, and refused with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from kith.dataset.files import read_dataset, write_dataset
from kith.record.accounts.models import User
from kith.record.exchange.commands import register
from kith.record.exchange.models import Load
from kith.record.notes.models import Note
from kith.record.people.models import Person
from kith.record.people.queries import visible

from .conftest import dataset

pytestmark = pytest.mark.django_db


def run(*given: object) -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    return CliRunner().invoke(app, ["record", *map(str, given)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = dataset(
        people=[{"person_id": "1"}, {"person_id": "2"}],
        involvements=[{"person_id": "1", "from_on": "2019-01-01"}, {"person_id": "2", "from_on": "2019-10-01"}],
    )
    write_dataset(found, tmp_path / "in")
    return tmp_path / "in"


def test_the_record_is_written_for_a_month(folder: Path, tmp_path: Path) -> None:
    assert run("load", folder, "--yes").exit_code == 0
    for month, people in (("", ["1", "2"]), ("2019-10", ["1", "2"]), ("2019-09", ["1"])):
        out = tmp_path / f"out-{month}"
        found = run("write", out, "--form", "csv", *(["--month", month] if month else []))
        assert found.exit_code == 0, found.output
        written, problems = read_dataset(out)
        assert written["people"]["person_id"].to_list() == people
        assert not problems


@pytest.mark.parametrize("month", ["2019", "2019-13", "September"])
def test_a_month_that_is_none_is_refused_and_nothing_is_written(month: str, tmp_path: Path) -> None:
    found = run("write", tmp_path / "out", "--month", month)
    assert found.exit_code == 3
    assert not (tmp_path / "out").exists()


def test_help_tells_of_the_month() -> None:
    assert "--month" in run("write", "--help").output


def test_whom_a_load_begins_a_team_sees_in_the_name_of_an_account(folder: Path, manager: User) -> None:
    assert run("load", folder, "--yes", "--team", "North").exit_code == 3
    assert not Load.objects.exists()
    found = run("load", folder, "--yes", "--team", "North", "--as", manager.email)
    assert found.exit_code == 0, found.output
    assert set(visible(manager)) == set(Person.objects.all())
    assert Load.objects.get().loaded_by == manager.pk


def test_nobody_answers_for_a_load_who_may_not_load(folder: Path, make_user) -> None:
    for email in (make_user("practitioner").email, "nobody@example.org"):
        assert run("load", folder, "--yes", "--as", email).exit_code == 3
    assert not Load.objects.exists()


def test_lists_of_other_services_load_by_command(tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "health.csv").write_text(
        "Person ID,Attendance date,Attendance type,Presenting complaint\n1,12/09/2025,A&E attendance,Hand hurt\n"
    )
    found = run("load", folder, "--month", "2025-09", "--yes")
    assert found.exit_code == 0, found.output
    assert "notes" in found.output
    assert Note.objects.get().belongs == "health"
    assert "Hand hurt" not in found.output
