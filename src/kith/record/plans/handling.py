"""How every field of plans is handled, and what an erasure makes of each link. What a field holds is its name in the models."""

from __future__ import annotations

from django.apps import apps
from django.utils.translation import override

from kith.record.interface.handling import Handled, Sensitivity
from kith.record.rows.models import HANDLED_ALIKE

_KEPT = "with_person"
_OF_USERS = {"made_by", "error_by", "error_why"}
_SENSITIVITY: dict[str, dict[Sensitivity, str]] = {
    "Goal": {"personal": "person voice name from_on to_on progress", "special_category": "words progress_words"},
    "Action": {
        "personal": "person goal relocation track stage owner owner_else from_on due_on to_on outcome",
        "special_category": "context what kind target aim outcome_words",
    },
    "Control": {
        "personal": "person set_by child_view proportionate looked_again",
        "offence": "kind conditions from_on to_on",
        "special_category": "view_words why",
    },
    "Visit": {"personal": "person on seen seen_alone where who why_not", "special_category": "words"},
    "Review": {
        "personal": "person kind occasion on participation parents_took_part chaired_by next_due_on",
        "special_category": "event words decisions",
    },
    "RiskHolding": {
        "personal": "person agreed_by agreed_on until_on ended_on",
        "special_category": "what why view_words outcome_words",
    },
}
"""Model → how sensitive → its fields."""
_CODES = {"Review.participation": "review_code"}


def _says(model: str, field: str) -> str:
    with override("en"):
        said = str(apps.get_app_config("plans").get_model(model)._meta.get_field(field).verbose_name)
    return f"{said[:1].upper()}{said[1:]}."


def _row(model: str) -> dict[str, Handled]:
    alike = {
        name: Handled(says, "personal" if name in _OF_USERS else "none", _KEPT) for name, says in HANDLED_ALIKE.items()
    }
    own = {
        name: Handled(_says(model, name), how, _KEPT, _CODES.get(f"{model}.{name}", ""))
        for how, names in _SENSITIVITY[model].items()
        for name in names.split()
    }
    return {f"{model}.{name}": how for name, how in {**alike, **own}.items()}


HANDLING: dict[str, Handled] = {name: how for model in _SENSITIVITY for name, how in _row(model).items()}

REACHED: dict[str, str] = {
    **{f"plans.{model}.person": "goes" for model in _SENSITIVITY},
    "plans.Action.context": "is emptied",
}
"""Every relation of this slice that leads to a person or a context, and what becomes of it when that is erased."""
