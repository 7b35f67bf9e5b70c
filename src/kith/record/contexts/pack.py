"""The pack for a context's conference: what is known of a place or group, without anything that tells who the young people are.

Names, birth dates, addresses and numbers of everyone connected are taken out of all that people wrote, whether or not the maker may
see them; what the police alone told stays out; ages are bands, and only where no band is small.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kith.record.contexts import queries
from kith.record.contexts.models import Association, Context, ContextReview
from kith.record.contexts.rules import SMALL, age_band, letter
from kith.record.people.models import Address, Identifier, Name, Person
from kith.record.people.rules import age_on, initials
from kith.record.rows.words import day, label

_UNNAMED = {"peer_group", "home", "placement"}
"""Kinds whose own name or address tells who somebody is."""
_POLICE = "police"
_LEAST = 4
"""An address line shorter than this is a house number or a county, which says nothing by itself."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of one person that must not be read in a pack."""

    instead: str
    names: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    """Birth dates, addresses, postcodes, numbers, as they may have been written."""


class Redactor:
    """Takes what is told of people out of text: names by their stand-in, the rest by a mark."""

    def __init__(self, people: Iterable[Told], removed: str = "[…]") -> None:
        self._removed = removed
        self._instead: dict[str, str] = {}
        others: set[str] = set()
        for one in people:
            for name in one.names:
                self._instead.setdefault(_flat(name), one.instead)
            others |= one.others
        self._names = _any(self._instead, r"\s+")
        self._others = _any(others, r"\s*")

    def __call__(self, text: str) -> str:
        """The text without them."""
        if self._others:
            text = self._others.sub(self._removed, text)
        if self._names:
            text = self._names.sub(lambda found: self._instead.get(_flat(found[0]), self._removed), text)
        return text


def _flat(text: str) -> str:
    return " ".join(text.replace("’", "'").split()).casefold()


def _any(words: Iterable[str], gap: str) -> re.Pattern[str] | None:
    """Any of the words, the longest first, whatever their case; `gap`: what may stand where one has a space."""
    listed = sorted({_flat(word) for word in words if word.strip()}, key=lambda word: (-len(word), word))
    if not listed:
        return None
    parts = [gap.join(map(re.escape, word.split())) for word in listed]
    tied = "|".join(part.replace("'", "['’]") for part in parts)
    return re.compile(rf"(?<!\w)(?:{tied})(?!\w)", re.IGNORECASE)


def name_forms(name: Name) -> set[str]:
    """A name as people write it: whole, either part, each of several given names, what they are called."""
    parts = {
        name.whole,
        name.given,
        name.family,
        name.called,
        f"{name.family} {name.given}",
        f"{name.family}, {name.given}",
    }
    parts |= {part for text in (name.given, name.family, name.called) for part in re.split(r"[\s\-]+", text)}
    return {part.strip() for part in parts if part.strip(" ,")}


_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip
_MISOEDD = ("Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd",
            "Rhagfyr")  # fmt: skip


def date_forms(on: date) -> set[str]:
    """A date as people write it, in both languages."""
    ordinal = "th" if 10 <= on.day % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(on.day % 10, "th")
    found = {on.isoformat(), f"{on:%d%m%Y}", f"{on:%Y%m%d}"}
    for d in {f"{on.day}", f"{on.day:02}"}:
        for m in {f"{on.month}", f"{on.month:02}"}:
            for y in (f"{on.year}", f"{on.year % 100:02}"):
                found |= {sign.join((d, m, y)) for sign in "/.-"} | {f"{d} {m} {y}"}
        for months in (_MONTHS, _MISOEDD):
            for month in {months[on.month - 1], months[on.month - 1][:3]}:
                for tail in (f" {on.year}", f", {on.year}", ""):
                    found |= {f"{d} {month}{tail}", f"{d}{ordinal} {month}{tail}", f"{d}{ordinal} of {month}{tail}",
                              f"{month} {d}{tail}", f"{month} {d}{ordinal}{tail}"}  # fmt: skip
    return found


def address_forms(row: Address) -> set[str]:
    """An address as people write it: whole, line by line, its postcode with and without a space."""
    lines = {part.strip() for part in re.split(r"[,\n]", row.lines) if len(part.strip()) >= _LEAST}
    tight = row.postcode.replace(" ", "")
    streets = {re.sub(r"^(?:flat\s+)?\d+\w?\s+", "", part, flags=re.IGNORECASE) for part in lines if part[:1].isdigit()}
    return {form for form in {row.lines, row.postcode, tight, *lines, *streets} if len(form) >= _LEAST}


def told_of(people: Mapping[UUID, str]) -> list[Told]:
    """What must not be read of these people (id of the record kept → stand-in), their former names and addresses included."""
    ids = list(people)
    names: dict[UUID, set[str]] = {pk: set() for pk in ids}
    others: dict[UUID, set[str]] = {pk: {str(pk), pk.hex} for pk in ids}
    for row in Person.objects.filter(Q(pk__in=ids) | Q(kept__in=ids)):
        others[row.kept_id or row.pk] |= {str(row.pk), row.pk.hex} | (date_forms(row.born_on) if row.born_on else set())
    about = Q(person__in=ids) | Q(person__kept__in=ids)
    for name in Name.objects.filter(about).select_related("person"):
        names[name.person.kept_id or name.person_id] |= name_forms(name)
    for address in Address.objects.filter(about).select_related("person"):
        others[address.person.kept_id or address.person_id] |= address_forms(address)
    for number in Identifier.objects.filter(about).select_related("person"):
        others[number.person.kept_id or number.person_id] |= {number.value, number.value_key}
    return [Told(people[pk], frozenset(names[pk]), frozenset(others[pk])) for pk in ids]


@dataclass(frozen=True, slots=True)
class Pack:
    """What the page shows; nothing in it says who anyone is."""

    title: str
    kind: str
    where: str
    made_on: date
    unsafe: str
    parts: list[dict[str, Any]]
    weighting: str
    people: list[list[str]]
    adults: int
    ages: list[list[str]]
    actions: list[list[str]]
    events: list[list[str]]
    reviews: list[list[str]]
    police_left_out: bool
    shown: tuple[UUID, ...] = field(default=())
    """Of whom it tells something, for the audit alone."""


def pack(user: Any, context: Context, *, with_initials: bool = False) -> Pack:
    """The pack of a context that the user may see, of the people whom the user may see."""
    ties = queries.ties_of_context(user, context.pk)
    young = _young(ties)
    stand_ins = {pk: _("Young person %(letter)s") % {"letter": letter(n)} for n, pk in enumerate(young)}
    clean = Redactor(told_of(_everyone(context, stand_ins)))
    told = [row for row in ties if row.source != _POLICE]
    shown = {pk: _initialled(row) if with_initials else stand_ins[pk] for pk, row in young.items()}
    assessment = queries.latest_assessment(context.pk)
    weighting = queries.latest_weighting(context.pk)
    events = queries.events_of(context.pk)
    return Pack(
        title=label("context", context.kind) if context.kind in _UNNAMED else clean(context.name),
        kind=label("context", context.kind),
        where="" if context.kind in _UNNAMED else clean(", ".join(filter(None, [context.lines, context.postcode, context.online]))),
        made_on=timezone.localdate(),
        unsafe=clean(assessment.unsafe) if assessment else "",
        parts=_three(assessment, clean),
        weighting=clean(weighting.judgement) if weighting else "",
        people=[
            [shown[row.person_id], label("association", row.role), label("certainty", row.certainty),
             label("context_source", row.source)]
            for row in sorted(told, key=lambda tie: tie.person_id) if row.person_id in shown
        ],
        adults=len({row.person_id for row in told} - set(shown)),
        ages=_ages(young.values()),
        actions=[
            [clean(row.what), label("target", row.target), label("aim", row.aim), day(row.due_on)]
            for row in queries.actions_of(context.pk)
        ],
        events=[[day(row.on), clean(row.what)] for row in events if row.source != _POLICE],
        reviews=[
            [day(row.held_on or row.on), clean(row.found)]
            for row in ContextReview.objects.filter(context=context, error_at=None).order_by("-on")
        ],
        police_left_out=len(told) < len(ties) or any(row.source == _POLICE for row in events),
        shown=tuple(shown),
    )  # fmt: skip


def _young(ties: Iterable[Association]) -> dict[UUID, Association]:
    """The young people of the ties, in the order of their random ids, which says nothing."""
    found = {row.person_id: row for row in ties if row.person.kind in {"young_person", "other_child"}}
    return dict(sorted(found.items()))


def _everyone(context: Context, stand_ins: Mapping[UUID, str]) -> dict[UUID, str]:
    """Everyone who is or was tied to the context, whoever asks: all of them may be named in what people wrote."""
    ids = context.associations.values_list("person_id", "person__kept_id")
    return {kept or pk: stand_ins.get(kept or pk, _("[somebody]")) for pk, kept in ids}


def _initialled(row: Association) -> str:
    name = row.person.shown_name
    return initials(name.whole) if name else "?"


def _ages(rows: Iterable[Association]) -> list[list[str]]:
    """How many of each age band; nothing where a band is small, since one band hidden beside a total is told by it."""
    today = timezone.localdate()
    bands = Counter(age_band(age_on(row.person.born_on, row.person.birth_precision, today)) for row in rows)
    if not bands or min(bands.values()) <= SMALL:
        return []
    said = {"not_known": _("Not known"), "other": _("Other")}
    return [[said.get(band, band), str(many)] for band, many in sorted(bands.items())]


def _three(assessment: Any, clean: Redactor) -> list[dict[str, Any]]:
    """The three parts of the triangle, each with strengths, needs and young people's words."""
    if assessment is None:
        return []
    titles = {
        "young": _("Young people together"),
        "guardian": _("Guardianship: who looks after it"),
        "design": _("Resources, design and policy"),
    }
    rows = (("strengths", _("Strengths")), ("needs", _("Needs")), ("say", _("What young people say")))
    return [
        {
            "title": title,
            "rows": [{"key": said, "value": clean(getattr(assessment, f"{part}_{name}"))} for name, said in rows
                     if getattr(assessment, f"{part}_{name}")],
        }
        for part, title in titles.items()
    ]  # fmt: skip
