"""Where a district or a named authority stands to the responsible one: inside or out, adjoining or not, or not known and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kith.definitions import authorities
from kith.definitions.maps import normal

# Counties that were split, so that no authority of today bears their name or their code.
_SPLIT_COUNTIES = {"cumbria": "E10000006", "northamptonshire": "E10000021"}
# What the SSDA903 writes for a place outside England.
_COUNTRY_WORDS = frozenset({"SCO", "NIR", "WAL", "NUK"})
# The only authorities with a land boundary to Scotland, whose councils are not among the adjoining pairs.
_AT_THE_SCOTTISH_BORDER = frozenset({"E06000057", "E06000063"})


@dataclass(frozen=True, slots=True)
class Area:
    """Where a place lies as seen from the responsible authority; `why_not` is a key of REASONS where locality is not known."""

    host: str | None = None
    locality: str = "not_known"
    adjoining: str = "not_known"
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Responsible:
    """The responsible authority: its newest codes (several where the code given was split) and adjoining pairs of its own."""

    codes: frozenset[str]
    neighbours: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, code: str, neighbours: Mapping[str, frozenset[str]] | None = None) -> Responsible:
        """The authority of this code of any year. A code that is in no reference list stands for itself."""
        return cls(authorities.newest(code) or frozenset({code.strip().upper()}), neighbours or {})

    def district(self, district: str | None) -> Area:
        """The area of a district's code from a directory; null is a postcode that has ended."""
        if district is None:
            return Area(why_not="ended")
        host = authorities.authority_of_district(district)
        options = frozenset({host}) if host else authorities.newest(district)
        if not options and (not district.startswith(("E", "W")) or district in self.codes):
            options = frozenset(
                {district}
            )  # Scotland, Northern Ireland, the islands: each council is its own authority
        return self._area(options)

    def named(self, text: str) -> Area:
        """The area of an authority by its name, its code of any year, or the return's word for another country."""
        found = authorities.authority(text)
        code = (
            found.code
            if found
            else _SPLIT_COUNTIES.get(normal(text).removesuffix(" county council"), text.strip().upper())
        )
        if code in _COUNTRY_WORDS:
            apart = all(authorities.same_authority(code, own) is False for own in self.codes)
            return Area(locality="out") if apart else Area(why_not="authority_not_known")
        options = authorities.newest(code) or (frozenset({code}) & self.codes)
        return self._area(options) if options else Area(why_not="authority_not_known")

    def _area(self, options: frozenset[str]) -> Area:
        if not options:
            return Area(why_not="district_not_known")
        host = next(iter(options)) if len(options) == 1 else None
        adjoining = {self._adjoins(own, other) for own in self.codes for other in options}
        answer = adjoining.pop() if len(adjoining) == 1 else "not_known"
        if not options & self.codes:
            return Area(host, "out", answer)
        if options == self.codes:  # the same one, or the same former whole
            return Area(host, "in", "no")
        return Area(host, why_not="split")

    def _adjoins(self, own: str, other: str) -> str:
        if own == other:
            return "no"
        if own in self.neighbours:
            return "yes" if other in self.neighbours[own] else "no"
        if other.startswith(("N", "L", "M")) or (other.startswith("S") and own not in _AT_THE_SCOTTISH_BORDER):
            return "no"
        return {True: "yes", False: "no", None: "not_known"}[authorities.adjoining(own, other)]
