"""What is asked about datasets: files to bring, the team that new people come to, in what form the record is taken out."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kith.foundation.dates import Month
from kith.record.accounts.models import Team

LARGEST = 50_000_000
"""Bytes of all files together; more is for `kith record load`."""
MOST_FILES = 60
ENDINGS = frozenset({".csv", ".xlsx", ".xml", ".zip", ".parquet", ".json", ".toml"})
_NAME = re.compile(r"[\w][\w .()\-]{0,120}")


class Files(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class SeveralFiles(forms.FileField):
    """Files of known kinds, of which there are not too many and which are not too large. Their names become names of files."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [super(SeveralFiles, self).clean(one, initial) for one in (data if isinstance(data, list) else [data])]
        if len(files) > MOST_FILES or sum(one.size for one in files) > LARGEST:
            raise forms.ValidationError(_("The files are too many or too large for a page. Load them by command."))
        for one in files:
            if PurePath(one.name).suffix.lower() not in ENDINGS or not _NAME.fullmatch(one.name):
                raise forms.ValidationError(
                    _("Choose CSV, Excel, XML, ZIP, Parquet, JSON or TOML files with plain names.")
                )
        return files


class BringForm(forms.Form):
    """Files of a dataset, or an authority's own files."""

    files = SeveralFiles(
        label=_("Files"),
        help_text=_(
            "All files of a dataset, with its dataset.json; or your own files (903, CIN census, Annex A, lists). Up to 50 MB."
        ),
    )
    month = forms.CharField(
        label=_("Month"),
        max_length=7,
        required=False,
        help_text=_(
            "For your own files: the month that they are read for, like 2026-09. This month if you leave it empty."
        ),
    )

    def clean_month(self) -> Month:
        text = self.cleaned_data["month"].strip()
        today = timezone.localdate()
        try:
            return Month.parse(text) if text else Month(today.year, today.month)
        except ValueError:
            raise forms.ValidationError(_("Enter a month like 2026-09")) from None


class ConfirmForm(forms.Form):
    """Who sees those whom the record did not know."""

    team = forms.ModelChoiceField(
        Team.objects.order_by("name"),
        label=_("Team that new people come to"),
        required=False,
        empty_label=_("No team yet: nobody sees them until they are allocated"),
    )


class TakeForm(forms.Form):
    """In what form the record is taken out."""

    form = forms.ChoiceField(
        label=_("Form"),
        choices=[("csv", _("CSV, to look at")), ("parquet", _("Parquet, for programs"))],
        initial="csv",
        widget=forms.RadioSelect,
    )
