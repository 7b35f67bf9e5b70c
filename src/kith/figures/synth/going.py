"""Moves for safety, planned and made, and going missing before and after them."""

from __future__ import annotations

from kith.figures.synth.chance import Rng, days, parameter, tail, within
from kith.figures.synth.lives import Day, Life, Missing, Move, birthday
from kith.figures.synth.places import Places

_WHO = {
    "family": ("family", "alone"),
    "police": ("police", "whole_family"),
    "housing": ("housing", "whole_family"),
}


def decide_move(rng: Rng, life: Life, kind: str, places: Places, end: Day, *, is_planned: bool, now: bool) -> Move:
    """A move because of harm: still planned, lasting on the day `end` (`now`), or over before it."""
    because = "partly" if rng.random() < parameter("partly") else "yes"
    arranged_by, who_moved = _WHO.get(kind, ("authority", "alone"))
    place = places.out(rng, parameter("relocated_near"))
    months = within(rng, parameter("planned_months"))
    if is_planned:
        planned_on = end - days(rng.randint(3, 60))
        planned_from = end + days(rng.randint(3, 45))
        return Move(
            kind,
            because,
            place,
            planned_on,
            None,
            planned_from=planned_from,
            planned_end=planned_from + days(months * 30),
            arranged_by=arranged_by,
            who_moved=who_moved,
        )
    elapsed = within(rng, parameter("elapsed_days"))
    to_on = None if now else end - days(rng.randint(45, 200))
    from_on = max((to_on or end) - days(elapsed), birthday(life.person.born, 9))
    if kind in ("care", "secure"):  # looked after until eighteen at the latest
        from_on = min(from_on, birthday(life.person.born, 18) - days(20))
    if life.ended and to_on and from_on >= to_on:
        from_on = to_on - days(20)
    planned_on = from_on - days(rng.choice((0, 0, 1, 3, 10, 25)))
    return Move(
        kind,
        because,
        place,
        planned_on,
        from_on,
        to_on,
        planned_from=from_on,
        planned_end=from_on + days(months * 30) if rng.random() < 0.6 else None,
        arranged_by=arranged_by,
        who_moved=who_moved,
        deprived_of_liberty=kind == "care" and rng.random() < parameter("deprived_of_liberty"),
    )


def going_missing(rng: Rng, life: Life, role: str, first: Day, end: Day) -> None:
    """Times missing, few for most and very many for a few, more of them around a move."""
    share = parameter("missing_share")
    away = next((move for move in life.moves if move.from_on), None)
    group = "relocated" if away else "affected" if role else "care" if life.care else "other"
    recent = rng.random() < share[group]
    known_for_it = any(harm.harm == "missing" for harm in life.harms)
    if life.age(end) < 11 or not (recent or known_for_it):
        return
    begun = max(first, life.episode.referral if life.episode else end - days(170))
    if away and away.from_on:
        begun = max(begun, away.from_on - days(90))
    free = end if recent else end - days(rng.randint(35, 120))
    span = min((free - begun).days, 400)
    if span < 10:
        return
    often = 4 if away else max(4, span // 12)  # days between, on average
    mean, spread = parameter("missing_tail")
    for _ in range(tail(rng, mean, spread, 1, 40)):
        free -= days(1 + min(int(rng.expovariate(1 / often)), span // 3))
        lasted = rng.choices((0, 1, 2, 4, 9), (45, 35, 12, 6, 2))[0]
        went = free - days(lasted)
        if went < begun:
            break
        offered = rng.random() < parameter("interview")["offered"]
        held = offered and rng.random() < parameter("interview")["held"]
        is_away = bool(away and away.from_on and away.from_on <= went and (away.to_on is None or went <= away.to_on))
        kind = "M" if rng.random() < 0.85 else "A"
        life.missing.append(Missing(went, free, kind, offered, held, is_away))
        free = went
    life.missing.reverse()
