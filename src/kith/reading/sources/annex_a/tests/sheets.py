"""Builds Annex A sheets for the tests, with the template's own headings; all people in them are invented."""

from __future__ import annotations

import datetime as dt

import polars as pl

from kith.reading.sources.annex_a import READER
from kith.reading.sources.extracts import ROW, Context, Extract, Sheet

CHILD = ["Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age"]
DISABILITY = "Does the Child have a Disability"
HEADINGS: dict[int, list[str]] = {
    1: [*CHILD, "Date of Contact", "Contact Source"],
    2: [*CHILD, "Assessment start date", "Assessment completion date", "Organisation completing assessment"],
    3: [*CHILD, "Date of Referral", "Referral Source", "Referral NFA?", "Number of Referrals in Last 12 Months"],
    4: [
        *CHILD,
        DISABILITY,
        "Continuous Assessment Start Date",
        "Child Seen During Continuous Assessment",
        "Continuous Assessment Date of Authorisation",
        "Was the child assessed as requiring LA children's social care support?",
    ],
    5: [
        *CHILD,
        DISABILITY,
        "Strategy discussion initiating Section 47 Enquiry Start Date",
        "Was an Initial Child Protection Conference deemed unnecessary?",
        "Date of Initial Child Protection Conference",
        "Did the Initial Child Protection Conference Result in a Child Protection Plan",
    ],
    6: [*CHILD, DISABILITY, "CIN Start Date", "Date Child Was Last Seen", "CIN Closure Date", "Case Status"],
    7: [
        *CHILD,
        DISABILITY,
        "Child Protection Plan Start Date",
        "Date of the Last Statutory Visit",
        "Was the Child Seen Alone?",
        "Date of latest review conference",
        "Child Protection Plan End Date",
    ],
    8: [
        *CHILD,
        "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N))",
        DISABILITY,
        "Date Started to be Looked After",
        "Start date of current legal status",
        "Child's Legal Status",
        "Date of Latest Statutory Review",
        "Date of Last Social Work Visit",
        "Date Ceased to be Looked After",
        "Reason Ceased to be Looked After",
        "Start Date of Most Recent Placement",
        "Placement Type",
        "Placement Provider",
        "Placement postcode",
        "Placement Location",
        "LA of Placement",
        "Number of Episodes the Child has been ‘Missing’ from their Placement in the last 12 months",
        "Number of Episodes the Child has been ‘Absent’ from their Placement in the last 12 months",
        "Was the child offered a Return Interview after their last missing episode (Y/N)?",
        "Did the child accept a Return Interview after their last missing episode (Y/N)?",
    ],
    9: [
        *CHILD,
        DISABILITY,
        "Unaccompanied Asylum Seeking Child (UASC), or formerly UASC if 18 or over (Y/N)",
        "Eligibility Category",
        "Latest Pathway Plan Review Date",
        "LA in Touch",
        "Latest Date of Contact",
        "Type of Accommodation",
    ],
    10: [*CHILD, "Date the Child Entered Care", "Date of Decision that Child Should be Placed for Adoption"],
    11: [
        "Individual adopter identifier",
        "Family identifier",
        "Gender",
        "Date enquiry received",
        "Date Stage 1 started",
    ],
}
WHO = {"Child Unique ID": "101", "Gender": "b) Female", "Ethnicity": "a) WBRI", "Date of Birth": "2007-05-01"}
ALL = {heading for headings in HEADINGS.values() for heading in headings}


def sheet(number: int, *rows: dict[str, str | None], book: str = "Annex A.xlsx") -> Sheet:
    """List `number` with these rows; what a row does not say of the child is as in `WHO`, all else is empty."""
    headings = HEADINGS[number]
    for row in rows:
        assert row.keys() <= set(headings), row.keys() - set(headings)
    cells = {h: pl.Series([(WHO | row).get(h) for row in rows], dtype=pl.String) for h in headings}
    return Sheet(f"{book} [Sheet {number}]", pl.DataFrame(cells).with_columns(pl.int_range(2, pl.len() + 2).alias(ROW)))


def renamed(found: Sheet, names: dict[str, str]) -> Sheet:
    return Sheet(found.file, found.frame.rename(names))


def read(*sheets: Sheet, as_of: str = "2024-03-31") -> Extract:
    claimed = [(part, found) for found in sheets if (part := READER.claims_sheet(found))]
    assert len(claimed) == len(sheets)
    return READER.read(claimed, [], Context("E09000001", dt.date.fromisoformat(as_of)))


def rows(extract: Extract, table: str, *columns: str) -> list[tuple[object, ...]]:
    return extract.tables[table].select(columns).rows()


QUIET = {"annex_a.snapshot", "annex_a.no_factors", "annex_a.not_used"}


def keys(extract: Extract) -> list[str]:
    """The rules broken, without the notes that every workbook has."""
    return [problem.rule.key for problem in extract.problems if problem.rule.key not in QUIET]
