"""The statutory return of looked-after children as an authority uploads it, a set of CSV files a collection year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kith.figures.synth.chance import Rng, days
from kith.figures.synth.lives import Care, Day, Life, Stay, Truth, birthday
from kith.figures.synth.tables import WHO, Cell, Sheet

_EPISODES = ("CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC", "REASON_PLACE_CHANGE")
_COLUMNS: dict[str, tuple[str, ...]] = {
    "header": ("CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB"),
    "episodes": (*_EPISODES, "HOME_POST", "PL_POST", "URN"),
    "missing": ("CHILD", "DOB", "MISSING", "MIS_START", "MIS_END"),
    "reviews": ("CHILD", "DOB", "REVIEW", "REVIEW_CODE"),
    "uasc": ("CHILD", "SEX", "DOB", "DUC"),
    "oc3": ("CHILD", "DOB", "IN_TOUCH", "ACTIV", "ACCOM"),
    "DoLo": ("CHILD", "DOB", "DOLO_START", "DOLO_END"),
}
_HOLDS = {
    "CHILD": "id",
    "DOB": "date",
    "SEX": "code",
    "ETHNIC": "code",
    "DECOM": "date",
    "DEC": "end",
    "LS": "code",
    "PLACE": "code",
    "REC": "code",
    "HOME_POST": "postcode",
    "PL_POST": "postcode",
    "MIS_START": "date",
    "MIS_END": "end",
    "MISSING": "code",
    "REVIEW": "date",
}
_OLDER_SEX = {"M": "1", "F": "2"}


def sheets_903(truth: Truth, rng: Rng) -> list[Sheet]:
    """All files of all years, those without rows left out."""
    found = []
    for year in truth.years:
        start, end = dt.date(year - 1, 4, 1), min(dt.date(year, 3, 31), truth.last)
        rows = _rows_of_year(truth, year, start, end, rng)
        found += [Sheet(f"{year} {part}.csv", _COLUMNS[part], _HOLDS, own) for part, own in rows.items() if own]
    return found


def _rows_of_year(truth: Truth, year: int, start: Day, end: Day, rng: Rng) -> dict[str, list[dict[str, Cell]]]:
    rows: dict[str, list[dict[str, Cell]]] = {part: [] for part in _COLUMNS}
    for life in truth.lives:
        episodes = [row for row in _episodes(life) if _meets(row, start, end)]
        who: dict[str, Cell] = {WHO: life.person.id, "CHILD": life.person.id, "DOB": life.person.born}
        sex = life.person.sex if year >= 2025 else _OLDER_SEX[life.person.sex]
        is_leaver = life.leaver_from is not None and life.leaver_from <= end and 17 <= life.age(end) <= 21
        if episodes or is_leaver:
            mother = None if life.person.sex == "M" else 0
            about = {"SEX": sex, "ETHNIC": life.person.ethnicity, "UPN": life.person.upn, "MOTHER": mother}
            rows["header"].append(who | about)
        rows["episodes"] += [who | _as_of_year(row, year, end) for row in episodes]
        if episodes and life.person.uasc:
            rows["uasc"].append(who | {"SEX": sex, "DUC": birthday(life.person.born, 18)})
        if life.care:
            rows["missing"] += [who | row for row in _missing(life, life.care, start, end)]
            rows["reviews"] += [who | row for row in _reviews(life, life.care, start, end, rng)]
            if year >= 2027:
                rows["DoLo"] += [who | row for row in _orders(life, start, end)]
        if is_leaver:
            rows["oc3"].append(who | {"IN_TOUCH": "YES", "ACTIV": rng.choice(("F1", "F2", "G5")), "ACCOM": "U1"})
    return rows


def _meets(row: dict[str, Cell], start: Day, end: Day) -> bool:
    began, ended = row["DECOM"], row["DEC"]
    assert isinstance(began, dt.date)  # noqa: S101  for the type checker: every episode has a first day
    return began <= end and (not isinstance(ended, dt.date) or ended >= start)


def _as_of_year(row: dict[str, Cell], year: int, end: Day) -> dict[str, Cell]:
    """What the file of that year says: an episode that ended later is still open, and codes are those of the year."""
    row = dict(row)
    ended = row["DEC"]
    if isinstance(ended, dt.date) and ended > end:
        row |= {"DEC": None, "REC": None, "REASON_PLACE_CHANGE": None}
    if row["PLACE"] == "K3" and year <= 2024:
        row["PLACE"] = "H5"
    if row["PLACE"] == "Z1" and year >= 2026:
        row["PLACE"] = "Z11"
    return row


def _episodes(life: Life) -> Iterator[dict[str, Cell]]:
    """Every episode of the life: a new one at each change of placement or legal status."""
    if life.care:
        yield from _of_care(life, life.care)
    for began, ended in life.short_breaks:
        yield {
            "DECOM": began, "RNE": "S", "LS": "V3", "CIN": "N2", "PLACE": "U6", "PLACE_PROVIDER": "PR1", "DEC": ended, "REC": "E8"
        }  # fmt: skip


def _of_care(life: Life, care: Care) -> Iterator[dict[str, Cell]]:
    stays = {stay.from_on: stay for stay in care.stays}
    changes = sorted({*stays, *(day for day, _ in care.legal if care.to_on is None or day < care.to_on)})
    stay: Stay = care.stays[0]
    legal = care.legal[0][1]
    for number, day in enumerate(changes):
        is_new_stay, now = day in stays, dict(care.legal).get(day, legal)
        reason = "S" if not number else "B" if is_new_stay and now != legal else "P" if is_new_stay else "L"
        stay, legal = stays.get(day, stay), now
        after = changes[number + 1] if number + 1 < len(changes) else None
        yield {
            "DECOM": day,
            "RNE": reason,
            "LS": legal,
            "CIN": care.need,
            "PLACE": stay.type,
            "PLACE_PROVIDER": stay.provider or None,
            "DEC": after or care.to_on,
            "REC": "X1" if after else care.ended or None,
            "REASON_PLACE_CHANGE": _why(after, stays),
            "HOME_POST": None if life.person.uasc else life.person.home.postcode,
            "PL_POST": stay.place.postcode,
            "URN": stay.urn or None,
        }


def _why(after: Day | None, stays: dict[Day, Stay]) -> str | None:
    if after is None or after not in stays:
        return None
    move = stays[after].move
    return "LAREQ" if move and move.because != "no" else "CARPL"


def _missing(life: Life, care: Care, start: Day, end: Day) -> Iterator[dict[str, Cell]]:
    for time in life.missing:
        in_care = care.from_on <= time.from_on and (care.to_on is None or time.to_on <= care.to_on)
        if in_care and time.from_on <= end and time.to_on >= start:
            yield {
                "MISSING": time.kind,
                "MIS_START": time.from_on,
                "MIS_END": time.to_on if time.to_on <= end else None,
            }


def _reviews(life: Life, care: Care, start: Day, end: Day, rng: Rng) -> Iterator[dict[str, Cell]]:
    day = care.from_on + days(20)
    while day <= min(end, care.to_on or end):
        if day >= start:
            yield {
                "REVIEW": day,
                "REVIEW_CODE": rng.choice(("PN1", "PN1", "PN2", "PN3", "PN6")) if life.age(day) >= 4 else "PN0",
            }
        day += days(92 if day == care.from_on + days(20) else 182)


def _orders(life: Life, start: Day, end: Day) -> Iterator[dict[str, Cell]]:
    for move in life.moves:
        if (
            move.deprived_of_liberty
            and move.from_on
            and move.from_on <= end
            and (not move.to_on or move.to_on >= start)
        ):
            yield {"DOLO_START": move.from_on, "DOLO_END": move.to_on if move.to_on and move.to_on <= end else None}
