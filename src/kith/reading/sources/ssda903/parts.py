"""The files of the SSDA903 and their columns, as data, so that a file is known by its headings in any collection year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from kith.reading.sources.extracts import Sheet

CHILD = "CHILD"


class Holds(Enum):
    """What the cells of a column hold."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Field:
    """One column. `codes` names the code list; `blank` whether a row may leave it empty; `always` whether each year has it."""

    name: str
    holds: Holds
    codes: str = ""
    blank: bool = True
    always: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the return. A sheet with all `marks` among its headings is this file; `starts`, `ends` date its rows.

    `same` names what makes two rows of different years the same one; empty where rows are only ever repeated whole.
    """

    key: str
    marks: frozenset[str]
    fields: tuple[Field, ...]
    starts: str = ""
    ends: str = ""
    same: tuple[str, ...] = ()

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)


def _text(name: str, *, blank: bool = True, always: bool = True) -> Field:
    return Field(name, Holds.TEXT, "", blank, always)


def _date(name: str, *, blank: bool = False, always: bool = True) -> Field:
    return Field(name, Holds.DATE, "", blank, always)


def _number(name: str, *, blank: bool = True, always: bool = True) -> Field:
    return Field(name, Holds.NUMBER, "", blank, always)


def _code(name: str, codes: str, *, blank: bool = False, always: bool = True) -> Field:
    return Field(name, Holds.CODE, codes, blank, always)


_CHILD = _text(CHILD, blank=False)
_DOB = _date("DOB")

# Columns as in the specifications for collection years 2017 to 2027 that the LIIA pipeline and the Data to Insight
# validator carry. `always=False` marks what some years or suppliers leave out, and what is derived after the upload.
PARTS: tuple[Part, ...] = (
    Part(
        "episodes",
        frozenset({CHILD, "DECOM", "PLACE"}),
        (
            _CHILD,
            _date("DECOM"),
            _code("RNE", "reason_new_episode"),
            _code("LS", "legal_status"),
            _code("CIN", "need"),
            _code("PLACE", "placement_type"),
            _code("PLACE_PROVIDER", "placement_provider", blank=True),
            _date("DEC", blank=True),
            _code("REC", "reason_episode_ceased", blank=True),
            _code("REASON_PLACE_CHANGE", "reason_place_change", blank=True, always=False),
            _text("HOME_POST"),
            _text("PL_POST"),
            _text("URN", always=False),
            _text("PL_LA", always=False),
            _code("PL_LOCATION", "placement_location", blank=True, always=False),
            _number("PL_DISTANCE", always=False),
        ),
        "DECOM",
        "DEC",
        ("DECOM",),
    ),
    Part(
        "uasc",
        frozenset({CHILD, "DUC"}),
        (_CHILD, _code("SEX", "sex", always=False), _DOB, _date("DUC", blank=True)),
    ),
    Part(
        "header",
        frozenset({CHILD, "SEX", "DOB", "ETHNIC"}),
        (
            _CHILD,
            _code("SEX", "sex"),
            _DOB,
            _code("ETHNIC", "ethnicity"),
            _text("UPN", always=False),
            _code("MOTHER", "yes_no_flag", blank=True, always=False),
            _date("MC_DOB", blank=True, always=False),
        ),
    ),
    Part(
        "reviews",
        frozenset({CHILD, "REVIEW", "REVIEW_CODE"}),
        (_CHILD, _DOB, _date("REVIEW"), _code("REVIEW_CODE", "review_code")),
        "REVIEW",
        "REVIEW",
    ),
    Part(
        "missing",
        frozenset({CHILD, "MISSING", "MIS_START"}),
        (_CHILD, _DOB, _code("MISSING", "missing"), _date("MIS_START"), _date("MIS_END", blank=True)),
        "MIS_START",
        "MIS_END",
        ("MIS_START", "MISSING"),
    ),
    Part(
        "dolo",
        frozenset({CHILD, "DOLO_START"}),
        (_CHILD, _DOB, _date("DOLO_START"), _date("DOLO_END", blank=True)),
        "DOLO_START",
        "DOLO_END",
        ("DOLO_START",),
    ),
    Part(
        "sw_episodes",
        frozenset({CHILD, "SW_DECOM"}),
        (
            _CHILD,
            _DOB,
            _text("SW_ID", always=False),
            _date("SW_DECOM"),
            _date("SW_DEC", blank=True),
            _code("SW_REASON", "social_worker_reason", blank=True),
        ),
        "SW_DECOM",
        "SW_DEC",
    ),
    Part(
        "ad1",
        frozenset({CHILD, "DATE_INT", "DATE_MATCH"}),
        (
            _CHILD,
            _DOB,
            _date("DATE_INT"),
            _date("DATE_MATCH"),
            _code("FOSTER_CARE", "yes_no_flag"),
            _number("NB_ADOPTR"),
            _code("SEX_ADOPTR", "adopter_sex"),
            _code("LS_ADOPTR", "adopter_legal_status"),
        ),
    ),
    Part(
        "oc2",
        frozenset({CHILD, "SDQ_SCORE", "CONVICTED"}),
        (
            _CHILD,
            _DOB,
            _number("SDQ_SCORE"),
            _code("SDQ_REASON", "sdq_reason", blank=True),
            *(
                _code(name, "yes_no_flag", blank=True, always=False)
                for name in (
                    "CONVICTED",
                    "HEALTH_CHECK",
                    "IMMUNISATIONS",
                    "TEETH_CHECK",
                    "HEALTH_ASSESSMENT",
                    "SUBSTANCE_MISUSE",
                    "INTERVENTION_RECEIVED",
                    "INTERVENTION_OFFERED",
                )
            ),
        ),
    ),
    Part(
        "oc3",
        frozenset({CHILD, "IN_TOUCH", "ACTIV"}),
        (_CHILD, _DOB, _code("IN_TOUCH", "in_touch"), _code("ACTIV", "activity"), _code("ACCOM", "accommodation")),
    ),
    Part(
        "placed_adoption",
        frozenset({CHILD, "DATE_PLACED"}),
        (
            _CHILD,
            _DOB,
            _date("DATE_PLACED"),
            _date("DATE_PLACED_CEASED", blank=True),
            _code("REASON_PLACED_CEASED", "reason_placed_ceased", blank=True),
        ),
    ),
    Part(
        "prev_perm",
        frozenset({CHILD, "PREV_PERM"}),
        (
            _CHILD,
            _DOB,
            _code("PREV_PERM", "previous_permanence"),
            _text("LA_PERM", always=False),
            _text("DATE_PERM"),  # day or month may be unknown and are then written z
        ),
    ),
)

BY_KEY: dict[str, Part] = {part.key: part for part in PARTS}

# The XML form's names beside the CSV's, and what case systems write.
_ALIASES = {"CHILDID": CHILD, "CHILD_ID": CHILD, "PL": "PLACE", "ETHNICITY": "ETHNIC", "GENDER": "SEX"}
_GAPS = re.compile(r"[\s_\-.]+")


def heading(written: str) -> str:
    """A heading as the specification writes it: byte order mark, quotes, case and spaces are no differences."""
    name = _GAPS.sub("_", written.strip().strip("\ufeff\"' ")).strip("_").upper()
    return _ALIASES.get(name, name)


def headings(sheet: Sheet) -> dict[str, str]:
    """Specification's name → the sheet's own heading; of two headings that mean the same the first counts."""
    found: dict[str, str] = {}
    for written in sheet.header:
        found.setdefault(heading(written), written)
    return found


def part_of(names: set[str]) -> Part | None:
    """The part that these headings belong to, or None."""
    return next((part for part in PARTS if part.marks <= names), None)


# Codes split or renamed by DfE: a placement recoded so was neither left nor corrected. Sources in the code list.
RECODED = {"K3": "H5", "Z11": "Z1", "Z12": "Z1", "Z13": "Z1", "Z14": "Z1"}
"""Placement types by the code that they were once part of."""
