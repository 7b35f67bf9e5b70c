"""The rows of moves and decisions as parts of a person's record: what each is called and what a row of it says."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import DateField
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.definitions.codes import codes
from kith.record.access.queries import facts
from kith.record.access.rules import Section
from kith.record.contexts.queries import ties_of_person, visible
from kith.record.people.parts import PERSON
from kith.record.people.queries import root
from kith.record.placements.queries import standing as stays
from kith.record.placements.wording import what as what_stay
from kith.record.relocations import models, queries
from kith.record.relocations.actions import WRITER
from kith.record.relocations.forms import ApprovalForm, MoveForm, RequestForm, form_of
from kith.record.relocations.rules import may_look
from kith.record.relocations.thinking import TASKS
from kith.record.relocations.withholding import TELLS, cover
from kith.record.relocations.wording import move_line, move_span, said, stands
from kith.record.rows.actions import Refused
from kith.record.rows.forms import RowForm
from kith.record.rows.models import CodeField
from kith.record.rows.parts import Part, Parts
from kith.record.rows.words import day, label

_L = gettext_lazy
Cells = Callable[[Any], list[str]]


FROM = {"moves": "relocations:moves", "next_home": "relocations:next_home", "look": "relocations:look"}
"""The pages from which a row is added or changed, and to which one then returns, as an address names them."""


def leads(request: Any, row: Any, owner: Any) -> str:
    """Back to the page from which a row was added or changed; a decision begun leads to its own."""
    if isinstance(row, models.Decision):
        return reverse("relocations:decision", args=[owner.pk, row.pk])
    if request.GET.get("from") in FROM:
        return reverse(FROM[request.GET["from"]], args=[owner.pk])
    asked = _asked_decision(request)
    return reverse("relocations:decision", args=[owner.pk, asked]) if asked else ""


def _asked_decision(request: Any) -> UUID | None:
    try:
        return UUID(request.GET.get("decision", ""))
    except ValueError:
        return None


def _first(request: Any, model: Any, person_id: UUID) -> dict[str, Any]:
    """What a new row begins with: the decision and the move of the page that one comes from, the codes that its link named, today."""
    decision, move = _about(request, person_id)
    first: dict[str, Any] = {
        "decision_id": str(decision.pk) if decision else "",
        "relocation_id": str(move.pk) if move else "",
    }
    for column in model._meta.get_fields():
        named = request.GET.get(column.name)
        if named and isinstance(column, CodeField) and named in codes(column.list_name):
            first[column.name] = named
        elif named and isinstance(column, DateField) and column.name in model.edited:
            first[column.name] = parse_date(named)
    return first | {name: timezone.localdate() for name in ("on", "asked_on") if name in model.edited}


def _about(request: Any, person_id: UUID) -> tuple[Any, Any]:
    """The decision and the move that a new row is about, as far as the page one comes from says so."""
    today = timezone.localdate()
    asked, found = _asked_decision(request), queries.decisions(person_id)
    if asked is None and request.GET.get("from") in {"moves", "next_home"}:
        move = queries.current(queries.moves(person_id), today)
        return next((row for row in found if move and row.relocation_id == move.pk), None), move
    decision = next((row for row in found if row.pk == asked), None)
    if decision is None:
        return queries.at_hand(person_id, today)
    return decision, next((row for row in queries.moves(person_id) if row.pk == decision.relocation_id), None)


def links(request: Any, _row: Any, model: Any) -> dict[str, Any]:
    """What the rows of this person can be linked to, of what the user may see; for a new row, what it begins with."""
    person_id = root(request.access.person_id)
    tied = {tie.context_id for tie in ties_of_person(request.user, person_id)}
    places = sorted(visible(request.user), key=lambda one: (one.pk not in tied, one.name))[:200]
    looks = queries.standing(models.IndependentLook, person_id, "-on")
    offered = {
        "decision_id": [(row.pk, _decision_name(row)) for row in queries.decisions(person_id, request.user)],
        "relocation_id": [(row.pk, move_line(row)) for row in queries.moves(person_id, request.user)],
        "stay_id": [(row.pk, f"{what_stay(row)}, {day(row.from_on)}") for row in stays(request.user, person_id)],
        "context_id": [(row.pk, row.name) for row in places],
        "look_id": [(row.pk, f"{label('look_occasion', row.occasion)}, {day(row.on)}") for row in looks],
    }
    row = _row
    if row is not None and getattr(row, "context_id", None) not in {
        None,
        *(key for key, _name in offered["context_id"]),
    }:
        offered.pop("context_id")  # linked to what this user may not see: it stays as it is
    if row is None:
        return {"links": offered, "initial": _first(request, model, person_id)}
    return {"links": offered, "covered": getattr(row, "covered", ())}


def _decision_name(row: models.Decision) -> str:
    return f"{day(row.proposed_on) or day(row.made_at.date())}: {stands(row)}"


def _independent(request: Any, _row: Any) -> None:
    """An independent look is for whoever is independent of the case."""
    known = facts(request.user, root(request.access.person_id))
    if not may_look(request.user.role_key, [relation.value for relation in known.relations]):
        raise Refused(_("An independent look is written by somebody who does not work with the young person."))


def still_independent(request: Any, row: Any) -> bool:
    """Nor is what somebody independent found changed by those whose work it is about."""
    try:
        _independent(request, row)
    except Refused:
        return False
    return True


def _cells(*getters: Callable[[Any], str]) -> Cells:
    return lambda row: [getter(row) for getter in getters]


def _of(list_name: str, name: str) -> Callable[[Any], str]:
    return lambda row: said(list_name, getattr(row, name))


def _on(name: str) -> Callable[[Any], str]:
    return lambda row: day(getattr(row, name))


def _text(name: str) -> Callable[[Any], str]:
    return lambda row: getattr(row, name)


def _rows(model: Any, *order: str) -> Callable[[Any, UUID], list[Any]]:
    def read(user: Any, person_id: UUID) -> list[Any]:
        found = queries.rows(model, person_id, *order)
        return cover(user, person_id, found) if model in TELLS else found

    return read


def _place(row: models.Condition) -> str:
    place = getattr(row, "place", None)
    return place.name if place else ""


def _part(
    key: str,
    texts: tuple[Any, Any, Any, Any],
    form: type[RowForm],
    head: tuple[Any, ...],
    cells: Cells,
    read: Callable[[Any, UUID], list[Any]],
    check: Callable[[Any, Any], None] = lambda _request, _row: None,
    changes: Callable[[Any, Any], bool] = lambda _request, _row: True,
) -> Part:
    more = partial(links, model=form.model)
    return Part(
        key, *texts, Section.RECORD, form, head, cells, read, more=more, check=check, changes=changes, leads=leads
    )


_DECISION = form_of(models.Decision, TASKS[0].fields)
"""A decision is begun with what is happening; the rest is thought through a page at a time."""

_PARTS = (
    _part("relocations",
          (_L("All moves for safety"), _L("Add a move"), _L("Change a move"),
           _L("No move for safety is recorded. One planned by the family or the police goes here too.")),
          MoveForm, (_L("Move"), _L("When"), _L("Who arranged it"), _L("Who moved"), _L("How it ended"), _L("What remains")),
          _cells(move_line, move_span, _of("arranged_by", "arranged_by"), _of("who_moved", "who_moved"),
                 _of("move_ended", "ended_how"), _text("remains")),
          _rows(models.Relocation, "-from_on")),
    _part("decisions",
          (_L("All decisions on a move"), _L("Begin a decision"), _L("What is happening"),
           _L("No decision on a move is recorded.")),
          _DECISION, (_L("Decision"), _L("Proposed on"), _L("Decided on"), _L("Who asked"), _L("What is happening")),
          _cells(stands, _on("proposed_on"), _on("decided_on"), _of("who_asked", "asked_by"), _text("happening")),
          _rows(models.Decision)),
    _part("tried",
          (_L("What was tried first"), _L("Add what was tried"), _L("Change what was tried"),
           _L("Nothing is recorded of what was tried first, and why it did not hold.")),
          form_of(models.Tried), (_L("What was tried"), _L("Worked on"), _L("To"), _L("What was done"), _L("Why it did not hold")),
          _cells(_of("tried_first", "kind"), _of("target", "target"), _of("aim", "aim"), _text("what"), _text("did_not_hold")),
          _rows(models.Tried, "-from_on")),
    _part("alternatives",
          (_L("Alternatives near home"), _L("Add an alternative"), _L("Change an alternative"),
           _L("No search, offer or refusal near home is recorded.")),
          form_of(models.Alternative), (_L("Alternative"), _L("What it is"), _L("On"), _L("What came of it")),
          _cells(lambda row: row.what or said("alternative", row.kind), _of("alternative", "kind"), _on("on"), _text("came_of_it")),
          _rows(models.Alternative, "-on")),
    _part("consents",
          (_L("Agreement, wishes and advocacy"), _L("Add what was asked"), _L("Change what was asked"),
           _L("It is not recorded whether agreement, wishes or an advocate were asked about.")),
          form_of(models.Consent), (_L("What was asked"), _L("Answer"), _L("On"), _L("By whom"), _L("In words")),
          _cells(_of("consent", "kind"), lambda row: label("state", row.state), _on("on"), _text("by"), _text("notes")),
          _rows(models.Consent, "-on")),
    _part("approvals",
          (_L("Approvals"), _L("Ask for an approval"), _L("Record an answer"), _L("No approval has been asked for.")),
          ApprovalForm, (_L("Whose approval"), _L("Asked on"), _L("Answer"), _L("Answered on"), _L("Who answered"), _L("Why")),
          _cells(_of("approval", "kind"), _on("asked_on"), _of("approval_answer", "answer"), _on("answered_on"),
                 _text("answered_by"), _text("why")),
          _rows(models.Approval, "-asked_on")),
    _part("views",
          (_L("Views on a move"), _L("Add a view"), _L("Change a view"), _L("Nobody’s view is recorded yet.")),
          form_of(models.View), (_L("Whose view"), _L("Who"), _L("On what"), _L("Which safety"), _L("Heard"), _L("Their words"), _L("When")),
          _cells(_of("voice", "voice"), _text("name"), _of("voice_subject", "subject"), _of("dimension", "dimension"),
                 _of("voice_answer", "answer"), _text("words"), _on("on")),
          _rows(models.View, "-on")),
    _part("next_homes",
          (_L("Choices of a next home"), _L("Add a choice"), _L("Change a choice"),
           _L("No next home is recorded: neither what they want nor that it is undecided.")),
          form_of(models.NextHome), (_L("Next home"), _L("Whose choice"), _L("Their words"), _L("Said on"), _L("Look at it again on"),
                                     _L("Housing"), _L("School or work"), _L("The first 72 hours")),
          _cells(_of("next_home", "choice"), _of("who_chose", "chosen_by"), _text("words"), _on("on"), _on("review_on"),
                 _text("housing"), _text("school"), _text("first_hours")),
          _rows(models.NextHome, "-on")),
    _part("conditions",
          (_L("What must change at home"), _L("Add what must change"), _L("Change what must change"),
           _L("Nothing is recorded of what must change where the harm was.")),
          form_of(models.Condition), (_L("What must change"), _L("Where"), _L("To"), _L("Who sees to it"), _L("How far"), _L("Due"),
                                      _L("Met on"), _L("In words")),
          _cells(_text("what"), _place, _of("aim", "aim"), _text("owner"), _of("condition_state", "state"), _on("due_on"),
                 _on("met_on"), _text("notes")),
          queries.conditions),
    _part("told",
          (_L("Who was told"), _L("Add someone to be told"), _L("Change who was told"), _L("It is not recorded who was told.")),
          form_of(models.Told), (_L("Who"), _L("Name"), _L("By"), _L("Told on"), _L("Asked of them"), _L("Answered on"), _L("Answer")),
          _cells(_of("told", "who"), _text("name"), _on("by_on"), _on("told_on"), _text("asked"), _on("answered_on"), _text("answer")),
          _rows(models.Told, "by_on")),
    _part("requests",
          (_L("Requests between authorities and police"), _L("Add a request"), _L("Change or answer a request"),
           _L("No request between authorities and police is recorded: neither ours nor theirs.")),
          RequestForm, (_L("Who asks"), _L("Between us and"), _L("What it is for"), _L("What is asked"), _L("Asked on"),
                        _L("To be answered by"), _L("Answered on"), _L("Answer")),
          _cells(_of("request_way", "way"), lambda row: ": ".join(filter(None, [said("request_party", row.party), row.name])),
                 _of("request_kind", "kind"), _text("what"), _on("asked_on"), _on("by_on"), _on("answered_on"),
                 lambda row: ". ".join(filter(None, [said("request_answer", row.answer), row.answer_words]))),
          _rows(models.Request, "-asked_on")),
    _part("away",
          (_L("What happened while away"), _L("Add what happened"), _L("Change what happened"),
           _L("Nothing is recorded of new harm, of somebody reaching them, or of visits home.")),
          form_of(models.Away), (_L("What it is"), _L("Which harm"), _L("On"), _L("What happened"), _L("What was done")),
          _cells(_of("away_event", "kind"), _of("harm", "harm"), _on("on"), _text("what"), _text("done")),
          _rows(models.Away, "-on")),
    _part("after_looks",
          (_L("Looks after the next home"), _L("Add a look"), _L("Change a look"), _L("No look after the next home is recorded.")),
          form_of(models.AfterLook), (_L("Look"), _L("By"), _L("Held on"), _L("Who was there"), _L("Their words"), _L("How it is"),
                                      _L("What worked")),
          _cells(_of("after_look", "kind"), _on("by_on"), _on("on"), _text("who"), _text("words"), _text("how"), _text("worked")),
          _rows(models.AfterLook, "by_on")),
    _part("looks",
          (_L("Independent looks"), _L("Add an independent look"), _L("Change an independent look"),
           _L("Nobody independent has looked at it yet.")),
          form_of(models.IndependentLook), (_L("Look"), _L("On"), _L("Who looked"), _L("Name"), _L("Spoke with the young person"),
                                            _L("What they found")),
          _cells(_of("look_occasion", "occasion"), _on("on"), _of("looker", "voice"), _text("name"),
                 lambda row: label("state", row.spoke), _text("summary")),
          _rows(models.IndependentLook, "-on"), _independent, still_independent),
    _part("answers",
          (_L("Answers of independent looks"), _L("Add an answer"), _L("Change an answer"), _L("No answer is recorded.")),
          form_of(models.Answered), (_L("Question"), _L("Answer"), _L("In words")),
          _cells(_of("look_question", "question"), _of("look_answer", "answer"), _text("words")),
          _rows(models.Answered), _independent, still_independent),
    _part("challenges",
          (_L("Challenges"), _L("Make a challenge"), _L("Change or answer a challenge"), _L("Nothing has been challenged.")),
          form_of(models.Challenge), (_L("Challenge"), _L("About"), _L("Who is to answer"), _L("On"), _L("To be answered by"),
                                      _L("Answered on"), _L("Answer"), _L("Taken further to"), _L("Settled on")),
          _cells(_text("what"), _of("look_question", "question"), _text("to"), _on("on"), _on("answer_by"), _on("answered_on"),
                 _text("answer"), _text("escalated_to"), _on("settled_on")),
          _rows(models.Challenge, "-on"), _independent, still_independent),
)  # fmt: skip
PARTS = Parts("relocations", PERSON, WRITER, {part.key: part for part in _PARTS})
"""Every part by its key."""
