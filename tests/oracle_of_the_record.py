"""What the figures of the live record should be, in plain Python from their meaning: slow, obvious, and sharing no code with the measures."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from tests.oracle import (
    DAY,
    Row,
    elapsed_length,
    length_band,
    month_days,
    of_person,
    overlaps,
    plus_months,
    to_18,
    told_of,
)

Figures = dict[tuple[str, str, str, str], Row]
PAST = {"past_to_3_months", "past_3_to_12_months", "past_over_12_months"}
HOME = {"peers", "school", "place", "people_posing_risk"}
NEAR = {"to_3_months", "3_to_6_months", "6_to_12_months"}


class Counting:
    """Rows and whose they are, by measure, breakdown and category."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str, str, str], int] = defaultdict(int)
        self.people: dict[tuple[str, str, str, str], set[str]] = defaultdict(set)

    def add(self, person: Row, measure: str, by: dict[str, str] | None = None) -> None:
        for breakdown, category in {"": "", **(by or {})}.items():
            key = (person["authority"], measure, breakdown, category)
            self.rows[key] += 1
            self.people[key].add(person["person_id"])


def snapshot(tables: dict[str, list[Row]], month: str) -> Figures:
    """(authority, measure, breakdown, category) → value, of every category that anybody is in."""
    first, last = month_days(month)
    rows, once, high, unknown = Counting(), Counting(), Counting(), Counting()
    for person in tables["people"]:
        told = told_of(tables, person, first, last)
        if told is None:
            continue
        moves = moves_of(tables, person, first, last)
        sure = [row for row in moves if row["locality"] == "out" and row["due_to_efh"] in ("yes", "partly")]
        maybe = any(row["locality"] == "out" and row not in sure for row in moves)
        move = latest(sure, "from_on")
        if move or (told["affected"] and maybe):
            high.add(person, "moves")
        elif told["affected"] and any(row["locality"] == "not_known" for row in moves):
            unknown.add(person, "moves")
        if move:
            about_move(once, tables, person, move, last)
        for row in of_person(tables, "conditions", person):
            if row["relocation_id"] in {m["row_id"] for m in sure}:
                about_condition(rows, tables, person, row, last)
        about_waiting(rows, tables, person, first, last)
        about_looks(rows, tables, person, last)
        about_actions(rows, once, tables, person, first, last)
        for row in of_person(tables, "moments", person):
            if first <= row["from_on"] <= last:
                rows.add(person, "moments", {"critical_moment": row["kind"], "reached": reached(row)})
                if row["reached_on"] is None:
                    rows.add(person, "moments_not_reached")
        if move:
            about_relationships(rows, tables, person, move, last)
            about_safety(rows, tables, person, move, last)
    found: Figures = {key: {"value": n} for key, n in once.rows.items()}
    found |= {key: {"value": n} for key, n in rows.rows.items()}
    found |= {(k[0], f"{k[1]}_people", *k[2:]): {"value": len(who)} for k, who in rows.people.items()}
    for person in tables["people"]:
        key = (person["authority"], "moves", "", "")
        low = once.rows.get(key, 0)
        ends = {"low": low, "high": high.rows.get(key, 0), "unknown": unknown.rows.get(key, 0)}
        found[key] = {"value": low, **ends}
    return found


def latest(rows: list[Row], day: str) -> Row | None:
    if not rows:
        return None
    return min((r for r in rows if r[day] == max(x[day] for x in rows)), key=lambda r: r["row_id"])


def moves_of(tables: dict[str, list[Row]], person: Row, first: dt.date, last: dt.date) -> list[Row]:
    return [
        row
        for row in of_person(tables, "relocations", person)
        if row["from_on"] and overlaps(row, first, last) and row["due_to_efh"] != "no" and row["locality"] != "in"
    ]


def about_move(once: Counting, tables: dict[str, list[Row]], person: Row, move: Row, last: dt.date) -> None:
    drift = drifted(move, last)
    planned, elapsed = length_band(move["from_on"], move["planned_end"]), elapsed_length(move["from_on"], last)
    said = move["next_home_on"] is None or move["next_home_on"] <= last
    home = (move["next_home"] if said else None) or "not_known"
    years = to_18(person["birth_date"], last)
    by = {
        "planned_length": planned, "elapsed_length": elapsed, "drift": drift, "next_home": home, "time_to_18": years,
        "next_home_by": (move["next_home_by"] if said else None) or "not_known",
    }  # fmt: skip
    once.add(person, "moves", by)
    for breakdown, column in (("purpose", "purpose"), ("driver", "drivers")):
        for key in (move[column] or "none").split():
            once.rows[person["authority"], "moves", breakdown, key] += 1
    lines = {
        "moves_past_end": drift in PAST,
        "moves_without_end": drift == "no_end",
        "moves_short_over_a_year": planned in ("to_3_months", "3_to_12_months") and elapsed in ("1_to_2_years", "over_2_years"),
        "moves_without_next_home": home in ("undecided", "not_known"),
        "moves_near_18_without_next_home": home in ("undecided", "not_known") and years in NEAR,
        "moves_return_without_conditions": home == "return"
        and not any(row["relocation_id"] == move["row_id"] for row in of_person(tables, "conditions", person)),
        "moves_without_home_work": not any(
            row["target"] in HOME and overlaps(row, last.replace(day=1), last) for row in of_person(tables, "actions", person)
        ),
    }  # fmt: skip
    for measure, holds in lines.items():
        if holds:
            once.add(person, measure)


def drifted(move: Row, last: dt.date) -> str:
    if move["planned_end"] is None:
        return "no_end"
    day = min(move["to_on"] or last, last)
    for months, band in ((0, "within"), (3, "past_to_3_months"), (12, "past_3_to_12_months")):
        if day <= plus_months(move["planned_end"], months):
            return band
    return "past_over_12_months"


def about_condition(rows: Counting, tables: dict[str, list[Row]], person: Row, row: Row, last: dt.date) -> None:
    later = row["state"] == "met" and row["met_on"] is not None and row["met_on"] > last
    kinds = [
        c["kind"] for c in tables["contexts"] if c["row_id"] == row["context_id"] and c["authority"] == row["authority"]
    ]
    by = {"condition_state": "met_since" if later else row["state"], "context_kind": kinds[0] if kinds else "none"}
    rows.add(person, "conditions", by)
    if row["due_on"] and row["due_on"] <= last and (later or row["state"] in ("not_begun", "under_way")):
        rows.add(person, "conditions_overdue")


def about_waiting(rows: Counting, tables: dict[str, list[Row]], person: Row, first: dt.date, last: dt.date) -> None:
    for row in of_person(tables, "decisions", person):
        since = row["necessary_on"]
        if since is None or since > last:
            continue
        moves = [m for m in of_person(tables, "relocations", person) if m["row_id"] == row["relocation_id"]]
        move = moves[0] if moves else {"from_on": None, "withdrawn_on": None}
        refused = row["outcome"] == "no_move" and row["decided_on"] and row["decided_on"] <= last
        if move["from_on"] and move["from_on"] <= last:
            if move["from_on"] >= first and move["from_on"] >= since:
                rows.add(person, "moves_made", {"waited": waited(since, move["from_on"])})
        elif not refused and not (move["withdrawn_on"] and move["withdrawn_on"] <= last):
            rows.add(person, "moves_waiting", {"waited": waited(since, last)})


def waited(since: dt.date, day: dt.date) -> str:
    days = (day - since).days
    return (
        "to_7_days"
        if days <= 7
        else "8_to_28_days"
        if days <= 28
        else "29_to_91_days"
        if days <= 91
        else "over_91_days"
    )


def about_looks(rows: Counting, tables: dict[str, list[Row]], person: Row, last: dt.date) -> None:
    moves = [
        m for m in of_person(tables, "relocations", person)
        if m["from_on"] and m["locality"] == "out" and m["due_to_efh"] in ("yes", "partly")
    ]  # fmt: skip
    for move in moves:
        if move["to_on"] is None or move["to_on"] > last:
            continue
        for look, months in (("72_hours", 0), ("3_months", 3), ("6_months", 6), ("12_months", 12)):
            held = [
                r for r in of_person(tables, "after_looks", person)
                if r["relocation_id"] == move["row_id"] and r["kind"] == look
            ]  # fmt: skip
            days = [r["by_on"] for r in held if r["by_on"]]
            own = plus_months(move["to_on"], months) if months else move["to_on"] + 3 * DAY
            due = min(days) if days else own
            again = any(m is not move and move["to_on"] <= m["from_on"] <= due for m in moves)
            if again or not plus_months(last, -12) < due <= last:
                continue
            on = min((r["on"] for r in held if r["on"]), default=None)
            how = "not_held" if on is None or on > last else "in_time" if on <= due else "late"
            rows.add(person, "looks", {"look": look, "look_held": how, "look_and_held": f"{look}/{how}"})


def about_actions(
    rows: Counting, once: Counting, tables: dict[str, list[Row]], person: Row, first: dt.date, last: dt.date
) -> None:
    found = [row for row in of_person(tables, "actions", person) if overlaps(row, first, last)]
    for row in found:
        ended = row["to_on"] is not None and row["to_on"] <= last
        rows.add(person, "actions", {
            "target": row["target"], "aim": row["aim"], "stage": row["stage"], "track": row["track"] or "not_known",
            "action_outcome": (row["outcome"] or "not_known") if ended else "under_way",
            "target_by_stage": f"{row['stage']}/{row['target']}", "aim_by_stage": f"{row['stage']}/{row['aim']}",
        })  # fmt: skip
    if found and all(row["aim"] in ("monitor", "disrupt") for row in found):
        once.add(person, "actions_only_watch")


def reached(row: Row) -> str:
    if row["reached_on"] is None:
        return "not_recorded"
    days = (row["reached_on"] - row["from_on"]).days
    return "same_day" if days <= 0 else "next_day" if days == 1 else "2_to_3_days" if days <= 3 else "over_3_days"


def about_relationships(rows: Counting, tables: dict[str, list[Row]], person: Row, move: Row, last: dt.date) -> None:
    for row in of_person(tables, "relationships", person):
        if not overlaps(row, move["from_on"], last):
            continue
        kept = "kept" if row["to_on"] is None or row["to_on"] > last else "ended"
        if row["from_on"] is None:
            kept = "not_known"
        elif row["from_on"] >= move["from_on"]:
            kept = "begun_since"
        place = row["place"] or "not_known"
        rows.add(person, "relationships", {
            "tie_track": row["track"], "relationship_place": place, "relationship_effect": row["effect"],
            "trusted": row["trusted"], "tie_kept": kept, "track_and_place": f"{row['track']}/{place}",
        })  # fmt: skip


def about_safety(rows: Counting, tables: dict[str, list[Row]], person: Row, move: Row, last: dt.date) -> None:
    said = [row for row in of_person(tables, "safety", person) if row["on"] <= last]
    for dimension, voice in sorted({(row["dimension"], row["voice"]) for row in said}):
        own = [row for row in said if (row["dimension"], row["voice"]) == (dimension, voice)]
        now = latest([row for row in own if row["on"] >= move["from_on"]], "on")
        then = latest([row for row in own if row["on"] < move["from_on"] and row["rating"] is not None], "on")
        if now is None:
            continue
        change = "not_known"
        if now["rating"] is not None and then is not None:
            less, more = now["rating"] < then["rating"], now["rating"] > then["rating"]
            change = "less_safe" if less else "safer" if more else "same"
        rows.add(person, "views", {
            "safety_dimension": dimension, "voice": voice, "safety_change": change,
            "change_by_dimension": f"{dimension}/{change}", "change_by_voice": f"{dimension}/{voice}/{change}",
        })  # fmt: skip
