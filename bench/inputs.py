"""Input of one large authority, made from a seed: a 903 in its CSV files, a children in need census, a panel's list.

Nobody in it exists. Postcodes are real ones, so that looking them up is the work that it is with an authority's own files;
they are drawn by chance and say nothing of anyone. Shares are invented: this measures speed.
"""

from __future__ import annotations

import csv
import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import polars as pl
from bench.authority import CENSUS, LIST, YEAR

from kith.reading.locality.directory import national

DFE_CODE = "383"
FIRST, LAST = dt.date(2022, 4, 1), dt.date(2026, 3, 31)
HOME = ("LS",)
AWAY = ("BD", "WF", "HG", "HU", "DN", "YO", "S", "M", "L", "NG", "B")


@dataclass(frozen=True, slots=True)
class Size:
    """How much: looked-after children, rows of the 903 over all its files, children and episodes of the census, listed."""

    looked_after: int
    rows_903: int
    children: int
    episodes: int
    listed: int


PUBLISHED = Size(looked_after=2_675, rows_903=26_000, children=25_000, episodes=27_000, listed=300)
SMALL = Size(looked_after=120, rows_903=1_200, children=500, episodes=540, listed=20)

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Child:
    """Who the rows are about, the same in every file."""

    id: int
    born: dt.date
    sex: str
    ethnicity: str
    upn: str


def write(folder: Path, size: Size, seed: int) -> dict[str, int]:
    """Write the CSV files of the 903, CENSUS and LIST into the folder; gives the rows (children for the census) by file."""
    chance = random.Random(seed)
    children = [_child(chance, number) for number in range(size.children)]
    looked_after = children[: size.looked_after]
    folder.mkdir(parents=True)
    counts = {}
    for name, (heading, rows) in _of_903(chance, looked_after, size.rows_903).items():
        counts[f"{name}.csv"] = len(rows)
        _write_csv(folder / f"{name}.csv", heading, rows)
    _write_census(folder / CENSUS, chance, children, size.episodes)
    listed = _panel(chance, children, size)
    _write_csv(folder / LIST, _PANEL, listed)
    return counts | {CENSUS: len(children), "episodes of the census": size.episodes, LIST: len(listed)}


_PANEL = ("Mosaic ID", "DOB", "Type of exploitation", "Certainty", "Date opened", "Date closed")
_HARMS = ("CSE", "CCE", "CSE/CCE", "CCE; missing", "County lines", "Gangs", "Trafficking", "Peer on peer")


def _panel(chance: random.Random, children: list[Child], size: Size) -> list[Row]:
    """People of a panel's list: half of them looked after, as exploitation and care overlap."""
    half = size.listed // 2
    known = [*chance.sample(children[: size.looked_after], half), *chance.sample(children, size.listed - half)]
    rows: list[Row] = []
    for child in known:
        opened = _day(chance, dt.date(2025, 1, 1), LAST)
        closed = "" if chance.random() < 0.7 else _british(_day(chance, opened, LAST))
        certainty = chance.choice(("suspected", "confirmed"))
        rows.append((child.id, _british(child.born), chance.choice(_HARMS), certainty, _british(opened), closed))
    return rows


def _of_903(chance: random.Random, children: list[Child], total: int) -> dict[str, tuple[tuple[str, ...], list[Row]]]:
    """Heading and rows of each file, `total` rows together; reviews are as many as the others leave."""
    home, away = real_postcodes(chance, HOME), real_postcodes(chance, AWAY)
    tables: dict[str, tuple[tuple[str, ...], list[Row]]] = {
        name: (tuple(heading.split()), []) for name, heading in _HEADINGS.items()
    }
    rows = {name: table[1] for name, table in tables.items()}
    for child in children:
        born = _british(child.born)
        rows["header"].append(
            (child.id, child.sex, born, child.ethnicity, child.upn, "" if child.sex == "M" else 0, "")
        )
        rows["episodes"] += _episodes(chance, child, home, away)
        rows["oc2"].append((child.id, born, chance.randrange(41), "", *(chance.randrange(2) for _ in range(8))))
        rows["previous_permanence"].append((child.id, born, "Z1", "", ""))
        if chance.random() < 0.05:
            rows["uasc"].append(
                (child.id, child.sex, born, _british(child.born.replace(day=1, year=child.born.year + 18)))
            )
        if chance.random() < 0.1:
            away_on = _day(chance, dt.date(2025, 4, 1), LAST)
            back_on = min(LAST, away_on + dt.timedelta(days=chance.randrange(9)))
            rows["missing"].append((child.id, born, chance.choice("MA"), _british(away_on), _british(back_on)))
    left = total - sum(map(len, rows.values()))
    for child in chance.choices(children, k=left):
        reviewed = _british(_day(chance, dt.date(2025, 4, 1), LAST))
        rows["reviews"].append((child.id, _british(child.born), reviewed, f"PN{chance.randrange(8)}"))
    return tables


_HEADINGS = {
    "header": "CHILD SEX DOB ETHNIC UPN MOTHER MC_DOB",
    "episodes": "CHILD DECOM RNE LS CIN PLACE PLACE_PROVIDER DEC REC REASON_PLACE_CHANGE HOME_POST PL_POST URN",
    "oc2": "CHILD DOB SDQ_SCORE SDQ_REASON CONVICTED HEALTH_CHECK IMMUNISATIONS TEETH_CHECK HEALTH_ASSESSMENT "
    "SUBSTANCE_MISUSE INTERVENTION_RECEIVED INTERVENTION_OFFERED",
    "previous_permanence": "CHILD DOB PREV_PERM LA_PERM DATE_PERM",
    "uasc": "CHILD SEX DOB DUC",
    "missing": "CHILD DOB MISSING MIS_START MIS_END",
    "reviews": "CHILD DOB REVIEW REVIEW_CODE",
}


def _episodes(chance: random.Random, child: Child, home: list[str], away: list[str]) -> Iterator[Row]:
    """One to four episodes one after another; every other ends in a move, the last often still open."""
    began = _day(chance, max(FIRST, child.born), LAST - dt.timedelta(days=60))
    legal = chance.choice(("C1", "C2", "C2", "C2", "V2", "E1"))
    own = chance.choice(home)
    several = chance.choices((1, 2, 3, 4), (45, 30, 15, 10))[0]
    for number in range(several):
        ended = _day(chance, began + dt.timedelta(days=1), LAST)
        last = number == several - 1 or ended > LAST - dt.timedelta(days=30)
        is_open = last and (ended == LAST or chance.random() < 0.75)
        reason = "" if is_open else "E4A" if last else "X1"
        yield (
            child.id,
            _british(began),
            "S" if number == 0 else "P",
            legal,
            chance.choice(("N1", "N4", "N5", "N6")),
            chance.choice(("U1", "U4", "U4", "U6", "U6", "K2", "K1", "K3", "P1")),
            chance.choice(("PR1", "PR4")),
            "" if is_open else _british(ended),
            reason,
            "CARPL" if reason == "X1" else "",
            own,
            chance.choice(home if chance.random() < 0.6 else away),
            chance.randrange(1_000_000, 9_999_999),
        )
        if last:
            return
        began = ended


def real_postcodes(chance: random.Random, areas: tuple[str, ...], most: int = 2_000) -> list[str]:
    """Postcodes of the areas that the national directory has, written with their space. RuntimeError where it has none."""
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    made = (f"{a}{n}{m}{x}{y}" for a, n, m, x, y in product(areas, range(1, 20), range(1, 9), letters, letters))
    found = national().find(pl.Series(list(made)))["postcode"].sort().to_list()
    if not found:
        raise RuntimeError("the national directory of postcodes is not installed")
    return [f"{code[:-3]} {code[-3:]}" for code in chance.sample(found, min(most, len(found)))]


Element = tuple[str, object]
"""An element's name, and its text or a list of the elements in it."""


def _write_census(path: Path, chance: random.Random, children: list[Child], episodes: int) -> None:
    """The census, indented as systems write it."""
    twice = set(chance.sample(range(len(children)), episodes - len(children)))
    details = [("Collection", "CIN"), ("Year", YEAR), ("ReferenceDate", LAST)]
    source = [("SourceLevel", "L"), ("LEA", DFE_CODE), ("SerialNo", 1), ("DateTime", f"{LAST}T12:00:00")]
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write('<?xml version="1.0" encoding="utf-8"?>\n<Message>\n')
        out.write(_xml(("Header", [("CollectionDetails", details), ("Source", source)]), 1))
        out.write("  <Children>\n")
        for number, child in enumerate(children):
            out.write(_xml(("Child", _of_child(chance, child, 1 + (number in twice))), 2))
        out.write("  </Children>\n</Message>\n")


def _xml(element: Element, depth: int) -> str:
    name, holds = element
    space = "  " * depth
    if isinstance(holds, list):
        inside = "".join(_xml(one, depth + 1) for one in holds)
        return f"{space}<{name}>\n{inside}{space}</{name}>\n"
    return f"{space}<{name}>{holds}</{name}>\n"


def _of_child(chance: random.Random, child: Child, episodes: int) -> list[Element]:
    who = [("LAchildID", child.id), ("UPN", child.upn), ("PersonBirthDate", child.born), ("Sex", child.sex)]
    about = [("Ethnicity", child.ethnicity), ("Disabilities", [("Disability", "NONE")])]
    found = [_episode(chance, child) for _ in range(episodes)]
    return [("ChildIdentifiers", who), ("ChildCharacteristics", about), *(("CINdetails", one) for one in found)]


def _episode(chance: random.Random, child: Child) -> list[Element]:
    """A referral with what came of it: most have an assessment, some a plan, an enquiry, protection."""
    referred = _day(chance, max(FIRST, child.born), LAST - dt.timedelta(days=90))
    closed = _day(chance, max(referred, dt.date(2025, 4, 1)), LAST) if chance.random() < 0.5 else None
    made: list[Element] = [
        ("CINreferralDate", referred),
        ("ReferralSource", chance.choice(("1A", "2A", "3A", "5B", "6", "8"))),
        ("PrimaryNeedCode", chance.choice(("N1", "N4", "N5", "N6"))),
    ]
    if closed:
        made += [("CINclosureDate", closed), ("ReasonForClosure", "RC7")]
    if chance.random() < 0.8:
        factors = [("AssessmentFactors", code) for code in sorted(chance.sample(_FACTORS, chance.randint(1, 4)))]
        made.append(("Assessments", [
            ("AssessmentActualStartDate", referred),
            ("AssessmentAuthorisationDate", min(_after(referred, 45), closed or LAST)),
            ("FactorsIdentifiedAtAssessment", factors),
        ]))  # fmt: skip
    if chance.random() < 0.35:
        made.append(("CINPlanDates", [("CINPlanStartDate", _after(referred, 50))]))
    if chance.random() < 0.25:
        enquiry = [("S47ActualStartDate", _after(referred, 10)), ("DateOfInitialCPC", _after(referred, 25))]
        made.append(("Section47", [*enquiry, ("ICPCnotRequired", "false")]))
    made.append(("ReferralNFA", "false"))
    if chance.random() < 0.1:
        reviews = [("Reviews", [("CPPreviewDate", _after(referred, days))]) for days in (60, 85)]
        abuse = [("InitialCategoryOfAbuse", "NEG"), ("LatestCategoryOfAbuse", "NEG"), ("NumberOfPreviousCPP", 0)]
        made.append(("ChildProtectionPlans", [("CPPstartDate", _after(referred, 25)), *abuse, *reviews]))
    return made


_FACTORS = (
    *("1A", "1B", "2B", "3A", "3B", "4A", "4B", "8B", "8F", "10A", "11A", "12A", "13A", "14A", "16A", "17A"),
    *("18B", "18C", "19B", "19C", "20", "22A", "24A"),
)


def _child(chance: random.Random, number: int) -> Child:
    born = _day(chance, dt.date(2008, 4, 1), dt.date(2025, 3, 31))
    ethnicity = chance.choices(("WBRI", "MWBC", "APKN", "BAFR", "OOTH"), (65, 10, 10, 10, 5))[0]
    upn = f"A{DFE_CODE}{number:09}"
    return Child(100_000 + number * 7, born, chance.choice("MF"), ethnicity, upn)


def _day(chance: random.Random, first: dt.date, last: dt.date) -> dt.date:
    return first + dt.timedelta(days=chance.randint(0, max(0, (last - first).days)))


def _after(day: dt.date, days: int) -> dt.date:
    return day + dt.timedelta(days=days)


def _british(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"


def _write_csv(path: Path, heading: tuple[str, ...], rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([heading, *rows])
