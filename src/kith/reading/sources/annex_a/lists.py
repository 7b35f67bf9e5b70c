"""The eleven lists as data: which headings tell them apart, and what each heading means, so that a new variant is one word here.

Headings are compared without case, punctuation, quotes of any shape, or a closing `(Y/N)`. A pattern is searched for in what is
left; the first heading that fits is taken. Ages are not read: they are of the day the file was made.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from kith.definitions.maps import normal
from kith.reading.sources.extracts import Sheet

_QUOTES = re.compile(r"['’‘`´\"“”]")
_YES_NO = re.compile(r" y n$")


class Holds(Enum):
    """How the cells of a column are read."""

    ID = "id"
    DATE = "date"
    STATE = "yes, no or not known"
    NUMBER = "whole number"
    CODE = "code of a list"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its `name` here, what it `holds`, and the pattern that its heading fits. `codes`: the list of a CODE.

    A column that is not `needed` only helps to know the list, or the day of the snapshot.
    """

    name: str
    holds: Holds
    heading: str
    codes: str = ""
    needed: bool = True


@dataclass(frozen=True)
class AnnexList:
    """One list. `telling` are fields that no other list has; `enough` of them found is the list.

    `starts` is the field without which a row says nothing for these figures.
    """

    key: str
    says: str
    fields: tuple[Field, ...]
    telling: tuple[str, ...]
    enough: int
    starts: str = ""
    used: bool = True

    @cached_property
    def patterns(self) -> tuple[tuple[Field, re.Pattern[str]], ...]:
        return tuple((field, re.compile(field.heading)) for field in self.fields)

    @property
    def number(self) -> int:
        return int(self.key.removeprefix("list_"))


def day(name: str, heading: str, *, needed: bool = True) -> Field:
    return Field(name, Holds.DATE, heading, needed=needed)


def sign(name: str, heading: str) -> Field:
    """A column that only helps to know the list."""
    return Field(name, Holds.TEXT, heading, needed=False)


def state(name: str, heading: str) -> Field:
    return Field(name, Holds.STATE, heading)


def code(name: str, codes: str, heading: str) -> Field:
    return Field(name, Holds.CODE, heading, codes)


CHILD = (
    Field("person_id", Holds.ID, r"\b(child|person|client|case)\b.*\b(id|identifier|reference)\b|^unique id"),
    code("sex", "sex", r"^(gender|sex)\b"),
    code("ethnicity", "ethnicity", r"^ethnic"),
    day("birth_date", r"date of birth|^dob$|birth date"),
)
"""On every list of children."""

DISABILITY = state("disability", r"\bdisab")

_ASSESSMENT = (
    r"^(continuous|child and family|children and families|c and f|single|social work|statutory|combined)?\s*assessment"
)

LISTS: tuple[AnnexList, ...] = (
    AnnexList(
        "list_1",
        "Contacts",
        (
            *CHILD,
            day("contact_on", r"^(date of|contact).*(contact|date)$"),
            code("made_by", "referral_source", r"contact.*source"),
        ),
        telling=("contact_on", "made_by"),
        enough=2,
        used=False,
    ),
    AnnexList(
        "list_2",
        "Early help assessments",
        (
            *CHILD,
            day("from_on", r"^(early help )?assessment start"),
            day("to_on", r"^(early help )?assessment (completion|completed|end)"),
            sign("organisation", r"organisation completing|completed by"),
        ),
        telling=("from_on", "to_on", "organisation"),
        enough=3,
        starts="from_on",
    ),
    AnnexList(
        "list_3",
        "Referrals",
        (
            *CHILD,
            day("on", r"^(date of referral|referral date)"),
            code("made_by", "referral_source", r"referral.*source|source of referral"),
            state("no_further_action", r"referral.*nfa|no further action"),
        ),
        telling=("on", "made_by", "no_further_action"),
        enough=3,  # a panel's own list may well have the first two
        starts="on",
    ),
    AnnexList(
        "list_4",
        "Assessments",
        (
            *CHILD,
            DISABILITY,
            day("from_on", _ASSESSMENT + r" start"),
            day("to_on", _ASSESSMENT + r".*authoris|^(date of )?authorisation"),
            sign("seen", r"child seen during"),
            sign("support", r"assessed as requiring"),
        ),
        telling=("from_on", "to_on", "seen", "support"),
        enough=3,
        starts="from_on",
    ),
    AnnexList(
        "list_5",
        "Section 47 enquiries and initial child protection conferences",
        (
            *CHILD,
            DISABILITY,
            day("from_on", r"(section 47|s47).*start|^strategy discussion.*date"),
            state("conference_not_required", r"(conference|icpc).*(unnecessary|not required|not needed)"),
            day("conference_on", r"^date of (the )?(initial child protection conference|icpc)"),
        ),
        telling=("from_on", "conference_not_required", "conference_on"),
        enough=2,
        starts="from_on",
    ),
    AnnexList(
        "list_6",
        "Children in need",
        (
            *CHILD,
            DISABILITY,
            day("from_on", r"^(cin|children? in need|child in need) (plan )?start"),
            day("to_on", r"^(cin|children? in need|child in need) (plan )?(closure|end)"),
            Field("case_status", Holds.TEXT, r"case status"),
            day("seen_on", r"last seen", needed=False),
        ),
        telling=("from_on", "to_on", "case_status"),
        enough=2,
    ),
    AnnexList(
        "list_7",
        "Child protection plans",
        (
            *CHILD,
            DISABILITY,
            day("from_on", r"^(child protection plan|cp plan|cpp) start"),
            day("to_on", r"^(child protection plan|cp plan|cpp) end"),
            day("visited_on", r"last statutory visit"),
            state("seen_alone", r"seen alone"),
            day("reviewed_on", r"latest review conference"),
        ),
        telling=("from_on", "to_on", "reviewed_on"),
        enough=2,
        starts="from_on",
    ),
    AnnexList(
        "list_8",
        "Children in care",
        (
            *CHILD,
            DISABILITY,
            state("uasc", r"unaccompanied|\buasc\b"),
            day("from_on", r"started to be looked after"),
            day("to_on", r"^date ceased to be looked after"),
            code("legal_basis", "legal_status", r"^(child|childs|current)? ?legal status"),
            day("legal_from", r"start date of current legal status", needed=False),
            day("reviewed_on", r"latest statutory review"),
            day("visited_on", r"last social work visit"),
            day("placed_on", r"start date of (most recent|current|latest) placement"),
            code("placement_type", "placement_type", r"^placement type|^type of placement"),
            code("provider", "placement_provider", r"^placement provider|provider type"),
            Field("placement_postcode", Holds.TEXT, r"placement post ?code"),
            Field("placement_location", Holds.TEXT, r"^placement location"),
            Field("placement_la", Holds.TEXT, r"^(la|local authority) of placement"),
            Field("missing", Holds.NUMBER, r"episodes.*\bmissing\b"),
            Field("away", Holds.NUMBER, r"episodes.*\b(absent|away)\b"),
            state("interview_offered", r"offered.*(return|interview)"),
            state("interview_held", r"accept.*(return|interview)"),
        ),
        telling=("from_on", "legal_from", "reviewed_on", "placed_on", "missing", "away"),
        enough=3,
        starts="from_on",
    ),
    AnnexList(
        "list_9",
        "Care leavers",
        (
            *CHILD,
            DISABILITY,
            state("uasc", r"unaccompanied|\buasc\b"),
            sign("eligibility", r"eligibility"),
            day("reviewed_on", r"pathway plan review"),
            day("contact_on", r"latest date of contact|date of latest contact", needed=False),
            sign("accommodation", r"^(suitability of|type of) accommodation"),
        ),
        telling=("eligibility", "reviewed_on", "contact_on", "accommodation"),
        enough=2,
    ),
    AnnexList(
        "list_10",
        "Children with a plan of adoption",
        (
            *CHILD,
            DISABILITY,
            day("entered_on", r"entered care"),
            day("decided_on", r"decision that child should be placed"),
            day("matched_on", r"matching child and prospective"),
        ),
        telling=("entered_on", "decided_on", "matched_on"),
        enough=2,
        used=False,
    ),
    AnnexList(
        "list_11",
        "Prospective adopters",
        (
            Field("adopter", Holds.TEXT, r"individual adopter|adopter id"),
            day("stage_1", r"stage 1 started"),
            day("enquiry", r"enquiry received"),
        ),
        telling=("adopter", "stage_1", "enquiry"),
        enough=2,
        used=False,
    ),
)

BY_KEY = {each.key: each for each in LISTS}


def plain(heading: str) -> str:
    """A heading as it is compared: no case, punctuation or quotes, and no closing `(Y/N)`."""
    return _YES_NO.sub("", normal(_QUOTES.sub("", heading)))


def columns(annex_list: AnnexList, sheet: Sheet) -> dict[str, str]:
    """Field → heading of the sheet, for those of the list's fields that it has."""
    headings = {heading: plain(heading) for heading in sheet.header}
    found: dict[str, str] = {}
    for field, pattern in annex_list.patterns:
        for heading, text in headings.items():
            if heading not in found.values() and pattern.search(text):
                found[field.name] = heading
                break
    return found


def recognise(sheet: Sheet) -> AnnexList | None:
    """The list that most of the sheet's telling headings speak for; None where no list has enough of its own."""
    best: tuple[float, AnnexList] | None = None
    for each in LISTS:
        found = columns(each, sheet)
        if "person_id" not in found and each.key != "list_11":
            continue
        told = sum(name in found for name in each.telling)
        share = told / len(each.telling)
        if told >= each.enough and (best is None or share > best[0]):
            best = (share, each)
    return best[1] if best else None
