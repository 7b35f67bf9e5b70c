"""A message key and its parameters as a sentence, in English or Welsh, from data that can be translated."""

from __future__ import annotations

import calendar
import datetime as dt
from functools import cache

from kith.clocks.calendars import last_day
from kith.clocks.cases import Message
from kith.clocks.declarations import DATA, Limit, Step, Unit, clocks, conditions, events
from kith.definitions.codes import rows
from kith.foundation.dates import LONDON, in_words

_MONTHS_WELSH = "Ionawr,Chwefror,Mawrth,Ebrill,Mai,Mehefin,Gorffennaf,Awst,Medi,Hydref,Tachwedd,Rhagfyr"


@cache
def _texts() -> dict[str, tuple[str, str]]:
    return {row["key"]: (row["english"], row["welsh"]) for row in rows(DATA / "messages.csv")}


def message_keys() -> frozenset[str]:
    """Every key that has a text."""
    return frozenset(_texts())


def text(key: str, language: str = "en") -> str:
    """The text of a key, in Welsh ("cy") where there is one."""
    english, welsh = _texts()[key]
    return (language == "cy" and welsh) or english


def say(message: Message, language: str = "en") -> str:
    """The whole sentence."""
    words = {
        name: _words(name, _said(message.key, name, value), language) for name, value in message.parameters.items()
    }
    return text(message.key, language).format(**words).strip()


def _said(key: str, name: str, value: object) -> object:
    """By when something is due, as people say it: by midnight is on the day before, without an hour."""
    by_midnight = name == "due" and isinstance(value, dt.datetime) and value.astimezone(LONDON).time() == dt.time()
    if not by_midnight or not isinstance(value, dt.datetime):
        return value
    return value.astimezone(LONDON).date() if key == "due_before" else last_day(value)


def in_full(when: dt.date | dt.datetime, language: str = "en") -> str:
    """`3 March 2026`, or with its time in London `3 March 2026 at 14:05`."""
    local = when.astimezone(LONDON) if isinstance(when, dt.datetime) else when
    day = in_words(local)
    if language == "cy":
        day = day.replace(calendar.month_name[local.month], _MONTHS_WELSH.split(",")[local.month - 1])
    return f"{day} {'am' if language == 'cy' else 'at'} {local:%H:%M}" if isinstance(local, dt.datetime) else day


def label(key: str, language: str = "en") -> str:
    """What people read for the key of a condition, an event, a clock or a fact that is missing."""
    if key in conditions():
        return conditions()[key].text(language)
    if key in events():
        return events()[key].text(language)
    if key in clocks():
        return clocks()[key].label(language)
    return text(f"word_{key}", language)


def condition_words(condition: str, language: str = "en") -> str:
    """`not: The child is under 5` of `!under_5`; alternatives joined."""
    terms = (
        f"{text('word_not', language)}: {label(term[1:], language)}" if term.startswith("!") else label(term, language)
        for term in condition.split("|")
    )
    return f" {text('word_or', language)} ".join(terms)


def limit_typed(words: str) -> str:
    """What somebody typed of a limit, `5 working days` or `5 diwrnod gwaith`, as it is stored: `5 working_days`. Else as typed."""
    number, _, unit = " ".join(words.split()).partition(" ")
    known = {
        form.casefold(): one.value
        for one in Unit for language in ("en", "cy") for form in text(f"word_{one.value}", language).split("|")
    }  # fmt: skip
    typed = unit.casefold()
    found = known.get(typed) or known.get(f"{typed}s")
    return f"{number} {found}" if found else words.strip()


def limit_words(limit: Limit | Step, language: str = "en") -> str:
    """`20 working days`; of a step, until when and where it holds."""
    if isinstance(limit, Limit):
        forms = text(f"word_{limit.unit.value}", language).split("|")  # Welsh: after one, after two, after more
        unit = forms[min(limit.number, len(forms)) - 1]
        one = limit.number == 1 and language != "cy"
        return f"{limit.number} {unit.removesuffix('s') if one else unit}"
    words = limit_words(limit.limit, language)
    if limit.until:
        words += f" {text('word_until', language)} “{label(limit.until, language)}”"
    return words + (f" {text('word_if', language)} “{label(limit.given, language)}”" if limit.given else "")


def _words(name: str, value: object, language: str) -> str:
    match value:
        case dt.date():
            return in_full(value, language)
        case tuple():
            return "; ".join(label(str(one), language) for one in value)
        case str() if name in ("event", "nation"):
            return label(value, language)
        case str() if name == "condition":
            return condition_words(value, language)
        case str() if name == "promptness":
            return f"({text(f'promptness_{value}', language)})" if value else ""
        case None:
            return ""
    return str(value)
