"""What people type about harm: each question with its reason, and none that stops a save because it is empty."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kith.definitions.codes import codes
from kith.record.contexts.forms import Choices, Placed
from kith.record.harms.models import Answer, Assessment, Concern, Enquiry, Episode, EpisodeRole
from kith.record.harms.rules import ASKED_OF_EVERYONE
from kith.record.interface.forms import DateField
from kith.record.notes.forms import NoteForm
from kith.record.rows.forms import Code, Codes, RowForm, Spanned, choices

_LONG = 4_000


_TOLD = {
    "told_on": "told=told",
    "told_how": "told=told",
    "told_why": "told=not_safe",
    "told_decided_by": "told=not_safe",
}
"""What is asked only of a young person who was told, or of whom it is not safe to tell."""


def _words(label: Any, *, hint: Any = "", most: int = _LONG, rows: int = 3) -> forms.CharField:
    box = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, max_length=most, required=False, widget=box)


def _contexts() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Where it lives"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Groups and places that this young person is connected with."),
    )


def _offer(form: forms.Form, contexts: Choices) -> None:
    """The contexts that can be ticked; without any, the question is not asked."""
    form.fields["contexts"].choices = contexts
    if not contexts:
        del form.fields["contexts"]


def _of_every_kind(listed: Choices) -> Choices:
    return [pair for pair in listed if pair[0] not in ASKED_OF_EVERYONE]


class QuickForm(forms.Form):
    """A concern with several kinds at once, in two minutes. Nothing has to be filled in: what is empty is shown as missing."""

    kinds = forms.MultipleChoiceField(
        label=_("Other kinds of harm"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: _of_every_kind(choices("harm")()),
        help_text=_("Tick all that apply. Several at once is normal."),
    )
    setting = Code("setting", label=_("Where it comes from"), required=False)
    certainty = Code("certainty", label=_("How certain it is"), required=False)
    noticed_on = DateField(label=_("First noticed"), required=False)
    source = Code("who_told", label=_("Who told you"), required=False, initial="not_known")
    evidence = _words(_("What it rests on"), hint=_("What was seen or said. It stays out of every list and figure."))
    contexts = _contexts()
    told = Code(
        "told_of_flag",
        label=_("Does the young person know that this is recorded?"),
        required=False,
        help_text=_("They have a right to know unless it is not safe to tell them."),
    )
    told_on = DateField(label=_("Told on"), required=False)
    told_how = _words(_("What they were told, and how"), rows=2)
    told_why = _words(_("If it is not safe to tell them: why"), rows=2)
    told_decided_by = forms.CharField(label=_("Who decided that"), max_length=120, required=False)
    hides_optional = True  # all of it is
    shown_if: ClassVar = _TOLD

    def __init__(
        self,
        *args: Any,
        answered: dict[str, Any] | None = None,
        contexts: Choices = (),
        **fields: Any,
    ) -> None:
        super().__init__(*args, **fields)
        _offer(self, contexts)
        asked = {
            f"asked_{key}": Code(
                "state",
                label=_("%(kind)s: is it in this young person’s life?") % {"kind": label},
                required=False,
                help_text=(answered or {}).get(key)
                or _("Asked of everyone. Not known is an answer; an empty box is none."),
            )
            for key, label in choices("harm")()
            if key in ASKED_OF_EVERYONE
        }
        self.fields.update(asked)
        self.order_fields([*asked, "kinds"])

    def answers(self) -> dict[str, str]:
        """The answers given to what is asked of everyone; a blank is not among them."""
        given = {key: self.cleaned_data[f"asked_{key}"] for key in ASKED_OF_EVERYONE}
        return {key: answer for key, answer in given.items() if answer}

    def shared(self) -> dict[str, Any]:
        """The fields that all kinds have, as they are to be stored."""
        own = {"kinds", "contexts", *(f"asked_{key}" for key in ASKED_OF_EVERYONE)}
        said = {name: value for name, value in self.cleaned_data.items() if name not in own}
        return {**said, **{name: said[name] or "not_known" for name in ("setting", "source", "told")}}

    def places(self) -> list[UUID]:
        """The contexts ticked."""
        return [UUID(each) for each in self.cleaned_data.get("contexts", [])]


class ConcernForm(Spanned):
    """One kind of harm with everything that is known of it."""

    model = Concern
    harm = Code("harm", label=_("Kind of harm"))
    sub_kind = forms.ChoiceField(
        label=_("Narrower kind"), required=False, choices=choices("harm_sub_kind", first=_("None given"))
    )
    setting = Code("setting", label=_("Where it comes from"), initial="not_known")
    certainty = Code("certainty", label=_("How certain it is"), required=False)
    noticed_on = DateField(label=_("First noticed"), required=False)
    from_on = DateField(label=_("Live from"), required=False, help_text=_("Figures count it from this day."))
    to_on = DateField(label=_("Live until"), required=False, help_text=_("Leave empty while it lasts."))
    source = Code("who_told", label=_("Who told"), initial="not_known")
    evidence = _words(_("What it rests on"), hint=_("What was seen or said. It stays out of every list and figure."))
    push = Codes("push", label=_("What pushes them out"), required=False)
    pull = Codes("pull", label=_("What pulls them"), required=False)
    words = _words(_("In somebody’s own words"), hint=_("As they said it. Say whose words they are."))
    words_of = forms.ChoiceField(label=_("Whose words"), required=False, choices=choices("voice", first=_("Nobody’s")))
    told = Code(
        "told_of_flag",
        label=_("Does the young person know that this is recorded?"),
        initial="not_known",
        help_text=_("They have a right to know unless it is not safe to tell them."),
    )
    told_on = DateField(label=_("Told on"), required=False)
    told_how = _words(_("What they were told, and how"), rows=2)
    told_why = _words(_("If it is not safe to tell them: why"), rows=2)
    told_decided_by = forms.CharField(label=_("Who decided that"), max_length=120, required=False)
    edition = Code("working_together", label=_("Edition of the guidance"), initial="not_known")
    shown_if: ClassVar = _TOLD

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        narrower = codes("harm_sub_kind").get(cleaned.get("sub_kind"))
        if narrower is not None and cleaned.get("harm") and narrower.group != cleaned["harm"]:
            self.add_error("sub_kind", _("This is a narrower kind of another harm"))
        return cleaned


class PlacesForm(forms.Form):
    """In which contexts one harm lives."""

    contexts = _contexts()

    def __init__(self, *args: Any, contexts: Choices, **fields: Any) -> None:
        super().__init__(*args, **fields)
        self.fields["contexts"].choices = contexts

    def places(self) -> list[UUID]:
        """The contexts ticked."""
        return [UUID(each) for each in self.cleaned_data["contexts"]]


class AnswerForm(RowForm):
    model = Answer
    harm = forms.ChoiceField(
        label=_("Asked about"),
        choices=lambda: [pair for pair in choices("harm")() if pair[0] in ASKED_OF_EVERYONE],
        widget=forms.RadioSelect,
    )
    answer = Code("state", label=_("Answer"))
    on = DateField(label=_("Day"), initial=timezone.localdate)


class AssessmentForm(Spanned):
    model = Assessment
    from_on = DateField(label=_("Began"), required=False)
    to_on = DateField(label=_("Authorised"), required=False, help_text=_("Leave empty while it is under way."))
    factors = Codes(
        "cin_factor",
        label=_("Factors identified"),
        required=False,
        help_text=_("As the children in need census codes them."),
    )


class EnquiryForm(RowForm):
    model = Enquiry
    from_on = DateField(label=_("Began"))
    conference_on = DateField(label=_("Initial child protection conference"), required=False)
    conference_not_required = Code("state", label=_("Was a conference held not to be needed?"), initial="not_known")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        began, conference = cleaned.get("from_on"), cleaned.get("conference_on")
        if began and conference and conference < began:
            self.add_error("conference_on", _("The conference must not be before the enquiry"))
        return cleaned


class EpisodeForm(Placed, Spanned):
    """What happened, where and when; who was in it is asked beside it."""

    model = Episode
    harm = Code("harm", label=_("Kind of harm"))
    what = _words(_("What happened"), hint=_("What was seen or said, and by whom it was told. No names: who was there is asked apart."), rows=5)  # fmt: skip
    from_on = DateField(label=_("First day"), required=False)
    to_on = DateField(label=_("Last day"), required=False, help_text=_("Leave empty if it was one day."))
    time_of_day = Code("time_of_day", label=_("Time of day"), initial="not_known")
    source = Code("who_told", label=_("Who told"), initial="not_known")
    certainty = Code("certainty", label=_("How certain it is"), required=False)
    field_order = ("harm", "what", "from_on", "to_on", "time_of_day", "context_id", "where")


class EpisodeNoteForm(NoteForm):
    """A note about an episode: nobody in it was seen alone by it, and it names nobody."""

    alone = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **fields: Any) -> None:
        super().__init__(*args, **fields)
        self.fields["words"].help_text = _("No names: whoever may read the record of anybody in this episode reads it.")


class FirstEpisodeForm(EpisodeForm):
    """An episode written down from one young person's record: their role in it is asked too."""

    role = Code("episode_role", label=_("What part they had in it"), help_text=_("It belongs to this episode alone and is said nowhere else. A child can be both harmed and said to have harmed."))  # fmt: skip

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values().items() if name != "role"}


class RoleForm(RowForm):
    """Who else was in it. The person is found first; later only the role can be changed."""

    model = EpisodeRole
    q = forms.CharField(label=_("Find them by name"), required=False, help_text=_("Among the people you may see."))
    person_id = forms.ChoiceField(label=_("Who"), required=False, widget=forms.RadioSelect)
    role = Code("episode_role", label=_("What part they had in it"))

    def __init__(self, *args: Any, found: Choices = (), asks_who: bool = True, **fields: Any) -> None:
        super().__init__(*args, **fields)
        self.fields["person_id"].choices = found
        for name in ("person_id",) if asks_who and not found else () if asks_who else ("person_id", "q"):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "q" in self.fields and not cleaned.get("person_id"):
            self.add_error("person_id" if "person_id" in self.fields else "q", _("Find the person and choose them"))
        return cleaned

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values().items() if name != "q"}


class FilterForm(forms.Form):
    """Which young people are listed."""

    harm = forms.ChoiceField(label=_("Kind of harm"), required=False, choices=choices("harm", first=_("Any")))
    setting = forms.ChoiceField(
        label=_("Where it comes from"), required=False, choices=choices("setting", first=_("Any"))
    )
    certainty = forms.ChoiceField(label=_("Certainty"), required=False, choices=choices("certainty", first=_("Any")))
    hides_optional = True
