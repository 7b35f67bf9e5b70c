"""Puts every source's people together: certain joins, answers that a person gave, and suggestions that wait for an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from kith.foundation.identifiers import row_id
from kith.foundation.problems import Problems, Severity, rule
from kith.reading.linkage.identities import Identities, identities, place, united
from kith.reading.linkage.matches import is_matches, read_matches
from kith.reading.linkage.model import suggest
from kith.reading.linkage.suggestion import SIDES, SUGGESTION
from kith.reading.sources.extracts import Extract, Sheet

TWO_YES = rule(
    "match-two-yes",
    Severity.WARNING,
    "Someone on a list was confirmed to be two different young people; neither answer was used.",
    "Keep `yes` for one of them in matches.xlsx.",
)
WAITS = rule(
    "match-waits",
    Severity.WARNING,
    "This row of a list waits for a confirmed match: it may be a young person whom another source has, so it is left out of "
    "the figures until a person has said.",
    "Answer in matches.xlsx and put the file into the folder.",
)
OTHER_BIRTH_DATE = "The same id, another birth date"


@dataclass(frozen=True, slots=True)
class Linked:
    """Who is who. `who` maps (`kind`, `person_id`) to `who`, the person's id in the dataset; the people `waiting` are left out.

    `suggestions` (SUGGESTION) are those answered and those to be asked; `people` has names and postcodes: in memory only.
    """

    who: pl.DataFrame
    waiting: frozenset[str]
    suggestions: pl.DataFrame
    people: pl.DataFrame
    left: list[Sheet]
    problems: Problems


def link(extracts: Sequence[Extract], sheets: Sequence[Sheet] = ()) -> Linked:
    """Link the people of all extracts; `sheets` may hold earlier answers (matches.xlsx), the others come back in `left`.

    Nothing is joined on a guess: a suggestion joins only with the answer `yes`; `no` is remembered; while one is not answered
    its listed person waits.
    """
    known = identities(extracts)
    problems = known.problems
    earlier, left = _earlier(sheets, problems)
    people = known.people()
    found = _suggestions(known, people, problems)
    suggestions = _with_answers(found, earlier)
    confirmed = _confirmed(suggestions, known, people, problems)
    joined = united(confirmed, dict.fromkeys(known.listed, 1))
    who = known.entries.select("kind", "person_id", pl.col("who").replace(joined))
    waiting = _waiting(suggestions, known.listed - {listed for _, listed in confirmed})
    entries = known.entries.filter(pl.col("who").is_in(list(waiting)))
    for source in entries["source"].drop_nulls().unique().sort():
        file, row = place(source)
        problems.add(WAITS, file, row)
    if joined:
        people = replace(known, entries=known.entries.with_columns(pl.col("who").replace(joined))).people()
    return Linked(who, waiting, suggestions, people, left, problems)


def _earlier(sheets: Sequence[Sheet], problems: Problems) -> tuple[pl.DataFrame, list[Sheet]]:
    answers = [pl.DataFrame(schema=SUGGESTION)]
    left = []
    for sheet in sheets:
        if is_matches(sheet):
            answers.append(read_matches(sheet, problems))
        else:
            left.append(sheet)
    return pl.concat(answers).unique("key", keep="last", maintain_order=True), left


def _keyed(people: pl.DataFrame, known: Identities) -> pl.DataFrame:
    """The people with a key that tells one in every run: own ids by the id, people on lists by what the list says of them."""
    own = set(known.entries.filter("own_id")["who"])
    keys = [_key(person, person["who"] in own) for person in people.iter_rows(named=True)]
    return people.with_columns(key=pl.Series(keys, dtype=pl.String))


def _key(person: dict[str, object], own: bool) -> str:
    if own:
        return row_id("person", person["who"])
    names = [str(person[name] or "").casefold() for name in ("given_name", "family_name")]
    content = [*names, person["birth_date"]]
    return row_id("listed", *(content if all(content) else [*content, person["sex"], person["postcode"]]))


def _suggestions(known: Identities, people: pl.DataFrame, problems: Problems) -> pl.DataFrame:
    """Pairs that may be one, each side's details beside the other's."""
    apart = {other for _, other in known.contradicted}
    is_listed = pl.col("who").is_in(list(known.listed - apart))
    tellable = pl.any_horizontal(pl.col(name).is_not_null() for name in ("given_name", "family_name", "birth_date"))
    pairs = suggest(people.filter(~is_listed), people.filter(is_listed & tellable), problems)
    contradicted = [(person, other, None, OTHER_BIRTH_DATE) for person, other in known.contradicted]
    every = pl.concat([pairs, pl.DataFrame(contradicted, schema=pairs.schema, orient="row")])
    if every.is_empty():
        return pl.DataFrame(schema=SUGGESTION)
    met = pl.col("who").is_in([*every["person"], *every["listed"]])
    keyed = _keyed(people.filter(met), known)
    known_side = keyed.select("key", "who", **{f"known_{name}": name for name in SIDES})
    listed_side = keyed.select("who", key_listed="key", **{f"listed_{name}": name for name in SIDES})
    both = every.join(known_side, left_on="person", right_on="who").join(listed_side, left_on="listed", right_on="who")
    key = pl.format("{}-{}", "key", "key_listed")
    return both.with_columns(key=key, answer=pl.lit(None, dtype=pl.String)).select(SUGGESTION.names())


def _with_answers(found: pl.DataFrame, earlier: pl.DataFrame) -> pl.DataFrame:
    """Suggestions with the answers given before; answers whose suggestion is not made this time are kept as they were."""
    answered = found.drop("answer").join(earlier.select("key", "answer"), on="key", how="left")
    gone = earlier.join(found, on="key", how="anti")
    every = pl.concat([answered.select(SUGGESTION.names()), gone])
    return every.sort("probability", "key", "listed", descending=[True, False, False], nulls_last=True)


def _confirmed(
    suggestions: pl.DataFrame, known: Identities, people: pl.DataFrame, problems: Problems
) -> list[tuple[str, str]]:
    """(person, listed) pairs that a person said are one; an answer holds even where the suggestion is not made this time."""
    yes = suggestions.filter(pl.col("answer") == "yes")["key"]
    if yes.is_empty():
        return []
    ids: dict[str, list[str]] = {}
    for key, who in _keyed(people, known).select("key", "who").iter_rows():
        ids.setdefault(key, []).append(who)
    confirmed: dict[str, set[str]] = {}
    for key in yes:
        person, _, listed = key.partition("-")
        for other in ids.get(listed, []):
            confirmed.setdefault(other, set()).update(ids.get(person, []))
    for several in sorted(listed for listed, persons in confirmed.items() if len(persons) > 1):
        file, row = place(people.row(by_predicate=pl.col("who") == several, named=True)["source"] or "")
        problems.add(TWO_YES, file, row)
    return [(persons.pop(), listed) for listed, persons in sorted(confirmed.items()) if len(persons) == 1]


def _waiting(suggestions: pl.DataFrame, listed: frozenset[str]) -> frozenset[str]:
    open_ones = suggestions.filter(pl.col("answer").is_null() | (pl.col("answer") != "no"))
    return frozenset(open_ones["listed"].drop_nulls()) & listed
