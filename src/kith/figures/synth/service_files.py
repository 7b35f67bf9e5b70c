"""Lists of youth justice, police, schools and health of the same young people, each with the mapping that reads it.

They bear the authority's id alone, as a list does that came back from matching: who is who is tried by the other lists.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from kith.figures.synth.chance import Rng, days, parameter, pick
from kith.figures.synth.lives import Life, Truth
from kith.figures.synth.tables import WHO, Cell, Sheet

Row = dict[str, Cell]
JUSTICE, POLICE, SCHOOL, HEALTH = (
    "Youth justice.csv",
    "Police reports of missing.csv",
    "Suspensions and exclusions.csv",
    "Health attendances.csv",
)
_COLUMNS = {
    JUSTICE: ("Person ID", "Arrest date", "First hearing", "Outcome date", "Requirement", "Requirement start",
              "Requirement end", "NRM referral date"),
    POLICE: ("Person ID", "Date reported missing", "Date found", "Information", "Grading", "Expiry date"),
    SCHOOL: ("Person ID", "Exclusion type", "Exclusion start date", "Exclusion end date", "Provision type",
             "Hours per week", "Day 6 provision"),
    HEALTH: ("Person ID", "Attendance date", "Attendance type", "Presenting complaint",
             "Referred to children's services", "Referrer"),
}  # fmt: skip
_HOLDS = {
    "Arrest date": "date", "First hearing": "date", "Requirement": "text", "Requirement end": "end", "Provision type": "text",
    "Exclusion type": "text", "Exclusion end date": "end", "Attendance type": "text", "Attendance date": "date",
}  # fmt: skip
MAPPINGS: dict[str, tuple[str, dict[str, str]]] = {
    JUSTICE: ("youth_justice", {
        "person": "Person ID", "arrested_on": "Arrest date", "first_court_on": "First hearing",
        "sentenced_on": "Outcome date", "control": "Requirement", "control_from": "Requirement start",
        "control_to": "Requirement end", "nrm_on": "NRM referral date",
    }),
    POLICE: ("police_missing", {
        "person": "Person ID", "from_on": "Date reported missing", "to_on": "Date found", "words": "Information",
        "grading": "Grading", "expires_on": "Expiry date",
    }),
    SCHOOL: ("school", {
        "person": "Person ID", "kind": "Exclusion type", "from_on": "Exclusion start date",
        "to_on": "Exclusion end date", "provision": "Provision type", "hours_a_week": "Hours per week",
        "taught_from_on": "Day 6 provision",
    }),
    HEALTH: ("health", {
        "person": "Person ID", "on": "Attendance date", "kind": "Attendance type", "words": "Presenting complaint",
        "referred_on": "Referred to children's services", "referred_by": "Referrer",
    }),
}  # fmt: skip
"""For each list its kind and, for each field, the heading that the list has."""

_SAID = (
    "Seen getting into a car near the bus station",
    "Known to meet older people at the shops",
    "Phone found switched off by the river",
)
_COMPLAINTS = {"A&E attendance": "Felt unwell after a night out", "Assault": "Struck by several people",
               "Stab wound": "Wound to the forearm"}  # fmt: skip
_YEAR = 365


def service_sheets(truth: Truth, rng: Rng) -> list[Sheet]:
    """The four lists, of the year up to the last day."""
    made = []
    for file, rows in _ROWS.items():
        sheet = Sheet(file, _COLUMNS[file], _HOLDS)
        for life in truth.lives:
            if life.ended is None and life.age(truth.last) >= 10:
                sheet.rows += [
                    {WHO: life.person.id, "Person ID": life.person.id, **row} for row in rows(life, truth, rng)
                ]
        rng.shuffle(sheet.rows)
        made.append(sheet)
    return made


def _is_met(life: Life, rng: Rng, name: str) -> bool:
    """Whether the service met them: likelier where they are harmed outside the home."""
    shares = parameter(name)
    return bool(rng.random() < shares["affected" if any(harm.is_real for harm in life.harms) else "other"])


def _day(truth: Truth, rng: Rng) -> dt.date:
    return truth.last - days(rng.randrange(20, _YEAR))


def _justice(life: Life, truth: Truth, rng: Rng) -> Iterator[Row]:
    if not _is_met(life, rng, "youth_justice"):
        return
    arrest = _day(truth, rng)
    court = min(arrest + days(rng.randint(7, 60)), truth.last)
    outcome = court + days(rng.randint(10, 40))
    row: Row = {
        "Arrest date": arrest,
        "First hearing": court,
        "Outcome date": outcome if outcome <= truth.last else None,
    }
    if rng.random() < 0.5:
        ends = court + days(rng.randint(30, 120))
        row |= {"Requirement": rng.choice(("Tag", "Curfew", "Bail")), "Requirement start": court,
                "Requirement end": ends if ends <= truth.last else None}  # fmt: skip
    if rng.random() < 0.2:
        row["NRM referral date"] = arrest + days(rng.randint(1, 6))
    yield row


def _police(life: Life, truth: Truth, rng: Rng) -> Iterator[Row]:
    for time in life.missing:
        if time.kind == "M" and time.from_on >= truth.last - days(_YEAR) and rng.random() < parameter("police_reports"):
            row: Row = {"Date reported missing": time.from_on, "Date found": time.to_on}
            if rng.random() < 0.15:
                row |= {"Information": rng.choice(_SAID), "Grading": rng.choice(("2 B P", "1 A P", "3CP")),
                        "Expiry date": truth.last + days(3 * _YEAR)}  # fmt: skip
            yield row


def _school(life: Life, truth: Truth, rng: Rng) -> Iterator[Row]:
    if life.age(truth.last) > 16 or not _is_met(life, rng, "out_of_school"):
        return
    began = _day(truth, rng)
    if rng.random() < 0.2:
        again = began + days(rng.randint(6, 40))
        yield {"Exclusion type": "PERM", "Exclusion start date": began, "Provision type": rng.choice(("PRU", "Alternative provision")),
               "Hours per week": rng.choice((10, 15, 25)), "Day 6 provision": again if again <= truth.last else None}  # fmt: skip
        return
    for number in range(rng.randint(1, 3)):
        first = began + days(21 * number)
        if first + days(5) <= truth.last:
            yield {"Exclusion type": "SUSP", "Exclusion start date": first, "Exclusion end date": first + days(rng.randint(0, 4)),
                   "Provision type": "Secondary"}  # fmt: skip


def _health(life: Life, truth: Truth, rng: Rng) -> Iterator[Row]:
    if not _is_met(life, rng, "at_hospital"):
        return
    kind = pick(rng, {"A&E attendance": 6, "Assault": 3, "Stab wound": 1})
    on = _day(truth, rng)
    row: Row = {"Attendance date": on, "Attendance type": kind, "Presenting complaint": _COMPLAINTS[kind]}
    if rng.random() < 0.4:
        row |= {"Referred to children's services": on + days(rng.randint(0, 2)), "Referrer": "A&E"}
    yield row


_ROWS: dict[str, Callable[[Life, Truth, Rng], Iterator[Row]]] = {
    JUSTICE: _justice, POLICE: _police, SCHOOL: _school, HEALTH: _health,
}  # fmt: skip
