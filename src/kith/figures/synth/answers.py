"""The answer file: what truly happened to each young person, written before any file is made of it."""

from __future__ import annotations

import json
from pathlib import Path

from kith.figures.synth.lives import Day, Harm, Life, Move, Truth
from kith.figures.synth.tables import Cell, csv_bytes
from kith.foundation.dates import Month

COLUMNS = (
    "person_id",
    "supported",
    "affected",
    "harms",
    "settings",
    "harm_in_files",
    "move",
    "because_of_harm",
    "from_on",
    "to_on",
    "planned_end",
    "from_authority",
    "to_authority",
    "out_of_area",
    "relocated_in_month",
    "move_in_files",
)


def is_young(life: Life, last: Day) -> bool:
    """10 to 25 completed years on the last day of the month."""
    return 10 <= life.age(last) <= 25


def is_supported(life: Life, month: Month) -> bool:
    """Whether any part of children's services was involved in the month."""
    return life.ended is None or life.ended >= month.first


def is_live(harm: Harm, month: Month) -> bool:
    return harm.is_real and harm.from_on <= month.last and (harm.to_on is None or harm.to_on >= month.first)


def is_relocation(move: Move, month: Month) -> bool:
    """Whether the move was because of harm and kept the young person away over 24 hours (two midnights) in the month."""
    if move.from_on is None or move.because == "no" or move.from_on > month.last:
        return False
    return (move.to_on is None or move.to_on >= month.first) and ((move.to_on or month.last) - move.from_on).days >= 2


def is_relocated(life: Life, month: Month) -> bool:
    return is_supported(life, month) and is_young(life, month.last) and any(is_relocation(m, month) for m in life.moves)


def is_affected(life: Life, month: Month) -> bool:
    """Supported, and harmed from outside the home (going missing alone does not count) or relocated."""
    if not (is_supported(life, month) and is_young(life, month.last)):
        return False
    outside = (harm for harm in life.harms if harm.harm != "missing" and harm.setting in ("outside", "both"))
    return any(is_live(harm, month) for harm in outside) or is_relocated(life, month)


def headline(truth: Truth, month: Month) -> dict[str, object]:
    """The true figures of the month."""
    young = [life for life in truth.lives if is_supported(life, month) and is_young(life, month.last)]
    affected = [life for life in young if is_affected(life, month)]
    relocated = [life for life in young if is_relocated(life, month)]
    moves = [(life, move) for life in relocated for move in life.moves if is_relocation(move, month)]
    went = [
        (life, time)
        for life in relocated
        for time in life.missing
        if time.kind == "M" and time.from_away and time.from_on <= month.last and time.to_on >= month.first
    ]
    planned = [life for life in young for move in life.moves if move.from_on is None and move.because != "no"]
    return {
        "authority": truth.authority,
        "month": str(month),
        "seed": truth.seed,
        "people": len(truth.lives),
        "supported": len(young),
        "affected": len(affected),
        "affected_seen_in_no_file": sum(not life.harm_in_files for life in affected),
        "relocated": len(relocated),
        "relocated_partly": sum(any(m.because == "partly" for m in life.moves) for life in relocated),
        "relocated_by_kind": {
            kind: sum(move.kind == kind for _, move in moves) for kind in sorted({move.kind for _, move in moves})
        },
        "relocated_seen_in_no_file": sum(not move.in_files for _, move in moves),
        "in_planning": len(planned),
        "past_planned_end": sum(bool(m.planned_end and m.planned_end < month.last and not m.to_on) for _, m in moves),
        "away_over_a_year": sum((month.last - m.from_on).days > 365 for _, m in moves if m.from_on and not m.to_on),
        "missing_from_away": len({life.person.id for life, _ in went}),
        "missing_episodes_from_away": len(went),
    }


def answer_rows(truth: Truth, month: Month) -> list[dict[str, Cell]]:
    """A row a move, or one a person who has none."""
    return [row for life in truth.lives for row in _rows(truth, life, month)]


def _rows(truth: Truth, life: Life, month: Month) -> list[dict[str, Cell]]:
    live = [harm for harm in life.harms if is_live(harm, month)]
    who: dict[str, Cell] = {
        "person_id": life.person.id,
        "supported": _yes(is_supported(life, month)),
        "affected": _yes(is_affected(life, month)),
        "harms": " ".join(harm.harm for harm in live),
        "settings": " ".join(harm.setting for harm in live),
        "harm_in_files": " ".join(life.harm_in_files),
    }
    return [who | _move(truth, move, month) for move in life.moves] or [who]


def _move(truth: Truth, move: Move, month: Month) -> dict[str, Cell]:
    return {
        "move": move.kind if move.from_on else f"{move.kind}, planned",
        "because_of_harm": move.because,
        "from_on": move.from_on.isoformat() if move.from_on else "",
        "to_on": move.to_on.isoformat() if move.to_on else "",
        "planned_end": move.planned_end.isoformat() if move.planned_end else "",
        "from_authority": truth.authority,
        "to_authority": move.place.authority,
        "out_of_area": _yes(move.place.is_out),
        "relocated_in_month": _yes(is_relocation(move, month)),
        "move_in_files": " ".join(move.in_files),
    }


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


def write_answers(truth: Truth, month: Month, folder: Path) -> None:
    """`answers.csv` and `answers.json`."""
    folder.mkdir(parents=True)
    (folder / "answers.csv").write_bytes(csv_bytes(COLUMNS, answer_rows(truth, month)))
    text = json.dumps(headline(truth, month), indent=2)
    (folder / "answers.json").write_text(text + "\n", encoding="utf-8", newline="\n")
