"""How figures read on a page: the language of what the lower half says, months, and rows of tables."""

from __future__ import annotations

from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext, ngettext

from kith.figures.reports.speaking import Tongue
from kith.foundation.dates import Month
from kith.record.rows.words import language


def month_words(month: Month) -> str:
    """September 2026, in the language of the page."""
    return formats.date_format(month.first, "F Y")


def tongue() -> Tongue:
    """The language of the page, for what the reports say."""
    return Tongue(language(), gettext, ngettext, month_words)


def moment(at: Any) -> str:
    """3 March 2026, 10:42."""
    return formats.date_format(timezone.localtime(at), "j F Y, H:i") if at else ""
