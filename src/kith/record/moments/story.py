"""What critical moments, times missing, school and referrals tell of a young person's story."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from kith.record.moments.models import Education, Missing, Referral
from kith.record.moments.queries import moments, moments_in, standing
from kith.record.moments.wording import where
from kith.record.rows.story import Happening, happened
from kith.record.rows.words import label

KINDS = {
    "moment": _L("Critical moment"),
    "missing": _L("Missing or away"),
    "education": _L("Education"),
    "referral": _L("Referral"),
}


def told(user: Any, person_id: UUID) -> Iterator[Happening]:
    """Each on its day; the words given in a return interview on the day of the interview."""
    for moment in moments(user, person_id):
        if moment.error_at is not None:
            continue
        kind, place = label("critical_moment", moment.kind), where(moment)
        yield happened(
            moment, moment.from_on, f"{kind}: {place}" if place else kind, "moment", text=moment.opened,
            young_words=moment.words, href=reverse("moments:moments", args=[person_id]),
        )  # fmt: skip
    away = reverse("moments:missing_page", args=[person_id])
    for row in standing(Missing, person_id):
        yield happened(row, row.from_on, label("missing_kind", row.kind), "missing", href=away)
        if row.interview_on is not None:
            title = _("Return interview")
            yield happened(row, row.interview_on, title, "missing", young_words=row.words, href=away)
    for school in standing(Education, person_id):
        page = reverse("moments:education", args=[person_id])
        yield happened(
            school, school.from_on, label("education", school.kind), "education", text=school.school, href=page
        )
    for sent in standing(Referral, person_id, "-on"):
        page = reverse("moments:referrals", args=[person_id])
        yield happened(sent, sent.on, label("referral", sent.kind), "referral", text=sent.notes, href=page)


def told_of_context(user: Any, context_id: UUID) -> Iterator[Happening]:
    """The critical moments in a context, which name nobody; the way to whom they are of stands while their tie to it is held."""
    for row in moments_in(user, context_id):
        href = reverse("moments:moments", args=[row.root_id]) if row.tied else ""  # type: ignore[attr-defined]
        yield happened(
            row, row.from_on, label("critical_moment", row.kind), "moment", text=row.place, href=href,
            people=(row.root_id,),  # type: ignore[attr-defined]
        )  # fmt: skip
