"""How every field of stays, legal statuses and authorisations is handled, and what an erasure makes of each link."""

from __future__ import annotations

from kith.record.interface.handling import Handled, Sensitivity
from kith.record.rows.models import HANDLED_ALIKE

_KEPT = "with_person"
_OF_USERS = {"made_by", "error_by", "error_why"}


def _row(model: str, **fields: tuple[str, Sensitivity] | tuple[str, Sensitivity, str]) -> dict[str, Handled]:
    """A model's own fields beside those that every row has."""
    alike = {
        name: Handled(says, "personal" if name in _OF_USERS else "none", _KEPT) for name, says in HANDLED_ALIKE.items()
    }
    own = {name: Handled(said[0], said[1], _KEPT, *said[2:]) for name, said in fields.items()}
    about = {"person": Handled("Whom the row is about.", "personal", _KEPT)}
    return {f"{model}.{name}": how for name, how in {**alike, **about, **own}.items()}


HANDLING: dict[str, Handled] = {
    **_row(
        "Stay",
        kind=("What the stay is: a care placement, with relatives, in custody and so on.", "personal"),
        from_on=("The first day.", "personal"),
        to_on=("The day it ended; empty while it lasts.", "personal"),
        planned_end=("The day it is planned to end.", "personal"),
        placement_type=("Type of placement.", "personal", "placement_type"),
        legal_basis=("Legal status at the latest day known.", "special_category", "legal_status"),
        provider=("Who provides the placement.", "personal", "placement_provider"),
        home=("Name of the home or carer.", "personal"),
        lines=("The address.", "personal"),
        postcode=("The postcode.", "personal"),
        withheld=("From whom the address is withheld.", "personal"),
        host_authority=("The authority in whose area it lies.", "personal"),
        locality=("Inside or outside the responsible authority's boundary.", "personal"),
        adjoining=("Whether that authority adjoins the responsible one.", "personal"),
        miles=("Miles from home.", "personal"),
        away_from=("Since when they are out of the area without a break.", "personal"),
        arranged_by=("Who decided on it.", "personal"),
        who_moved=("Who moved: alone, with a parent, the whole family.", "personal"),
        due_to_efh=("Whether harm outside the home was a reason.", "special_category"),
        review_why=("What that answer rests on, in words.", "special_category"),
        reviewed_at=("When it was answered.", "none"),
        reviewed_by=("Which user answered, by reference.", "personal"),
        from_files=("That it came from files.", "none"),
    ),
    **_row(
        "LegalStatus",
        legal_status=("Legal status of a looked-after child.", "special_category", "legal_status"),
        from_on=("The first day.", "personal"),
        to_on=("The last day; empty while it lasts.", "personal"),
    ),
    **_row(
        "Authorisation",
        stay=("The stay that it applies to.", "personal"),
        kind=("Secure accommodation or deprivation of liberty.", "special_category"),
        from_on=("The first day.", "personal"),
        to_on=("The last day; empty while in force.", "personal"),
        court=("The court.", "personal"),
        notes=("What it allows, in words.", "special_category"),
    ),
}

REACHED: dict[str, str] = {
    "placements.Stay.person": "goes",
    "placements.LegalStatus.person": "goes",
    "placements.Authorisation.person": "goes",
}
"""Every relation that leads to a person, and what becomes of it when they are erased."""
