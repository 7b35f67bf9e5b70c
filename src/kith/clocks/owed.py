"""Whether a clock is owed in a case at all: its nation, its conditions, and what excuses from it."""

from __future__ import annotations

from dataclasses import dataclass

from kith.clocks.cases import Case, Message
from kith.clocks.conditions import Answer, answer, not_known
from kith.clocks.declarations import Clock, Kind
from kith.foundation.dates import Nation

_HERE = {Nation.ENGLAND, Nation.WALES}


@dataclass(frozen=True, slots=True)
class Owed:
    """`against` says why it is not owed, if so; `missing` what must be known to say."""

    against: Message | None = None
    missing: tuple[str, ...] = ()


def owed(clock: Clock, case: Case, commenced: bool) -> Owed:
    """Three states: owed, not owed with the reason, or not known with what is missing. Not known is never not owed."""
    if clock.kind is Kind.NOT_TIMED:
        return Owed(Message(f"not_timed_{clock.why_not_timed}"))
    if not commenced:
        return Owed(Message("not_commenced", {"provision": clock.provision}))
    by_nation = _nation(clock, case)
    if by_nation.against:
        return by_nation
    for condition in clock.applies_if:
        if answer(condition, case.answers) is Answer.NO:
            return Owed(Message("condition_not_met", {"condition": condition}))
    for excuse in clock.excused_by:  # the duty stands until somebody records that it does not
        if answer(excuse, case.answers) is Answer.YES:
            return Owed(Message("excused", {"condition": excuse}))
    return Owed(missing=by_nation.missing + not_known(clock.applies_if, case.answers))


def _nation(clock: Clock, case: Case) -> Owed:
    nation = case.nation_for(clock)
    if nation is None:
        return Owed(missing=("school_nation" if clock.law_of == "school" else "nation",))
    if clock.nation == nation or (clock.nation == "both" and nation in _HERE):
        return Owed()
    also = answer(clock.also_if, case.answers) if clock.also_if and nation in _HERE else Answer.NO
    if also is Answer.NO:
        return Owed(Message("other_nation", {"nation": clock.nation}))
    return Owed(missing=not_known([clock.also_if], case.answers))
