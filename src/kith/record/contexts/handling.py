"""How every field about contexts is handled: how sensitive it is and how long it is kept."""

from __future__ import annotations

from kith.record.interface.handling import Handled, Sensitivity
from kith.record.rows.models import HANDLED_ALIKE

_ROWS = {
    "Context": "context",
    "Association": "association",
    "Weighting": "with_context",
    "ContextAssessment": "with_context",
    "ContextAction": "with_context",
    "ContextReview": "with_context",
    "ContextEvent": "with_context",
}
_FIELDS: dict[str, tuple[str, Sensitivity]] = {
    "Context.kind": ("Peer group, school, place, online space and so on.", "none"),
    "Context.name": ("The name; of a peer group, initials.", "personal"),
    "Context.name_by": ("Whose words the name is.", "personal"),
    "Context.description": ("What it is, in words.", "special_category"),
    "Context.lines": ("Where it is.", "personal"),
    "Context.postcode": ("Its postcode.", "personal"),
    "Context.authority": ("In which local authority it is.", "none"),
    "Context.online": ("Where online it is, without a link.", "personal"),
    "Context.from_on": ("First known.", "none"),
    "Context.to_on": ("Last known.", "none"),
    "Context.status": ("Where the work stands.", "none"),
    "Context.opened_on": ("When work in it was opened.", "none"),
    "Context.closed_on": ("When work in it was closed.", "none"),
    "Context.referred_on": ("When it was referred.", "none"),
    "Context.referred_by": ("Who referred it, by kind.", "personal"),
    "Context.referral_reason": ("Why it was referred, in words.", "special_category"),
    "Context.consent": ("Whether the young people and parents agreed to the referral.", "personal"),
    "Context.consent_why": ("Why it went ahead without.", "personal"),
    "Context.lead": ("Which user leads the work.", "personal"),
    "Context.team": ("Which team's it is.", "none"),
    "Context.restricted_at": ("When it was limited to named people.", "security"),
    "Context.restricted_by": ("Which user limited it.", "security"),
    "Context.restricted_why": ("Why, in words.", "security"),
    "Association.person": ("Whom the tie is of.", "personal"),
    "Association.context": ("Which context.", "personal"),
    "Association.role": ("What they have to do with it.", "special_category"),
    "Association.purpose": ("What it is held for.", "none"),
    "Association.source": ("Who says so, by kind.", "personal"),
    "Association.words": ("In whose words.", "special_category"),
    "Association.evidence": ("What it rests on.", "special_category"),
    "Association.certainty": ("How certain it is.", "personal"),
    "Association.first_seen_on": ("First seen there.", "personal"),
    "Association.last_seen_on": ("Last seen there.", "personal"),
    "Association.review_on": ("By when it is looked at again.", "none"),
    "Association.expires_on": ("The last day on which it is held.", "none"),
    "Association.renewed_at": ("When it was renewed.", "none"),
    "Association.renewed_by": ("Which user renewed it.", "personal"),
    "Association.renewed_why": ("Why it was renewed.", "special_category"),
    "Association.renewed_evidence": ("On what evidence.", "special_category"),
    "Weighting.context": ("Which context.", "none"),
    "Weighting.on": ("When it was judged.", "none"),
    "Weighting.judgement": ("How far it weighs on young people, in words.", "special_category"),
    "Weighting.beside": ("Beside the other contexts of their lives.", "special_category"),
    "Weighting.who": ("Who judged it.", "personal"),
    "ContextAssessment.context": ("Which context.", "none"),
    "ContextAssessment.on": ("When it was assessed.", "none"),
    "ContextAssessment.unsafe": ("What makes it unsafe.", "special_category"),
    "ContextAssessment.young_strengths": ("Strengths of the young people together.", "special_category"),
    "ContextAssessment.young_needs": ("Needs of the young people together.", "special_category"),
    "ContextAssessment.young_say": ("What young people say of one another.", "special_category"),
    "ContextAssessment.guardian_strengths": ("Who looks after it, and what they do well.", "personal"),
    "ContextAssessment.guardian_needs": ("What is missing in looking after it.", "personal"),
    "ContextAssessment.guardian_say": ("What young people say of the adults.", "special_category"),
    "ContextAssessment.design_strengths": ("Resources, design and policy that help.", "none"),
    "ContextAssessment.design_needs": ("Resources, design and policy that are missing.", "none"),
    "ContextAssessment.design_say": ("What young people say of the place.", "special_category"),
    "ContextAssessment.who": ("Who took part.", "personal"),
    "ContextAction.context": ("Which context.", "none"),
    "ContextAction.what": ("What is done.", "personal"),
    "ContextAction.target": ("Whom or what it works on.", "none"),
    "ContextAction.aim": ("What it tries to do.", "none"),
    "ContextAction.track": ("Which relationships it works through.", "none"),
    "ContextAction.owner": ("Which user does it.", "personal"),
    "ContextAction.owner_else": ("Who else does it.", "personal"),
    "ContextAction.from_on": ("The first day.", "none"),
    "ContextAction.due_on": ("By when.", "none"),
    "ContextAction.to_on": ("The last day; empty while open.", "none"),
    "ContextAction.outcome": ("Whether it held.", "none"),
    "ContextAction.outcome_words": ("What came of it.", "special_category"),
    "ContextReview.context": ("Which context.", "none"),
    "ContextReview.on": ("When it was planned for.", "none"),
    "ContextReview.held_on": ("When it was held.", "none"),
    "ContextReview.found": ("What it found.", "special_category"),
    "ContextReview.who": ("Who took part.", "personal"),
    "ContextEvent.context": ("Which context.", "none"),
    "ContextEvent.on": ("When it happened.", "none"),
    "ContextEvent.what": ("What happened.", "special_category"),
    "ContextEvent.source": ("Who says so, by kind.", "personal"),
}
_BY_PEOPLE = {"made_by", "error_by", "error_why"}


def _alike(model: str, rule: str) -> dict[str, Handled]:
    return {
        f"{model}.{name}": Handled(says, "personal" if name in _BY_PEOPLE else "none", rule)
        for name, says in HANDLED_ALIKE.items()
    }


HANDLING: dict[str, Handled] = {
    **{name: how for model, rule in _ROWS.items() for name, how in _alike(model, rule).items()},
    **{name: Handled(says, sort, _ROWS[name.partition(".")[0]]) for name, (says, sort) in _FIELDS.items()},
    "Named.id": Handled("The row's key, which says nothing.", "none", "with_context"),
    "Named.context": Handled("Which context.", "security", "with_context"),
    "Named.user": Handled("Which user is named.", "security", "with_context"),
    "Named.made_at": Handled("When they were named.", "security", "with_context"),
    "Named.made_by": Handled("Which user named them.", "security", "with_context"),
}

REACHED: dict[str, str] = {
    "contexts.Association.person": "goes",
    "contexts.Association.context": "goes with the context",
    "contexts.Named.context": "goes with the context",
    "contexts.Weighting.context": "goes with the context",
    "contexts.ContextAssessment.context": "goes with the context",
    "contexts.ContextAction.context": "goes with the context",
    "contexts.ContextReview.context": "goes with the context",
    "contexts.ContextEvent.context": "goes with the context",
}
"""Every relation of this slice that leads to a person or a context, and what becomes of it when that is erased."""
