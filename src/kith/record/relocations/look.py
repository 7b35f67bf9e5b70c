"""The independent look: the studies' questions with the answer from the record or that it is not shown, and challenges with their clock."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kith.record.access.guard import about_person
from kith.record.access.rules import Act, Section
from kith.record.moments.wording import ago
from kith.record.people.parts import person_of
from kith.record.relocations import models, queries, saying
from kith.record.relocations.parts import PARTS
from kith.record.relocations.rules import may_look
from kith.record.relocations.thinking import NOT_SHOWN, QUESTIONS, TASKS, Case, Question
from kith.record.relocations.views import href, look, view_words, writes
from kith.record.relocations.wording import sentence, stands
from kith.record.rows.words import day, label

_TASK = {task.key: task for task in TASKS}
_COLOURS = {"shown": "green", "partly": "yellow", "not_shown": "grey"}
_PAGES = {"moves": "relocations:moves", "told": "relocations:told"}


@require_safe
@about_person(Section.RECORD, Act.READ)
def independent_look(request: Any, person_id: UUID) -> HttpResponse:
    """Does this proposal or plan build safety at home?"""
    person = person_of(person_id)
    look(request, person.pk, "independent_look")
    today = timezone.localdate()
    decision, move = queries.at_hand(person.pk, today, request.user)
    case = queries.case_of_move(move, decision) if move else queries.case_of(decision) if decision else Case()
    answered = _answers(person.pk, case)
    known = request.access.facts
    may = may_look(request.user.role_key, [relation.value for relation in known.relations])
    adds = _adds(request, person, "answers") if may else ""
    context = {
        "page_title": _("Does this plan build safety at home?"),
        "owner": person,
        "about": sentence(move, today) if move else stands(decision) if decision else "",
        "rows": [_line(person, case, question, answered, adds if case.looks else "") for question in QUESTIONS],
        "head": [_("Question"), _("From the record"), _("Where it stands"), _("The independent look says")],
        "not_shown": sum(question.state(case) == NOT_SHOWN for question in QUESTIONS),
        "looks": [_look(row) for row in sorted(case.looks, key=lambda row: row.on, reverse=True)],
        "look_head": [_("Look"), _("On"), _("Who looked"), _("Spoke with the young person"), _("What they found")],
        "views": [view_words(view) for view in case.views],
        "challenges": [
            _challenge(request, person, row, today) for row in queries.standing(models.Challenge, person.pk, "-on")
        ],
        "challenge_head": [
            _("Challenge"),
            _("Who is to answer"),
            _("How it stands"),
            *([_("Next")] if writes(request) else []),
        ],
        "look_href": _adds(request, person, "looks") if may else "",
        "challenge_href": _adds(request, person, "challenges") if may else "",
        "decision_href": reverse("relocations:decision", args=[person.pk, decision.pk]) if decision else "",
        "all_href": href(request, person, "challenges"),
    }
    return render(request, "relocations/look.html", context)


def _adds(request: Any, person: Any, rows: str) -> str:
    """Where a row is added from this page; nothing for who may not."""
    found = href(request, person, rows, "add")
    return f"{found}?from=look" if found else ""


def _answers(person_id: UUID, case: Case) -> dict[str, Any]:
    """What the newest look said on each question."""
    looks = {row.pk: row.on for row in case.looks}
    rows = [row for row in queries.standing(models.Answered, person_id) if row.look_id in looks]
    return {row.question: row for row in sorted(rows, key=lambda row: (looks[row.look_id], row.made_at))}


def _line(person: Any, case: Case, question: Question, answered: dict[str, Any], adds: str) -> list[Any]:
    """A question, what the record shows of it, and what the independent look says or is still to say."""
    state = question.state(case)
    own = answered.get(question.key)
    told: Any = f"{label('look_answer', own.answer)}. {own.words}".strip() if own else _("Not yet")
    if own is None and adds:
        told = {"text": _("Say what you find"), "href": f"{adds}&question={question.key}"}
    return [
        label("look_question", question.key),
        {"tag": label("look_answer", state), "colour": _COLOURS[state]},
        {"text": _("See it"), "href": _where(person, case, question.task)},
        told,
    ]


def _where(person: Any, case: Case, task: str) -> str:
    """The page on which the answer stands, or would stand."""
    if task in _PAGES:
        return reverse(_PAGES[task], args=[person.pk])
    found = _TASK[task]
    if found.rows:
        return PARTS.href(PARTS[found.rows], person)
    if case.decision is not None:
        return reverse("relocations:decision", args=[person.pk, case.decision.pk])
    return reverse("relocations:decide", args=[person.pk])


def _look(row: models.IndependentLook) -> list[str]:
    who = ": ".join(filter(None, [label("looker", row.voice), row.name]))
    return [label("look_occasion", row.occasion), day(row.on), who, label("state", row.spoke), row.summary]


def _challenge(request: Any, person: Any, row: models.Challenge, today: Any) -> list[Any]:
    """A challenge, its clock in words with the answer, and what comes next."""
    if row.settled_on:
        how = _("Settled on %(day)s") % {"day": day(row.settled_on)}
    elif row.escalated_on:
        how = _("Taken further to %(who)s on %(day)s") % {"who": row.escalated_to, "day": day(row.escalated_on)}
    elif row.answered_on:
        how = _("Answered on %(day)s") % {"day": day(row.answered_on)}
        how = f"{how}. {row.answer}" if row.answer else how
    elif row.answer_by < today:
        how = _("No answer: it was due on %(day)s") % {"day": ago(row.answer_by, today)}
    else:
        how = _("To be answered by %(day)s") % {"day": day(row.answer_by)}
    line: list[Any] = [row.what, row.to, how]
    if not writes(request):
        return line
    settles = saying.href(person, row, "settle", request)
    if settles:
        return [*line, {"text": _("Settle it, or take it further"), "href": settles}]
    answers = saying.href(person, row, "answer", request) if row.answered_on is None else ""
    return [*line, {"text": _("Answer it"), "href": answers} if answers else ""]
