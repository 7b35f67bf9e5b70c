"""Puts several years' files together: the same child, episode or assessment in each year is one, as the latest file has it."""

from __future__ import annotations

import polars as pl

_KEYS: dict[str, list[str]] = {
    "episodes": ["person_id", "referral_on"],
    "assessments": ["person_id", "referral_on", "from_on"],
    "plans": ["person_id", "from_on"],
    "enquiries": ["person_id", "from_on"],
    "protection": ["person_id", "from_on"],
    "reviews": ["person_id", "on"],
}
_PLACE = {"child", "episode", "file", "order"}


def merge(levels: list[dict[str, pl.DataFrame]]) -> dict[str, pl.DataFrame]:
    """One frame a level from those of all files.

    Of rows with the same key those of the latest file (by census year, then by when it was made) stand; equal rows are one.
    Rows of one episode given twice in the latest file become one with the later closing; open counts as latest.
    """
    merged = {level: pl.concat([each[level] for each in levels]) for level in levels[0]}
    for level, keys in _KEYS.items():
        frame = merged[level]
        latest = frame.filter(pl.col("order") == pl.col("order").max().over(keys))
        content = sorted(set(frame.columns) - _PLACE)
        merged[level] = latest.sort("file", "child", "episode").unique(content, keep="first", maintain_order=True)
    merged["episodes"] = _one_episode(merged["episodes"])
    merged["children"] = _one_child(merged["children"])
    return merged


def _one_episode(frame: pl.DataFrame) -> pl.DataFrame:
    # An episode without a referral date cannot be recognised again, so each stands for itself.
    dated, undated = frame.filter(pl.col("referral_on").is_not_null()), frame.filter(pl.col("referral_on").is_null())
    by_closing = dated.sort("closed_on", "made_by", "no_further_action", descending=True, nulls_last=False)
    return pl.concat([by_closing.unique(_KEYS["episodes"], keep="first", maintain_order=True), undated])


def _one_child(frame: pl.DataFrame) -> pl.DataFrame:
    """The latest value that is known, of each thing known about a child."""
    said = ["born_on", "expected_on", "died_on", "sex", "ethnicity", "upn"]
    known = frame.with_columns(disability=pl.col("disability").replace("not_known", None))
    known = known.sort("order", *said, "disability", nulls_last=False)
    last = [pl.col(name).drop_nulls().last() for name in (*said, "disability")]
    return (
        known.group_by("person_id", maintain_order=True)
        .agg(
            *last,
            pl.col("own_id", "file", "child").last(),
            birth_dates=pl.col("born_on").drop_nulls().n_unique(),
        )
        .with_columns(pl.col("disability").fill_null("not_known"))
    )
