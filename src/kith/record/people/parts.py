"""The parts of a person's record as data: what each is called, whom it is open to, what a row of it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kith.definitions.codes import codes
from kith.record.access.rules import Section
from kith.record.people import forms
from kith.record.people.models import Person
from kith.record.people.queries import addresses, family, of


def _label(list_name: str, key: str) -> str:
    return codes(list_name).label(key, (get_language() or "en")[:2])


def _dates(row: Any) -> str:
    start = formats.date_format(row.from_on, "j F Y") if row.from_on else ""
    end = formats.date_format(row.to_on, "j F Y") if row.to_on else ""
    if not start and not end:
        return _("Not known")
    if start and not end:
        return _("Since %(day)s") % {"day": start}
    return _("%(first)s to %(last)s") % {"first": start or _("not known"), "last": end}


def _name(row: Any) -> list[str]:
    return [row.whole, row.called, _label("name_kind", row.kind), _dates(row)]


def _address(row: Any) -> list[str]:
    withheld = "" if row.withheld == "no" else _label("withheld", row.withheld)
    return [", ".join(filter(None, [row.lines, row.postcode])), _label("address_kind", row.kind), withheld, _dates(row)]


def _tie(row: Any) -> list[str]:
    name = row.other.shown_name
    return [
        name.whole if name else "-",
        _label("family_tie", row.kind),
        _label("state", row.responsibility),
        _dates(row),
    ]


def _rows(model: type[Any]) -> Callable[[Any, UUID], list[Any]]:
    return lambda _user, person_id: list(of(model, person_id).order_by("-made_at"))


@dataclass(frozen=True)
class Part:
    """One part: its key, its words, the section it belongs to, its form, how its rows are read and what their cells say."""

    key: str
    title: str | Promise
    add_title: str | Promise
    change_title: str | Promise
    empty: str | Promise
    section: Section
    form: type[forms.RowForm]
    head: tuple[str | Promise, ...]
    cells: Callable[[Any], list[str]]
    read: Callable[[Any, UUID], list[Any]]

    def rows(self, user: Any, person_id: UUID, *, errors: bool = False) -> list[Any]:
        """The rows that the user may see; those entered in error on request."""
        return [row for row in self.read(user, person_id) if errors or row.error_at is None]

    def heads(self) -> list[str]:
        return [str(text) for text in self.head]

    def lines(self, rows: Iterable[Any]) -> list[list[str]]:
        """Rows of a table."""
        return [self.cells(row) for row in rows]

    def shown(self, row: Any, person: Person) -> dict[str, Any]:
        """A row on the part's own page, with where its links lead."""
        ids = [person.pk, row.pk]
        return {
            "row": row,
            "cells": self.cells(row),
            "is_shown": row.pk == person.shown_name_id,
            "change": reverse(f"people:{self.key}_change", args=ids),
            "error": reverse(f"people:{self.key}_error", args=ids),
            "restore": reverse(f"people:{self.key}_restore", args=ids),
            "show": reverse("people:show_name", args=ids) if self.key == "names" else "",
        }


_L = gettext_lazy
_DATES = _L("When")

PARTS: dict[str, Part] = {
    part.key: part
    for part in (
        Part(
            "names", _L("Names"), _L("Add a name"), _L("Change a name"), _L("No name is recorded."), Section.IDENTITY,
            forms.NameForm, (_L("Name"), _L("Called"), _L("Kind"), _DATES), _name, _rows(forms.NameForm.model),
        ),
        Part(
            "addresses", _L("Addresses"), _L("Add an address"), _L("Change an address"),
            _L("No address is recorded. Add where they live, so that the night shift knows."), Section.ADDRESS,
            forms.AddressForm, (_L("Address"), _L("Kind"), _L("Withheld"), _DATES), _address, addresses,
        ),
        Part(
            "involvements", _L("Involvements"), _L("Add an involvement"), _L("Change an involvement"),
            _L("No involvement is recorded."), Section.RECORD, forms.InvolvementForm, (_L("Involvement"), _DATES),
            lambda row: [_label("involvement", row.status), _dates(row)], _rows(forms.InvolvementForm.model),
        ),
        Part(
            "identifiers", _L("Numbers"), _L("Add a number"), _L("Change a number"), _L("No number is recorded."),
            Section.IDENTITY, forms.IdentifierForm, (_L("Number"), _L("Whose")),
            lambda row: [row.value, _label("identifier", row.scheme)], _rows(forms.IdentifierForm.model),
        ),
        Part(
            "family", _L("Family"), _L("Add someone of the family"), _L("Change a family tie"),
            _L("Nobody of the family is recorded who you may see."), Section.IDENTITY, forms.FamilyForm,
            (_L("Who"), _L("What they are to them"), _L("Parental responsibility"), _DATES), _tie, family,
        ),
    )
}  # fmt: skip
"""Every part by its key, in the order of the page."""
