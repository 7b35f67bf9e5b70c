"""The parts of a context as data, and a person's ties to contexts: what each is called, what a row of it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from kith.record.access.rules import Act, Section
from kith.record.contexts import forms
from kith.record.contexts.actions import WRITER
from kith.record.contexts.guard import about_context
from kith.record.contexts.models import Association, Context
from kith.record.contexts.queries import ties_of_context, ties_of_person, visible
from kith.record.people.parts import PERSON
from kith.record.people.queries import may
from kith.record.people.search import Asked, find
from kith.record.rows.actions import Refused
from kith.record.rows.parts import Owner, Part, Parts
from kith.record.rows.words import day, label


def context_of(context_id: UUID) -> Context:
    """The context of a page."""
    found = Context.objects.select_related("lead", "team").filter(pk=context_id).first()
    if found is None:
        raise Http404
    return found


CONTEXT = Owner(
    "contexts", "context_id", lambda _section, act: about_context(act), context_of, "contexts:context", "context.viewed"
)
"""Whose parts stand on a context's pages, in this slice and in those above."""


def _rows(model: type[Any], *related: str) -> Callable[[Any, UUID], list[Any]]:
    def read(_user: Any, context_id: UUID) -> list[Any]:
        rows = model._default_manager.filter(context_id=context_id)
        newest = "-on" if hasattr(model, "on") else "-from_on"
        return list(rows.select_related(*related).order_by(newest, "-made_at"))

    return read


def seen_span(row: Association) -> str:
    """When somebody was first and last seen there."""
    first, last = day(row.first_seen_on), day(row.last_seen_on)
    if first and last:
        return _("%(first)s to %(last)s") % {"first": first, "last": last}
    if first:
        return _("Since %(day)s") % {"day": first}
    return _("Last on %(day)s") % {"day": last} if last else _("Not known")


def name_of(row: Association) -> str:
    """The name of whom a tie is of."""
    name = row.person.shown_name
    return name.whole if name else _("Name not known")


def _tie(row: Association) -> list[str]:
    return [
        label("association", row.role),
        label("association_purpose", row.purpose),
        " ".join(filter(None, [label("context_source", row.source), f"“{row.words}”" if row.words else ""])),
        row.evidence,
        label("certainty", row.certainty),
        seen_span(row),
        day(row.review_on),
        day(row.expires_on),
    ]


_TIE_HEAD = (_L("What they have to do with it"), _L("Held for"), _L("Who says so"), _L("Rests on"), _L("Certainty"),
             _L("Seen there"), _L("Look at it again by"), _L("Held until"))  # fmt: skip


def _ways(base: str, leads: Callable[[Association], str]) -> Callable[[Any, Any], dict[str, Any]]:
    """Links to renew and to remove a tie, and to the other end of it; whether it is to be looked at again."""

    def extras(row: Association, owner: Any) -> dict[str, Any]:
        due = row.review_on <= timezone.localdate()
        return {
            "leads": leads(row),
            "mark": _("To be looked at again") if due else "",
            "links": [
                {"text": text, "href": reverse(f"contexts:{base}_{what}", args=[owner.pk, row.pk])}
                for what, text in (("renew", _("Renew")), ("remove", _("Remove")))
            ],
        }

    return extras


def _always(_row: Any) -> bool:
    return True


def _found_people(request: Any, row: Any) -> dict[str, Any]:
    """Whom the words typed find, as choices."""
    words = request.POST.get("q", "") if request.method == "POST" and row is None else ""
    found = find(request.user, Asked(words))[:10] if words else []
    return {
        "found": [(str(one.person.pk), one.person.shown_name.whole if one.person.shown_name else "-") for one in found]
    }


def _may_tie(request: Any, row: Association) -> None:
    """A tie is written into a person's record: the writer has to be allowed that, and to see the context."""
    if not may(request.user, UUID(str(row.person_id)), Section.RECORD, Act.WRITE):
        raise Refused(_("Find the person and choose them"))
    if not visible(request.user).filter(pk=row.context_id).exists():
        raise Refused(_("Choose a context"))


def _contexts(request: Any, _row: Any) -> dict[str, Any]:
    shown = visible(request.user).exclude(status="closed").order_by("name").values_list("pk", "name")
    return {"found": [(str(pk), name) for pk, name in shown[:500]]}


def _action(row: Any) -> list[str]:
    who = row.owner.name if row.owner else row.owner_else
    return [row.what, label("target", row.target), label("aim", row.aim), label("track", row.track) if row.track else "",
            who, day(row.from_on), day(row.due_on), day(row.to_on), label("action_outcome", row.outcome), row.outcome_words]  # fmt: skip


def _assessment(row: Any) -> list[str]:
    return [day(row.on), *(getattr(row, name) for name in row.edited[1:])]


def _assessment_head() -> tuple[Any, ...]:
    fields = forms.AssessmentForm.base_fields
    return tuple(fields[name].label for name in forms.AssessmentForm.model.edited)


_R = Section.RECORD
_PARTS = (
    Part("people", _L("Who is connected"), _L("Add somebody"), _L("Change a tie"),
         _L("Nobody whom you may see is connected to it. Add the young people whom it affects and the adults who look after it."),
         _R, forms.PersonTieForm, (_L("Who"), *_TIE_HEAD), lambda row: [name_of(row), *_tie(row)],
         lambda user, context_id: ties_of_context(user, context_id),
         more=_found_people, check=_may_tie, fixed=_always, extras=_ways("people", lambda row: reverse("web:person", args=[row.person.pk])), change_form=forms.ChangeTieForm),
    Part("assessments", _L("Assessments"), _L("Assess it"), _L("Change an assessment"),
         _L("It has not been assessed. Begin with what young people say."), _R, forms.AssessmentForm, _assessment_head(),
         _assessment, _rows(forms.AssessmentForm.model)),
    Part("weightings", _L("How far it weighs"), _L("Say how far it weighs"), _L("Change what was said"),
         _L("Nobody has said how far it weighs on the young people."), _R, forms.WeightingForm,
         (_L("On"), _L("How far, and why"), _L("Beside the rest of their lives"), _L("Who judged it")),
         lambda row: [day(row.on), row.judgement, row.beside, row.who], _rows(forms.WeightingForm.model)),
    Part("actions", _L("What is being done"), _L("Add an action"), _L("Change an action"),
         _L("Nothing is being done in it that is recorded. Add what is, or what should be."), _R, forms.ActionForm,
         (_L("What"), _L("Works on"), _L("Tries to"), _L("Through"), _L("Who"), _L("From"), _L("Due"), _L("Ended"),
          _L("Outcome"), _L("What came of it")), _action, _rows(forms.ActionForm.model, "owner")),
    Part("reviews", _L("Reviews"), _L("Add a review"), _L("Change a review"), _L("No review is planned."), _R,
         forms.ReviewForm, (_L("Planned for"), _L("Held on"), _L("What it found"), _L("Who took part")),
         lambda row: [day(row.on), day(row.held_on), row.found, row.who], _rows(forms.ReviewForm.model)),
    Part("events", _L("What happened here"), _L("Add what happened"), _L("Change what happened"),
         _L("Nothing was written down by hand."), _R, forms.EventForm, (_L("On"), _L("What happened"), _L("Who says so")),
         lambda row: [day(row.on), row.what, label("context_source", row.source)], _rows(forms.EventForm.model)),
)  # fmt: skip
PARTS = Parts("contexts", CONTEXT, WRITER, {part.key: part for part in _PARTS})
"""Every part of a context by its key, in the order of its page."""

OF_PERSON = Parts(
    "contexts",
    PERSON,
    WRITER,
    {
        "contexts": Part(
            "contexts",
            _L("Contexts"),
            _L("Add a tie to a context"),
            _L("Change a tie"),
            _L("No tie to a context is recorded that you may see. Add where they spend time and with whom."),
            _R,
            forms.ContextTieForm,
            (_L("Context"), *_TIE_HEAD),
            lambda row: [row.context.name, *_tie(row)],
            lambda user, person_id: ties_of_person(user, person_id),
            more=_contexts,
            check=_may_tie,
            fixed=_always,
            extras=_ways("contexts", lambda row: reverse("contexts:context", args=[row.context_id])),
            change_form=forms.ChangeTieForm,
        )
    },
)
"""A person's ties to contexts, on the person's pages."""
