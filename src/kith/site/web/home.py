"""My work: what needs me today? What cannot wait, what is due, my young people and where each is tonight, answers wanted from me."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.record.access.listing import told
from kith.record.access.queries import review_count
from kith.record.access.rules import Section
from kith.record.accounts.roles import Capability
from kith.record.audit.actions import recorded
from kith.record.contexts.queries import to_review as ties_to_review
from kith.record.moments.wording import reached, since
from kith.record.notices.queries import unread
from kith.record.people.context import age, tonight
from kith.record.people.models import Person, SubjectAccess
from kith.record.people.queries import bars, together, visible
from kith.record.placements.queries import to_review as stays_to_review
from kith.record.plans import waiting as plans
from kith.record.relocations import waiting as moves
from kith.record.relocations.queries import delayed, placed_here
from kith.record.rows.words import label, moment
from kith.record.worklists.queries import Owed, Urgent, due, mine, urgent
from kith.record.worklists.rules import RESPONSIBLE
from kith.record.worklists.wording import dated_sentence, dated_source, dated_title, sentence, source, title
from kith.site.web.drafts import begun

_A_PAGE = 25
_FIRST_DUE, _MOST_DUE = 10, 50
Cell = Any


def home(request: HttpRequest) -> HttpResponse:
    """What needs this person today; for a role that sees no record, what it can open."""
    user: Any = request.user
    if not user.may(Capability.READ_RECORDS):
        return render(request, "web/home.html", {"page_title": _("My work"), "answers": _answers(user, [])})
    now = timezone.now()
    today = timezone.localdate(now)
    people = {person.pk: person for person in mine(user)}
    ids = list(people)
    pressing, owed, moved = urgent(user, ids, today), due(ids, now), list(moves.urgent(user, ids))
    page = Paginator(list(people.values()), _A_PAGE).get_page(request.GET.get("page"))
    listed = list(page.object_list)
    shown = owed[:_MOST_DUE]
    _look(
        request,
        [
            *listed,
            *(one.person for one in pressing),
            *(one.person for one in moved),
            *(people[one.person_id] for one in shown),
        ],
    )
    late = sum(one.is_late(today) for one in owed)
    context = {
        "page_title": _("My work"),
        "pressing": [*(_pressing(one, today) for one in pressing), *map(_moved, moved)],
        "late": ngettext("%(count)s thing is overdue", "%(count)s things are overdue", late) % {"count": late},
        "due": [_due(one, people[one.person_id], today) for one in shown[:_FIRST_DUE]],
        "due_later": [_due(one, people[one.person_id], today) for one in shown[_FIRST_DUE:]],
        "due_head": [_("Who"), _("What"), _("When"), _("Where it comes from")],
        "more_due": len(owed) - len(shown),
        "page": page,
        "people": [_line(bar) for bar in bars(user, listed)],
        "people_head": [_("Name"), _("Age"), _("Tonight"), _("What is due")],
        "has_people": user.role_key in RESPONSIBLE,
        "drafts": [
            {"text": each.title, "href": each.href, "hint": moment(each.saved_at.date(), None)} for each in begun(user)
        ],
        "answers": _answers(user, ids),
    }
    return render(request, "web/work.html", context)


def _name(person: Person) -> str:
    return person.shown_name.whole if person.shown_name else _("Name not known")


def _pressing(one: Urgent, today: date) -> dict[str, Any]:
    """What cannot wait, in words. Red is for danger to a person."""
    texts = {"threat_to_life": _("Threat to life"), "missing": _("Missing"), "unanswered": _("Nobody with them")}
    if one.kind == "missing":
        row: Any = one.row
        hint, page = since(row, today), "moments:missing_page"
    else:
        row = one.row
        happened = f"{label('critical_moment', row.kind)}, {moment(row.from_on, row.from_time)}"
        hint, page = f"{happened}. {reached(row)}", "moments:moments"
    return {
        "text": _name(one.person),
        "href": reverse(page, args=[one.person.pk]),
        "hint": hint,
        "status": texts[one.kind],
        "colour": "yellow" if one.kind == "unanswered" else "red",
    }


def _moved(one: moves.Wait) -> dict[str, Any]:
    """A move in an emergency of which something is missing that no emergency excuses."""
    return {
        "text": _name(one.person),
        "href": one.href,
        "hint": _("Moved in an emergency, and not there yet: %(what)s") % {"what": one.hint},
        "status": one.text,
        "colour": "yellow",
    }


def _due(one: Owed, person: Person, today: date) -> list[Cell]:
    """A clock with its sentence and its source, or a day that the record set."""
    who = {"text": _name(person), "href": reverse("web:person", args=[person.pk])}
    if one.dated is not None:
        what = {"text": dated_title(one.dated), "href": reverse(one.dated.page, args=[person.pk])}
        return [who, what, dated_sentence(one.dated, today), dated_source(one.dated)]
    if one.line is None:
        raise ValueError("something is due that is neither a clock nor a day")
    what = {"text": title(one.line.clock), "href": reverse("worklists:of_person", args=[person.pk])}
    return [who, what, sentence(one.line, today), source(one.line.clock)]


def _line(bar: Any) -> list[Cell]:
    name = {"text": bar.name or _("Name not known"), "href": reverse("web:person", args=[bar.person.pk])}
    place: Cell = {"tag": tonight(bar), "colour": "red"} if bar.missing else tonight(bar)
    return [
        name,
        age(bar),
        place,
        {"text": _("Clocks"), "href": reverse("worklists:of_person", args=[bar.person.pk])},
    ]


def _answers(user: Any, people: Sequence[UUID]) -> list[dict[str, Any]]:
    """What waits for an answer of this user, with how much of it; nothing that waits for nobody."""
    waiting: list[tuple[str, str, int]] = []
    if user.may(Capability.REVIEW_BREAK_GLASS):
        waiting.append((_("Records opened in an emergency, to review"), "access:reviews", review_count(user)))
    if user.may(Capability.MERGE_PEOPLE):
        many = unread(user).filter(kind="likely_duplicate").count()
        waiting.append((_("Records that may be of the same person"), "notices:mine", many))
    if user.may(Capability.RESTRICT):
        asked = SubjectAccess.objects.filter(released_at=None, person__in=visible(user).values("pk"))
        many = asked.exclude(asked_by=user.pk).count()
        waiting.append((_("Copies of everything held, to release"), "people:subject_accesses", many))
    if user.may(Capability.HANDLE_RIGHTS):
        many = SubjectAccess.objects.filter(released_at__isnull=False, given_at=None).count()
        waiting.append((_("Copies of everything held, to give"), "people:subject_accesses", many))
    if user.may(Capability.WRITE_RECORDS):
        many = stays_to_review(user).filter(person__in=together(people)).count()
        waiting.append((_("Stays: was it because of harm outside the home?"), "placements:sheet", many))
    if user.may(Capability.DECIDE_MOVES):
        many = delayed(user).count()
        waiting.append((_("Moves judged necessary and not made"), "relocations:delayed", many))
    if user.may(Capability.WRITE_RECORDS) and people:
        many = placed_here(user).count()
        waiting.append((_("Placed here by another authority"), "relocations:placed", many))
    if user.may(Capability.SEE_CONTEXTS):
        waiting.append((_("Ties to contexts, to look at again"), "contexts:list", ties_to_review(user).count()))
    found = [{"text": text, "href": reverse(name), "status": str(many)} for text, name, many in waiting if many]
    return [*found, *map(_wait, [*moves.answers(user, people), *plans.answers(user, people)])]


def _wait(one: moves.Wait) -> dict[str, Any]:
    """Something that waits for an answer about one young person."""
    text = f"{one.text}: {_name(one.person)}"
    return {"text": text, "href": one.href, "hint": one.hint, "status": _("Waiting")}


def _look(request: HttpRequest, people: Iterable[Person]) -> None:
    """That the list was looked at, and whom it showed."""
    with recorded(request) as recorder:
        recorder.event("worklist.viewed", subject="work")
        told(recorder, request.user, (person.pk for person in people), Section.RECORD)
