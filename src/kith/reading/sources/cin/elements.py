"""Which elements of the census are read, and into which column of which level, so that a new schema year is one line here.

Elements not named here (primary need, reasons for closure, categories of abuse, the 2027 block PreProceedingsandFGDM) hold
nothing for these figures and are passed over.
"""

from __future__ import annotations

ROWS: dict[str, str] = {
    "CINdetails": "episodes",
    "Assessments": "assessments",
    "CINPlanDates": "plans",
    "Section47": "enquiries",
    "ChildProtectionPlans": "protection",
}
"""Element → the level of which it opens a row. `Child` opens a row of `children`."""

VALUES: dict[str, dict[str, str]] = {
    "children": {
        "LAchildID": "person_id",
        "UPN": "upn",
        "PersonBirthDate": "born_on",
        "ExpectedPersonBirthDate": "expected_on",
        "GenderCurrent": "sex",  # to census 2024
        "Sex": "sex",  # from census 2025
        "PersonDeathDate": "died_on",
        "Ethnicity": "ethnicity",
        "Disability": "disability",
    },
    "episodes": {
        "CINreferralDate": "referral_on",
        "ReferralSource": "made_by",
        "CINclosureDate": "closed_on",
        "ReferralNFA": "no_further_action",
    },
    "assessments": {
        "AssessmentActualStartDate": "from_on",
        "AssessmentAuthorisationDate": "to_on",
        # Codes stand in AssessmentFactors, whether inside FactorsIdentifiedAtAssessment or straight under Assessments,
        # and in some files as plain text of the former.
        "FactorsIdentifiedAtAssessment": "factors",
        "AssessmentFactors": "factors",
    },
    "plans": {"CINPlanStartDate": "from_on", "CINPlanEndDate": "to_on"},
    "enquiries": {
        "S47ActualStartDate": "from_on",
        "DateOfInitialCPC": "conference_on",
        "ICPCnotRequired": "conference_not_required",
    },
    "protection": {"CPPstartDate": "from_on", "CPPendDate": "to_on", "CPPreviewDate": "reviews"},
}
"""Level → element → column. All are text as read; a column that repeats is joined by spaces."""

REPEATED = frozenset({"Disability", "AssessmentFactors", "FactorsIdentifiedAtAssessment", "CPPreviewDate"})

ONLY_WITHIN = {"DateOfInitialCPC": "Section47"}
"""Elements that stand in two places and are read in one: the episode's own conference date repeats that of its enquiry."""

DATES: dict[str, tuple[str, ...]] = {
    "children": ("born_on", "expected_on", "died_on"),
    "episodes": ("referral_on", "closed_on"),
    "assessments": ("from_on", "to_on"),
    "plans": ("from_on", "to_on"),
    "enquiries": ("from_on", "conference_on"),
    "protection": ("from_on", "to_on"),
    "reviews": ("on",),
}
"""Level → its columns of dates (`reviews` is made from `protection`)."""

MAY_LIE_AHEAD = frozenset({("children", "expected_on"), ("enquiries", "conference_on"), ("plans", "to_on")})


def element_of(level: str, column: str) -> str:
    """The element (or elements) from which a column is read, to name it in a problem."""
    level, column = ("protection", "reviews") if level == "reviews" else (level, column)
    return "/".join(element for element, name in VALUES[level].items() if name == column)
