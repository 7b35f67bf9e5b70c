"""How every field of notes and turning points is handled: how sensitive it is and how long it is kept."""

from __future__ import annotations

from kith.record.interface.handling import Handled, Sensitivity
from kith.record.rows.models import HANDLED_ALIKE

_FIELDS: dict[str, tuple[str, Sensitivity]] = {
    "Note.person": ("Whom the note is about.", "personal"),
    "Note.context": ("Which context it is about.", "personal"),
    "Note.episode_id": ("Which episode it is about, by reference.", "personal"),
    "Note.kind": ("What it was written after: a visit, a phone call and so on.", "none"),
    "Note.on": ("The day of what it tells.", "personal"),
    "Note.at": ("The time of day.", "personal"),
    "Note.who_seen": ("Who was seen, by kind.", "personal"),
    "Note.alone": ("Whether the young person was seen alone.", "personal"),
    "Note.saw_young_person": ("Whether the young person was seen.", "personal"),
    "Note.author": ("Whose note it is, where somebody else typed it.", "personal"),
    "Note.words": ("What happened, in the writer’s words.", "special_category"),
    "Note.young_words": ("What the young person said, word for word.", "special_category"),
    "Note.belongs": ("Which section of the record it belongs to.", "none"),
    "Note.source": ("How far the source of police intelligence is relied on.", "offence"),
    "Note.assessment": ("How the source knows of it.", "offence"),
    "Note.handling": ("Whom police intelligence may reach.", "offence"),
    "Note.expires_on": ("The last day on which police intelligence may be read.", "offence"),
    "Note.named": ("The users whom the conditions of handling allow, by reference.", "personal"),
    "Note.corrected_why": ("Why it was corrected, in words.", "personal"),
    "TurningPoint.person": ("Whose story it is.", "personal"),
    "TurningPoint.of": ("What kind of row it is about.", "none"),
    "TurningPoint.row_id": ("Which row, by reference.", "personal"),
    "TurningPoint.on": ("The day on which the story turned.", "personal"),
    "TurningPoint.words": ("What turned, in the worker’s words.", "special_category"),
    "TurningPoint.young_words": ("The same in the young person’s own words.", "special_category"),
    "TurningPoint.shown": ("Whether it stands on the line.", "none"),
    "TurningPoint.place": ("Its place on the line.", "none"),
}
_RULES = {"Note": "with_what_it_is_about", "TurningPoint": "with_person"}
_BY_PEOPLE = {"made_by", "error_by", "error_why"}

HANDLING: dict[str, Handled] = {
    **{
        f"{model}.{name}": Handled(says, "personal" if name in _BY_PEOPLE else "none", rule)
        for model, rule in _RULES.items()
        for name, says in HANDLED_ALIKE.items()
    },
    **{name: Handled(says, sort, _RULES[name.partition(".")[0]]) for name, (says, sort) in _FIELDS.items()},
}

REACHED: dict[str, str] = {
    "notes.Note.person": "goes",
    "notes.Note.context": "goes with the context",
    "notes.TurningPoint.person": "goes",
}
"""Every relation of this slice that leads to a person or a context, and what becomes of it when that is erased."""
