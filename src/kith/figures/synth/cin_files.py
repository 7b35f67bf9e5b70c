"""The children in need census as XML, a file a census year, in the shape of that year's schema."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterator
from typing import Any

from lxml import etree

from kith.definitions.authorities import authority
from kith.figures.synth.dirt import Dirt
from kith.figures.synth.lives import Assessment, Day, Episode, Life, Truth
from kith.figures.synth.tables import WHO, Cell, Sheet

Element = Any  # lxml carries no types
_HOLDS = {
    "LAchildID": "id",
    "PersonBirthDate": "date",
    "Ethnicity": "code",
    "CINreferralDate": "date",
    "AssessmentFactors": "code",
}
_OLDER_SEX = {"M": "1", "F": "2"}


def census(truth: Truth, year: int, dirt: Dirt) -> tuple[str, bytes]:
    """File name and bytes of one census year; the last year's file goes up to the day it was made."""
    start, end = dt.date(year - 1, 4, 1), min(dt.date(year, 3, 31), truth.last)
    file = f"{year} CIN census.xml"
    children = [
        _child(life, year, start, end)
        for life in truth.lives
        if life.episode
        and life.episode.referral <= end
        and (life.episode.closed is None or life.episode.closed >= start)
    ]
    message = etree.Element("Message")
    message.append(_header(truth, year, end))
    own = etree.SubElement(message, "Children")
    own.extend(_dirtied(file, children, dirt))
    etree.indent(message)
    return file, etree.tostring(message, xml_declaration=True, encoding="UTF-8")


def _header(truth: Truth, year: int, end: Day) -> Element:
    header = etree.Element("Header")
    details = etree.SubElement(header, "CollectionDetails")
    _put(details, Collection="CIN", Year=year, ReferenceDate=dt.date(year, 3, 31))
    number = getattr(authority(truth.authority), "dfe_code", "")
    if number:  # Wales has no such number
        source = etree.SubElement(header, "Source")
        _put(source, SourceLevel="L", LEA=number, SoftwareCode="synthetic", SerialNo="001", DateTime=f"{end}T12:00:00")
    return header


def _put(parent: Element, **values: Cell) -> Element:
    for name, value in values.items():
        if value is not None:
            etree.SubElement(parent, name).text = str(value)
    return parent


def _child(life: Life, year: int, start: Day, end: Day) -> Element:
    person = life.person
    child = etree.Element("Child")
    sex = {"Sex": person.sex} if year >= 2025 else {"GenderCurrent": _OLDER_SEX[person.sex]}
    _put(
        etree.SubElement(child, "ChildIdentifiers"),
        LAchildID=person.id,
        UPN=person.upn if life.age(end) >= 5 else None,
        UPNunknown=None if life.age(end) >= 5 else "UN1",
        PersonBirthDate=person.born,
        **sex,
    )
    about = _put(etree.SubElement(child, "ChildCharacteristics"), Ethnicity=person.ethnicity)
    disabilities = etree.SubElement(about, "Disabilities")
    for disability in person.disabilities or ("NONE",):
        _put(disabilities, Disability=disability)
    if life.episode:
        child.append(_episode(life.episode, year, start, end))
    return child


def _by(day: Day | None, end: Day) -> Day | None:
    return day if day and day <= end else None


def _episode(episode: Episode, year: int, start: Day, end: Day) -> Element:
    details = etree.Element("CINdetails")
    closed = _by(episode.closed, end)
    conference = episode.enquiry[1] if episode.enquiry else None
    _put(
        details,
        CINreferralDate=episode.referral,
        ReferralSource=episode.source,
        PrimaryNeedCode=episode.need,
        CINclosureDate=closed,
        ReasonForClosure="RC7" if closed else None,
        DateOfInitialCPC=_by(conference, end),
    )
    for assessment in episode.assessments:
        if assessment.from_on <= min(end, closed or end) and assessment.to_on >= start:
            details.append(_assessment(assessment, year, min(end, closed or end)))
    if episode.plan and year >= 2022 and episode.plan[0] <= end:
        _put(
            etree.SubElement(details, "CINPlanDates"),
            CINPlanStartDate=episode.plan[0],
            CINPlanEndDate=_by(episode.plan[1], end),
        )
    if episode.enquiry and episode.enquiry[0] <= end:
        _put(
            etree.SubElement(details, "Section47"),
            S47ActualStartDate=episode.enquiry[0],
            DateOfInitialCPC=_by(conference, end),
            ICPCnotRequired="0",
        )
    _put(details, ReferralNFA="0")
    if episode.protection and episode.protection[0] <= end:
        _put(
            etree.SubElement(details, "ChildProtectionPlans"),
            CPPstartDate=episode.protection[0],
            CPPendDate=_by(episode.protection[1], end),
            InitialCategoryOfAbuse="NEG",
            LatestCategoryOfAbuse="NEG",
            NumberOfPreviousCPP=0,
        )
    return details


def _assessment(assessment: Assessment, year: int, end: Day) -> Element:
    made = etree.Element("Assessments")
    authorised = _by(assessment.to_on, end)
    _put(made, AssessmentActualStartDate=assessment.from_on, AssessmentAuthorisationDate=authorised)
    if authorised:
        factors = etree.SubElement(made, "FactorsIdentifiedAtAssessment")
        for factor in assessment.factors:
            _put(factors, AssessmentFactors=_of_year(factor, year))
    return made


def _of_year(factor: str, year: int) -> str:
    """Criminal exploitation has a factor of its own from 2022, child on child from 2021; before, other codes stood for them."""
    if year < 2022 and factor == "24A":
        return "20"
    return f"{factor[:2]}A" if year < 2021 and factor in ("18B", "19B") else factor


def _dirtied(file: str, children: list[Element], dirt: Dirt) -> Iterator[Element]:
    """The children, some with a cell changed, some given twice, some with factors outside their element."""
    sheet = Sheet(file, tuple(_HOLDS), _HOLDS, first=1)
    sheet.rows = [{WHO: number, **_cells(child)} for number, child in enumerate(children)]
    before = len(dirt.log)
    dirt.touch(sheet)
    changed = {row: (column, kind) for _, row, column, kind in dirt.log[before:]}
    for number, row in enumerate(sheet.rows, 1):
        whose = row[WHO]
        assert isinstance(whose, int)  # noqa: S101  for the type checker: put there above
        child = copy.deepcopy(children[whose])
        column, _ = changed.get(number, ("", ""))
        if column:
            _set(child, column, row[column])
            if column == "AssessmentFactors" and _displaced(child):
                dirt.log.append((file, number, column, "factors outside their element"))
        yield child


def _cells(child: Element) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    for name in _HOLDS:
        found = child.findtext(f".//{name}")
        if found:
            cells[name] = dt.date.fromisoformat(found) if _HOLDS[name] == "date" else found
    return cells


def _set(child: Element, name: str, value: Cell) -> None:
    found = child.find(f".//{name}")
    if found is not None:
        found.text = "" if value is None else str(value)


def _displaced(child: Element) -> bool:
    """Put the factors of the last assessment straight into it, as some systems export them."""
    inside = child.findall(".//FactorsIdentifiedAtAssessment")
    if not inside:
        return False
    wrapper, outer = inside[-1], inside[-1].getparent()
    for factor in list(wrapper):
        outer.append(factor)
    outer.remove(wrapper)
    return True
