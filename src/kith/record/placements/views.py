"""Pages beyond the parts: where somebody has been, where a stay lies by its postcode, and the review sheet."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kith.record.access.guard import about_person, needs
from kith.record.access.rules import Act, Section
from kith.record.accounts.models import User
from kith.record.accounts.roles import Capability
from kith.record.audit.actions import record_view
from kith.record.moments.queries import missing_spans
from kith.record.moments.rules import Share, before_and_after
from kith.record.moments.wording import how_long
from kith.record.people.context import where as where_tonight
from kith.record.people.parts import person_of
from kith.record.people.queries import bars
from kith.record.placements import queries
from kith.record.placements.actions import change, review
from kith.record.placements.forms import ReviewForm
from kith.record.placements.locating import Place, worked_out
from kith.record.placements.models import Stay
from kith.record.placements.parts import PARTS
from kith.record.placements.rules import Night, days_away, is_open, plan
from kith.record.placements.wording import authority_name, four, planned, short, what, whose
from kith.record.rows.actions import Stale
from kith.record.rows.parts import asks
from kith.record.rows.words import day, label, span

_SKIPPED = "placements_skipped"


@require_safe
@about_person(Section.RECORD, Act.READ)
def where(request: Any, person_id: UUID) -> HttpResponse:
    """Where they are tonight and whose decision that was; the four meanings of out of area; then everywhere they have been."""
    person = person_of(person_id)
    _look(request, person.pk)
    found = queries.standing(request.user, person.pk)
    today = timezone.localdate()
    nights = [Night(row.from_on, row.to_on, row.locality) for row in found]
    open_ = [row for row, night in zip(found, nights, strict=True) if is_open(night, today)]
    context = {
        "page_title": _("Where they have been"),
        "owner": person,
        "tonight": where_tonight(bars(request.user, [person])[0]),
        "now": [_now(row) for row in open_],
        "law": [
            label("legal_status", row.legal_status)
            for row in queries.in_force(queries.legal_statuses(request.user, person.pk))
        ],
        "authorised": [
            label("authorisation", row.kind)
            for row in queries.in_force(queries.authorisations(request.user, person.pk))
        ],
        "away": _away(nights),
        "missing_head": _missing_head(),
        "missing": _missing(found, person.pk),
        "rows": [_line(row) for row in found],
        "head": [
            _("Stay"),
            _("When"),
            _("Where"),
            _("Out of area"),
            _("Decision"),
            _("For safety"),
        ],
        "add_href": PARTS.href(PARTS["stays"], person, "add") if "record" in request.access.writes else "",
        "all_href": PARTS.href(PARTS["stays"], person),
    }
    return render(request, "placements/where.html", context)


def _now(row: Stay) -> dict[str, Any]:
    """The stay that is open: in one sentence, whose decision, planned and elapsed apart, the four meanings."""
    today = timezone.localdate()
    elapsed = how_long((today - row.from_on).days)
    return {
        "sentence": _("%(what)s since %(day)s (%(days)s)")
        % {"what": what(row), "day": day(row.from_on), "days": elapsed},
        "whose": whose(row),
        "planned": planned(plan(row.planned_end, today), row),
        "four": four(row),
    }


def _away(nights: list[Night]) -> str:
    many = days_away(nights, timezone.localdate())
    if not many:
        return ""
    text = ngettext("%(count)s night out of the area in all", "%(count)s nights out of the area in all", many)
    return text % {"count": many}


def _missing(found: list[Stay], person_id: UUID) -> list[list[Any]]:
    """Missing days before and since the time out of the area that goes on; both numbers, and no claim that one caused the other."""
    out = next((row for row in found if row.locality == "out" and row.to_on is None), None)
    if out is None:
        return []
    since = out.away_from or out.from_on
    before, after = before_and_after(missing_spans(person_id), since, timezone.localdate())
    return [_share(_("Before"), before), _share(_("Since %(day)s") % {"day": day(since)}, after)]


def _missing_head() -> list[Any]:
    numbers = (_("Days missing"), _("Of days"), _("Times it began"))
    return [_("When"), *({"text": text, "numeric": True} for text in numbers)]


def _share(name: str, share: Share) -> list[Any]:
    return [name, *({"text": number, "numeric": True} for number in (share.missing_days, share.days, share.times))]


def _line(row: Stay) -> list[str]:
    where_ = ", ".join(filter(None, (getattr(row, name) for name in queries.PLACE)))
    decided = label("arranged_by", row.arranged_by) if row.arranged_by else ""
    return [
        what(row),
        span(row),
        _("Withheld") if row.hidden else where_,  # type: ignore[attr-defined]
        short(row),
        decided,
        label("due_to_efh", row.due_to_efh),
    ]


def _stay_of(request: Any, person_id: UUID, row_id: UUID) -> Stay:
    """A stay of this person, not in error; 404 for another's."""
    found = next((row for row in queries.standing(request.user, person_id) if row.pk == row_id), None)
    if found is None:
        raise Http404
    return found


# Where it lies, by postcode


@asks
@about_person(Section.RECORD, Act.WRITE)
def offer(request: Any, person_id: UUID, row_id: UUID) -> HttpResponse:
    """What the postcodes tell of a stay beside what is recorded; it is taken over only when somebody says so."""
    person = person_of(person_id)
    row = _stay_of(request, person.pk, row_id)
    if row.hidden or not row.postcode or row.section.value not in request.access.writes:  # type: ignore[attr-defined]
        raise Http404
    _look(request, person.pk)
    found = worked_out(row.postcode, queries.home_postcode(request.user, person.pk, row.from_on), settings.AUTHORITY)
    back = PARTS.href(PARTS["stays"], person)
    if request.method == "POST" and found.tells:
        values: dict[str, Any] = {
            "host_authority": found.host_authority,
            "locality": found.locality,
            "adjoining": found.adjoining,
        }
        if found.miles is not None:
            values["miles"] = found.miles
        try:
            change(by=request, row=row, seen=int(request.POST.get("seen") or 0), values=values)
        except (Stale, ValueError):
            messages.info(request, _("Somebody saved this in between. Look at it again first."))
        else:
            messages.success(request, _("Saved"))
        return redirect(back)
    stored = Place(row.host_authority, row.locality, row.adjoining, row.miles)
    context = {
        "page_title": _("Where it lies, by its postcode"),
        "owner": person,
        "row": row,
        "tells": found.tells,
        "lines": [list(three) for three in zip(_names(), _told(stored), _told(found), strict=True)],
        "head": ["", _("Recorded"), _("By the postcodes")],
        "back": back,
    }
    return render(request, "placements/offer.html", context)


def _names() -> list[str]:
    return [_("Area authority"), _("In or out of our area"), _("In an adjoining authority"), _("Miles from home")]


def _told(found: Place) -> list[str]:
    miles = _("Not known") if found.miles is None else f"{found.miles:g}"
    name = authority_name(found.host_authority) or _("Not known")
    return [name, label("locality", found.locality), label("state", found.adjoining), miles]


# The review sheet


@require_safe
@needs(Capability.WRITE_RECORDS)
def sheet(request: Any) -> HttpResponse:
    """Leads to the first stay of which nobody has said why; with none left, says so."""
    skipped = [*request.session.get(_SKIPPED, []), *request.GET.getlist("skip")][-500:]
    row = queries.to_review(request.user).exclude(pk__in=_uuids(skipped)).select_related("person").first()
    request.session[_SKIPPED] = skipped if row else []
    if row is not None:
        address = reverse("placements:review_stay", args=[row.person.kept_id or row.person_id, row.pk])
        return redirect(f"{address}?sheet=1")
    done, total = queries.progress(request.user)
    context = {"page_title": _("Was it because of harm outside the home?"), "progress": _progress(done, total),
               "left": total - done}  # fmt: skip
    return render(request, "placements/sheet_done.html", context)


def _uuids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _progress(done: int, total: int) -> str:
    text = ngettext("%(done)s of %(count)s stay answered", "%(done)s of %(count)s stays answered", total)
    return text % {"done": done, "count": total}


@asks
@about_person(Section.RECORD, Act.WRITE)
def review_stay(request: Any, person_id: UUID, row_id: UUID) -> HttpResponse:
    """One stay with what is known of it, and the answer; on the sheet, the next one follows."""
    person = person_of(person_id)
    row = _stay_of(request, person.pk, row_id)
    on_sheet = "sheet" in request.GET
    given = {
        "seen": row.version,
        "why": row.review_why,
        "answer": "" if row.due_to_efh == "not_reviewed" else row.due_to_efh,
    }
    form = ReviewForm(request.POST if request.method == "POST" else None, initial=given)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            review(by=request, stay=row, seen=said["seen"], answer=said["answer"], why=said["why"])
        except Stale:
            form.add_error(None, _("Somebody saved this in between. Look at it again first."))
        except ValidationError as wrong:
            form.add_error(None, wrong.messages)
        else:
            messages.success(request, _("Saved"))
            return redirect("placements:sheet") if on_sheet else redirect("placements:stays", person_id=person.pk)
    _look(request, person.pk)
    context = {
        "page_title": _("Was it because of harm outside the home?"),
        "owner": person,
        "form": form,
        "progress": _progress(*queries.progress(request.user)) if on_sheet else "",
        "skip_href": f"{reverse('placements:sheet')}?skip={row.pk}" if on_sheet else "",
        "back": "" if on_sheet else PARTS.href(PARTS["stays"], person),
        "evidence": _evidence(row),
        "missing_head": _missing_head(),
        "missing": _share_lines(row, person.pk),
    }
    return render(request, "placements/review.html", context, status=422 if form.errors else 200)


def _evidence(row: Stay) -> list[dict[str, str]]:
    """What is known of a stay, for the one who answers."""
    said = PARTS["stays"].heads(), PARTS["stays"].cells(row)
    lines = [{"key": head, "value": cell} for head, cell in zip(*said, strict=True) if cell][:-1]
    if row.reviewed_by:
        name = User.objects.filter(pk=row.reviewed_by).values_list("name", flat=True).first()
        when = day(timezone.localtime(row.reviewed_at).date()) if row.reviewed_at else ""
        answered = f"{label('due_to_efh', row.due_to_efh)}, {name or _('An account that is gone')}, {when}"
        lines.append({"key": _("Answered before"), "value": answered})
    return lines


def _share_lines(row: Stay, person_id: UUID) -> list[list[Any]]:
    end = row.to_on or timezone.localdate()
    before, after = before_and_after(missing_spans(person_id), row.from_on, end)
    return [_share(_("Before"), before), _share(_("During"), after)]


def _look(request: Any, person_id: UUID) -> None:
    record_view(request, "person.viewed", subject="stays", person_id=person_id, why=request.access.why)
