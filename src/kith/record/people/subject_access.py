"""The copy of everything held of one person, which they may ask for (UK GDPR article 15; Data Protection Act 2018 section 45).

A manager who may see the record asks for it and another releases it, so that nobody takes a copy alone; whoever handles rights gives it, unread.
Others' data and withheld addresses stay out, and the copy says so, so that a person can look at them before it goes.
"""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from kith.record.access.rules import Section
from kith.record.audit.actions import recorded
from kith.record.audit.models import Event
from kith.record.audit.vocabulary import VOCABULARY
from kith.record.people.models import FamilyTie, Person, Photo, SubjectAccess
from kith.record.people.photos import picture
from kith.record.people.queries import about_people, of, root
from kith.record.people.subject_words import in_words, seen_by
from kith.record.rows.actions import Refused, as_json
from kith.record.rows.models import Row
from kith.record.rows.words import day, label

_APART = (FamilyTie, Photo)
"""What stands in the copy in another way than its fields."""


GIVEN = frozenset(Section) - {Section.WITHHELD_ADDRESS, Section.POLICE_INTELLIGENCE}
"""The sections whose rows go into the copy; the others are for a person to weigh first (Data Protection Act 2018, schedules 2 and 3)."""
_LEFT_OUT = {
    Section.WITHHELD_ADDRESS: _L("An address that is withheld."),
    Section.POLICE_INTELLIGENCE: _L("What the police shared and may have to be asked about first."),
}


def ask(*, by: Any, person_id: UUID, asked_on: date) -> SubjectAccess:
    """Note that somebody asked for what is held of them."""
    with recorded(by) as recorder:
        asked = SubjectAccess.objects.create(person_id=root(person_id), asked_on=asked_on, asked_by=recorder.by.user_id)
        recorder.event(
            "person.subject_access_asked", subject="subject_access", subject_id=asked.pk, person_id=asked.person_id
        )
        return asked


def release(*, by: Any, asked: SubjectAccess) -> None:
    """Another manager than the one who noted it says that the copy may be given. Refused for the same, or a second time."""
    with recorded(by) as recorder:
        fresh = SubjectAccess.objects.select_for_update().get(pk=asked.pk)
        if fresh.released_at is not None:
            raise Refused(_("This was released already."))
        if recorder.by.user_id in {None, fresh.asked_by}:
            raise Refused(_("Somebody else has to release this: nobody releases what they noted themselves."))
        fresh.released_at, fresh.released_by = timezone.now(), recorder.by.user_id
        fresh.save()
        recorder.event(
            "person.subject_access_released", subject="subject_access", subject_id=fresh.pk, person_id=fresh.person_id
        )


def give(*, by: Any, asked: SubjectAccess) -> bytes:
    """The copy as a zip of `held.json`, `held.html` and the photo. Refused before it was released."""
    with recorded(by) as recorder:
        fresh = SubjectAccess.objects.select_for_update().get(pk=asked.pk)
        if fresh.released_at is None:
            raise Refused(_("A manager has not released this yet."))
        made = bundle(root(fresh.person_id))
        fresh.given_at, fresh.given_by = timezone.now(), recorder.by.user_id
        fresh.save()
        recorder.event("person.bundle_made", subject="subject_access", subject_id=fresh.pk, person_id=fresh.person_id)
        return made


@dataclass(frozen=True, slots=True)
class Given:
    """What goes into a copy: by kind, each row with the names of its fields that are given; and what was left out."""

    rows: list[tuple[type[Row], list[tuple[Row, list[str]]]]]
    left_out: list[str]


def given(person_id: UUID) -> Given:
    """The rows about one person that they are given, without others' data, others' words, and withheld addresses."""
    found, left_out = [], []
    for model in about_people():
        if model in _APART:
            continue
        rows = list(of(model, person_id).order_by("made_at"))
        if any(row.is_over for row in rows):
            left_out.append(_("What was held until a day that is over: it is shown to nobody, and is being erased."))
        rows = [row for row in rows if not row.is_over]
        left_out += [_LEFT_OUT[row.section] for row in rows if row.section not in GIVEN]
        if any(row.weighed_first for row in rows):
            left_out.append(_("What somebody has to weigh before it is given."))
        shown = [row for row in rows if row.section in GIVEN and not row.weighed_first]
        own = [name for name in model.edited if name not in model.of_others]
        if shown and len(own) < len(model.edited):
            left_out.append(_("What names or describes other people. Look at each before the copy goes."))
        back = [row.kept_back for row in shown]
        if any(getattr(row, name) for row, names in zip(shown, back, strict=True) for name in names):
            left_out.append(
                _(
                    "What somebody else said, and what would tell an address that is withheld. Look at each before the copy goes."
                )
            )
        found.append(
            (model, [(row, [one for one in own if one not in names]) for row, names in zip(shown, back, strict=True)])
        )
    if _ties(person_id):
        left_out.append(_("The names of family members: data of other people. Look at each before the copy goes."))
    return Given(found, list(dict.fromkeys(str(text) for text in left_out)))


def _ties(person_id: UUID) -> list[FamilyTie]:
    return list(of(FamilyTie, person_id).filter(error_at=None).order_by("made_at"))


def held(person_id: UUID, found: Given | None = None) -> dict[str, Any]:
    """Everything that is given of one person, as JSON can hold it: keys, codes and references as they are stored."""
    found = found or given(person_id)
    person = Person.objects.get(pk=person_id)
    return {
        "made_on": timezone.localdate().isoformat(),
        "record": str(person_id),
        "person": as_json(person, Person.edited),
        "rows": {
            str(model._meta.verbose_name_plural): [
                {**as_json(row, names), "entered_in_error": row.error_at is not None} for row, names in rows
            ]
            for model, rows in found.rows
        },
        "family": [{"kind": tie.kind, "name": _("left out: data of somebody else")} for tie in _ties(person_id)],
        "seen_by": _seen_by(person_id),
        "left_out": found.left_out,
    }


def to_read(person_id: UUID, found: Given | None = None) -> dict[str, Any]:
    """The same in words, in the language that is asked for: what the page of the copy shows. Kinds without rows are left out."""
    found = found or given(person_id)
    person = Person.objects.get(pk=person_id)
    return {
        "made_on": day(timezone.localdate()),
        "record": str(person_id),
        "person": in_words(person, Person.edited),
        "parts": [
            (model._meta.verbose_name_plural, [(in_words(row, names), row.error_at is not None) for row, names in rows])
            for model, rows in found.rows if rows
        ],
        "family": [label("family_tie", tie.kind) for tie in _ties(person_id)],
        "seen_by": list(seen_by(_seen_by(person_id))),
        "left_out": found.left_out,
    }  # fmt: skip


def _seen_by(person_id: UUID) -> list[dict[str, str]]:
    """Who looked, by role and day: not by name, which is data of the worker."""
    ids = [person_id, *Person.objects.filter(kept_id=person_id).values_list("pk", flat=True)]
    events = Event.objects.filter(person_id__in=ids, outcome="done").order_by("seq").values_list("at", "role", "action")
    lines = dict.fromkeys((timezone.localdate(at).isoformat(), role, action) for at, role, action in events.iterator())
    return [{"on": on, "role": role, "did": str(VOCABULARY.get(action, action))} for on, role, action in lines]


def bundle(person_id: UUID) -> bytes:
    """The zip's bytes."""
    found = given(person_id)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("held.json", json.dumps(held(person_id, found), ensure_ascii=False, indent=2))
        file.writestr("held.html", render_to_string("people/held.html", {"held": to_read(person_id, found)}))
        for number, photo in enumerate(of(Photo, person_id).filter(error_at=None), 1):
            if (image := picture(photo)) is not None:
                file.writestr(f"photo-{number}.jpg", image)
    return made.getvalue()
