"""The pages of datasets: what they show to whom, what they refuse, what they remember."""

from __future__ import annotations

import gettext
import html
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from kith.dataset.dataset import Dataset
from kith.dataset.files import read_dataset, write_dataset
from kith.dataset.tables import TABLES
from kith.definitions.codes import codes
from kith.foundation.problems import Detail
from kith.record.access import actions as access
from kith.record.accounts.models import User
from kith.record.audit.models import Event
from kith.record.exchange import folders, labels
from kith.record.exchange.models import Load
from kith.record.exchange.tables import fillers
from kith.record.interface.catalogues import LOCALE
from kith.record.people import actions as people
from kith.record.people.models import Identifier, Involvement, Person
from kith.record.rows import words

from .conftest import dataset
from .test_loading import one

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(manager: User) -> Client:
    made = Client()
    made.force_login(manager)
    return made


def _files(found: Dataset, folder: Path) -> list[SimpleUploadedFile]:
    write_dataset(found, folder, "csv")
    return [SimpleUploadedFile(path.name, path.read_bytes()) for path in sorted(folder.iterdir())]


def in_welsh(client: Client, address: str) -> str:
    client.cookies["django_language"] = "cy"
    return html.unescape(client.get(address).content.decode())


def test_every_table_has_a_name_in_words() -> None:
    assert set(TABLES) == set(labels.TABLES)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_column_has_a_name_in_words_whether_the_record_fills_it_or_not(language: str) -> None:
    with override(language):
        names = {
            (table, column): labels.column_name(table, column) for table in TABLES for column in TABLES[table].names
        }
        raw = [place for place, name in names.items() if name == place[1] or "_" in name]
        assert raw == []
        assert labels.column_name("Spring term.csv", "What") == "What"
    assert set(TABLES) - set(fillers())
    for place, english in ((("people", "birth_date"), "Date of birth"), (("costs", "pounds_a_week"), "Pounds a week")):
        assert (names[place] == english) is (language == "en")


def test_values_are_said_in_words_of_the_page() -> None:
    with override("cy"):
        assert labels.said("harms", "harm", "cse") == codes("harm").label("cse", "cy")
        assert labels.said("harms", "setting", None) == "heb ei roi"
        assert labels.said("relocations", "drivers", "nobody-knows") == "nobody-knows"


def test_a_dataset_is_brought_looked_at_confirmed_and_undone(client: Client, manager: User, tmp_path: Path) -> None:
    answer = client.post(reverse("exchange:bring"), {"files": _files(one(), tmp_path / "d")})
    load = Load.objects.get()
    assert answer["Location"] == reverse("exchange:load", args=[load.pk])
    page = client.get(answer["Location"]).content.decode()
    assert "Load what is not in doubt" in page
    rows = client.get(reverse("exchange:rows", args=[load.pk, "involvements", "new"])).content.decode()
    assert "LA-1" in rows
    assert not Person.objects.exists()
    client.post(reverse("exchange:confirm", args=[load.pk]), {"team": manager.team_id})
    assert Involvement.objects.count() == 1
    assert reverse("exchange:load", args=[load.pk]) in client.get(reverse("exchange:loads")).content.decode()
    client.post(reverse("exchange:undo", args=[load.pk]))
    assert not Person.objects.exists()
    assert Load.objects.get().state == "undone"


@pytest.mark.parametrize("name", ["list.exe", "../list.csv.sh", ".hidden"])
def test_files_of_other_kinds_are_refused(client: Client, name: str) -> None:
    answer = client.post(reverse("exchange:bring"), {"files": [SimpleUploadedFile(name, b"x")]})
    assert answer.status_code == 422
    assert not Load.objects.exists()


def test_files_that_are_too_large_are_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kith.record.exchange.forms.LARGEST", 3)
    answer = client.post(reverse("exchange:bring"), {"files": [SimpleUploadedFile("a.csv", b"four")]})
    assert answer.status_code == 422


def test_files_in_which_nobody_is_are_refused_with_the_reason(client: Client) -> None:
    answer = client.post(reverse("exchange:bring"), {"files": [SimpleUploadedFile("a.csv", b"x,y\n1,2\n")]})
    assert answer.status_code == 422
    assert "Nobody could be read" in answer.content.decode()


@pytest.fixture
def doubtful(brought: Callable[[Dataset], Load], manager: User) -> Callable[[User], tuple[Load, Person]]:
    """A load with somebody whose number a person of `by` bears, born on another day."""

    def make(by: User) -> tuple[Load, Person]:
        person = people.add_person(
            by=by,
            details={"born_on": date(2009, 11, 30), "birth_precision": "day"},
            name={"given": "Jess", "family": "Birch", "kind": "legal"},
            rows=[Identifier(scheme="la", value="LA-1")],
        )
        return brought(one()), person

    return make


def test_a_doubt_is_decided_by_whoever_may_see_the_person(client: Client, doubtful: Any, manager: User) -> None:
    load, person = doubtful(manager)
    page = client.get(reverse("exchange:doubts", args=[load.pk])).content.decode()
    assert "Jess Birch" in page
    said = {"table": "people", "row_id": "LA-1", "answer": str(person.pk)}
    assert client.post(reverse("exchange:decide", args=[load.pk]), said).status_code == 302
    client.post(reverse("exchange:confirm", args=[load.pk]))
    assert Involvement.objects.get().person_id == person.pk


def test_nobody_decides_about_a_person_whom_they_may_not_see(client: Client, doubtful: Any, make_user: Any) -> None:
    load, person = doubtful(make_user(team="South"))
    page = client.get(reverse("exchange:doubts", args=[load.pk])).content.decode()
    assert "Jess" not in page
    assert "somebody who may has to decide" in page
    for answer in (str(person.pk), "new"):
        said = {"table": "people", "row_id": "LA-1", "answer": answer}
        assert client.post(reverse("exchange:decide", args=[load.pk]), said).status_code == 404


def test_rows_of_a_restricted_person_are_counted_and_not_shown(
    client: Client, manager: User, make_user: Any, loaded: Any, brought: Any
) -> None:
    loaded(one())
    person = Person.objects.get()
    access.restrict(by=make_user(), person_id=person.pk, reason="safety")
    load = brought(one(to_on="2020-05-05"))
    client.get(reverse("exchange:load", args=[load.pk]))
    load.refresh_from_db()
    assert load.counts["involvements"] == {"changed": 1}
    page = client.get(reverse("exchange:rows", args=[load.pk, "involvements", "changed"])).content.decode()
    assert "LA-1" not in page
    assert str(person.pk) not in page


def test_what_differs_stands_side_by_side_and_is_decided(
    client: Client, manager: User, loaded: Any, brought: Any
) -> None:
    loaded(one())
    people.change(by=manager, row=Involvement.objects.get(), seen=1, values={"to_on": date(2020, 1, 1)})
    load = brought(one(to_on="2020-05-05"))
    page = client.get(reverse("exchange:rows", args=[load.pk, "involvements", "both"]))
    assert "1 January 2020, in the dataset 5 May 2020" in page.content.decode()
    assert "To: here 1 January 2020" in page.content.decode()
    welsh = in_welsh(client, page.request["PATH_INFO"])
    assert ("Hyd at: " in welsh, "to_on" in welsh, "To: " in welsh) == (True, False, False)
    (line,) = page.context["lines"]
    said = {"table": "involvements", "row_id": line["row_id"], "digest": line["digest"], "answer": "theirs"}
    client.post(reverse("exchange:decide", args=[load.pk]), said)
    client.post(reverse("exchange:confirm", args=[load.pk]))
    assert Involvement.objects.get().to_on == date(2020, 5, 5)


def test_what_was_wrong_is_told_in_the_language_of_the_page(client: Client, tmp_path: Path) -> None:
    files = _files(one(), tmp_path / "d")
    table = next(file for file in files if "involvements" in file.name)
    read = table.read().decode()
    files[files.index(table)] = SimpleUploadedFile(table.name, read.replace("to_on", "from_when").encode())
    answer = client.post(reverse("exchange:bring"), {"files": files})
    said = [html.unescape(client.get(answer["Location"]).content.decode()), in_welsh(client, answer["Location"])]
    (line, *_others) = Load.objects.get().told
    assert [line["says"] in page for page in said] == [True, False]
    assert gettext.translation("django", LOCALE, ["cy"]).gettext(line["remedy"]) in said[1]


def test_the_detail_of_what_was_wrong_is_told_in_the_language_of_the_page(client: Client, tmp_path: Path) -> None:
    files = _files(one(), tmp_path / "d")
    table = next(file for file in files if "involvements" in file.name)
    head, *rows = table.read().decode().splitlines()
    place = head.split(",").index("from_on")
    wrong = [",".join("soon" if at == place else cell for at, cell in enumerate(row.split(","))) for row in rows]
    files[files.index(table)] = SimpleUploadedFile(table.name, "\n".join([head, *wrong]).encode())
    answer = client.post(reverse("exchange:bring"), {"files": files})
    english = html.unescape(client.get(answer["Location"]).content.decode())
    welsh = in_welsh(client, answer["Location"])
    says = "A date is written like 2019-03-31."
    assert (says in english, says in welsh) == (True, False)
    assert gettext.translation("django", LOCALE, ["cy"]).gettext(says) in welsh


def test_a_detail_is_kept_with_a_load_so_that_every_language_can_say_it() -> None:
    detail = Detail("Rows: {count}; why: {why}.", count=3, why=Detail("the postcode is not in the directory"))
    kept = json.loads(json.dumps(folders.parts(detail)))
    assert folders.whole(kept) == detail
    with override("cy"):
        assert words.detail(folders.whole(kept)) == "Rhesi: 3; pam: nid yw’r cod post yn y cyfeiriadur."
    assert folders.whole(folders.parts("Contacts.")) == "Contacts."


def test_what_cannot_be_held_is_told_with_its_reason_before_anything_is_loaded(
    client: Client, brought: Callable[[Dataset], Load]
) -> None:
    load = brought(one(status="no such code"))
    address = reverse("exchange:load", args=[load.pk])
    page = client.get(address).content.decode()
    assert "The code is not in its list" in page
    assert client.get(address).content.decode().count("The code is not in its list") == 1
    assert "no such code" not in page


def test_the_record_is_taken_out_under_pseudonyms_and_that_is_recorded(
    make_user: Any, loaded: Any, tmp_path: Path
) -> None:
    loaded(dataset(people=[{"person_id": "LA-1", "birth_date": "2010-03-07"}]))
    analyst = Client()
    analyst.force_login(make_user("analyst"))
    answer = analyst.post(reverse("exchange:take"), {"form": "csv"})
    zipfile.ZipFile(io.BytesIO(answer.content)).extractall(tmp_path / "out")  # our own
    found, problems = read_dataset(tmp_path / "out")
    assert not problems
    assert found["people"].height == 1
    assert "LA-1" not in found["people"]["person_id"].to_list()
    assert found["people"]["birth_date"].to_list() == [date(2010, 3, 1)]
    assert Event.objects.filter(action="dataset.written").count() == 1


def test_an_analyst_brings_nothing_in(make_user: Any) -> None:
    analyst = Client()
    analyst.force_login(make_user("analyst"))
    assert analyst.get(reverse("exchange:loads")).status_code == 404
