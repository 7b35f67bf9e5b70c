"""A walk through the pages of a made-up world: from the table of addresses, by every link, as each role; whoever walks says what to look for."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from django.test import Client
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from tests.site.world import World

from kith.record.access.models import Tried
from kith.record.accounts.roles import ROLES

TABLE = Path(__file__).parents[2] / "docs" / "reference" / "urls.csv"
LINK = re.compile(r'<(?:a|form)\b[^>]*\s(?:href|action)="([^"#][^"]*)"')
NOT_WALKED = {
    *("health", "set_language", "accounts:draft", "accounts:here", "people:picture"),  # for a script or a machine
    "figures:progress",  # a part of a page, for a script
    *("accounts:open", "accounts:end_session"),  # a button's, which lead back
    *("account_logout", "accounts:sign_out_everywhere"),  # would end the walk
    *("openid_connect_login", "openid_connect_callback"),  # another program answers
    *("mfa_login_webauthn", "mfa_reauthenticate_webauthn"),  # likewise
    *("contexts:people_error", "contexts:contexts_error"),  # a tie is removed instead: no page leads there
}
"""Addresses of the table that no walk opens."""


class Answer(NamedTuple):
    """What came of opening an address: its status, where a redirect leads, what its pages hold (the first with the links to follow)."""

    status: int
    location: str = ""
    pages: tuple[str, ...] = ()


@dataclass
class Walk:
    """Opens pages one after another. `leave`: names of addresses not to be opened; `enough`: how many of one name are.

    A row that those before might not change is changed by somebody: while nobody has, each opens the page of such rows anew.
    """

    leave: set[str]
    enough: int = 1
    opened: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    seen: set[str] = field(default_factory=set)
    refused: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Addresses that those before were not let in to, by name: whoever comes next tries them."""
    dead: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Names of addresses to which a link led and that were not there for whoever followed it, with the pages that it stood on."""

    def go(self, addresses: list[str], ask: Callable[[str], Answer], look: Callable[[str, Answer], None]) -> None:
        """Open these, and what they link to, unless the address or enough of its name were opened before."""
        again = [way for name, refused in self.refused.items() if name not in self.seen for way in refused]
        unseen = set(table()) - self.leave - self.seen
        anew = {name.rpartition("_")[0] for name in unseen if name.endswith(("_change", "_error"))}
        ways, tried = [(way, "") for way in [*addresses, *again]], set()
        while ways:
            address, on = ways.pop(0)
            try:
                name = resolve(urlsplit(address).path).view_name
            except Resolver404:
                continue
            before = self.opened[name]
            enough = address in before or (name in self.seen and len(before) >= self.enough)
            if name in self.leave or address in tried or (enough and name not in anew):
                continue
            tried.add(address)
            answer = ask(address)
            if answer.status == 404 and on:
                self.dead[name].add(on)
            ways += [(way, name) for way in self._next(name, address, answer)]
            if answer.pages:
                look(name, answer)

    def _next(self, name: str, address: str, answer: Answer) -> list[str]:
        if answer.status in {301, 302}:
            if not answer.location.startswith("/account/sign-in/"):
                self.seen.add(name)  # no page of its own: where it leads to is looked at
            return [answer.location]
        if answer.status == 405:
            self.seen.add(name)  # what a button of some page asks for
        if answer.status == 404:
            self.refused[name].add(address)
        if answer.status in {404, 405}:
            return []
        self.seen.add(name)
        self.opened[name].add(address)
        links = LINK.findall(answer.pages[0]) if answer.pages else []
        return [unescape(link) for link in links if link.startswith(("/", "?"))]


def table() -> dict[str, dict[str, str]]:
    """The addresses that are asked for by GET, by name."""
    with TABLE.open(encoding="utf-8") as file:
        return {row["name"]: row for row in csv.DictReader(file) if row["method"] == "GET"}


def ways_of_anyone(world: World) -> list[str]:
    """Where whoever has not signed in may begin."""
    return [way for name, row in table().items() if row["open_to"] == "anyone" for way in _ways(name, world)]


def ways_of(role: str, client: Client, world: World) -> list[str]:
    """Where a role may begin: what needs no object but a person, and what it finds by asking."""
    may = {"signed_in", "person", *ROLES[role].may}
    begun = [way for name, row in table().items() if row["open_to"] in may for way in _ways(name, world)]
    return [*begun, *_found(role, client, world)]


def _found(role: str, client: Client, world: World) -> Iterator[str]:
    """What no link leads to: the answer to a search, and what waits for one role alone."""
    if role == "team_manager":
        yield client.post(reverse("people:search"), {"q": world.name})["Location"]
        yield from (reverse("access:tried", args=[one.pk]) for one in Tried.objects.all())
    if role == "on_call_worker":
        yield from (reverse("people:unseen_answer", args=[one.pk]) for one in Tried.objects.all())


def _ways(name: str, world: World) -> list[str]:
    """The addresses of this name that need no object but a person; none where a link has to lead to it."""
    try:
        return [reverse(name)]
    except NoReverseMatch:
        pass
    try:
        return [reverse(name, kwargs={"person_id": person.pk}) for person in world.people[:2]]
    except NoReverseMatch:
        return []
