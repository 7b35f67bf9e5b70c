"""What people type into a note: few questions, each with its reason, and room for the young person's own words."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kith.record.accounts.models import User
from kith.record.interface.forms import DateField
from kith.record.notes.models import WORDS, YOUNG_WORDS, Note, TurningPoint
from kith.record.rows.forms import Clock, Code, Codes, RowForm, choices

READ_FOR = timedelta(days=365)
"""For how long police intelligence may be read unless its form says otherwise."""


class Words(forms.CharField):
    """Sentences: a line ends alike whichever device they were typed on, so that their length and places agree everywhere."""

    def __init__(self, *, rows: int, **fields: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **fields)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(str(value or "").replace("\r\n", "\n").replace("\r", "\n")))


class NoteForm(RowForm):
    model = Note
    kind = Code("note_kind", label=_("Kind of note"), initial="visit")
    words = Words(rows=12, label=_("What happened"), max_length=WORDS, required=False)
    young_words = Words(
        rows=4, label=_("What the young person said, in their own words"), max_length=YOUNG_WORDS, required=False,
        help_text=_("Word for word. Nothing is offered here and nothing is changed."),
    )  # fmt: skip
    on = DateField(label=_("Day"), required=False, help_text=_("Leave it empty if it is not known."))
    at = Clock(label=_("Time"), required=False)
    who_seen = Codes("note_seen", label=_("Who was seen or spoken with"), required=False)
    alone = Code(
        "state", label=_("Was the young person seen alone?"), initial="not_known",
        help_text=_("So that it is known when somebody last listened to them by themselves."),
    )  # fmt: skip
    author = forms.CharField(
        label=_("Whose note is it, if not yours?"), max_length=120, required=False,
        help_text=_("If you type it for somebody else, or copy it from elsewhere."),
    )  # fmt: skip
    belongs = forms.ChoiceField(
        label=_("Section"), widget=forms.RadioSelect, initial="record", required=False,
        help_text=_("What is in a narrower section is read by those alone to whom it is open."),
    )  # fmt: skip
    corrected_why = forms.CharField(
        label=_("Why is it corrected?"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What the note said before stays beside it."),
    )  # fmt: skip

    sections: ClassVar[tuple[str, ...]] = ("record", "health")

    def __init__(
        self, *args: Any, sections: Collection[str] = (), correcting: bool | None = None, **fields: Any
    ) -> None:
        """`sections`: those that the user may write. `correcting`: None of a new note; True where a change has to say why."""
        super().__init__(*args, **fields)
        open_ = [pair for pair in choices("note_section")() if pair[0] in self.sections and pair[0] in sections]
        self.fields["belongs"].choices = open_
        if correcting is not None or len(open_) < 2:
            del self.fields["belongs"]
        if correcting is not True:
            del self.fields["corrected_why"]
        else:
            self.fields["corrected_why"].required = True

    def clean_on(self) -> Any:
        if (on := self.cleaned_data["on"]) and on > timezone.localdate():
            raise forms.ValidationError(_("The day is still to come. Enter the day on which it happened"))
        return on

    def clean_belongs(self) -> str:
        return self.cleaned_data["belongs"] or "record"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not (cleaned.get("words") or cleaned.get("young_words")) and not {"words", "young_words"} & set(self.errors):
            self.add_error("words", _("Write what happened, or what the young person said"))
        if cleaned.get("alone") == "yes" and "young_person" not in cleaned.get("who_seen", []):
            self.add_error("alone", _("Say that the young person was seen, or leave open whether they were seen alone"))
        if cleaned.get("at") and not cleaned.get("on") and "on" not in self.errors:
            self.add_error("at", _("Give the day as well as the time"))
        return cleaned


class IntelligenceForm(NoteForm):
    """Police intelligence, with the marks that decide whom it may reach."""

    source = Code("intelligence_source", label=_("Source"))
    assessment = Code("intelligence_assessment", label=_("How the source knows of it"))
    handling = Code("intelligence_handling", label=_("Handling"))
    named = forms.CharField(
        label=_("Whom the conditions allow"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("With conditions: the email addresses of their accounts, each on a line. You are among them."),
    )  # fmt: skip
    expires_on = DateField(label=_("May be read until"), help_text=_("After this day nobody can read it."))
    sections: ClassVar = ("police_intelligence",)
    field_order: ClassVar = ("source", "assessment", "handling", "named", "expires_on")

    def __init__(self, *args: Any, **fields: Any) -> None:
        super().__init__(*args, **fields)
        self.fields["kind"].initial = "other"
        self.fields["expires_on"].initial = timezone.localdate() + READ_FOR

    def clean_expires_on(self) -> Any:
        if (until := self.cleaned_data["expires_on"]) < timezone.localdate():
            raise forms.ValidationError(_("Enter a day that is still to come"))
        return until

    def clean_named(self) -> str:
        asked = {line.strip().lower() for line in self.cleaned_data["named"].splitlines() if line.strip()}
        found = dict(User.objects.filter(email__in=asked, is_active=True).values_list("email", "pk"))
        if len(found) < len(asked):
            raise forms.ValidationError(_("One of these addresses is of no account here"))
        return " ".join(sorted(str(pk) for pk in found.values()))

    def values(self) -> dict[str, Any]:
        return {**super().values(), "belongs": "police_intelligence"}

    @classmethod
    def of(cls, row: Any) -> dict[str, Any]:
        emails = User.objects.filter(pk__in=row.named.split()).order_by("email").values_list("email", flat=True)
        return {**super().of(row), "named": "\n".join(emails)}


class FilterForm(forms.Form):
    """Which notes of a list."""

    hides_optional = True
    kind = Code("note_kind", label=_("Kind of note"), first=_("All"), required=False, widget=forms.Select)
    seen = forms.ChoiceField(
        label=_("Young person seen"), required=False,
        choices=[("", _("All")), ("seen", _("Seen")), ("alone", _("Seen alone")), ("not_seen", _("Not seen, or not known"))],
    )  # fmt: skip


class SearchForm(forms.Form):
    """Words to look for in notes; posted, since an address must hold none."""

    hides_optional = True
    q = forms.CharField(label=_("Words in the notes"), max_length=200, required=False)


class PointForm(RowForm):
    """A turning point on a young person's line."""

    model = TurningPoint
    on = DateField(label=_("Day"), required=False, help_text=_("Leave it empty if it is not known."))
    words = forms.CharField(
        label=_("What turned, in your words"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    young_words = Words(
        rows=3, label=_("What the young person says of it, in their own words"), max_length=YOUNG_WORDS, required=False
    )
    shown = forms.ChoiceField(
        label=_("On the line"),
        widget=forms.RadioSelect,
        initial="yes",
        choices=[("yes", _("Shown")), ("no", _("Hidden"))],
    )
