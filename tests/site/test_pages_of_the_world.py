"""Every page of the table of addresses in a real browser: axe finds nothing, nothing is cut off.

The pages are walked to as tests/site/test_pseudo_language.py walks them: each that needs no object in its address is opened, each of
one person's, and from all of these every page that a link leads to. Whoever adds a page adds to the world what it shows. The usual tests
look at pages and states of their own in tests/site/test_look*.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.site.walk import NOT_WALKED, Answer, Walk, table, ways_of, ways_of_anyone
from tests.site.world import make_world, words

from kith.record.accounts.roles import ROLES

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
NOT_HERE = NOT_WALKED | {
    "accounts:invitation",  # opens with a token, before signing in: tests of accounts
    "accounts:no_account",  # leads on whoever has signed in: tests of accounts
    "accounts:add_service",  # asks for the password again first: tests of accounts
}
"""Pages of a moment at which tests of their own look."""
SIGN_IN = ("mfa_", "account_", "openid_", "socialaccount_")
"""Pages of signing in and of second factors: src/kith/record/accounts/tests/test_in_a_browser.py looks at them with a real key."""


ALIKE = (".kith-header", ".govuk-service-navigation", ".moj-side-navigation", ".kith-footer")
"""What stands on every page of a role alike, so that looking it over once suffices."""


@dataclass
class Eyes:
    """Walks as one role without a browser, which is quick, and looks each page over once in the browser."""

    looker: Any
    picture: Callable[[str], None]
    client: Client = field(default_factory=Client)
    at: str = ""
    wrong: dict[str, list[str]] = field(default_factory=dict)
    looked: set[str] = field(default_factory=set)
    known: set[str] = field(default_factory=set)
    """Those of `ALIKE` that were looked over as this role."""

    def ask(self, address: str) -> Answer:
        """What the site answers; what is no page is not shown."""
        self.at, answer = address, self.client.get(address)
        is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
        return Answer(
            answer.status_code,
            answer.headers.get("Location", ""),
            pages=(answer.content.decode(),) if is_page and "<html" in answer.content.decode() else (),
        )

    def look(self, name: str, _answer: Answer) -> None:
        """What axe finds, and what is cut off; of each name once."""
        if name in self.looked:
            return
        self.looked.add(name)
        self.looker.go(self.at)
        self.picture(name.replace(":", "-"))
        found = [*self.looker.axe(sorted(self.known)), *self.looker.cut_off()]
        self.known |= {one for one in ALIKE if self.looker.page.locator(one).count()}
        if found:
            self.wrong[name] = found


def test_axe_finds_nothing_on_any_page_and_nothing_is_cut_off(
    look: Any, sign_in: Callable[..., Any], picture: Callable[[str], None], settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    world = make_world(tmp_path, say=words, given="Jess", family="Featherstonehaugh-Birch")
    apart = NOT_HERE | {name for name in table() if name.startswith(SIGN_IN)}
    walk, eyes = Walk(apart, enough=2), Eyes(look, picture)
    walk.go(ways_of_anyone(world), eyes.ask, eyes.look)
    for role in ("team_manager", *(role for role in ROLES if role != "team_manager")):
        eyes.client = Client()
        eyes.client.force_login(world.users[role])
        sign_in(role, eyes.client)
        eyes.known.clear()
        walk.go(ways_of(role, eyes.client, world), eyes.ask, eyes.look)
    assert eyes.wrong == {}
    unseen = sorted(set(table()) - apart - walk.seen)
    assert not unseen, f"link to these from a page, and add to the world what they show: {unseen}"
