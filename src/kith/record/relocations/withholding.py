"""Where a move went, covered for those from whom the place of the stay that it led to is withheld (decision 18).

Covered rows stand in memory alone and are never saved so: forms leave their covered fields out (`covered`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from kith.record.people.queries import of, root
from kith.record.placements.models import Stay
from kith.record.placements.queries import withheld_from
from kith.record.relocations.models import Decision, Relocation, Request, Told

TELLS: dict[type, dict[str, Any]] = {
    Relocation: {"host_authority": "", "miles": None},
    Decision: {"host_authority": ""},
    Told: {"name": ""},
    Request: {"name": ""},
}
"""The fields that tell where a move went, with what stands in their stead."""


def cover(user: Any, person_id: UUID, rows: Iterable[Any]) -> list[Any]:
    """Moves, decisions or those who were told, with what would tell a withheld place blanked and named in `covered`."""
    found = list(rows)
    stays = withheld_from(user, person_id) if found else []
    if not stays:
        return found
    moves, decisions = _telling(person_id, stays)
    for row in found:
        if _tells(row, moves, decisions):
            row.covered = tuple(TELLS[type(row)])
            for name, value in TELLS[type(row)].items():
                setattr(row, name, value)
    return found


def areas(person_id: UUID) -> set[str]:
    """The area authorities from which a withheld place can be told, as they are stored: for documents, which hold none of them."""
    stays = list(of(Stay, person_id).exclude(withheld="no"))
    moves, decisions = _telling(person_id, stays) if stays else (set(), set())
    of_moves = of(Relocation, person_id).filter(pk__in=moves).values_list("host_authority", flat=True)
    of_decisions = of(Decision, person_id).filter(pk__in=decisions).values_list("host_authority", flat=True)
    return {code for code in (*(row.host_authority for row in stays), *of_moves, *of_decisions) if code}


def told_by(row: Any) -> frozenset[str]:
    """The fields of a move or a decision from which a withheld place could be told, by anyone: for the copy that is given."""
    person_id = root(row.person_id)
    stays = list(of(Stay, person_id).exclude(withheld="no"))
    tells = bool(stays) and _tells(row, *_telling(person_id, stays))
    return frozenset(TELLS[type(row)]) if tells else frozenset()


def _telling(person_id: UUID, stays: Sequence[Stay]) -> tuple[set[UUID], set[UUID]]:
    """The moves and the decisions that would tell where one of these stays is, entered in error too."""
    places = {row.host_authority for row in stays if row.host_authority}
    moves = {row.pk for row in of(Relocation, person_id) if _is_there(row, stays, places)}
    decisions = {
        row.pk for row in of(Decision, person_id) if row.relocation_id in moves or row.host_authority in places
    }
    return moves, decisions


def _is_there(move: Relocation, stays: Sequence[Stay], places: set[str]) -> bool:
    """Whether a move led to one of the stays, went to the same area, or was under way when one was."""
    return move.host_authority in places or any(stay.pk == move.stay_id or _meet(move, stay) for stay in stays)


def _meet(move: Relocation, stay: Stay) -> bool:
    first = move.from_on or move.planned_from
    if first is None:
        return False
    return (stay.to_on is None or first <= stay.to_on) and (move.to_on is None or stay.from_on <= move.to_on)


def _tells(row: Any, moves: set[UUID], decisions: set[UUID]) -> bool:
    if isinstance(row, Told | Request):
        return row.relocation_id in moves
    return row.pk in (moves if isinstance(row, Relocation) else decisions)
