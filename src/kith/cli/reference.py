"""Reference pages made from the declarations themselves, so that what is documented is what runs; a test fails on drift."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import kith
from kith.dataset.schema import VERSION, Column, Kind, Table
from kith.dataset.tables import TABLES
from kith.definitions.codes import Code, CodeList, codes, list_names
from kith.foundation.problems import RULES, Rule

Pages = dict[str, str]
"""Page text (Markdown) by its path relative to the docs folder, with forward slashes."""

_NOTICE = "<!-- Made by `kith docs` from the code: change the declarations, not this page. -->\n"

_ABOUT_DATASET = """
Whatever the origin, rows arrive in these tables, and every figure is computed from them. A folder with `dataset.json` and one
file a table, all Parquet or all CSV, is a dataset. Columns may stand in any order; a table that `dataset.json` does not list is
empty. Dates are written `2019-03-31` and days are whole: the first and the last both count. A cell without a value is empty,
except in a column of *yes, no or not known*, where an empty cell is read as `not_known`: a blank is never a no. In CSV, text
that a spreadsheet would run as a formula has an apostrophe before it, which reading takes away again.

Columns marked *personal* are those that pseudonymising replaces, coarsens or empties.
"""

_ABOUT_CODES = """
Every list that a column of the [dataset](dataset.md) or a reader names. A code that is not in its list is a
[problem](problems.md) and is kept. Years are collection years ending on 31 March: 2026 is 2025–26. No year is no bound known.
"""

_ABOUT_MEASURES = """
Every figure, by the section of a return that it stands in. *Of* is the measure that it is a part of; a breakdown of several things each
does not add up to its total. Figures that need a table which no source speaks of are *not available*, never a nought. What may be
shown of them is decided last, by [disclosure control](../decisions/0004-disclosure-control.md): small counts are hidden, and so are
rows, however many, of few young people.
"""

_ABOUT_COMMANDS = """
Without installing anything, write `python3 start.py kith …` where this page writes `kith …`. Each command says what it does with
`--help`. Progress and complaints go to standard error, results to standard output.
"""

_ABOUT_LISTS = """
The kinds of list that a [mapping](../how-to/map-a-list.md) can name, with the fields that a column can be. *Reads* names the
[code list](codes.md) whose keys, labels and usual words a cell may hold; a word of your own goes under `[values]`. A heading
that is listed here is known without a mapping, however it is capitalised or punctuated.
"""

_ABOUT_PROBLEMS = """
Everything that input is held against. A problem names the file, the row as a person sees it (the heading is row 1) and the
column; it never repeats a value. An *error* means that something could not be read, so that a figure may be short of it; a
*warning*, that it was read but is doubtful; a *note*, that it is worth knowing and nothing is lost.
"""

_ABOUT_DOCUMENTS = """
What a template of each kind of document may name, as [Edit the words of a document](../how-to/edit-a-document.md) explains. A
field marked *(rows)* is repeated with `for … endfor`; the fields after it, behind the arrow, belong to one of its rows. Words are
ready to print, in the language of the document; what is empty prints as *Not known*, since a blank is never a no.
"""


def pages() -> Pages:
    """Every generated page."""
    return {path: text for make in MAKERS for path, text in make().items()}


def write(docs: Path) -> list[Path]:
    """Write every page into the docs folder; the paths written. The system's error where the folder cannot be written."""
    written = []
    for name, text in pages().items():
        path = docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        written.append(path)
    return written


def dataset_page() -> Pages:
    """Every table and column of the dataset."""
    contents = markdown_table(("Table", "What it holds"), ([f"[{t.name}](#{t.name})", t.says] for t in TABLES.values()))
    parts = [f"# The dataset, version {VERSION}\n", _ABOUT_DATASET, contents, *map(_table, TABLES.values())]
    return {"reference/dataset.md": page(parts)}


def codes_page() -> Pages:
    """Every code list with its sources and years."""
    lists = [codes(name) for name in list_names()]
    contents = markdown_table(("List", "Title"), ([f"[{one.name}](#{one.name})", one.title] for one in lists))
    return {"reference/codes.md": page(["# Code lists\n", _ABOUT_CODES, contents, *map(_code_list, lists)])}


def problems_page() -> Pages:
    """Every rule that input is held against, from all modules."""
    import_everything()
    rules = sorted(RULES.values(), key=lambda rule: rule.key)
    return {"reference/problems.md": page(["# Problems\n", _ABOUT_PROBLEMS, *map(_rule, rules)])}


def lists_page() -> Pages:
    """Every kind of list with its fields, what they read, and the headings by which they are known."""
    from kith.reading.sources.lists.kinds import KINDS
    from kith.reading.sources.lists.proposing import known_headings

    contents = markdown_table(
        ("Kind", "What it lists"), ([f"[{one.name}](#{one.name})", one.says] for one in KINDS.values())
    )
    parts = ["# Kinds of list\n", _ABOUT_LISTS, contents]
    for one in KINDS.values():
        known = known_headings(one.name)
        rows = (
            [f"`{field.name}`", field.says, field.holds, ", ".join(known.get(field.name, ()))] for field in one.fields
        )
        needed = "; ".join(" or ".join(f"`{name}`" for name in group) for group in one.needs)
        words = (
            ""
            if one.field("words") is None
            else f" Words go to the section *{one.section}* of the record unless they are graded."
        )
        parts += [
            f"## {one.name}",
            f"{one.says[0].upper()}{one.says[1:]}. Needs {needed}.{words}\n",
            markdown_table(("Field", "What it is", "Reads", "Known headings"), rows),
        ]
    return {"reference/lists.md": page(parts)}


def study_page() -> Pages:
    """The published study reproduced: published against computed."""
    from kith.figures.study import page as study

    return {"reference/study.md": study()}


def measures_page() -> Pages:
    """Every measure and breakdown of the figures, by family."""
    from kith.figures.measures.declarations import DIMENSIONS, FAMILIES, MEASURES

    parts = ["# Measures\n", _ABOUT_MEASURES]
    for family in FAMILIES.values():
        own = [measure for measure in MEASURES.values() if measure.section == family.key]
        tables = [
            " or ".join(f"[{table}](dataset.md#{table})" for table in sorted(need.tables)) for need in family.needs
        ]
        rows = [
            [f"`{m.key}`", m.title, m.says, m.unit, f"`{m.of}`" if m.of else "", ", ".join(m.by), m.source] for m in own
        ]
        parts += [
            f"## {family.key}",
            f"**{family.title}.** "
            + (f"Needs {', '.join(tables)}." if tables else "Needs the figures of several services."),
            markdown_table(("Measure", "Title", "What is counted", "In", "Of", "By", "Source"), rows),
        ]
    breakdowns = [
        [f"`{d.key}`", d.title, f"[{d.codes}](codes.md#{d.codes})" if d.codes else " and ".join(f"`{p.key}`" for p in d.parts),
         ", ".join(d.extra.values()), "yes" if d.flags else ""]
        for d in DIMENSIONS.values()
    ]  # fmt: skip
    head = ("Breakdown", "Title", "Categories", "Besides", "Several each")
    return {"reference/measures.md": page([*parts, "## Breakdowns", markdown_table(head, breakdowns)])}


def commands_page() -> Pages:
    """Every command with its arguments, options and exit statuses; without the extra `record`, whose commands belong to it, no page."""
    if find_spec("django") is None:
        return {}
    from typer.main import get_group

    from kith.cli.main import MEANINGS, app, build

    commands = dict(_commands(get_group(build())))
    record = [f"`{name}`" for name in get_group(build()).commands if name not in get_group(app).commands]
    of_record = f"With the extra `record`, on the record's database: {', '.join(record)}."
    contents = markdown_table(
        ("Command", "What it does"),
        ([f"[kith {name}](#{name.split()[0]})", (c.help or "").split("\n\n")[0]] for name, c in commands.items()),
    )
    statuses = markdown_table(("Status", "Means"), ([str(int(status)), says] for status, says in MEANINGS.items()))
    parts = ["# Commands\n", _ABOUT_COMMANDS, of_record, contents, *(_command(name, c) for name, c in commands.items())]
    return {"reference/commands.md": page([*parts, "## Exit status", statuses])}


def clocks_page() -> Pages:
    """Every clock by the event that it runs from."""
    from kith.clocks.page import page as all_clocks

    return {"reference/clocks.md": page([all_clocks()])}


def documents_page() -> Pages:
    """Every kind of document with the fields that its template may name."""
    from kith.figures.documents.kinds import KINDS, listed

    parts = ["# Documents and their fields\n", _ABOUT_DOCUMENTS]
    for kind in KINDS.values():
        sections = ", ".join(sorted(kind.sections))
        rows = (
            [f"`{one.path}`" + (" (rows)" if one.rows else ""), one.says, one.example] for one in listed(kind.context)
        )
        about = f"{kind.says} In Welsh: *{kind.title['cy']}*. Sections of the record in it, at most: {sections}.\n"
        parts += [
            f"## {kind.key}",
            f"**{kind.title['en']}.** {about}",
            markdown_table(("Field", "What it holds", "Made-up value"), rows),
        ]
    return {"reference/documents.md": page(parts)}


def _commands(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every command that is shown, with the words that call it; those of a group follow it."""
    for name, command in group.commands.items():
        if not command.hidden:
            yield before + name, command
            yield from _commands(command, f"{before}{name} ") if hasattr(command, "commands") else ()


MAKERS: list[Callable[[], Pages]] = [
    dataset_page, codes_page, lists_page, measures_page, problems_page, study_page, clocks_page, documents_page,
    commands_page,
]  # fmt: skip
"""What makes the pages. To add one, write a function that gives its pages and put it here."""


ABOVE = {"record", "site"}
"""Wings that stand on Django and document themselves; they need not be installed."""
DECLARE_ABOVE = ("kith.record.exchange.rules",)
"""Modules of those wings that declare rules of input all the same; they need no Django."""


def import_everything() -> None:
    """Import every module that needs no Django, so that all that is declared anywhere has been declared."""
    for wing in pkgutil.iter_modules(kith.__path__, "kith."):
        if wing.name.removeprefix("kith.") in ABOVE:
            continue
        package = importlib.import_module(wing.name)
        for module in pkgutil.walk_packages(getattr(package, "__path__", ()), f"{wing.name}."):
            if not {"tests", "__main__"} & set(module.name.split(".")):
                importlib.import_module(module.name)
    for name in DECLARE_ABOVE:
        importlib.import_module(name)


def page(parts: Iterable[str]) -> str:
    """A page's text from its parts, with an empty line between them and the notice that it is made."""
    return "\n".join([_NOTICE, *(part.strip("\n") + "\n" for part in parts)])


def markdown_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; columns that are empty in every row are left out."""
    kept = list(rows)
    filled = [n for n in range(len(head)) if n == 0 or any(row[n] for row in kept)]
    lines = [head, ["---"] * len(head), *kept]
    return "\n".join("| " + " | ".join(_cell(line[n]) for n in filled) + " |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _table(table: Table) -> str:
    head = ("Column", "Kind", "Required", "Personal", "What it says")
    rows = [
        [f"`{c.name}`", _kind(c, table), "yes" if c.required else "", "yes" if c.personal else "", c.says]
        for c in table.columns
    ]
    rules = [f"- No two rows have the same {_listed(key)}." for key in table.unique]
    rules += [f"- `{first}` is not after `{second}`." for first, second in table.ordered]
    return "\n\n".join([f"## {table.name}", table.says, markdown_table(head, rows), "\n".join(rules)])


def _listed(names: Sequence[str]) -> str:
    return " and ".join(f"`{name}`" for name in names)


def _kind(column: Column, table: Table) -> str:
    match column.kind:
        case Kind.CODE | Kind.CODES:
            return f"{column.kind.value}: [{column.codes}](codes.md#{column.codes})"
        case Kind.REFERENCE if column.refers_to == table.name:
            return "text"  # the key that the other tables refer to
        case Kind.REFERENCE:
            return f"row of [{column.refers_to}](#{column.refers_to})"
        case _:
            least = "" if column.least is None else f", {column.least:g} or more"
            most = "" if column.most is None else f", {column.most:g} or less"
            return f"{column.kind.value}{least}{most}"


def _code_list(found: CodeList) -> str:
    head = ("Code", "Label", "Welsh", "Group", "Years", "Note", "Source")
    rows = [
        [f"`{c.key}`", c.label, c.label_welsh, c.group, _years(c), c.note, "" if c.source == found.source else c.source]
        for c in found
    ]
    return f"## {found.name}\n\n{found.title}. {found.says}. Source: {found.source}.\n\n{markdown_table(head, rows)}"


def _years(code: Code) -> str:
    match code.first_year, code.last_year:
        case None, None:
            return ""
        case first, None:
            return f"from {first}"
        case None, last:
            return f"to {last}"
        case first, last:
            return f"{first} to {last}"


def _rule(rule: Rule) -> str:
    source = f" Source: {rule.source}." if rule.source else ""
    return f"## `{rule.key}`\n\n*{rule.severity.value}.* {rule.says} **What to do:** {rule.remedy}{source}"


def _command(name: str, command: Any) -> str:
    needed = " ".join(
        _name(param) if param.param_type_name == "argument" else f"{_name(param)} …"
        for param in command.params
        if param.required
    )
    rows = [
        [
            f"`{_name(param)}`",
            "yes" if param.required else "",
            _default(param),
            getattr(param, "help", "") or "",
        ]
        for param in command.params
        if param.name != "help"
    ]
    head = ("Argument or option", "Needed", "If not given", "What it says")
    usage = f"```\nkith {name} {needed}".rstrip() + "\n```"
    heading = f"{'###' if ' ' in name else '##'} {name}"  # a part of a command stands within its command
    return "\n\n".join([heading, command.help or "", usage, markdown_table(head, rows) if rows else ""])


def _name(param: Any) -> str:
    """What to write on the command line: FOLDER, or --authority."""
    if param.param_type_name == "argument":
        return f"{param.name.upper()}{' …' if param.nargs == -1 else ''}"
    return str(next((written for written in param.opts if written.startswith("--")), param.opts[0]))


def _default(param: Any) -> str:
    if param.required or param.default is None or param.default is False:
        return ""
    return f"`{getattr(param.default, 'value', param.default)}`"
