"""The report in a real browser: readable by all, on a wide screen, a phone and paper, and asking nothing of any network."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kith.figures.reports.combining import combine
from kith.figures.reports.returns import make_return
from kith.figures.synth import write_authority
from kith.foundation.dates import Month

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
if not CHROMIUM:
    pytest.skip("no Chromium is installed to look at pages with", allow_module_level=True)
sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

MONTH = Month(2025, 9)
WIDTHS = {"wide": 1280, "phone": 390}
REPORTS = ("internal", "published", "combined")
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A made-up authority's report for its own eyes and to hand on, and one of three authorities together."""
    place = tmp_path_factory.mktemp("pages")

    def make(n: int) -> Path:
        made = write_authority(place / f"a{n}", children=700, seed=n, rate=0.4)
        if n == 1:
            make_return(made.folder, made.authority, MONTH, place / "published", profile="published", months=6)
        return make_return(made.folder, made.authority, MONTH, place / f"return{n}", months=6).report

    with ThreadPoolExecutor(2) as pool:
        returns = list(pool.map(make, (1, 2, 3)))
    combined = combine([report.parent for report in returns], place / "combined")
    return {"internal": returns[0], "published": place / "published" / "report.html", "combined": combined}


@pytest.fixture(scope="module")
def browser(chromium: Any) -> Any:
    return chromium


class Seen:
    """An opened page with what it asked for and complained of."""

    def __init__(self, browser: Any, report: Path, width: int) -> None:
        self.page = browser.new_page(viewport={"width": width, "height": 900})
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(report.resolve().as_uri())


@pytest.fixture(scope="module", params=[(report, width) for report in REPORTS for width in WIDTHS], ids="-".join)
def seen(request: pytest.FixtureRequest, browser: Any, reports: dict[str, Path]) -> Iterator[Seen]:
    report, width = request.param
    shown = Seen(browser, reports[report], WIDTHS[width])
    yield shown
    shown.page.close()


def test_nothing_is_fetched_and_nothing_is_complained_of(seen: Seen) -> None:
    seen.page.mouse.wheel(0, 100_000)
    assert len(seen.requests) == 1
    assert seen.requests[0].startswith("file:")
    assert seen.complaints == []


def test_the_page_never_scrolls_sideways(seen: Seen) -> None:
    # With every note open, as a reader may have it.
    seen.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert seen.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_everyone_can_read_it(seen: Seen) -> None:
    found = axe.Axe().run(seen.page, options=RULES).response
    assert len(found["passes"]) >= 15  # that it looked at all
    assert [(rule["id"], [node["html"][:120] for node in rule["nodes"][:3]]) for rule in found["violations"]] == []


def test_every_chart_stands_beside_a_table_with_its_numbers(seen: Seen) -> None:
    figures = seen.page.evaluate(
        """[...document.querySelectorAll('figure')].filter(f => f.querySelector('svg')).map(f => ({
            title: f.querySelector('h3').textContent,
            bars: [...f.querySelectorAll('svg text[text-anchor=start][aria-label*="shown:"]')].map(t => t.textContent),
            cells: [...f.querySelectorAll('table td:nth-child(2)')].map(c => c.textContent),
            beside: !!f.querySelector('table') && f.querySelector('svg').getAttribute('aria-hidden') === 'true'}))"""
    )
    assert all(figure["beside"] for figure in figures)
    for figure in figures:
        if figure["bars"]:
            assert figure["bars"] == [cell for cell in figure["cells"] if cell not in ("0", "0.0%")], figure["title"]


def test_a_label_of_a_chart_is_never_cut(seen: Seen) -> None:
    cut = seen.page.evaluate(
        """[...document.querySelectorAll('figure svg text')].filter(t => {
            const box = t.getBoundingClientRect();
            return box.width && (box.left < -0.5 || box.right > window.innerWidth + 0.5);
        }).map(t => t.textContent)"""
    )
    assert cut == []


def test_the_skip_link_is_the_first_thing_the_keyboard_meets(seen: Seen) -> None:
    seen.page.evaluate("window.scrollTo(0, 0); document.activeElement.blur()")
    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate("document.activeElement.className") == "skip"
    assert seen.page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    seen.page.keyboard.press("Enter")
    assert seen.page.url.endswith("#main")


@pytest.mark.parametrize("report", REPORTS)
def test_it_prints_whole(report: str, browser: Any, reports: dict[str, Path], tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto(reports[report].resolve().as_uri())
    page.emulate_media(media="print")
    # A4 less the margins, at 96 dots an inch: nothing is wider than the paper, and nothing scrolls on paper.
    page.set_viewport_size({"width": 703, "height": 1000})
    wide = page.evaluate(
        """[...document.querySelectorAll('table, svg, h1, .tiles')].filter(e => e.getBoundingClientRect().right > 704)
            .map(e => e.tagName + ' ' + e.textContent.slice(0, 60))"""
    )
    assert wide == []
    printed = page.pdf(path=tmp_path / "report.pdf", format="A4", prefer_css_page_size=True)
    pages = len(re.findall(rb"/Type\s*/Page\b", printed))
    assert 4 <= pages <= 40
    assert page.locator("h1").is_visible()
    assert not page.locator("nav").is_visible()
    page.close()
