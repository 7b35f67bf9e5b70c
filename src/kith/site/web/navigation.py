"""The menu at the top of every page and the one beside a record: what this user can open, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kith.record.access.queries import review_count
from kith.record.access.rules import Act, Section
from kith.record.accounts.middleware import second_factor_is_missing
from kith.record.accounts.roles import Capability
from kith.record.moments.queries import missing_count
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
    Entry(_("Contexts"), "contexts:list", Capability.SEE_CONTEXTS),
    Entry(_("Missing"), "moments:missing_now", Capability.READ_RECORDS, missing_count),
    Entry(_("Moves to answer"), "placements:sheet", Capability.WRITE_RECORDS),
    Entry(_("Harms"), "harms:list", Capability.READ_RECORDS),
    Entry(_("Figures"), "figures:figures", Capability.SEE_FIGURES),
    Entry(_("Notices"), "notices:mine", count=unread_count),
    Entry(_("Reviews"), "access:reviews", Capability.REVIEW_BREAK_GLASS, count=review_count),
    Entry(_("Datasets"), "exchange:loads", Capability.LOAD_DATASET),
    Entry(_("Take the record out"), "exchange:take", Capability.TAKE_DATASET),
    Entry(_("Clocks"), "worklists:own", Capability.ADJUST_CLOCKS),
    Entry(_("Words of documents"), "letters:all_words", Capability.EDIT_DOCUMENTS),
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
Groups = tuple[tuple[str | Promise, tuple[Page, ...]], ...]
PERSON_PAGES: Groups = (
    (
        "",
        (
            Page(_("How they are"), "web:person", _S.IDENTITY),
            Page(_("Story"), "web:story"),
            Page(_("Notes"), "notes:notes"),
        ),
    ),
    (
        _("Moments"),
        (
            Page(_("What has just happened"), "moments:now", act=Act.WRITE),
            Page(_("Critical moments"), "moments:moments"),
            Page(_("Missing"), "moments:missing_page"),
            Page(_("Education"), "moments:education"),
            Page(_("Referrals"), "moments:referrals"),
            Page(_("National Referral Mechanism"), "moments:nrm"),
        ),
    ),
    (
        _("Harms"),
        (
            Page(_("Harms"), "harms:harms"),
            Page(_("Record a concern"), "harms:record", act=Act.WRITE),
            Page(_("Concerns"), "harms:concerns"),
            Page(_("Asked about exploitation"), "harms:asked"),
            Page(_("Episodes"), "harms:episodes"),
            Page(_("Statutory assessments"), "harms:assessments"),
            Page(_("Section 47 enquiries"), "harms:enquiries"),
        ),
    ),
    (
        _("Where and with whom"),
        (
            Page(_("Where they have been"), "placements:where"),
            Page(_("Stays away from home"), "placements:stays"),
            Page(_("Legal status"), "placements:legal_statuses"),
            Page(_("Authorisations"), "placements:authorisations"),
            Page(_("Contexts"), "contexts:contexts", capability=_C.SEE_CONTEXTS),
        ),
    ),
    (
        _("Plan"),
        (
            Page(_("Plan"), "plans:plan"),
            Page(_("Clocks"), "worklists:of_person"),
            Page(_("Goals"), "plans:goals"),
            Page(_("Actions of the plan"), "plans:plan_actions"),
            Page(_("Controls"), "plans:controls"),
            Page(_("Visits"), "plans:visits"),
            Page(_("Reviews of the plan"), "plans:plan_reviews"),
            Page(_("Risk held with a reason"), "plans:risks"),
        ),
    ),
    (
        _("Moves"),
        (
            Page(_("Moves"), "relocations:moves"),
            Page(_("Decide on a move"), "relocations:decide"),
            Page(_("Next home"), "relocations:next_home"),
            Page(_("What must change at home"), "relocations:conditions"),
            Page(_("Views on a move"), "relocations:views"),
            Page(_("Who was told"), "relocations:told"),
            Page(_("Independent look"), "relocations:look"),
        ),
    ),
    (
        _("Who they are"),
        (
            Page(_("Record"), "people:person", _S.IDENTITY),
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
            Page(_("Documents"), "letters:documents"),
            Page(_("Who may see this record"), "access:who", _S.IDENTITY, Act.WRITE, _C.ALLOCATE),
            Page(_("Who has seen this record"), "people:seen", _S.HISTORY),
            Page(_("Possible duplicates"), "people:duplicates", _S.IDENTITY, Act.WRITE, _C.MERGE_PEOPLE),
            Page(_("Copy for the person"), "people:subject_access", _S.IDENTITY, Act.WRITE, _C.RESTRICT),
        ),
    ),
)
"""The pages of a person by group, in the order of the links. A slice adds its own lines here."""

CONTEXT_PAGES: Groups = (
    (
        "",
        (
            Page(_("Context"), "contexts:context"),
            Page(_("Who is connected"), "contexts:people"),
            Page(_("Assessments"), "contexts:assessments"),
            Page(_("How far it weighs"), "contexts:weightings"),
            Page(_("What is being done"), "contexts:actions"),
            Page(_("What is done here, and for whom"), "plans:of_context"),
            Page(_("Reviews"), "contexts:reviews"),
            Page(_("What happened here"), "contexts:history"),
            Page(_("Notes"), "notes:context_notes"),
        ),
    ),
    (
        _("This context itself"),
        (
            Page(_("Pack for a conference"), "contexts:pack", act=Act.WRITE),
            Page(_("Who may see this context"), "contexts:who_may", act=Act.WRITE, capability=_C.LIMIT_CONTEXTS),
        ),
    ),
)
"""The pages of a context, likewise."""

EPISODE_PAGES: Groups = (
    (
        "",
        (
            Page(_("Episode"), "harms:episode"),
            Page(_("Who was in it"), "harms:roles"),
            Page(_("Notes"), "harms:notes"),
        ),
    ),
)
"""The pages of an episode, likewise."""


def side(request: HttpRequest) -> dict[str, Any]:
    """`side_links` and `side_label` beside a page about a person, a context or an episode that the guard let the user in to; else nothing."""
    access = getattr(request, "access", None)
    if access is None or not access.decision.allowed:
        return {}
    if hasattr(access, "person_id"):
        return {"side_links": _links(request, access, PERSON_PAGES, access.person_id), "side_label": _("This record")}
    if hasattr(access, "context_id"):
        return {
            "side_links": _links(request, access, CONTEXT_PAGES, access.context_id),
            "side_label": _("This context"),
        }
    if hasattr(access, "episode_id"):
        return {
            "side_links": _links(request, access, EPISODE_PAGES, access.episode_id),
            "side_label": _("This episode"),
        }
    return {}


def _links(request: HttpRequest, access: Any, groups: Groups, about: UUID) -> list[dict[str, Any]]:
    """The links by group; a page without a link of its own, as a form, stands under the nearest one above it."""
    shown = [(heading, [page for page in pages if _opens(request, access, page)]) for heading, pages in groups]
    hrefs = {page.name: reverse(page.name, args=[about]) for _heading, pages in shown for page in pages}
    above = max((href for href in hrefs.values() if request.path.startswith(href)), key=len, default="")
    at = "page" if above == request.path else "true"
    links: list[dict[str, Any]] = []
    for heading, pages in shown:
        if pages and heading:
            links.append({"heading": heading})
        links += [
            {"text": page.text, "href": hrefs[page.name], "current": at if hrefs[page.name] == above else ""}
            for page in pages
        ]
    return links


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
