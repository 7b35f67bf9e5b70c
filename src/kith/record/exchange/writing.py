"""Out: the whole record as a dataset, the same each time, under the ids that its rows came with."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Min
from django.utils import timezone

from kith.dataset.check import check
from kith.dataset.dataset import Dataset
from kith.dataset.files import write_dataset
from kith.dataset.pseudonyms import RECORD, pseudonymise
from kith.dataset.tables import TABLES
from kith.foundation.dates import Month
from kith.foundation.problems import Problems
from kith.record.audit.actions import record_view
from kith.record.exchange.models import Load
from kith.record.exchange.months import up_to
from kith.record.exchange.tables import Keys, fillers, references, stored


def dataset_of_record() -> Dataset:
    """Every row of every slice that fills a table, rows in the order of their ids. Tables that no slice fills are not covered.

    Restricted people are in it: it is for whoever may take the whole. People merged stand under the record kept; what was entered
    in error is left out. Its span begins with the first day that any load spoke of, and ends today.
    """
    with one_moment():
        keys = Keys.known()
        return Dataset({table: _as_written(table, keys) for table in fillers()}, span=_span())


@contextmanager
def one_moment(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Reads within see the database as it is at the first of them, while others go on writing. For the outermost transaction.

    On SQLite every other transaction begins by taking the one writer's turn, which a long read would keep from everybody.
    """
    connection: Any = connections[using]
    if connection.in_atomic_block:  # whoever began it has said how it reads
        yield
    elif connection.vendor == "sqlite":
        connection.ensure_connection()  # which sets the mode
        mode, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
        try:
            with transaction.atomic(using):
                yield
        finally:
            connection.transaction_mode = mode
    else:
        with transaction.atomic(using), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def _span() -> Any:
    first = Load.objects.filter(state=Load.State.LOADED).aggregate(first=Min("first_on"))["first"]
    return (first, max(first, timezone.localdate())) if first else None


def _as_written(table: str, keys: Keys) -> pl.DataFrame:
    """A table under the dataset's ids: those that rows came with, else the record's own."""
    frame = stored(table)
    ids = {column: keys.back(to) for column, to in references(TABLES[table]).items()} | {"row_id": keys.back(table)}
    if "person_id" in frame.columns:
        ids["person_id"] = keys.person_refs()
    changed = [
        pl.Series(column, [known.get(one, one) for one in frame[column]], dtype=pl.String)
        for column, known in ids.items()
    ]
    return frame.with_columns(
        *changed, authority=pl.lit(settings.AUTHORITY), source=pl.lit(RECORD)
    ).sort("row_id")  # fmt: skip


def write(
    *, by: Any, folder: Path, form: str = "parquet", key: bytes | None = None, month: Month | None = None
) -> tuple[Dataset, Problems]:
    """Write the record to `folder`, whole or not at all, under pseudonyms where there is a key; what the dataset's check says of it.

    With a month, only what had begun by its last day (`months.up_to`).
    Audited before anything is written. OutputRefused where the folder cannot be.
    """
    record_view(by, "dataset.written", subject="dataset", fields=["pseudonyms"] if key else ["person_id"])
    dataset = dataset_of_record()
    if month:
        dataset = up_to(dataset, month)
    if key:
        dataset = pseudonymise(dataset, key)
    write_dataset(dataset, folder, form)
    return dataset, check(dataset)


def page_key() -> bytes:
    """The key of pseudonyms in what is taken from a page: of this installation, so that two such datasets can be joined."""
    return hmac.digest(settings.SECRET_KEY.encode(), b"kith exchange pseudonyms", "sha256")
