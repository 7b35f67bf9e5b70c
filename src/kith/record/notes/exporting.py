"""Notes as a file that a spreadsheet opens, no cell of which it takes for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from kith.record.notes.models import Note
from kith.record.rows.words import harmless


def file(
    notes: Iterable[Note], names: Mapping[UUID, str], head: Sequence[str], cells: Callable[[Note], list[str]]
) -> HttpResponse:
    """The notes, a line each. `names`: of those who wrote them."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*head, _("Written by"), _("What happened"), _("In their own words")])
    for row in notes:
        by = row.author or names.get(row.made_by, "") if row.made_by else row.author
        writer.writerow([harmless(cell) for cell in (*cells(row), by, row.words, row.young_words)])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="notes-{timezone.localdate()}.csv"'
    return response
