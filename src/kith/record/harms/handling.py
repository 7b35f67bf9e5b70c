"""How every field about harm is handled: how sensitive it is, how long it is kept, to which statutory list it maps."""

from __future__ import annotations

from kith.record.harms.retention import RETENTION
from kith.record.interface.handling import Handled, Sensitivity
from kith.record.rows.models import HANDLED_ALIKE

_ROWS = ("Concern", "Answer", "Episode", "EpisodeRole", "Assessment", "Enquiry")
_FIELDS: dict[str, tuple[str, Sensitivity]] = {
    "Concern.person": ("Whom the row is about.", "personal"),
    "Concern.harm": ("The kind of harm.", "special_category"),
    "Concern.sub_kind": ("A narrower kind.", "special_category"),
    "Concern.setting": ("Outside the family, inside, both, or not known.", "special_category"),
    "Concern.setting_basis": ("Whether somebody recorded that or it was assumed.", "none"),
    "Concern.certainty": ("Suspected, confirmed or ruled out.", "special_category"),
    "Concern.noticed_on": ("When it was first noticed.", "personal"),
    "Concern.from_on": ("The first day that it is held to be live.", "personal"),
    "Concern.to_on": ("The last day; empty while live.", "personal"),
    "Concern.source": ("Who told, by kind.", "personal"),
    "Concern.evidence": ("What it rests on, in words.", "special_category"),
    "Concern.rests_on": ("The assessment factor, or the list and its column, that a file gave.", "personal"),
    "Concern.push": ("What pushes the young person out.", "special_category"),
    "Concern.pull": ("What pulls them.", "special_category"),
    "Concern.words": ("Somebody's own words.", "special_category"),
    "Concern.words_of": ("Whose words.", "personal"),
    "Concern.told": ("Whether the young person knows of the flag.", "personal"),
    "Concern.told_on": ("When they were told.", "personal"),
    "Concern.told_how": ("What they were told, and how.", "special_category"),
    "Concern.told_why": ("Why they were not told.", "special_category"),
    "Concern.told_decided_by": ("Who decided that.", "personal"),
    "Concern.edition": ("Under which edition of the guidance it was coded.", "none"),
    "ConcernContext.id": ("The row's key, which says nothing.", "none"),
    "ConcernContext.concern": ("Which concern.", "personal"),
    "ConcernContext.context": ("In which context the harm lives.", "special_category"),
    "Answer.person": ("Whom the row is about.", "personal"),
    "Answer.harm": ("Which kind of harm was asked about.", "special_category"),
    "Answer.answer": ("Yes, no or not known.", "special_category"),
    "Answer.on": ("The day of the answer.", "personal"),
    "Episode.context": ("Where it happened.", "special_category"),
    "Episode.harm": ("The kind of harm.", "special_category"),
    "Episode.what": ("What happened, in words.", "offence"),
    "Episode.from_on": ("The first day.", "personal"),
    "Episode.to_on": ("The last day.", "personal"),
    "Episode.time_of_day": ("The time of day, as far as known.", "personal"),
    "Episode.source": ("Who told, by kind.", "personal"),
    "Episode.certainty": ("Suspected, confirmed or ruled out.", "special_category"),
    "EpisodeRole.person": ("Who was in it.", "personal"),
    "EpisodeRole.episode": ("Which episode.", "personal"),
    "EpisodeRole.role": ("What part they had in this episode; never said of the person.", "offence"),
    "Assessment.person": ("Whom the row is about.", "personal"),
    "Assessment.from_on": ("When the assessment began.", "personal"),
    "Assessment.to_on": ("When it was authorised.", "personal"),
    "Assessment.factors": ("The factors identified.", "special_category"),
    "Enquiry.person": ("Whom the row is about.", "personal"),
    "Enquiry.from_on": ("When the enquiry began.", "personal"),
    "Enquiry.conference_on": ("Day of the initial child protection conference.", "personal"),
    "Enquiry.conference_not_required": ("Whether a conference was held not to be needed.", "personal"),
}
_CODES = {"Assessment.factors": "cin_factor"}
_BY_PEOPLE = {"made_by", "error_by", "error_why"}


def _rule(name: str) -> str:
    return RETENTION[name.partition(".")[0]]


HANDLING: dict[str, Handled] = {
    **{
        f"{model}.{name}": Handled(says, "personal" if name in _BY_PEOPLE else "none", RETENTION[model])
        for model in _ROWS
        for name, says in HANDLED_ALIKE.items()
    },
    **{name: Handled(says, sort, _rule(name), _CODES.get(name, "")) for name, (says, sort) in _FIELDS.items()},
}

REACHED: dict[str, str] = {
    "harms.Concern.person": "goes",
    "harms.ConcernContext.context": "goes with the context; the concern stays",
    "harms.Answer.person": "goes",
    "harms.Episode.context": "is emptied; the episode stays",
    "harms.EpisodeRole.person": "goes; with the last of them goes the episode, with what it used to say",
    "harms.Assessment.person": "goes",
    "harms.Enquiry.person": "goes",
}
"""Every relation of this slice that leads to a person or a context, and what becomes of it when that is erased."""
