"""Problems found in what people give us: collected in full, told with place, rule and remedy, never with a person's values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem matters to the figures."""

    ERROR = "error"  # something could not be read, so a figure may be short of it
    WARNING = "warning"  # read, but doubtful
    NOTE = "note"  # worth knowing; nothing is lost


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule that input is held against.

    `says` and `remedy` are whole sentences without values; `source` names the law, specification or paper, if any.
    """

    key: str
    severity: Severity
    says: str
    remedy: str
    source: str = ""


RULES: dict[str, Rule] = {}
"""Every rule by its key, filled as the modules that declare rules are imported; the reference page is made from it."""


def rule(key: str, severity: Severity, says: str, remedy: str, source: str = "") -> Rule:
    """Declare a rule; a key declared twice with another meaning is a mistake in the code."""
    made = Rule(key, severity, says, remedy, source)
    if RULES.setdefault(key, made) != made:
        raise ValueError(f"rule {key} is declared twice")
    return made


class Detail(str):
    """What a problem's message adds, in English; what it was made of says it in another language too.

    `template` is a whole sentence with names in braces, `values` what stands there, a value of words again a `Detail`. Nothing personal.
    """

    template: str
    values: dict[str, str]

    def __new__(cls, template: str, **values: object) -> Detail:
        kept = {name: value if isinstance(value, Detail) else str(value) for name, value in values.items()}
        made = super().__new__(cls, template.format(**kept))
        made.template, made.values = template, kept
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, str]]:
        return (self.template,), self.values


@dataclass(frozen=True, slots=True)
class Problem:
    """A rule broken at a place: `row` is the row number a person sees in the file (header is row 1), None for the whole file.

    `detail` may add what is not personal (a column expected, a code list's name, a count), with words of ours as a `Detail`.
    """

    rule: Rule
    file: str
    row: int | None = None
    column: str | None = None
    detail: str = ""

    @property
    def message(self) -> str:
        return f"{self.rule.says} {self.detail}".strip()


class Problems:
    """A growing list of problems, in the order they were found."""

    def __init__(self, found: Iterable[Problem] = ()) -> None:
        self._found: list[Problem] = list(found)

    def add(self, rule: Rule, file: str, row: int | None = None, column: str | None = None, detail: str = "") -> None:
        self._found.append(Problem(rule, file, row, column, detail))

    def add_rows(self, rule: Rule, file: str, rows: Iterable[int], column: str | None = None, detail: str = "") -> None:
        """One problem a row, for rules tested on whole columns at once."""
        self._found.extend(Problem(rule, file, row, column, detail) for row in rows)

    def extend(self, others: Iterable[Problem]) -> None:
        self._found.extend(others)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def __bool__(self) -> bool:
        return bool(self._found)

    def of(self, severity: Severity) -> list[Problem]:
        return [problem for problem in self._found if problem.rule.severity is severity]

    def counts(self) -> Counter[tuple[str, str, str | None]]:
        """How often each (rule key, file, column) was met, for a summary that a person can read."""
        return Counter((p.rule.key, p.file, p.column) for p in self._found)
