"""What may be shown to whom: the profiles of disclosure control, as data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """One profile. Counts from 1 to `hides_to` are hidden (0: none); counts are rounded to `rounds_to` (1: not)."""

    key: str
    title: str
    says: str
    hides_to: int = 0
    rounds_to: int = 1
    rows: bool = False


PROFILES = {
    profile.key: profile
    for profile in (
        Profile("internal", "Internal", "Shows everything, to those allowed to see it.", rows=True),
        Profile(
            "published",
            "Published",
            "Counts of 1 to 5 are hidden, and as many others as it takes that none of them can be worked out from what is "
            "shown. Noughts are shown, save in a table hidden whole.",
            hides_to=5,
        ),
        Profile(
            "national",
            "National",
            "Counts are rounded to the nearest 10, and rates made from rounded counts.",
            rounds_to=10,
        ),
    )
}
"""Every profile by its key."""
