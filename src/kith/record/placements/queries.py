"""How stays are read: through access, following merges, a withheld place left blank for whoever may not see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from kith.record.access.queries import facts, person_ids
from kith.record.access.rules import Act, Section, decide
from kith.record.moments.queries import open_missing
from kith.record.people.models import Address
from kith.record.people.queries import Tonight, by_person, of
from kith.record.placements.models import Authorisation, LegalStatus, Stay
from kith.record.placements.wording import place
from kith.record.rows.words import moment

PLACE = ("home", "lines", "postcode")
"""The fields of a stay that tell where it is."""
AREA: Mapping[str, Any] = {"host_authority": "", "miles": None}
"""The fields from which a place can be told that is withheld, and what stands in their stead. Whether it is in our area or
beside it stays to be read: the approvals and clocks that the law asks for rest on that (decision 18)."""


def stays(user: Any, person_id: UUID) -> list[Stay]:
    """The stays of a person, newest first, entered in error too. Where the user may not see the place, it is blank (`hidden`).

    Where it is withheld from them, so are the area authority and the miles (`area_hidden`).
    """
    address, withheld = _opened(user, person_id)
    return [
        _covered(row, not address, row.withheld != "no" and not withheld)
        for row in of(Stay, person_id).order_by("-from_on", "-made_at")
    ]


def _opened(user: Any, person_id: UUID) -> tuple[bool, bool]:
    """Whether the user may read addresses, and those that are withheld."""
    known = facts(user, person_id)
    address, withheld = (decide(known, part, Act.READ).allowed for part in (Section.ADDRESS, Section.WITHHELD_ADDRESS))
    return address, withheld


def _covered(row: Any, place: bool, withheld: bool) -> Stay:
    """The row with what the reader may not see blanked; never to be saved so."""
    row.hidden, row.area_hidden = place or withheld, withheld
    blank = {**(dict.fromkeys(PLACE, "") if row.hidden else {}), **(AREA if withheld else {})}
    for name, value in blank.items():
        setattr(row, name, value)
    covered: Stay = row
    return covered


def withheld_from(user: Any, person_id: UUID) -> list[Stay]:
    """The stays whose place is withheld from this user, as they are: to cover what else would tell it, never to be shown."""
    found = list(of(Stay, person_id).exclude(withheld="no"))
    return found if found and not _opened(user, person_id)[1] else []


def standing(user: Any, person_id: UUID) -> list[Stay]:
    """The same without those entered in error."""
    return [row for row in stays(user, person_id) if row.error_at is None]


def legal_statuses(_user: Any, person_id: UUID) -> list[LegalStatus]:
    """The legal statuses of a person, newest first, entered in error too."""
    return list(of(LegalStatus, person_id).order_by("-from_on", "-made_at"))


def authorisations(user: Any, person_id: UUID) -> list[Authorisation]:
    """The authorisations of a person, newest first, entered in error too; each with its stay as the user may see it."""
    found = list(of(Authorisation, person_id).select_related("stay").order_by("-from_on", "-made_at"))
    if any(row.stay is not None for row in found):
        shown = {row.pk: row for row in stays(user, person_id)}
        for row in found:
            row.stay = shown.get(row.stay_id) if row.stay_id else None
    return found


def tonight(people: Iterable[UUID], day: date) -> dict[UUID, list[Tonight]]:
    """Where each of these is on the night of a day, as far as this slice knows, in two queries however many they are.

    Missing comes first: an address would mislead. Then the stay that is open. The setting WHERE_TONIGHT names this.
    """
    ids = list(people)
    found: dict[UUID, list[Tonight]] = defaultdict(list)
    for pk, row in open_missing(ids).items():
        text = _("Missing since %(when)s") % {"when": moment(row.from_on, row.from_time)}
        found[pk].append(Tonight(text, Section.RECORD, missing=True))
    open_ = Q(to_on=None) | Q(to_on__gt=day)
    for pk, (stay, *_rest) in by_person(Stay, ids, open_, order=("-from_on", "-made_at"), from_on__lte=day).items():
        section = Section.ADDRESS if stay.withheld == "no" else Section.WITHHELD_ADDRESS
        found[pk].append(Tonight(place(stay), section))
    return found


def _reviewable(user: Any) -> QuerySet[Stay]:
    """The stays of those whose record the user may write."""
    writable = person_ids(user, Section.RECORD, Act.WRITE)
    return Stay.objects.filter(person__in=writable, error_at=None, person__error_at=None)


_OUT_FIRST = Case(
    When(locality="out", then=Value(0)),
    When(locality="not_known", then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


def to_review(user: Any) -> QuerySet[Stay]:
    """The stays of which nobody has said whether harm outside the home was why: out of the area first, the newest first."""
    return _reviewable(user).filter(due_to_efh="not_reviewed").order_by(_OUT_FIRST, "-from_on", "pk")


def progress(user: Any) -> tuple[int, int]:
    """How many stays are answered, of how many."""
    found = _reviewable(user)
    return found.exclude(due_to_efh="not_reviewed").count(), found.count()


def home_postcode(user: Any, person_id: UUID, on: date) -> str:
    """The postcode of the home they had on a day, if the user may see it; else nothing."""
    known = facts(user, person_id)
    if not decide(known, Section.ADDRESS, Act.READ).allowed:
        return ""
    homes = of(Address, person_id).filter(kind="home", error_at=None).exclude(postcode="")
    if not decide(known, Section.WITHHELD_ADDRESS, Act.READ).allowed:
        homes = homes.filter(withheld="no")
    held = homes.filter(Q(from_on=None) | Q(from_on__lte=on)).order_by("-from_on", "-made_at")
    then = held.filter(Q(to_on=None) | Q(to_on__gte=on - timedelta(days=31)))
    return str(then.values_list("postcode", flat=True).first() or "")


def in_force(rows: Iterable[Any], day: date | None = None) -> list[Any]:
    """Those of legal statuses or authorisations that hold on a day and are not in error."""
    on = day or timezone.localdate()
    return [
        row for row in rows if row.error_at is None and row.from_on <= on and (row.to_on is None or row.to_on >= on)
    ]
