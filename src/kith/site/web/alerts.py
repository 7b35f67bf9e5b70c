"""What must not be overlooked about a young person, as plain sentences from facts: at most three, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.record.harms.models import Answer, Concern
from kith.record.harms.rules import FROM_OUTSIDE, is_live, not_asked
from kith.record.moments.models import Missing, Moment
from kith.record.moments.queries import waiting
from kith.record.moments.rules import reach
from kith.record.moments.wording import ago, interview, since
from kith.record.placements.models import Stay
from kith.record.placements.rules import plan as planned_against
from kith.record.plans.models import Control
from kith.record.plans.rules import control_standing
from kith.record.rows.words import day, label, labels

MOST = 3
LATELY = timedelta(days=14)
"""For how long it is said that nobody reached them after a moment."""


@dataclass(frozen=True, slots=True)
class Alert:
    """A sentence, the name of the page where something can be done about it, and whether somebody is in danger now."""

    text: str
    page: str
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """The rows of one young person that the reader may see, none in error."""

    missing: list[Missing]
    moments: list[Moment]
    concerns: list[Concern]
    answers: dict[str, Answer]
    stays: list[Stay]
    """Those that are open."""
    controls: list[Control]


def alerts(known: Known, *, restricted: bool, today: date) -> list[Alert]:
    """The most urgent."""
    return list(_all(known, restricted, today))[:MOST]


def _all(known: Known, restricted: bool, today: date) -> Iterator[Alert]:
    """In the order of urgency."""
    for gone in known.missing:
        if gone.to_on is None:
            yield Alert(since(gone, today), "moments:missing_page", danger=gone.kind == "missing")
    for moment in known.moments:
        if reach(moment.reached) == "not_reached" and today - moment.from_on <= LATELY:
            what = {"what": label("critical_moment", moment.kind), "when": ago(moment.from_on, today)}
            yield Alert(_("%(what)s, %(when)s: nobody has reached them yet") % what, "moments:now", danger=True)
    for back in waiting(known.missing):
        when = _("Came back %(when)s") % {"when": ago(back.row.to_on or today, today)}
        yield Alert(f"{when}. {interview(back.row)}", "moments:missing_page")
    if restricted:
        yield Alert(_("This record is limited to named people: speak of it with nobody else"), "people:person")
    yield from _of_harm(known, today)
    yield from _of_stays(known.stays, today)
    for control in known.controls:
        if control_standing(control.from_on, control.to_on, control.looked_again, today) == "ended_and_not_looked_at":
            ended = {"day": day(control.to_on)}
            yield Alert(_("A control ended on %(day)s and the plan was not looked at again") % ended, "plans:controls")


def _of_harm(known: Known, today: date) -> Iterator[Alert]:
    untold = [
        row
        for row in known.concerns
        if is_live(row, today) and row.setting in FROM_OUTSIDE and row.told in {"not_yet", "not_known"}
    ]
    if untold:
        text = ngettext(
            "A concern is open of which it is not recorded that they were told",
            "%(count)s concerns are open of which it is not recorded that they were told",
            len(untold),
        )
        yield Alert(text % {"count": len(untold)}, "harms:concerns")
    unasked = not_asked({key: row.answer for key, row in known.answers.items()})
    if unasked:
        yield Alert(_("Not asked yet: %(kinds)s") % {"kinds": labels("harm", unasked)}, "harms:record")


def _of_stays(stays: Iterable[Stay], today: date) -> Iterator[Alert]:
    for stay in stays:
        state = planned_against(stay.planned_end, today)
        if state == "past":
            ended = {"day": day(stay.planned_end)}
            yield Alert(
                _("The stay away from home was planned to end on %(day)s, and has not") % ended, "placements:where"
            )
        if stay.due_to_efh == "not_reviewed":
            text = _("Away from home, and nobody has said whether harm outside the home was why")
            yield Alert(text, "placements:stays")
