"""Young people whom others placed here, and ours who are placed elsewhere: who is where, since when, and what is asked between us."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kith.record.access import listing
from kith.record.access.guard import needs
from kith.record.access.rules import Section
from kith.record.accounts.roles import Capability
from kith.record.audit.actions import recorded
from kith.record.people.queries import together
from kith.record.placements.models import Stay
from kith.record.placements.wording import authority_name
from kith.record.relocations import queries
from kith.record.relocations.models import Relocation, Request
from kith.record.rows.words import day, label

_A_PAGE = 25


@require_safe
@needs(Capability.READ_RECORDS)
def placed(request: Any) -> HttpResponse:
    """Who of others is here, who of ours is elsewhere, and how many requests wait? As far as the reader may see their records."""
    here = list(queries.placed_here(request.user))  # a council has a few dozen: all on every page
    page = Paginator(queries.placed_elsewhere(request.user), _A_PAGE).get_page(request.GET.get("page"))
    there = list(page.object_list)
    people = list(dict.fromkeys(_root(row).pk for row in (*here, *there)))
    with recorded(request) as recorder:
        recorder.event("list.viewed", subject="placed_moves")
        listing.told(recorder, request.user, people, Section.RECORD)
    waits, hidden = _waiting(people), _hidden(people)
    context = {
        "page_title": _("Placed here by others, and ours placed elsewhere"),
        "page": page,
        "here": [_line(row, authority_name(row.placed_by), waits) for row in here],
        "here_head": [_("Who"), _("Placed here by"), *_head()],
        "there": [
            _line(row, _("Area withheld") if _root(row).pk in hidden else authority_name(row.host_authority), waits)
            for row in there
        ],
        "there_head": [_("Who"), _("Area authority"), *_head()],
    }
    return render(request, "relocations/placed.html", context)


def _head() -> list[str]:
    return [_("Since"), _("Planned until"), _("Requests that wait")]


def _root(row: Any) -> Any:
    return row.person.kept or row.person


def _waiting(people: list[Any]) -> Counter[Any]:
    """By the record kept, how many requests are not answered."""
    rows = Request.objects.filter(person__in=together(people), answered_on=None, error_at=None)
    return Counter(kept or own for own, kept in rows.values_list("person_id", "person__kept_id"))


def _hidden(people: list[Any]) -> set[Any]:
    """Those of whom a place is withheld, from whomever: a list over many names no area of theirs."""
    rows = Stay.objects.filter(person__in=together(people)).exclude(withheld="no")
    return {kept or own for own, kept in rows.values_list("person_id", "person__kept_id")}


def _line(row: Relocation, where: str, waits: Counter[Any]) -> list[Any]:
    person = _root(row)
    name = person.shown_name.whole if person.shown_name else _("Name not known")
    who = {"text": name, "href": reverse("relocations:moves", args=[person.pk])}
    nation = "" if row.nation_to in {"not_known", "england"} else label("nation", row.nation_to)
    place = ", ".join(filter(None, [where, nation])) or _("Not recorded")
    return [
        who,
        place,
        day(row.from_on),
        day(row.planned_end) or _("No day set"),
        {"text": str(waits[person.pk]), "numeric": True},
    ]
