"""What was said of a person's clocks, as parts of their record."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy

from kith.clocks.declarations import clocks, conditions
from kith.record.access.rules import Section
from kith.record.people.parts import PERSON
from kith.record.people.queries import root
from kith.record.rows.parts import Part, Parts
from kith.record.rows.words import day, label
from kith.record.worklists import forms
from kith.record.worklists.actions import WRITER
from kith.record.worklists.models import ClockAnswer, ClockFact
from kith.record.worklists.queries import answers_of, facts_of_person, line_of
from kith.record.worklists.wording import clock_title, condition

_L = gettext_lazy


def _answer(row: ClockAnswer) -> list[str]:
    return [clock_title(row.clock), label("clock_answer", row.kind), day(row.on), day(row.until), row.why]


def _fact(row: ClockFact) -> list[str]:
    asked = condition(row.condition) if row.condition in conditions() else row.condition
    return [asked, label("state", row.state), day(row.on), row.why]


def _clock_asked(request: Any, row: Any) -> dict[str, Any]:
    asked = request.GET.get("clock", "")
    return {"clock": asked} if row is None and asked in clocks() else {}


def _condition_asked(request: Any, row: Any) -> dict[str, Any]:
    asked = request.GET.get("condition", "")
    return {"condition": asked} if row is None and asked in conditions() else {}


def _of_this_run(_request: Any, row: ClockAnswer) -> None:
    """An answer is to the run that goes on now, and to no later one."""
    if row.clock in clocks():
        row.start_on = line_of(root(row.person_id), row.clock, timezone.now()).started_on


_PARTS = (
    Part(
        "clock_answers", _L("Answers to what was due"), _L("Answer what is due"), _L("Change an answer"),
        _L("Nobody has answered a clock by hand. Most are answered by what is recorded: a visit, a review, an interview."),
        Section.RECORD, forms.AnswerForm,
        (_L("Clock"), _L("Answer"), _L("Done on"), _L("Not shown until"), _L("Why")),
        _answer, lambda _user, person_id: answers_of(person_id), more=_clock_asked, check=_of_this_run,
    ),
    Part(
        "clock_facts", _L("What clocks need to know"), _L("Say what is known"), _L("Change what is known"),
        _L("Nothing was said by hand. What the record knows already counts without it."), Section.RECORD, forms.FactForm,
        (_L("What"), _L("Is it so"), _L("Since"), _L("Rests on")),
        _fact, lambda _user, person_id: facts_of_person(person_id), more=_condition_asked,
    ),
)  # fmt: skip
PARTS = Parts("worklists", PERSON, WRITER, {part.key: part for part in _PARTS})
"""Every part by its key."""
