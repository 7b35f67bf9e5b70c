"""Code lists are data with sources and years, so that no other module carries a list of its own."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

DATA = Path(__file__).parent / "data"

_UNKNOWN = {"en": "Unknown code: {key}", "cy": "Cod anhysbys: {key}"}


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a list. Years are collection years ending 31 March (2026 is 2025-26); None is no bound known."""

    key: str
    label: str
    label_welsh: str = ""
    group: str = ""
    first_year: int | None = None
    last_year: int | None = None
    source: str = ""
    note: str = ""


@dataclass(frozen=True)
class CodeList:
    """One list in its published order. `says` is what the list answers; `source` where it was read."""

    name: str
    title: str
    says: str
    source: str
    entries: tuple[Code, ...]

    @cached_property
    def _by_key(self) -> dict[str, Code]:
        return {code.key: code for code in self.entries}

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def __iter__(self) -> Iterator[Code]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def get(self, key: str | None) -> Code | None:
        """The entry of this key, or None: an unknown code is kept and reported, never a crash."""
        return self._by_key.get(key) if key is not None else None

    def label(self, key: str | None, language: str = "en", year: int | None = None) -> str:
        """What a person reads for this key, in English ("en") or Welsh ("cy", else English where we have no Welsh).

        With a collection `year`, the label that the code had then. An unknown key says so; nothing is raised.
        """
        code = self.get(key)
        if code is None:
            return _UNKNOWN.get(language, _UNKNOWN["en"]).format(key=key or "-")
        if year is not None:
            for last_year, earlier in _earlier_labels().get((self.name, code.key), ()):
                if year <= last_year:
                    return earlier
        return (language == "cy" and code.label_welsh) or code.label

    def valid_in(self, key: str | None, year: int) -> bool | None:
        """Whether the code may stand in a return of the collection year ending 31 March `year`; None: unknown code."""
        code = self.get(key)
        if code is None:
            return None
        return (code.first_year or year) <= year <= (code.last_year or year)

    def keys(self) -> tuple[str, ...]:
        return tuple(self._by_key)

    def groups(self) -> dict[str, str]:
        """Key → group of every entry, in order; the empty text where the list is not grouped."""
        return {code.key: code.group for code in self.entries}


@cache
def codes(list_name: str) -> CodeList:
    """The list of this name (see `list_names()`), read once. Raises LookupError for a name that is no list."""
    about = _index().get(list_name)
    if about is None:
        raise LookupError(f"There is no code list {list_name!r}. The lists are: {', '.join(_index())}")
    entries = tuple(_code(row) for row in rows(DATA / "codes" / f"{list_name}.csv"))
    return CodeList(list_name, about["title"], about["says"], about["source"], entries)


def list_names() -> tuple[str, ...]:
    """The names of all lists, in the order of the index."""
    return tuple(_index())


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of one of our own CSV files (UTF-8, one header line, no comments)."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _code(row: dict[str, str]) -> Code:
    return Code(
        key=row["key"],
        label=row["label"],
        label_welsh=row["label_welsh"],
        group=row["group"],
        first_year=int(row["first_year"]) if row["first_year"] else None,
        last_year=int(row["last_year"]) if row["last_year"] else None,
        source=row["source"],
        note=row["note"],
    )


@cache
def _index() -> dict[str, dict[str, str]]:
    return {row["list"]: row for row in rows(DATA / "codes" / "index.csv")}


@cache
def _earlier_labels() -> dict[tuple[str, str], list[tuple[int, str]]]:
    earlier: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for row in rows(DATA / "maps" / "earlier_labels.csv"):
        earlier.setdefault((row["list"], row["key"]), []).append((int(row["last_year"]), row["label"]))
    return {key: sorted(labels) for key, labels in earlier.items()}
