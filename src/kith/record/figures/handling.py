"""How every field of figures is handled, and what an erasure makes of the link to a person."""

from __future__ import annotations

from kith.record.interface.handling import Handled

_MADE, _BEHIND = "figures_made", "figures_behind"

HANDLING: dict[str, Handled] = {
    "Making.id": Handled("The making's own reference.", "none", _MADE),
    "Making.month": Handled("Which month is counted.", "none", _MADE),
    "Making.asked_at": Handled("When somebody asked for it.", "none", _MADE),
    "Making.asked_by": Handled("Which user asked, by reference.", "personal", _MADE),
    "Making.begun_at": Handled("When it was begun.", "none", _MADE),
    "Making.step": Handled("How far it is.", "none", _MADE),
    "Making.trouble": Handled("The kind of error of the last try, never its text.", "none", _MADE),
    "Making.made_at": Handled("When the figures were made.", "none", _MADE),
    "Making.handed_on_at": Handled("When they first left the authority.", "none", _MADE),
    "Making.figures": Handled("Counts and shares; small ones could tell of somebody.", "special_category", _MADE),
    "Making.published": Handled("The same with small numbers hidden.", "none", _MADE),
    "Making.drawings": Handled("Drawings of the figures.", "special_category", _MADE),
    "Making.about": Handled("How many rows were read, and which rules were broken how often.", "none", _MADE),
    "Behind.id": Handled("The row's own number.", "none", _BEHIND),
    "Behind.making": Handled("Of which making.", "none", _BEHIND),
    "Behind.person": Handled("Who is counted.", "personal", _BEHIND),
    "Behind.frame": Handled("Of what the row is: of a young person, of an action and so on.", "none", _BEHIND),
    "Behind.told": Handled("In which figures they count.", "special_category", _BEHIND),
}

REACHED: dict[str, str] = {"figures.Behind.person": "goes"}
"""Every relation that leads to a person, and what becomes of it when they are erased. The figures stay: they name nobody."""
