"""Short pages that say one thing of a row: that a move began, how it ended, who was told, what was answered. One address for all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kith.record.access.guard import about_person
from kith.record.access.rules import Act, Section
from kith.record.people.parts import person_of
from kith.record.relocations import models, queries
from kith.record.relocations.actions import WRITER
from kith.record.relocations.forms import Linked, form_of
from kith.record.relocations.parts import links, still_independent
from kith.record.relocations.rules import RELOCATION
from kith.record.relocations.wording import state_of
from kith.record.rows.parts import asks, change_row


def _always(_row: Any) -> bool:
    return True


def _anybody(_request: Any, _row: Any) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Short:
    """What can be said of a row of a model: the fields asked, those of them that it cannot go without, and the page it belongs to."""

    model: Any
    title: str | Promise
    fields: tuple[str, ...]
    needs: tuple[str, ...]
    page: str
    when: Callable[[Any], bool] = _always
    """Whether it can be said of the row as it stands."""
    who: Callable[[Any, Any], bool] = _anybody
    """Whether this user may, besides writing in the record."""

    @property
    def links(self) -> tuple[str, ...]:
        return tuple(name for name in self.fields if name.endswith("_id"))


def _out_of(step: str) -> Callable[[Any], bool]:
    return lambda move: any(one.key == step for one in RELOCATION.out_of(state_of(move)))


_MOVES = "relocations:moves"
SHORT: dict[str, Short] = {
    "begin": Short(models.Relocation, _("It began"), ("from_on", "who_moved", "arranged_by", "host_authority", "planned_end", "stay_id"),
                   ("from_on",), _MOVES, _out_of("begin")),
    "give_up": Short(models.Relocation, _("The plan is given up"), ("withdrawn_on",), ("withdrawn_on",), _MOVES, _out_of("give_up")),
    "plan_anew": Short(models.Relocation, _("Plan its end anew"), ("planned_end",), ("planned_end",), _MOVES, _out_of("plan_anew")),
    "end": Short(models.Relocation, _("It ended"), ("to_on", "ended_how", "moved_to", "remains"), ("to_on", "ended_how"), _MOVES,
                 _out_of("end")),
    "told": Short(models.Told, _("They were told"), ("told_on", "told_how", "asked"), ("told_on",), _MOVES),
    "answered": Short(models.Told, _("What they answered"), ("answered_on", "answer"), ("answered_on",), _MOVES,
                      lambda row: row.told_on is not None),
    "request_answered": Short(models.Request, _("Record the answer"), ("answered_on", "answer", "answer_words"),
                              ("answered_on", "answer"), _MOVES, lambda row: row.answered_on is None),
    "how_far": Short(models.Condition, _("How far it has come"), ("state", "met_on", "notes"), ("state",), "relocations:next_home"),
    "answer": Short(models.Challenge, _("Answer the challenge"), ("answered_on", "answer"), ("answered_on", "answer"),
                    "relocations:look", lambda row: row.settled_on is None),
    "settle": Short(models.Challenge, _("Settle it, or take it further"), ("settled_on", "escalated_on", "escalated_to"), (),
                    "relocations:look", lambda row: row.settled_on is None, still_independent),
}  # fmt: skip
"""Every short page by its key."""


def href(person: Any, row: Any, what: str, request: Any) -> str:
    """Where something is said of a row; nothing where it cannot be, or not by this user."""
    short = SHORT[what]
    if "record" not in request.access.writes or not short.when(row) or not short.who(request, row):
        return ""
    return reverse("relocations:say", args=[person.pk, what, row.pk])


@asks
@about_person(Section.RECORD, Act.WRITE)
def say(request: Any, person_id: UUID, what: str, row_id: UUID) -> HttpResponse:
    """One thing said of a row."""
    person, short = person_of(person_id), SHORT.get(what)
    if short is None:
        raise Http404
    row = next((row for row in queries.standing(short.model, person.pk) if row.pk == row_id), None)
    if row is None or not short.when(row) or not short.who(request, row):
        raise Http404
    offered = links(request, row, short.model)["links"]
    return change_row(
        request,
        WRITER,
        row,
        _form(what, short),
        title=short.title,
        back=reverse(short.page, args=[person.pk]),
        owner=person,
        links={name: offered[name] for name in short.links if name in offered},
    )


def _form(what: str, short: Short) -> type[Linked]:
    """The form of a short page. It knows the row's other days, so that they stay in order."""
    base = form_of(short.model, short.fields)
    for name in short.needs:
        base.base_fields[name].required = True

    class Said(base):  # type: ignore[valid-type, misc]
        """What is said here, of the row as it stands."""

        @classmethod
        def of(cls, row: Any) -> dict[str, Any]:
            days = ("planned_from", "from_on", "told_on", "on", "asked_on")
            return {**{name: getattr(row, name) for name in days if hasattr(row, name)}, **super().of(row)}

    Said.__name__ = f"{short.model.__name__}{what}"  # a draft of its own
    return Said
