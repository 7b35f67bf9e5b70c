"""A mapping says which column of a list is what; a person reads it, corrects it, and gets every mistake named."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kith.foundation.problems import Detail, Problems
from kith.reading.sources.extracts import Sheet
from kith.reading.sources.lists import rules, words
from kith.reading.sources.lists.kinds import HARM_COLUMNS, KINDS, PERSON

SUFFIX = ".kith.toml"
LARGEST = 1 << 20
"""Bytes of the largest mapping that is read."""
_TABLES = ("columns", HARM_COLUMNS, "values", "constants")
_CONSTANTS = ("only_open",)
"""Constants that are no fields: `only_open = "yes"` leaves closed entries of an exploitation list out."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """How one list is read.

    `columns`: field → headings (one, but for `harms`). `harm_columns`: heading → harm, for yes/no columns.
    `values`: field → normalised word → key. `constants`: field → what every row has. `doubts`: field or heading → why a person
    should look; `unused`: headings that nothing was made of. `file`: the list it is for, as problems name it.
    """

    kind: str
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    harm_columns: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    file: str = ""
    doubts: dict[str, str] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    name: str = ""  # of the TOML file; empty for a proposal

    def headings(self) -> set[str]:
        """Every heading that the list must have."""
        return {heading for several in self.columns.values() for heading in several} | self.harm_columns.keys()

    def lacks(self) -> list[tuple[str, ...]]:
        """The groups of fields of which one is needed and none is there."""
        have = {*self.columns, *self.constants} | ({"harms"} if self.harm_columns else set())
        return [group for group in KINDS[self.kind].needs if have.isdisjoint(group)]

    def is_for(self, sheet: Sheet) -> bool:
        """Whether this mapping is meant for the sheet: by its `file`, or else by its own name."""
        book = sheet.file.split(" [")[0]
        if self.file:
            return self.file in (sheet.file, book)
        return bool(self.name) and is_named_for(self.name, sheet)


def is_named_for(name: str, sheet: Sheet) -> bool:
    """Whether the name of a mapping's file is that of the list: `Panel.kith.toml` for `Panel.xlsx`."""
    stem = name.removesuffix(SUFFIX).removesuffix(".toml")
    return Path(sheet.file.split(" [")[0]).stem.casefold() == stem.casefold()


def read_mapping(path: Path) -> Mapping | Problems:
    """The mapping in this file, or every mistake in it."""
    problems = Problems()
    try:
        if not path.is_file() or path.stat().st_size > LARGEST:
            problems.add(rules.MAPPING_UNREADABLE, path.name, detail=Detail("It is no small text file."))
            return problems
        given = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        problems.add(rules.MAPPING_UNREADABLE, path.name, detail=Detail("Line {number}.", number=line) if line else "")
        return problems
    except OSError:
        problems.add(rules.MAPPING_UNREADABLE, path.name, detail=Detail("It could not be opened."))
        return problems
    kind = given.get("kind")
    if kind is None:
        problems.add(
            rules.MAPPING_NEEDS, path.name, column="kind", detail=Detail("It is one of {keys}.", keys=", ".join(KINDS))
        )
        return problems
    if not isinstance(kind, str) or kind not in KINDS:
        problems.add(
            rules.MAPPING_VALUE, path.name, column="kind", detail=Detail("It is one of {keys}.", keys=", ".join(KINDS))
        )
        return problems
    for key in given.keys() - {"kind", "file", *_TABLES}:
        problems.add(
            rules.MAPPING_KEY,
            path.name,
            column=key,
            detail=Detail("There are {keys}.", keys=", ".join(("kind", "file", *_TABLES))),
        )
    tables = {name: _table(given, name, path.name, problems) for name in _TABLES}
    mapping = Mapping(
        kind=kind,
        columns=_columns(kind, tables["columns"], path.name, problems),
        harm_columns=_harm_columns(kind, tables[HARM_COLUMNS], path.name, problems),
        values=_values(kind, tables["values"], path.name, problems),
        constants=_constants(kind, tables["constants"], path.name, problems),
        file=given["file"] if isinstance(given.get("file"), str) else "",
        name=path.name,
    )
    for group in mapping.lacks():
        problems.add(rules.MAPPING_NEEDS, path.name, detail=Detail("One of: {keys}.", keys=", ".join(group)))
    return problems if problems else mapping


def _table(given: dict[str, Any], name: str, file: str, problems: Problems) -> dict[str, Any]:
    table = given.get(name, {})
    if isinstance(table, dict):
        return table
    problems.add(rules.MAPPING_VALUE, file, column=name, detail=Detail("Write [{key}] on a line of its own.", key=name))
    return {}


def _known(kind: str, name: str, where: str, file: str, problems: Problems) -> bool:
    if KINDS[kind].field(name):
        return True
    fields = ", ".join(field.name for field in KINDS[kind].fields)
    problems.add(rules.MAPPING_KEY, file, column=f"{where}.{name}", detail=Detail("There are {keys}.", keys=fields))
    return False


def _columns(kind: str, table: dict[str, Any], file: str, problems: Problems) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, headings in table.items():
        if not _known(kind, name, "columns", file, problems):
            continue
        several = headings if isinstance(headings, list) and name == "harms" else [headings]
        if all(isinstance(heading, str) and heading.strip() for heading in several) and several:
            found[name] = tuple(" ".join(heading.split()) for heading in several)
        else:
            problems.add(
                rules.MAPPING_VALUE, file, column=f"columns.{name}", detail=Detail("Give the column's heading.")
            )
    return found


def _harm_columns(kind: str, table: dict[str, Any], file: str, problems: Problems) -> dict[str, str]:
    if table and not KINDS[kind].field("harms"):
        problems.add(rules.MAPPING_KEY, file, column=HARM_COLUMNS, detail=Detail("This kind of list has no harms."))
        return {}
    for heading, harm in table.items():
        if not (isinstance(harm, str) and words.is_harm(harm)):
            detail = Detail("A harm is one of {keys}.", keys=", ".join(words.harm_keys()))
            problems.add(rules.MAPPING_VALUE, file, column=f"{HARM_COLUMNS}.{heading}", detail=detail)
    return {" ".join(heading.split()): harm for heading, harm in table.items() if isinstance(harm, str)}


def _values(kind: str, table: dict[str, Any], file: str, problems: Problems) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, given in table.items():
        if not _known(kind, name, "values", file, problems):
            continue
        if not isinstance(given, dict):
            problems.add(
                rules.MAPPING_VALUE,
                file,
                column=f"values.{name}",
                detail=Detail('Write "local word" = "key" below it.'),
            )
            continue
        for word, key in given.items():
            if _fits(kind, name, key):
                found.setdefault(name, {})[words.plain(word)] = key
            else:
                problems.add(rules.MAPPING_VALUE, file, column=f"values.{name}", detail=_choices(kind, name))
    return found


def _constants(kind: str, table: dict[str, Any], file: str, problems: Problems) -> dict[str, str]:
    for name, value in table.items():
        if name in _CONSTANTS:
            if value not in ("yes", "no"):
                problems.add(rules.MAPPING_VALUE, file, column=f"constants.{name}", detail=Detail("It is yes or no."))
        elif _known(kind, name, "constants", file, problems) and not _fits(kind, name, value):
            problems.add(rules.MAPPING_VALUE, file, column=f"constants.{name}", detail=_choices(kind, name))
    return {name: value for name, value in table.items() if isinstance(value, str)}


def _fits(kind: str, name: str, key: object) -> bool:
    field_ = KINDS[kind].field(name)
    if field_ is None or not isinstance(key, str):
        return False
    allowed = words.keys_of(field_.holds)
    return allowed is None or all(part in allowed for part in (key.split() if field_.holds == "harms" else [key]))


def _choices(kind: str, name: str) -> str:
    field_ = KINDS[kind].field(name)
    allowed = words.keys_of(field_.holds) if field_ else None
    if not allowed:
        return Detail("It is a text in double quotation marks.")
    return Detail("It is one of {keys}.", keys=", ".join(sorted(allowed)))


def is_of_something_else(path: Path, mistakes: Problems) -> bool:
    """Whether a TOML file with these mistakes is no mapping at all: not named as one, and without a `kind`."""
    kinds = [problem for problem in mistakes if problem.rule is rules.MAPPING_NEEDS and problem.column == "kind"]
    return bool(kinds) and not path.name.endswith(SUFFIX)


def write_mapping(mapping: Mapping, path: Path) -> None:
    """Write the mapping with a comment on each line. FileExistsError where the file is there: a person's work is kept."""
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(as_toml(mapping))


def as_toml(mapping: Mapping) -> str:
    """The mapping as a person reads and corrects it."""
    kind = KINDS[mapping.kind]
    lines = [
        "# How Kith reads this list. Correct what is wrong: on the left is what Kith knows, on the right your heading.",
        "# A line with # in front is not used. Nothing but this file need be changed; then run again.",
        "",
        f"# {_sentence(kind.says)}. Other kinds: {', '.join(name for name in KINDS if name != kind.name)}.",
        f"kind = {_quoted(kind.name)}",
    ]
    if mapping.file:
        lines.append(f"file = {_quoted(mapping.file)}  # the list that this is for")
    lines += ["", "[columns]"]
    for field_ in kind.fields:
        lines.append(_column_line(mapping, field_.name, field_.says))
    if kind.field("harms"):
        lines += ["", "# Columns with yes or no (or a level of risk) for one kind of harm each.", f"[{HARM_COLUMNS}]"]
        lines += [
            f"{_quoted(heading)} = {_quoted(harm)}{_doubt(mapping, heading)}"
            for heading, harm in mapping.harm_columns.items()
        ]
        lines += [f"# A harm is one of {', '.join(words.harm_keys())}."]
    if mapping.unused:
        lines += ["", "# Columns that nothing was made of:", *(f"#   {_quoted(heading)}" for heading in mapping.unused)]
    lines += ["", "# Your own words for a column, for example:", *_value_lines(mapping), "", *_constant_lines(mapping)]
    return "\n".join(lines) + "\n"


def _column_line(mapping: Mapping, name: str, says: str) -> str:
    headings = mapping.columns.get(name, ())
    if not headings:
        return f'# {name} = ""  # {says}'
    value = _quoted(headings[0]) if len(headings) == 1 else f"[{', '.join(map(_quoted, headings))}]"
    return f"{name} = {value}  # {says}{_doubt(mapping, name).replace('  # ', '; ')}"


def _doubt(mapping: Mapping, key: str) -> str:
    return f"  # PLEASE CHECK: {mapping.doubts[key]}" if key in mapping.doubts else ""


def _value_lines(mapping: Mapping) -> list[str]:
    if not mapping.values:
        field_ = next(f for f in KINDS[mapping.kind].fields if words.keys_of(f.holds) and f not in PERSON)
        key = next(iter(words.keys_of(field_.holds) or ("yes",)))
        return [f"# [values.{field_.name}]", f'# "our word" = {_quoted(key)}']
    lines: list[str] = []
    for name, known in mapping.values.items():
        lines += [f"[values.{name}]", *(f"{_quoted(word)} = {_quoted(key)}" for word, key in known.items())]
    return lines


def _constant_lines(mapping: Mapping) -> list[str]:
    lines = ["# What is the same for every row, where no column says it.", "[constants]"]
    lines += [f"{name} = {_quoted(value)}" for name, value in mapping.constants.items()]
    if mapping.kind == "exploitation_list" and "only_open" not in mapping.constants:
        lines.append('# only_open = "yes"  # leave entries that are closed out')
    return lines


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
