"""What a clock says in words, and the reference page of all clocks made from the declarations."""

from __future__ import annotations

from collections import Counter

from kith.clocks.declarations import Clock, Kind, by_event, clocks, conditions, events
from kith.clocks.messages import condition_words, label, limit_words, text
from kith.foundation.dates import Nation

MARKS = {"yes": "read", "partly": "read in part", "no": "not read"}
"""The mark of a row, for people: was the text itself read?"""

_ABOUT = """
Every clock that the record and `kith clocks` know, {count} of them, by the event that they run from. Each row says what it rests
on and whether that text was **read**, **read in part** or **not read**: {yes} were read, {partly} in part, {no} not, and these
must be checked before anyone relies on them. Kith is no legal advice; an authority can [adjust a clock](../how-to/adjust-a-clock.md).

How days are counted, and what was decided where the law is silent, is in [decision 14](../decisions/0014-how-clocks-count.md).
The nation is that of the responsible authority, wherever the child is; for the law of exclusions, that of the school.
*Switched off* are duties that had not been commenced in the copies read.
"""


def limit_of(clock: Clock, language: str = "en") -> str:
    """When it is due, in words: `5 working days`, `before`, `1 week, then 6 weeks each time`."""
    parts = [_first_limit(clock, language)]
    if clock.then:
        parts.append("then " + ", then ".join(limit_words(step, language) for step in clock.then))
    words = ", ".join(part for part in parts if part) + (" each time" if clock.repeats else "")
    if clock.extension:
        words += f"; extended by {limit_words(clock.extension, language)}"
    return words


def _first_limit(clock: Clock, language: str) -> str:
    limit = limit_words(clock.limit, language) if clock.limit else ""
    earliest = f"not before {limit_words(clock.not_before, language)}" if clock.not_before else ""
    match clock.kind:
        case Kind.BEFORE:
            return "before"
        case Kind.AS_SET:
            return "the day that is set"
        case Kind.NO_LIMIT:
            return text(f"promptness_{clock.promptness}", language) if clock.promptness else "no limit of time is known"
        case Kind.NOT_TIMED:
            return text(f"not_timed_{clock.why_not_timed}", language)
        case Kind.TOTAL if clock.in_any:
            return f"{limit} in all in any {limit_words(clock.in_any, language)}"
    counted = f"{limit}, the first day counting" if clock.first_day_counts else limit
    return ", ".join(part for part in (counted, earliest) if part)


def applies_of(clock: Clock, language: str = "en") -> str:
    """What must hold for it to be owed, in words."""
    words = [condition_words(condition, language) for condition in clock.applies_if]
    if clock.also_if:
        words.append(f"(also for the other nation where {condition_words(clock.also_if, language)})")
    return "; ".join(words)


def rest_of(clock: Clock) -> str:
    """What it rests on, since when, with the mark and a link to what was read."""
    since = f", from {clock.in_force_from}" if clock.in_force_from else ""
    off = ". **Switched off**" if not clock.commenced else ""
    source = f"[{clock.source}]({clock.url})" if clock.url else clock.source
    basis = clock.basis.value.replace("_", " ")
    return f"{basis}: {clock.provision}{since}{off}. *{MARKS[clock.read.value]}*{': ' + source if source else ''}"


def page() -> str:
    """The Markdown of the reference page, without its notice."""
    found = Counter(clock.read.value for clock in clocks().values())
    about = _ABOUT.format(count=len(clocks()), **{mark: found[mark] for mark in MARKS})
    contents = ["| Event | What it is | Clocks |", "| --- | --- | --- |"]
    contents += [f"| [{event}](#{event}) | {label(event)} | {len(of)} |" for event, of in by_event().items()]
    asked = ["## Conditions", "", "| Key | What is asked: yes, no or not known |", "| --- | --- |"]
    asked += [f"| `{one.key}` | {one.english} |" for one in conditions().values()]
    return "\n\n".join(["# Clocks", about.strip(), "\n".join(contents), *map(_section, by_event()), "\n".join(asked)])


def _section(event: str) -> str:
    head = ["| Clock | Nation | What | Limit | Applies if | Exceptions | Rests on | Note |", "| --- " * 8 + "|"]
    rows = [
        [
            f"`{c.key}`",
            "" if c.nation == "both" else Nation(c.nation).value.title(),
            c.title,
            limit_of(c),
            applies_of(c),
            c.exceptions,
            rest_of(c),
            c.note,
        ]
        for c in by_event()[event]
    ]
    lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n\n".join([f"## {event}", f"{events()[event].english}.", "\n".join(head + lines)])
