"""The kinds of list and their fields, declared once: for reading, proposing, checking a mapping and the manual."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """A thing that a column of a list may hold. `holds` is text, date, postcode, number, grading, harms, or the code list of its words."""

    name: str
    holds: str
    says: str


@dataclass(frozen=True, slots=True)
class ListKind:
    """A kind of list. Of each group in `needs` at least one field must have a column.

    `section`: the section of the record where what the list says in words belongs, unless it is graded as intelligence.
    """

    name: str
    says: str
    fields: tuple[Field, ...]
    needs: tuple[tuple[str, ...], ...]
    section: str = "record"

    def field(self, name: str) -> Field | None:
        return next((field for field in self.fields if field.name == name), None)


WHO = ("person", "name", "family_name")

PERSON = (
    Field("person", "text", "the young person's id in your case system"),
    Field("name", "text", "the whole name, as “SURNAME, Forename” or “Forename Surname” (for matching only)"),
    Field("given_name", "text", "forename (for matching only)"),
    Field("family_name", "text", "surname (for matching only)"),
    Field("birth_date", "date", "birth date"),
    Field("sex", "sex_group", "sex"),
    Field("ethnicity", "ethnicity", "ethnicity"),
    Field("upn", "text", "unique pupil number (for matching only)"),
    Field("postcode", "postcode", "home postcode (for distance only; not kept)"),
)

_MOVE = (
    Field("placement_postcode", "postcode", "postcode moved to (for locality only; not kept)"),
    Field("host_authority", "text", "authority in whose area it lies, by name or code"),
    Field("locality", "locality", "in the authority's area, or out of it"),
    Field("planned_end", "date", "day the stay is planned to end"),
    Field("due_to_efh", "due_to_efh", "whether harm outside the home was a reason: yes, partly, no, not known"),
    Field("reason", "due_to_efh", "reason in your own words; used only for words listed under [values.reason]"),
    Field("arranged_by", "arranged_by", "who arranged the move: authority, police, family, housing, court"),
    Field("who_moved", "who_moved", "the young person alone, with a parent, or the whole family"),
)

EXPLOITATION = ListKind(
    "exploitation_list",
    "young people whom an exploitation panel holds to be harmed or at risk outside the home",
    (
        *PERSON,
        Field("harms", "harms", "kinds of harm, one or several in a cell; may be a list of headings"),
        Field("setting", "setting", "outside the family, inside, or both"),
        Field("certainty", "certainty", "suspected, confirmed or ruled out"),
        Field("status", "list_status", "whether the entry is open or closed"),
        Field("opened", "date", "day the young person came on the list"),
        Field("closed", "date", "day the young person was taken off it"),
    ),
    (WHO, ("harms",)),
)

OUT_OF_AREA = ListKind(
    "out_of_area_placements",
    "young people living outside the authority's area",
    (
        *PERSON,
        Field("from_on", "date", "first day there"),
        Field("to_on", "date", "last day there; empty while it lasts"),
        *_MOVE,
        Field("placement_type", "placement_type", "type of placement, as the SSDA903 code or in words"),
        Field("provider", "placement_provider", "who provides it, as the SSDA903 code or in words"),
        Field("legal_basis", "legal_status", "legal status, as the SSDA903 code or in words"),
        Field("care_placement", "state", "whether it is a care placement; no for moves by family, police or housing"),
    ),
    (WHO, ("from_on",)),
)

MISSING = ListKind(
    "missing_episodes",
    "times that young people were missing, or away without authorisation",
    (
        *PERSON,
        Field("from_on", "date", "first day missing"),
        Field("to_on", "date", "day found or returned"),
        Field("kind", "missing_kind", "missing, or away without authorisation"),
        Field("interview_offered", "state", "whether a return interview was offered"),
        Field("interview_held", "state", "whether it took place"),
        Field("interview_on", "date", "day of the return interview"),
    ),
    (WHO, ("from_on",)),
)

PLANNED = ListKind(
    "planned_moves",
    "moves that are planned, and what became of them",
    (
        *PERSON,
        Field("planned_on", "date", "day the plan was first recorded"),
        Field("planned_from", "date", "day the move is planned for"),
        Field("from_on", "date", "day the move took place"),
        Field("to_on", "date", "day the stay ended"),
        Field("withdrawn_on", "date", "day the plan was given up"),
        *_MOVE,
    ),
    (WHO, ("planned_from", "planned_on")),
)

_WORDS = (
    Field("words", "text", "what was written of it; becomes a note in the record, and stands in no figure"),
    Field("author", "text", "who wrote that"),
)

_HARMS = Field("harms", "harms", "kinds of harm that the row names, live on its days; may be a list of headings")

YOUTH_JUSTICE = ListKind(
    "youth_justice",
    "young people known to youth justice: arrests, court, sentences, remand, release, and what controls them",
    (
        *PERSON,
        Field(
            "kind",
            "critical_moment",
            "what happened, where each row is one event: arrest, first court, sentence, remand",
        ),
        Field("on", "date", "day of that event"),
        Field("arrested_on", "date", "day of the arrest"),
        Field("first_court_on", "date", "day of the first appearance in court"),
        Field("sentenced_on", "date", "day of the sentence"),
        Field("remanded_on", "date", "day of the remand"),
        Field("released_on", "date", "day of release"),
        Field("control", "control", "what controls the young person: tag, curfew, exclusion zone, bail, injunction"),
        Field("control_from", "date", "its first day"),
        Field("control_to", "date", "its last day; empty while it lasts"),
        Field("nrm_on", "date", "day of a referral to the National Referral Mechanism"),
        _HARMS,
        Field("opened", "date", "first day known to the service; from when the harms count"),
        Field("closed", "date", "last day known to the service"),
        *_WORDS,
    ),
    (
        WHO,
        ("on", "arrested_on", "first_court_on", "sentenced_on", "remanded_on", "released_on", "control_from", "nrm_on"),
    ),
)

POLICE_MISSING = ListKind(
    "police_missing",
    "reports of young people missing as the police keep them, with what they know besides",
    (
        *PERSON,
        Field("from_on", "date", "day missing, or reported missing"),
        Field("to_on", "date", "day found or returned"),
        Field("kind", "missing_kind", "missing, or away without authorisation"),
        _HARMS,
        *_WORDS,
        Field("grading", "grading", "the three marks of intelligence in one cell, such as 2 B P"),
        Field("intelligence_source", "intelligence_source", "how far the source is relied on: 1, 2 or 3"),
        Field("intelligence_assessment", "intelligence_assessment", "how the source knows of it: A to E"),
        Field("intelligence_handling", "intelligence_handling", "whom it may reach: P, or C for with conditions"),
        Field("expires_on", "date", "last day on which the intelligence may be read"),
    ),
    (WHO, ("from_on",)),
)

SCHOOL = ListKind(
    "school",
    "suspensions, exclusions, and what education is offered",
    (
        *PERSON,
        Field("kind", "education", "suspension, permanent exclusion, or a spell of education"),
        Field("from_on", "date", "first day"),
        Field("to_on", "date", "last day; empty while it lasts"),
        Field("hours_a_week", "number", "hours a week offered"),
        Field("provision", "education_provision", "kind of school or provider"),
        Field("taught_from_on", "date", "day on which teaching began again"),
        Field("days_waiting", "number", "days from the first day until teaching began again, where no day is given"),
        *_WORDS,
    ),
    (WHO, ("from_on",), ("kind",)),
)

HEALTH = ListKind(
    "health",
    "attendances, injuries and referrals that health services tell of",
    (
        *PERSON,
        Field("kind", "critical_moment", "what happened: hospital, injury, told someone, asked for help"),
        Field("on", "date", "day of it"),
        Field("referred_on", "date", "day of a referral to children's services"),
        Field("referred_by", "referral_source", "who referred, as the CIN census codes it"),
        _HARMS,
        *_WORDS,
    ),
    (WHO, ("on", "referred_on")),
    section="health",
)

KINDS: dict[str, ListKind] = {
    kind.name: kind
    for kind in (EXPLOITATION, OUT_OF_AREA, MISSING, PLANNED, YOUTH_JUSTICE, POLICE_MISSING, SCHOOL, HEALTH)
}
"""Every kind of list by the name that a mapping gives it."""

KIND = "Lists"
"""How the reader of lists is called."""

HARM_COLUMNS = "harms"
"""The table of a mapping that names yes/no columns with the harm that each stands for."""
