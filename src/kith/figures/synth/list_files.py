"""Lists as people keep them: a panel's workbook, a table of placements, and two more, each with the mapping that reads it."""

from __future__ import annotations

from pathlib import Path

from kith.definitions.authorities import authority
from kith.figures.synth import service_files
from kith.figures.synth.answers import is_young
from kith.figures.synth.chance import Rng, days, parameter
from kith.figures.synth.lives import Life, Listed, Move, Truth
from kith.figures.synth.tables import WHO, Cell, Sheet

PANEL, AWAY, MISSING, PLANNED = (
    "Exploitation panel list.xlsx",
    "out of area placements.csv",
    "Missing episodes.csv",
    "Planned moves.csv",
)
PANEL_TITLE = ("MACE panel - live list", "OFFICIAL SENSITIVE - do not forward", "")
_HARM_WORDS = {
    "cse": ("CSE", "Child sexual exploitation", "sexual exploitation"),
    "cce": ("CCE", "criminal exploitation", "county lines", "County Lines"),
    "gang": ("gang", "Gang affiliation", "gangs"),
    "serious_youth_violence": ("SYV", "serious youth violence", "knife crime"),
    "peer_on_peer": ("peer on peer", "child on child abuse"),
    "teenage_relationship_abuse": ("teenage relationship abuse",),
    "trafficking": ("trafficking", "modern slavery"),
    "online": ("online grooming", "online harm"),
    "radicalisation": ("radicalisation",),
    "efh_unspecified": ("exploitation",),
    "missing": ("missing", "Missing"),
}
_SETTING_WORDS = {"outside": "Outside family", "inside": "Inside family", "both": "Both", "": None}
_TYPE_WORDS = {"K1": "Secure", "K2": "Children's home", "K3": "Supported accommodation", "U6": "Foster carer"}
_ARRANGED = {"authority": "LA", "police": "Police", "family": "Family", "housing": "Housing"}
_MOVED = {"alone": "YP alone", "whole_family": "Whole family", "with_parent": "With parent"}
_BECAUSE = {"yes": "Y", "partly": "Partly", "no": "N"}

_PANEL_COLUMNS = (
    "Mosaic No.",
    "Name of YP",
    "D.O.B",
    "M/F",
    "Risk type(s)",
    "In / outside family?",
    "Level",
    "Date on",
    "Date off",
)
_AWAY_COLUMNS = (
    "Person ID", "Surname", "Forename", "DOB", "Start date", "End date", "Placement p/code", "Host LA", "Type",
    "Care placement?", "Arranged by", "Who moved", "Planned end", "Due to exploitation?", "DoLS",
)  # fmt: skip
_MISSING_COLUMNS = (
    "Child ID",
    "Name",
    "Date of birth",
    "Missing from",
    "Returned",
    "Missing / absent",
    "RHI offered",
    "RHI done",
)
_PLANNED_COLUMNS = (
    "ID",
    "YP",
    "DOB",
    "Agreed on",
    "Move planned for",
    "Planned until",
    "New LA",
    "Because of EFH",
    "Led by",
    "Who",
)

_HOLDS = {
    "Mosaic No.": "id", "Name of YP": "name", "D.O.B": "date", "Date on": "date", "Risk type(s)": "text",
    "Person ID": "id", "Surname": "name", "Forename": "name", "DOB": "date", "Start date": "date", "End date": "end",
    "Placement p/code": "postcode", "Host LA": "text", "Due to exploitation?": "text",
    "Child ID": "id", "Name": "name", "Date of birth": "date", "Missing from": "date", "Returned": "end",
    "ID": "id", "YP": "name", "Move planned for": "date", "Because of EFH": "text",
}  # fmt: skip

MAPPINGS: dict[str, tuple[str, dict[str, str]]] = {
    PANEL: (
        "exploitation_list",
        {
            "person": "Mosaic No.",
            "name": "Name of YP",
            "birth_date": "D.O.B",
            "sex": "M/F",
            "harms": "Risk type(s)",
            "setting": "In / outside family?",
            "certainty": "Level",
            "opened": "Date on",
            "closed": "Date off",
        },
    ),
    AWAY: (
        "out_of_area_placements",
        {
            "person": "Person ID",
            "family_name": "Surname",
            "given_name": "Forename",
            "birth_date": "DOB",
            "from_on": "Start date",
            "to_on": "End date",
            "placement_postcode": "Placement p/code",
            "host_authority": "Host LA",
            "placement_type": "Type",
            "care_placement": "Care placement?",
            "arranged_by": "Arranged by",
            "who_moved": "Who moved",
            "planned_end": "Planned end",
            "due_to_efh": "Due to exploitation?",
        },
    ),
    MISSING: (
        "missing_episodes",
        {
            "person": "Child ID",
            "name": "Name",
            "birth_date": "Date of birth",
            "from_on": "Missing from",
            "to_on": "Returned",
            "kind": "Missing / absent",
            "interview_offered": "RHI offered",
            "interview_held": "RHI done",
        },
    ),
    PLANNED: (
        "planned_moves",
        {
            "person": "ID",
            "name": "YP",
            "birth_date": "DOB",
            "planned_on": "Agreed on",
            "planned_from": "Move planned for",
            "planned_end": "Planned until",
            "host_authority": "New LA",
            "due_to_efh": "Because of EFH",
            "arranged_by": "Led by",
            "who_moved": "Who",
        },
    ),
}
"""For each list its kind and, for each field that Kith knows, the heading that the list has."""


def list_sheets(truth: Truth, rng: Rng) -> list[Sheet]:
    """The four lists; the panel's is written as a workbook under a title, the others as CSV."""
    panel = Sheet(PANEL, _PANEL_COLUMNS, _HOLDS, first=len(PANEL_TITLE) + 2)
    away, gone = Sheet(AWAY, _AWAY_COLUMNS, _HOLDS), Sheet(MISSING, _MISSING_COLUMNS, _HOLDS)
    planned = Sheet(PLANNED, _PLANNED_COLUMNS, _HOLDS)
    since = truth.last - days(365)
    for life in truth.lives:
        if life.listed:
            panel.rows.append(_panel_row(life, life.listed, rng))
        away.rows += [_away_row(life, move, rng) for move in life.moves if move.on_list]
        planned.rows += [_planned_row(life, move) for move in life.moves if move.from_on is None]
        gone.rows += [
            {
                WHO: life.person.id,
                "Child ID": life.person.id,
                "Name": f"{life.person.given} {life.person.family}",
                "Date of birth": life.person.born,
                "Missing from": time.from_on,
                "Returned": time.to_on,
                "Missing / absent": "Missing" if time.kind == "M" else "Absent",
                "RHI offered": "Yes" if time.offered else "No",
                "RHI done": ("Yes" if time.held else "No") if time.offered else None,
            }
            for time in life.missing
            if time.from_on >= since and is_young(life, truth.last)
        ]
    for sheet in (panel, away, gone, planned):
        rng.shuffle(sheet.rows)
    return [panel, away, gone, planned]


def _panel_row(life: Life, listed: Listed, rng: Rng) -> dict[str, Cell]:
    person = life.person
    words = [rng.choice(_HARM_WORDS[harm.harm]) for harm in life.harms if harm.harm in _HARM_WORDS]
    full = f"{person.family.upper()}, {person.given}" if rng.random() < 0.5 else f"{person.given} {person.family}"
    return {
        WHO: person.id,
        "Mosaic No.": person.id if listed.with_id else None,
        "Name of YP": full,
        "D.O.B": person.born,
        "M/F": person.sex,
        "Risk type(s)": rng.choice((", ", " / ", "; ", " & ", "\n")).join(words),
        "In / outside family?": _SETTING_WORDS[listed.setting],
        "Level": listed.certainty or None,
        "Date on": listed.opened,
        "Date off": listed.closed,
    }


def _away_row(life: Life, move: Move, rng: Rng) -> dict[str, Cell]:
    person = life.person
    known = authority(move.place.authority)
    type_ = next((stay.type for stay in life.care.stays if stay.move is move), "") if life.care else ""
    says = rng.random() < parameter("reason_on_list")
    return {
        WHO: person.id,
        "Person ID": person.id if rng.random() < 0.9 else None,
        "Surname": person.family,
        "Forename": person.given,
        "DOB": person.born,
        "Start date": move.from_on,
        "End date": move.to_on,
        "Placement p/code": move.place.postcode if rng.random() < 0.9 else None,
        "Host LA": known.name if known else None,
        "Type": _TYPE_WORDS.get(type_, "Supported accommodation" if move.kind == "leaver" else None),
        "Care placement?": "Y" if move.kind in ("care", "secure") else "N",
        "Arranged by": _ARRANGED[move.arranged_by],
        "Who moved": _MOVED[move.who_moved],
        "Planned end": move.planned_end,
        "Due to exploitation?": _BECAUSE[move.because] if says else None,
        "DoLS": "Y" if move.deprived_of_liberty else "N",
    }


def _planned_row(life: Life, move: Move) -> dict[str, Cell]:
    person = life.person
    known = authority(move.place.authority)
    return {
        WHO: person.id,
        "ID": person.id,
        "YP": f"{person.given} {person.family}",
        "DOB": person.born,
        "Agreed on": move.planned_on,
        "Move planned for": move.planned_from,
        "Planned until": move.planned_end,
        "New LA": known.name if known else None,
        "Because of EFH": _BECAUSE[move.because],
        "Led by": _ARRANGED[move.arranged_by],
        "Who": _MOVED[move.who_moved],
    }


def write_mappings(folder: Path) -> None:
    """Beside each list the mapping that `kith propose` would have asked a person to correct."""
    for file, (kind, columns) in {**MAPPINGS, **service_files.MAPPINGS}.items():
        lines = [f'kind = "{kind}"', f'file = "{file}"', "", "[columns]"]
        lines += [f'{field} = "{heading}"' for field, heading in columns.items()]
        path = folder / f"{Path(file).stem}.kith.toml"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
