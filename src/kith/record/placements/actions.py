"""How the rows of this slice are written, and how a stay is answered for: was it because of harm outside the home?"""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kith.record.audit.actions import recorded
from kith.record.people.queries import of, root
from kith.record.placements.models import Authorisation, LegalStatus, Stay
from kith.record.placements.rules import Night, away_since
from kith.record.rows.actions import Refused, Ways, Writer

ANSWERS = ("yes", "partly", "no", "not_known")


def _derive(row: Any) -> None:
    """One open stay a person; and since when they are away without a break, unless somebody or a file said it."""
    if row.from_files:
        return
    others = of(Stay, root(row.person_id)).filter(error_at=None).exclude(pk=row.pk)
    if row.to_on is None and others.filter(to_on=None).exists():
        raise Refused(_("They have a stay that is still open. Say first when that ended."))
    if row.locality != "out":
        row.away_from = None
    elif row.away_from is None:
        nights = [Night(*values) for values in others.values_list("from_on", "to_on", "locality")]
        row.away_from = away_since(Night(row.from_on, row.to_on, row.locality), nights)


def _same_person(row: Any) -> None:
    if row.stay_id is not None and root(row.stay.person_id) != root(row.person_id):
        raise Refused(_("This is a stay of somebody else."))


WRITER = Writer("person", {Stay: Ways(prepare=_derive), Authorisation: Ways(prepare=_same_person), LegalStatus: Ways()})
add, change, enter_in_error, restore = WRITER.add, WRITER.change, WRITER.enter_in_error, WRITER.restore


def review(*, by: Any, stay: Stay, seen: int, answer: str, why: str) -> Stay:
    """Answer whether a stay was because of harm outside the home, with the reason; who and when are kept. A later answer replaces it."""
    if answer not in ANSWERS:
        raise Refused(_("Choose an answer"))
    if not why.strip():
        raise Refused(_("Say what the answer rests on"))
    with recorded(by) as recorder:
        values = {
            "due_to_efh": answer,
            "review_why": why.strip(),
            "reviewed_at": timezone.now(),
            "reviewed_by": recorder.by.user_id,
        }
        kept: Stay = change(by=by, row=stay, seen=seen, values=values)
        recorder.event("stay.reviewed", subject="stay", subject_id=stay.pk, person_id=root(stay.person_id))
        return kept
