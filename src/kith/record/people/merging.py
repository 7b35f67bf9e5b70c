"""Two records of one person made into one, and taken apart again. No row moves: a pointer is set, and every query follows it.

Rows made or changed afterwards belong to the record they were made on, so that taking apart is lifting the pointer and giving
back the few values that were taken over, where nobody has changed them since (decision 11).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kith.record.access import actions as access
from kith.record.audit.actions import recorded
from kith.record.people.actions import DETAILS, TOGETHER
from kith.record.people.finding import lead_to
from kith.record.people.models import LikelyDuplicate, Merge, Person
from kith.record.rows.actions import Refused, Stale

CHOSEN = (
    "shown_name_id",
    "born_on",
    *(name for name in DETAILS if name not in {"born_on", "birth_precision", "disabilities"}),
)
"""What can differ between two records and of which one is shown. A date goes with its precision, a disability with its kinds."""

_SAYS_NOTHING = {"", None, "not_known", "NOBT", "U", "0", "9"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the preview: what each record says, whether they differ, and which one is proposed ("kept" or "merged")."""

    field: str
    kept: Any
    merged: Any
    proposed: str

    @property
    def differs(self) -> bool:
        return bool(self.kept != self.merged)


def preview(kept: Person, merged: Person) -> list[Line]:
    """Field by field, what both records say. Proposed is the kept one's value, unless it says nothing and the other something."""
    lines = []
    for name in CHOSEN:
        mine, other = getattr(kept, name), getattr(merged, name)
        proposed = "merged" if mine in _SAYS_NOTHING and other not in _SAYS_NOTHING else "kept"
        lines.append(Line(name, mine, other, proposed))
    return lines


def merge(*, by: Any, kept: Person, merged: Person, seen: tuple[int, int], take: Collection[str], why: str) -> Merge:
    """Make `merged` one with `kept`, which shows the fields `take` (of `CHOSEN`) as the other record has them.

    `seen` are the versions that were compared: `Stale` where either has changed. Refused where either was merged already.
    """
    if strange := set(take) - set(CHOSEN):
        raise ValueError(f"not fields to choose: {', '.join(sorted(strange))}")
    if not why.strip():
        raise Refused(_("Say how you know that they are one person"))
    if kept.pk == merged.pk:
        raise Refused(_("These are the same record."))
    with recorded(by) as recorder:
        target, source = _both(kept.pk, merged.pk)
        if target.kept_id or source.kept_id or target.error_at or source.error_at:
            raise Refused(_("One of these records was merged or entered in error in the meantime."))
        for row, version in zip((target, source), seen, strict=True):
            if row.version != version:
                raise Stale(row)
        fields = [field for name in CHOSEN if name in take for field in TOGETHER.get(name, (name,))]
        taken = {field: _stored(getattr(target, field)) for field in fields}
        for field in fields:
            setattr(target, field, getattr(source, field))
        target.version, source.version = target.version + 1, source.version + 1
        source.kept = target
        target.save(force_update=True)
        source.save(force_update=True)
        moved = [source.pk, *Person.objects.filter(kept=source).values_list("pk", flat=True)]
        Person.objects.filter(pk__in=moved).update(kept=target)
        lead_to(moved, target.pk)
        made = Merge.objects.create(
            merged=source, into=target, at=timezone.now(), by=recorder.by.user_id, why=why.strip(), taken=taken
        )
        _answer(source.pk, target.pk, "merged", recorder.by.user_id)
        access.follow(by=by, person_id=source.pk, kept_id=target.pk)
        for row in (target, source):
            recorder.event("person.merged", subject="merge", subject_id=made.pk, person_id=row.pk, fields=fields)
        return made


def unmerge(*, by: Any, merge: Merge, why: str) -> Person:
    """Take the records apart: as if they had never been merged, plus what was done since, each where it was done."""
    if not why.strip():
        raise Refused(_("Say how you know that they are two people"))
    with recorded(by) as recorder:
        made = Merge.objects.select_for_update().get(pk=merge.pk)
        target, source = _both(made.into_id, made.merged_id)
        if made.undone_at is not None:
            raise Refused(_("This was taken apart already."))
        if target.kept_id is not None:
            raise Refused(_("The record it was merged into was merged on. Take the later merge apart first."))
        given_back = _give_back(target, made)
        target.version, source.version = target.version + 1, source.version + 1
        source.kept = None
        target.save(force_update=True)
        source.save(force_update=True)
        under = _under(source.pk)
        Person.objects.filter(pk__in=under).update(kept=source)
        lead_to([source.pk, *under], source.pk)
        made.undone_at, made.undone_by, made.undone_why = timezone.now(), recorder.by.user_id, why.strip()
        made.save()
        _answer(source.pk, target.pk, "not_the_same", recorder.by.user_id)
        access.part(by=by, person_id=source.pk)
        for row in (target, source):
            recorder.event("person.unmerged", subject="merge", subject_id=made.pk, person_id=row.pk, fields=given_back)
        return source


def _both(first: UUID, second: UUID) -> tuple[Person, Person]:
    """Both rows, locked in one order whoever asks, so that two merges cannot wait for each other."""
    found = {row.pk: row for row in Person.objects.select_for_update().filter(pk__in=[first, second]).order_by("pk")}
    return found[first], found[second]


def _give_back(target: Person, made: Merge) -> Sequence[str]:
    """Set back what was taken over. Where a later merge took the same field, it will give back what this one would have."""
    later = list(Merge.objects.select_for_update().filter(into=target, undone_at=None, at__gt=made.at).order_by("at"))
    given_back = []
    for field, before in made.taken.items():
        next_one = next((other for other in later if field in other.taken), None)
        if next_one is None:
            setattr(target, field, _read(field, before))
            given_back.append(field)
        else:
            next_one.taken[field] = before
            next_one.save(update_fields=["taken"])
    return given_back


def _under(person_id: UUID) -> list[UUID]:
    """The records that lead to this one by merges not undone, however many steps away."""
    found: list[UUID] = []
    at = [person_id]
    while at := list(Merge.objects.filter(into__in=at, undone_at=None).values_list("merged_id", flat=True)):
        found += at
    return found


def _answer(one: UUID, other: UUID, answer: str, by: UUID | None) -> None:
    first, second = sorted((one, other))
    said = {"answer": answer, "answered_at": timezone.now(), "answered_by": by}
    LikelyDuplicate.objects.update_or_create(one_id=first, other_id=second, defaults=said)


def _stored(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, UUID) else value


def _read(field: str, value: Any) -> Any:
    if value is None or field not in {"born_on", "died_on", "shown_name_id"}:
        return value
    return UUID(value) if field == "shown_name_id" else date.fromisoformat(value)


def merges_of(person_id: UUID) -> list[Merge]:
    """The merges in which a person's record takes part and that hold, newest first."""
    found = Merge.objects.filter(Q(into=person_id) | Q(into__kept=person_id), undone_at=None)
    return list(found.select_related("merged__shown_name", "into__shown_name").order_by("-at"))
