"""What is asked of whoever makes a document, changes its words or puts up a letterhead."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kith.figures.documents.kinds import KINDS, LANGUAGES
from kith.figures.documents.letterhead import LARGEST
from kith.record.interface.forms import DateField

TONGUES = {"en": _("English"), "cy": _("Welsh")}
LETTER_TO = {
    "area_authority": "letter_area_authority",
    "school": "letter_school",
    "new_school": "letter_school",
    "health": "letter_health",
    "health_there": "letter_health",
    "police": "letter_police",
    "police_there": "letter_police",
    "reviewing_officer": "letter_reviewing_officer",
    "parents": "letter_parents",
    "youth_justice": "letter_service",
    "housing": "letter_service",
    "other": "letter_service",
}
"""Who is told → the letter for them."""
_LETTERS = " ".join(key for key in KINDS if key.startswith("letter_"))
SHARED = {"address": _("Where they live"), "record": _("The record"), "health": _("Health")}


def titled(kind: str, language: str = "") -> str:
    """A kind of document in the reader's language."""
    tongue = language or (get_language() or "en")[:2]
    return KINDS[kind].title["cy" if tongue == "cy" else "en"]


class MakeForm(forms.Form):
    """Which document, in which language and file; for letters whom it tells of what; for a pack what it holds."""

    shown_if: ClassVar = {
        **dict.fromkeys(("told", "to"), f"kind={_LETTERS} area_pack"),
        **dict.fromkeys(("asked", "by"), f"kind={_LETTERS}"),
        "sections": "kind=area_pack",
    }

    kind = forms.ChoiceField(label=_("Document"))
    language = forms.ChoiceField(label=_("Language"), choices=[(key, TONGUES[key]) for key in LANGUAGES], initial="en")
    made_as = forms.ChoiceField(
        label=_("File"),
        choices=[("pdf", _("PDF, to read and print")), ("docx", _("Word, to change before it goes"))],
        initial="pdf",
    )
    told = forms.ChoiceField(
        label=_("Who is told"),
        required=False,
        help_text=_("Takes over what stands in who was told of a move."),
    )
    to = forms.CharField(
        label=_("To"), max_length=200, required=False, help_text=_("The service or person it goes to.")
    )
    asked = forms.CharField(
        label=_("What is asked of them"), max_length=2000, required=False, widget=forms.Textarea,
        help_text=_("Stands before what the letter asks anyway."),
    )  # fmt: skip
    by = DateField(label=_("To be answered by"), required=False)
    sections = forms.MultipleChoiceField(
        label=_("What a pack for the area authority holds"), required=False, choices=list(SHARED.items()),
        widget=forms.CheckboxSelectMultiple, help_text=_("Only what you may see yourself. A withheld address is in no document."),
    )  # fmt: skip

    def __init__(self, *args: Any, told: list[tuple[str, str]], **fields: Any) -> None:
        super().__init__(*args, **fields)
        self.fields["kind"].choices = [(key, titled(key)) for key in KINDS]
        self.fields["told"].choices = [("", _("Nobody from the list")), *told]


class SentForm(forms.Form):
    """That a document was sent."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    on = DateField(label=_("Sent on"))
    how = forms.CharField(
        label=_("How"), max_length=100, required=False, help_text=_("By secure email, by post, by hand.")
    )


class WordsForm(forms.Form):
    """The words of one document in one language."""

    text = forms.CharField(
        label=_("Words"), widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "true"}), max_length=60_000
    )


class LetterheadForm(forms.Form):
    """A Word file."""

    file = forms.FileField(label=_("Word file"), help_text=_("A .docx without macros, of less than 3 MB."))

    def clean_file(self) -> Any:
        found = self.cleaned_data["file"]
        if found.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 3 MB. Choose a smaller one."))
        return found
