"""What a life is here: who someone is, and what truly happened, before any file is made of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from kith.figures.synth.places import Place
from kith.foundation.dates import age_on, years_before

Day = dt.date
FACTORS = {
    "cse": ("11A",),
    "cce": ("24A",),
    "gang": ("13A",),
    "trafficking": ("12A",),
    "missing": ("10A",),
    "peer_on_peer": ("18B", "19B"),
}
"""The factors that can name a harm; the other kinds have none."""


def birthday(born: Day, age: int) -> Day:
    """The day on which someone is `age` years old."""
    return years_before(born, -age)


@dataclass(frozen=True, slots=True)
class Person:
    """Someone made up."""

    id: str
    given: str
    family: str
    born: Day
    sex: str
    ethnicity: str
    disabilities: tuple[str, ...]
    upn: str
    home: Place
    uasc: bool = False


@dataclass(slots=True)
class Harm:
    """A harm that truly lives or lived in someone's life; `is_real` False: suspected, and ruled out later."""

    harm: str
    setting: str
    from_on: Day
    to_on: Day | None = None
    is_real: bool = True
    factor: str = ""  # named at an assessment


@dataclass(slots=True)
class Move:
    """A move out of the area, or the plan of one (`from_on` empty). `on_list`: the list of such moves has it."""

    kind: str  # care, secure, leaver, family, police, housing
    because: str  # yes, partly, no
    place: Place
    planned_on: Day
    from_on: Day | None
    to_on: Day | None = None
    planned_from: Day | None = None
    planned_end: Day | None = None
    withdrawn_on: Day | None = None
    arranged_by: str = "authority"
    who_moved: str = "alone"
    on_list: bool = False
    deprived_of_liberty: bool = False
    in_files: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Stay:
    """A stay in one placement while looked after."""

    from_on: Day
    to_on: Day | None
    type: str
    provider: str
    place: Place
    urn: str = ""
    move: Move | None = None


@dataclass(slots=True)
class Care:
    """A time of being looked after: stays without gap, and legal statuses by their first days."""

    stays: list[Stay]
    legal: list[tuple[Day, str]]
    need: str
    ended: str = ""  # reason, as the SSDA903 codes it

    @property
    def from_on(self) -> Day:
        return self.stays[0].from_on

    @property
    def to_on(self) -> Day | None:
        return self.stays[-1].to_on


@dataclass(slots=True)
class Assessment:
    from_on: Day
    to_on: Day
    factors: list[str]


@dataclass(slots=True)
class Episode:
    """A time as a child in need, from referral to closing."""

    referral: Day
    closed: Day | None
    source: str
    need: str
    assessments: list[Assessment]
    enquiry: tuple[Day, Day | None] | None = None
    protection: tuple[Day, Day | None] | None = None
    plan: tuple[Day, Day | None] | None = None


@dataclass(slots=True)
class Missing:
    from_on: Day
    to_on: Day
    kind: str
    offered: bool
    held: bool
    from_away: bool  # from a place out of area


@dataclass(slots=True)
class Listed:
    """An entry of the exploitation panel's list."""

    opened: Day
    closed: Day | None
    with_id: bool
    certainty: str
    setting: str  # as the panel wrote it; empty where it did not


@dataclass(slots=True)
class Life:
    """One person and what happened. `status` is the part of children's services, now or at the end."""

    person: Person
    status: str
    ended: Day | None  # last day supported; empty while supported
    episode: Episode | None = None
    early_help: Day | None = None
    leaver_from: Day | None = None
    care: Care | None = None
    short_breaks: list[tuple[Day, Day]] = field(default_factory=list)
    harms: list[Harm] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    listed: Listed | None = None
    harm_in_files: list[str] = field(default_factory=list)

    def age(self, day: Day) -> int:
        return age_on(day, self.person.born)


@dataclass(frozen=True, slots=True)
class Truth:
    """A synthetic authority as it truly is. Files speak of `first` to `last`."""

    authority: str
    seed: int
    first: Day
    last: Day
    years: tuple[int, ...]  # collection years, ending 31 March
    lives: tuple[Life, ...]
    directory: tuple[Place, ...]
