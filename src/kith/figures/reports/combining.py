"""Several authorities' returns together: pooled, compared without ranking, and only then made safe to hand on."""

from __future__ import annotations

from kith.foundation.problems import Severity, rule

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
