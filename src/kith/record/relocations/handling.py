"""How every field of relocations is handled, and what an erasure makes of each link. What a field holds is its name in the models."""

from __future__ import annotations

from django.apps import apps
from django.utils.translation import override

from kith.record.interface.handling import Handled, Sensitivity
from kith.record.rows.models import HANDLED_ALIKE

_KEPT = "with_person"
_OF_USERS = {"made_by", "error_by", "error_why"}
_SENSITIVITY: dict[str, dict[Sensitivity, str]] = {
    "Relocation": {
        "personal": "person stay planned_on planned_from from_on to_on planned_end withdrawn_on locality host_authority "
        "nation_to adjoining miles arranged_by who_moved next_home next_home_by next_home_on "
        "emergency ended_how moved_to",
        "special_category": "kind due_to_efh purpose drivers tenancy_kept tenancy work_kept parents_work schools_found siblings_school remains",
        "none": "placed_by from_files",
    },
    "NextHome": {
        "personal": "person relocation decision on choice chosen_by agreed from_on review_on",
        "special_category": "words who_else housing school first_hours",
    },
    "Condition": {
        "personal": "person relocation decision context aim owner state due_on met_on",
        "special_category": "what notes",
    },
    "Told": {
        "personal": "person relocation who name by_on told_on told_how answered_on",
        "special_category": "asked answer",
    },
    "Request": {
        "personal": "person relocation way party name asked_on by_on owner answered_on answer",
        "special_category": "kind what answer_words",
    },
    "Away": {
        "personal": "person relocation on",
        "special_category": "kind harm what done",
    },
    "AfterLook": {
        "personal": "person relocation by_on on who",
        "special_category": "kind words how worked",
    },
    "Decision": {
        "personal": "person relocation stands stands_why proposed_on decided_on outcome later_on asked_by refused_by "
        "pressure_partner why_out_of_area tried_first resort resort_voice necessary_on looked_after locality "
        "adjoining host_authority nation_to exempt for_profit planned_length planned_from planned_end "
        "emergency",
        "special_category": "approvals_given happening asked_words return_refused refused_why refused_answer drivers pressures "
        "purpose gain_physical cost_physical guard_physical gain_relational cost_relational guard_relational "
        "gain_psychological cost_psychological guard_psychological resort_words best_interests delayed_why "
        "kind legal_basis authorisation emergency_why not_yet_why plan",
        "none": "from_files",
    },
    "Tried": {
        "personal": "person decision target aim from_on to_on",
        "special_category": "kind what did_not_hold",
    },
    "Alternative": {
        "personal": "person decision on",
        "special_category": "kind what came_of_it",
    },
    "Consent": {
        "personal": "person decision state on by",
        "special_category": "kind notes",
    },
    "Approval": {
        "personal": "person decision asked_on answer answered_on answered_by",
        "special_category": "kind why",
    },
    "View": {
        "personal": "person decision relocation voice name subject answer on",
        "special_category": "dimension words",
    },
    "IndependentLook": {
        "personal": "person decision relocation occasion voice name on spoke",
        "special_category": "summary",
    },
    "Answered": {
        "personal": "person look question answer",
        "special_category": "words",
    },
    "Challenge": {
        "personal": "person look question to on answer_by answered_on escalated_on escalated_to settled_on",
        "special_category": "what answer",
    },
}
"""Model → how sensitive → its fields."""


def _says(model: str, field: str) -> str:
    with override("en"):
        said = str(apps.get_app_config("relocations").get_model(model)._meta.get_field(field).verbose_name)
    return f"{said[:1].upper()}{said[1:]}."


def _own(model: str) -> dict[str, Handled]:
    fields = [(name, how) for how, names in _SENSITIVITY[model].items() for name in names.split()]
    return {f"{model}.{name}": Handled(_says(model, name), how, _KEPT) for name, how in fields}


def _alike(model: str) -> dict[str, Handled]:
    return {
        f"{model}.{name}": Handled(says, "personal" if name in _OF_USERS else "none", _KEPT)
        for name, says in HANDLED_ALIKE.items()
    }


HANDLING: dict[str, Handled] = {
    name: how for model in _SENSITIVITY for name, how in {**_alike(model), **_own(model)}.items()
}

REACHED: dict[str, str] = {
    "relocations.Relocation.person": "goes",
    "relocations.NextHome.person": "goes",
    "relocations.Condition.person": "goes",
    "relocations.Condition.context": "is emptied",
    "relocations.Told.person": "goes",
    "relocations.Request.person": "goes",
    "relocations.Away.person": "goes",
    "relocations.AfterLook.person": "goes",
    "relocations.Decision.person": "goes",
    "relocations.Tried.person": "goes",
    "relocations.Alternative.person": "goes",
    "relocations.Consent.person": "goes",
    "relocations.Approval.person": "goes",
    "relocations.View.person": "goes",
    "relocations.IndependentLook.person": "goes",
    "relocations.Answered.person": "goes",
    "relocations.Challenge.person": "goes",
}
"""Every relation of this slice that leads to a person or a context, and what becomes of it when that is erased."""
