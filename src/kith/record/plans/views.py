"""A person's plan (what are we doing, for whom, and is it working?) and what plans do in one context."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kith.definitions.codes import codes
from kith.record.access.guard import about_person
from kith.record.access.rules import Act, Section
from kith.record.audit.actions import record_view, recorded
from kith.record.contexts.guard import about_context
from kith.record.contexts.parts import context_of
from kith.record.contexts.queries import actions_of
from kith.record.people.parts import person_of
from kith.record.plans import queries
from kith.record.plans.models import Action, Control, Review, RiskHolding
from kith.record.plans.parts import PARTS, known, owner, what
from kith.record.plans.rules import (
    NextReview,
    control_standing,
    is_late,
    is_open,
    next_review,
    only_watches,
    outcomes,
)
from kith.record.rows.words import day, label, span

Cell = Any


@require_safe
@about_person(Section.RECORD, Act.READ)
def plan(request: Any, person_id: UUID) -> HttpResponse:
    """What is done, for whom, whether it works: goals, actions by target, controls, reviews, risk that is held."""
    person, today = person_of(person_id), timezone.localdate()
    record_view(request, "person.viewed", subject="plan", person_id=person.pk, why=request.access.why)
    rows = [row for row in queries.actions(request.user, person.pk) if row.error_at is None]
    shared = queries.of_contexts(request.user, person.pk)
    controls = queries.standing(Control, person.pk)
    reviews = queries.standing(Review, person.pk, "-on")
    risks = queries.standing(RiskHolding, person.pk, "-agreed_on")
    goals = queries.goals(person.pk)
    after = next_review([(row.on, row.next_due_on) for row in reviews], today)
    open_ = [row for row in rows if is_open(queries.told(row), today)]
    writes = Section.RECORD.value in request.access.writes
    context = {
        "page_title": _("Plan"),
        "owner": person,
        "sentences": _sentences(goals, [*open_, *shared], after, today),
        "only_watches": only_watches(map(queries.told, [*open_, *shared]), today),
        "unlooked": [row for row in controls if _stands(row, today) == "ended_and_not_looked_at"],
        "groups": _by_target(open_, shared, today),
        "head": [_("What"), _("Tries to"), _("Who"), _("Due"), _("For the goal, or where")],
        "goals": [_goal(row, open_) for row in goals],
        "goal_head": [_("Goal"), _("Whose"), _("How far"), _("How one can tell"), _("Under way for it")],
        "controls": [_control(row, today) for row in controls if _stands(row, today) in {"on", "to_come"}],
        "control_head": [_("Control"), _("When"), _("Their view"), _("Why it is proportionate")],
        "risks": [_risk(row, today) for row in risks if row.ended_on is None or row.ended_on > today],
        "risk_head": [_("Risk held"), _("Why"), _("Agreed by"), _("To be looked at again by")],
        "over": [_over(row) for row in rows if row not in open_],
        "over_head": [_("What"), _("Works on"), _("When"), _("Outcome"), _("What came of it")],
        "worked": _worked(rows, today),
        "reviews": [_review(row, today) for row in reviews],
        "hrefs": {key: PARTS.href(part, person) for key, part in PARTS.parts.items()},
        "adds": {key: PARTS.href(part, person, "add") for key, part in PARTS.parts.items()} if writes else {},
    }
    return render(request, "plans/plan.html", context)


def _sentences(goals: list[Any], doings: list[Any], after: NextReview, today: date) -> list[str]:
    """The answer at the top: how much is under way on whom, towards what, when it is looked at again."""
    wanted = sum(row.progress not in {"reached", "let_go"} for row in goals)
    said = [
        ngettext("%(count)s goal", "%(count)s goals", wanted) % {"count": wanted},
        ngettext("%(count)s action under way", "%(count)s actions under way", len(doings)) % {"count": len(doings)},
    ]
    worked_on = list(
        dict.fromkeys(label("target", key) for key in _keys("target") if key in {d.target for d in doings})
    )
    if worked_on:
        said.append(_("Works on: %(whom)s") % {"whom": ", ".join(worked_on)})
    late = sum(is_late(queries.told(row), today) for row in doings)
    if late:
        said.append(ngettext("%(count)s is past its day", "%(count)s are past their day", late) % {"count": late})
    return [*said, review_words(after)]


def _keys(list_name: str) -> list[str]:
    """The keys of a list in its order."""
    return [code.key for code in codes(list_name)]


def review_words(after: NextReview) -> str:
    """When the plan is next reviewed, in words."""
    texts = {
        "planned": _("Next review: %(day)s"),
        "due": _("Next review is due by %(day)s, and not yet planned"),
        "overdue": _("The next review was due on %(day)s"),
        "none": _("No next review is planned"),
    }
    return texts[after.standing] % {"day": day(after.on)}


def _by_target(own: list[Action], shared: Iterable[Any], today: date) -> list[dict[str, Any]]:
    """Open actions by whom or what they work on, each target once, in the order of the list; those without any at the end."""
    lines: dict[str, list[list[Cell]]] = {}
    for row in own:
        lines.setdefault(row.target, []).append(_doing(row, _where(row), today))
    for each in shared:
        lines.setdefault(each.target, []).append(_doing(each, _context(each.context), today))
    return [{"title": label("target", key), "rows": lines[key]} for key in _keys("target") if key in lines]


def _doing(row: Any, where: Cell, today: date) -> list[Cell]:
    kind = known("action_kind", getattr(row, "kind", ""))
    text = f"{what(row)} ({kind})" if kind and getattr(row, "kind", "") != "other" else what(row)
    due = (
        _("%(day)s, past its day") % {"day": day(row.due_on)} if is_late(queries.told(row), today) else day(row.due_on)
    )
    return [text, label("aim", row.aim), owner(row), due, where]


def _where(row: Action) -> Cell:
    """The goal that an action is for; of one in a context that the reader may see, a link to that context's plan."""
    if row.context is not None and not row.hidden:  # type: ignore[attr-defined]
        return _context(row.context)
    return row.goal.words if row.goal is not None and row.goal.error_at is None else ""


def _context(context: Any) -> dict[str, str]:
    return {"text": context.name, "href": reverse("plans:of_context", args=[context.pk])}


def _goal(row: Any, open_: list[Action]) -> list[Cell]:
    whose = ", ".join(filter(None, [label("voice", row.voice), row.name]))
    under_way = "; ".join(what(one) for one in open_ if one.goal_id == row.pk)
    return [
        f"“{row.words}”",
        whose,
        label("goal_progress", row.progress),
        row.progress_words,
        under_way or _("Nothing"),
    ]


def _stands(row: Control, today: date) -> str:
    return control_standing(row.from_on, row.to_on, row.looked_again, today)


def _control(row: Control, today: date) -> list[Cell]:
    when = span(row) if row.to_on else _("%(since)s, without an end") % {"since": span(row)}
    view = row.view_words or {"yes": _("Asked"), "no": _("Not asked")}.get(row.child_view, _("Not known"))
    reasons = codes("proportionate")
    key = label("proportionate", row.proportionate) if row.proportionate in reasons else row.proportionate
    return [label("control", row.kind), when, view, ". ".join(filter(None, [key, row.why])) or _("Not said")]


def _risk(row: RiskHolding, today: date) -> list[Cell]:
    until = day(row.until_on)
    return [
        row.what,
        row.why,
        row.agreed_by,
        _("%(day)s, past its day") % {"day": until} if row.until_on < today else until,
    ]


def _over(row: Action) -> list[Cell]:
    return [what(row), label("target", row.target), span(row), label("action_outcome", row.outcome or "not_known"),
            row.outcome_words]  # fmt: skip


def _worked(rows: list[Action], today: date) -> list[str]:
    """Of what is over: how many held, in part, not, or nobody said. Counted, never scored."""
    found = outcomes(map(queries.told, rows), today)
    return [f"{label('action_outcome', key)}: {found[key]}" for key in _keys("action_outcome") if found[key]]


def _review(row: Review, today: date) -> dict[str, Any]:
    planned = _("Planned") if row.on > today else ""
    said = [one.rstrip(".") for one in (planned, row.event, row.decisions) if one]
    return {
        "title": label("review", row.kind),
        "at": row.on,
        "by": row.chaired_by,
        "text": " ".join([*(f"{one}." for one in said), *([f"“{row.words}”"] if row.words else [])]),
    }


@require_safe
@about_context(Act.READ)
def of_context(request: Any, context_id: UUID) -> HttpResponse:
    """What is done in a context: its own actions, and those that stand in the plans of young people whom the reader may see."""
    context, today = context_of(context_id), timezone.localdate()
    own, plans = actions_of(context.pk), queries.in_context(request.user, context.pk)
    changes = queries.conditions_in(request.user, context.pk)
    _look(request, context_id, [*plans, *changes])
    page = {
        "page_title": _("What is done here, and for whom"),
        "owner": context,
        "only_watches": only_watches(map(queries.told, [*own, *plans]), today),
        "head": [_("What"), _("Works on"), _("Tries to"), _("Who"), _("Due"), _("Stands in")],
        "rows": [_in(row, _("The context’s own plan"), today) for row in own]
        + [_in(row, _whose(row), today) for row in plans],
        "changes": [_change(row, today) for row in changes],
        "change_head": [
            _("What must change"),
            _("Tries to"),
            _("Who sees to it"),
            _("Due"),
            _("How far"),
            _("Stands in"),
        ],
        "all_href": reverse("contexts:actions", args=[context.pk]),
    }
    return render(request, "plans/of_context.html", page)


def _in(row: Any, stands_in: Cell, today: date) -> list[Cell]:
    text, aim, who, due, _where_else = _doing(row, "", today)
    return [text, label("target", row.target), aim, who, due, stands_in]


def _change(row: Any, today: date) -> list[Cell]:
    """What must change here for a young person's next home, whatever that is: it is due for the others here too."""
    late = row.due_on is not None and row.due_on < today
    due = _("%(day)s, past its day") % {"day": day(row.due_on)} if late else day(row.due_on)
    return [row.what or _("Not said"), known("aim", row.aim), row.owner or _("Nobody yet"), due, label("condition_state", row.state),
            _whose(row, "relocations:next_home")]  # fmt: skip


def _whose(row: Any, page: str = "plans:plan") -> dict[str, str]:
    person = row.person.kept or row.person
    name = person.shown_name.whole if person.shown_name else _("Name not known")
    return {"text": _("The plan of %(name)s") % {"name": name}, "href": reverse(page, args=[person.pk])}


def _look(request: HttpRequest, context_id: UUID, rows: Iterable[Any]) -> None:
    why = request.access.why  # type: ignore[attr-defined]
    with recorded(request) as recorder:
        recorder.event("context.viewed", subject="plan", subject_id=context_id, why=why)
        for person_id in dict.fromkeys(row.person.kept_id or row.person_id for row in rows):
            recorder.event("people.listed", subject="person", subject_id=person_id, person_id=person_id, why=why)
