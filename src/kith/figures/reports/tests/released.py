"""Small releases for the tests of reports: a dataset in, what a profile lets be shown out."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from tests.datasets import dataset

from kith.dataset.dataset import Dataset
from kith.figures.measures import disclosure
from kith.figures.measures.coverage import only_covered
from kith.figures.measures.snapshot import snapshot
from kith.figures.reports import tidy
from kith.foundation.dates import Month

SEPTEMBER = Month(2019, 9)
HACKNEY, LEEDS, WAKEFIELD = "E09000012", "E08000035", "E08000036"


def people(
    authority: str = HACKNEY,
    *,
    supported: int = 30,
    affected: int = 12,
    moved: int = 3,
    open_: int = 2,
    absent: str = "",
) -> Dataset:
    """`supported` young people; the first `affected` with harm; of these `moved` because of it and `open_` not reviewed.

    No source speaks of the tables named in `absent`.
    """

    def who(n: int) -> dict[str, str]:
        return {"authority": authority, "person_id": f"P{n}"}

    tables = {
        "people": [who(n) for n in range(supported)],
        "involvements": [who(n) for n in range(supported)],
        "harms": [who(n) for n in range(affected)],
        "placements": [who(n) | {"due_to_efh": "yes" if n < moved else "not_reviewed"} for n in range(moved + open_)],
        "missing": [],
        "relocations": [],
    }
    whole = dataset(**tables)
    return Dataset(whole.tables, frozenset(tables) - set(absent.split()))


def release(data: Dataset, profile: str = "internal", month: Month = SEPTEMBER) -> disclosure.Released:
    """The released figures of one month."""
    return disclosure.apply(only_covered(snapshot(data.tables, month).figures, data.covered), profile)


def totals(released: disclosure.Released) -> pl.DataFrame:
    return released.figures.filter(pl.col("breakdown") == "")


def returned(
    folder: Path, authority: str, month: Month = SEPTEMBER, profile: str = "internal", waiting: int = 0, **counts: int
) -> Path:
    """A folder as `kith return` leaves it, as far as combining reads it."""
    folder.mkdir()
    absent = "harms" if counts.pop("no_harms", 0) else ""
    about = {"authority": authority, "name": authority, "month": str(month), "review": {"waiting": waiting}}
    tidy.write_json(folder / "figures.json", release(people(authority, absent=absent, **counts), profile, month), about)
    return folder
