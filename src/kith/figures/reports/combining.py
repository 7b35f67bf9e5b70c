"""Several authorities' returns together: pooled, compared without ranking, and only then made safe to hand on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import polars as pl
from markupsafe import Markup

from kith.definitions.authorities import authority as find_authority
from kith.figures.measures import disclosure
from kith.figures.measures.compare import EVERYONE, compare, limits
from kith.figures.reports import charts, page, tidy, workbook
from kith.figures.reports.headline import sentence
from kith.figures.reports.wording import shown
from kith.foundation.dates import Month
from kith.foundation.outputs import whole_folder
from kith.foundation.problems import Problems, Severity, rule

ONE_MONTH_MISSING = rule(
    "return_of_another_month",
    Severity.WARNING,
    "This return is of another month than most, so it is left out of the comparison.",
    "Make the return again for the same month.",
)
TWICE = rule(
    "authority_returned_twice",
    Severity.ERROR,
    "Two returns are of the same authority; the later one given is left out.",
    "Give each authority's return once.",
)
