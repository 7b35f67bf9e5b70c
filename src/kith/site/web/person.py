"""A young person at a glance: how are they, where, and who is with them? Under it what comes next and what is being done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kith.clocks.calendars import last_day
from kith.definitions.codes import codes
from kith.record.access.guard import about_person
from kith.record.access.rules import Act, Section, decide
from kith.record.audit.actions import record_view
from kith.record.harms import wording as harm_words
from kith.record.harms.models import Concern
from kith.record.harms.queries import answers
from kith.record.harms.rules import flag, is_live
from kith.record.moments.models import Missing
from kith.record.moments.queries import recent_moments, waiting, workers
from kith.record.moments.queries import standing as of_moments
from kith.record.moments.wording import ago, interview
from kith.record.notes.queries import Seen, last_seen
from kith.record.people.context import age, tonight
from kith.record.people.models import Person
from kith.record.people.parts import person_of
from kith.record.people.queries import Bar, bar, of
from kith.record.people.rules import months_to_18
from kith.record.placements.models import Stay
from kith.record.placements.rules import Night, is_open
from kith.record.placements.wording import whose
from kith.record.plans import queries as plans
from kith.record.plans.models import Control, Visit
from kith.record.plans.parts import owner, what
from kith.record.plans.rules import is_open as goes_on
from kith.record.plans.views import review_words
from kith.record.rows.words import day, label
from kith.record.worklists.queries import all_lines
from kith.record.worklists.rules import comes
from kith.record.worklists.wording import dated_sentence, dated_title, sentence, title
from kith.site.web.alerts import Known, alerts

_NEXT, _LATELY = 8, 10


@require_safe
@about_person(Section.IDENTITY, Act.READ)
def person(request: Any, person_id: UUID) -> HttpResponse:
    """What a worker needs to know before they call. Of sections that the viewer may not read nothing is said."""
    shown = person_of(person_id)
    if shown.pk != person_id:
        return redirect("web:person", person_id=shown.pk)
    why = request.access.why
    record_view(request, "person.viewed", subject="person", subject_id=shown.pk, person_id=shown.pk, why=why)
    known = request.bar = bar(shown, reads=request.access.reads, restricted=request.access.facts.restricted)
    context = {
        "page_title": _("How they are"),
        "owner": shown,
        "top": _top(known),
        "record_href": reverse("people:person", args=[shown.pk]),
        "reason_href": _reason(request, shown),
    }
    if Section.RECORD.value in request.access.reads:
        context |= _recorded(request, shown, known, timezone.localdate())
    return render(request, "web/person.html", context)


def _reason(request: Any, shown: Person) -> str:
    """Where somebody on call says why, before the rest of the record opens to them; empty for everybody else."""
    if decide(request.access.facts, Section.RECORD, Act.READ).why != "reason_needed":
        return ""
    return f"{reverse('access:state_reason', args=[shown.pk])}?{urlencode({'next': request.path})}"


def _line(key: str, value: str) -> dict[str, str]:
    return {"key": key, "value": value}


def _top(known: Bar) -> list[dict[str, str]]:
    left = months_to_18(known.person.born_on, known.person.birth_precision, timezone.localdate())
    until = "" if left is None else ngettext("%(count)s month to 18", "%(count)s months to 18", left) % {"count": left}
    said = [_line(_("Name"), known.name or _("Name not known"))]
    if known.called:
        said.append(_line(_("Likes to be called"), known.called))
    return [*said, _line(_("Age"), ", ".join(filter(None, [age(known), until]))), _line(_("Tonight"), tonight(known))]


def _recorded(request: Any, shown: Person, known: Bar, today: date) -> dict[str, Any]:
    """What the record section adds: each kind of row is asked for once, however many there are."""
    missing = of_moments(Missing, shown.pk)
    concerns = list(of(Concern, shown.pk).filter(error_at=None).order_by("-from_on", "-made_at"))
    stays = [row for row in of(Stay, shown.pk).filter(error_at=None).order_by("-from_on") if _is_open(row, today)]
    rows = Known(
        missing,
        recent_moments(shown.pk)[:_LATELY],
        concerns,
        answers(shown.pk),
        stays,
        plans.standing(Control, shown.pk),
    )
    actions = [row for row in plans.actions(request.user, shown.pk) if row.error_at is None]
    actions = [row for row in actions if goes_on(plans.told(row), today)]
    shared = plans.of_contexts(request.user, shown.pk)
    writes = Section.RECORD.value in request.access.writes
    found = alerts(rows, restricted=known.restricted, today=today)
    return {
        "reads_record": True,
        "alerts": [_alert(one, shown, writes) for one in found],
        "top": [*_top(known), *_around(shown.pk, stays)],
        "next": sorted(_next(shown.pk, rows, today), key=lambda line: line["on"] or today)[:_NEXT],
        "clocks_href": reverse("worklists:of_person", args=[shown.pk]),
        "review": review_words(plans.reviewed_next(shown.pk, today)),
        "doing": _doing(actions, shared),
        "doing_head": [_("Works on"), _("What"), _("Where"), _("Who")],
        "nothing_at_home": bool(stays) and not any(row.context_id for row in [*actions, *shared]),
        "flag": harm_words.flagged(flag(concerns, today)),
        "harms": [
            [harm_words.kind(row), harm_words.certainty(row.certainty), harm_words.setting(row)]
            for row in concerns if is_live(row, today)
        ],
        "harm_head": [_("Kind"), _("Certainty"), _("Where it comes from")],
        "contact": list(_contact(request.user, shown.pk, today)),
        "writes": writes,
    }  # fmt: skip


def _is_open(row: Stay, today: date) -> bool:
    return is_open(Night(row.from_on, row.to_on, row.locality), today)


def _alert(alert: Any, shown: Person, writes: bool) -> dict[str, Any]:
    page = alert.page if writes else _TO_READ.get(alert.page, alert.page)
    return {"text": alert.text, "danger": alert.danger, "href": reverse(page, args=[shown.pk])}


_TO_READ = {"moments:now": "moments:moments", "harms:record": "harms:harms"}
"""Where those who may not write are led instead."""


def _around(person_id: UUID, stays: list[Stay]) -> list[dict[str, str]]:
    """Whose decision where they are was, and who is with them; what nobody can have recorded yet is said in one plain line."""
    said = [_line(_("Whose decision that was"), ". ".join(whose(row) for row in stays))] if stays else []
    names = ", ".join(workers(person_id)) or _("Nobody is allocated today")
    return [
        *said,
        _line(_("Who works with them"), names),
        _line(_("Whom they trust"), _("Not recorded yet. Ask them, and write it in their plan.")),
        _line(_("How safe they are, in whose view"), _(
            "Not recorded yet: neither physical safety, nor safety in relationships, nor how safe they feel, in anybody’s voice."
        )),
    ]  # fmt: skip


def _next(person_id: UUID, rows: Known, today: date) -> Iterator[dict[str, Any]]:
    """What waits or comes, with its day where it has one: the clocks of law and guidance, and the days that the record set."""
    for back in waiting(rows.missing):
        yield {"on": None, "text": interview(back.row), "href": reverse("moments:missing_page", args=[person_id])}
    found, told = all_lines(person_id, timezone.now())
    clocks = reverse("worklists:of_person", args=[person_id])
    for line in found:
        if comes(line, today) and line.clock.key not in _SAID and line.standing.due is not None:
            said = _("%(what)s: %(when)s") % {"what": title(line.clock), "when": sentence(line, today)}
            yield {"on": last_day(line.standing.due), "text": said, "href": clocks}
    for one in told.dated:
        if one.key not in _SAID:
            said = _("%(what)s: %(when)s") % {"what": dated_title(one), "when": dated_sentence(one, today)}
            yield {"on": one.on, "text": said, "href": reverse(one.page, args=[person_id])}
    for stay in rows.stays:
        if stay.planned_end and stay.planned_end >= today:
            said = _("The stay away from home is planned to end on %(day)s") % {"day": day(stay.planned_end)}
            yield {"on": stay.planned_end, "text": said, "href": reverse("placements:where", args=[person_id])}


_SAID = frozenset({"missing_interview", "missing_interview_wales", "plan_review"})
"""What the page says in another line already."""


def _doing(actions: list[Any], shared: list[Any]) -> list[list[Any]]:
    """What goes on, by target in the order of the list; where, only of contexts that the viewer may see."""
    order = [code.key for code in codes("target")]
    rows = sorted([*actions, *shared], key=lambda row: order.index(row.target))
    return [[label("target", row.target), what(row), _where(row), owner(row)] for row in rows]


def _where(row: Any) -> Any:
    if row.context is None or getattr(row, "hidden", False):
        return ""
    return {"text": row.context.name, "href": reverse("plans:of_context", args=[row.context_id])}


def _contact(user: Any, person_id: UUID, today: date) -> Iterator[str]:
    """When they were last seen, and last seen alone, by notes and visits: said apart, since one is often taken for the other."""
    visits = [row for row in plans.standing(Visit, person_id, "-on") if row.on <= today]
    noted = last_seen(user, [person_id], today).get(person_id, Seen())
    for text, nothing, days in (
        (_("Last seen: %(when)s"), _("It is not recorded that they were ever seen"),
         [noted.on, *(row.on for row in visits if row.seen == "yes")]),
        (_("Last seen alone: %(when)s"), _("It is not recorded that they were ever seen alone"),
         [noted.alone_on, *(row.on for row in visits if row.seen_alone == "yes")]),
    ):  # fmt: skip
        last = max(filter(None, days), default=None)
        yield text % {"when": ago(last, today)} if last else nothing
    if visits and visits[0].seen == "no":
        yield _("Not seen on the last visit, %(when)s") % {"when": ago(visits[0].on, today)}
