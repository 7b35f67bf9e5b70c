"""The copy of everything held of one person, which they may ask for (UK GDPR article 15; Data Protection Act 2018 section 45).

A manager who may see the record asks for it and another releases it, so that nobody takes a copy alone; whoever handles rights gives it, unread.
Others' data and withheld addresses stay out, and the copy says so, so that a person can look at them before it goes.
"""

from __future__ import annotations

import io
import json
import zipfile
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
from kith.record.rows.actions import Refused, as_json

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


def held(person_id: UUID) -> dict[str, Any]:
    """Everything held of one person here, as JSON can hold it, without others' data and without withheld addresses."""
    person = Person.objects.get(pk=person_id)
    found: dict[str, Any] = {
        "made_on": timezone.localdate().isoformat(),
        "record": str(person_id),
        "person": as_json(person, Person.edited),
        "rows": {},
    }
    left_out = []
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
        found["rows"][str(model._meta.verbose_name_plural)] = [
            {**as_json(row, own), "entered_in_error": row.error_at is not None} for row in shown
        ]
    ties = of(FamilyTie, person_id).filter(error_at=None).order_by("made_at")
    found["family"] = [{"kind": tie.kind, "name": _("left out: data of somebody else")} for tie in ties]
    if ties:
        left_out.append(_("The names of family members: data of other people. Look at each before the copy goes."))
    found["seen_by"] = _seen_by(person_id)
    found["left_out"] = list(dict.fromkeys(str(text) for text in left_out))
    return found


def _seen_by(person_id: UUID) -> list[dict[str, str]]:
    """Who looked, by role and day: not by name, which is data of the worker."""
    ids = [person_id, *Person.objects.filter(kept_id=person_id).values_list("pk", flat=True)]
    events = Event.objects.filter(person_id__in=ids, outcome="done").order_by("seq").values_list("at", "role", "action")
    lines = dict.fromkeys((timezone.localdate(at).isoformat(), role, action) for at, role, action in events.iterator())
    return [{"on": on, "role": role, "did": str(VOCABULARY.get(action, action))} for on, role, action in lines]


def bundle(person_id: UUID) -> bytes:
    """The zip's bytes."""
    found = held(person_id)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("held.json", json.dumps(found, ensure_ascii=False, indent=2))
        file.writestr("held.html", render_to_string("people/held.html", {"held": found}))
        for number, photo in enumerate(of(Photo, person_id).filter(error_at=None), 1):
            if (image := picture(photo)) is not None:
                file.writestr(f"photo-{number}.jpg", image)
    return made.getvalue()
