"""How people's rows are written: each action is one transaction with its audit event, and there is no other way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kith.record.access import actions as access
from kith.record.accounts.models import User
from kith.record.accounts.roles import ROLES, Capability
from kith.record.audit.actions import Actor, Recorder, recorded
from kith.record.notices.actions import tell
from kith.record.people.finding import find_by
from kith.record.people.models import Address, Identifier, LikelyDuplicate, Name, Person
from kith.record.people.queries import everybody, visible
from kith.record.people.rules import Known, Said, number_key
from kith.record.people.search import Asked, Result, likely_duplicates
from kith.record.rows.actions import Refused, Stale, Ways, Writer, as_json
from kith.record.rows.models import Row

DETAILS: tuple[str, ...] = Person.edited
"""The fields of a person's own row that people edit."""

TOGETHER = {name: pair for pair in (("born_on", "birth_precision"), ("disability", "disabilities")) for name in pair}
"""What is one thing in two fields: a date with its precision, a disability with its kinds."""


def _prepare_number(row: Identifier) -> None:
    """What is derived from what was typed. A number that someone else bears is contested, and that is told to nobody here."""
    row.value_key = number_key(row.value)
    if not row.value_key:
        raise Refused({"value": _("Enter a number with letters or digits")})
    others = Identifier.objects.filter(scheme=row.scheme, value_key=row.value_key, error_at=None).exclude(pk=row.pk)
    row.contested = others.exists()


def _find_by(row: Any, _changed: Sequence[str], _recorder: Recorder) -> None:
    find_by(row)


def _settle(row: Person, changed: Sequence[str], _recorder: Recorder) -> None:
    if changed:
        settle(row, changed)


def _not_the_shown(row: Name) -> None:
    if Person.objects.filter(shown_name=row).exists():
        raise Refused(_("This is the name that is shown. Show another name first."))


def _not_with_others(row: Person) -> None:
    if row.merged_here.exists():
        raise Refused(_("Other records were merged into this one. Undo that first."))


def settle(person: Person, fields: Sequence[str]) -> None:
    """What was edited after a merge stays: it is no longer given back when the merge is undone."""
    for merge in person.merges_here.filter(undone_at=None).select_for_update():
        edited = {name for one in fields for name in TOGETHER.get(one, (one,))}
        if edited & set(merge.taken):
            merge.taken = {name: value for name, value in merge.taken.items() if name not in edited}
            merge.save(update_fields=["taken"])


WRITER = Writer(
    "person",
    {
        Person: Ways(follow=_settle, may_end=_not_with_others, unchecked=("shown_name", "kept")),
        Name: Ways(follow=_find_by, may_end=_not_the_shown),
        Address: Ways(follow=_find_by),
        Identifier: Ways(prepare=_prepare_number, follow=_find_by, check_constraints=False),
    },
)
"""The writes of people's rows. A later `Name` is not shown until `show_name`."""
add, change, enter_in_error, restore = WRITER.add, WRITER.change, WRITER.enter_in_error, WRITER.restore


def add_person(
    *,
    by: User,
    details: Mapping[str, Any],
    name: Mapping[str, Any],
    rows: Sequence[Row] = (),
    not_the_same: Sequence[UUID] = (),
) -> Person:
    """A new person with a name, and further rows about them not yet saved.

    `not_the_same`: likely duplicates that were shown and said to be others; remembered. Likely duplicates whom `by` may not
    see are never told to them: a manager who may see both is, by a notice. The maker is put in relation to them.
    """
    with recorded(by) as recorder:
        actor = recorder.by
        person = Person(made_by=actor.user_id, **details)
        person.full_clean(exclude=["shown_name", "kept"])
        person.save(force_insert=True)
        access.begin(by=by, person_id=person.pk)
        recorder.event(
            "person.made", subject="person", subject_id=person.pk, person_id=person.pk, fields=details.keys()
        )
        first = add(by=by, row=Name(person=person, **name))
        Person.objects.filter(pk=person.pk).update(shown_name=first)
        person.shown_name = first
        for row in rows:
            row.person = person
            add(by=by, row=row)
        for other in not_the_same:
            say_not_the_same(by=by, one=person.pk, other=other, why=_("Said when the record was begun"))
        _look_for_unseen(by, person, first, rows, set(not_the_same))
    return person


def show_name(*, by: Any, person_id: UUID, name_id: UUID, seen: int) -> Person:
    """Let this of the person's names be the one that is shown."""
    with recorded(by) as recorder:
        person = Person.objects.select_for_update().get(pk=person_id)
        name = Name.objects.select_related("person").get(pk=name_id, error_at=None)
        if person_id not in (name.person_id, name.person.kept_id):
            raise Refused(_("This is a name of somebody else."))
        if person.version != seen:
            raise Stale(person)
        before = {"shown_name": str(person.shown_name_id)}
        person.shown_name, person.version = name, seen + 1
        person.save(force_update=True)
        settle(person, ["shown_name_id"])
        recorder.changed(
            "person.changed",
            subject="person",
            subject_id=person.pk,
            person_id=person.pk,
            before=before,
            after={"shown_name": str(name.pk)},
            section=person.section.value,
        )
        return person


def say_not_the_same(*, by: Any, one: UUID, other: UUID, why: str) -> None:
    """Remember of two records that they are not of one person, so that nobody is asked again."""
    with recorded(by) as recorder:
        first, second = sorted((one, other))
        pair, _made = LikelyDuplicate.objects.get_or_create(
            one_id=first, other_id=second, defaults={"made_by": recorder.by.user_id}
        )
        pair.answer, pair.why = "not_the_same", str(why)
        pair.answered_at, pair.answered_by = timezone.now(), recorder.by.user_id
        pair.save()
        for person_id in (one, other):
            recorder.event("person.not_the_same", subject="likely_duplicate", subject_id=pair.pk, person_id=person_id)


def known_as(details: Mapping[str, Any], name: Mapping[str, Any], rows: Sequence[Row] = ()) -> tuple[Known, Asked]:
    """What likeness to others is judged by, of somebody not yet saved, and what to look for them by."""
    postcodes = [row.postcode for row in rows if isinstance(row, Address) and row.postcode]
    numbers = [number_key(row.value) for row in rows if isinstance(row, Identifier)]
    said = Said(name.get("given", ""), name.get("family", ""), name.get("called", ""))
    born_on, precision = details.get("born_on"), details.get("birth_precision", "not_known")
    known = Known((said,), born_on, precision, tuple(postcodes), tuple(numbers))
    whole = " ".join(filter(None, [said.given, said.family])) or said.called
    return known, Asked(whole, born_on, next(iter(postcodes), ""), next(iter(numbers), ""), precision)


def duplicates_for(
    user: User, details: Mapping[str, Any], name: Mapping[str, Any], rows: Sequence[Row] = ()
) -> list[Result]:
    """Likely duplicates of somebody not yet saved, among those whom the user may see."""
    return likely_duplicates(partial(visible, user), *known_as(details, name, rows))


def _look_for_unseen(by: Any, person: Person, name: Name, rows: Sequence[Row], seen: set[UUID]) -> None:
    """Likely duplicates among all, less those already answered; managers who may see them are told by reference."""
    known, narrow = known_as({name: getattr(person, name) for name in DETAILS}, as_json(name, name.edited), rows)
    maker = Actor.of(by).user_id
    for result in likely_duplicates(everybody, known, narrow, apart_from=person.pk):
        if result.person.pk in seen:
            continue
        one, other = sorted((person.pk, result.person.pk))
        pair = LikelyDuplicate.objects.create(
            one_id=one, other_id=other, reasons=list(result.likeness.reasons), made_by=maker
        )
        for manager in _managers_of(result.person.pk):
            tell(manager, kind="likely_duplicate", subject_id=pair.pk, urgent=False)


def _managers_of(person_id: UUID) -> list[User]:
    """Those who may merge and may see this person."""
    roles = [key for key, role in ROLES.items() if Capability.MERGE_PEOPLE in role.may]
    managers = User.objects.filter(role_key__in=roles, is_active=True)
    return [manager for manager in managers if visible(manager).filter(pk=person_id).exists()]
