"""Writes children in need censuses of any schema year for the tests; all people in them are invented."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from pathlib import Path

from kith.reading.sources.cin import READER
from kith.reading.sources.extracts import Context, Extract, XmlFile


def element(name: str, value: object) -> str:
    return "" if value is None else f"<{name}>{value}</{name}>"


def assessment(start: str | None, end: str | None = None, factors: Iterable[str] = (), layout: str = "inside") -> str:
    """One Assessments element; `layout` is how the factors stand in it."""
    codes = list(factors)
    if layout == "inside":
        written = "".join(element("AssessmentFactors", code) for code in codes)
        written = element("FactorsIdentifiedAtAssessment", written) if codes else ""
    elif layout == "under":
        written = "".join(element("AssessmentFactors", code) for code in codes)
    elif layout == "commas":
        written = element("AssessmentFactors", ", ".join(codes))
    elif layout == "spaces":
        written = element("FactorsIdentifiedAtAssessment", element("AssessmentFactors", " ".join(codes)))
    else:
        written = element("FactorsIdentifiedAtAssessment", ",".join(codes))
    dates = element("AssessmentActualStartDate", start) + element("AssessmentAuthorisationDate", end)
    return element("Assessments", dates + written)


def episode(
    referral: str | None,
    closed: str | None = None,
    *inside: str,
    nfa: str = "0",
    made_by: str = "1A",
    protection: str = "",
) -> str:
    """One CINdetails element; `inside` are assessments, plans and enquiries in the schema's order."""
    return element(
        "CINdetails",
        element("CINreferralDate", referral)
        + element("ReferralSource", made_by)
        + element("PrimaryNeedCode", "N1")
        + element("CINclosureDate", closed)
        + (element("ReasonForClosure", "RC7") if closed else "")
        + "".join(inside)
        + element("ReferralNFA", nfa)
        + protection,
    )


def plan(start: str, end: str | None = None) -> str:
    return element("CINPlanDates", element("CINPlanStartDate", start) + element("CINPlanEndDate", end))


def enquiry(start: str, conference: str | None = None, not_required: str = "0") -> str:
    return element(
        "Section47",
        element("S47ActualStartDate", start)
        + element("DateOfInitialCPC", conference)
        + element("ICPCnotRequired", not_required),
    )


def protection(start: str, end: str | None = None, *reviews: str) -> str:
    dates = "".join(element("CPPreviewDate", day) for day in reviews)
    return element(
        "ChildProtectionPlans",
        element("CPPstartDate", start)
        + element("CPPendDate", end)
        + "<InitialCategoryOfAbuse>PHY</InitialCategoryOfAbuse><LatestCategoryOfAbuse>NEG</LatestCategoryOfAbuse>"
        + "<NumberOfPreviousCPP>0</NumberOfPreviousCPP>"
        + (element("Reviews", dates) if dates else ""),
    )


def child(
    person: str | None,
    *episodes: str,
    year: int = 2024,
    born: str | None = "2008-05-01",
    expected: str | None = None,
    died: str | None = None,
    sex: str | None = None,
    ethnicity: str = "WBRI",
    disabilities: Iterable[str] = (),
) -> str:
    name, default = ("Sex", "F") if year >= 2025 else ("GenderCurrent", "2")
    disability = "".join(element("Disability", code) for code in disabilities)
    return element(
        "Child",
        element(
            "ChildIdentifiers",
            element("LAchildID", person)
            + element("UPN", "A123456789012")
            + element("PersonBirthDate", born)
            + element("ExpectedPersonBirthDate", expected)
            + element(name, sex or default)
            + element("PersonDeathDate", died),
        )
        + element(
            "ChildCharacteristics",
            element("Ethnicity", ethnicity) + (element("Disabilities", disability) if disability else ""),
        )
        + "".join(episodes),
    )


def message(*children: str, year: int | None = 2024, reference: str | None = "", made: str = "T10:00:00") -> str:
    """A whole Message; `reference` empty is the 31 March of the year, None leaves it out."""
    day = f"{year}-03-31" if reference == "" else reference
    details = element("Collection", "CIN") + element("Year", year) + element("ReferenceDate", day)
    source = "<SourceLevel>L</SourceLevel><LEA>201</LEA>" + element("DateTime", f"{year or 2000}-06-01{made}")
    header = element("Header", element("CollectionDetails", details) + element("Source", source))
    return element("Message", header + element("Children", "".join(children)))


def random_child(chance: random.Random, number: int, year: int = 2024) -> str:
    """A child with one or two episodes of plausible shape within the census year."""

    def day(first: int, last: int) -> str:
        return str(dt.date(year - 1, 4, 1) + dt.timedelta(days=chance.randint(first, last)))

    episodes = []
    for _ in range(1 + (chance.random() < 0.08)):
        factors = chance.sample(["1A", "2B", "3A", "4A", "10A", "11A", "13A", "15A", "16A", "17A"], 3)
        episodes.append(
            episode(
                day(0, 40),
                day(300, 360) if chance.random() < 0.6 else None,
                assessment(day(50, 60), day(61, 100), factors),
                plan(day(101, 120)) if year >= 2022 else "",
                enquiry(day(50, 55), day(60, 70)),
                protection=protection(day(70, 80), None, day(100, 150), day(160, 200)),
            )
        )
    return child(f"C{number}", *episodes, year=year, disabilities=["NONE"] if number % 3 else [])


def read(tmp_path: Path, *texts: str, authority: str = "E09000001", outside: bool = False) -> Extract:
    """Write each text as a file and read all together."""
    xmls = []
    for number, text in enumerate(texts, 1):
        path = tmp_path / f"census {number}.xml"
        path.write_text(text, encoding="utf-8")
        xmls.append(XmlFile(path.name, path, "Message"))
    return READER.read([], xmls, Context(authority, dt.date(2024, 3, 31), child_on_child_outside=outside))


def rows(extract: Extract, table: str, *columns: str) -> list[tuple[object, ...]]:
    return extract.tables[table].select(columns).rows()


def keys(extract: Extract) -> list[str]:
    return [problem.rule.key for problem in extract.problems]
