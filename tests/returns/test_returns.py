"""`kith return` on real files, one after another: it ends well, says one sentence where it cannot, and tells no one's name."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest
from lxml import html
from python_calamine import CalamineWorkbook
from tests.returns.conftest import CANARIES, DATA, Ran, kith, shared

FOR = ("--authority", "201", "--month", "2018-02")
FILES = {"figures.csv", "figures.json", "problems.csv", "report.html", "return.xlsx"}
CIN_FILES = sorted(path.name for path in DATA.glob("cin_fake/*.xml")) or ["none"]


def sentence(report: Path) -> str:
    return str(html.parse(report).getroot().xpath("//p[@class='sentence']")[0].text_content())


def figures(folder: Path) -> pl.DataFrame:
    return pl.DataFrame(
        json.loads((folder / "figures.json").read_text(encoding="utf-8"))["figures"], infer_schema_length=None
    )


@pytest.fixture(scope="module")
def internal(own_files: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Ran, Path]:
    out = tmp_path_factory.mktemp("internal") / "out"
    return kith("return", own_files, *FOR, "--out", out), out


@pytest.fixture(scope="module")
def published(own_files: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Ran, Path]:
    out = tmp_path_factory.mktemp("published") / "out"
    return kith("return", own_files, *FOR, "--out", out, "--profile", "published"), out


def test_the_903_with_a_census_and_a_list_give_a_whole_return(internal: tuple[Ran, Path]) -> None:
    ran, out = internal
    assert ran.status == 0, ran.stderr
    assert {path.name for path in out.iterdir()} >= FILES | {"review.xlsx", "basis.csv"}
    assert "City of London, February 2018" in ran.stdout
    assert sentence(out / "report.html") in " ".join(ran.stdout.split())
    assert figures(out).filter(measure="supported", breakdown="", period="2018-02")["value"].item() > 500


def test_each_kind_of_source_is_named_in_the_report(internal: tuple[Ran, Path]) -> None:
    told = json.loads((internal[1] / "figures.json").read_text(encoding="utf-8"))["sources"]
    assert {source["kind"] for source in told} == {"SSDA903", "CIN census", "Lists"}
    assert all(source["rows"] for source in told)


def text_of_files(out: Path, names: set[str]) -> dict[str, str]:
    """What can be read in each file, workbooks cell by cell and part by part."""
    told = {}
    for name in names:
        path = out / name
        if path.suffix == ".xlsx":
            book = CalamineWorkbook.from_path(str(path))
            cells = [
                str(cell)
                for sheet in book.sheet_names
                for row in book.get_sheet_by_name(sheet).to_python()
                for cell in row
            ]
            with zipfile.ZipFile(path) as parts:
                told[name] = "\n".join(cells) + "".join(parts.read(part).decode("utf-8") for part in parts.namelist())
        else:
            told[name] = path.read_text(encoding="utf-8")
    return told


def test_no_personal_value_is_printed_or_stands_in_what_is_handed_on(
    internal: tuple[Ran, Path], published: tuple[Ran, Path]
) -> None:
    assert published[0].status == 0
    assert {path.name for path in published[1].iterdir()} == FILES
    told = {"said": internal[0].said + published[0].said}
    told |= text_of_files(published[1], FILES)
    told |= {f"internal {k}": v for k, v in text_of_files(internal[1], FILES).items()}
    lower = {name: text.lower() for name, text in told.items()}
    assert [(name, canary) for name, text in lower.items() for canary in CANARIES if canary.lower() in text] == []


def test_the_list_was_read_and_its_faults_told_by_row(internal: tuple[Ran, Path]) -> None:
    """Else the test before would hold for want of anything to tell."""
    problems = pl.read_csv(internal[1] / "problems.csv", infer_schema_length=None).filter(file="Exploitation panel.csv")
    assert {3, 4} <= set(problems["row"].drop_nulls().to_list())
    assert "CANARYID7701" in (internal[1] / "basis.csv").read_text(encoding="utf-8")


def test_a_dataset_gives_the_same_figures_as_the_files(
    own_files: Path, internal: tuple[Ran, Path], tmp_path: Path
) -> None:
    assert kith("dataset", own_files, *FOR, "--out", tmp_path / "dataset").status == 0
    ran = kith("return", tmp_path / "dataset", *FOR, "--out", tmp_path / "out")
    assert ran.status == 0, ran.stderr
    assert figures(tmp_path / "out").equals(figures(internal[1]))


def test_the_annex_a_workbook_alone_gives_a_return(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    shutil.copy(shared("annex_a", "Annex_A_2024_Jan.xlsx"), folder)
    ran = kith("return", folder, "--authority", "204", "--month", "2023-12", "--out", tmp_path / "out")
    assert ran.status == 0, ran.stderr
    assert figures(tmp_path / "out").filter(measure="supported", breakdown="", period="2023-12")["value"].item() > 0


@pytest.fixture(scope="module")
def census_runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Ran, Path, str]]:
    """Each census file alone, counted for its own month; two runs at a time."""
    place = tmp_path_factory.mktemp("census")

    def run(name: str) -> tuple[Ran, Path, str]:
        source = shared("cin_fake", name)
        (place / name).mkdir()
        shutil.copy(source, place / name)
        named = re.search(r"<ReferenceDate>(\d{4}-\d{2})", source.read_text(encoding="utf-8", errors="replace"))
        month = named[1] if named else "2021-03"
        out = place / f"{name} out"
        words = ("--authority", "201", "--month", month, "--months", "1", "--out", out)
        return kith("return", place / name, *words), out, month

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(CIN_FILES, pool.map(run, CIN_FILES), strict=True))


@pytest.mark.parametrize("name", CIN_FILES)
def test_each_census_file_alone_ends_well(name: str, census_runs: dict[str, tuple[Ran, Path, str]]) -> None:
    ran, out, month = census_runs[name]
    assert {path.name for path in out.iterdir()} >= FILES
    if ran.status == 3:
        assert "No young person could be read" in ran.stderr
        assert pl.read_csv(out / "problems.csv").height > 0
        return
    assert ran.status == 0, ran.stderr
    # A census has no placements: of moves nothing can be said, and it is not said to be none.
    assert figures(out).filter(measure="relocated", breakdown="", period=month)["state"].item() == "not_available"
    assert "of these" not in sentence(out / "report.html").replace("how many of these", "")


def test_children_are_read_from_the_census_files(census_runs: dict[str, tuple[Ran, Path, str]]) -> None:
    """Else the test before could hold for want of anything to read; none of these files has anyone of 10 to 25 in need."""
    read = [
        sum(source["rows"] for source in json.loads((out / "figures.json").read_text(encoding="utf-8"))["sources"])
        for _, out, _ in census_runs.values()
    ]
    assert sum(rows > 0 for rows in read) >= 8
    assert max(read) > 300


def test_an_empty_folder_is_status_3_with_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    ran = kith("return", tmp_path / "files", *FOR, "--out", tmp_path / "out")
    assert ran.status == 3
    assert ran.stdout == ""
    last = ran.stderr.strip().splitlines()[-1]
    assert last.startswith("Not done. No young person could be read from")
    assert "problems.csv" in last


BOMB = '<?xml version="1.0"?><!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><Message>&b;</Message>'


HOSTILE = {
    "bomb.xml": BOMB.encode(),
    "cut.xlsx": b"PK\x03\x04 not a whole workbook",
    "zeros.csv": b"\0" * 5000,
    "=cmd|'calc'!A0.csv": b"a,b\n=1+1,@x\n",
}


def test_hostile_files_among_good_ones_are_each_told_and_the_rest_is_counted(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for good in ("header.csv", "episodes.csv"):
        shutil.copy(shared("ssda903_fake", good), folder)
    for name, content in HOSTILE.items():
        (folder / name).write_bytes(content)
    with zipfile.ZipFile(folder / "slip.zip", "w") as slip:
        slip.writestr("../../escaped.csv", "CHILD,SEX\n1,1\n")
    ran = kith("return", folder, *FOR, "--out", tmp_path / "out", "--months", "1")
    assert ran.status == 0, ran.stderr
    files = pl.read_csv(tmp_path / "out" / "problems.csv", infer_schema_length=None)["file"].drop_nulls().to_list()
    for name in [*HOSTILE, "slip.zip"]:
        assert [file for file in files if file.lstrip("'").startswith(name)], name
    assert not list(tmp_path.rglob("escaped.csv"))
    assert figures(tmp_path / "out").filter(measure="supported", breakdown="")["value"].item() > 500


@pytest.mark.parametrize(
    ("change", "status", "says"),
    [
        ({"--authority": "999999"}, 3, "no authority of England or Wales"),
        ({"--authority": "E07000004"}, 3, "authority"),
        ({"--month": "2018-13"}, 2, "--month"),
        ({"--month": "February"}, 2, "--month"),
        ({"--profile": "secret"}, 2, "--profile"),
        ({"--months": "0"}, 2, "--months"),
        ({"--review": "nowhere.xlsx"}, 2, "no such file or folder"),
        ({"FOLDER": "nowhere"}, 2, "no such folder"),
    ],
)
def test_wrong_words_end_with_their_status_and_say_which(
    change: dict[str, str], status: int, says: str, tmp_path: Path
) -> None:
    words = {
        "FOLDER": str(tmp_path),
        "--authority": "201",
        "--month": "2018-02",
        "--out": str(tmp_path / "out"),
    } | change
    folder = words.pop("FOLDER")
    ran = kith("return", folder, *(part for pair in words.items() for part in pair))
    assert (ran.status, says in ran.stderr) == (status, True), ran.stderr
    assert not (tmp_path / "out").exists()


def test_a_place_that_cannot_be_written_is_status_3_and_changes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    shutil.copy(shared("ssda903_fake", "header.csv"), folder)
    (tmp_path / "out" / "report.html").mkdir(parents=True)
    ran = kith("return", folder, *FOR, "--out", tmp_path / "out", "--months", "1")
    assert ran.status == 3
    assert "Not done." in ran.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["report.html"]
