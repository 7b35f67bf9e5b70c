"""How people are read: always through access, always following a merge to the record kept, in as many queries for a thousand as for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from kith.record.access.once import known, once
from kith.record.access.queries import facts, is_restricted_ids, person_ids
from kith.record.access.rules import Act, Section, decide
from kith.record.access.sentences import Ids
from kith.record.people.models import Address, FamilyTie, Involvement, Name, Person, Photo
from kith.record.people.rules import age_on, initials
from kith.record.rows.models import Row


def visible(
    user: Any, section: Section = Section.IDENTITY, act: Act = Act.READ, among: Collection[UUID] | None = None
) -> QuerySet[Person]:
    """The people whose section the user may see or write: records kept, not those merged into them or entered in error.

    Of all, or `among` these.
    """
    return everybody(person_ids(user, section, act, among))


def everybody(among: Ids | Collection[UUID] | None = None) -> QuerySet[Person]:
    """The same of all people, whoever asks: for what names nobody to anybody who may not see them."""
    people = Person.objects.filter(kept=None, error_at=None).select_related("shown_name")
    return people if among is None else people.filter(pk__in=among)


def root(person_id: UUID) -> UUID:
    """The record that this one was merged into, or itself. The id may be of nobody: whether they exist is for the guard."""
    return Person.objects.filter(pk=person_id).values_list("kept_id", flat=True).first() or person_id


def record_kept(person_id: UUID) -> Person | None:
    """The person whose record this is, or whose record it was merged into, with the name that is shown; one query."""
    found = Person.objects.select_related("shown_name", "kept__shown_name").filter(pk=person_id).first()
    return found and (found.kept or found)


def roots(people: Iterable[UUID]) -> Mapping[UUID, UUID]:
    """Every record of these people, their own and those merged into theirs, with the record that was kept."""
    ids = frozenset(people)
    return once(("roots", ids), lambda: _roots(ids))


def _roots(ids: frozenset[UUID]) -> dict[UUID, UUID]:
    records = Person.objects.filter(Q(pk__in=ids) | Q(kept__in=ids)).values_list("pk", "kept")
    return {pk: kept or pk for pk, kept in records} if ids else {}


def together(people: Iterable[UUID]) -> tuple[UUID, ...]:
    """The ids of these people and of every record merged into theirs.

    Asked for by themselves: rows whose own person *or* whose person's record kept is one of these are found by reading all rows.
    """
    return tuple(roots(people))


def of(model: type[Model], person_id: UUID) -> QuerySet:
    """The rows of a person and of every record merged into theirs, entered in error or not."""
    return model._default_manager.filter(person__in=together([person_id]))


@cache
def about_people() -> tuple[type[Row], ...]:
    """Every kind of row that is about one person, of this slice and of those above: what an erasure and a copy must reach."""
    return tuple(
        model
        for model in apps.get_models()
        if issubclass(model, Row) and any(f.name == "person" and f.related_model is Person for f in model._meta.fields)
    )


def by_person(
    model: type[Model], people: Iterable[UUID], *which: Q, order: Iterable[str] = (), **fields: Any
) -> defaultdict[UUID, list[Any]]:
    """The rows of a kind about many people that were not entered in error, by the record kept: one query, however many they are.

    None where `look_ahead` has seen that there are none.
    """
    kept, found = roots(people), defaultdict[UUID, list[Any]](list)
    if not kept or model in (known(("empty", frozenset(kept))) or ()):
        return found
    for row in model._default_manager.filter(*which, person__in=tuple(kept), error_at=None, **fields).order_by(*order):
        found[kept[row.person_id]].append(row)
    return found


def look_ahead(people: Iterable[UUID]) -> None:
    """Before rows of many kinds are read within `read_once`: learn in one query of which kinds there are none."""
    if kept := tuple(roots(people)):
        once(("empty", frozenset(kept)), lambda: _empty(kept))


def _empty(ids: tuple[UUID, ...]) -> frozenset[type[Row]]:
    """The kinds of rows of which none stands about any of these records."""
    kinds, key = about_people(), Person._meta.pk
    arms = " UNION ALL ".join(
        f"SELECT {at} WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(kind._meta.db_table)} AS r"  # noqa: S608 - names of ours
        " JOIN these ON these.id = r.person_id WHERE r.error_at IS NULL)"
        for at, kind in enumerate(kinds)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH these(id) AS (VALUES {', '.join(['(%s)'] * len(ids))}) {arms}",
            [key.get_db_prep_value(pk, connection) for pk in ids],
        )
        filled = {at for (at,) in cursor.fetchall()}
    return frozenset(kind for at, kind in enumerate(kinds) if at not in filled)


def holding(model: type[Model], people: Iterable[UUID]) -> dict[UUID, list[Any]]:
    """The same, newest first."""
    return by_person(model, people, order=("-from_on", "made_at"))


def may(user: Any, person_id: UUID, section: Section, act: Act = Act.READ) -> bool:
    """Whether the user may do this with a section of this person."""
    return decide(facts(user, person_id), section, act).allowed


def addresses(user: Any, person_id: UUID) -> list[Address]:
    """The addresses that the user may see, newest first: without the section none, without the withheld section no withheld one."""
    known = facts(user, person_id)
    if not decide(known, Section.ADDRESS, Act.READ).allowed:
        return []
    rows = of(Address, person_id).order_by("-from_on", "-made_at")
    return list(rows if decide(known, Section.WITHHELD_ADDRESS, Act.READ).allowed else rows.filter(withheld="no"))


_FIRST = {"placement": 0, "home": 1, "other": 2, "not_known": 3}


def tonight(rows: Iterable[Address], day: date) -> Address | None:
    """The address of a night: a placement before a home, the newest first; None where none is known."""
    open_ = [row for row in rows if (row.from_on or date.min) <= day and (row.to_on is None or row.to_on >= day)]
    return min(open_, key=lambda row: (_FIRST[row.kind], -(row.from_on or date.min).toordinal()), default=None)


@dataclass(frozen=True, slots=True)
class Tonight:
    """Where somebody is tonight as one source knows it, the section that opens it, and whether it says that they are missing."""

    text: str
    section: Section
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """What stands on top of every page of a person. `where` is "" where not known; `withheld` says that it is known and not shown.

    `missing`: that they are missing, in which case `where` says since when.
    """

    person: Person
    name: str
    called: str
    initials: str
    age: int | None
    where: str
    withheld: bool
    restricted: bool
    photo: Photo | None
    missing: bool = False


def bars(user: Any, people: Iterable[Person]) -> list[Bar]:
    """The identity bar of each person, in as many queries for a thousand as for one. The user may see all of them."""
    listed = list(people)
    ids = [person.pk for person in listed]
    nights = _nights(ids, timezone.localdate())
    sections = {night.section for found in nights.values() for night in found} | {Section.ADDRESS}
    opened = {section: _among(ids, person_ids(user, section)) for section in sections}
    return _bars(listed, nights, opened, _among(ids, is_restricted_ids()))


def bar(person: Person, *, reads: Container[str], restricted: bool) -> Bar:
    """The bar of one person of whom it is decided already which sections the viewer reads: no question is asked twice."""
    nights = _nights([person.pk], timezone.localdate())
    opened = {section: {person.pk} if section.value in reads else set[UUID]() for section in Section}
    return _bars([person], nights, opened, {person.pk} if restricted else set())[0]


def _bars(
    people: list[Person], nights: dict[UUID, list[Tonight]], opened: dict[Section, set[UUID]], limited: set[UUID]
) -> list[Bar]:
    photos, today = holding_photos([person.pk for person in people]), timezone.localdate()
    return [
        _bar(person, _shown(person.pk, nights[person.pk], opened), person.pk in limited, photos.get(person.pk), today)
        for person in people
    ]


def _nights(ids: list[UUID], day: date) -> dict[UUID, list[Tonight]]:
    """Where each person is, what says most first: what the slice above knows (the setting WHERE_TONIGHT), then addresses."""
    found: dict[UUID, list[Tonight]] = defaultdict(list)
    if settings.WHERE_TONIGHT:
        found.update(import_string(settings.WHERE_TONIGHT)(ids, day))
    homes = holding(Address, ids)
    for pk in ids:
        home = tonight(homes[pk], day)
        if home is not None:
            found[pk].append(Tonight(", ".join(filter(None, [home.lines, home.postcode])), home.section))
    return found


def _shown(pk: UUID, nights: list[Tonight], opened: dict[Section, set[UUID]]) -> tuple[Tonight | None, bool]:
    """The first that the user may see; or that it is withheld from them, so that no other address stands in for the true one."""
    for night in nights:
        if night.section is Section.WITHHELD_ADDRESS:
            if pk in opened[Section.ADDRESS]:
                return (night, False) if pk in opened[night.section] else (None, True)
        elif pk in opened[night.section]:
            return night, False
    return None, False


def _among(ids: list[UUID], allowed: Ids | QuerySet) -> set[UUID]:
    if isinstance(allowed, tuple):
        return {*ids} & {*allowed}
    return set(Person.objects.filter(pk__in=ids).filter(pk__in=allowed).values_list("pk", flat=True))


def _bar(person: Person, shown: tuple[Tonight | None, bool], limited: bool, photo: Photo | None, day: date) -> Bar:
    name = person.shown_name
    night, withheld = shown
    return Bar(
        person=person,
        name=name.whole if name else "",
        called=name.called if name and name.called != name.given else "",
        initials=initials(name.whole) if name else "",
        age=age_on(person.born_on, person.birth_precision, person.died_on or day),
        where=night.text if night else "",
        withheld=withheld,
        restricted=limited,
        photo=photo,
        missing=night is not None and night.missing,
    )


def holding_photos(people: Iterable[UUID]) -> dict[UUID, Photo]:
    """The newest photo of each person, not entered in error."""
    return {pk: rows[-1] for pk, rows in by_person(Photo, people, order=["made_at"]).items()}


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of a list: the identity bar and the open involvements as keys."""

    bar: Bar
    involvements: tuple[str, ...]


def listed(user: Any, people: Iterable[Person]) -> list[Listed]:
    """Lines of a list for a page of people."""
    found = list(people)
    today = timezone.localdate()
    spans = holding(Involvement, [person.pk for person in found])
    return [
        Listed(bar, tuple(dict.fromkeys(row.status for row in spans[bar.person.pk] if row.to_on is None or row.to_on >= today)))
        for bar in bars(user, found)
    ]  # fmt: skip


def young_people(user: Any, *, status: str = "", ages: str = "") -> QuerySet[Person]:
    """The young people whom the user may see, by name; with an open involvement of `status`, of an age band ("16-17")."""
    today = timezone.localdate()
    found = visible(user).filter(kind="young_person")
    if status:
        spans = Involvement.objects.filter(Q(to_on=None) | Q(to_on__gte=today), status=status, error_at=None)
        own, merged = spans.values("person"), spans.filter(person__kept__isnull=False).values("person__kept")
        found = found.filter(Q(pk__in=own) | Q(pk__in=merged))
    if ages:
        least, _, most = ages.partition("-")
        found = found.filter(born_on__lte=_years_before(today, int(least.rstrip("+"))))
        found = found.filter(born_on__gt=_years_before(today, int(most) + 1)) if most else found
    return found.order_by("shown_name__family", "shown_name__given", "pk")


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # born on 29 February: the birthday falls on 1 March
        return date(day.year - years, 3, 1)


def names(person_id: UUID) -> list[Name]:
    """All names of a person, newest first."""
    return list(of(Name, person_id).order_by("-from_on", "-made_at"))


def family(user: Any, person_id: UUID) -> list[FamilyTie]:
    """Those of the family whom the user may see: of the others nothing is said, not even how many."""
    ties = (
        of(FamilyTie, person_id)
        .filter(other__in=person_ids(user))
        .select_related("other__shown_name", "other__kept__shown_name")
    )
    found = list(ties.order_by("-made_at"))
    for tie in found:
        tie.other = tie.other.kept or tie.other
    return found
