"""How answers to clocks and an authority's own settings are written; the engine's rules decide what may be adjusted."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kith.clocks.adjustments import check_adjustments
from kith.clocks.declarations import clocks, conditions
from kith.foundation.problems import Problems
from kith.record.rows.actions import Refused, Ways, Writer
from kith.record.worklists.models import Adjustment, ClockAnswer, ClockFact, Term
from kith.record.worklists.queries import entry


def _of_a_clock(row: ClockAnswer) -> None:
    if row.clock not in clocks():
        raise Refused({"clock": _("Choose a clock")})


def _of_a_condition(row: ClockFact) -> None:
    if row.condition not in conditions():
        raise Refused({"condition": _("Choose what is known")})


_WRONG = {
    "clocks.field": _("A limit is a whole number and a unit, like 5 working days."),
    "clocks.nothing": _("Give a limit, a later limit, or a day from which it is switched on."),
    "clocks.longer": _("The law’s limit cannot be lengthened. Give a shorter one, in the unit of the law."),
    "clocks.no_limit_here": _("This clock takes no limit of that kind."),
    "clocks.already_in_force": _("This clock is in force already: leave the day empty."),
    "clocks.no_reason": _("Say why, who decided it and when."),
    "clocks.no_such_clock": _("Choose a clock"),
}
"""The engine's refusals, in words of this page."""


def _as_the_engine_allows(row: Adjustment) -> None:
    """A limit of law is never lengthened, a clock takes only limits that fit it: the engine's own rules, all that is wrong at once."""
    problems = Problems()
    check_adjustments([entry(row)], "", problems)
    if problems:
        raise Refused(list(dict.fromkeys(_WRONG.get(found.rule.key, _("This cannot be")) for found in problems)))


def _overlaps_none(row: Term) -> None:
    others = Term.objects.filter(kind="term", error_at=None, from_on__lte=row.to_on, to_on__gte=row.from_on)
    if row.kind == "term" and others.exclude(pk=row.pk).exists():
        raise Refused({"from_on": _("Another term lies within these days. A half-term is a closure within a term.")})


WRITER = Writer("person", {ClockAnswer: Ways(prepare=_of_a_clock), ClockFact: Ways(prepare=_of_a_condition)})
"""What is said of a person's clocks."""
OWN = Writer("clock", {Adjustment: Ways(prepare=_as_the_engine_allows), Term: Ways(prepare=_overlaps_none)})
"""What an authority sets for everybody."""
add, change, enter_in_error = WRITER.add, WRITER.change, WRITER.enter_in_error
