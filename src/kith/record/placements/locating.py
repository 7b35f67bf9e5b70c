"""Where a stay lies, worked out from postcodes to be offered to a person: nothing is set until they say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kith.reading.locality import Directory


@dataclass(frozen=True, slots=True)
class Place:
    """What the postcodes tell: the authority it lies in (its newest code), in or out, adjoining, miles; empty where they do not."""

    host_authority: str
    locality: str
    adjoining: str
    miles: float | None

    @property
    def tells(self) -> bool:
        """Whether the postcodes tell anything."""
        return bool(self.host_authority) or self.locality != "not_known"


def worked_out(postcode: str, home_postcode: str, authority: str, directory: Directory | None = None) -> Place:
    """The place of a postcode as seen from the authority; without a home postcode, no miles.

    The directory is the national one unless another is given; what it cannot find is not known.
    """
    import polars as pl

    from kith.reading.locality import locate, national

    row = {
        "source": "record#2",
        "placement_postcode": postcode.replace(" ", "").upper() or None,
        "home_postcode": home_postcode.replace(" ", "").upper() or None,
    }
    frame = pl.DataFrame([row], schema=dict.fromkeys(row, pl.String()))
    found = locate(frame, authority, directory or national()).frame.row(0, named=True)
    return Place(found["host_authority"] or "", found["locality"], found["adjoining"], found["miles"])
