"""Every measure and every breakdown, declared once: what it counts, of whom, by what, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kith.definitions.codes import codes as code_list
from kith.figures.measures.affected import HARMS, NONE_RECORDED
from kith.figures.measures.supported import STATUSES

_SR = "A sigh of relief"
_LR = "Last resort or best interest?"
_DFE = "DfE, factors identified at the end of assessment"
_OURS = "Kith's own"


@dataclass(frozen=True, slots=True)
class Dimension:
    """One breakdown. `column` of the basis holds its category; a dimension of `flags` (category → column) holds several a person.

    `codes` names the list that labels the categories; `extra` labels others. Where `every` is set, categories that nobody has are shown as zero.
    """

    key: str
    title: str
    codes: str = ""
    column: str = ""
    flags: dict[str, str] = field(default_factory=dict)
    unsure: dict[str, str] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    every: bool = True

    def categories(self) -> list[str]:
        """The categories in the order in which to show them; others may be met where `every` is not set."""
        listed = list(code_list(self.codes).keys()) if self.codes else []
        return (list(self.flags) or listed) + [key for key in self.extra if key not in listed]

    def label(self, category: str) -> str:
        """What a person reads for a category; several joined by `+` are read as several."""
        if category in self.extra:
            return self.extra[category]
        if self.key == "host_authority":
            return _authority_name(category)
        names = code_list(self.codes) if self.codes else None
        if names and category in names:  # 18+ is one code
            return names.label(category)
        return " and ".join(names.label(key) if names else key for key in category.split("+"))


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure.

    `counts` is the basis column summed for it (a flag or a whole number); `high` the column for the upper end of its range;
    `not_known` that of people of whom it is not known whether they count. A share has `share`, the measure it is a share of `of`;
    `upper` says that the share is given as a range. `made` says where a figure comes from when it is not from the basis.
    """

    key: str
    title: str
    unit: str
    says: str
    source: str
    section: str
    of: str = ""
    counts: str = ""
    high: str = ""
    not_known: str = ""
    share: str = ""
    upper: bool = False
    by: tuple[str, ...] = ()
    made: str = "snapshot"


_NOT_CARE = {"none": "Not a care placement"}
_NOT_KNOWN = {"not_known": "Not known"}


def _dimensions() -> Iterator[Dimension]:
    yield Dimension("status", "Status", "involvement", flags={key: f"status_{key}" for key in STATUSES})
    yield Dimension(
        "harm",
        "Harm (several each)",
        "harm",
        flags={key: f"harm_{key}" for key in HARMS},
        unsure={key: f"unsure_{key}" for key in HARMS},
    )
    none = {NONE_RECORDED: "No listed harm recorded as live"}
    yield Dimension("harm_combination", "Combination of harms", "harm", "harm_combination", extra=none, every=False)
    yield Dimension("age_band", "Age", "age_band", "age_band")
    yield Dimension("sex", "Sex", "sex_group", "sex")
    yield Dimension("ethnicity_group", "Ethnicity", "ethnicity_group", "ethnicity_group")
    yield Dimension("disability", "Disability", "state", "disability")
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
    yield Dimension("rate_group", "Group by relocation rate", "rate_group")
    yield Dimension("service", "Service", "", every=False)


DIMENSIONS: dict[str, Dimension] = {dimension.key: dimension for dimension in _dimensions()}
"""Every breakdown by its key."""

PEOPLE_BY = ("age_band", "sex", "ethnicity_group", "disability")
AFFECTED_BY = ("harm", "harm_combination", *PEOPLE_BY)
RELOCATED_BY = (
    *("harm", *PEOPLE_BY, "stay_kind", "legal_basis", "legal_status", "placement_group", "placement_type", "secure"),
    *("deprivation_of_liberty", "provider", "host_authority", "adjoining", "distance_band", "planned_length"),
    *("elapsed_band", "elapsed_length", "arranged_by", "who_moved"),
)
RANGE_BY = ("harm", *PEOPLE_BY)
"""Breakdowns that people have who are in the range alone: they have no confirmed stay to describe."""


def _measures() -> Iterator[Measure]:
    yield Measure(
        "supported",
        "Young people supported",
        "people",
        "Young people of 10 to 25 on the month's last day with an involvement open on any day of the month. "
        "Someone whose birth date is not known is counted.",
        _SR,
        "supported",
        counts="supported",
        by=("status", *PEOPLE_BY),
    )
    yield Measure(
        "affected",
        "Young people affected by extra-familial harm (going missing alone left out)",
        "people",
        "Supported, with a live harm from outside the family other than going missing, or with a confirmed relocation in "
        "the month. Unknown: live harms of setting not known alone.",
        _SR,
        "affected",
        of="supported",
        counts="affected",
        not_known="affected_unknown",
        by=AFFECTED_BY,
    )
    yield Measure(
        "affected_share",
        "Share of supported young people affected by extra-familial harm (going missing alone left out)",
        "share",
        "Affected divided by supported, with a Wilson interval of 95 per cent.",
        _LR,
        "affected",
        of="supported",
        share="affected",
    )
    yield Measure(
        "affected_assumed_only",
        "Affected, resting on an assumed setting alone (going missing alone left out)",
        "people",
        "Affected, where no harm's setting was recorded by anybody: assessment factors carry none, so it is assumed to be "
        "outside the family. A confirmed relocation does not rest on this.",
        _DFE,
        "affected",
        of="affected",
        counts="affected_assumed_only",
    )
    yield Measure(
        "affected_or_missing",
        "Young people affected by extra-familial harm, going missing counted in",
        "people",
        "As affected, and also those with going missing alone: the five factors that DfE groups as extra-familial.",
        _DFE,
        "affected",
        of="supported",
        counts="affected_or_missing",
        not_known="affected_or_missing_unknown",
    )
    yield Measure(
        "affected_or_missing_share",
        "Share of supported young people affected, going missing counted in",
        "share",
        "Affected or missing divided by supported, with a Wilson interval of 95 per cent.",
        _DFE,
        "affected",
        of="supported",
        share="affected_or_missing",
    )
    yield Measure(
        "relocated",
        "Young people moved out of area for over 24 hours because of harm",
        "people",
        "Supported, with a stay outside the area on any day of the month, of at least two nights, confirmed as due to harm "
        "(yes or partly). The range adds affected people whose stay is not reviewed, of unknown reason or of unknown length; "
        "unknown are affected people, in neither, with a stay of which it is not known where it is.",
        _SR,
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
        _OURS,
        "relocated",
        of="relocated",
        counts="relocated_partly",
    )
    yield Measure(
        "relocation_rate",
        "Share of affected young people relocated, confirmed moves only (going missing alone left out)",
        "rate",
        "Confirmed relocated divided by affected, with a Wilson interval of 95 per cent.",
        _LR,
        "relocated",
        of="affected",
        share="relocated",
    )
    yield Measure(
        "relocation_rate_range",
        "Share of affected young people relocated: confirmed, to confirmed and open (going missing alone left out)",
        "rate",
        "The lower and upper count of relocated, each divided by affected.",
        _LR,
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
        _OURS,
        "relocated",
        of="affected",
        counts="candidate",
    )
    yield Measure(
        "not_reviewed",
        "Affected young people with a stay out of area not yet reviewed",
        "people",
        "Of the candidates, those with a stay of which nobody has said whether it was due to harm.",
        _OURS,
        "relocated",
        of="candidates",
        counts="not_reviewed",
    )
    yield Measure(
        "locality_not_known",
        "Affected young people with a stay of which it is not known whether it is out of area",
        "people",
        "Any stay of the month, whatever its length or reason.",
        _OURS,
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
        _LR,
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
        _LR,
        "relocated",
        of="relocated",
        counts="more_than_one_stay",
    )
    yield Measure(
        "missing_from_stay",
        "Relocated young people who went missing from an out-of-area stay",
        "people",
        "Relocated, with an episode of going missing that meets the month and began during a confirmed stay of the month; "
        "away without authorisation is left out.",
        _LR,
        "missing",
        of="relocated",
        counts="missing_from_stay",
    )
    yield Measure(
        "missing_episodes",
        "Episodes of going missing from an out-of-area stay",
        "episodes",
        "The episodes of the people before.",
        _LR,
        "missing",
        counts="missing_episodes",
    )
    yield Measure(
        "missing_from_stay_share",
        "Share of relocated young people who went missing from an out-of-area stay",
        "share",
        "With a Wilson interval of 95 per cent.",
        _LR,
        "missing",
        of="relocated",
        share="missing_from_stay",
    )
    for when, words, window in (
        ("before", "in the 90 days before the move", "The 90 days before the first day of the unbroken time away."),
        (
            "after",
            "in the first 90 days of the move",
            "90 days from the first day away, or to the month's end if sooner.",
        ),
    ):
        yield Measure(
            f"missing_{when}",
            f"Relocated young people missing {words}",
            "people",
            window + " Reporting may differ between places.",
            _LR,
            "missing",
            of="relocated",
            counts=f"missing_{when}",
        )
        yield Measure(
            f"missing_days_{when}",
            f"Days missing {words}",
            "days",
            window + " A day in two episodes counts once.",
            _LR,
            "missing",
            counts=f"missing_days_{when}",
        )
        yield Measure(
            f"days_at_risk_{when}",
            f"Days that the relocated young people lived {words}",
            "days",
            window,
            _OURS,
            "missing",
            counts=f"days_{when}",
        )
    yield from _compared()


def _compared() -> Iterator[Measure]:
    """What is said of several services together."""
    for key, title, unit, says, source in (
        ("services", "Services compared", "services", "Services with figures for the month.", _LR),
        ("rate_group", "Group by relocation rate", "services", "Under 5, 5 to 10 inclusive, over 10 per cent, of confirmed moves.", _LR),
        ("funnel_chi_square", "Chi-square of the relocation rates", "coefficient", "Services against the pooled rate; the denominator is the degrees of freedom.", _OURS),
        ("funnel_dispersion", "Overdispersion of the relocation rates (phi)", "coefficient", "Chi-square divided by its degrees of freedom; above 1 the services differ more than chance alone makes them.", "Spiegelhalter 2005"),
        ("funnel_z", "Distance from the pooled rate, unadjusted (z)", "z", "In standard errors of the pooled rate. The numerator is 1 where it lies outside the 95 per cent limits (beyond 1.96), else 0.", "Spiegelhalter 2005"),
        ("funnel_z_widened", "Distance from the pooled rate, limits widened for overdispersion (z)", "z", "The same divided by the square root of phi, where phi is above 1 (multiplicative, not winsorised). The numerator is 1 outside the limits.", "Spiegelhalter 2005"),
        ("harm_share_correlation", "Rank correlation of a harm's share among affected with the relocation rate", "coefficient", "Spearman over the services, 95 per cent interval by Fisher's z with the variance of Bonett and Wright.", _LR),
        ("harm_share_correlation_p", "Probability of so strong a rank correlation by chance", "probability", "Two-sided, of the correlation before.", _OURS),
        ("none_reported", "Services reporting nobody for a harm", "services", "Of the services with anybody affected.", _SR),
        ("zero_report", "Services reporting nobody for a harm where their size makes that improbable", "services", "Of the services reporting nobody, those where the others' pooled share makes that less likely than 1 in 20: a finding about recording.", _SR),
        ("zero_report_probability", "How likely nobody would be, at the share that the other services report", "probability", "Of each service reporting nobody for a harm.", _OURS),
    ):  # fmt: skip
        by = ("rate_group",) if key == "rate_group" else ("harm",) if "harm_" in key or "report" in key else ()
        yield Measure(key, title, unit, says, source, "compared", by=by, made="compare")


MEASURES: dict[str, Measure] = {measure.key: measure for measure in _measures()}
"""Every measure by its key, in the order in which to show them."""


def _authority_name(code: str) -> str:
    from kith.definitions.authorities import authority

    found = authority(code)
    return found.name if found else code
