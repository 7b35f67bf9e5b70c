"""What people type about contexts: each form asks what its row holds, and says why it asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kith.record.accounts.models import Team, User
from kith.record.contexts.models import (
    Association,
    Context,
    ContextAction,
    ContextAssessment,
    ContextEvent,
    ContextReview,
    Weighting,
)
from kith.record.contexts.rules import SIGHT, needs_whose_words
from kith.record.interface.forms import DateField
from kith.record.people.rules import whole_postcode
from kith.record.rows.forms import Code, RowForm, Spanned, choices

Choices = Sequence[tuple[str, str]]
_ROLES = [role for role, sights in SIGHT.items() if sights]


def workers() -> list[tuple[str, str]]:
    """Those who could be named for work in a context, by name."""
    found = User.objects.filter(is_active=True, role_key__in=_ROLES).order_by("name").values_list("pk", "name")
    return [("", str(_("Nobody yet"))), *((str(pk), name) for pk, name in found)]


def _teams() -> list[tuple[str, str]]:
    found = Team.objects.filter(closed_on=None).values_list("pk", "name")
    return [("", str(_("No team yet"))), *((str(pk), name) for pk, name in found)]


def _one_of(label: Any, read: Any, **fields: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=read, coerce=UUID, empty_value=None, required=False, **fields)


def _text(label: Any, rows: int = 4, **fields: Any) -> forms.CharField:
    fields.setdefault("required", False)
    return forms.CharField(label=label, max_length=10_000, widget=forms.Textarea(attrs={"rows": rows}), **fields)


def _not_later(form: forms.Form, *names: str) -> None:
    """What has happened is not in the future."""
    today = timezone.localdate()
    for name in names:
        value = form.cleaned_data.get(name)
        if value and value > today:
            form.add_error(name, _("This day is still to come"))


class Placed(RowForm):
    """A row that says in which context it happened: one of those offered, or of those that words find."""

    context_id = forms.ChoiceField(
        label=_("In which group or place"),
        required=False,
        help_text=_("Groups and places that somebody in it is connected with."),
    )
    where = forms.CharField(label=_("Find another group or place by name"), max_length=120, required=False)

    def __init__(self, *args: Any, contexts: Choices | None = None, **fields: Any) -> None:
        """`contexts`: those to choose from; None where the one that is stored is not for this user, who leaves it as it is."""
        super().__init__(*args, **fields)
        self.fields["context_id"].choices = [("", _("Not known")), *(contexts or [])]  # type: ignore[attr-defined]
        if contexts is None:
            for name in {"context_id", "where"} & set(self.fields):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("where") and not cleaned.get("context_id"):
            self.add_error("context_id", _("Choose the place here, or empty the box in which you looked for it"))
        return cleaned

    def values(self) -> dict[str, Any]:
        said = {name: value for name, value in super().values().items() if name != "where"}
        if "context_id" in said:
            said["context_id"] = UUID(said["context_id"]) if said["context_id"] else None
        return said


class ContextForm(Spanned):
    """A context's own row."""

    model = Context
    kind = Code("context", label=_("Kind of context"))
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("Of a peer group, initials: “J, K and M’s friends”. Of a place, what young people call it."),
    )
    name_by = forms.CharField(
        label=_("Whose words the name is"),
        max_length=120,
        required=False,
        help_text=_("“Gang” stands here only as somebody’s own word. Say whose."),
    )
    description = _text(_("What it is"))
    lines = forms.CharField(label=_("Address"), max_length=300, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=10, required=False)
    authority = forms.CharField(label=_("Local authority"), max_length=120, required=False)
    online = forms.CharField(
        label=_("Where online"),
        max_length=300,
        required=False,
        help_text=_("The service and what the space is called there. Not a link: nobody should open it from here."),
    )
    referred_on = DateField(label=_("Referred on"), required=False)
    referred_by = Code("context_source", label=_("Who referred it"), initial="not_known")
    referral_reason = _text(_("Why it was referred"))
    consent = Code(
        "state",
        label=_("Did the young people and their parents agree to the referral?"),
        initial="not_known",
        help_text=_("Asked where a referral is about several children at once."),
    )
    consent_why = _text(_("If not, why it went ahead without"), rows=3)
    status = Code("context_status", label=_("Where the work stands"), initial="referred")
    opened_on = DateField(label=_("Opened on"), required=False)
    closed_on = DateField(label=_("Closed on"), required=False)
    from_on = DateField(label=_("First known"), required=False)
    to_on = DateField(label=_("Last known"), required=False)
    lead_id = _one_of(_("Lead worker"), workers)
    team_id = _one_of(_("Team"), _teams, help_text=_("Its practitioners and managers can see and change the context."))

    def clean_postcode(self) -> str:
        tight = whole_postcode(self.cleaned_data["postcode"])
        if self.cleaned_data["postcode"] and len(tight) < 5:
            raise forms.ValidationError(_("Enter a whole postcode, or leave it empty"))
        return f"{tight[:-3]} {tight[-3:]}" if tight else ""

    def clean_online(self) -> str:
        text: str = self.cleaned_data["online"]
        if "://" in text or text.lower().startswith("www."):
            raise forms.ValidationError(_("Say in words where it is, without a link"))
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if needs_whose_words(cleaned.get("name", "")) and not cleaned.get("name_by", "").strip():
            self.add_error("name_by", _("Say whose words these are: “gang” stands here only as somebody’s own word"))
        if cleaned.get("consent") == "no" and not cleaned.get("consent_why", "").strip():
            self.add_error("consent_why", _("Say why it went ahead without agreement"))
        if cleaned.get("status") == "closed" and not cleaned.get("closed_on"):
            self.add_error("closed_on", _("Say when it was closed"))
        if cleaned.get("closed_on") and cleaned.get("status") != "closed":
            self.add_error("status", _("Say that it is closed, or leave the day of closing empty"))
        opened, closed = cleaned.get("opened_on"), cleaned.get("closed_on")
        if opened and closed and opened > closed:
            self.add_error("closed_on", _("The last day must not be before the first"))
        _not_later(self, "referred_on", "closed_on", "from_on", "to_on")
        return cleaned


class FilterForm(forms.Form):
    """Which contexts are listed."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=choices("context", first=_("Any")))
    state = forms.ChoiceField(
        label=_("Work"), required=False, choices=[("", _("Any")), ("open", _("Open")), ("closed", _("Closed"))]
    )
    hides_optional = True


class SearchForm(forms.Form):
    """Words of a name, a description or where it is; posted, so that no address holds them."""

    q = forms.CharField(label=_("Words in its name, description or where it is"), max_length=120, required=False)
    hides_optional = True


def _certainties() -> list[tuple[str, str]]:
    return [pair for pair in choices("certainty")() if pair[0] != "ruled_out"]


class TieForm(RowForm):
    """What every tie is asked, from whichever side it is added."""

    model = Association
    role = Code("association", label=_("What they have to do with it"), widget=forms.RadioSelect())
    purpose = Code(
        "association_purpose",
        label=_("What it is held for"),
        help_text=_("A tie without a purpose may not be held."),
    )
    source = Code("context_source", label=_("Who says so"))
    words = forms.CharField(label=_("In their words"), max_length=400, required=False)
    evidence = _text(_("What it rests on"), rows=3)
    certainty = forms.ChoiceField(
        label=_("How certain it is"),
        choices=_certainties,
        initial="suspected",
        widget=forms.RadioSelect,
        help_text=_("What was ruled out is removed, not kept."),
    )
    first_seen_on = DateField(label=_("First seen there"), required=False)
    last_seen_on = DateField(label=_("Last seen there"), required=False)
    review_on = DateField(label=_("Look at it again by"), required=False, help_text=_("Left empty, in three months."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_seen_on"), cleaned.get("last_seen_on")
        if first and last and first > last:
            self.add_error("last_seen_on", _("The last day must not be before the first"))
        _not_later(self, "first_seen_on", "last_seen_on")
        return cleaned


class PersonTieForm(TieForm):
    """A tie added from the context: who it is, found among the people whom the user may see."""

    q = forms.CharField(label=_("Find them by name"), required=False, help_text=_("Among the people you may see."))
    person_id = forms.ChoiceField(label=_("Who"), required=False, widget=forms.RadioSelect)
    field_order = ("q", "person_id")

    def __init__(self, *args: Any, found: list[tuple[str, str]] | None = None, **fields: Any) -> None:
        super().__init__(*args, **fields)
        self.fields["person_id"].choices = found or []
        if not found:
            del self.fields["person_id"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("person_id"):
            self.add_error("person_id" if "person_id" in self.fields else "q", _("Find the person and choose them"))
        return cleaned

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values().items() if name != "q"}


class ChangeTieForm(TieForm):
    """A tie that is there: of whom and to what stays."""


class ContextTieForm(TieForm):
    """A tie added from the person: to which context, among those that the user may see."""

    context_id = forms.TypedChoiceField(label=_("Context"), coerce=UUID, choices=[])
    field_order = ("context_id",)

    def __init__(self, *args: Any, found: list[tuple[str, str]] | None = None, **fields: Any) -> None:
        super().__init__(*args, **fields)
        self.fields["context_id"].choices = [("", str(_("Choose a context"))), *(found or [])]


class RenewForm(forms.Form):
    """Why a tie is held for longer."""

    why = forms.CharField(label=_("Why it is still held"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    evidence = forms.CharField(
        label=_("On what evidence"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What is new since it was last looked at, from whom and when."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RemoveForm(forms.Form):
    """Why a tie goes for good."""

    reason = Code("association_end", label=_("Why it is removed"), widget=forms.RadioSelect())
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class WeightingForm(RowForm):
    model = Weighting
    on = DateField(label=_("On"), initial=timezone.localdate)
    judgement = _text(
        _("How far does it weigh on the young people, and why?"),
        required=True,
        help_text=_("In words. Young people are never given a score here."),
    )
    beside = _text(_("Beside home, peers, school and other places"))
    who = forms.CharField(label=_("Who judged it together"), max_length=300, required=False)


class AssessmentForm(RowForm):
    """The three parts, each with strengths, needs, and what young people say."""

    model = ContextAssessment
    on = DateField(label=_("On"), initial=timezone.localdate)
    unsafe = _text(
        _("What makes it unsafe"), help_text=_("What happens, when, and what lets it happen. Not who is to blame.")
    )
    young_strengths = _text(_("Young people together: strengths"))
    young_needs = _text(_("Young people together: needs"))
    young_say = _text(_("What young people say of one another and of being here"))
    guardian_strengths = _text(
        _("Guardianship: who looks after it, and what they do well"),
        help_text=_("Adults who care and could act: shop staff, caretakers, coaches, older siblings, neighbours."),
    )
    guardian_needs = _text(_("Guardianship: what is missing"))
    guardian_say = _text(_("What young people say of the adults here"))
    design_strengths = _text(_("Resources, design and policy: what helps"))
    design_needs = _text(_("Resources, design and policy: what is missing"))
    design_say = _text(_("What young people say of the place and its rules"))
    who = forms.CharField(label=_("Who took part"), max_length=300, required=False)


class ActionForm(Spanned):
    model = ContextAction
    what = forms.CharField(label=_("What is done"), max_length=300)
    target = Code("target", label=_("Whom or what it works on"))
    aim = Code("aim", label=_("What it tries to do"), help_text=_("Watching and disrupting are not yet safety built."))
    track = Code("track", label=_("Which relationships it works through"), first=_("None"), required=False)
    owner_id = _one_of(_("Who does it"), workers)
    owner_else = forms.CharField(label=_("Or who else does it"), max_length=120, required=False)
    from_on = DateField(label=_("From"), required=False)
    due_on = DateField(label=_("Due"), required=False)
    to_on = DateField(label=_("Ended"), required=False, help_text=_("Leave empty while it is open."))
    outcome = Code("action_outcome", label=_("Outcome"), initial="not_known")
    outcome_words = _text(_("What came of it"), rows=3)


class ReviewForm(RowForm):
    model = ContextReview
    on = DateField(label=_("Planned for"))
    held_on = DateField(label=_("Held on"), required=False)
    found = _text(_("What it found"))
    who = forms.CharField(label=_("Who took part"), max_length=300, required=False)


class EventForm(RowForm):
    model = ContextEvent
    on = DateField(label=_("On"), initial=timezone.localdate)
    what = _text(_("What happened"), required=True, help_text=_("Name nobody who harmed: that belongs to an episode."))
    source = Code("context_source", label=_("Who says so"), initial="not_known")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        _not_later(self, "on")
        return cleaned


class RestrictForm(forms.Form):
    """Why a context is limited to named people."""

    why = forms.CharField(label=_("Why it is limited"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class NameForm(forms.Form):
    """Who is named."""

    user_id = _one_of(_("Name somebody"), workers)

    def clean_user_id(self) -> UUID:
        if self.cleaned_data["user_id"] is None:
            raise forms.ValidationError(_("Choose somebody"))
        return UUID(str(self.cleaned_data["user_id"]))


class PackForm(forms.Form):
    """What goes into a pack for a conference; everything that could tell who somebody is stays out unless it is asked for."""

    initials = forms.BooleanField(
        label=_("Show initials"),
        required=False,
        help_text=_("Without, they are “Young person A”, “Young person B”."),
    )
    hides_optional = True
