"""What is asked on the pages of access."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.record.access.models import Panel, Restriction
from kith.record.access.rules import GLASS_HOURS, SHAREABLE, SIGHT, Section
from kith.record.accounts.models import Team, User
from kith.record.interface.forms import DateField

SECTION_NAMES = {
    Section.IDENTITY: _("Who they are"),
    Section.ADDRESS: _("Where they live"),
    Section.RECORD: _("The record"),
    Section.HEALTH: _("Health"),
    Section.POLICE_INTELLIGENCE: _("Police intelligence"),
    Section.WITHHELD_ADDRESS: _("Withheld addresses"),
    Section.HISTORY: _("What the record used to say"),
}
_READERS = [role for role, sights in SIGHT.items() if sights]


def _users(*roles: str) -> Any:
    return User.objects.filter(is_active=True, role_key__in=roles or _READERS)


def _text(label: Any, hint: Any = "", limit: int = 500) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, max_length=limit, widget=forms.Textarea)


class Emergency(forms.Form):
    """Why a record has to be opened now, and for how long."""

    reason = _text(
        _("Why do you need this record now?"),
        _("Say who is at risk of what. Your manager reads this."),
        1000,
    )
    hours = forms.TypedChoiceField(
        label=_("For how many hours?"),
        help_text=_("As few as you need."),
        choices=[(hour, hour) for hour in GLASS_HOURS],
        coerce=int,
    )


class Reason(forms.Form):
    """Why an on-call worker opens a record."""

    reason = _text(_("Why do you open this record?"), _("For example, a call from their home at night."))


class Allocate(forms.Form):
    """Who is put in relation to a person, and from when to when."""

    kind = forms.ChoiceField(
        label=_("What for?"),
        widget=forms.RadioSelect,
        choices=[
            ("allocated", _("To work with them")),
            ("reviewing", _("To review their plan")),
            ("placing", _("To find them a home")),
            ("team", _("For a team")),
            ("panel", _("For a panel's list")),
        ],
    )
    user = forms.ModelChoiceField(label=_("Who"), queryset=User.objects.none(), required=False)
    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.filter(closed_on__isnull=True), required=False)
    panel = forms.ModelChoiceField(
        label=_("Panel"), queryset=Panel.objects.filter(closed_on__isnull=True), required=False
    )
    from_on = DateField(label=_("From"), help_text=_("Today, if left empty."), required=False)
    to_on = DateField(label=_("Until"), help_text=_("Until it is ended, if left empty."), required=False)

    HOLDER = {"team": "team", "panel": "panel"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = _users()

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if kind := values.get("kind"):
            holder = self.HOLDER.get(kind, "user")
            if not values.get(holder):
                self.add_error(holder, _("Choose one."))
            for other in {"user", "team", "panel"} - {holder}:
                values[other] = None
        return values


class Restrict(forms.Form):
    """Why a record is limited, and to whom."""

    reason = forms.ChoiceField(label=_("Why?"), widget=forms.RadioSelect, choices=Restriction.Reason.choices)
    named = forms.ModelMultipleChoiceField(
        label=_("Who may still see it?"),
        help_text=_("You are named too. Naming someone opens nothing that their work does not open already."),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["named"].queryset = _users()


class Name(forms.Form):
    """One more person who may see a restricted record."""

    user = forms.ModelChoiceField(label=_("Who may see it?"), queryset=User.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = _users()


class Lift(forms.Form):
    """Why a record need not be restricted any longer."""

    reason = _text(_("Why need it not be restricted any longer?"))


class KeepFrom(forms.Form):
    """From whom a record is kept, and why."""

    user = forms.ModelChoiceField(label=_("Who must not see this record?"), queryset=User.objects.none())
    reason = _text(_("What is the conflict?"), _("For example, a cousin of the family."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = _users()


class Share(forms.Form):
    """What is shared with a guest of an area authority, until when."""

    guest = forms.ModelChoiceField(label=_("With whom?"), queryset=User.objects.none())
    sections = forms.TypedMultipleChoiceField(
        label=_("Which parts?"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(section.value, SECTION_NAMES[section]) for section in Section if section in SHAREABLE],
        coerce=Section,
    )
    until_on = DateField(label=_("Until which day?"), help_text=_("They see nothing after that day."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["guest"].queryset = _users("area_authority_guest")


class Review(forms.Form):
    """What a manager says afterwards of a record opened in an emergency."""

    agreed = forms.TypedChoiceField(
        label=_("Was it right to open the record?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes, it was right")), ("no", _("No, it should not have been opened"))],
        coerce=lambda answer: answer == "yes",
        empty_value=None,
    )
    words = _text(_("Why?"), _("Whoever opened it reads this."), 1000)


class HandOver(forms.Form):
    """Who is named on a record for which nobody named is left."""

    user = forms.ModelChoiceField(
        label=_("Who is named?"),
        help_text=_("Those whose work opens the record and from whom it is not kept."),
        queryset=User.objects.none(),
    )

    def __init__(self, *args: Any, among: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.filter(pk__in=[user.pk for user in among])


class NewPanel(forms.Form):
    """A new panel."""

    name = forms.CharField(label=_("Name of the panel"), max_length=120)


class Seat(forms.Form):
    """Who gets a seat on a panel."""

    user = forms.ModelChoiceField(label=_("Who sits on the panel?"), queryset=User.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = _users("practitioner", "team_manager", "exploitation_lead")
