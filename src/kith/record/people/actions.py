"""How people's rows are written: each action is one transaction with its audit event, and there is no other way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kith.record.access import actions as access
from kith.record.access.rules import Section
from kith.record.accounts.models import User
from kith.record.accounts.roles import ROLES, Capability
from kith.record.audit.actions import Actor, Recorder, recorded
from kith.record.notices.actions import tell
from kith.record.people.finding import FOUND_BY, find_by
from kith.record.people.models import (
    Address,
    FamilyTie,
    Identifier,
    Involvement,
    LikelyDuplicate,
    Name,
    Person,
    Photo,
    Row,
)
from kith.record.people.queries import root, visible
from kith.record.people.rules import Known, Said, number_key
from kith.record.people.search import Asked, Result, likely_duplicates

DETAILS = (
    "kind", "born_on", "birth_precision", "died_on", "sex", "gender", "ethnicity", "language", "interpreter",
    "disability", "disabilities", "immigration_status",
)  # fmt: skip
"""The fields of a person's own row that people edit."""

TOGETHER = {name: pair for pair in (("born_on", "birth_precision"), ("disability", "disabilities")) for name in pair}
"""What is one thing in two fields: a date with its precision, a disability with its kinds."""

EDITED: dict[type[Row], tuple[str, ...]] = {
    Person: DETAILS,
    Name: ("kind", "given", "family", "called", "from_on", "to_on"),
    Identifier: ("scheme", "value"),
    Address: ("kind", "lines", "postcode", "withheld", "from_on", "to_on"),
    Involvement: ("status", "from_on", "to_on"),
    FamilyTie: ("other_id", "kind", "responsibility", "from_on", "to_on"),
    Photo: ("file", "taken_on"),
}
"""The fields of each model that people edit."""


class Stale(Exception):
    """Somebody saved in between: what is stored now stands beside what was to be saved. Nothing was overwritten."""

    def __init__(self, stored: Row) -> None:
        super().__init__("The row was saved by somebody else in between.")
        self.stored = stored


class Refused(ValidationError):
    """What the record cannot take, with a sentence for whoever asked."""


def section_of(row: Row) -> Section:
    """The section of access that a row belongs to."""
    if isinstance(row, Address):
        return Section.ADDRESS if row.withheld == "no" else Section.WITHHELD_ADDRESS
    return Section.RECORD if isinstance(row, Involvement) else Section.IDENTITY


def as_json(row: Row, fields: Sequence[str]) -> dict[str, Any]:
    """The fields' values as the erasable history holds them."""
    values = {name: getattr(row, name) for name in fields}
    return {
        name: v.isoformat() if isinstance(v, date) else str(v) if isinstance(v, UUID) else v
        for name, v in values.items()
    }


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
        first = _save_new(Name(person=person, made_by=actor.user_id, **name), recorder)
        Person.objects.filter(pk=person.pk).update(shown_name=first)
        person.shown_name = first
        for row in rows:
            row.person, row.made_by = person, actor.user_id
            _save_new(row, recorder)
        for other in not_the_same:
            say_not_the_same(by=by, one=person.pk, other=other, why=_("Said when the record was begun"))
        _look_for_unseen(by, person, first, rows, set(not_the_same))
    return person


def add(*, by: Any, row: Row) -> Row:
    """A new row about a person, given unsaved with its person set. A later `Name` is not shown until `show_name`."""
    with recorded(by) as recorder:
        row.made_by = recorder.by.user_id
        return _save_new(row, recorder)


def _save_new(row: Any, recorder: Recorder) -> Any:
    _prepare(row)
    row.full_clean(exclude=["person"], validate_constraints=not isinstance(row, Identifier))
    row.save(force_insert=True)
    if isinstance(row, FOUND_BY):
        find_by(row)
    fields = EDITED[type(row)]
    _tell_changed(recorder, row, dict.fromkeys(fields), as_json(row, fields))
    return row


def _prepare(row: Row) -> None:
    """What is derived from what was typed. A number that someone else bears is contested, and that is told to nobody here."""
    if isinstance(row, Identifier):
        row.value_key = number_key(row.value)
        if not row.value_key:
            raise Refused({"value": _("Enter a number with letters or digits")})
        others = Identifier.objects.filter(scheme=row.scheme, value_key=row.value_key, error_at=None).exclude(pk=row.pk)
        row.contested = others.exists()


def change(*, by: Any, row: Row, seen: int, values: Mapping[str, Any]) -> Row:
    """Change a row that was read at version `seen`. Raises `Stale` with what is stored where somebody saved in between."""
    fields = EDITED[type(row)]
    if strange := set(values) - set(fields):
        raise ValueError(f"not fields that people edit: {', '.join(sorted(strange))}")
    with recorded(by) as recorder:
        stored = type(row)._default_manager.select_for_update().get(pk=row.pk)
        if stored.version != seen or stored.error_at is not None:
            raise Stale(stored)
        before = as_json(stored, fields)
        section = section_of(stored)
        for name, value in values.items():
            setattr(stored, name, value)
        _prepare(stored)
        stored.full_clean(
            exclude=["person", "shown_name", "kept"], validate_constraints=not isinstance(stored, Identifier)
        )
        after = as_json(stored, fields)
        if before == after:
            return stored
        stored.version = seen + 1
        stored.save(force_update=True)
        if isinstance(stored, FOUND_BY):
            find_by(stored)
        if isinstance(stored, Person):
            settle(stored, [name for name in fields if before[name] != after[name]])
        narrower = section if section is Section.WITHHELD_ADDRESS else section_of(stored)
        _tell_changed(recorder, stored, before, after, narrower)
        return stored


def settle(person: Person, fields: Sequence[str]) -> None:
    """What was edited after a merge stays: it is no longer given back when the merge is undone."""
    for merge in person.merges_here.filter(undone_at=None).select_for_update():
        edited = {name for one in fields for name in TOGETHER.get(one, (one,))}
        if edited & set(merge.taken):
            merge.taken = {name: value for name, value in merge.taken.items() if name not in edited}
            merge.save(update_fields=["taken"])


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
        _tell_changed(recorder, person, before, {"shown_name": str(name.pk)})
        return person


def enter_in_error(*, by: Any, row: Row, seen: int, why_so: str) -> Row:
    """Mark a row as entered in error: it stays to be read, counts for nothing and can be taken back."""
    if not why_so.strip():
        raise Refused(_("Say why it was an error"))
    with recorded(by) as recorder:
        stored = _locked(row, seen)
        if isinstance(stored, Name) and Person.objects.filter(shown_name=stored).exists():
            raise Refused(_("This is the name that is shown. Show another name first."))
        if isinstance(stored, Person) and stored.merged_here.exists():
            raise Refused(_("Other records were merged into this one. Undo that first."))
        stored.error_at, stored.error_by, stored.error_why = timezone.now(), recorder.by.user_id, why_so.strip()
        return _save_mark(stored, seen, recorder, "person.entered_in_error")


def restore(*, by: Any, row: Row, seen: int) -> Row:
    """Take back that a row was entered in error."""
    with recorded(by) as recorder:
        stored = _locked(row, seen)
        stored.error_at, stored.error_by, stored.error_why = None, None, ""
        _prepare(stored)
        return _save_mark(stored, seen, recorder, "person.restored")


def _locked(row: Row, seen: int) -> Any:
    stored = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if stored.version != seen:
        raise Stale(stored)
    return stored


def _save_mark(stored: Any, seen: int, recorder: Recorder, action: str) -> Any:
    stored.version = seen + 1
    stored.save(force_update=True)
    if isinstance(stored, FOUND_BY):
        find_by(stored)
    recorder.event(action, subject=type(stored).__name__.lower(), subject_id=stored.pk, person_id=_person_id(stored))
    return stored


def _person_id(row: Row) -> UUID:
    return root(row.pk if isinstance(row, Person) else row.person_id)


def _tell_changed(
    recorder: Recorder, row: Row, before: Mapping[str, Any], after: Mapping[str, Any], section: Section | None = None
) -> None:
    recorder.changed(
        "person.changed",
        subject=type(row).__name__.lower(),
        subject_id=row.pk,
        person_id=_person_id(row),
        before=before,
        after=after,
        section=(section or section_of(row)).value,
    )


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
    return likely_duplicates(visible(user), *known_as(details, name, rows))


def _look_for_unseen(by: Any, person: Person, name: Name, rows: Sequence[Row], seen: set[UUID]) -> None:
    """Likely duplicates among all, less those already answered; managers who may see them are told by reference."""
    everybody = Person.objects.filter(kept=None, error_at=None).select_related("shown_name")
    known, narrow = known_as({name: getattr(person, name) for name in DETAILS}, as_json(name, EDITED[Name]), rows)
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
