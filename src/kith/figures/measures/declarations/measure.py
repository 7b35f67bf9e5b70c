"""What a declaration of the figures says: a measure, a breakdown, a family of measures, and what a family cannot do without."""

from __future__ import annotations

from dataclasses import dataclass, field

from kith.definitions.codes import codes as code_list

SR = "A sigh of relief"
LR = "Last resort or best interest?"
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
    """

    key: str
    title: str
    codes: str = ""
    column: str = ""
    flags: dict[str, str] = field(default_factory=dict)
    unsure: dict[str, str] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    every: bool = True

    def categories(self) -> list[str]:
        """The categories in the order in which to show them; others may be met where `every` is not set."""
        listed = list(code_list(self.codes).keys()) if self.codes else []
        return (list(self.flags) or listed) + [key for key in self.extra if key not in listed]

    def label(self, category: str) -> str:
        """What a person reads for a category; several joined by `+` are read as several."""
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


def _authority_name(code: str) -> str:
    from kith.definitions.authorities import authority

    found = authority(code)
    return found.name if found else code
