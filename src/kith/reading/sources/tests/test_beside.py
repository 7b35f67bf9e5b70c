"""A process beside this one reads what this one would, and where it cannot, this one reads: nothing is lost but time."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import select
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from kith.reading.sources import beside
from kith.reading.sources.cin import READER as CIN
from kith.reading.sources.cin.tests import census
from kith.reading.sources.extracts import Context, Extract, XmlFile
from kith.reading.sources.folder import Read, read_folder
from kith.reading.sources.ssda903 import READER as SSDA903

CONTEXT = Context("E09000012", dt.date(2024, 3, 31))
CENSUS = census.message(
    census.child("A1", census.episode("2023-05-01", "2023-04-01"), sex="9X"),
    census.child("A2", census.episode("2023-05-01", None, census.assessment("2023-05-02", "2023-05-20", ["11A"]))),
)


@pytest.fixture
def any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "LEAST", 1)


def folder_with(tmp_path: Path, text: str = CENSUS) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "census.xml").write_text(text, encoding="utf-8")
    return folder


def same(one: Read, other: Read) -> None:
    assert list(one.problems) == list(other.problems)
    assert [extract.kind for extract in one.extracts] == [extract.kind for extract in other.extracts]
    for mine, theirs in zip(one.extracts, other.extracts, strict=True):
        assert (mine.files, mine.covers) == (theirs.files, theirs.covers)
        assert list(mine.problems) == list(theirs.problems)
        assert all(a.rule is b.rule for a, b in zip(mine.problems, theirs.problems, strict=True))
        assert mine.tables.keys() == theirs.tables.keys()
        for name, frame in mine.tables.items():
            assert_frame_equal(frame, theirs.tables[name])
        assert_frame_equal(mine.identities, theirs.identities)


def ahead(folder: Path) -> AbstractContextManager[None]:
    return beside.ahead(folder, CONTEXT.authority, CONTEXT.as_of)


def running() -> int:
    child = beside._beside.get()
    assert child is not None
    return child.pid


@pytest.mark.parametrize(
    "text",
    [
        CENSUS,
        CENSUS[:-200],
        "<!DOCTYPE m [<!ENTITY a 'b'>]>" + CENSUS,
        CENSUS.replace("<Header>", "<Header>" + " " * 9_000 + "<!DOCTYPE a>"),
        "<Message>",
    ],
    ids=["whole", "cut short", "document type", "late document type", "nothing in it"],
)
@pytest.mark.usefixtures("any_size")
def test_what_is_read_beside_is_what_is_read_here(tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = folder_with(tmp_path, text)
    there = read_folder(folder, CONTEXT)
    monkeypatch.setattr(beside, "LEAST", 10**9)
    same(there, read_folder(folder, CONTEXT))


@pytest.mark.usefixtures("any_size")
def test_the_answer_comes_from_the_process_beside(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    xmls = [XmlFile("census.xml", folder / "census.xml", "Message")]
    with ahead(folder):
        extract = beside.extract(CIN, xmls, CONTEXT)
        assert isinstance(extract, Extract)
        assert extract.tables["people"]["person_id"].to_list() == ["A1", "A2"]
        assert beside.extract(CIN, xmls, CONTEXT) is None  # it answers once


@pytest.mark.usefixtures("any_size")
def test_a_folder_takes_the_answer_of_the_process_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(CIN), "read", lambda *_: pytest.fail("read here too"))
    read = read_folder(folder_with(tmp_path), CONTEXT)
    assert read.extracts[0].tables["people"]["person_id"].to_list() == ["A1", "A2"]


@pytest.mark.usefixtures("any_size")
def test_something_is_done_meanwhile_before_the_answer_is_waited_for(tmp_path: Path) -> None:
    heard: list[bool] = []
    folder = folder_with(tmp_path)
    read_folder(folder, CONTEXT, meanwhile=lambda: heard.append(beside.is_reading()))
    assert heard == [True]


@pytest.mark.parametrize("other", ["reader", "files", "day", "authority", "outside"])
@pytest.mark.usefixtures("any_size")
def test_an_answer_to_another_question_is_not_taken(tmp_path: Path, other: str) -> None:
    folder = folder_with(tmp_path)
    xmls = [XmlFile("census.xml", folder / "census.xml", "Message")]
    changed = {
        "day": {"as_of": dt.date(2024, 4, 30)},
        "authority": {"authority": "E09000001"},
        "outside": {"child_on_child_outside": True},
    }
    with ahead(folder):
        context = dataclasses.replace(CONTEXT, **changed.get(other, {}))  # type: ignore[arg-type]
        asked = xmls * 2 if other == "files" else xmls
        assert beside.extract(SSDA903 if other == "reader" else CIN, asked, context) is None


@pytest.mark.usefixtures("any_size")
def test_where_the_process_has_died_the_file_is_read_here(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    with ahead(folder):
        os.kill(running(), 9)
        read = read_folder(folder, CONTEXT)
    assert read.extracts[0].tables["people"].height == 2


@pytest.mark.usefixtures("any_size")
def test_where_the_process_dies_while_it_reads_the_file_is_read_here(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    xmls = [XmlFile("census.xml", folder / "census.xml", "Message")]
    with ahead(folder):
        assert select.select([beside._beside.get().stdout], [], [], 60)[0]  # type: ignore[union-attr]
        os.kill(running(), 9)
        extract = beside.extract(CIN, xmls, CONTEXT)
    assert extract is None or extract.tables["people"].height == 2  # it may have been quicker than the signal


@pytest.mark.usefixtures("any_size")
def test_no_process_outlives_the_block_whatever_ends_it(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    pid = 0

    def broken() -> None:
        nonlocal pid
        with ahead(folder):
            pid = running()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_small_files_links_and_absent_folders_start_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = folder_with(tmp_path)
    with ahead(folder):
        assert beside._beside.get() is None
    with ahead(tmp_path / "none"):
        assert beside._beside.get() is None
    monkeypatch.setattr(beside, "LEAST", 1)
    linked = tmp_path / "linked"
    linked.mkdir()
    (linked / "census.xml").symlink_to(folder / "census.xml")
    with ahead(linked):
        assert beside._beside.get() is None


@pytest.mark.usefixtures("any_size")
def test_a_folder_is_read_where_no_process_can_be_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", str(tmp_path / "no python"))
    read = read_folder(folder_with(tmp_path), CONTEXT)
    assert read.extracts[0].tables["people"].height == 2


@pytest.mark.usefixtures("any_size")
def test_a_reader_that_the_process_does_not_know_reads_here(tmp_path: Path) -> None:
    class Local:
        kind = "local"

        def claims_sheet(self, sheet: Any) -> None:
            return None

        def claims_xml(self, xml: XmlFile) -> bool:
            return True

        def read(self, sheets: Any, xmls: list[XmlFile], context: Context) -> Extract:
            return Extract(self.kind, [xml.file for xml in xmls], {"people": pl.DataFrame()})

    read = read_folder(folder_with(tmp_path), CONTEXT, [Local()])
    assert read.extracts[0].files == ["census.xml"]
