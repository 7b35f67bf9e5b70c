"""The whole return: a second run keeps answers and changes the figures by exactly them; a run that fails leaves nothing half."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest
from lxml import html

from kith.figures.reports import tidy
from kith.figures.reports.returns import Outcome, ReturnRefused, make_return
from kith.figures.review import sheet
from kith.figures.review.candidates import candidates
from kith.figures.review.decisions import Decision, apply
from kith.figures.synth import write_authority
from kith.foundation.dates import Month
from kith.foundation.outputs import OutputRefused
from kith.reading.sources.opening import open_file

MONTH = Month(2025, 9)


@dataclass
class Runs:
    """The same made-up authority run three times: at first, with half of the moves answered, and with all."""

    files: Path
    authority: str
    out: Path
    first: Outcome
    second: Outcome
    third: Outcome
    asked: list[str]
    """Keys of the moves asked about in the first run."""
    bounds: list[tuple[float, float]]


def relocated(outcome: Outcome) -> tuple[float, float]:
    """The lower and upper count of young people moved because of harm."""
    row = outcome.released.figures.filter(measure="relocated", breakdown="", period=str(MONTH)).row(0, named=True)
    return row["low"], row["high"]


def answer(outcome: Outcome, keys: list[str], due: str) -> None:
    """Give the review back with these moves answered and the earlier answers as they stand in it."""
    path = outcome.folder / "review.xlsx"
    before, problems = sheet.read([found for found in open_file(path).sheets if sheet.claims(found)])
    assert not problems
    found = candidates(outcome.dataset, MONTH)
    rows = {row["key"]: row for row in found.iter_rows(named=True)}
    given = [Decision(key, rows[key]["person_id"], rows[key]["from_on"], due, by="JB") for key in keys]
    sheet.write(path, found, [d for d in before if d.key not in keys] + given, MONTH)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    place = tmp_path_factory.mktemp("return")
    made = write_authority(place / "authority", children=900, seed=5, rate=0.4)
    out = place / "out"

    def run() -> Outcome:
        return make_return(made.folder, made.authority, MONTH, out, months=3)

    first = run()
    # Those that move the range first: a yes to another adds to it (see docs/how-to/review.md).
    found = candidates(first.dataset, MONTH).filter(due_to_efh="not_reviewed").sort("in_range", descending=True)
    waiting = found["key"].to_list()
    assert found["in_range"].sum() >= len(waiting) // 2
    half = len(waiting) // 2
    answer(first, waiting[:half], "yes")
    second = run()
    answer(second, waiting[half:], "no")
    third = run()
    return Runs(
        made.folder, made.authority, out, first, second, third, waiting, [relocated(o) for o in (first, second, third)]
    )


def test_the_first_run_asks_and_gives_a_range(runs: Runs) -> None:
    assert runs.first.asked == len(runs.asked) >= 4
    low, high = runs.bounds[0]
    assert low < high


def test_answers_narrow_the_range_and_are_not_asked_again(runs: Runs) -> None:
    first, second, third = runs.bounds
    assert first[0] < second[0] <= second[1] <= first[1]
    assert third == (second[0], second[0])
    assert (runs.second.asked, runs.third.asked) == (runs.first.asked - len(runs.asked) // 2, 0)
    assert (runs.second.answered, runs.third.answered) == (len(runs.asked) // 2, len(runs.asked))


def test_figures_change_by_exactly_the_answers(runs: Runs) -> None:
    """The third run's dataset is the first's with the answers in it, and nothing else moved."""
    half = len(runs.asked) // 2
    decisions = [Decision(key, "", None, "yes") for key in runs.asked[:half]]
    decisions += [Decision(key, "", None, "no") for key in runs.asked[half:]]
    expected, without = apply(runs.first.dataset, decisions)
    assert without == []
    for name, table in expected.tables.items():
        assert table.sort("row_id").equals(runs.third.dataset[name].sort("row_id")), name
    before, after = (o.released.figures.filter(measure="supported") for o in (runs.first, runs.third))
    assert before.equals(after)


def test_the_headline_says_that_nothing_waits_when_all_is_answered(runs: Runs) -> None:
    page = html.fromstring(runs.third.report.read_text(encoding="utf-8"))
    assert "narrows" not in page.xpath("//p[@class='sentence']")[0].text_content()
    assert not [n for n in page.xpath("//p[@class='notice']") if "not reviewed" in n.text_content()]


def test_the_internal_return_has_every_file_and_reads_back(runs: Runs) -> None:
    names = {"basis.csv", "figures.csv", "figures.json", "problems.csv", "report.html", "return.xlsx", "review.xlsx"}
    assert names <= {path.name for path in runs.out.iterdir()}
    figures, about = tidy.read_json(runs.out)
    assert figures.equals(runs.third.released.figures)
    assert about["review"] == {"waiting": 0, "answered": len(runs.asked)}
    assert pl.read_csv(runs.out / "problems.csv").height == len(runs.third.problems) == about["problems"]


def test_answers_are_taken_along_to_what_is_handed_on(runs: Runs, tmp_path: Path) -> None:
    out = tmp_path / "out"
    made = make_return(runs.files, runs.authority, MONTH, out, profile="national", review=runs.out, months=1)
    row = made.released.figures.filter(measure="relocated", breakdown="").row(0, named=True)
    assert row["low"] == row["high"]
    for name in ("placements", "relocations"):
        assert made.dataset[name].sort("row_id").equals(runs.third.dataset[name].sort("row_id"))


def test_what_is_handed_on_is_not_put_among_files_that_name_young_people(runs: Runs) -> None:
    before = (runs.out / "report.html").read_bytes()
    with pytest.raises(ReturnRefused, match="needs a folder of its own"):
        make_return(runs.files, runs.authority, MONTH, runs.out, profile="published")
    assert (runs.out / "report.html").read_bytes() == before


def test_the_published_return_names_no_young_person(runs: Runs, tmp_path: Path) -> None:
    made = make_return(runs.files, runs.authority, MONTH, tmp_path / "out", profile="published", months=3)
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        *("figures.csv", "figures.json", "problems.csv", "report.html", "return.xlsx"),
    }
    assert set(made.released.figures["rows"]) == {""}
    ids = set(made.dataset["people"]["person_id"])
    written = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert {one for one in ids if len(one) > 5 and one in written} == set()


def test_a_run_that_cannot_put_one_file_in_its_place_changes_none(runs: Runs, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "return.xlsx").mkdir(parents=True)
    (out / "figures.csv").write_text("earlier", encoding="utf-8")
    with pytest.raises(OutputRefused, match=r"return\.xlsx"):
        make_return(runs.files, runs.authority, MONTH, out, months=1)
    assert (out / "figures.csv").read_text(encoding="utf-8") == "earlier"
    assert sorted(path.name for path in out.iterdir()) == ["figures.csv", "return.xlsx"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_authority_that_there_is_not_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(ReturnRefused, match="no authority of England or Wales"):
        make_return(tmp_path, "E99999999", MONTH, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
