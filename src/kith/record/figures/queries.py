"""What pages read of figures: the newest of a month, whether some wait, and whom the user may see of those behind a figure."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from kith.foundation.dates import Month
from kith.record.access.queries import person_ids
from kith.record.access.rules import Section
from kith.record.figures.models import Behind, Making
from kith.record.figures.rules import Wanted
from kith.record.people.models import Person
from kith.record.people.queries import visible
from kith.record.placements.models import Stay


def newest(month: Month) -> Making | None:
    """The newest figures of a month."""
    return Making.objects.filter(month=str(month), made_at__isnull=False).order_by("-made_at").first()


def waiting(month: Month) -> Making | None:
    """The making of a month that waits or is under way."""
    return Making.objects.filter(month=str(month), made_at=None).first()


def made() -> QuerySet[Making]:
    """Every making that was made, without what is large."""
    return Making.objects.filter(made_at__isnull=False).defer("figures", "published", "drawings", "about")


def months_made() -> list[Month]:
    """The months of which there are figures."""
    return [Month.parse(month) for month in made().order_by("month").values_list("month", flat=True).distinct()]


def behind_rows(making: Making, wanted: Wanted) -> QuerySet[Behind]:
    """Everybody's rows behind a figure. For counting: a page asks `people_behind`."""
    fits = Q(making=making, frame=wanted.frame)
    for column in wanted.holds:
        fits &= Q(told__has_key=column)
    for column in wanted.lacks:
        fits &= ~Q(told__has_key=column)
    for column, category in wanted.is_:
        fits &= Q(**{f"told__{column}": category})
    return Behind.objects.filter(fits)


def people_behind(user: Any, making: Making, wanted: Wanted) -> QuerySet[Person]:
    """Those behind a figure whose record the user may see. Nothing tells whether there are others.

    By area or distance nobody is listed of whom a place is withheld from the user: the list would tell where it lies (decision 18).
    """
    counted = behind_rows(making, wanted)
    found = visible(user, Section.RECORD).filter(
        Q(pk__in=counted.values("person")) | Q(pk__in=counted.values("person__kept"))
    )
    if any(column in _TELLS_A_PLACE for column, _category in wanted.is_):
        found = found.exclude(pk__in=person_withheld_from(user))
    return found.order_by("shown_name__family", "shown_name__given", "pk")


_TELLS_A_PLACE = {"host_authority", "distance_band"}


def person_withheld_from(user: Any) -> QuerySet:
    """The records kept of those of whom a stay's place is withheld from the user."""
    hidden = Stay.objects.exclude(withheld="no").exclude(person__in=person_ids(user, Section.WITHHELD_ADDRESS))
    return hidden.annotate(root_id=Coalesce("person__kept_id", "person_id")).values("root_id")
