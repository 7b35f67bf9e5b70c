"""A dataset that can be shared: keyed pseudonyms that only the authority can undo, birth dates to the month, no way back to files."""

from __future__ import annotations

import hmac
import os
import re
import secrets
import stat
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import polars as pl

from kith.dataset.dataset import Dataset
from kith.dataset.schema import Column, Kind, Table
from kith.dataset.tables import TABLES
from kith.foundation.identifiers import pseudonym

RECORD = "record"
"""The one source that is no file, so tells nothing and stays."""

_KEY_BYTES = 32
_ROW_NUMBER = r"#\d+$"
_SHEET = re.compile(r" \[[^\]]*\]$")


class KeyRefused(ValueError):
    """A key file cannot be made or used; the message says why and what to do."""


def find(key: bytes, person_id: str) -> str:
    """The `person_id` in the dataset pseudonymised with `key` of the young person whom the authority calls `person_id`."""
    return pseudonym(key, person_id)


def find_row(key: bytes, row_id: str) -> str:
    """The `row_id` in the dataset pseudonymised with `key` of the row whose id was `row_id`."""
    # The plain id is made from the person's id and the row without a key, so that anyone could test a guess: hence this one.
    return hmac.digest(key, f"row\x1f{row_id}".encode(), "sha256").hex()[:16]


def find_source(key: bytes, file: str) -> str:
    """The `source` in the dataset pseudonymised with `key` of all rows that came from `file`."""
    return "file-" + hmac.digest(key, f"file\x1f{file}".encode(), "sha256").hex()[:12]


def pseudonymise(dataset: Dataset, key: bytes) -> Dataset:
    """The dataset with nothing that tells who someone is, but for what the other columns give away together.

    - `person_id` becomes its pseudonym; row ids, and references to rows, become new ids that depend on the key.
    - a birth date becomes the first of its month, and its precision `month`; any other personal column is emptied.
    - `source` loses the row and its file becomes a word: a row's number leads back to a person for whoever has the file,
      and files are called after people; counting by file stays possible, and the authority finds its own by `find_source`.
      A file named in `evidence` becomes the same word.
    - rows are put in the order of their new ids, because the old order leads back too.

    With the same key the result is always the same, with another nothing in it can be matched by an id. Dates and rare
    codes may still point to someone: in law the result is personal data yet (UK GDPR article 4(5), recital 26).
    Figures stay the same except where they rest on the day of birth. ValueError for a key shorter than 16 bytes.
    """
    pseudonym(key, "")  # refuses a short key, even for a dataset without rows
    return Dataset(
        {name: _table(table, dataset[name], key) for name, table in TABLES.items()}, dataset.covered, dataset.span
    )


def _table(table: Table, frame: pl.DataFrame, key: bytes) -> pl.DataFrame:
    files = frame["source"].str.replace(_ROW_NUMBER, "")
    words = {file: find_source(key, file) for file in files.unique().drop_nulls() if file != RECORD}
    hidden = [_hide(column, frame[column.name], key) for column in table.columns if column.name != "source"]
    made = frame.with_columns(series for series in hidden if series is not None)
    made = made.with_columns(files.replace(words).alias("source"))
    if "evidence" in frame.columns:
        made = made.with_columns(_without_files(frame["evidence"], words))
    if "birth_precision" in frame.columns:
        made = made.with_columns(pl.col("birth_precision").replace("day", "month"))
    return made.sort("row_id")


def _hide(column: Column, values: pl.Series, key: bytes) -> pl.Series | None:
    """What stands in the column's place; None where it stays."""
    if column.name == "person_id":
        return _each(values, partial(find, key))
    if column.name == "row_id" or column.kind is Kind.REFERENCE:
        return _each(values, partial(find_row, key))
    if column.name == "birth_date":
        return values.dt.month_start()
    return values.clear(len(values)) if column.personal else None


def _each(values: pl.Series, make: Callable[[str], str]) -> pl.Series:
    once = cache(make)  # a person stands in many rows
    return pl.Series(
        values.name, [None if value is None else once(value) for value in values.to_list()], dtype=pl.String
    )


def _without_files(texts: pl.Series, words: dict[str, str]) -> pl.Series:
    """The texts with each file's name, with or without its sheet, replaced by the file's word."""
    names = {_SHEET.sub("", file): word for file, word in words.items()} | words
    named = {name: word for name, word in names.items() if "." in name}  # else a short word could be taken for a file
    return texts.str.replace_many(list(named), list(named.values()), leftmost=True) if named else texts


def new_key_file(path: Path) -> None:
    """Make a file with a new random key that its owner alone may read. KeyRefused where there is a file already.

    On Windows the file gets the permissions of its folder: keep it in a folder of your own.
    """
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR)
    except FileExistsError:
        raise KeyRefused(
            f"{path.name} is there already; a key that is overwritten can never find its people again."
        ) from None
    except OSError as error:
        raise KeyRefused(f"{path.name} cannot be made: {error.strerror}. Choose another place.") from None
    with os.fdopen(file, "w", encoding="ascii") as key:
        key.write(secrets.token_hex(_KEY_BYTES) + "\n")


def read_key_file(path: Path) -> bytes:
    """The key in a file made by `new_key_file`. KeyRefused where it is not one, or others may read it."""
    try:
        open_to_others = os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
        with path.open("rb") as file:
            written = file.read(1000).strip()
    except OSError as error:
        raise KeyRefused(f"{path.name} cannot be read: {error.strerror}.") from None
    if open_to_others:
        raise KeyRefused(f"{path.name} may be read by others: take that away (chmod 600), and think of a new key.")
    if not re.fullmatch(rb"[0-9a-f]{%d}" % (2 * _KEY_BYTES), written):
        raise KeyRefused(f"{path.name} is no key file.")
    return bytes.fromhex(written.decode())
