"""Pages beyond the parts: why they were moved and what comes next, and the next home. Deciding and looking have their own modules."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kith.clocks.cases import Standing
from kith.clocks.messages import say
from kith.record.access.guard import about_person
from kith.record.access.rules import Act, Section
from kith.record.audit.actions import record_view
from kith.record.moments.queries import missing_spans
from kith.record.moments.rules import before_and_after
from kith.record.people.parts import person_of
from kith.record.relocations import deadlines, models, queries, saying, telling
from kith.record.relocations.models import Relocation
from kith.record.relocations.parts import PARTS
from kith.record.relocations.rules import RELOCATION, after_days
from kith.record.relocations.telling import due
from kith.record.relocations.thinking import DIMENSIONS, Case
from kith.record.relocations.withholding import cover
from kith.record.relocations.wording import (
    READ,
    family_lines,
    lengths,
    months,
    move_line,
    move_span,
    said,
    sentence,
    state_of,
)
from kith.record.rows.words import day, label, language


def look(request: Any, person_id: UUID, subject: str) -> None:
    """The audit of a look at one of these pages."""
    record_view(request, "person.viewed", subject=subject, person_id=person_id, why=request.access.why)


def writes(request: Any) -> bool:
    return "record" in request.access.writes


def href(request: Any, person: Any, key: str, what: str = "") -> str:
    """Where a part is; nothing for who may not write there."""
    return PARTS.href(PARTS[key], person, what) if not what or writes(request) else ""


@require_safe
@about_person(Section.RECORD, Act.READ)
def moves(request: Any, person_id: UUID) -> HttpResponse:
    """Why were they moved, is it doing what it was for, what comes next?"""
    person = person_of(person_id)
    look(request, person.pk, "moves")
    today = timezone.localdate()
    found = queries.moves(person.pk, request.user)
    move = queries.current(found, today)
    context: dict[str, Any] = {
        "page_title": _("Moves"),
        "owner": person,
        "move": move,
        "all_href": href(request, person, "relocations"),
        "add_href": adds(request, person, "relocations"),
        "decide_href": reverse("relocations:decide", args=[person.pk]),
        "requests": list(telling.requests(request, person, _requests(request, person), today)),
        "request_head": telling.request_head(),
        "requests_href": href(request, person, "requests"),
        "request_add_href": adds(request, person, "requests"),
        "timeline": [_on_timeline(request, person, row) for row in found if row is not move],
    }
    if move is not None:
        context |= _of_move(request, person, move, today)
    return render(request, "relocations/moves.html", context)


def _requests(request: Any, person: Any) -> list[Any]:
    """What authorities and police ask of each other, as this user may see it: of somebody placed here without a move, too."""
    return cover(request.user, person.pk, queries.standing(models.Request, person.pk))


def _of_move(request: Any, person: Any, move: Relocation, today: date) -> dict[str, Any]:
    """What the page says of the move that matters now."""
    decision = next((row for row in queries.decisions(person.pk, request.user) if row.relocation_id == move.pk), None)
    case = queries.case_of_move(move, decision)
    places = [row for row in queries.conditions(request.user, person.pk) if row.error_at is None]
    mine = [row for row in places if row.relocation_id in {None, move.pk}]
    events = [row for row in queries.standing(models.Away, person.pk, "-on") if row.relocation_id in {None, move.pk}]
    clocks = deadlines.due(deadlines.facts(request.user, person.pk), timezone.now())
    return {
        "sentence": sentence(move, today),
        "lengths": lengths(move, today),
        "why": _why(move, decision),
        "safeties": safeties(case),
        "safety_head": [_("Safety"), _("What it was for"), _("What it may cost"), _("What guards it"), _("How it is, in whose view")],
        "conditions": condition_lines(request, person, mine),
        "condition_head": condition_head(),
        "conditions_href": href(request, person, "conditions"),
        "missing": _missing(person.pk, move, today),
        "missing_head": [_("Missing"), *({"text": text, "numeric": True} for text in (_("Days missing"), _("Days counted"), _("Times")))],
        "told": list(telling.lines(request, person, cover(request.user, person.pk, case.told), today)),
        "told_head": telling.head(writes(request)),
        "told_href": href(request, person, "told"),
        "told_add_href": adds(request, person, "told"),
        "unlisted": list(telling.suggestions(person, telling.unlisted(move, decision, case.told, clocks), today)) if writes(request) else [],
        "events": [[label("away_event", row.kind), day(row.on), row.what, row.done] for row in events],
        "event_head": [_("What happened"), _("On"), _("In words"), _("What was done")],
        "events_href": href(request, person, "away"),
        "family": _family(move),
        "clocks": [clock_line(one) for one in clocks],
        "clock_head": clock_head(),
        "change_href": f"{PARTS.href(PARTS['relocations'], person, 'change', move.pk)}?from=moves" if writes(request) else "",
        "steps": _steps(request, person, move),
        "decision_href": reverse("relocations:decision", args=[person.pk, decision.pk]) if decision else "",
        "stay_href": _stay_href(request, person, move, today),
        "next_home_href": reverse("relocations:next_home", args=[person.pk]),
        "look_href": reverse("relocations:look", args=[person.pk]),
        "view_href": adds(request, person, "views", subject="time_away"),
        "condition_href": adds(request, person, "conditions"),
        "event_href": adds(request, person, "away"),
        "ended": move.to_on is not None and move.to_on <= today,
    }  # fmt: skip


def adds(request: Any, person: Any, key: str, back: str = "moves", **named: str) -> str:
    """Where a row is added from this page, with codes that are chosen already; nothing for who may not write."""
    found = href(request, person, key, "add")
    return f"{found}?{urlencode({'from': back, **named})}" if found else ""


def _steps(request: Any, person: Any, move: Relocation) -> list[dict[str, Any]]:
    """What can be said of the move as it stands."""
    found = [(saying.SHORT[step.key].title, saying.href(person, move, step.key, request))
             for step in RELOCATION.out_of(state_of(move)) if step.asks]  # fmt: skip
    return [{"text": text, "href": href} for text, href in found if href]


def _stay_href(request: Any, person: Any, move: Relocation, today: date) -> str:
    """Where it is recorded where they stay, so that tonight's place is right; nothing where it is, or before the move began."""
    begun = move.from_on is not None and move.from_on <= today and (move.to_on is None or move.to_on > today)
    if not begun or move.stay_id is not None or not writes(request):
        return ""
    return reverse("placements:stays_add", args=[person.pk])


def condition_head() -> list[str]:
    return [_("What must change"), _("Where"), _("Who sees to it"), _("Due"), _("How far")]


def clock_head() -> list[str]:
    return [_("What is due"), _("How it stands"), _("Rests on")]


def _why(move: Relocation, decision: Any) -> list[dict[str, str]]:
    """What drove the move, who asked, what pressed: as it was recorded when it was decided."""
    lines = [(_("What drove it"), ", ".join(label("driver", key) for key in move.drivers))]
    if decision is not None:
        pressing = ", ".join(label("pressure", key) for key in decision.pressures)
        lines += [
            (_("Who asked for it"), said("who_asked", decision.asked_by)),
            (_("What pressed towards it"), ". ".join(filter(None, [pressing, decision.pressure_partner]))),
            (_("Last resort or best interest"), _resort(decision)),
        ]
    return [{"key": key, "value": value or _("Not recorded")} for key, value in lines]


def _resort(decision: Any) -> str:
    if decision.resort == "not_known":
        return ""
    whose = said("voice", decision.resort_voice)
    return ". ".join(filter(None, [label("resort", decision.resort), f"{whose}: {decision.resort_words}".strip(": ")]))


def safeties(case: Case) -> list[list[str]]:
    """The three safeties, each with purpose, cost, guard, and every view of how it is: side by side, never added up."""
    return [_safety(case, dimension) for dimension in DIMENSIONS]


def _safety(case: Case, dimension: str) -> list[str]:
    decision = case.decision
    thought = [getattr(decision, f"{part}_{dimension}") if decision else "" for part in ("gain", "cost", "guard")]
    purpose = case.move.purpose if case.move is not None else decision.purpose if decision else []
    if not thought[0] and dimension in purpose:
        thought[0] = _("Named as what it is for, without words")
    views = [view for view in case.views if view.subject == "time_away" and view.dimension == dimension]
    effect = " / ".join(view_words(view) for view in sorted(views, key=lambda view: view.on))
    return [
        label("dimension", dimension),
        *(text or _("Not recorded") for text in thought),
        effect or _("Nobody asked yet"),
    ]


def view_words(view: Any) -> str:
    """Whose view, in their words, or what stands in their place."""
    words = f"“{view.words}”" if view.words else label("voice_answer", view.answer)
    if view.answer != "heard":
        words = label("voice_answer", view.answer)
    return f"{label('voice', view.voice)}: {words}"


def condition_lines(request: Any, person: Any, found: list[Any]) -> list[list[Any]]:
    """What must change, where, by whom, by when, how far; the last leads to where that is said."""
    today = timezone.localdate()
    return [
        [
            row.what or _("Not said"),
            _in_place(row),
            row.owner or _("Nobody yet"),
            due(row.due_on, row.state in {"met", "given_up"}, today),
            {"text": label("condition_state", row.state), "href": saying.href(person, row, "how_far", request)},
        ]
        for row in found
    ]


def _in_place(row: Any) -> Any:
    """The place in which something must change, leading to what is done there; nothing where the reader may not see it."""
    place = getattr(row, "place", None)
    return {"text": place.name, "href": reverse("plans:of_context", args=[place.pk])} if place else ""


def _missing(person_id: UUID, move: Relocation, today: date) -> list[list[Any]]:
    """Missing before and since the move: both numbers, and no claim that one caused the other."""
    if move.from_on is None or move.from_on > today:
        return []
    before, after = before_and_after(missing_spans(person_id), move.from_on, min(move.to_on or today, today))
    return [
        [name, *({"text": number, "numeric": True} for number in (share.missing_days, share.days, share.times))]
        for name, share in ((_("Before the move"), before), (_("Since the move"), after))
    ]


def _family(move: Relocation) -> list[dict[str, str]]:
    """What a family's move hangs on."""
    if move.who_moved not in {"with_parent", "whole_family"} and not any(value for _key, value in family_lines(move)):
        return []
    return [{"key": key, "value": value or _("Not recorded")} for key, value in family_lines(move)]


def _on_timeline(request: Any, person: Any, row: Relocation) -> dict[str, Any]:
    return {
        "title": move_line(row),
        "at": row.from_on or row.planned_from or row.planned_on or row.made_at,
        "text": ". ".join(filter(None, [move_span(row), said("move_ended", row.ended_how), row.remains])),
        "href": PARTS.href(PARTS["relocations"], person, "change", row.pk) if writes(request) else "",
    }


def clock_line(one: Standing) -> list[Any]:
    """A clock: what, how it stands in words, what it rests on with its mark."""
    clock = one.clock
    return [clock.label(language()), say(one.message, language()), f"{clock.provision} ({READ[clock.read.value]})"]


@require_safe
@about_person(Section.RECORD, Act.READ)
def next_home(request: Any, person_id: UUID) -> HttpResponse:
    """What do they want, and is it ready?"""
    person = person_of(person_id)
    look(request, person.pk, "next_home")
    today = timezone.localdate()
    homes = queries.standing(models.NextHome, person.pk, "-on")
    home = next(iter(homes), None)
    move = queries.current(queries.moves(person.pk), today)
    conditions = [row for row in queries.conditions(request.user, person.pk) if row.error_at is None]
    views = [row for row in queries.standing(models.View, person.pk, "-on") if row.subject == "next_home"]
    context = {
        "page_title": _("Next home"),
        "owner": person,
        "home": home,
        "choice": label("next_home", home.choice) if home else "",
        "whose": label("who_chose", home.chosen_by) if home else "",
        "review": due(home.review_on, False, today) if home and home.review_on else _("No day is set to look at it again"),
        "ready": _ready(home) if home else [],
        "eighteen": months(person, today),
        "unmet": sum(row.state not in {"met", "given_up"} for row in conditions),
        "conditions": condition_lines(request, person, conditions),
        "condition_add_href": adds(request, person, "conditions", "next_home"),
        "view_href": adds(request, person, "views", "next_home", subject="next_home"),
        "condition_head": condition_head(),
        "conditions_href": href(request, person, "conditions"),
        "views": [view_words(view) for view in views],
        "after": _after(request, person, move, today),
        "after_head": [_("Look"), _("By"), _("Held on"), _("How it is"), _("What worked")],
        "after_href": href(request, person, "after_looks"),
        "earlier": [[label("next_home", row.choice), label("who_chose", row.chosen_by), day(row.on)] for row in homes[1:]],
        "earlier_head": [_("Next home"), _("Whose choice"), _("Said on")],
        "all_href": href(request, person, "next_homes"),
        "add_href": adds(request, person, "next_homes", "next_home"),
    }  # fmt: skip
    return render(request, "relocations/next_home.html", context)


def _ready(home: Any) -> list[dict[str, str]]:
    lines = ((_("Housing"), home.housing), (_("School, work or training"), home.school),
             (_("Who will be there in the first 72 hours"), home.first_hours),
             (_("Who sees it differently"), home.who_else))  # fmt: skip
    return [{"key": key, "value": value or _("Not recorded")} for key, value in lines]


def _after(request: Any, person: Any, move: Relocation | None, today: date) -> list[list[Any]]:
    """The four looks after the next home: those held, and by when the others are due, each with the page on which it is recorded."""
    if move is None or move.to_on is None or move.to_on > today:
        return []
    rows = queries.standing(models.AfterLook, person.pk)
    held = {row.kind: row for row in rows if row.relocation_id in {None, move.pk}}
    return [_after_line(request, person, kind, by_on, held.get(kind), today)
            for kind, by_on in after_days(move.to_on).items()]  # fmt: skip


def _after_line(request: Any, person: Any, kind: str, by_on: date, row: Any, today: date) -> list[Any]:
    by_on = (row.by_on if row else None) or by_on
    if row is not None and row.on is not None:
        return [label("after_look", kind), day(by_on), day(row.on), row.how or row.words, row.worked]
    where = adds(request, person, "after_looks", "next_home", kind=kind)
    if row is not None and where:
        where = f"{PARTS.href(PARTS['after_looks'], person, 'change', row.pk)}?from=next_home"
    return [label("after_look", kind), due(by_on, False, today), {"text": _("Not yet"), "href": where}, "", ""]
