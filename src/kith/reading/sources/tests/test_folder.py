"""Each file of a folder goes to the reader that knows it; doubts are told, and one fault stops nothing else."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kith.reading.sources.extracts import Context, Extract, Sheet, XmlFile
from kith.reading.sources.folder import READERS, UNSURE, all_readers, read_folder
from kith.reading.sources.opening.tests.making import zipped

CONTEXT = Context("E08000035", dt.date(2019, 9, 30))


class Headed:
    """A small reader of sheets with a certain heading, true to the protocol."""

    def __init__(self, kind: str, heading: str, root: str = "", fails: bool = False, part: str = "part") -> None:
        self.kind, self.heading, self.root, self.fails, self.part = kind, heading, root, fails, part

    def claims_sheet(self, sheet: Sheet) -> str | None:
        return self.part if self.heading in sheet.header else None

    def claims_xml(self, xml: XmlFile) -> bool:
        return xml.root == self.root

    def read(self, sheets: list[tuple[str, Sheet]], xmls: list[XmlFile], context: Context) -> Extract:
        if self.fails:
            raise ZeroDivisionError("SECRET")
        return Extract(self.kind, [*(sheet.file for _, sheet in sheets), *(xml.file for xml in xmls)])


def files(folder: Path, **contents: str) -> Path:
    for name, text in contents.items():
        stem, _, suffix = name.rpartition("_")
        (folder / f"{stem}.{suffix}").write_text(text)
    return folder


def test_files_go_to_their_readers_and_the_rest_stays(tmp_path: Path) -> None:
    folder = files(
        tmp_path, a_csv="A,x\n1,2\n", b_csv="B,x\n1,2\n", c_csv="C,x\n1,2\n", d_xml="<Root/>", e_xml="<Other/>"
    )
    read = read_folder(folder, CONTEXT, [Headed("one", "A", "Root"), Headed("two", "B")])
    assert [(extract.kind, extract.files) for extract in read.extracts] == [
        ("one", ["a.csv", "d.xml"]),
        ("two", ["b.csv"]),
    ]
    assert [sheet.file for sheet in read.unclaimed] == ["c.csv"]
    assert [xml.file for xml in read.unclaimed_xml] == ["e.xml"]
    assert not read.every_problem()


def test_a_sheet_claimed_twice_goes_to_the_earlier_reader_and_is_told(tmp_path: Path) -> None:
    read = read_folder(files(tmp_path, a_csv="A,B\n1,2\n"), CONTEXT, [Headed("one", "A"), Headed("two", "B")])
    assert [extract.kind for extract in read.extracts] == ["one"]
    assert [(p.rule.key, p.file, p.detail) for p in read.problems] == [
        ("claimed_twice", "a.csv", "It was read as one, not as two.")
    ]


def test_a_reader_that_is_unsure_steps_back(tmp_path: Path) -> None:
    unsure = Headed("one", "A", part=UNSURE)
    both = read_folder(files(tmp_path, a_csv="A,B\n1,2\n"), CONTEXT, [unsure, Headed("two", "B")])
    assert [extract.kind for extract in both.extracts] == ["two"]
    assert not both.problems
    assert [extract.kind for extract in read_folder(tmp_path, CONTEXT, [unsure]).extracts] == ["one"]


def test_a_reader_gets_a_sheet_from_below_its_title(tmp_path: Path) -> None:
    read = read_folder(files(tmp_path, a_csv="My title,,\nA,b,c\n1,2,3\n"), CONTEXT, [Headed("one", "A")])
    assert [extract.kind for extract in read.extracts] == ["one"]


def test_a_fault_in_one_reader_leaves_the_others(tmp_path: Path) -> None:
    folder = files(tmp_path, a_csv="A,x\n1,2\n", b_csv="B,x\n1,2\n")
    read = read_folder(folder, CONTEXT, [Headed("one", "A", fails=True), Headed("two", "B")])
    assert [(extract.kind, extract.files) for extract in read.extracts] == [("one", ["a.csv"]), ("two", ["b.csv"])]
    assert [(p.rule.key, p.file) for p in read.every_problem()] == [("source_unreadable", "a.csv")]
    assert not any("SECRET" in p.message for p in read.every_problem())


def test_progress_names_files_and_then_kinds(tmp_path: Path) -> None:
    steps: list[str] = []
    read_folder(
        files(tmp_path, a_csv="A,x\n1,2\n"), CONTEXT, [Headed("one", "A")], lambda name, done, total: steps.append(name)
    )
    assert steps == ["a.csv", "", "one"]


def test_what_is_done_meanwhile_is_done_once_when_all_here_is_read(tmp_path: Path) -> None:
    steps: list[str] = []
    read_folder(
        files(tmp_path, a_csv="A,x\n1,2\n", b_csv="B,x\n1,2\n"),
        CONTEXT,
        [Headed("one", "A"), Headed("two", "B")],
        lambda name, done, total: steps.append(name),
        lambda: steps.append("meanwhile"),
    )
    assert steps[-3:] == ["one", "two", "meanwhile"]


@pytest.mark.parametrize(
    ("xml", "kind"),
    [
        ("<SSDA903><Child><CHILD>1</CHILD><DOB>2006-02-01</DOB><SEX>1</SEX></Child></SSDA903>", "SSDA903"),
        (
            "<Message><Header><CollectionDetails><Collection>CIN</Collection></CollectionDetails></Header></Message>",
            "CIN census",
        ),
    ],
)
def test_a_return_in_xml_is_read_out_of_a_zip_too(tmp_path: Path, xml: str, kind: str) -> None:
    (tmp_path / "all.zip").write_bytes(zipped({"return.xml": xml.encode()}))
    read = read_folder(tmp_path, CONTEXT)
    assert [(extract.kind, extract.files) for extract in read.extracts] == [(kind, ["all.zip/return.xml"])]
    assert not any(
        "broken" in problem.rule.key or problem.rule.key == "source_unreadable" for problem in read.every_problem()
    )


def test_every_reader_is_there_under_its_name() -> None:
    assert len({reader.kind for reader in all_readers()}) == len(READERS)


@pytest.mark.parametrize("name", ["ssda903_fake", "cin_fake", "annex_a"])
def test_the_shared_files_each_have_one_reader(name: str) -> None:
    folder = Path(__file__).parents[6] / "shared" / "data" / name
    if not folder.is_dir():
        pytest.skip("the shared data are not beside this copy")
    read = read_folder(folder, CONTEXT)
    assert len(read.extracts) == 1
    assert "claimed_twice" not in {p.rule.key for p in read.problems}
    assert read.unclaimed == []
