"""Suggests who may be the same person where there is no common id, with Splink's probabilistic model; a person decides."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import logging
import warnings
from collections.abc import Iterator
from typing import Any

import polars as pl

from kith.foundation.problems import Problems, Severity, rule
from kith.reading.linkage.comparisons import BLOCKS, COMPARISONS

SUGGEST_FROM = 0.2
"""Least probability of a suggestion: a needless one costs a glance, a missed one counts a young person twice."""

SHARE_IN_REGISTER = 0.7
"""How many of those on a list are expected among the people known (our assumption; it only shifts the probabilities)."""

TRAIN_FROM = (1_000, 500)
"""People known and people listed from which the model is trained on the data; with fewer the declared figures stand."""

TRAIN_ON_PAIRS = 200
"""Pairs with the same birth date, and pairs with the same name, that there must be too, since training learns from them."""

PAIR = pl.Schema({"person": pl.String(), "listed": pl.String(), "probability": pl.Float64(), "why": pl.String()})

_SEED = 20190901
_TEXT = ("unique_id", "given", "family", "born", "turned", "sex", "postcode", "outcode")

NO_SPLINK = rule(
    "match-not-installed",
    Severity.WARNING,
    "Possible matches of people between files without a common id were not looked for, since Splink is not installed; "
    "people on such lists count as people of their own.",
    'Install it: python3 -m pip install "kith-safeguarding[linkage]"',
)
FAILED = rule(
    "match-failed",
    Severity.ERROR,
    "Possible matches of people between files without a common id could not be worked out; people on such lists count as "
    "people of their own.",
    "Report the fault (without the files); everything else was read.",
)


def suggest(register: pl.DataFrame, listed: pl.DataFrame, problems: Problems) -> pl.DataFrame:
    """Pairs of one of each side that may be one person, from SUGGEST_FROM on, as PAIR.

    Both take `who`, `given_name`, `family_name`, `birth_date`, `sex` and `postcode`, one row a person. Nothing leaves memory,
    and no message of Splink gets out, since it could carry a name.
    """
    if register.is_empty() or listed.is_empty():
        return pl.DataFrame(schema=PAIR)
    if not all(importlib.util.find_spec(name) for name in ("splink", "duckdb")):
        problems.add(NO_SPLINK, "splink")
        return pl.DataFrame(schema=PAIR)
    try:
        with _silence():
            pairs = _predict(_prepared(register), _prepared(listed))
    except Exception:  # whatever it says may quote the data, so it is not passed on
        problems.add(FAILED, "splink")
        return pl.DataFrame(schema=PAIR)
    return _in_words(pairs)


def _prepared(people: pl.DataFrame) -> pl.DataFrame:
    """Names as letters alone, dates as text, and sex and postcodes that are none left empty."""
    letters = {
        name: pl.col(f"{name}_name").str.normalize("NFKD").str.to_lowercase().str.replace_all(r"[^\p{L}]", "")
        for name in ("given", "family")
    }
    postcode = pl.col("postcode").str.to_uppercase().str.replace_all(r"[^A-Z0-9]", "")
    whole = pl.when(postcode.str.len_chars().is_between(5, 7)).then(postcode)
    day, month = pl.col("birth_date").dt.day(), pl.col("birth_date").dt.month()
    turned = pl.when((day <= 12) & (day != month)).then(pl.col("birth_date").dt.strftime("%Y-%d-%m"))
    made = people.select(
        unique_id="who",
        **{name: pl.when(value != "").then(value) for name, value in letters.items()},
        born=pl.col("birth_date").dt.strftime("%Y-%m-%d"),
        turned=turned,
        sex=pl.when(pl.col("sex").is_in(["M", "F"])).then("sex"),
        postcode=whole,
        outcode=whole.str.head(-3),
    )
    return made.select(pl.col(name).cast(pl.String) for name in _TEXT).sort("unique_id")


def _predict(register: pl.DataFrame, listed: pl.DataFrame) -> pl.DataFrame:
    import duckdb

    with duckdb.connect(":memory:") as connection:
        for setting in ("enable_progress_bar", "autoinstall_known_extensions", "autoload_known_extensions"):
            connection.execute(f"SET {setting} = false")
        linker = _linker(connection, register, listed)
        if _can_train(register, listed):
            _train(linker)
        found = linker.inference.predict(threshold_match_probability=SUGGEST_FROM, warning_mode="never")
        levels = ", ".join(f"gamma_{comparison.name} AS {comparison.name}" for comparison in COMPARISONS)
        rows = connection.execute(
            f"SELECT source_dataset_l, unique_id_l, unique_id_r, match_probability, {levels} FROM {found.physical_name}"  # noqa: S608
        ).fetchall()
    schema = {"side": pl.String, "a": pl.String, "b": pl.String, "probability": pl.Float64}
    pairs = pl.DataFrame(rows, schema={**schema, **{c.name: pl.Int64 for c in COMPARISONS}}, orient="row")
    known_first = pl.col("side") == "known"
    return pairs.with_columns(
        person=pl.when(known_first).then("a").otherwise("b"), listed=pl.when(known_first).then("b").otherwise("a")
    )


def _linker(connection: Any, register: pl.DataFrame, listed: pl.DataFrame) -> Any:
    from splink import Linker, SettingsCreator
    from splink.backends.duckdb import DuckDBAPI

    api = DuckDBAPI(connection=connection)
    sides = []
    for name, people in (("known", register), ("listed", listed)):
        connection.register(f"{name}_frame", people)
        connection.execute(f"CREATE TABLE {name}_people AS SELECT * FROM {name}_frame")  # noqa: S608
        sides.append(api.register(f"{name}_people", dataset_display_name=name))
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[comparison.for_splink() for comparison in COMPARISONS],
        blocking_rules_to_generate_predictions=[{"blocking_rule": block} for block in BLOCKS],
        probability_two_random_records_match=SHARE_IN_REGISTER / register.height,
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=False,
    )
    return Linker(sides, settings, log_level=None)


def _can_train(register: pl.DataFrame, listed: pl.DataFrame) -> bool:
    """Whether there is enough to learn from; where one side has no names or birth dates the declared figures serve better."""
    if register.height < TRAIN_FROM[0] or listed.height < TRAIN_FROM[1]:
        return False
    alike = (register.join(listed, on=on).height for on in (["born"], ["given", "family"]))
    return all(pairs >= TRAIN_ON_PAIRS for pairs in alike)


def _train(linker: Any) -> None:
    """Learn from the data without labels: chance agreement by random pairs, agreement in one person by EM."""
    training = linker.training
    training.estimate_u_using_random_sampling(max_pairs=5e5, seed=_SEED, num_chunks=1)
    for block in (BLOCKS[0], BLOCKS[2]):
        training.estimate_parameters_using_expectation_maximisation(block)


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Nothing that Splink or DuckDB says gets out: neither by log, nor warning, nor print."""
    logger = logging.getLogger("splink")
    before = logger.disabled, logger.level
    logger.setLevel(logging.CRITICAL + 1)
    nowhere = io.StringIO()
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.disabled = before[0]
        logger.setLevel(before[1])


def _in_words(pairs: pl.DataFrame) -> pl.DataFrame:
    reasons = [
        pl.col(comparison.name).replace_strict(comparison.words(), default=None, return_dtype=pl.String)
        for comparison in COMPARISONS
    ]
    why = pl.concat_str(reasons, separator="; ", ignore_nulls=True)
    found = pairs.select("person", "listed", "probability", why=why)
    return found.sort("probability", "person", "listed", descending=[True, False, False])
