"""Folds what an initial migration adds to its own new tables into their making, for SQLite makes a table anew for each addition.

    python -m tests.house.folding src/kith/record/people/migrations/0001_initial.py     writes the file anew (then: ruff format)

`makemigrations` writes tables first and adds constraints, indexes and some foreign keys after: 160 additions cost a test process 11
of the 18 seconds that the tables took before its first test. test_migrations.py holds that none is left which could stand with its table.
"""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass, field
from pathlib import Path

LISTED = {"AddConstraint": ("constraint", "constraints"), "AddIndex": ("index", "indexes")}


@dataclass
class Table:
    """One CreateModel as it will be written: its own fields and options, and what is folded into them."""

    name: str
    fields: list[str]
    options: dict[str, str]
    extra: dict[str, list[str]] = field(default_factory=dict)  # "indexes", "constraints"
    refers: set[str] = field(default_factory=set)  # lower-case names of tables of the same slice
    late: list[str] = field(default_factory=list)  # foreign keys that close a circle

    def written(self) -> str:
        """The operation as source."""
        options = dict(self.options) | {
            key: f"[{', '.join(self.extra[key])}]" for key in sorted(self.extra, reverse=True)
        }
        inside = ", ".join(f'"{key}": {value}' for key, value in options.items())
        return f'migrations.CreateModel(name="{self.name}", fields=[{", ".join(self.fields)}], options={{{inside}}})'


def folded(source: str, label: str) -> str:
    """The migration with each addition in the table it belongs to, tables in the order in which they refer to one another.

    A foreign key that closes a circle stays an addition, and so does what is said about it.
    """
    calls, first, last = _operations(source)
    made = [_table(source, _given(call), label) for call in calls if _kind(call) == "CreateModel"]
    tables = {table.name.lower(): table for table in made}
    rest: list[str] = []
    for call in (call for call in calls if _kind(call) != "CreateModel"):
        given, said = _given(call), ast.get_source_segment(source, call) or ""
        table = tables.get(ast.literal_eval(given["model_name"])) if "model_name" in given else None
        if table is None or not _taken(table, _kind(call), given, source, tables, label):
            rest.append(said)
    operations = [table.written() for table in _in_order(tables)] + rest
    return source[:first] + "[" + ", ".join(operations) + "]" + source[last:]


def _taken(
    table: Table, kind: str, given: dict[str, ast.expr], source: str, tables: dict[str, Table], label: str
) -> bool:
    """Take one addition into its table, where it can stand there."""

    def said(name: str) -> str:
        return ast.get_source_segment(source, given[name]) or ""

    if kind in LISTED:
        one, many = LISTED[kind]
        if any(f'"{late}' in said(one) for late in table.late):
            return False
        table.extra.setdefault(many, []).append(said(one))
        return True
    if kind != "AddField":
        return False
    refers = _referred(given["field"], label)
    if any(table.name.lower() in _reached(other, tables) for other in refers - {table.name.lower()}):
        table.late.append(ast.literal_eval(given["name"]))
        return False
    table.fields.append(f"({said('name')}, {said('field')})")
    table.refers |= refers
    return True


def additions(source: str) -> list[str]:
    """What is added afterwards to tables that the same migration makes, in its own words."""
    calls, _first, _last = _operations(source)
    made = {ast.literal_eval(_given(call)["name"]).lower() for call in calls if _kind(call) == "CreateModel"}
    late = [call for call in calls if _kind(call) in {*LISTED, "AddField"}]
    return [
        ast.get_source_segment(source, call) or ""
        for call in late
        if ast.literal_eval(_given(call)["model_name"]) in made
    ]


def _kind(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _given(call: ast.Call) -> dict[str, ast.expr]:
    return {one.arg: one.value for one in call.keywords if one.arg is not None}


def _operations(source: str) -> tuple[list[ast.Call], int, int]:
    """The operations of a migration and where their list begins and ends in its text."""
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and node.targets[0].id == "operations"
        ):
            listed = node.value
            assert isinstance(listed, ast.List)
            begins = _place(source, listed.lineno, listed.col_offset)
            ends = _place(source, listed.end_lineno or 0, listed.end_col_offset or 0)
            return [one for one in listed.elts if isinstance(one, ast.Call)], begins, ends
    raise LookupError("no operations in this migration")


def _place(source: str, line: int, column: int) -> int:
    """The place in the text; a column counts bytes."""
    lines = source.splitlines(keepends=True)
    return sum(map(len, lines[: line - 1])) + len(lines[line - 1].encode()[:column].decode())


def _table(source: str, given: dict[str, ast.expr], label: str) -> Table:
    if strange := set(given) - {"name", "fields", "options"}:
        raise ValueError(f"a table with {strange} is folded by hand")
    fields = given["fields"]
    assert isinstance(fields, ast.List)
    options: dict[str, str] = {}
    extra: dict[str, list[str]] = {}
    if isinstance(named := given.get("options"), ast.Dict):
        for key, value in zip(named.keys, named.values, strict=True):
            assert key is not None
            name = ast.literal_eval(key)
            if name in {"constraints", "indexes"} and isinstance(value, ast.List):
                extra[name] = [ast.get_source_segment(source, one) or "" for one in value.elts]
            else:
                options[name] = ast.get_source_segment(source, value) or ""
    texts = [ast.get_source_segment(source, one) or "" for one in fields.elts]
    return Table(ast.literal_eval(given["name"]), texts, options, extra, _referred(fields, label))


def _referred(node: ast.AST, label: str) -> set[str]:
    """The tables of this slice which the fields refer to."""
    named = (one.value for one in ast.walk(node) if isinstance(one, ast.keyword) and one.arg in {"to", "through"})
    texts = {ast.literal_eval(one) for one in named if isinstance(one, ast.Constant)}
    return {text.partition(".")[2].lower() for text in texts if text.lower().startswith(f"{label}.")}


def _reached(name: str, tables: dict[str, Table]) -> set[str]:
    """The tables which one refers to, and those which these refer to."""
    found, look = {name}, [name]
    while look:
        new = tables[look.pop()].refers - found
        found |= new
        look += new
    return found


def _in_order(tables: dict[str, Table]) -> list[Table]:
    """Each table after those to which it refers. ValueError where they go round in a circle."""
    left, ordered = dict(tables), []
    while left:
        ready = [name for name, table in left.items() if not (table.refers - {name}) & set(left)]
        if not ready:
            raise ValueError(f"tables refer to one another in a circle: {sorted(left)}")
        ordered.append(left.pop(ready[0]))
    return ordered


if __name__ == "__main__":
    for given in sys.argv[1:]:
        path = Path(given)
        path.write_text(folded(path.read_text(encoding="utf-8"), path.parts[-3]), encoding="utf-8")
