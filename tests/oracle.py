"""What every figure of a month should be, in plain Python from the agreed definitions: slow, obvious, and sharing no code with the measures."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from typing import Any

Row = dict[str, Any]
DAY = dt.timedelta(days=1)

HARM_KINDS = [
    *("cse", "cce", "gang", "serious_youth_violence", "peer_on_peer", "teenage_relationship_abuse", "trafficking"),
    *("online", "radicalisation", "other_efh", "efh_unspecified"),
]
STATUSES = ["early_help", "child_in_need", "child_protection", "looked_after", "care_leaver"]
ETHNICITY = {
    **dict.fromkeys(["WBRI", "WIRI", "WOTH", "WIRT", "WROM"], "white"),
    **dict.fromkeys(["MWBC", "MWBA", "MWAS", "MOTH"], "mixed"),
    **dict.fromkeys(["AIND", "APKN", "ABAN", "AOTH"], "asian"),
    **dict.fromkeys(["BCRB", "BAFR", "BOTH"], "black"),
    **dict.fromkeys(["CHNE", "OOTH"], "other"),
}
SEX = {"M": "male", "F": "female", "1": "male", "2": "female"}
LEGAL = {
    **dict.fromkeys(["C1", "C2"], "section_31"),
    "V2": "section_20",
    "D1": "freed",
    "E1": "placement_order",
    **dict.fromkeys(["J1", "J2", "J3"], "youth_justice"),
    **dict.fromkeys(["L1", "L2", "L3"], "police_or_court_protection"),
    **dict.fromkeys(["V3", "V4"], "short_break"),
}
PLACEMENT = {"K1": "secure", "K2": "childrens_home", "U4": "foster", "H5": "supported_accommodation", "P1": "parents"}


def month_days(month: str) -> tuple[dt.date, dt.date]:
    year, number = map(int, month.split("-"))
    following = dt.date(year + number // 12, number % 12 + 1, 1)
    return dt.date(year, number, 1), following - DAY


def overlaps(row: Row, first: dt.date, last: dt.date) -> bool:
    return (row["from_on"] or dt.date.min) <= last and (row["to_on"] or dt.date.max) >= first


def plus_months(day: dt.date, months: int) -> dt.date:
    """The same day of the month, some months on (or back), or that month's last day."""
    year, number = divmod(day.year * 12 + day.month - 1 + months, 12)
    for length in (31, 30, 29, 28):
        if day.day >= length:
            try:
                return dt.date(year, number + 1, min(day.day, length))
            except ValueError:
                continue
    return dt.date(year, number + 1, day.day)


def age(born: dt.date, on: dt.date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def over_a_day(stay: Row, last: dt.date) -> str:
    start = stay["away_from"] or stay["from_on"]
    nights = ((stay["to_on"] or last) - start).days
    if nights >= 2:
        return "yes"
    if stay["to_on"] is None or nights == 1:
        return "not_known"
    return "no"


def length_band(start: dt.date | None, end: dt.date | None) -> str:
    if start is None or end is None:
        return "not_known"
    for months, band in ((3, "to_3_months"), (12, "3_to_12_months"), (24, "1_to_2_years")):
        if end <= plus_months(start, months):
            return band
    return "over_2_years"


def elapsed_length(start: dt.date, last: dt.date) -> str:
    for months, band in ((3, "to_3_months"), (12, "3_to_12_months"), (24, "1_to_2_years")):
        if start >= plus_months(last, -months):
            return band
    return "over_2_years"


def elapsed_band(start: dt.date, last: dt.date) -> str:
    if start > plus_months(last, -1):
        return "under_1_month"
    return "1_to_12_months" if start >= plus_months(last, -12) else "over_1_year"


def to_18(born: dt.date | None, last: dt.date) -> str:
    if born is None:
        return "not_known"
    for months, band in (
        (0, "18_or_over"), (3, "to_3_months"), (6, "3_to_6_months"), (12, "6_to_12_months"), (24, "1_to_2_years"),
    ):  # fmt: skip
        if born <= plus_months(last, months - 18 * 12):
            return band
    return "over_2_years"


def of_person(tables: dict[str, list[Row]], name: str, person: Row) -> list[Row]:
    key = (person["authority"], person["person_id"])
    return [row for row in tables[name] if (row["authority"], row["person_id"]) == key]


def snapshot(tables: dict[str, list[Row]], month: str) -> dict[tuple[str, str, str, str], Row]:
    """(authority, measure, breakdown, category) → value, low, high, unknown; a category that nobody has is left out."""
    first, last = month_days(month)
    by_authority: dict[str, list[Row]] = {person["authority"]: [] for person in tables["people"]}
    for person in tables["people"]:
        told = told_of(tables, person, first, last)
        if told:
            by_authority[person["authority"]].append(told)
    figures: dict[tuple[str, str, str, str], Row] = {}
    for authority, people in by_authority.items():
        for key, figure in of_authority(people).items():
            figures[authority, *key] = figure
    return figures


def told_of(tables: dict[str, list[Row]], person: Row, first: dt.date, last: dt.date) -> Row | None:
    """Everything that the month's figures ask of one young person; None for somebody who is not supported."""
    born = person["birth_date"]
    if born is None and person["birth_precision"] == "expected":
        return None
    if born is not None and (born > last or not 10 <= age(born, last) <= 25):
        return None
    involvements = [row for row in of_person(tables, "involvements", person) if overlaps(row, first, last)]
    if not involvements:
        return None
    told: Row = {
        "status": {row["status"] if row["status"] in STATUSES else "not_known" for row in involvements},
        "age_band": "not_known",
        "sex": SEX.get(person["sex"], "not_known"),
        "ethnicity_group": ETHNICITY.get(person["ethnicity"], "not_known"),
        "disability": person["disability"] or "not_known",
        "time_to_18": to_18(born, last),
    }
    if born is not None:
        years = age(born, last)
        told["age_band"] = "10-12" if years < 13 else "13-15" if years < 16 else "16-17" if years < 18 else "18+"
    harms_of(told, [row for row in of_person(tables, "harms", person) if overlaps(row, first, last)])
    moves_of(told, tables, person, first, last)
    planned_of(told, tables, person, last)
    return told


def harms_of(told: Row, rows: list[Row]) -> None:
    live = [row for row in rows if row["certainty"] != "ruled_out"]
    outside = [row for row in live if row["setting"] in ("outside", "both")]
    told["harm"] = {row["harm"] for row in outside}
    told["harm_unsure"] = {row["harm"] for row in live if row["setting"] == "not_known"} - told["harm"]
    told["harmed"] = bool(told["harm"] - {"missing"})
    told["recorded"] = any(row["setting_basis"] == "recorded" for row in outside if row["harm"] != "missing")


def moves_of(told: Row, tables: dict[str, list[Row]], person: Row, first: dt.date, last: dt.date) -> None:
    away = [dict(row, kind="placement") for row in of_person(tables, "placements", person)]
    for row in of_person(tables, "relocations", person):
        if row["from_on"] is not None and row["placement_id"] is None:
            away.append(dict(row, kind="other_move", away_from=row["from_on"]))
    away = [row for row in away if overlaps(row, first, last) and row["locality"] != "in"]
    sure, maybe, unplaced, candidate, to_review = [], False, False, False, False
    for row in away:
        long, due = over_a_day(row, last), row["due_to_efh"]
        if row["locality"] == "not_known":
            unplaced |= long != "no" and due != "no"
            continue
        candidate |= long != "no"
        to_review |= long != "no" and due == "not_reviewed"
        if due in ("yes", "partly") and long == "yes":
            sure.append(row)
        elif due != "no" and long != "no":
            maybe = True
    told["relocated"] = bool(sure)
    told["affected"] = told["harmed"] or told["relocated"]
    told["relocated_high"] = told["relocated"] or (told["affected"] and maybe)
    told["relocated_unknown"] = told["affected"] and not told["relocated_high"] and unplaced
    told["relocated_partly"] = told["relocated"] and all(row["due_to_efh"] == "partly" for row in sure)
    told["more_than_one"] = len(sure) > 1
    told["candidate"] = told["affected"] and candidate
    told["not_reviewed"] = told["affected"] and to_review
    told["locality_not_known"] = told["affected"] and any(row["locality"] == "not_known" for row in away)
    if sure:
        stay = min(
            (row for row in sure if row["from_on"] == max(s["from_on"] for s in sure)), key=lambda s: s["row_id"]
        )
        stay_of(told, tables, person, stay, first, last)
        missing_of(told, tables, person, sure, stay, first, last)


def stay_of(told: Row, tables: dict[str, list[Row]], person: Row, stay: Row, first: dt.date, last: dt.date) -> None:
    orders = set()
    for order in of_person(tables, "authorisations", person):
        of_this = order["placement_id"] in (None, stay["row_id"])
        if of_this and overlaps(order, first, last) and overlaps(order, stay["from_on"], stay["to_on"] or dt.date.max):
            orders.add(order["kind"])
    care = stay["kind"] == "placement"
    started = stay["away_from"] or stay["from_on"]
    told |= {name: stay[name] or "not_known" for name in ("host_authority", "adjoining", "arranged_by", "who_moved")}
    told["stay_kind"] = stay["kind"]
    day = min(stay["to_on"] or last, last)
    then = [s for s in of_person(tables, "legal_statuses", person) if s["from_on"] <= day <= (s["to_on"] or day)]
    newest = max((s["from_on"] for s in then), default=None)
    status = min((s["legal_status"] for s in then if s["from_on"] == newest), default=stay.get("legal_basis"))
    told["legal_status"] = (status or "not_known") if care else "none"
    told["legal_basis"] = LEGAL.get(status, "not_known") if care else "none"
    told["placement_type"] = (stay["placement_type"] or "not_known") if care else "none"
    told["placement_group"] = PLACEMENT.get(stay["placement_type"], "not_known") if care else "none"
    told["provider"] = (stay["provider"] or "not_known") if care else "none"
    told["secure"] = "no"
    if care and stay["placement_type"] is None:
        told["secure"] = "not_known"
    if "secure" in orders or (care and stay["placement_type"] == "K1"):
        told["secure"] = "yes"
    told["deprivation_of_liberty"] = "yes" if "deprivation_of_liberty" in orders else "not_recorded"
    told["distance_band"] = "not_known" if stay["miles"] is None else "to_20" if stay["miles"] <= 20 else "over_20"
    told["planned_length"] = length_band(stay["from_on"], stay["planned_end"])
    told["elapsed_length"] = elapsed_length(started, last)
    told["elapsed_band"] = elapsed_band(started, last)


def missing_of(
    told: Row, tables: dict[str, list[Row]], person: Row, sure: list[Row], stay: Row, first: dt.date, last: dt.date
) -> None:
    episodes = [
        row for row in of_person(tables, "missing", person) if row["kind"] == "missing" and row["from_on"] <= last
    ]
    told["missing_episodes"] = sum(
        overlaps(row, first, last) and any(s["from_on"] <= row["from_on"] <= (s["to_on"] or dt.date.max) for s in sure)
        for row in episodes
    )
    started = stay["away_from"] or stay["from_on"]
    days = set()
    for row in episodes:
        day = row["from_on"]
        while day <= min(row["to_on"] or last, last):
            days.add(day)
            day += DAY
    after = [started + n * DAY for n in range(90) if started + n * DAY <= last]
    before = [started - n * DAY for n in range(1, 91)]
    told["missing_days_before"], told["days_at_risk_before"] = len(days & set(before)), len(before)
    told["missing_days_after"], told["days_at_risk_after"] = len(days & set(after)), len(after)


def planned_of(told: Row, tables: dict[str, list[Row]], person: Row, last: dt.date) -> None:
    low = high = unknown = 0
    for row in of_person(tables, "relocations", person):
        known_on = row["planned_on"] or row["planned_from"]
        begun = row["from_on"] <= last if row["from_on"] else row["placement_id"] is not None
        withdrawn = row["withdrawn_on"] is not None and row["withdrawn_on"] <= last
        if known_on is None or known_on > last or begun or withdrawn or row["due_to_efh"] == "no":
            continue
        confirmed = row["due_to_efh"] in ("yes", "partly")
        counts = confirmed or told["affected"]
        low += row["locality"] == "out" and confirmed
        high += row["locality"] == "out" and counts
        unknown += row["locality"] == "not_known" and counts
    told["planned"] = (low, high, unknown)


PERSON_BY = ("age_band", "sex", "ethnicity_group", "disability")
STAY_BY = (
    *("stay_kind", "legal_basis", "legal_status", "placement_group", "placement_type", "secure", "provider"),
    *("deprivation_of_liberty", "host_authority", "adjoining", "distance_band", "planned_length", "elapsed_band"),
    *("elapsed_length", "arranged_by", "who_moved", "time_to_18"),
)


def of_authority(people: list[Row]) -> dict[tuple[str, str, str], Row]:
    made: dict[tuple[str, str, str], Row] = {}

    def put(measure: str, value: float | None, breakdown: str = "", category: str = "", **more: Any) -> None:
        made[measure, breakdown, category] = {"value": value, **more}

    affected = [p for p in people if p["affected"]]
    relocated = [p for p in people if p["relocated"]]
    with_missing = [p for p in people if p["affected"] or "missing" in p["harm"]]
    put("supported", len(people))
    unsure = [p for p in people if not p["affected"] and p["harm_unsure"] - {"missing"}]
    put("affected", len(affected), unknown=len(unsure))
    unsure_too = [p for p in people if p not in with_missing and p["harm_unsure"]]
    put("affected_or_missing", len(with_missing), unknown=len(unsure_too))
    put("affected_assumed_only", sum(p["harmed"] and not p["recorded"] and not p["relocated"] for p in people))
    high = [p for p in people if p["relocated_high"]]
    not_known = [p for p in people if p["relocated_unknown"]]
    put("relocated", len(relocated), low=len(relocated), high=len(high), unknown=len(not_known))
    put("relocated_partly", sum(p["relocated_partly"] for p in people))
    put("candidates", sum(p["candidate"] for p in people))
    put("not_reviewed", sum(p["not_reviewed"] for p in people))
    put("locality_not_known", sum(p["locality_not_known"] for p in people))
    put("more_than_one_stay", sum(p["more_than_one"] for p in people))
    low, top, unknown = (sum(p["planned"][n] for p in people) for n in range(3))
    put("planned_moves", low, low=low, high=top, unknown=unknown)
    put("missing_from_stay", sum(p["missing_episodes"] > 0 for p in relocated))
    put("missing_episodes", sum(p["missing_episodes"] for p in relocated))
    for when in ("before", "after"):
        put(f"missing_{when}", sum(p[f"missing_days_{when}"] > 0 for p in relocated))
        put(f"missing_days_{when}", sum(p[f"missing_days_{when}"] for p in relocated))
        put(f"days_at_risk_{when}", sum(p[f"days_at_risk_{when}"] for p in relocated))
    for share, part, whole in (
        ("affected_share", affected, people),
        ("affected_or_missing_share", with_missing, people),
        ("relocation_rate", relocated, affected),
        ("relocation_rate_range", relocated, affected),
    ):
        put(share, len(part) / len(whole) if whole else None)
    missing = sum(p["missing_episodes"] > 0 for p in relocated)
    put("missing_from_stay_share", missing / len(relocated) if relocated else None)
    for status, count in Counter(s for p in people for s in p["status"]).items():
        put("supported", count, "status", status)
    for name in PERSON_BY:
        for category in {p[name] for p in people}:
            of = [p for p in people if p[name] == category]
            put("supported", len(of), name, category)
            put(
                "affected",
                sum(p["affected"] for p in of),
                name,
                category,
                unknown=sum(p in unsure for p in of),
            )
            ends = {"low": sum(p["relocated"] for p in of), "high": sum(p["relocated_high"] for p in of)}
            put("relocated", ends["low"], name, category, **ends, unknown=sum(p["relocated_unknown"] for p in of))
    by_harm(put, people)
    for name in STAY_BY:
        for category, count in Counter(p[name] for p in relocated).items():
            put("relocated", count, name, category)
    return made


def by_harm(put: Any, people: list[Row]) -> None:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for p in people:
        for harm in [*HARM_KINDS, "missing"]:
            has, unsure, c = harm in p["harm"], harm in p["harm_unsure"], counts[harm]
            if p["affected"]:
                c["affected"] += has
                c["affected_unknown"] += unsure
            elif p["harm_unsure"] - {"missing"}:
                c["affected_unknown"] += has or unsure
            c["low"] += p["relocated"] and has
            c["high"] += p["relocated_high"] and has
            c["relocated_unknown"] += p["relocated_high"] and unsure
            c["relocated_unknown"] += p["relocated_unknown"] and (has or unsure)
    for harm, c in counts.items():
        put("affected", c["affected"], "harm", harm, unknown=c["affected_unknown"])
        put("relocated", c["low"], "harm", harm, low=c["low"], high=c["high"], unknown=c["relocated_unknown"])
    combinations = Counter(
        "+".join(h for h in HARM_KINDS if h in p["harm"]) or "none_recorded" for p in people if p["affected"]
    )
    for combination, count in combinations.items():
        put("affected", count, "harm_combination", combination)
