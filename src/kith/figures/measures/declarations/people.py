"""Declared: who is supported, and who of them is affected by harm from outside the family."""

from __future__ import annotations

from collections.abc import Iterator

from kith.figures.measures.affected import HARMS, NONE_RECORDED
from kith.figures.measures.declarations.measure import DFE, LR, SR, Dimension, Family, Measure, Need
from kith.figures.measures.supported import STATUSES

INVOLVED = Need(
    frozenset({"involvements"}),
    "who is supported",
    "the SSDA903, a CIN census, an Annex A workbook or a list of your own",
)
HARMED = Need(frozenset({"harms"}), "harm", "a CIN census, or an exploitation panel's list")

FAMILIES = (
    Family(
        "supported",
        "Young people supported",
        "Nobody of 10 to 25 years has an open involvement in this month.",
        (INVOLVED,),
    ),
    Family(
        "affected",
        "Affected by harm outside the home",
        "Nobody with live harm outside the home is recorded.",
        (INVOLVED, HARMED),
    ),
)

PEOPLE_BY = ("age_band", "sex", "ethnicity_group", "disability")
AFFECTED_BY = ("harm", "harm_combination", *PEOPLE_BY)


def dimensions() -> Iterator[Dimension]:
    yield Dimension("status", "Status", "involvement", flags={key: f"status_{key}" for key in STATUSES})
    yield Dimension(
        "harm",
        "Harm (several each)",
        "harm",
        flags={key: f"harm_{key}" for key in HARMS},
        unsure={key: f"unsure_{key}" for key in HARMS},
    )
    none = {NONE_RECORDED: "No listed harm recorded as live"}
    yield Dimension("harm_combination", "Combination of harms", "harm", "harm_combination", extra=none, every=False)
    yield Dimension("age_band", "Age", "age_band", "age_band")
    yield Dimension("sex", "Sex", "sex_group", "sex")
    yield Dimension("ethnicity_group", "Ethnicity", "ethnicity_group", "ethnicity_group")
    yield Dimension("disability", "Disability", "state", "disability")


def measures() -> Iterator[Measure]:
    yield Measure(
        "supported",
        "Young people supported",
        "people",
        "Young people of 10 to 25 on the month's last day with an involvement open on any day of the month. "
        "Someone whose birth date is not known is counted.",
        SR,
        "supported",
        counts="supported",
        by=("status", *PEOPLE_BY),
    )
    yield Measure(
        "affected",
        "Young people affected by extra-familial harm (going missing alone left out)",
        "people",
        "Supported, with a live harm from outside the family other than going missing, or with a confirmed relocation in "
        "the month. Unknown: live harms of setting not known alone.",
        SR,
        "affected",
        of="supported",
        counts="affected",
        not_known="affected_unknown",
        by=AFFECTED_BY,
    )
    yield Measure(
        "affected_share",
        "Share of supported young people affected by extra-familial harm (going missing alone left out)",
        "share",
        "Affected divided by supported, with a Wilson interval of 95 per cent.",
        LR,
        "affected",
        of="supported",
        share="affected",
    )
    yield Measure(
        "affected_assumed_only",
        "Affected, resting on an assumed setting alone (going missing alone left out)",
        "people",
        "Affected, where no harm's setting was recorded by anybody: assessment factors carry none, so it is assumed to be "
        "outside the family. A confirmed relocation does not rest on this.",
        DFE,
        "affected",
        of="affected",
        counts="affected_assumed_only",
    )
    yield Measure(
        "affected_or_missing",
        "Young people affected by extra-familial harm, going missing counted in",
        "people",
        "As affected, and also those with going missing alone: the five factors that DfE groups as extra-familial.",
        DFE,
        "affected",
        of="supported",
        counts="affected_or_missing",
        not_known="affected_or_missing_unknown",
    )
    yield Measure(
        "affected_or_missing_share",
        "Share of supported young people affected, going missing counted in",
        "share",
        "Affected or missing divided by supported, with a Wilson interval of 95 per cent.",
        DFE,
        "affected",
        of="supported",
        share="affected_or_missing",
    )
