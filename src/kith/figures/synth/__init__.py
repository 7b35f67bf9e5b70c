"""Synthetic authorities: first the truth, then the files that an authority would hold of it, and an answer file to judge by.

Everybody here is made up. Files bear a real authority's code, because readers must resolve one, but say nothing of that
authority; postcodes begin with QZ, which no real one does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kith.definitions.authorities import authorities as all_authorities
from kith.definitions.authorities import authority as find_authority
from kith.figures.synth.answers import write_answers
from kith.figures.synth.chance import parameter, stream
from kith.figures.synth.deriving import write_files
from kith.figures.synth.life import live
from kith.foundation.dates import Month
from kith.foundation.outputs import OutputRefused, whole_folder

__all__ = ["LAST", "Made", "write_authorities", "write_authority"]

LAST = Month(2025, 9)
"""The month that the files speak of last."""


@dataclass(frozen=True, slots=True)
class Made:
    """Where a synthetic authority's files lie (`folder`), its code, and where the answers lie (never among the files)."""

    folder: Path
    authority: str
    answers: Path


def write_authority(
    folder: Path,
    *,
    children: int,
    seed: int,
    authority: str | None = None,
    years: int = 3,
    dirt: float = 0.02,
    last: Month = LAST,
    rate: float | None = None,
) -> Made:
    """Write `folder/files` (for `kith return`) and `folder/answers`, whole or not at all.

    `authority`: code, DfE number or name; None chooses one of England by the seed. `rate`: share of the affected who are
    relocated, the published mean if None. The same arguments give the same bytes. ValueError for an authority that there is
    not; OutputRefused where `folder` cannot be written or has files of another make.
    """
    code = _code(authority, seed)
    truth = live(code, children, seed, years, last, parameter("relocation_rate") if rate is None else rate)
    made = Made(folder / "files", code, folder / "answers")
    with whole_folder(folder) as stage:
        write_answers(truth, last, stage / "answers")
        write_files(truth, stage / "files", stage / "answers", dirt)
        _refuse_others(made.folder, stage / "files")
    return made


def write_authorities(
    folder: Path,
    *,
    authorities: int,
    children: int,
    years: int,
    dirt: float,
    seed: int,
    tell: Callable[[str], object] = lambda _: None,
) -> list[Path]:
    """Write as many authorities, each to `folder/CODE`; `tell` hears each one's name. Gives their folders of files.

    Rates of relocation are those of the thirteen services of the study, in turn, so that comparison has something to find.
    ValueError for more than there are (175). English authorities come first; the Welsh ones get files in England's forms.
    """
    known = all_authorities()
    if not 1 <= authorities <= len(known):
        raise ValueError(f"There are {len(known)} authorities.")
    rng = stream(seed, "authorities")
    english = [found for found in known if found.nation == "England"]
    welsh = [found for found in known if found.nation != "England"]
    rng.shuffle(english)
    rates: list[float] = []
    written = []
    for found in (english + welsh)[:authorities]:
        tell(found.name)
        rates = rates or rng.sample(parameter("relocation_rates"), len(parameter("relocation_rates")))
        place = folder / found.code
        rate = rates.pop()
        made = write_authority(
            place, children=children, seed=seed, authority=found.code, years=years, dirt=dirt, rate=rate
        )
        written.append(made.folder)
    return written


def _code(authority: str | None, seed: int) -> str:
    if authority is None:
        return stream(seed, "authority").choice([a.code for a in all_authorities() if a.nation == "England"])
    found = find_authority(authority)
    if found is None:
        raise ValueError("That is no authority of England or Wales.")
    return found.code


def _refuse_others(target: Path, stage: Path) -> None:
    """Files of another make would be read together with ours."""
    if target.is_dir():
        others = {path.name for path in target.iterdir()} - {path.name for path in stage.iterdir()}
        if others:
            raise OutputRefused(f"{target} holds {len(others)} other files. Choose an empty folder.")
