"""Makes dataset tables of the census's levels: what a factor says of harm, which episodes are an involvement, and until when."""

from __future__ import annotations

import polars as pl

from kith.definitions.maps import harm_from_factor
from kith.foundation.identifiers import row_ids
from kith.foundation.problems import Detail, Problems
from kith.reading.sources.cin import rules
from kith.reading.sources.extracts import IDENTITY, Context

_EPISODE = ["person_id", "referral_on"]
_SOURCE = pl.format("{}#{}", "file", "child").alias("source")


def make_tables(levels: dict[str, pl.DataFrame], context: Context, problems: Problems) -> dict[str, pl.DataFrame]:
    """The tables `people`, `involvements`, `referrals`, `assessments`, `harms`, `enquiries` and `reviews`."""
    died = levels["children"].select("person_id", "died_on").drop_nulls()
    made = {
        "people": _people(levels["children"], problems),
        "involvements": _until_death(_involvements(levels, problems), died, problems),
        "referrals": _referrals(levels["episodes"]),
        "assessments": levels["assessments"].select("person_id", "from_on", "to_on", "factors", _SOURCE),
        "harms": _until_death(_harms(levels, context), died, problems),
        "enquiries": levels["enquiries"].select(
            "person_id", "from_on", "conference_on", "conference_not_required", _SOURCE
        ),
        "reviews": levels["reviews"].select("person_id", "on", _SOURCE, kind=pl.lit("child_protection")),
    }
    return {name: _with_ids(name, frame, context.authority) for name, frame in made.items()}


def identities(children: pl.DataFrame) -> pl.DataFrame:
    """Who the rows are about, for linkage; a census has neither names nor postcodes."""
    return children.with_columns(
        _SOURCE, birth_date="born_on", **{n: pl.lit(None, dtype=pl.String) for n in _NOT_IN_CENSUS}
    ).select(pl.col(name).cast(kind) for name, kind in IDENTITY.items())


_NOT_IN_CENSUS = ("given_name", "family_name", "postcode")


def _people(children: pl.DataFrame, problems: Problems) -> pl.DataFrame:
    for file, differ in children.filter(pl.col("birth_dates") > 1).group_by("file"):
        problems.add_rows(rules.BIRTH_DATES_DIFFER, str(file[0]), differ["child"].to_list(), "PersonBirthDate")
    born, expected = pl.col("born_on").is_not_null(), pl.col("expected_on").is_not_null()
    precision = pl.when(born).then(pl.lit("day")).when(expected).then(pl.lit("expected")).otherwise(pl.lit("not_known"))
    return children.select(
        "person_id",
        "sex",
        "ethnicity",
        "disability",
        _SOURCE,
        birth_date=pl.coalesce("born_on", "expected_on"),
        birth_precision=precision,
    )


def _involvements(levels: dict[str, pl.DataFrame], problems: Problems) -> pl.DataFrame:
    episodes = levels["episodes"]
    worked_on = pl.concat(
        [levels[level].select(_EPISODE) for level in ("assessments", "plans", "enquiries", "protection")]
    ).unique()
    only_referred = episodes.filter(pl.col("no_further_action") == "yes").join(
        worked_on, on=_EPISODE, how="anti", nulls_equal=True
    )
    for (file,), rows in only_referred.group_by("file", maintain_order=True):
        problems.add(
            rules.REFERRALS_ONLY, str(file), column="ReferralNFA", detail=Detail("Episodes: {count}.", count=len(rows))
        )
    in_need = episodes.join(only_referred, on=["file", "episode"], how="anti")
    return pl.concat(
        [
            in_need.select(
                "person_id", "file", "child", from_on="referral_on", to_on="closed_on", status=pl.lit("child_in_need")
            ),
            levels["protection"].select(
                "person_id", "file", "child", "from_on", "to_on", status=pl.lit("child_protection")
            ),
        ]
    )


def _referrals(episodes: pl.DataFrame) -> pl.DataFrame:
    dated = episodes.drop_nulls("referral_on")
    return dated.select(
        "person_id", "made_by", "no_further_action", _SOURCE, kind=pl.lit("childrens_services"), on="referral_on"
    )


def _harms(levels: dict[str, pl.DataFrame], context: Context) -> pl.DataFrame:
    """One row a harm factor and episode: from the end of the first assessment that found it until the episode closes.

    Where the assessment's dates are not known the episode's first day stands; an assessment that ended after the closing
    holds for the day of closing.
    """
    closings = levels["episodes"].select(*_EPISODE, "closed_on")
    found = (
        levels["assessments"]
        .drop_nulls("factors")
        .with_columns(factor=pl.col("factors").str.split(" "))
        .explode("factor")
        .join(_meanings(context), on="factor")
        .join(closings, on=_EPISODE, how="left", nulls_equal=True)
        .with_columns(
            from_on=pl.min_horizontal(pl.coalesce("to_on", "from_on", "referral_on"), "closed_on"),
            to_on="closed_on",
            evidence=pl.format("CIN factor {}", "factor"),
        )
    )
    first = found.sort("from_on", "file", "child", nulls_last=True)
    once = first.unique([*_EPISODE, "factor", "to_on"], keep="first", maintain_order=True)
    return once.select("person_id", "file", "child", "harm", "setting", "setting_basis", "from_on", "to_on", "evidence")


def _meanings(context: Context) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "factor": meaning.factor,
                "harm": meaning.harm,
                "setting": "outside" if meaning.by_option and context.child_on_child_outside else meaning.setting,
                "setting_basis": meaning.setting_basis,
            }
            for meaning in harm_from_factor()
        ]
    )


def _until_death(frame: pl.DataFrame, died: pl.DataFrame, problems: Problems) -> pl.DataFrame:
    """Nothing lasts beyond a death; what began after it is reported and ends on its first day."""
    frame = frame.join(died, on="person_id", how="left", maintain_order="left")
    later = frame.filter(pl.col("from_on") > pl.col("died_on"))
    for (file,), rows in later.group_by("file", maintain_order=True):
        problems.add_rows(rules.AFTER_DEATH, str(file), rows["child"].unique(maintain_order=True), "PersonDeathDate")
    last = pl.max_horizontal(pl.min_horizontal("to_on", "died_on"), "from_on")
    return frame.with_columns(
        _SOURCE, to_on=pl.when(pl.col("died_on").is_not_null()).then(last).otherwise("to_on")
    ).drop("died_on", "file", "child")


_BY = {
    "people": (),
    "involvements": ("status", "from_on", "to_on"),
    "referrals": ("kind", "on"),
    "assessments": ("from_on", "to_on", "factors"),
    "harms": ("evidence", "from_on", "to_on"),
    "enquiries": ("from_on", "conference_on"),
    "reviews": ("kind", "on"),
}
"""What identifies a row by its content, beside the person."""


def _with_ids(table: str, frame: pl.DataFrame, authority: str) -> pl.DataFrame:
    keys = ["person_id", *_BY[table]]
    ordered = frame.sort(*keys, nulls_last=True, maintain_order=True)
    # Equal rows stand together now, so they are numbered by how far they are from the first of them.
    at, other = pl.int_range(pl.len()), (pl.col(key).ne_missing(pl.col(key).shift()) for key in keys)
    equal = at - pl.when((at == 0) | pl.any_horizontal(other)).then(at).forward_fill()
    # Joined as `row_id` joins its parts, all at once: a quarter of a million ids are made for 25,000 children.
    parts = (pl.lit(table), *(pl.col(key).cast(pl.String).fill_null("") for key in keys), equal)
    ids = row_ids(ordered.select(pl.concat_str(parts, separator="\x1f")).to_series().to_list())
    return ordered.with_columns(pl.Series("row_id", ids, dtype=pl.String), authority=pl.lit(authority))
