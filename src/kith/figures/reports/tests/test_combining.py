"""Several returns together: what cannot be pooled is left out and said, the sum is the sum, and nobody is ranked."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from lxml import html

from kith.figures.measures.figure import TOGETHER
from kith.figures.reports import combining, tidy
from kith.figures.reports.tests.released import HACKNEY, LEEDS, WAKEFIELD, returned
from kith.foundation.dates import Month


@pytest.fixture
def three(tmp_path: Path) -> list[Path]:
    return [
        returned(tmp_path / "w", WAKEFIELD, supported=100, affected=40, moved=10, open_=0),
        returned(tmp_path / "h", HACKNEY, supported=60, affected=25, moved=8, open_=4, waiting=4),
        returned(tmp_path / "l", LEEDS, supported=80, affected=30, moved=7, open_=0),
    ]


def left_out(out: Path) -> dict[str, str]:
    rows = pl.read_csv(out / "problems.csv").rows(named=True)
    return {row["file"]: row["rule"] for row in rows}


def value(figures: pl.DataFrame, measure: str, column: str = "value", authority: str = TOGETHER) -> float:
    return figures.filter(measure=measure, breakdown="", authority=authority)[column].item()


def test_pooled_figures_are_the_sum_of_the_returns(three: list[Path], tmp_path: Path) -> None:
    combining.combine(three, tmp_path / "out", profile="internal")
    pooled, about = tidy.read_json(tmp_path / "out")
    each = [tidy.read_json(folder)[0] for folder in three]
    for measure in ("supported", "affected", "relocated", "more_than_one_stay", "missing_episodes"):
        assert value(pooled, measure) == sum(
            figures.filter(measure=measure, breakdown="")["value"].item() for figures in each
        )
    assert (value(pooled, "relocated", "low"), value(pooled, "relocated", "high")) == (25, 29)
    assert value(pooled, "relocation_rate") == pytest.approx(25 / 95)
    assert about["month"] == "2019-09"
    assert sorted(about["services"]) == sorted([HACKNEY, LEEDS, WAKEFIELD])


def test_services_stand_by_name_and_not_by_rate(three: list[Path], tmp_path: Path) -> None:
    report = combining.combine(three, tmp_path / "out", profile="internal")
    tree = html.fromstring(report.read_text(encoding="utf-8"))
    figure = next(f for f in tree.xpath("//figure") if "service by service" in f.text_content())
    assert [row.text_content() for row in figure.xpath(".//tbody//th")] == ["Hackney", "Leeds", "Wakefield"]
    rates = [row[3].text_content() for row in figure.xpath(".//tbody/tr")]
    assert rates == ["32.0%", "23.3%", "25.0%"]
    assert "rank" not in tree.text_content().lower().replace("rank correlation", "")


def test_what_is_compared_keeps_its_own_name(three: list[Path], tmp_path: Path) -> None:
    report = combining.combine(three, tmp_path / "out", profile="internal")
    titles = html.fromstring(report.read_text(encoding="utf-8")).xpath("//section[@id='compared']//h3/text()")
    assert "Services reporting nobody for a harm" in titles
    assert "Group by relocation rate" in titles
    assert "Harm (several each)" not in titles


def test_moves_that_wait_are_said_and_the_range_kept(three: list[Path], tmp_path: Path) -> None:
    combining.combine(three, tmp_path / "out", profile="internal")
    assert left_out(tmp_path / "out") == {"h": "return_still_open"}


def test_another_month_a_second_return_a_published_one_and_one_that_cannot_say_are_left_out(
    three: list[Path], tmp_path: Path
) -> None:
    more = [
        returned(tmp_path / "august", "E09000001", Month(2019, 8)),
        returned(tmp_path / "again", LEEDS),
        returned(tmp_path / "hidden", "E09000002", profile="published"),
        returned(tmp_path / "silent", "E09000003", moved=0, open_=0, no_harms=1),
    ]
    combining.combine([*three, *more], tmp_path / "out", profile="internal")
    assert left_out(tmp_path / "out") == {
        "august": "return_of_another_month",
        "again": "authority_returned_twice",
        "hidden": "return_already_suppressed",
        "silent": "return_cannot_say",
        "h": "return_still_open",
    }
    assert value(tidy.read_json(tmp_path / "out")[0], "supported") == 240


def test_fewer_than_two_that_can_be_pooled_are_refused_with_the_reason(tmp_path: Path) -> None:
    folders = [returned(tmp_path / "a", HACKNEY), returned(tmp_path / "b", HACKNEY)]
    with pytest.raises(tidy.NotAReturn, match=r"Fewer than two .* b: Two returns are of the same authority"):
        combining.combine(folders, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_published_profile_hides_after_pooling_what_is_small(tmp_path: Path) -> None:
    folders = [
        returned(tmp_path / "w", WAKEFIELD, supported=100, affected=40, moved=10, open_=0),
        returned(tmp_path / "h", HACKNEY, supported=60, affected=25, moved=8, open_=0),
        returned(tmp_path / "l", LEEDS, supported=80, affected=30, moved=2, open_=0),
    ]
    report = combining.combine(folders, tmp_path / "out", profile="published")
    figures, about = tidy.read_json(tmp_path / "out")
    assert about["profile"] == "published"
    small = figures.filter((pl.col("measure") == "relocated") & (pl.col("breakdown") == ""))
    states = dict(zip(small["authority"], small["state"], strict=True))
    assert states[LEEDS] == "suppressed"
    # Leeds alone hidden could be had by subtracting from the total.
    assert list(states.values()).count("suppressed") >= 2
    counts = figures.filter(pl.col("measure").is_in(["supported", "affected", "relocated"]))["value"].drop_nulls()
    assert counts.filter((counts > 0) & (counts < 6)).to_list() == []
    tree = html.fromstring(report.read_text(encoding="utf-8"))
    row = next(r for r in tree.xpath("//figure//tbody/tr") if r[0].text_content() == "Leeds")
    assert [cell.text_content() for cell in row[2:4]] == ["hidden", "hidden"]


def test_nothing_is_written_where_the_place_cannot_be_written(three: list[Path], tmp_path: Path) -> None:
    from kith.foundation.outputs import OutputRefused

    (tmp_path / "out" / "report.html").mkdir(parents=True)
    with pytest.raises(OutputRefused):
        combining.combine(three, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["report.html"]


def test_figures_of_services_and_together_are_json_that_reads_back(three: list[Path], tmp_path: Path) -> None:
    combining.combine(three, tmp_path / "out", profile="national")
    content = json.loads((tmp_path / "out" / "figures.json").read_text(encoding="utf-8"))
    assert {row["authority"] for row in content["figures"]} == {HACKNEY, LEEDS, WAKEFIELD, TOGETHER}
