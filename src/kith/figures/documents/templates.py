"""Templates of words: fields, repeated rows and conditions, and nothing that could run; checked whole before they are used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import lru_cache
from typing import Any, get_args, get_type_hints

from jinja2 import TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from kith.figures.documents.blocks import Block, parse, plain, value
from kith.foundation.problems import Problem, Problems, Severity, rule

LONGEST_TEMPLATE = 60_000
"""Signs of a template."""
LONGEST_TEXT = 2_000_000
"""Signs of a document: a chronology of twenty years is a tenth of this."""
DEEPEST = 2
"""How deep rows may be repeated within rows."""

UNKNOWN_FIELD = rule(
    "document_field_unknown", Severity.ERROR, "The template names a field that this document does not have.",
    "Write one of the fields that the page of the template lists, as it stands there.",
)  # fmt: skip
WRONG_USE = rule(
    "document_field_misused", Severity.ERROR, "The template repeats what has no rows, or prints rows as if they were words.",
    "Repeat rows with for … endfor, and print the fields of a row within it.",
)  # fmt: skip
NOT_ALLOWED = rule(
    "document_template_not_allowed", Severity.ERROR, "The template holds an instruction that templates may not hold.",
    "Use fields, for … endfor and if … else … endif alone. There are no calculations, filters, calls or files.",
)  # fmt: skip
NOT_READ = rule(
    "document_template_not_read", Severity.ERROR, "The template cannot be read from this line on.",
    "Look for a brace that is not closed, or a for or if without its end.",
)  # fmt: skip
TOO_LONG = rule(
    "document_template_too_long", Severity.ERROR, "The template is too long or repeats too deep.",
    f"Keep it below {LONGEST_TEMPLATE} signs, and rows within rows at most.",
)  # fmt: skip
HEADINGS = rule(
    "document_headings", Severity.ERROR, "The headings of the template do not go down step by step.",
    "Begin with one heading of the first level (#), and never go from # to ### without ## between: readers that speak need this.",
)  # fmt: skip

_JOINS = (nodes.Not, nodes.And, nodes.Or)
_UNKNOWN = {"en": "Not known", "cy": "Ddim yn hysbys"}
_NOTHING = {"en": "Nothing is recorded.", "cy": "Nid oes dim wedi’i gofnodi."}


class TooLong(ValueError):
    """A document that would be longer than any of ours is."""


@lru_cache(maxsize=2)
def _environment(language: str) -> ImmutableSandboxedEnvironment:
    """Sandboxed although `check` lets nothing through that could run: two locks. An empty value says that it is not known."""
    made = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, finalize=lambda found: value(str(found) or _UNKNOWN[language])
    )
    for names in (made.globals, made.filters, made.tests):
        names.clear()
    return made


def check(template: str, context: type, *, file: str) -> Problems:
    """Everything wrong with a template for documents of `context`, in one go, each with its line. Nothing of it is run."""
    found = Problems()
    if len(template) > LONGEST_TEMPLATE:
        found.add(TOO_LONG, file)
        return found
    try:
        tree = _environment("en").parse(template)
    except TemplateError as error:
        found.add(NOT_READ, file, getattr(error, "lineno", None))
        return found
    except RecursionError:
        found.add(TOO_LONG, file)
        return found
    try:
        for node in tree.body:
            found.extend(_statement(node, {}, context, file, 0))
    except RecursionError:
        found.add(TOO_LONG, file)
    found.extend(_headings(template, file))
    return found


def render(template: str, context: Any, language: str) -> tuple[Block, ...]:
    """The blocks of a document. ValueError for a template that `check` has something against; TooLong for what would never end."""
    if check(template, type(context), file="template"):
        raise ValueError("A template with problems is never used.")
    pieces, length = [], 0
    shown = {field.name: getattr(context, field.name) for field in fields(context)}
    for piece in _environment(language).from_string(plain(template)).generate(shown):
        length += len(piece)
        if length > LONGEST_TEXT:
            raise TooLong
        pieces.append(piece)
    return parse("".join(pieces), nothing=_NOTHING[language])


def rows_of(hint: Any) -> type | None:
    """The dataclass of the rows in a field `tuple[Row, ...]`; None for words and yes or no."""
    inner = get_args(hint)
    return inner[0] if inner else None


Scope = Mapping[str, type]


def _statement(node: nodes.Node, scope: Scope, context: type, file: str, depth: int) -> Iterator[Problem]:
    """What is wrong with one piece of a template and all within it."""
    if isinstance(node, nodes.Output):
        for part in node.nodes:
            if not isinstance(part, nodes.TemplateData):
                yield from _expression(part, scope, context, file, rows=False)
    elif isinstance(node, nodes.If):
        yield from _condition(node.test, scope, context, file)
        for inner in (*node.body, *node.elif_, *node.else_):
            yield from _statement(inner, scope, context, file, depth)
    elif isinstance(node, nodes.For):
        yield from _repeated(node, scope, context, file, depth)
    else:
        yield Problem(NOT_ALLOWED, file, node.lineno)


def _repeated(node: nodes.For, scope: Scope, context: type, file: str, depth: int) -> Iterator[Problem]:
    if node.test is not None or node.recursive or not isinstance(node.target, nodes.Name):
        yield Problem(NOT_ALLOWED, file, node.lineno)
        return
    if depth >= DEEPEST:
        yield Problem(TOO_LONG, file, node.lineno)
        return
    wrong = list(_expression(node.iter, scope, context, file, rows=True))
    yield from wrong
    row = None if wrong else rows_of(_hint(node.iter, scope, context))
    inner = {**scope, node.target.name: row} if row else scope
    for each in node.body if row else ():
        yield from _statement(each, inner, context, file, depth + 1)
    for each in node.else_:
        yield from _statement(each, scope, context, file, depth)


def _condition(node: nodes.Node, scope: Scope, context: type, file: str) -> Iterator[Problem]:
    if isinstance(node, _JOINS):
        for part in node.iter_child_nodes():
            yield from _condition(part, scope, context, file)
    else:
        yield from _expression(node, scope, context, file, rows=None)


def _expression(node: nodes.Node, scope: Scope, context: type, file: str, *, rows: bool | None) -> Iterator[Problem]:
    """What is wrong with naming a field. `rows`: it must have rows, must not, or may do as it likes."""
    if not isinstance(node, nodes.Name) and not (isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name)):
        yield Problem(NOT_ALLOWED, file, node.lineno)
        return
    hint = _hint(node, scope, context)
    if hint is None:
        yield Problem(UNKNOWN_FIELD, file, node.lineno, detail=f"“{_written(node)}”.")
    elif rows is not None and rows != (rows_of(hint) is not None):
        yield Problem(WRONG_USE, file, node.lineno, detail=f"“{_written(node)}”.")


def _hint(node: nodes.Node, scope: Scope, context: type) -> Any:
    """The declared type of the field that a name means; None where there is none."""
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        row = scope.get(node.node.name)
        return get_type_hints(row).get(node.attr) if row else None
    if isinstance(node, nodes.Name):
        return None if node.name in scope else get_type_hints(context).get(node.name)
    return None


def _written(node: nodes.Node) -> str:
    """The name as the template has it, which its author wrote: at most forty signs."""
    whole = f"{node.node.name}.{node.attr}" if isinstance(node, nodes.Getattr) else node.name  # type: ignore[attr-defined]
    return str(whole)[:40]


def _headings(template: str, file: str) -> Iterator[Problem]:
    at = 0
    for number, line in enumerate(template.split("\n"), start=1):
        marks = line.strip().partition(" ")[0]
        if marks in {"#", "##", "###"}:
            if len(marks) > at + 1 or (marks == "#" and at):
                yield Problem(HEADINGS, file, number)
            at = len(marks)
    if not at:
        yield Problem(HEADINGS, file, 1)
