"""Who must be told of a move, and by when: those who were told or are to be, those of whom nothing is recorded, and the next step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from kith.clocks.calendars import day_of
from kith.clocks.cases import Standing
from kith.record.moments.wording import ago
from kith.record.relocations import saying
from kith.record.relocations.models import Decision, Relocation, Request, Told
from kith.record.relocations.parts import PARTS
from kith.record.rows.words import day, label

_CLOCKS = {
    "area_authority_notified": ("area_authority",),
    "area_authority_notified_emergency": ("area_authority",),
    "ooa_emergency_notice_wales": ("area_authority",),
    "others_notified": ("school", "health", "reviewing_officer", "parents"),
    "others_notified_emergency": ("school", "health", "reviewing_officer", "parents"),
}
"""Clock → whom it is about: regulation 13, Care Planning, Placement and Case Review (England) Regulations 2010, and its Welsh twin."""
_ALWAYS = ("area_authority", "school", "health", "reviewing_officer", "parents")
"""Whom a move is told of, in law or without: nobody in the new area knew of the young person (It was hard to escape, 16.3)."""


def unlisted(
    move: Relocation, decision: Decision | None, told: Iterable[Told], clocks: Iterable[Standing]
) -> list[tuple[str, date | None]]:
    """Those of whom it is not recorded whether they were told, with the day by which the law wants it where it does."""
    there = {row.who for row in told}
    by: dict[str, date] = {}
    for one in clocks:
        for who in _CLOCKS.get(one.clock.key, ()):
            if one.due is not None:
                by[who] = min(by.get(who, date.max), day_of(one.due))
    left_out = {"area_authority"} if move.locality == "in" else set()
    if decision is not None and decision.looked_after == "no":
        left_out.add("reviewing_officer")  # children outside care have a named independent reviewer instead
    return [(who, by.get(who)) for who in _ALWAYS if who not in there | left_out]


def due(on: date | None, done: bool, today: date) -> str:
    """A day by which something is due, in words."""
    if on is None:
        return _("No day set")
    return _("Overdue: %(day)s") % {"day": ago(on, today)} if on < today and not done else day(on)


def head(writes: bool) -> list[str]:
    """The head of the table."""
    columns = [_("Who"), _("To be told by"), _("Told on"), _("Asked of them"), _("Answered on")]
    return [*columns, _("Letter"), _("Next")] if writes else columns


def lines(request: Any, person: Any, told: Iterable[Told], today: date) -> Iterator[list[Any]]:
    """Those who were told or are to be, each with the next step."""
    writes = "record" in request.access.writes
    for row in sorted(told, key=lambda one: one.by_on or date.max):
        who = ": ".join(filter(None, [label("told", row.who), row.name]))
        by_on = day(row.by_on) if row.told_on else due(row.by_on, False, today)
        answered = ". ".join(filter(None, [day(row.answered_on), row.answer])) or _("Not yet")
        line: list[Any] = [who, by_on, day(row.told_on) or _("Not yet"), row.asked, answered]
        yield [*line, _letter(person, row), _next(request, person, row)] if writes else line


def _letter(person: Any, row: Told) -> Any:
    """Where a letter to them is made; nothing once they were told. There is one for everybody on the list."""
    if row.told_on is not None:
        return ""
    return {
        "text": _("Write to them"),
        "href": f"{reverse('letters:make', args=[person.pk])}?{urlencode({'told': row.pk})}",
    }


def _next(request: Any, person: Any, row: Told) -> Any:
    if row.told_on is None:
        return {"text": _("They were told"), "href": saying.href(person, row, "told", request)}
    if row.answered_on is None:
        return {"text": _("Record the answer"), "href": saying.href(person, row, "answered", request)}
    return ""


def request_head() -> list[str]:
    """The head of the table of requests."""
    return [_("Who asks"), _("What it is for"), _("Asked on"), _("To be answered by"), _("Answer")]


def requests(request: Any, person: Any, found: Iterable[Request], today: date) -> Iterator[list[Any]]:
    """What authorities and police asked of each other: what waits first, each with where its answer is recorded."""
    for row in sorted(found, key=lambda one: (one.answered_on is not None, one.by_on or date.max)):
        party = ": ".join(filter(None, [label("request_party", row.party), row.name]))
        what = ". ".join(filter(None, [label("request_kind", row.kind), row.what]))
        by_on = due(row.by_on, row.answered_on is not None, today)
        yield [
            f"{label('request_way', row.way)} ({party})",
            what,
            day(row.asked_on),
            by_on,
            _answer(request, person, row),
        ]


def _answer(request: Any, person: Any, row: Request) -> Any:
    """The answer, or where it is recorded."""
    if row.answered_on is not None:
        return ". ".join(filter(None, [day(row.answered_on), label("request_answer", row.answer), row.answer_words]))
    href = saying.href(person, row, "request_answered", request)
    return {"text": _("Record the answer"), "href": href} if href else _("Not yet")


def suggestions(person: Any, found: Iterable[tuple[str, date | None]], today: date) -> Iterator[dict[str, str]]:
    """Those of whom nothing is recorded, each with the page on which it is."""
    for who, by_on in found:
        said = {"from": "moves", "who": who, **({"by_on": by_on.isoformat()} if by_on else {})}
        text = label("told", who)
        if by_on is not None:
            text = f"{text}: {due(by_on, False, today)}"
        yield {"text": text, "href": f"{PARTS.href(PARTS['told'], person, 'add')}?{urlencode(said)}"}
