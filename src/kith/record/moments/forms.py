"""What is typed of moments, times missing, school and referrals: short, with a reason for each question that is not plain."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kith.record.contexts.forms import Placed
from kith.record.interface.forms import DateField
from kith.record.moments.models import NRM, Education, Missing, MissingCount, Moment, Referral
from kith.record.rows.forms import Clock, Code, Codes, RowForm, Spanned

WORDS = 4000


def long(label: Any, hint: Any = "", rows: int = 3) -> forms.CharField:
    """A box for words, which need not be filled."""
    return forms.CharField(
        label=label, help_text=hint, max_length=WORDS, required=False, widget=forms.Textarea(attrs={"rows": rows})
    )


def not_to_come(form: forms.Form, *names: str) -> None:
    """What is said to have happened did not happen on a day to come."""
    for name in names:
        day = form.cleaned_data.get(name)
        if day is not None and day > timezone.localdate():
            form.add_error(name, _("This day is still to come"))


class MomentForm(Placed):
    """A critical moment with the response to it."""

    model = Moment
    kind = Code("critical_moment", label=_("What happened"), first=_("Choose"))
    from_on = DateField(label=_("Day"))
    from_time = Clock(label=_("Time"), required=False, help_text=_("Leave it empty if it is not known."))
    place = forms.CharField(label=_("Where, in words"), max_length=200, required=False)
    reached = Code(
        "state",
        label=_("Has somebody reached them?"),
        initial="not_known",
        help_text=_("Somebody who is there for the young person, not only the one who told of it."),
    )
    reached_on = DateField(label=_("Reached on"), required=False)
    reached_time = Clock(label=_("Reached at"), required=False)
    responded = forms.CharField(label=_("Who is or was with them"), max_length=200, required=False)
    opened = long(
        _("What it opened"),
        _("What the young person was ready for, and who goes on with it. Days later may be too late."),
    )
    words = long(_("Their words"), _("As they said it."))
    field_order: ClassVar[tuple[str, ...]] = ("kind", "from_on", "from_time", "context_id", "where", "place")
    shown_if: ClassVar = {"reached_on": "reached=yes", "reached_time": "reached=yes"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        not_to_come(self, "from_on", "reached_on")
        from_on, reached_on = cleaned.get("from_on"), cleaned.get("reached_on")
        if reached_on and from_on and reached_on < from_on:
            self.add_error("reached_on", _("They cannot have been reached before it happened"))
        if cleaned.get("reached_time") and not reached_on and "reached_on" in self.fields:
            self.add_error("reached_on", _("Give the day too"))
        if reached_on and cleaned.get("reached") != "yes":
            self.add_error("reached", _("Say yes, or leave the day empty"))
        return cleaned


class QuickForm(MomentForm):
    """A moment in a minute: what happened, when, and whether somebody is with them. Today and now are filled in already."""

    opened = None  # type: ignore[assignment]
    reached_on = None  # type: ignore[assignment]
    reached_time = None  # type: ignore[assignment]
    where = None  # type: ignore[assignment]
    field_order: ClassVar[tuple[str, ...]] = (
        "kind",
        "reached",
        "responded",
        "words",
        "from_on",
        "from_time",
        "context_id",
        "place",
    )
    reached = Code("state", label=_("Is somebody with them?"), initial="not_known")
    words = long(_("What they say, or what you know"), rows=2)


class MissingForm(Spanned):
    """A time missing and the interview after it."""

    model = Missing
    kind = Code(
        "missing_kind",
        label=_("Missing or away"),
        help_text=_("Missing: nobody knows where they are. Away: it is known where, and they ought not to be."),
    )
    from_on = DateField(label=_("Missing from"))
    from_time = Clock(label=_("Time"), required=False)
    reported_by = Code("missing_reporter", label=_("Who reported it"), initial="not_known")
    to_on = DateField(label=_("Found or came back on"), required=False, help_text=_("Empty while they are missing."))
    to_time = Clock(
        label=_("At what time they were back"),
        required=False,
        help_text=_("The 72 hours for an interview run from here."),
    )
    found_how = Code("missing_found", label=_("How it ended"), initial="not_known")
    found_where = forms.CharField(label=_("Where they were"), max_length=200, required=False)
    interview_offered = Code("state", label=_("Was a return interview offered?"), initial="not_known")
    interview_declined = Code(
        "state",
        label=_("Did they choose not to have one?"),
        initial="not_known",
        help_text=_("They may. Their parents or carers can then be asked what they know."),
    )
    interview_held = Code("state", label=_("Was it held?"), initial="not_known")
    interview_on = DateField(label=_("Held on"), required=False)
    interview_by = forms.CharField(label=_("Who held it"), max_length=120, required=False)
    independent = Code(
        "state",
        label=_("Was it somebody who does not care for them?"),
        initial="not_known",
        help_text=_("Guidance asks for someone independent; a young person may want somebody they know."),
    )
    themes = Codes("interview_theme", label=_("What they spoke of"), required=False)
    words = long(_("Their words"), _("As they said it."))
    shown_if: ClassVar = dict.fromkeys(("interview_on", "interview_by"), "interview_held=yes")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        not_to_come(self, "from_on", "to_on", "interview_on")
        if cleaned.get("to_time") and not cleaned.get("to_on"):
            self.add_error("to_on", _("Give the day too"))
        if cleaned.get("interview_on") and cleaned.get("interview_held") != "yes":
            self.add_error("interview_held", _("Say yes, or leave the day empty"))
        if cleaned.get("interview_held") == "yes" and cleaned.get("interview_declined") == "yes":
            self.add_error("interview_declined", _("It was held, so they did not choose against it"))
        return cleaned


class MissingCountForm(Spanned):
    """A number of times missing that a list gives."""

    model = MissingCount
    kind = Code("missing_kind", label=_("Missing or away"))
    from_on = DateField(label=_("First day counted"))
    to_on = DateField(label=_("Last day counted"))
    episodes = forms.IntegerField(label=_("How many times"), min_value=0, max_value=100_000, required=False)
    interview_offered = Code("state", label=_("An interview was offered after the last"), initial="not_known")
    interview_held = Code("state", label=_("It was held"), initial="not_known")


class EducationForm(Spanned):
    """A spell of education, a suspension or an exclusion."""

    model = Education
    kind = Code("education", label=_("What it is"))
    from_on = DateField(label=_("From"))
    to_on = DateField(label=_("Until"), required=False)
    school = forms.CharField(label=_("School or provider"), max_length=200, required=False)
    provision = Code("education_provision", label=_("Kind of provision"), initial="not_known")
    hours_a_week = forms.FloatField(
        label=_("Hours of teaching a week"),
        min_value=0,
        max_value=168,
        required=False,
        help_text=_("It was hard to escape asks for 25 from the day of exclusion."),
    )
    taught_from_on = DateField(
        label=_("After a suspension or exclusion: teaching began again on"),
        required=False,
        help_text=_("Empty while they wait. The days are counted for you."),
    )
    notes = long(_("What led to it, and what they say of it"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        from_on, taught = cleaned.get("from_on"), cleaned.get("taught_from_on")
        if from_on and taught and taught < from_on:
            self.add_error("taught_from_on", _("Teaching cannot have begun again before that"))
        return cleaned


class ReferralForm(RowForm):
    """A referral to children's services."""

    model = Referral
    on = DateField(label=_("Made on"))
    source = Code("referral_source", label=_("Who made it"), required=False, first=_("Not given"))
    no_further_action = Code("state", label=_("Did it end without further action?"), initial="not_known")
    notes = long(_("What it was about, and what came of it"))

    def values(self) -> dict[str, Any]:
        return {**super().values(), "kind": "childrens_services"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        not_to_come(self, "on")
        return cleaned


class NrmForm(ReferralForm):
    """A referral to the National Referral Mechanism: what was decided, and what that changed for the young person."""

    first_responder = Code("first_responder", label=_("First responder"), required=False, first=_("Not given"),
                           help_text=_("The organisation that referred; only some may."))  # fmt: skip
    reference = forms.CharField(label=_("The Home Office's reference"), max_length=60, required=False)
    reasonable_grounds = Code("grounds", label=_("Reasonable grounds"), initial="awaited")
    reasonable_on = DateField(label=_("Reasonable grounds decided on"), required=False)
    conclusive_grounds = Code("grounds", label=_("Conclusive grounds"), initial="awaited")
    conclusive_on = DateField(label=_("Conclusive grounds decided on"), required=False)
    charges = Code("charges_effect", label=_("What became of charges"), initial="not_known")
    controls = Code(
        "controls_effect",
        label=_("What became of a tag, a curfew or another control"),
        initial="not_known",
        help_text=_("A control may end because a referral succeeded, and with it what kept someone safe."),
    )
    plan_reviewed = Code("state", label=_("If a control ended: was the plan looked at again?"), initial="not_known")

    def values(self) -> dict[str, Any]:
        return {**super().values(), "kind": NRM}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        not_to_come(self, "reasonable_on", "conclusive_on")
        for name in ("reasonable", "conclusive"):
            day, on = cleaned.get(f"{name}_on"), cleaned.get("on")
            if day and on and day < on:
                self.add_error(f"{name}_on", _("It cannot have been decided before it was referred"))
        return cleaned


class OlderForm(forms.Form):
    """Whether older returns are listed too."""

    older = forms.BooleanField(label=_("Older than 60 days too"), required=False)
    hides_optional = True
