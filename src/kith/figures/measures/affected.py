"""Who is affected by harm from outside the family: live harms by kind and setting, and what each figure rests on."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from kith.definitions.codes import codes
from kith.figures.measures.spans import PERSON, meets
from kith.foundation.dates import Month

MISSING = "missing"
HARMS = codes("harm").keys()
HARMS_BUT_MISSING = tuple(key for key in HARMS if key != MISSING)
NONE_RECORDED = "none_recorded"
"""Combination of a person who is affected because of a confirmed relocation, with no listed harm recorded as live."""


def live_harms(harms: nw.LazyFrame[Any], month: Month) -> nw.LazyFrame[Any]:
    """One row a person with a live harm, whatever its setting.

    `harm_<key>`: of that kind and from outside (or both); `unsure_<key>`: of that kind, setting not known;
    `harmed`: any from outside but going missing; `recorded`: one of these whose setting somebody recorded;
    `unsure`: any but going missing whose setting is not known.
    """
    kind, setting = nw.col("harm"), nw.col("setting").fill_null("not_known")
    outside, unsure = setting.is_in(["outside", "both"]), setting == "not_known"
    counts = (kind != MISSING) & outside
    flags = {f"harm_{key}": (kind == key) & outside for key in HARMS}
    flags |= {f"unsure_{key}": (kind == key) & unsure for key in HARMS}
    flags |= {
        "harmed": counts,
        "recorded": counts & (nw.col("setting_basis") == "recorded").fill_null(False),
        "unsure": (kind != MISSING) & unsure,
    }
    return (
        harms.filter(meets(month) & (nw.col("certainty").fill_null("suspected") != "ruled_out"))
        .select(*PERSON, *[flag.alias(name) for name, flag in flags.items()])
        .group_by(*PERSON)
        .agg(*[nw.col(name).max() for name in flags])
    )


FLAGS = (
    *(f"harm_{key}" for key in HARMS),
    *(f"unsure_{key}" for key in HARMS),
    "harmed",
    "recorded",
    "unsure",
)


def judged(basis: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Who counts as affected. Needs `relocated`: a confirmed relocation makes its person affected."""
    harmed, relocated, missing = nw.col("harmed"), nw.col("relocated"), nw.col(f"harm_{MISSING}")
    affected = harmed | relocated
    return basis.with_columns(
        affected.alias("affected"),
        (affected | missing).alias("affected_or_missing"),
        (harmed & ~nw.col("recorded") & ~relocated).alias("affected_assumed_only"),
        (nw.col("unsure") & ~affected).alias("affected_unknown"),
        ((nw.col("unsure") | nw.col(f"unsure_{MISSING}")) & ~(affected | missing)).alias("affected_or_missing_unknown"),
        *[(nw.col(f"unsure_{key}") & ~nw.col(f"harm_{key}")).alias(f"unsure_{key}") for key in HARMS],
        nw.when(affected).then(combination()).otherwise(nw.lit("")).alias("harm_combination"),
    )


def combination() -> nw.Expr:
    """The kinds of harm but going missing that live together, joined by `+` in the list's order."""
    bits = [nw.col(f"harm_{key}").cast(nw.Int16()) * (1 << n) for n, key in enumerate(HARMS_BUT_MISSING)]
    texts = [""]
    for key in HARMS_BUT_MISSING:
        texts += [f"{text}+{key}" if text else key for text in texts]
    texts[0] = NONE_RECORDED
    return nw.sum_horizontal(*bits).replace_strict(list(range(len(texts))), texts, return_dtype=nw.String())
