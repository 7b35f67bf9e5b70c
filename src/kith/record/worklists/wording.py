"""What clocks say to people: the sentence, where it comes from, and whether its text was read."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kith.clocks import messages
from kith.clocks.calendars import last_day
from kith.clocks.cases import State
from kith.clocks.declarations import Clock, Kind, Limit, Read, clocks
from kith.clocks.messages import label, limit_words, say
from kith.record.rows.deadlines import Dated
from kith.record.rows.words import day, language
from kith.record.worklists.rules import Line, Tally

_L = gettext_lazy

STATES: dict[State, Any] = {
    State.OVERDUE: _L("Overdue"),
    State.DUE: _L("Due"),
    State.NOT_KNOWN: _L("Not known: something must be said first"),
    State.DONE: _L("Done"),
    State.NOT_STARTED: _L("Not started"),
    State.NOT_APPLICABLE: _L("Not applicable"),
}
"""The states in the order of the page."""
DATED: dict[str, Any] = {
    "plan_action": _L("An action of the plan"),
    "plan_review": _L("A review of the plan"),
    "control": _L("A control ends"),
    "risk": _L("A risk that is held is to be looked at again"),
    "move_begins": _L("A move that is planned"),
    "move_ends": _L("The planned end of a move"),
    "move_later": _L("A decision on a move, put off until now"),
    "move_told": _L("To be told of a move"),
    "move_request_ours": _L("An answer that we asked for"),
    "move_request_theirs": _L("Somebody asked us, and waits for an answer"),
    "move_condition": _L("What must change at home"),
    "move_challenge": _L("A challenge to be answered"),
    "next_home": _L("The next home is to be looked at again"),
    "after_look": _L("A look after the next home"),
}
_OF_MOVES = frozenset({"next_home", "after_look", *(key for key in DATED if key.startswith("move_"))})
_MARKS = {
    Read.YES: "",
    Read.PARTLY: _L("not verified: read in part"),
    Read.NO: _L("not verified: not read"),
}
"""What stands behind a clock whose law or guidance nobody here has read whole."""


def title(clock: Clock) -> str:
    return clock.label(language())


def source(clock: Clock) -> dict[str, str]:
    """The provision with its mark, as a cell that leads to it where its address is known."""
    mark = str(_MARKS[clock.read])
    return {"text": f"{clock.provision} ({mark})" if mark else clock.provision, "href": clock.url}


def sentence(line: Line, today: date) -> str:
    """How the clock stands, in words; what somebody said to it first."""
    said = line.said
    if said is not None and said.kind == "not_applicable":
        return _("Somebody said that it does not apply: %(why)s") % {"why": said.why}
    text = say(line.standing.message, language())
    if line.waits(today) and said is not None:
        return _("%(text)s. Not shown on My work before %(day)s: %(why)s") % {
            "text": text, "day": day(said.until), "why": said.why,
        }  # fmt: skip
    return f"{text}{_days(line, today)}"


def _days(line: Line, today: date) -> str:
    if line.state not in {State.OVERDUE, State.DUE} or line.standing.due is None:
        return ""
    return f" ({how_far(last_day(line.standing.due), today)})"


def how_far(on: date, today: date) -> str:
    """3 days ago, today, in 3 days."""
    days = (on - today).days
    if days == 0:
        return _("today")
    if days < 0:
        return ngettext("%(count)s day ago", "%(count)s days ago", -days) % {"count": -days}
    return ngettext("in %(count)s day", "in %(count)s days", days) % {"count": days}


def dated_title(one: Dated) -> str:
    """What a day of the record is about."""
    text = str(DATED[one.key])
    return f"{text}: {one.words}" if one.words else text


def dated_source(one: Dated) -> str:
    """Where somebody set that day."""
    return _("The record of moves") if one.key in _OF_MOVES else _("The plan")


def dated_sentence(one: Dated, today: date) -> str:
    """When it is or was due, or ends."""
    if one.ends:
        text = _("Ends %(day)s") if one.on >= today else _("Ended %(day)s")
    else:
        text = _("Due by %(day)s") if one.on >= today else _("Overdue since %(day)s")
    return f"{text % {'day': day(one.on)}} ({how_far(one.on, today)})"


def condition(key: str) -> str:
    """What is asked, in the reader's language."""
    return label(key, language())


def clock_title(key: str) -> str:
    """The title of a clock by its key; the key itself of one that is declared no more."""
    return title(clocks()[key]) if key in clocks() else key


def limit(clock: Clock) -> str:
    """The limit of law or guidance, in words."""
    return ", ".join([_first(clock), *(limit_words(step, language()) for step in clock.then)])


def _first(clock: Clock) -> str:
    """Its first limit; of one without, what stands in its place."""
    match clock.kind:
        case Kind.BEFORE:
            return _("beforehand")
        case Kind.AS_SET:
            return label("set_day", language())
        case Kind.NOT_TIMED:
            return messages.text(f"not_timed_{clock.why_not_timed}", language())
        case Kind.NOT_BEFORE if clock.not_before:
            return _("not before %(limit)s") % {"limit": limit_words(clock.not_before, language())}
        case Kind.TOTAL if clock.in_any and clock.limit:
            said = {"limit": limit_words(clock.limit, language()), "window": limit_words(clock.in_any, language())}
            return _("%(limit)s in all in any %(window)s") % said
    if clock.limit:
        return limit_words(clock.limit, language())
    return messages.text(f"promptness_{clock.promptness}", language()) if clock.promptness else _("no limit of time")


def digest(tally: Tally) -> str:
    """What the daily email says: how much of what, never of whom."""
    lines = (
        (tally.urgent, ngettext("%(count)s thing cannot wait", "%(count)s things cannot wait", tally.urgent)),
        (tally.overdue, ngettext("%(count)s thing is overdue", "%(count)s things are overdue", tally.overdue)),
        (tally.due, ngettext("%(count)s thing is due within two weeks", "%(count)s things are due within two weeks", tally.due)),
        (tally.people, ngettext("For %(count)s young person of yours", "For %(count)s young people of yours", tally.people)),
    )  # fmt: skip
    said = [text % {"count": many} for many, text in lines if many]
    return "\n".join(
        [
            *said,
            "",
            _("Sign in to Kith and open My work. This message says nothing about anybody, so that it can go by email."),
        ]
    )


def words_of(stored: str) -> str:
    """A stored limit, like `5 working_days`, in words."""
    return limit_words(Limit.parse(stored), language()) if stored else ""
