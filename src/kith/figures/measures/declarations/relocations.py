"""Declared: who is moved out of area because of harm, where to and how, and the moves being planned."""

from __future__ import annotations

from collections.abc import Iterator

from kith.figures.measures.declarations.measure import LR, OURS, SR, Dimension, Family, Measure, Need
from kith.figures.measures.declarations.people import HARMED, INVOLVED, PEOPLE_BY

AWAY = Need(
    frozenset({"placements", "relocations"}), "stays away from home", "the SSDA903, or a list of out-of-area placements"
)
PLANNED = Need(frozenset({"relocations"}), "planned moves", "a list of planned moves")

FAMILIES = (
    Family(
        "relocated",
        "Moved out of area because of it",
        "No move out of area is confirmed or waiting for review.",
        (INVOLVED, HARMED, AWAY),
    ),
    Family("planned", "Moves being planned", "No move is recorded as planned.", (INVOLVED, PLANNED)),
)

_NOT_CARE = {"none": "Not a care placement"}
_NOT_KNOWN = {"not_known": "Not known"}

RELOCATED_BY = (
    *("harm", *PEOPLE_BY, "stay_kind", "legal_basis", "legal_status", "placement_group", "placement_type", "secure"),
    *("deprivation_of_liberty", "provider", "host_authority", "adjoining", "distance_band", "planned_length"),
    *("elapsed_band", "elapsed_length", "arranged_by", "who_moved", "time_to_18"),
)


def dimensions() -> Iterator[Dimension]:
    yield Dimension(
        "stay_kind", "Kind of move", "", "stay_kind", extra={"placement": "Care placement", "other_move": "Other move"}
    )
    yield Dimension("legal_basis", "Legal basis", "legal_basis", "legal_basis", extra=_NOT_CARE | _NOT_KNOWN)
    yield Dimension(
        "legal_status", "Legal status", "legal_status", "legal_status", extra=_NOT_CARE | _NOT_KNOWN, every=False
    )
    yield Dimension(
        "placement_group", "Kind of placement", "placement_group", "placement_group", extra=_NOT_CARE | _NOT_KNOWN
    )
    yield Dimension(
        "placement_type",
        "Placement type",
        "placement_type",
        "placement_type",
        extra=_NOT_CARE | _NOT_KNOWN,
        every=False,
    )
    yield Dimension("secure", "Secure: placement or order in force", "state", "secure")
    yield Dimension(
        "deprivation_of_liberty",
        "Deprivation of liberty order in force",
        "",
        "deprivation_of_liberty",
        extra={"yes": "Yes", "not_recorded": "None recorded"},
    )
    yield Dimension("provider", "Provider", "placement_provider", "provider", extra=_NOT_CARE | _NOT_KNOWN)
    yield Dimension("host_authority", "Area moved to", "", "host_authority", extra=_NOT_KNOWN, every=False)
    yield Dimension("adjoining", "Moved to an adjoining authority", "state", "adjoining")
    yield Dimension("distance_band", "Distance from home", "distance_band", "distance_band")
    yield Dimension("planned_length", "Planned length", "planned_length", "planned_length")
    bands = {"under_1_month": "Under 1 month", "1_to_12_months": "1 to 12 months", "over_1_year": "Over 1 year"}
    yield Dimension("elapsed_band", "Time away so far", "", "elapsed_band", extra=bands)
    yield Dimension(
        "elapsed_length", "Time away so far, in the bands of planned length", "elapsed_length", "elapsed_length"
    )
    yield Dimension("arranged_by", "Arranged by", "arranged_by", "arranged_by")
    yield Dimension("who_moved", "Who moved", "who_moved", "who_moved")
    yield Dimension("time_to_18", "Time to 18", "time_to_18", "time_to_18")


def measures() -> Iterator[Measure]:
    yield Measure(
        "relocated",
        "Young people moved out of area for over 24 hours because of harm",
        "people",
        "Supported, with a stay outside the area on any day of the month, of at least two nights, confirmed as due to harm "
        "(yes or partly). The range adds affected people whose stay is not reviewed, of unknown reason or of unknown length; "
        "unknown are affected people, in neither, with a stay of which it is not known where it is.",
        SR,
        "relocated",
        of="affected",
        counts="relocated",
        high="relocated_high",
        not_known="relocated_unknown",
        by=RELOCATED_BY,
    )
    yield Measure(
        "relocated_partly",
        "Relocated, harm being part of the reason",
        "people",
        "Relocated, where no stay is said to be wholly due to harm.",
        OURS,
        "relocated",
        of="relocated",
        counts="relocated_partly",
    )
    yield Measure(
        "relocation_rate",
        "Share of affected young people relocated, confirmed moves only (going missing alone left out)",
        "rate",
        "Confirmed relocated divided by affected, with a Wilson interval of 95 per cent.",
        LR,
        "relocated",
        of="affected",
        share="relocated",
    )
    yield Measure(
        "relocation_rate_range",
        "Share of affected young people relocated: confirmed, to confirmed and open (going missing alone left out)",
        "rate",
        "The lower and upper count of relocated, each divided by affected.",
        LR,
        "relocated",
        of="affected",
        share="relocated",
        upper=True,
    )
    yield Measure(
        "candidates",
        "Affected young people with a stay out of area that may have been over 24 hours, whatever its reason",
        "people",
        "Whom a review has to look at.",
        OURS,
        "relocated",
        of="affected",
        counts="candidate",
    )
    yield Measure(
        "not_reviewed",
        "Affected young people with a stay out of area not yet reviewed",
        "people",
        "Of the candidates, those with a stay of which nobody has said whether it was due to harm.",
        OURS,
        "relocated",
        of="candidates",
        counts="not_reviewed",
    )
    yield Measure(
        "locality_not_known",
        "Affected young people with a stay of which it is not known whether it is out of area",
        "people",
        "Any stay of the month, whatever its length or reason.",
        OURS,
        "relocated",
        of="affected",
        counts="locality_not_known",
    )
    yield Measure(
        "planned_moves",
        "Moves out of area because of harm planned and not begun",
        "moves",
        "Moves of supported young people recorded as planned by the month's end, not begun and not given up by then. The range "
        "adds moves of affected people whose reason is open; unknown are moves of which it is not known where to.",
        LR,
        "planned",
        counts="planned_sure",
        high="planned_high",
        not_known="planned_unknown",
    )
    yield Measure(
        "more_than_one_stay",
        "Relocated young people in more than one out-of-area stay in the month",
        "people",
        "Relocated with two or more confirmed stays in the month.",
        LR,
        "relocated",
        of="relocated",
        counts="more_than_one_stay",
    )
