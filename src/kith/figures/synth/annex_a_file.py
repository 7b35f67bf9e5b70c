"""The Annex A workbook that an authority gives to inspectors: lists 1 to 9 as on the last day, 10 and 11 (adoption) without rows."""

from __future__ import annotations

from kith.definitions.authorities import authority
from kith.figures.synth.chance import Rng, days, names
from kith.figures.synth.lives import Life, Stay, Truth
from kith.figures.synth.tables import WHO, Cell, Sheet

FILE = "Annex A.xlsx"
_WHO = ("Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age")
_TEAM = ("Allocated Team", "Allocated Worker")
_DISABLED = "Does the Child have a Disability"
_LISTS: dict[str, tuple[str, ...]] = {
    "List 1": (*_WHO, "Date of Contact", "Contact Source"),
    "List 2": (*_WHO, "Assessment start date", "Assessment completion date", "Organisation completing assessment"),
    "List 3": (
        *_WHO, "Date of Referral", "Referral Source", "Referral NFA?", "Number of Referrals in Last 12 Months", *_TEAM
    ),
    "List 4": (
        *_WHO, _DISABLED, "Continuous Assessment Start Date", "Child Seen During Continuous Assessment",
        "Continuous Assessment Date of Authorisation",
        "Was the child assessed as requiring LA children's social care support?", *_TEAM,
    ),
    "List 5": (
        *_WHO, _DISABLED, "Strategy discussion initiating Section 47 Enquiry Start Date",
        "Was an Initial Child Protection Conference deemed unnecessary?",
        "Date of Initial Child Protection Conference",
        "Did the Initial Child Protection Conference Result in a Child Protection Plan",
        "Number of Section 47 Enquiries in the last 12 months", "Number of ICPCs in the last 12 months", *_TEAM,
    ),
    "List 6": (
        *_WHO, _DISABLED, "CIN Start Date", "Primary Need Code", "Date Child Was Last Seen", "CIN Closure Date",
        "Reason for Closure", "Case Status", *_TEAM,
    ),
    "List 7": (
        *_WHO, _DISABLED, "Child Protection Plan Start Date", "Initial Category of Abuse", "Latest Category of Abuse",
        "Date of the Last Statutory Visit", "Was the Child Seen Alone?", "Date of latest review conference",
        "Child Protection Plan End Date",
        "Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N)",
        "Number of Previous Child Protection Plans", *_TEAM,
    ),
    "List 8": (
        *_WHO, "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N))", _DISABLED,
        "Date Started to be Looked After", "Child's Category of Need",
        "Is this a second or subsequent period of being a Looked After Child within the last 12 months (Y/N)",
        "Start date of current legal status", "Child's Legal Status", "Date of Latest Statutory Review",
        "Date of Last Social Work Visit", "What is the permanence plan for this child?",
        "Date of Last IRO Visit / Contact to the Child", "Date of Last Health Assessment", "Date of Last Dental Check",
        "Number of Placements in the Last 12 months", "Date Ceased to be Looked After",
        "Reason Ceased to be Looked After", "Start Date of Most Recent Placement", "Placement Type",
        "Placement Provider", "Placement postcode", "URN of Placement", "Placement Location", "LA of Placement",
        "Number of Episodes the Child has been ‘Missing’ from their Placement in the last 12 months",
        "Number of Episodes the Child has been ‘Absent’ from their Placement in the last 12 months",
        "Was the child offered a Return Interview after their last missing episode (Y/N)?",
        "Did the child accept a Return Interview after their last missing episode (Y/N)?", *_TEAM,
    ),
    "List 9": (
        *_WHO, "Unaccompanied Asylum Seeking Child (UASC), or formerly UASC if 18 or over (Y/N)", _DISABLED, *_TEAM,
        "Allocated Personal Advisor", "Eligibility Category", "Latest Pathway Plan Review Date", "LA in Touch",
        "Latest Date of Contact", "Type of Accommodation", "Suitability of Accommodation", "Activity Status",
    ),
    "List 10": (
        "Child Unique ID", "Family identifier", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)",
        _DISABLED, "Date the Child Entered Care", "Date of Decision that Child Should be Placed for Adoption",
        "Date of Placement Order", "Date of Matching Child and Prospective Adopters", "Date Placed for Adoption",
        "Date of Adoption Order", "Date of Decision that Child Should No Longer be Placed for Adoption",
        "Reason Why Child No Longer Placed for Adoption",
        "Date the child was placed for fostering in FFA or concurrent planning placement",
    ),
    "List 11": (
        "Individual adopter identifier", "Family identifier", "Gender", "Ethnicity", "Disability",
        "Is the (prospective) adopter fostering for adoption?", "Date enquiry received", "Date Stage 1 started",
        "Date Stage 1 ended", "Date Stage 2 started", "Date Stage 2 ended", "Date application submitted",
        "Date application approved", "Date adopter matched with child(ren)",
        "Date child/children placed with adopter(s)", "No. of children placed", "Date of Adoption Order",
        "Date of leaving adoption process", "Reason for leaving adoption process",
    ),
}  # fmt: skip
_HOLDS = {
    "Child Unique ID": "id",
    "Gender": "code",
    "Ethnicity": "code",
    "Date of Birth": "date",
    "Placement postcode": "postcode",
    "Child's Legal Status": "text",
    "Placement Type": "text",
    "CIN Start Date": "date",
    "Date Started to be Looked After": "date",
    "Start Date of Most Recent Placement": "date",
}
_SEX = {"M": "a) Male", "F": "b) Female"}
_ETHNICITY = [
    "WBRI",
    "WIRI",
    "WIRT",
    "WOTH",
    "WROM",
    "MWBC",
    "MWBA",
    "MWAS",
    "MOTH",
    "AIND",
    "APKN",
    "ABAN",
    "AOTH",
    "BCRB",
    "BAFR",
    "BOTH",
    "CHNE",
    "OOTH",
    "REFU",
    "NOBT",
]


def annex_a(truth: Truth, rng: Rng) -> list[tuple[str, Sheet]]:
    """The eleven lists by name; each sheet is called as problems call it."""
    sheets = [(name, Sheet(f"{FILE} [{name}]", columns, _HOLDS)) for name, columns in _LISTS.items()]
    lists = dict(sheets)
    recent = truth.last - days(182)
    for life in truth.lives:
        if life.ended and life.ended < recent:
            continue
        for name, row in _rows(truth, life, rng):
            lists[name].rows.append({**_who(truth, life), **row})
    return sheets


def _who(truth: Truth, life: Life) -> dict[str, Cell]:
    person = life.person
    return {
        WHO: person.id,
        "Child Unique ID": int(person.id),
        "Gender": _SEX[person.sex],
        "Ethnicity": f"{'abcdefghijklmnopqrst'[_ETHNICITY.index(person.ethnicity)]}) {person.ethnicity}",
        "Date of Birth": person.born,
        "Age": life.age(truth.last),
        _DISABLED: "a) Yes" if person.disabilities else "b) No",
    }


def _rows(truth: Truth, life: Life, rng: Rng) -> list[tuple[str, dict[str, Cell]]]:
    rows: list[tuple[str, dict[str, Cell]]] = []
    team: dict[str, Cell] = {
        "Allocated Team": f"Locality {rng.randint(1, 5)}",
        "Allocated Worker": f"{rng.choice(names()['given'])} {rng.choice(names()['family'])}",
    }
    if life.early_help:
        done = life.early_help + days(30)
        rows.append(("List 2", {
            "Assessment start date": life.early_help,
            "Assessment completion date": done if done <= truth.last else None,
            "Organisation completing assessment": "Early Help",
        }))  # fmt: skip
    if life.episode:
        rows += _of_episode(truth, life, team)
    if life.care and (life.care.to_on is None or life.care.to_on >= truth.last - days(182)):
        rows.append(("List 8", _looked_after(truth, life) | team))
    if life.leaver_from and not life.ended:
        rows.append(("List 9", {
            _LISTS["List 9"][5]: "a) Yes" if life.person.uasc else "b) No",
            "Eligibility Category": "b) Former relevant child",
            "LA in Touch": "a) Yes",
            "Type of Accommodation": "U: Independent living",
            "Suitability of Accommodation": "a) Suitable",
            "Activity Status": rng.choice(("F2: Full time in education other than higher", "G5: Not in education")),
            **team,
        }))  # fmt: skip
    return rows


def _of_episode(truth: Truth, life: Life, team: dict[str, Cell]) -> list[tuple[str, dict[str, Cell]]]:
    episode = life.episode
    rows: list[tuple[str, dict[str, Cell]]] = []
    assert episode is not None  # noqa: S101  for the type checker: the caller asked
    since = truth.last - days(182)
    if episode.referral >= since:
        rows.append(("List 1", {"Date of Contact": episode.referral, "Contact Source": f"{episode.source}"}))
        rows.append(
            (
                "List 3",
                {
                    "Date of Referral": episode.referral,
                    "Referral Source": episode.source,
                    "Referral NFA?": "No",
                    **team,
                },
            )
        )
    for assessment in episode.assessments:
        if assessment.to_on >= since and assessment.from_on <= (life.ended or truth.last):
            rows.append(("List 4", {
                "Continuous Assessment Start Date": assessment.from_on,
                "Child Seen During Continuous Assessment": "Yes",
                "Continuous Assessment Date of Authorisation": assessment.to_on if assessment.to_on <= truth.last else None,
                **team,
            }))  # fmt: skip
    if episode.enquiry and episode.enquiry[0] >= since:
        rows.append(("List 5", {
            _LISTS["List 5"][6]: episode.enquiry[0],
            _LISTS["List 5"][7]: "No",
            "Date of Initial Child Protection Conference": episode.enquiry[1],
            _LISTS["List 5"][9]: "Yes" if episode.protection else "No",
            **team,
        }))  # fmt: skip
    if life.status == "child_in_need":
        rows.append(("List 6", {
            "CIN Start Date": episode.referral,
            "Primary Need Code": episode.need,
            "CIN Closure Date": episode.closed,
            "Reason for Closure": "RC7" if episode.closed else None,
            "Case Status": "c) Child in need plan" if not episode.closed else "h) Closed episode",
            **team,
        }))  # fmt: skip
    if episode.protection:
        rows.append(("List 7", {
            "Child Protection Plan Start Date": episode.protection[0],
            "Initial Category of Abuse": "Neglect",
            "Latest Category of Abuse": "Neglect",
            "Was the Child Seen Alone?": "a) Yes",
            "Child Protection Plan End Date": episode.protection[1],
            "Number of Previous Child Protection Plans": 0,
            **team,
        }))  # fmt: skip
    return rows


def _looked_after(truth: Truth, life: Life) -> dict[str, Cell]:
    care = life.care
    assert care is not None  # noqa: S101  for the type checker: the caller asked
    stay: Stay = care.stays[-1]
    legal_from, legal = [entry for entry in care.legal if entry[0] <= truth.last][-1]
    known = authority(stay.place.authority)
    missing = [time for time in life.missing if time.from_on >= truth.last - days(365)]
    last = missing[-1] if missing else None
    columns = _LISTS["List 8"]
    return {
        columns[5]: "a) Yes" if life.person.uasc else "b) No",
        "Date Started to be Looked After": care.from_on,
        "Child's Category of Need": care.need,
        columns[9]: "b) No",
        "Start date of current legal status": legal_from,
        "Child's Legal Status": legal,
        "Number of Placements in the Last 12 months": sum(
            s.to_on is None or s.to_on >= truth.last - days(365) for s in care.stays
        ),
        "Date Ceased to be Looked After": care.to_on,
        "Reason Ceased to be Looked After": care.ended or None,
        "Start Date of Most Recent Placement": stay.from_on,
        "Placement Type": stay.type,
        "Placement Provider": stay.provider or None,
        "Placement postcode": stay.place.postcode,
        "URN of Placement": stay.urn or None,
        "Placement Location": "b) Out of area" if stay.place.is_out else "a) In area",
        "LA of Placement": known.name if known else None,
        columns[28]: sum(time.kind == "M" for time in missing),
        columns[29]: sum(time.kind == "A" for time in missing),
        columns[30]: ("a) Yes" if last.offered else "b) No") if last else None,
        columns[31]: ("a) Yes" if last.held else "b) No") if last else None,
    }
