"""A real browser on a real server: pages at desktop and phone width, signed in as any role, looked over by axe.

Skipped with the reason where there is no browser or where the pages' style sheets were not fetched (`python3 start.py test` does).
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kith.record.interface.assets import VENDOR

WIDTHS = {"desktop": 1280, "phone": 390}


BEYOND = """() => [document.documentElement, ...document.querySelectorAll("body *")].filter(one => {
  const style = getComputedStyle(one), whole = one === document.documentElement;
  return one.clientWidth > 1 && one.scrollWidth > one.clientWidth + (whole ? 0 : 1) && (whole || (innerWidth < 641 && style.overflowX !== "visible"))
    && style.display !== "inline" && !one.matches("input, select, textarea") && one.checkVisibility({visibilityProperty: true});
}).map(one => {
  const name = one.getAttribute("aria-label") || one.className || one.tagName.toLowerCase();
  return `${name}: ${one.scrollWidth - one.clientWidth} pixels out of sight`;
})"""
"""The page and every box in it that shows less than it holds, but for what one types in; a pixel is a table's own border.
What is hidden from sight alone is a box of one pixel. Where tables do not stack, beside a keyboard, a wide one may scroll in its box."""


@dataclass
class Looker:
    """A page in the browser that remembers what the browser complained of (a broken policy, a script that failed)."""

    page: object
    server: str
    complaints: list[str] = field(default_factory=list)

    def go(self, address: str) -> object:
        """Open an address of the site and wait until its scripts have run."""
        self.page.goto(f"{self.server}{address}", wait_until="load")
        return self.page

    def axe(self, apart: Sequence[str] = ()) -> list[str]:
        """What axe finds wrong on the page as it stands, but within `apart` (selectors): rule, what is wrong, where."""
        from axe_playwright_python.sync_playwright import Axe

        there = [one for one in apart if self.page.locator(one).count()]
        context = {"include": [["html"]], "exclude": [[one] for one in there]} if there else None
        found = Axe().run(self.page, context, {"resultTypes": ["violations"]}).response["violations"]
        return [f"{rule['id']}: {rule['help']} {[node['target'] for node in rule['nodes']]}" for rule in found]

    def cut_off(self) -> list[str]:
        """What is cut off, or read by pushing sideways alone: the page, or a box in it such as a wide table's. Nobody should have to."""
        return self.page.evaluate(BEYOND)


@pytest.fixture(scope="session")
def browser(chromium: object) -> object:
    """The browser, where the pages have their style sheets."""
    if not (VENDOR / "govuk-frontend.min.css").exists():
        pytest.skip("the pages' style sheets are not here: python3 start.py test fetches them")
    return chromium


@pytest.fixture(params=["phone", pytest.param("desktop", marks=pytest.mark.long)])
def width(request: pytest.FixtureRequest) -> int:
    """A phone's, at which most goes wrong; in the long tier a desktop's too."""
    return WIDTHS[request.param]


@pytest.fixture
def look(browser: object, live_server: object, width: int) -> Iterator[Looker]:
    """A page at that width; at its end, the browser must have complained of nothing."""
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(60_000)  # a busy machine is not a bug
    looker = Looker(context.new_page(), live_server.url)
    looker.page.on("console", lambda said: said.type == "error" and looker.complaints.append(said.text))
    looker.page.on("pageerror", lambda error: looker.complaints.append(str(error)))
    yield looker
    context.close()
    assert [said for said in looker.complaints if not re.search("status of 40[45]", said)] == []


@pytest.fixture
def sign_in(look: Looker) -> Callable[..., Looker]:
    """Sign the page in as the demonstration's user of a role, by that role's key; in the session of a client, where one is given."""
    from django.test import Client

    from kith.record.accounts.demo import make_demo_users

    users = make_demo_users()

    def as_role(role: str, client: Client | None = None) -> Looker:
        if client is None:
            client = Client()
            client.force_login(users[role])
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
        look.page.context.add_cookies([cookie | {"domain": urlsplit(look.server).hostname, "path": "/"}])
        return look

    return as_role


@pytest.fixture
def picture(look: Looker, width: int) -> Callable[[str], None]:
    """Keep a picture of the page where KITH_PICTURES names a folder."""

    def keep(name: str) -> None:
        if folder := os.environ.get("KITH_PICTURES"):
            look.page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)

    return keep
