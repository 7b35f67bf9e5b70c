"""The return from the record: its figures are those of the return from the files that were loaded, figure by figure."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from django.conf import settings

from kith.cli.demonstrations import DEMO_MONTH
from kith.dataset.files import write_dataset
from kith.dataset.tables import TABLES
from kith.figures.measures.declarations import FAMILIES, MEASURES
from kith.figures.reports.returns import gather, make_return
from kith.figures.synth import write_authority
from kith.foundation.dates import Month
from kith.record.audit.actions import Actor
from kith.record.exchange import actions
from kith.record.exchange.returning import return_from_record
from kith.record.exchange.tables import fillers
from kith.record.exchange.writing import dataset_of_record

pytestmark = pytest.mark.django_db
BY = Actor.system("exchange")
MONTH = Month.parse(DEMO_MONTH)


def test_the_return_from_the_record_has_the_figures_of_the_return_from_the_files(tmp_path: Path) -> None:
    made = write_authority(tmp_path / "files", children=150, seed=3, authority=settings.AUTHORITY)
    whole = gather(made.folder, settings.AUTHORITY, MONTH).dataset
    files = type(whole)(
        {t: f for t, f in whole.tables.items() if t in fillers()}, whole.covered & set(fillers()), whole.span
    )
    write_dataset(files, tmp_path / "dataset")
    actions.load(by=BY, load=actions.bring(by=BY, folder=made.folder, month=MONTH))
    of_files = make_return(tmp_path / "dataset", settings.AUTHORITY, MONTH, tmp_path / "of-files")
    of_record = return_from_record(by=BY, month=MONTH, out=tmp_path / "of-record")
    theirs, ours = (outcome.released.figures for outcome in (of_files, of_record))
    keys = ["period", "measure", "breakdown", "category"]
    keys = [key for key in keys if key in theirs.columns] or theirs.columns[:4]
    given = [name for name in theirs.columns if name != "authority"]
    # What the record alone can tell is not available of files, and of the record a figure: nothing to compare.
    of_files_too = [key for key, measure in MEASURES.items() if not FAMILIES[measure.section].optional]
    told_by_both = (pl.col("period") == str(MONTH)) & pl.col("measure").is_in(of_files_too)
    both = theirs.filter(told_by_both).select(given).sort(keys, nulls_last=True)
    mine = ours.filter(told_by_both).select(given).sort(keys, nulls_last=True)
    told = [table for table in fillers() if table in whole.covered and not whole[table].is_empty()]
    assert len(told) > 3
    assert both.height > 50
    assert _apart_from_the_uncovered(mine, both).rows() == both.rows()


def _apart_from_the_uncovered(mine: pl.DataFrame, both: pl.DataFrame) -> pl.DataFrame:
    """The record speaks of every table that a slice fills; of those that no file spoke of, nothing can be compared."""
    return mine if mine.height == both.height else mine.join(both, on=["measure", "breakdown"], how="semi")


def test_every_row_of_the_files_is_written_again(tmp_path: Path) -> None:
    made = write_authority(tmp_path / "files", children=80, seed=4, authority=settings.AUTHORITY)
    given = gather(made.folder, settings.AUTHORITY, MONTH).dataset
    actions.load(by=BY, load=actions.bring(by=BY, folder=made.folder, month=MONTH))
    written = dataset_of_record()
    for table in fillers():
        if table == "people":
            continue
        columns = [name for name in TABLES[table].names if name != "source"]
        assert written[table].select(columns).rows() == given[table].select(columns).sort("row_id").rows(), table
