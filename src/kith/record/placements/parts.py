"""The parts of a person's record that this slice holds: what a row of each says, and the pages that follow from it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.record.access.rules import Section
from kith.record.people.parts import PERSON
from kith.record.people.queries import root
from kith.record.placements import forms
from kith.record.placements.actions import WRITER
from kith.record.placements.models import Authorisation, LegalStatus, Stay
from kith.record.placements.queries import authorisations, legal_statuses, standing, stays
from kith.record.placements.wording import authority_name, short, what, whose
from kith.record.rows.parts import Part, Parts
from kith.record.rows.words import day, label, span

_L = gettext_lazy


def _stay(row: Stay) -> list[str]:
    hidden = _("Withheld") if getattr(row, "hidden", False) else ""
    where = hidden or ", ".join(filter(None, [row.home, row.lines, row.postcode]))
    type_ = label("placement_type", row.placement_type) if row.placement_type else ""
    moved = label("who_moved", row.who_moved) if row.who_moved else ""
    reviewed = label("due_to_efh", row.due_to_efh)
    return [
        f"{what(row)}: {span(row)}",
        where,
        _("Withheld") if getattr(row, "area_hidden", False) else authority_name(row.host_authority),
        short(row),
        whose(row),
        moved,
        day(row.planned_end),
        type_,
        label("legal_status", row.legal_basis) if row.legal_basis else "",
        label("placement_provider", row.provider) if row.provider else "",
        ". ".join(filter(None, [reviewed, row.review_why])),
    ]


def _links(row: Stay, person: Any) -> dict[str, Any]:
    """The answer and the place stand on pages of their own."""
    if row.error_at is not None:
        return {}
    links = [{"href": reverse("placements:review_stay", args=[person.pk, row.pk]), "text": _("Answer why")}]
    if row.postcode:
        offer = reverse("placements:offer", args=[person.pk, row.pk])
        links.append({"href": offer, "text": _("Work out where it lies")})
    return {"links": links}


def _may_address(request: Any, row: Any) -> dict[str, Any]:
    seen = row is None or not getattr(row, "hidden", False)
    return {"may_address": "address" in request.access.writes and seen}


def _stays_of(request: Any, _row: Any) -> dict[str, Any]:
    """The person's stays as choices of an authorisation."""
    found = standing(request.user, root(request.access.person_id))
    return {"stays": [(str(row.pk), f"{what(row)}: {span(row)}") for row in found]}


def _authorisation(row: Authorisation) -> list[str]:
    stay = "" if row.stay is None else f"{what(row.stay)}: {span(row.stay)}"
    return [label("authorisation", row.kind), span(row), row.court, stay, row.notes]


def _legal(row: LegalStatus) -> list[str]:
    return [label("legal_status", row.legal_status), span(row)]


_PARTS = (
    Part(
        "stays", _L("Stays away from home"), _L("Add a stay away from home"), _L("Change a stay away from home"),
        _L("No stay away from home is recorded. In care or with relatives, arranged by us or by others: each belongs here."),
        Section.RECORD, forms.StayForm,
        (_L("Stay"), _L("Where"), _L("Area authority"), _L("Out of area"), _L("Decision"), _L("Who moved"),
         _L("Planned to end on"), _L("Type of placement"), _L("Legal status"), _L("Provider"),
         _L("Because of harm outside the home")),
        _stay, stays, more=_may_address, extras=_links,
    ),
    Part(
        "legal_statuses", _L("Legal status"), _L("Add a legal status"), _L("Change a legal status"),
        _L("No legal status is recorded."), Section.RECORD, forms.LegalStatusForm, (_L("Legal status"), _L("When")),
        _legal, legal_statuses,
    ),
    Part(
        "authorisations", _L("Authorisations"), _L("Add an authorisation"), _L("Change an authorisation"),
        _L("No secure accommodation or deprivation of liberty is recorded."), Section.RECORD, forms.AuthorisationForm,
        (_L("What was authorised"), _L("When"), _L("Court"), _L("Stay"), _L("What it allows")),
        _authorisation, authorisations, more=_stays_of,
    ),
)  # fmt: skip
PARTS = Parts("placements", PERSON, WRITER, {part.key: part for part in _PARTS})
"""Every part by its key."""
