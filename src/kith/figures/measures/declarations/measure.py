"""What a declaration of the figures says: a measure, a breakdown, a family of measures, and what a family cannot do without."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

from kith.definitions.codes import codes as code_list

SR = "A sigh of relief"
LR = "Last resort or best interest?"
RR = "The relationships paper"
HE = "It was hard to escape"
DFE = "DfE, factors identified at the end of assessment"
OURS = "Kith's own"


@dataclass(frozen=True, slots=True)
class Need:
    """What a figure cannot do without: any one of `tables`; what that is to a person, and which files tell of it."""

    tables: frozenset[str]
    what: str
    files: str


@dataclass(frozen=True, slots=True)
class Family:
    """Measures that are shown together, a section of a report: its heading, what stands there when it is empty, what it needs.

    `optional` marks one that most files cannot tell of: it is shown only where it is available, and nobody is told that it lacks.
    """

    key: str
    title: str
    empty: str
    needs: tuple[Need, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Dimension:
    """One breakdown. `column` of the basis holds its category; a dimension of `flags` (category → column) holds several a person.

    `codes` names the list that labels the categories; `extra` labels others. Where `every` is set, categories that nobody has are shown as zero.
    A dimension of `parts` crosses others: its categories are theirs joined by `/`. `covering` says that each has one of the `flags` at least.
    """

    key: str
    title: str
    codes: str = ""
    column: str = ""
    flags: dict[str, str] = field(default_factory=dict)
    unsure: dict[str, str] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    every: bool = True
    parts: tuple[Dimension, ...] = ()
    covering: bool = False

    def categories(self) -> list[str]:
        """The categories in the order in which to show them; others may be met where `every` is not set."""
        if self.parts:
            return ["/".join(keys) for keys in product(*(part.categories() for part in self.parts))]
        listed = list(code_list(self.codes).keys()) if self.codes else []
        return (list(self.flags) or listed) + [key for key in self.extra if key not in listed]

    def label(self, category: str) -> str:
        """What a person reads for a category; several joined by `+` are read as several."""
        if self.parts:
            return ": ".join(part.label(key) for part, key in zip(self.parts, category.split("/"), strict=True))
        if category in self.extra:
            return self.extra[category]
        if self.key == "host_authority":
            return _authority_name(category)
        names = code_list(self.codes) if self.codes else None
        if names and category in names:  # 18+ is one code
            return names.label(category)
        return " and ".join(names.label(key) if names else key for key in category.split("+"))


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure.

    `counts` is the basis column summed for it (a flag or a whole number); `high` the column for the upper end of its range;
    `not_known` that of people of whom it is not known whether they count. A share has `share`, the measure it is a share of `of`;
    `upper` says that the share is given as a range. `made` says where a figure comes from when it is not from the basis.

    `frame` names the rows that it counts: the basis, a row a young person, or one of `recorded.FRAMES`. What counts rows of which
    somebody may have several names in `people` the measure of how many young people they are of, which is `distinct`.
    """

    key: str
    title: str
    unit: str
    says: str
    source: str
    section: str
    of: str = ""
    counts: str = ""
    high: str = ""
    not_known: str = ""
    share: str = ""
    upper: bool = False
    by: tuple[str, ...] = ()
    made: str = "snapshot"
    frame: str = "basis"
    people: str = ""
    distinct: bool = False

    @property
    def column(self) -> str:
        """The name of its sum among the totals of its frame."""
        return self.key if self.distinct else self.counts


def of_rows(
    key: str, title: str, unit: str, says: str, source: str, section: str, *,
    frame: str, counts: str, people: str, by: tuple[str, ...] = (), people_by: tuple[str, ...] | None = None,
    of: str = "", within: str = "supported",
) -> Iterator[Measure]:  # fmt: skip
    """Two measures: rows of which somebody may have several, and the young people whom they are of (`<key>_people`, titled `people`).

    `of` is the measure that the rows are part of, `within` the one that the people are. `people_by`: the breakdowns of the
    people, those of the rows where not said; a breakdown in which nobody has two rows needs none.
    """
    whose = f"{key}_people"
    yield Measure(key, title, unit, says, source, section, of=of, counts=counts, by=by, frame=frame, people=whose)
    yield Measure(
        whose, people, "people", "Each counted once in a category, however many they have there.", source, section,
        of=within, counts=counts, by=by if people_by is None else people_by, frame=frame, distinct=True,
    )  # fmt: skip


def _authority_name(code: str) -> str:
    from kith.definitions.authorities import authority

    found = authority(code)
    return found.name if found else code
