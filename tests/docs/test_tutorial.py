"""Follows the tutorial of the record word by word in a browser, on the demonstration itself, and takes its pictures when asked.

KITH_PICTURES=docs/images python -m pytest tests/docs/test_tutorial.py        (python3 start.py pictures does it)

What stands in bold is pressed, or typed into where something in this `letter` stands before it; what stands in “quotation marks” has
to be on the page. A comment says what cannot be put so.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kith.record.interface.assets import VENDOR

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "docs" / "tutorial" / "the-record.md"
WORDS = re.compile(
    r"!\[[^\]]*\]\(\.\./images/(?P<picture>[\w-]+)\.png\)|<!-- (?P<aside>.*?) -->|`(?P<typed>[^`]+)`|\*\*(?P<bold>[^*]+)\*\*|“(?P<says>[^”]+)”"
)
WIDTHS = {"phone": {"width": 390, "height": 844}, "": {"width": 1280, "height": 900}}
MORNING = datetime(2026, 10, 6, 9, 30, tzinfo=ZoneInfo("Europe/London"))
PASSWORD = "kith on this machine only"  # noqa: S105 - that of the demonstration, as the tutorial has it


@dataclass
class Reader:
    """A newcomer with a browser, who does what the tutorial says and nothing else."""

    page: Any
    server: str
    pictures: Path | None
    typed: str = ""
    kept: str = ""
    number: str = ""
    complaints: list[str] = field(default_factory=list)

    def read(self, text: str) -> None:
        """Do what the text says, line by line."""
        for line in text.splitlines():
            for word in WORDS.finditer(line):
                kind = str(word.lastgroup)
                getattr(self, f"_{kind}")(word[kind], line[word.end() :])
            if line.startswith("|") and "@demo.example" in line:
                self.page.goto(self.kept)
                self._says("Page not found", "")

    def _typed(self, what: str, after: str) -> None:
        if what.endswith("@demo.example") and not after.lstrip().startswith("into"):
            self._sign_in(what)
        else:
            self.typed = what

    def _sign_in(self, email: str) -> None:
        if self.page.get_by_role("button", name="Sign out").count():
            self._press("Sign out")
        self._fill("Email address", email)
        self._fill("Password", PASSWORD)
        self._press("Sign in")

    def _bold(self, label: str, after: str) -> None:
        if self.typed:
            self._fill(label, self.typed)
            self.typed = ""
        else:
            self._press(label)

    def _fill(self, label: str, what: str) -> None:
        box = self.page.get_by_label(label, exact=True)
        if not box.count():  # “(optional)” may follow
            box = self.page.get_by_label(re.compile(rf"^{re.escape(label)}(?!\w)"))
        box = box.first
        if box.evaluate("box => box.tagName") == "SELECT":
            box.select_option(label=what)
        else:
            box.fill(what)

    def _press(self, label: str) -> None:
        """A button, a link, a choice or what folds out, by its whole name, else by how its name begins (a count may follow, or whom it is about)."""
        begins = re.compile(rf"^{re.escape(label)}(?!\w)")
        for name, exact in ((label, True), (begins, False)):
            roles = [self.page.get_by_role(role, name=name, exact=exact) for role in ("button", "link", "radio")]
            for found in (*roles, self.page.locator("summary:visible", has_text=begins)):
                if found.count():
                    found.first.click()
                    self.page.wait_for_load_state()
                    return
        pytest.fail(f"nothing to press called {label!r} on “{self.page.title()}”: {self.page.inner_text('main')[:500]}")

    def _says(self, what: str, after: str) -> None:
        said = " ".join(self.page.inner_text("body").split())
        assert what in said, f"“{what}” is not on “{self.page.title()}”: {said[:800]}"

    def _aside(self, what: str, after: str) -> None:
        main = self.page.inner_text("main")
        if what.startswith("not seen: "):
            assert what.partition(": ")[2] not in main
        elif what == "keep the address":
            self.kept = self.page.url
        elif what == "note the number":
            self.number = re.search(r"(\d+)\s+Local authority id", main)[1]  # type: ignore[index]
        elif what == "type the number":
            self._fill("Number", self.number)

    def _picture(self, name: str, after: str) -> None:
        assert (TUTORIAL.parent / "../images" / f"{name}.png").exists() or self.pictures, (
            "python3 start.py pictures makes it"
        )
        if self.pictures is None:
            return
        at = "phone" if name.endswith("-phone") else ""
        self.page.set_viewport_size(WIDTHS[at])
        self.page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
        _keep(self.page.screenshot(), self.pictures / f"{name}.png")
        self.page.set_viewport_size(WIDTHS[""])


def _keep(picture: bytes, path: Path) -> None:
    """Few colours are enough for a page, and make it a quarter as large."""
    from PIL import Image

    Image.open(io.BytesIO(picture)).convert("RGB").quantize(64, dither=Image.Dither.NONE).save(path, optimize=True)


@pytest.fixture
def pictures(monkeypatch: pytest.MonkeyPatch) -> Path | None:
    """Where pictures are to go. They are taken on one morning, whenever they are taken, so that they differ only if the pages do."""
    folder = os.environ.get("KITH_PICTURES")
    if not folder:
        return None
    from django.utils import timezone

    began = timezone.now()
    real: Callable[[], datetime] = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: MORNING + (real() - began) / 60 + timedelta(seconds=5))
    return Path(folder)


@pytest.fixture
def reader(chromium: Any, live_server: Any, settings: Any, tmp_path: Path, pictures: Path | None) -> Iterator[Reader]:
    """In front of the demonstration, as `python3 start.py` loads it."""
    if not (VENDOR / "govuk-frontend.min.css").exists():
        pytest.skip("the pages' style sheets are not here: python3 start.py test fetches them")
    settings.MODE, settings.AUTHORITY, settings.DATA = "demo", "E08000036", tmp_path
    from kith.site.config import demonstration

    demonstration.load(children=1000, seed=1)
    context = chromium.new_context(viewport=WIDTHS[""], locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(60_000)  # a busy machine is not a bug
    newcomer = Reader(context.new_page(), live_server.url, pictures)
    newcomer.page.on("console", lambda said: said.type == "error" and newcomer.complaints.append(said.text))
    newcomer.page.on("pageerror", lambda error: newcomer.complaints.append(str(error)))
    newcomer.page.goto(live_server.url)
    yield newcomer
    context.close()


def test_a_newcomer_can_follow_the_tutorial_of_the_record(reader: Reader) -> None:
    text = TUTORIAL.read_text(encoding="utf-8")
    steps = re.sub(r"```.*?```", "", text[text.index("## 2.") :], flags=re.S)
    for paragraph in re.split(r"\n\s*\n", steps):
        joined = paragraph if paragraph.startswith("|") else " ".join(paragraph.split())
        reader.read(joined)
    assert [said for said in reader.complaints if "status of 404" not in said] == []
