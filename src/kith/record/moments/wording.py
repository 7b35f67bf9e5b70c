"""What the rules found, in words that people say."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kith.clocks.calendars import last_day
from kith.record.moments.models import Missing, Moment
from kith.record.moments.queries import told
from kith.record.moments.rules import (
    InterviewState,
    Reach,
    interview_due,
    interview_state,
    minutes_to_reach,
    reach,
)
from kith.record.rows.words import label, moment

_L = gettext_lazy

REACH: dict[Reach, Any] = {
    "reached": _L("Somebody reached them"),
    "not_reached": _L("Nobody has reached them yet"),
    "not_known": _L("It is not known whether somebody reached them"),
}
INTERVIEW: dict[InterviewState, Any] = {
    "missing": _L("Still missing"),
    "held": _L("Interview held"),
    "held_late": _L("Interview held, after 72 hours"),
    "declined": _L("They chose not to have an interview"),
    "no_clock": _L("Away, not missing: the 72 hours do not apply"),
    "due": _L("Interview due"),
    "overdue": _L("Interview not held within 72 hours"),
    "not_offered": _L("No interview was offered"),
    "not_known": _L("It is not known whether an interview was held"),
}
CLOCK = _L(
    "an independent return interview within 72 hours of every return (statutory guidance on children who run away or go "
    "missing from home or care, England, January 2014). Where the hour is not known, three whole days."
)
"""The guidance behind the limit, as pages say it."""


def ago(on: date, today: date) -> str:
    """Tuesday 3 March, 12 days ago."""
    when = formats.date_format(on, "l j F" if on.year == today.year else "l j F Y")
    days = (today - on).days
    if days == 0:
        return _("%(day)s, today") % {"day": when}
    if days == 1:
        return _("%(day)s, yesterday") % {"day": when}
    if days < 0:
        return when
    since = ngettext("%(count)s day ago", "%(count)s days ago", days) % {"count": days}
    return f"{when}, {since}"


def how_long(days: int) -> str:
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


def reached(row: Moment) -> str:
    """Whether somebody reached them, when, and how fast where both hours are known."""
    said = str(REACH[reach(row.reached)])
    if row.reached_on:
        said += f": {moment(row.reached_on, row.reached_time)}"
    minutes = minutes_to_reach(row.from_on, row.from_time, row.reached_on, row.reached_time)
    if minutes is not None:
        hours, left = divmod(minutes, 60)
        said += " (" + _("after %(hours)s h %(minutes)s min") % {"hours": hours, "minutes": left} + ")"
    return said


def where(row: Moment) -> str:
    """Where it was: the context, where the reader may see it, and in words. The row is of `queries.moments`."""
    context = row.shown_context  # type: ignore[attr-defined]
    return ", ".join(filter(None, [context.name if context else "", row.place]))


def interview(row: Missing, now: Any = None) -> str:
    """How it stands with the interview after a time missing, with the clock in words."""
    state = interview_state(told(row), now or timezone.now())
    said = str(INTERVIEW[state])
    if state == "due" and row.to_on:
        due = timezone.localtime(interview_due(row.to_on, row.to_time))
        on = last_day(due)
        when = formats.date_format(due, "l j F, H:i") if on == due.date() else formats.date_format(on, "l j F")
        return _("%(what)s by %(when)s") % {"what": said, "when": when}
    if state in {"held", "held_late"} and row.interview_on:
        return f"{said}: {moment(row.interview_on, None)}"
    return said


def since(row: Missing, today: date) -> str:
    """Missing since 3 March 2026, 21:30 (2 days)."""
    said = label("missing_kind", row.kind)
    text = _("%(what)s since %(when)s") % {"what": said, "when": moment(row.from_on, row.from_time)}
    days = (today - row.from_on).days
    return f"{text} ({how_long(days)})" if days > 0 else text


def lasted(row: Missing) -> str:
    """When a time missing was: from, to, how many days."""
    if row.to_on is None:
        return since(row, timezone.localdate())
    first, last = moment(row.from_on, row.from_time), moment(row.to_on, row.to_time)
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
