"""What is typed of stays, legal statuses and authorisations; whether a stay was for safety is answered on a page of its own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.definitions.authorities import authority
from kith.definitions.codes import codes
from kith.record.interface.forms import DateField
from kith.record.people.rules import whole_postcode
from kith.record.placements.actions import ANSWERS
from kith.record.placements.models import Authorisation, LegalStatus, Stay
from kith.record.placements.queries import PLACE
from kith.record.rows.forms import Code, Spanned
from kith.record.rows.words import language

_NOT_GIVEN = _("Not given")


class StayForm(Spanned):
    """A stay away from home. Each meaning of out of area is asked by itself."""

    model = Stay
    kind = Code(
        "stay_kind", label=_("What it is"), first=_("Choose"), help_text=_("In care or not: every stay away counts.")
    )
    from_on = DateField(label=_("From"))
    to_on = DateField(label=_("Ended on"), required=False, help_text=_("Empty while it lasts."))
    planned_end = DateField(label=_("Planned to end on"), required=False)
    arranged_by = Code("arranged_by", label=_("Whose decision it was"), required=False, first=_NOT_GIVEN)
    who_moved = Code("who_moved", label=_("Who moved"), required=False, first=_NOT_GIVEN)
    home = forms.CharField(label=_("Name of the home or carer"), max_length=200, required=False)
    lines = forms.CharField(label=_("Address"), max_length=300, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=10, required=False)
    withheld = Code(
        "withheld",
        label=_("Withhold where it is"),
        initial="no",
        help_text=_(
            "Whoever is not allowed it then sees that there is a stay, not where nor in whose area. Keep both out of other words too."
        ),
    )
    host_authority = forms.CharField(
        label=_("Area authority"),
        max_length=100,
        required=False,
        help_text=_("The authority it lies in: its name or its code."),
    )
    locality = Code("locality", label=_("In or out of our area"), initial="not_known")
    adjoining = Code("state", label=_("Is it in an authority next to ours?"), initial="not_known",
                     help_text=_("Out of the area and not next to it is what the law calls at a distance."))  # fmt: skip
    miles = forms.FloatField(
        label=_("Miles from home"), min_value=0, max_value=13_000, required=False, help_text=_("In a straight line.")
    )
    away_from = DateField(
        label=_("Out of our area without a break since"),
        required=False,
        help_text=_("Leave it empty and it is worked out from the stays before."),
    )
    placement_type = Code("placement_type", label=_("Type of placement"), required=False, first=_NOT_GIVEN)
    legal_basis = Code("legal_status", label=_("Legal status"), required=False, first=_NOT_GIVEN)
    provider = Code("placement_provider", label=_("Provider"), required=False, first=_NOT_GIVEN)

    def __init__(self, *args: Any, may_address: bool = True, **fields: Any) -> None:
        super().__init__(*args, **fields)
        if not may_address:
            for name in (*PLACE, "withheld"):
                del self.fields[name]

    def clean_host_authority(self) -> str:
        text: str = self.cleaned_data["host_authority"]
        found = authority(text) if text else None
        return found.code if found else text

    def clean_postcode(self) -> str:
        tight = whole_postcode(self.cleaned_data["postcode"])
        if self.cleaned_data["postcode"] and len(tight) < 5:
            raise forms.ValidationError(_("Enter a whole postcode, or leave it empty"))
        return f"{tight[:-3]} {tight[-3:]}" if tight else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        from_on, planned, away = (cleaned.get(name) for name in ("from_on", "planned_end", "away_from"))
        if from_on and planned and planned < from_on:
            self.add_error("planned_end", _("It cannot be planned to end before it begins"))
        if from_on and away and away > from_on:
            self.add_error("away_from", _("This is after the stay began"))
        if away and cleaned.get("locality") != "out":
            self.add_error("away_from", _("Say that it is out of the area, or leave this empty"))
        return cleaned


class LegalStatusForm(Spanned):
    """A time under one legal status."""

    model = LegalStatus
    legal_status = Code("legal_status", label=_("Legal status"), first=_("Choose"))
    from_on = DateField(label=_("From"))
    to_on = DateField(label=_("Until"), required=False)


class AuthorisationForm(Spanned):
    """Secure accommodation or deprivation of liberty."""

    model = Authorisation
    kind = Code("authorisation", label=_("What was authorised"))
    from_on = DateField(label=_("From"))
    to_on = DateField(label=_("Until"), required=False)
    court = forms.CharField(label=_("Court"), max_length=200, required=False)
    stay_id = forms.ChoiceField(label=_("The stay that it applies to"), required=False)
    notes = forms.CharField(
        label=_("What it allows"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, stays: list[tuple[str, str]] | None = None, **fields: Any) -> None:
        super().__init__(*args, **fields)
        self.fields["stay_id"].choices = [("", _NOT_GIVEN), *(stays or [])]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        return {**super().values(), "stay_id": self.cleaned_data["stay_id"] or None}


def _answers() -> list[tuple[str, str]]:
    listed = codes("due_to_efh")
    return [(key, f"{number}. {listed.label(key, language())}") for number, key in enumerate(ANSWERS, 1)]


class ReviewForm(forms.Form):
    """Was it because of harm outside the home? The keys 1 to 4 choose."""

    answer = forms.ChoiceField(
        label=_("Was it because of harm outside the home?"),
        choices=_answers,
        widget=forms.RadioSelect,
        help_text=_("Partly counts as yes and is shown apart. Not known is an answer: then nobody need look again."),
    )
    why = forms.CharField(
        label=_("What the answer rests on"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("An assessment, a decision, what the young person said."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)
