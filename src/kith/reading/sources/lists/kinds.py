"""The four kinds of list and their fields, declared once: for reading, proposing, checking a mapping and the manual."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """A thing that a column of a list may hold. `holds` is text, date, postcode, harms, or the code list of its words."""

    name: str
    holds: str
    says: str


@dataclass(frozen=True, slots=True)
class ListKind:
    """A kind of list. Of each group in `needs` at least one field must have a column."""

    name: str
    says: str
    fields: tuple[Field, ...]
    needs: tuple[tuple[str, ...], ...]

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

KINDS: dict[str, ListKind] = {kind.name: kind for kind in (EXPLOITATION, OUT_OF_AREA, MISSING, PLANNED)}
"""Every kind of list by the name that a mapping gives it."""

KIND = "Lists"
"""How the reader of lists is called."""

HARM_COLUMNS = "harms"
"""The table of a mapping that names yes/no columns with the harm that each stands for."""
