"""The return from the record: the same return on the dataset that the record writes, so that its figures are those of its rows."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings

from kith.figures.reports.returns import Outcome, make_return
from kith.foundation.dates import Month
from kith.record.exchange.writing import write


def return_from_record(*, by: Any, month: Month, out: Path, profile: str = "internal", months: int = 12) -> Outcome:
    """Write the return of a month to `out`. What the record says of why somebody moved is its review; audited as a writing of the record.

    ReturnRefused and OutputRefused as `make_return`.
    """
    with tempfile.TemporaryDirectory(prefix="kith-") as place:
        write(by=by, folder=Path(place) / "record")
        return make_return(Path(place) / "record", settings.AUTHORITY, month, out, profile=profile, months=months)
