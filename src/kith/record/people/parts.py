"""The parts of a person's record as data: what each is called, whom it is open to, what a row of it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.record.access.guard import about_person
from kith.record.access.rules import Section
from kith.record.people import forms
from kith.record.people.actions import WRITER
from kith.record.people.models import Person
from kith.record.people.queries import addresses, family, may, of, record_kept
from kith.record.people.search import Asked, find
from kith.record.rows.actions import Refused
from kith.record.rows.parts import Owner, Part, Parts
from kith.record.rows.words import label, span


def person_of(person_id: UUID) -> Person:
    """The person of a page, by the record kept. 404 where the guard knows them and `people` does not."""
    person = record_kept(person_id)
    if person is None:
        raise Http404
    return person


PERSON = Owner("people", "person_id", about_person, person_of, "people:person", "person.viewed")
"""Whose parts stand on a person's pages, in this slice and in those above."""


def _name(row: Any) -> list[str]:
    return [row.whole, row.called, label("name_kind", row.kind), span(row)]


def _address(row: Any) -> list[str]:
    withheld = "" if row.withheld == "no" else label("withheld", row.withheld)
    return [", ".join(filter(None, [row.lines, row.postcode])), label("address_kind", row.kind), withheld, span(row)]


def _tie(row: Any) -> list[str]:
    name = row.other.shown_name
    return [
        name.whole if name else "-",
        label("family_tie", row.kind),
        label("state", row.responsibility),
        span(row),
    ]


def _rows(model: type[Any]) -> Callable[[Any, UUID], list[Any]]:
    return lambda _user, person_id: list(of(model, person_id).order_by("-made_at"))


def _shown(row: Any, person: Person) -> dict[str, Any]:
    """Which name is the one that is shown; another can be made it."""
    if row.pk == person.shown_name_id:
        return {"mark": _("The name shown")}
    show = reverse("people:show_name", args=[person.pk, row.pk])
    return {"actions": [{"href": show, "seen": person.version, "text": _("Show this name")}]}


def _is_shown(row: Any) -> bool:
    return bool(Person.objects.filter(shown_name=row).exists())


def _found(request: Any, row: Any) -> dict[str, Any]:
    """Whom the words typed find, as choices; of a stored tie, the person it names."""
    if row is not None:
        other = person_of(row.other_id)
        return {"found": [(str(row.other_id), other.shown_name.whole if other.shown_name else "-")]}
    words = request.POST.get("q", "") if request.method == "POST" else ""
    found = find(request.user, Asked(words))[:10] if words else []
    return {
        "found": [
            (str(result.person.pk), result.person.shown_name.whole if result.person.shown_name else "-")
            for result in found
        ]
    }


def _may_tie(request: Any, row: Any) -> None:
    if not may(request.user, UUID(str(row.other_id)), Section.IDENTITY):
        raise Refused(_("Find the person and choose them"))


_L = gettext_lazy
_DATES = _L("When")

_PARTS = (
    Part(
        "names", _L("Names"), _L("Add a name"), _L("Change a name"), _L("No name is recorded."), Section.IDENTITY,
        forms.NameForm, (_L("Name"), _L("Called"), _L("Kind"), _DATES), _name, _rows(forms.NameForm.model),
        fixed=_is_shown, extras=_shown,
    ),
    Part(
        "addresses", _L("Addresses"), _L("Add an address"), _L("Change an address"),
        _L("No address is recorded. Add where they live, so that the night shift knows."), Section.ADDRESS,
        forms.AddressForm, (_L("Address"), _L("Kind"), _L("Withheld"), _DATES), _address, addresses,
    ),
    Part(
        "involvements", _L("Involvements"), _L("Add an involvement"), _L("Change an involvement"),
        _L("No involvement is recorded."), Section.RECORD, forms.InvolvementForm, (_L("Involvement"), _DATES),
        lambda row: [label("involvement", row.status), span(row)], _rows(forms.InvolvementForm.model),
    ),
    Part(
        "identifiers", _L("Numbers"), _L("Add a number"), _L("Change a number"), _L("No number is recorded."),
        Section.IDENTITY, forms.IdentifierForm, (_L("Number"), _L("Whose")),
        lambda row: [row.value, label("identifier", row.scheme)], _rows(forms.IdentifierForm.model),
    ),
    Part(
        "family", _L("Family"), _L("Add someone of the family"), _L("Change a family tie"),
        _L("Nobody of the family is recorded who you may see."), Section.IDENTITY, forms.FamilyForm,
        (_L("Who"), _L("What they are to them"), _L("Parental responsibility"), _DATES), _tie, family,
        more=_found, check=_may_tie,
    ),
)  # fmt: skip
PARTS = Parts("people", PERSON, WRITER, {part.key: part for part in _PARTS})
"""Every part by its key, in the order of the page."""
