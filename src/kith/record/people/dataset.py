"""People and involvements as tables of the dataset, and back. A person has no name there, so one that comes from it waits for one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

import polars as pl

from kith.definitions.codes import codes
from kith.record.people.models import Involvement, Person
from kith.record.rows.models import Row
from kith.record.rows.tables import Filled, Found

_INVOLVEMENTS = Filled("involvements", Involvement)
TABLES: tuple[str, ...] = ("people", "involvements")

_READ = ("pk", "born_on", "birth_precision", "sex", "ethnicity", "disability", "immigration_status")
_UASC, _OTHER = "uasc", "not_uasc"


def written(table: str) -> Iterator[dict[str, Any]]:
    """Every young person under the record kept, or every involvement, not entered in error."""
    if table == "involvements":
        yield from _INVOLVEMENTS.written()
        return
    rows = Person.objects.filter(kind="young_person", kept=None, error_at=None).order_by("pk")
    for pk, born_on, precision, sex, ethnicity, disability, status in rows.values_list(*_READ).iterator():
        yield {
            "row_id": str(pk),
            "person_id": str(pk),
            "birth_date": born_on,
            "birth_precision": precision,
            "sex": sex,
            "ethnicity": ethnicity,
            "disability": disability,
            "uasc": "not_known" if status == "not_known" else "yes" if status == _UASC else "no",
        }


def taken(table: str, row: Mapping[str, Any], *, person_id: UUID | None, found: Found) -> Row:
    """The row of the record, not saved. A code that the record does not know, or a half-told birth date, is not known."""
    if table == "involvements":
        made: Row = _INVOLVEMENTS.taken(row, person_id=person_id, found=found)
        return made
    born_on, precision = row["birth_date"], _known("birth_precision", row["birth_precision"], "day")
    if born_on is None or precision == "not_known":
        born_on, precision = None, "not_known"
    disability = row["disability"] or "not_known"
    person = Person(
        born_on=born_on,
        birth_precision=precision,
        sex=_known("sex", row["sex"], "U"),
        ethnicity=_known("ethnicity", row["ethnicity"], "NOBT"),
        disability=disability,
        immigration_status={"yes": _UASC, "no": _OTHER}.get(row["uasc"] or "", "not_known"),
    )
    if person_id is not None:
        person.id = person_id
    return person


def held(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of `people` as the record would write them again: what is empty stands as the code for not known."""
    code = {"sex": "U", "ethnicity": "NOBT"}
    precision = pl.when(pl.col("birth_date").is_null()).then(pl.lit("not_known")).otherwise("birth_precision")
    without = precision == "not_known"
    return rows.with_columns(
        *(pl.col(name).fill_null(other) for name, other in code.items()),
        birth_date=pl.when(~without.fill_null(value=False)).then("birth_date"),
        birth_precision=precision.fill_null("day"),
    )


def _known(list_name: str, key: str | None, otherwise: str) -> str:
    return key if key is not None and key in codes(list_name) else otherwise
