"""What people do with figures: ask for them to be made, and hand them on. The only way in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from kith.foundation.dates import Month
from kith.record.audit.actions import Actor, recorded
from kith.record.figures.making import as_kept, frame, make_waiting, published
from kith.record.figures.models import Behind, Making
from kith.record.figures.rules import last_whole
from kith.record.jobs import actions as jobs

JOB = "figures"
BEHIND_DAYS = 30
"""How long it is kept whom figures count; making them again brings it back."""


def ask(*, by: Any, month: Month) -> Making:
    """Have the figures of a month made from the record as it is, in the background. One that waits already is enough."""
    with recorded(by) as recorder:
        making, new = Making.objects.get_or_create(
            month=str(month), made_at=None, defaults={"asked_by": recorder.by.user_id}
        )
        if new:
            recorder.event("figures.asked", subject="figures", subject_id=making.pk)
        jobs.ask(JOB)
    return making


def hand_on(*, by: Any, making: Making) -> Making:
    """The making with its published figures, which from now on are known outside: what leaves later is judged beside them.

    Where others left since it was made, its figures are judged anew.
    """
    with recorded(by) as recorder:
        list(Making.objects.select_for_update().order_by("pk").values_list("pk"))  # one at a time
        kept = Making.objects.get(pk=making.pk)
        if kept.handed_on_at is None:
            if Making.objects.filter(handed_on_at__gt=kept.made_at).exists():
                kept.published = as_kept(published(frame(kept.figures), kept).figures)
                kept.drawings = {**kept.drawings, "published": {}}
            kept.handed_on_at = timezone.now()
            kept.save(update_fields=["published", "drawings", "handed_on_at"])
            recorder.event("figures.handed_on", subject="figures", subject_id=kept.pk)
    return kept


def make_nightly() -> int:
    """For the job: whatever waits, at least the last whole month; first whom old figures count is forgotten."""
    now = timezone.now()
    Behind.objects.filter(making__made_at__lt=now - timedelta(days=BEHIND_DAYS)).delete()
    month = last_whole(timezone.localdate())
    fresh = Making.objects.filter(month=str(month), made_at__gt=now - timedelta(hours=20))
    if not fresh.exists() and not Making.objects.filter(made_at=None).exists():
        with recorded(Actor.system("figures")) as recorder:
            making = Making.objects.create(month=str(month))
            recorder.event("figures.asked", subject="figures", subject_id=making.pk)
    return make_waiting()
