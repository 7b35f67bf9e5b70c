"""The menu at the top of every page: what this person's role can use, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kith.record.access.queries import review_count
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
    Entry(_("Audit"), "audit:events", Capability.READ_AUDIT),
    Entry(_("My account"), "accounts:own"),
)


def menu(request: HttpRequest) -> dict[str, Any]:
    """`navigation`, `user_role`, `search_url` and `sign_out_url` for base.html; empty for whoever has not signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
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
