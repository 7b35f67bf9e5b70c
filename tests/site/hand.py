"""A hand at a browser's page: it clicks and types what a person would, by the words that stand there, in the language that they read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.utils.translation import gettext, override

from kith.definitions.codes import codes
from kith.record.accounts.demo import PASSWORD, email

SAME = {"Kith", "Moment", "Plan"}
"""Texts that are the same in both languages."""


class Given(str):
    """What stands on a page as a value, a name or a code's label: not a text of ours."""


@dataclass
class Hand:
    """One person at one browser. Every text is given in English and looked for in `language`, which has to have it."""

    page: Any
    server: str
    language: str
    complaints: list[str] = field(default_factory=list)

    def says(self, text: str) -> str:
        """The text in the language of this person."""
        if isinstance(text, Given):
            return text
        with override(self.language):
            said = gettext(text)
        assert self.language == "en" or said != text or text in SAME, f"{self.language} has no words for {text}"
        return said

    def label(self, list_name: str, key: str) -> Given:
        """What a code is called."""
        return Given(codes(list_name).label(key, self.language))

    def sign_in(self, role: str) -> None:
        """Open the site, the one address that is typed, and sign in as the demonstration's user of a role."""
        self.page.goto(self.server)
        if self.language == "cy":
            self.page.get_by_role("button", name="Cymraeg").click()
        self.write("Email address", email(role))
        self.write("Password", PASSWORD)
        self.press("Sign in")
        assert self.page.get_by_role("button", name=self.says("Sign out")).is_visible()
        assert self.page.locator("html").get_attribute("lang") == self.language

    def follow(self, text: str, within: str = "") -> None:
        """Click a link; `within` the navigation of that name, else of the page itself."""
        self._link(text, within).click()

    def press(self, text: str) -> None:
        """Click a button, or a link that looks like one, and wait for the page that it leads to: a form waits for its draft."""
        said = self.says(text)
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=said, exact=True).first.click()

    def write(self, label: str, text: str) -> None:
        """Type into a box."""
        self._box(label).fill(text)

    def choose(self, question: str, list_name: str, key: str) -> None:
        """Give a code as the answer: opened from a box, or one of several buttons."""
        self.pick(question, self.label(list_name, key))

    def pick(self, question: str, answer: str) -> None:
        """The same, of an answer that is in no list."""
        group = self._group(question)
        if group.count():
            group.first.get_by_label(answer, exact=True).check()
        else:
            self._box(question).select_option(label=answer)

    def day(self, question: str, on: date) -> None:
        """Type a date into its three boxes."""
        for part, number in (("Day", on.day), ("Month", on.month), ("Year", on.year)):
            self._group(question).first.get_by_label(self.says(part), exact=True).fill(str(number))

    def reads(self, *texts: str) -> None:
        """See that these stand on the page, or soon will."""
        from playwright.sync_api import expect

        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text, use_inner_text=True, timeout=20_000)

    def _link(self, text: str, within: str) -> Any:
        said = re.escape(self.says(text))
        return self._within(within).get_by_role("link", name=re.compile(rf"^\s*{said}( \(.*\)| \d+)?\s*$")).first

    def _called(self, label: str) -> re.Pattern[str]:
        return re.compile(rf"^\s*{re.escape(self.says(label))}( {re.escape(self.says('(optional)'))})?\s*$")

    def _box(self, label: str) -> Any:
        return self.page.locator("main").get_by_label(self._called(label)).first

    def _group(self, question: str) -> Any:
        return self.page.locator("main").get_by_role("group", name=self._called(question))

    def _within(self, name: str) -> Any:
        if not name:
            return self.page.locator("main")
        return self.unfolded(self.page.get_by_role("navigation", name=self.says(name)))

    def unfolded(self, part: Any) -> Any:
        """A part of the page with everything in it that was folded open."""
        folded = part.locator("details:not([open]) > summary:visible")
        while folded.count():
            folded.first.click()
        return part


@pytest.fixture
def hands(browser: Any, live_server: Any) -> Iterator[Callable[[str], Hand]]:
    """Gives each person a browser of their own; at the end, none of them must have complained."""
    kept: list[tuple[Any, Hand]] = []

    def one(language: str) -> Hand:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        context.set_default_timeout(60_000)  # a busy machine is not a bug
        hand = Hand(context.new_page(), live_server.url, language)
        hand.page.on("console", lambda said: said.type == "error" and hand.complaints.append(said.text))
        hand.page.on("pageerror", lambda error: hand.complaints.append(str(error)))
        kept.append((context, hand))
        return hand

    yield one
    for context, _hand in kept:
        context.close()
    complaints = [text for _context, hand in kept for text in hand.complaints]
    left = [said for said in complaints if "status of 422" not in said]  # a form with something wrong in it
    assert not left, left
