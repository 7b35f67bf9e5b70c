"""Every page of the table of addresses in a real browser: axe finds nothing, nothing is wider than the window.

The pages are walked to as tests/site/test_pseudo_language.py walks them: each that needs no object in its address is opened, each of
one person's, and from all of these every page that a link leads to. Whoever adds a page adds to the world what it shows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Error
from tests.site.walk import NOT_WALKED, Answer, Walk, table, ways_of, ways_of_anyone
from tests.site.world import make_world, words

from kith.record.accounts.roles import ROLES

pytestmark = pytest.mark.django_db(transaction=True)
NOT_HERE = NOT_WALKED | {
    "accounts:invitation",  # opens with a token, before signing in: tests of accounts
    "accounts:no_account",  # leads on whoever has signed in: tests of accounts
    "accounts:add_service",  # asks for the password again first: tests of accounts
}
"""Pages of a moment at which tests of their own look."""
SIGN_IN = ("mfa_", "account_", "openid_", "socialaccount_")
"""Pages of signing in and of second factors: src/kith/record/accounts/tests/test_in_a_browser.py looks at them with a real key."""


GROUND = ("access:", "accounts:", "audit:", "harms:", "interface:", "notices:", "people:", "web:")
"""Whose pages are looked at in the usual tests; those of the slices above have tests of their look of their own, and are walked in the long tier."""
ALIKE = (".kith-header", ".govuk-service-navigation", ".moj-side-navigation", ".kith-footer")
"""What stands on every page of a role alike, so that looking it over once suffices."""


@dataclass
class Eyes:
    """Opens pages in the browser as one role and looks each over once."""

    looker: Any
    picture: Callable[[str], None]
    wrong: dict[str, list[str]] = field(default_factory=dict)
    looked: set[str] = field(default_factory=set)
    known: set[str] = field(default_factory=set)
    """Those of `ALIKE` that were looked over."""

    def ask(self, address: str) -> Answer:
        """Open a page; what is no page is not shown."""
        try:
            answer = self.looker.page.goto(f"{self.looker.server}{address}", wait_until="load")
        except Error as error:
            if "Download is starting" in str(error):
                return Answer(200)
            if "ERR_HTTP_RESPONSE_CODE_FAILURE" in str(error):  # an answer without a page: what a button asks for
                return Answer(405)
            raise
        if answer.request.redirected_from is not None:
            return Answer(302, self.looker.page.url.removeprefix(self.looker.server))
        is_page = "text/html" in answer.headers.get("content-type", "")
        return Answer(answer.status, pages=(self.looker.page.content(),) if is_page and answer.ok else ())

    def look(self, name: str, _answer: Answer) -> None:
        """What axe finds, and whether one would have to scroll sideways; of each name once."""
        if name in self.looked:
            return
        self.looked.add(name)
        self.picture(name.replace(":", "-"))
        wide = self.looker.sideways()
        found = self.looker.axe(sorted(self.known))
        self.known |= {one for one in ALIKE if self.looker.page.locator(one).count()}
        if found or wide > 0:
            self.wrong[name] = [*found, f"wider than the window by {wide}"]


@pytest.mark.parametrize("whose", [GROUND, pytest.param(("",), marks=pytest.mark.long)], ids=["ground", "all"])
def test_axe_finds_nothing_on_any_page_of_the_record(
    whose: tuple[str, ...],
    look: Any,
    sign_in: Callable[..., Any],
    picture: Callable[[str], None],
    settings: Any,
    tmp_path: Path,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    world = make_world(tmp_path, say=words, given="Jess", family="Featherstonehaugh-Birch")
    apart = NOT_HERE | {name for name in table() if name.startswith(SIGN_IN) or not name.startswith(whose)}
    walk, eyes = Walk(apart, enough=2), Eyes(look, picture)
    walk.go(ways_of_anyone(world), eyes.ask, eyes.look)
    for role in ("team_manager", *(role for role in ROLES if role != "team_manager")):
        client = Client()
        client.force_login(world.users[role])
        sign_in(role, client)
        eyes.known.clear()
        walk.go(ways_of(role, client, world), eyes.ask, eyes.look)
    assert eyes.wrong == {}
    unseen = sorted(set(table()) - apart - walk.seen)
    assert not unseen, f"link to these from a page, and add to the world what they show: {unseen}"
