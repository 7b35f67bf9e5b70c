"""A dataset as a folder: one file a table and a manifest, written whole and the same each time, read with every problem told."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version as installed_version
from pathlib import Path

import polars as pl

from kith.dataset.casting import as_text, cast_table
from kith.dataset.dataset import Dataset
from kith.dataset.forms import FORMS
from kith.dataset.schema import VERSION
from kith.dataset.tables import TABLES
from kith.dataset.versions import UPGRADERS, Frames, Upgrader, upgrade
from kith.foundation.outputs import whole_folder
from kith.foundation.problems import Detail, Problems, Severity, rule

MANIFEST = "dataset.json"
"""The file that makes a folder a dataset."""

_LARGEST_MANIFEST = 1_000_000  # bytes; ours has about three thousand
_TABLE_NAME = re.compile(r"[a-z][a-z_]{0,60}")  # a name becomes a file's name, so nothing else is let through

UNREADABLE_MANIFEST = rule(
    "dataset.manifest_unreadable",
    Severity.ERROR,
    "The folder has no manifest that can be read, so its tables were not read.",
    "Put back `dataset.json` as it was written, or write the dataset again.",
)
NEWER_VERSION = rule(
    "dataset.newer_version",
    Severity.ERROR,
    "The dataset was written by a newer version of Kith, so its tables were not read.",
    "Install the newer version of Kith.",
)
OLDER_VERSION = rule(
    "dataset.older_version",
    Severity.NOTE,
    "The dataset was written by an older version of Kith and was brought up to date in reading.",
    "Nothing need be done; write the dataset again to keep it in the present version.",
)
UNKNOWN_TABLE = rule(
    "dataset.unknown_table",
    Severity.WARNING,
    "The manifest lists a table that the dataset does not have; it was not read.",
    "Compare the name with the reference page of the dataset.",
)
MISSING_TABLE = rule(
    "dataset.table_missing",
    Severity.ERROR,
    "The manifest lists a table whose file is not in the folder.",
    "Put the file back, or write the dataset again.",
)
UNREADABLE_TABLE = rule(
    "dataset.table_unreadable",
    Severity.ERROR,
    "The table's file could not be read, so all its rows are missing.",
    "Write it again: CSV as UTF-8, with commas, as many cells in each row as there are headings.",
)
CHANGED_TABLE = rule(
    "dataset.table_changed",
    Severity.WARNING,
    "The table's file is not the one that was written with the manifest.",
    "If nobody meant to change it, take the dataset from where it came again.",
)


def write_dataset(dataset: Dataset, folder: Path, form: str = "parquet") -> None:
    """Write every table that is covered as `<table>.<form>` and `dataset.json` into `folder`: all of them appear, or none.

    The same dataset gives the same bytes. In CSV, dates are ISO and text that a spreadsheet would run is made harmless;
    reading gives back what it was. Files of a dataset in the other form that stood in the folder are removed, so that no
    older rows lie beside the new. OutputRefused where a file cannot be replaced, ValueError for a form that is none.
    """
    if form not in FORMS:
        raise ValueError(f"a dataset is written as {' or '.join(FORMS)}")
    before = _read_manifest(folder / MANIFEST)
    with whole_folder(folder) as stage:
        tables = {}
        for name in (name for name in dataset.tables if name in dataset.covered):
            frame = dataset[name]
            path = stage / f"{name}.{form}"
            FORMS[form].write(frame, path)
            tables[name] = {"rows": frame.height, "sha256": _sha256(path)}
        made_by = f"kith {installed_version('kith-safeguarding')}"
        manifest = {"dataset": "kith", "version": VERSION, "form": form, "made_by": made_by, "tables": tables}
        if dataset.span:
            manifest["span"] = [day.isoformat() for day in dataset.span]
        (stage / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8", newline="\n")
    if before and before.form != form:
        for name in before.tables:
            (folder / f"{name}.{before.form}").unlink(missing_ok=True)


def is_dataset(folder: Path) -> bool:
    """Whether the folder has a dataset's manifest (of whatever version)."""
    return _read_manifest(folder / MANIFEST) is not None


def read_dataset(
    folder: Path, *, version: int = VERSION, upgraders: Mapping[int, Upgrader] = UPGRADERS
) -> tuple[Dataset, Problems]:
    """The dataset in `folder` and everything wrong with its files; bad content is never raised.

    A table or column that is missing is empty. A value that is not of its column's kind is left out and told. Tables that
    the manifest does not list are empty and not covered, so that a program which knows few tables can write a dataset.
    Whether the rows make sense is for `check`. `version` and `upgraders` are given by tests alone.
    """
    problems = Problems()
    manifest = _read_manifest(folder / MANIFEST)
    if manifest is None:
        problems.add(UNREADABLE_MANIFEST, MANIFEST)
        return Dataset(), problems
    if manifest.version > version:
        problems.add(
            NEWER_VERSION,
            MANIFEST,
            detail=Detail("Version {theirs}; this is version {ours}.", theirs=manifest.version, ours=version),
        )
        return Dataset(), problems
    frames = _read_tables(folder, manifest, problems)
    if manifest.version < version:
        problems.add(OLDER_VERSION, MANIFEST, detail=Detail("Version {number}.", number=manifest.version))
        frames = upgrade({name: as_text(frame) for name, frame in frames.items()}, manifest.version, upgraders, version)
    return Dataset(_cast_tables(frames, manifest.form, problems), span=manifest.span), problems


@dataclass(frozen=True, slots=True)
class _Manifest:
    version: int
    form: str
    tables: dict[str, str]  # the file's hash by table name; empty where the writer gave none
    span: tuple[dt.date, dt.date] | None


def _read_manifest(path: Path) -> _Manifest | None:
    """The manifest, or None where there is none that makes sense."""
    try:
        if path.stat().st_size > _LARGEST_MANIFEST:
            return None
        found = json.loads(path.read_text(encoding="utf-8-sig"))
        version, form = found["version"], found["form"]
        if found["dataset"] != "kith" or form not in FORMS or not isinstance(version, int) or version < 1:
            return None
        tables = {name: str(about.get("sha256", "")) for name, about in found["tables"].items()}
        first, last = map(dt.date.fromisoformat, found.get("span") or ("0001-01-01", "0001-01-01"))
    except (OSError, ValueError, RecursionError, KeyError, TypeError, AttributeError):
        return None
    if not all(_TABLE_NAME.fullmatch(name) for name in tables):
        return None
    return _Manifest(version, form, tables, (first, last) if found.get("span") else None)


def _read_tables(folder: Path, manifest: _Manifest, problems: Problems) -> Frames:
    frames = {}
    for name, written in manifest.tables.items():
        path = folder / f"{name}.{manifest.form}"
        if not path.is_file():
            problems.add(MISSING_TABLE, path.name)
            continue
        try:
            if written and written != _sha256(path):
                problems.add(CHANGED_TABLE, path.name)
            frames[name] = FORMS[manifest.form].read(path)
        except (OSError, pl.exceptions.PolarsError, pl.exceptions.PanicException):
            problems.add(UNREADABLE_TABLE, path.name)
    return frames


def _cast_tables(frames: Frames, form: str, problems: Problems) -> Frames:
    tables = {}
    for name, frame in frames.items():
        file = f"{name}.{form}"
        if name in TABLES:
            tables[name] = cast_table(TABLES[name], frame, file, problems)
        else:
            problems.add(UNKNOWN_TABLE, file)
    return tables


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
