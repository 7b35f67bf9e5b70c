"""What is asked about figures: the month, and the file to take."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.foundation.dates import Month
from kith.record.figures.wording import month_words


class MonthForm(forms.Form):
    """Which month is looked at."""

    month = forms.ChoiceField(label=_("Month"))

    def __init__(self, *args: Any, months: Iterable[Month], chosen: Month, **kwargs: Any) -> None:
        super().__init__(*args, initial={"month": str(chosen)}, **kwargs)
        self.fields["month"].choices = [(str(month), month_words(month)) for month in months]  # type: ignore[attr-defined]
        self.fields["month"].initial = str(chosen)


class ExportForm(forms.Form):
    """In what form figures are taken, and for whom; who sees no small numbers is not asked for whom."""

    form = forms.ChoiceField(
        label=_("File"),
        choices=[
            ("workbook", _("Workbook (Excel)")),
            ("report", _("Report (a page that stands by itself)")),
            ("csv", _("CSV, for programs")),
        ],
        initial="workbook",
        widget=forms.RadioSelect,
    )
    profile = forms.ChoiceField(
        label=_("For whom"),
        choices=[
            ("published", _("To hand on: small numbers hidden")),
            ("internal", _("For use inside the authority: holds small numbers, not to be handed on")),
        ],
        initial="published",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, small_numbers: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not small_numbers:
            del self.fields["profile"]

    @property
    def chosen(self) -> str:
        """The profile: what leaves unless something else was said."""
        return str(self.cleaned_data.get("profile", "published"))
