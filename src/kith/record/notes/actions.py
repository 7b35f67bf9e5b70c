"""How notes and turning points are written: each action is one transaction with its audit event, and there is no other way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kith.record.accounts import drafts
from kith.record.audit.actions import erase_history_of, recorded
from kith.record.notes.models import Note, TurningPoint
from kith.record.notes.queries import turning_points
from kith.record.notes.rules import inserted, is_correction, moved
from kith.record.people.queries import root
from kith.record.rows.actions import Refused, Ways, Writer

_GRADING = ("source", "assessment", "handling", "named")


def _prepare(row: Note) -> None:
    """What follows from what was written: whether the young person was seen, and whom the conditions allow."""
    row.saw_young_person = "young_person" in row.who_seen
    if not (row.words.strip() or row.young_words.strip()):
        raise Refused({"words": _("Write what happened, or what the young person said")})
    if row.alone == "yes" and not row.saw_young_person:
        raise Refused({"alone": _("Say that the young person was seen, or leave open whether they were seen alone")})
    if row.at is not None and row.on is None:
        raise Refused({"at": _("Give the day as well as the time")})
    if row.belongs != "police_intelligence":
        row.expires_on, graded = None, dict.fromkeys(_GRADING, "")
        for name, value in graded.items():
            setattr(row, name, value)
        return
    if not (row.source and row.assessment and row.handling and row.expires_on):
        raise Refused(
            _("Police intelligence needs its source, how it is known, its handling and until when it may be read")
        )
    named = {*row.named.split(), *([str(row.made_by)] if row.made_by else [])}
    row.named = " ".join(sorted(named)) if row.handling == "C" else ""


class NoteWriter(Writer):
    """The writes of notes. After a day, or by anybody else than its writer, a change is a correction and says why."""

    def change(self, *, by: Any, row: Any, seen: int, values: Mapping[str, Any]) -> Any:
        """Change a note: what it said before stays beside it. Raises `Stale`, `Refused`."""
        with recorded(by) as recorder:
            late = is_correction(row.made_by, recorder.by.user_id, row.made_at, timezone.now())
            if late and not str(values.get("corrected_why", "")).strip():
                raise Refused({"corrected_why": _("Say why it is corrected: what it said before stays beside it")})
            if values.get("belongs", row.belongs) != row.belongs:
                raise Refused(
                    _("A note stays in its section. Write a new one there and mark this one as entered in error.")
                )
            return super().change(by=by, row=row, seen=seen, values=values)


WRITER = NoteWriter("note", {Note: Ways(prepare=_prepare, unchecked=("context",))})
"""The writes of notes: of a person, a context or an episode. Who may is for the guard of whatever they are about."""


class PointWriter(Writer):
    """The writes of turning points. A new one goes where its day belongs on the line."""

    def add(self, *, by: Any, row: Any) -> Any:
        """Keep a turning point, given unsaved. Refused where the same is on the line already."""
        with recorded(by) as recorder:
            line = [point for point in turning_points(row.person_id) if point.error_at is None]
            if row.row_id is not None and any((point.of, point.row_id) == (row.of, row.row_id) for point in line):
                raise Refused(_("This is on the line already. Change it there."))
            at = inserted([point.on for point in line], row.on)
            row.place = at
            made: TurningPoint = super().add(by=by, row=row)
            _number([*[point.pk for point in line[:at]], made.pk, *[point.pk for point in line[at:]]])
            recorder.event("story.marked", subject="turningpoint", subject_id=made.pk, person_id=root(made.person_id))
            return made


POINTS = PointWriter("person")
"""The writes of turning points, which belong to the person's record."""


def add_about_episode(*, by: Any, episode_id: UUID, values: Mapping[str, Any]) -> Note:
    """Keep a note about an episode, which stands in a slice above: its guard has let `by` in."""
    made: Note = WRITER.add(by=by, row=Note(episode_id=episode_id, **values))
    return made


def erase_about_episode(*, by: Any, episode_id: UUID) -> int:
    """Erase the notes about an episode that is being erased, with what they used to say; returns how many there were."""
    return _erase(by, Note.objects.filter(episode_id=episode_id))


def erase_point(*, by: Any, point_id: UUID) -> int:
    """Erase a turning point with what it used to say, where what it was about is gone."""
    return _erase(by, TurningPoint.objects.filter(pk=point_id))


def _erase(by: Any, rows: Any) -> int:
    with recorded(by):
        found = list(rows)
        for row in found:
            drafts.drop_about(row.pk)
            erase_history_of(by, subject=type(row).__name__.lower(), subject_id=row.pk)
        rows.delete()
        return len(found)


# The line of turning points


def mark(
    *, by: Any, person_id: UUID, words: str, on: date | None = None, young_words: str = "", of: str = "",
    row_id: UUID | None = None,
) -> TurningPoint:  # fmt: skip
    """Put a turning point on a person's line. `of`, `row_id`: the model and id of what is recorded that it is about."""
    row = TurningPoint(person_id=person_id, of=of, row_id=row_id, on=on, words=words, young_words=young_words)
    made: TurningPoint = POINTS.add(by=by, row=row)
    return made


def move(*, by: Any, person_id: UUID, point_id: UUID, steps: int) -> None:
    """Move a turning point up (negative) or down the line. Refused where it is not on it."""
    with recorded(by) as recorder:
        line = [point.pk for point in turning_points(person_id) if point.error_at is None]
        if point_id not in line:
            raise Refused(_("This is not on the line any more."))
        _number(moved(line, point_id, steps))
        recorder.event("story.moved", subject="turningpoint", subject_id=point_id, person_id=root(person_id))


def _number(line: list[UUID]) -> None:
    for place, pk in enumerate(line):
        TurningPoint.objects.filter(pk=pk).exclude(place=place).update(place=place)
