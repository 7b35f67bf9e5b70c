"""The menu at the top of every page and the one beside a record: what this user can open, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kith.record.access.queries import review_count
from kith.record.access.rules import Act, Section
from kith.record.accounts.middleware import second_factor_is_missing
from kith.record.accounts.roles import Capability
from kith.record.notices.queries import unread_count


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the menu; without a capability, everyone who has signed in sees it."""

    text: str | Promise
    name: str
    capability: Capability | None = None
    count: Callable[[Any], int] | None = None
    """How many things wait there for a user."""


ENTRIES = (
    Entry(_("My work"), "web:home"),
    Entry(_("People"), "people:list", Capability.READ_RECORDS),
    Entry(_("Notices"), "notices:mine", count=unread_count),
    Entry(_("Reviews"), "access:reviews", Capability.REVIEW_BREAK_GLASS, count=review_count),
    Entry(_("Accounts"), "accounts:list", Capability.MANAGE_ACCOUNTS),
    Entry(_("In the background"), "jobs:background", Capability.MANAGE_ACCOUNTS),
    Entry(_("Audit"), "audit:events", Capability.READ_AUDIT),
    Entry(_("My account"), "accounts:own"),
)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a record, for the links beside it: whoever has the section (and the capability) can open it."""

    text: str | Promise
    name: str
    section: Section = Section.RECORD
    act: Act = Act.READ
    capability: Capability | None = None


_S, _C = Section, Capability
PERSON_PAGES: tuple[tuple[str | Promise, tuple[Page, ...]], ...] = (
    (
        "",
        (Page(_("Record"), "people:person", _S.IDENTITY),),
    ),
    (
        _("Who they are"),
        (
            Page(_("Names"), "people:names", _S.IDENTITY),
            Page(_("Addresses"), "people:addresses", _S.ADDRESS),
            Page(_("Involvements"), "people:involvements"),
            Page(_("Numbers"), "people:identifiers", _S.IDENTITY),
            Page(_("Family"), "people:family", _S.IDENTITY),
            Page(_("Photo"), "people:photo", _S.IDENTITY, Act.WRITE),
        ),
    ),
    (
        _("This record itself"),
        (
            Page(_("Who may see this record"), "access:who", _S.IDENTITY, Act.WRITE, _C.READ_RECORDS),
            Page(_("Who has seen this record"), "people:seen", _S.HISTORY),
            Page(_("Possible duplicates"), "people:duplicates", _S.IDENTITY, Act.WRITE, _C.MERGE_PEOPLE),
            Page(_("Copy for the person"), "people:subject_access", _S.IDENTITY, Act.WRITE, _C.RESTRICT),
        ),
    ),
)
"""The pages of a person by group, in the order of the links. A slice adds its own lines here."""


def side(request: HttpRequest) -> dict[str, Any]:
    """`side_links` and `side_label` beside a page about a person whom the guard let the user in to; else nothing."""
    access = getattr(request, "access", None)
    if access is None or not hasattr(access, "person_id") or not access.decision.allowed:
        return {}
    links: list[dict[str, Any]] = []
    for heading, pages in PERSON_PAGES:
        shown = [page for page in pages if _opens(request, access, page)]
        if shown and heading:
            links.append({"heading": heading})
        links += [
            {
                "text": page.text,
                "href": reverse(page.name, args=[access.person_id]),
                "current": request.resolver_match is not None and request.resolver_match.view_name == page.name,
            }
            for page in shown
        ]
    return {"side_links": links, "side_label": _("This record")}


def _opens(request: Any, access: Any, page: Page) -> bool:
    sections = access.reads if page.act is Act.READ else access.writes
    return page.section.value in sections and (page.capability is None or request.user.may(page.capability))


def menu(request: HttpRequest) -> dict[str, Any]:
    """`navigation`, `user_role`, `search_url` and `sign_out_url` for base.html; empty for whoever has not signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    if second_factor_is_missing(request):  # nothing else opens until it is there, so nothing else is offered
        return {"user_role": user.role.title, "sign_out_url": _address("account_logout")}
    shown = [entry for entry in ENTRIES if entry.capability is None or user.may(entry.capability)]
    links = [(entry, _address(entry.name)) for entry in shown]
    return {
        "navigation": [
            {
                "text": entry.text,
                "href": href,
                "current": _within(request.path, href),
                "count": entry.count(user) if entry.count else 0,
            }
            for entry, href in links
            if href
        ],
        "user_role": user.role.title,
        "search_url": _address("people:search") if user.may(Capability.READ_RECORDS) else "",
        "sign_out_url": _address("account_logout"),
    }


def _address(name: str) -> str:
    try:
        return str(reverse(name))
    except NoReverseMatch:
        return ""


def _within(path: str, href: str) -> bool:
    return path == href if href == "/" else path.startswith(href)
