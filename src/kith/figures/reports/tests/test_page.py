"""The page shows what was released and nothing else, in every state, and stands by itself."""

from __future__ import annotations

import re

import polars as pl
import pytest
from lxml import html

from kith.dataset.dataset import Dataset
from kith.figures.measures.disclosure import Released
from kith.figures.reports import drawing
from kith.figures.reports.headline import sentence
from kith.figures.reports.page import Section, of_figures, render, sections_of
from kith.figures.reports.tests.released import people, release
from kith.foundation.problems import Problems, Severity, rule

_ERROR = rule("reports_page_error", Severity.ERROR, "A row <b>names</b> nobody.", "Name somebody.")
_NOTE = rule("reports_page_note", Severity.NOTE, "A column was not needed.", "Nothing.")


def page(released: Released, problems: Problems | None = None, heading: str = "Hackney") -> html.HtmlElement:
    """The page as a tree."""
    now = released.figures
    made = of_figures(
        heading=heading,
        period="September 2019",
        released=released,
        sentence=sentence(now),
        now=now,
        sections=sections_of(now),
        notices=[],
        sources=[],
        problems=problems or Problems(),
        footer="Made by Kith.",
    )
    return html.document_fromstring(render(made))


def of_both_sexes() -> Dataset:
    """As many girls as boys supported."""
    data = people()
    return data.with_tables(people=data["people"].with_columns(sex=pl.Series(["F", "M"] * 15)))


def sections(released: Released) -> dict[str, Section]:
    return {section.key: section for section in sections_of(released.figures)}


def test_a_chart_and_its_table_say_the_same_numbers() -> None:
    drawn = 0
    for figure in page(release(of_both_sexes())).xpath("//figure"):
        cells = [cell.text_content() for cell in figure.xpath(".//td[1]")]
        for chart in figure.xpath(".//svg"):
            drawn += 1
            shown = [text.text_content() for text in chart.xpath('.//text[@aria-roledescription="text mark"]')]
            assert shown == [cell for cell in cells if cell != "0"]
    assert drawn >= 1


def test_each_chart_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, draw = [], drawing.svg
    monkeypatch.setattr(drawing, "svg", lambda spec: asked.append(spec) or draw(spec))
    shown = page(release(of_both_sexes())).xpath("//figure//div[@class='chart']")
    assert len(asked) == len(shown) > 0


def test_a_breakdown_is_drawn_only_where_there_is_something_to_compare() -> None:
    blocks = {block.title: block for block in sections(release(people()))["affected"].blocks}
    assert blocks["Harm (several each)"].chart() == ""  # all have the same one
    assert next(row[:2] for row in blocks["Harm (several each)"].rows) == ("Child sexual exploitation", "12")


def test_the_largest_is_named_only_where_no_other_could_be_as_large() -> None:
    moved = {block.title: block for block in sections(release(people()))["relocated"].blocks}
    assert moved["Age"].finding == "Most: 13 to 15, 3 to 5 of 3 to 5."
    assert moved["Kind of move"].finding == "Most: Care placement, 3 of 3 confirmed."
    assert moved["Kind of move"].note == "Of the moves confirmed so far."
    tied = sections(release(of_both_sexes()))
    assert {block.title: block.finding for block in tied["supported"].blocks}["Sex"] == ""


def test_everything_hidden_leaves_headings_words_and_no_number() -> None:
    released = release(people(supported=4, affected=3, moved=1, open_=0), "published")
    tree = page(released)
    assert tree.xpath("//h2[@id]")
    # Days are no count of people; how far they may be shown is for disclosure control and its own tests.
    facts = tree.xpath("//table[@class='facts']//tr[not(starts-with(th, 'Days'))]/td | //figure//td")
    counted = [cell.text_content() for cell in facts]
    assert set(counted) <= {"hidden", "", "0"}
    assert "hidden" in counted
    tiles = [tile.text_content() for tile in tree.xpath("//dl[@class='tiles']//dd")]
    assert tiles == ["hidden", "hidden", "hidden", "hidden", "0"]
    assert tree.xpath(".//svg") == []


@pytest.mark.parametrize("profile", ["internal", "published", "national"])
def test_only_released_numbers_stand_on_the_page(profile: str) -> None:
    """Every whole number of a table is one of the release's own numbers."""
    released = release(people(supported=61, affected=33, moved=7, open_=4), profile)
    numbers = {0.0}
    for name in ("value", "low", "high", "unknown", "denominator", "numerator"):
        numbers |= set(released.figures[name].drop_nulls().cast(pl.Float64).to_list())
    for cell in page(released).xpath("//table[@class='facts']//td | //figure//td[1]"):
        for said in re.findall(r"(?<![\d.,])\d[\d,]*(?![\d.,%])", cell.text_content()):
            assert float(said.replace(",", "")) in numbers


def test_a_column_that_would_be_empty_is_left_out() -> None:
    assert list(sections(release(people()))["supported"].heads) == ["shown"]
    assert list(sections(release(people()))["affected"].heads) == ["shown", "of", "unknown"]


def test_nobody_to_count_still_gives_a_whole_page() -> None:
    tree = page(release(people(supported=0, affected=0, moved=0, open_=0)))
    assert tree.xpath("//p[@class='sentence']")[0].text_content() == "There is nothing to count for this month."
    assert [h.text_content() for h in tree.xpath("//h2")][-2:] == ["How good the data are", "How it was counted"]


def test_problems_are_listed_by_rule_with_their_place_and_notes_apart() -> None:
    problems = Problems()
    problems.add(_ERROR, "<img src=x>.csv", 3, "CHILD")
    problems.add(_ERROR, "<img src=x>.csv", 4, "CHILD")
    problems.add(_NOTE, "b.csv")
    tree = page(release(people()), problems, heading="<script>alert(1)</script>")
    assert tree.xpath("//img | //script | //link | //iframe") == []
    row = tree.xpath("//*[@id='quality']//table[@class='close']/tbody/tr")[0]
    assert [" ".join(cell.text_content().split()) for cell in row] == [
        "error A row <b>names</b> nobody.",
        "<img src=x>.csv, CHILD",
        "2",
        "Name somebody.",
    ]
    assert "Notes on how the files were read (1)" in tree.xpath("//*[@id='quality']//summary")[0].text_content()


def test_the_page_asks_nothing_of_a_network() -> None:
    tree = page(release(people()))
    assert [e for e in tree.iter() if isinstance(e.tag, str) and (e.get("src") or e.tag in ("script", "link"))] == []
    assert [link.get("href") for link in tree.xpath("//a") if not link.get("href", "").startswith("#")] == []
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']")[0].get("content")
    assert policy.startswith("default-src 'none'")
