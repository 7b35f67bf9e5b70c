"""The pages of a decision: what is recorded and missing at the top, one thing a page to think about, and the steps that it can take."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kith.clocks.messages import label as clock_word
from kith.clocks.messages import say
from kith.record.access.guard import about_person
from kith.record.access.rules import Act, Section
from kith.record.accounts.roles import Capability
from kith.record.moments.wording import ago
from kith.record.people.parts import person_of
from kith.record.relocations import queries
from kith.record.relocations.actions import WRITER, take
from kith.record.relocations.approvals import Needed
from kith.record.relocations.forms import StepForm, form_of
from kith.record.relocations.models import Decision
from kith.record.relocations.parts import PARTS, links
from kith.record.relocations.rules import AT_ONCE, DECIDES, DECISION, Step, missing
from kith.record.relocations.thinking import TASKS, Case, Task, had, silences
from kith.record.relocations.views import href, look, safeties, view_words, writes
from kith.record.relocations.waiting import not_there
from kith.record.relocations.wording import NEEDS, READ, STATES, STEPS, said, stands, where_to
from kith.record.relocations.wording import TASKS as ASKED
from kith.record.rows.actions import Stale
from kith.record.rows.parts import asks, change_row
from kith.record.rows.words import day, label, labels, language

_TASK = {task.key: task for task in TASKS}


@require_safe
@about_person(Section.RECORD, Act.READ)
def decide(request: Any, person_id: UUID) -> HttpResponse:
    """The decisions on a move: the one that is open leads to its page; else where to begin one."""
    person = person_of(person_id)
    look(request, person.pk, "decisions")
    found = queries.decisions(person.pk, request.user)
    waits = next((text for row in found if (text := delayed(row))), "")
    context = {
        "delayed": waits,
        "delayed_href": reverse("relocations:delayed") if waits else "",
        "page_title": _("Decide on a move"),
        "owner": person,
        "open": [_entry(person, row) for row in found if row.stands in queries.OPEN],
        "past": [_entry(person, row) for row in found if row.stands not in queries.OPEN],
        "head": [_("Decision"), _("What is happening"), _("Proposed on"), _("Decided on")],
        "add_href": href(request, person, "decisions", "add"),
        "all_href": href(request, person, "decisions"),
    }
    return render(request, "relocations/decide.html", context)


def _entry(person: Any, row: Decision) -> list[Any]:
    address = reverse("relocations:decision", args=[person.pk, row.pk])
    words = row.happening[:120] or _("Nothing is said yet")
    return [{"text": stands(row), "href": address}, words, day(row.proposed_on), day(row.decided_on)]


def _decision(request: Any, person: Any, decision_id: UUID) -> Decision:
    found = next((row for row in queries.decisions(person.pk, request.user) if row.pk == decision_id), None)
    if found is None:
        raise Http404
    return found


@require_safe
@about_person(Section.RECORD, Act.READ)
def decision(request: Any, person_id: UUID, decision_id: UUID) -> HttpResponse:
    """Is moving better than every alternative?"""
    person = person_of(person_id)
    found = _decision(request, person, decision_id)
    look(request, person.pk, "decision")
    return _page(request, person, found)


def _page(request: Any, person: Any, found: Decision, failed: StepForm | None = None) -> HttpResponse:
    case = queries.case_of(found)
    needs, owed = queries.approvals(found, case)
    left = {one.key for one in owed}
    context = {
        "page_title": _("Is moving better than every alternative?"),
        "owner": person,
        "decision": found,
        "stands": stands(found),
        "decided": day(found.decided_on),
        "delayed": delayed(found),
        "not_there": not_there(found, had(case)),
        "move_href": reverse("relocations:moves", args=[person.pk]) if found.relocation_id else "",
        "summary": _summary(case),
        "silent": len(silences(case)),
        "asked": len(TASKS),
        "safeties": safeties(case),
        "safety_head": [_("Safety"), _("What it is for"), _("What it may cost"), _("What guards it"), _("How it is, in whose view")],
        "tasks": [_line(request, person, case, task) for task in TASKS],
        "views": [view_words(view) for view in case.views if view.subject == "decision"],
        "approvals": [_approval(request, person, case, one, one.key in left) for one in needs if one.state != "no"],
        "not_needed": [_not_needed(one) for one in needs if one.state == "no" and one.why is not None],
        "approval_head": [_("What it needs"), _("Needed"), _("There"), _("Rests on"), *([_("Next")] if writes(request) else [])],
        "steps": _steps(request, person, found, case, failed),
        "plan": found.plan,
    }  # fmt: skip
    return render(request, "relocations/decision.html", context, status=422 if failed is not None else 200)


def delayed(found: Decision) -> str:
    """A move judged necessary and not made."""
    move = found.relocation
    made = move is not None and move.from_on is not None and move.error_at is None
    if found.necessary_on is None or made or found.stands in {"stayed", "withdrawn"}:
        return ""
    since = ago(found.necessary_on, timezone.localdate())
    return _("A move was judged necessary on %(since)s, and it has not been made.") % {"since": since}


def _summary(case: Case) -> list[dict[str, str]]:
    """What the page answers with, at the top."""
    found, home = case.decision, case.next_home
    tried = [
        f"{label('tried_first', row.kind)}: {row.did_not_hold or _('why it did not hold is not recorded')}"
        for row in case.tried
    ]
    named = [key for key in found.tried_first if key not in {row.kind for row in case.tried}]
    if named:
        tried.append(_("%(what)s: nothing more is recorded") % {"what": labels("tried_first", named)})
    near = [f"{label('alternative', row.kind)}: {row.what or row.came_of_it}" for row in case.alternatives]
    asked = [said("who_asked", found.asked_by), f"“{found.asked_words}”" if found.asked_words else ""]
    lines = (
        (_("Who asked"), ". ".join(filter(None, asked))),
        (_("What was tried, and why it did not hold"), "; ".join(tried)),
        (_("Near home"), "; ".join(near)),
        (_("Why this is better for them"), found.best_interests),
        (_("Where to"), where_to(found)),
        (_("Next home"), f"{label('next_home', home.choice)}. {label('who_chose', home.chosen_by)}" if home else ""),
    )
    return [{"key": key, "value": value or _("Not recorded")} for key, value in lines]


def _line(request: Any, person: Any, case: Case, task: Task) -> dict[str, Any]:
    """A task's line of the list: its page of questions, the rows that belong to it, the way to add one."""
    says, colour = STATES[task.state(case)]
    first = {"text": ASKED[task.key], "href": "", "status": says, "colour": colour}
    if task.fields and writes(request):
        first["href"] = reverse("relocations:think", args=[person.pk, case.decision.pk, task.key])
    return first | {"links": list(_row_links(request, person, case, task))}


def _row_links(request: Any, person: Any, case: Case, task: Task) -> Iterator[dict[str, Any]]:
    """The rows of a task that there are, and the way to add one; an independent look has a page of its own."""
    if not task.rows:
        return
    if task.rows == "looks":
        yield {"text": _("The independent look"), "href": reverse("relocations:look", args=[person.pk])}
        return
    if many := len(getattr(case, task.rows)):
        yield {"text": f"{PARTS[task.rows].title} ({many})", "href": PARTS.href(PARTS[task.rows], person)}
    if writes(request):
        yield {"text": PARTS[task.rows].add_title, "href": _adds(person, case, task.rows)}


def _adds(person: Any, case: Case, rows: str, **named: str) -> str:
    """Where a row of this decision is added; `named`: codes that are chosen already."""
    return f"{PARTS.href(PARTS[rows], person, 'add')}?{urlencode({'decision': case.decision.pk, **named})}"


def _approval(request: Any, person: Any, case: Case, one: Needed, is_owed: bool) -> list[Any]:
    unknown = _("Not known: %(what)s") % {
        "what": "; ".join(clock_word(key, language()) for key in one.asks) or _("where they would go")
    }
    needed = unknown if one.state != "yes" else _("Afterwards: it was an emergency") if one.later else _("Yes")
    line: list[Any] = [_what(one), needed, _("Not yet") if is_owed else _("Yes"), f"{one.provision} ({READ[one.read]})"]
    return [*line, _approval_next(person, case, one, is_owed)] if writes(request) else line


def _approval_next(person: Any, case: Case, one: Needed, is_owed: bool) -> Any:
    """What to do next about something that is needed: find out, ask, record the answer."""
    if not is_owed:
        return ""
    if one.state != "yes":
        task, text = (
            ("approvals", _("Say whether it can wait"))
            if one.asks == ("emergency",)
            else ("place", _("Say where they would go"))
        )
        return {"text": text, "href": reverse("relocations:think", args=[person.pk, case.decision.pk, task])}
    if one.asked == "consent":
        return {"text": _("Record it"), "href": _adds(person, case, "consents", kind=one.kind)}
    asked = next((row for row in case.approvals if row.kind == one.kind and row.answer == "waiting"), None)
    if asked is None:
        return {"text": _("Ask for it"), "href": _adds(person, case, "approvals", kind=one.kind)}
    back = urlencode({"decision": case.decision.pk})
    return {
        "text": _("Record the answer"),
        "href": f"{PARTS.href(PARTS['approvals'], person, 'change', asked.pk)}?{back}",
    }


def _what(one: Needed) -> str:
    who = label(one.asked, one.kind)
    return f"{who}: {one.clock.label(language())}" if one.clock is not None else who


def _not_needed(one: Needed) -> str:
    why = say(one.why, language()) if one.why else ""
    return f"{label(one.asked, one.kind)}. {why}"


def _steps(request: Any, person: Any, found: Decision, case: Case, failed: StepForm | None) -> list[dict[str, Any]]:
    """The steps out of where it stands, each with its form, or with what is not there yet."""
    if not writes(request):
        return []
    have, decides = had(case), request.user.may(Capability.DECIDE_MOVES)
    steps = []
    for step in DECISION.out_of(found.stands):
        if step.who == DECIDES and not decides:
            continue
        again = failed if failed is not None and failed.data.get("step") == step.key else None
        initial = {
            "step": step.key,
            "seen": found.version,
            **{name: getattr(found, name) for name in ("plan", *_INSISTED)},
        }
        steps.append(
            {
                "key": step.key,
                "text": STEPS[step.key],
                "missing": [_need(person, case, key) for key in missing(step, have)],
                "later": [_need(person, case, key) for key in step.later if key not in have],
                "form": again
                or StepForm(initial=initial, asks=step.asks, insists=_insists(step, have), auto_id=f"{step.key}_%s"),
            }
        )
    return steps


_INSISTED = tuple(dict.fromkeys(AT_ONCE.values()))


def _insists(step: Step, have: frozenset[str]) -> list[str]:
    """The fields in which a step has something said that is not there."""
    return [AT_ONCE[key] for key in step.insists if key not in have]


def _need(person: Any, case: Case, key: str) -> dict[str, Any]:
    """What comes first, and where it is recorded."""
    hrefs = {
        "independent_look": reverse("relocations:look", args=[person.pk]),
        "young_person_heard": _adds(person, case, "views", voice="young_person", subject="decision"),
        "parents_heard": _adds(person, case, "views", voice="parent_or_carer", subject="decision"),
        "approvals": "#approvals",
    }
    return {"text": NEEDS[key], "href": hrefs.get(key, "")}


@asks
@about_person(Section.RECORD, Act.WRITE)
def think(request: Any, person_id: UUID, decision_id: UUID, task: str) -> HttpResponse:
    """One thing to think about, saved as one goes; an empty box stops nothing."""
    person = person_of(person_id)
    found, asked = _decision(request, person, decision_id), _TASK.get(task)
    if asked is None or not asked.fields:
        raise Http404
    back = reverse("relocations:decision", args=[person.pk, found.pk])
    form = form_of(Decision, asked.fields)
    form.__name__ = f"Decision{task}"  # a draft of its own for each page
    return change_row(request, WRITER, found, form, title=ASKED[task], back=back, owner=person,
                      **links(request, found, Decision))  # fmt: skip


@require_POST
@about_person(Section.RECORD, Act.WRITE)
def step(request: Any, person_id: UUID, decision_id: UUID) -> HttpResponse:
    """Take a step with a decision."""
    person = person_of(person_id)
    found = _decision(request, person, decision_id)
    way = next((one for one in DECISION.out_of(found.stands) if one.key == request.POST.get("step")), None)
    if way is None:
        messages.info(request, _("It does not stand where this step begins. Look at it again first."))
        return redirect("relocations:decision", person_id=person.pk, decision_id=found.pk)
    insists = _insists(way, had(queries.case_of(found)))
    form = StepForm(request.POST, asks=way.asks, insists=insists, auto_id=f"{way.key}_%s")
    if not form.is_valid():
        return _page(request, person, found, form)
    values = form.cleaned_data
    try:
        take(by=request, decision=found, seen=values["seen"], step=way.key, have=had(queries.case_of(found)),
             decides=request.user.may(Capability.DECIDE_MOVES), said=values)  # fmt: skip
    except Stale:
        messages.info(request, _("Somebody saved this in between. Look at it again first."))
    except ValidationError as wrong:
        form.add_error(None, wrong.messages)
        return _page(request, person, found, form)
    else:
        messages.success(request, _("Saved"))
    return redirect("relocations:decision", person_id=person.pk, decision_id=found.pk)
