"""Time looked after: stays in and out of the area, for harm and for every other reason, under legal statuses that change."""

from __future__ import annotations

from dataclasses import replace

from kith.figures.synth.chance import Rng, days, parameter, pick, tail
from kith.figures.synth.lives import Care, Day, Life, Move, Stay, birthday
from kith.figures.synth.places import Places

_PROVIDERS = {
    "U6": {"PR1": 55, "PR4": 45},
    "U4": {"PR1": 60, "PR4": 40},
    "U1": {"PR1": 100},
    "U3": {"PR1": 100},
    "K1": {"PR2": 80, "PR4": 20},
    "K2": {"PR4": 80, "PR1": 15, "PR5": 5},
    "K3": {"PR4": 75, "PR5": 25},
    "P1": {"PR0": 100},
    "R1": {"PR4": 100},
    "S1": {"PR4": 100},
}
_REGISTERED = ("K1", "K2", "K3")
_NEEDS = {"N1": 64, "N5": 14, "N4": 8, "N8": 6, "N3": 3, "N2": 3, "N6": 2}


def looked_after(rng: Rng, life: Life, places: Places, first: Day, end: Day, last: Day, moved: Day | None) -> Care:
    """The time that someone was looked after, up to `end`, to their eighteenth birthday or to a return home."""
    eighteen = birthday(life.person.born, 18)
    until = min(end, eighteen)
    is_over = life.ended is not None or eighteen <= last
    move = next((m for m in life.moves if m.from_on and m.kind in ("care", "secure")), None)
    mean, spread = parameter("days_in_care")
    began = until - days(tail(rng, mean, spread, 25, 3000))
    if moved is not None:
        began = moved if rng.random() < 0.5 else min(began, moved - days(rng.randint(20, 700)))
    began = max(began, life.person.born)
    if not move and life.age(until) >= 15 and rng.random() < parameter("uasc") * 2.5:
        _becomes_uasc(life)
    cuts = _cuts(rng, began, until, move)
    stays = [_stay(rng, life, places, a, b, move) for a, b in zip(cuts, [*cuts[1:], None], strict=True)]
    if is_over:
        stays[-1].to_on = until
        if move and stays[-1].move is move:
            move.to_on = stays[-1].to_on
    _tell_other_moves(rng, life, stays)
    legal = _legal(rng, life, began, until, relocated=move is not None)
    ended = ""
    if is_over:
        ended = rng.choice(("E17", "E5")) if until == eighteen else rng.choice(("E4A", "E4A", "E13", "E8"))
    return Care(stays, legal, "N8" if life.person.uasc else pick(rng, _NEEDS), ended)


def _becomes_uasc(life: Life) -> None:
    life.person = replace(life.person, uasc=True, sex="M", ethnicity="OOTH")


def _cuts(rng: Rng, began: Day, until: Day, move: Move | None) -> list[Day]:
    """First days of the stays."""
    free_until = move.from_on if move and move.from_on else until
    length = (free_until - began).days
    count = 0 if length < 90 else min(rng.choices((0, 1, 2, 3), (50, 28, 14, 8))[0], length // 90)
    cuts = {began, *(began + days(rng.randrange(20, length - 10)) for _ in range(count))}
    if move and move.from_on:
        cuts.add(max(move.from_on, began))
        if move.to_on and move.to_on < until:
            cuts.add(move.to_on)
        elif move.to_on is None and (until - move.from_on).days > 40 and rng.random() < parameter("several_moves"):
            cuts.add(until - days(rng.randint(3, 25)))
    return sorted(cuts)


def _stay(rng: Rng, life: Life, places: Places, begin: Day, end: Day | None, move: Move | None) -> Stay:
    within = (
        move is not None
        and move.from_on is not None
        and begin >= move.from_on
        and (move.to_on is None or begin < move.to_on)
    )
    if move and within:
        type_ = "K1" if move.kind == "secure" else pick(rng, parameter("placement_of_relocated"))
        place = move.place if begin == move.from_on else places.out(rng, parameter("relocated_near"))
    else:
        type_ = pick(rng, parameter("placement"))
        out = rng.random() < parameter("out_of_area") and not (move and end is None) and type_ != "P1"
        place = places.out(rng, parameter("near")) if out else rng.choice(places.inside)
    if type_ == "K3" and life.age(begin) < 16:
        type_ = "K2"
    if type_ == "P1":
        place = life.person.home
    provider = pick(rng, _PROVIDERS[type_]) if type_ in _PROVIDERS else ""
    urn = f"99{rng.randrange(100_000):05d}" if type_ in _REGISTERED else ""
    return Stay(begin, end, type_, provider, place, urn, move if within else None)


def _tell_other_moves(rng: Rng, life: Life, stays: list[Stay]) -> None:
    """Stays out of area for other reasons are moves too, only not because of harm."""
    for before, stay in zip([None, *stays], stays, strict=False):
        if not stay.place.is_out or stay.move:
            continue
        if before and before.move and before.move.because == "no" and before.to_on == stay.from_on:
            stay.move = before.move
            stay.move.to_on = stay.to_on
            continue
        planned_end = stay.from_on + days(rng.randint(60, 1500)) if rng.random() < 0.5 else None
        stay.move = Move("care", "no", stay.place, stay.from_on, stay.from_on, stay.to_on, stay.from_on, planned_end)
        life.moves.append(stay.move)


def _legal(rng: Rng, life: Life, began: Day, until: Day, *, relocated: bool) -> list[tuple[Day, str]]:
    status = "V2" if life.person.uasc else pick(rng, parameter("legal_of_relocated" if relocated else "legal"))
    length = (until - began).days
    if status in ("C2", "E1") and length > 260:
        return [(began, "C1"), (began + days(rng.randint(120, 250)), status)]
    if status == "C1" and length > 400:
        return [(began, "V2"), (until - days(rng.randint(60, 200)), "C1")]
    return [(began, "C1" if status in ("C2", "E1") else status)]
