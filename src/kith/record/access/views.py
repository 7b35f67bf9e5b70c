"""Pages about who may see a record, emergencies and their review. What they decide, `rules` says."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.record.access import actions, forms, handing, models
from kith.record.access.guard import about_person, needs
from kith.record.access.queries import rows_about, to_review, tries_told
from kith.record.access.rules import UNDO_MINUTES, Act, Relation, Section
from kith.record.access.undoing import UNDONE
from kith.record.access.undoing import undo as undo_end
from kith.record.accounts.roles import Capability
from kith.record.audit.actions import record_view
from kith.record.audit.models import Event
from kith.record.audit.vocabulary import VOCABULARY

View = Callable[..., HttpResponse]
_asks = require_http_methods(["GET", "HEAD", "POST"])


def _manages(capability: Capability) -> Callable[[View], View]:
    """For whoever answers for the person's work: a capability, and a relation that lets them change who the person is.

    An emergency does not open that, or it could be made to last.
    """

    def decorate(view: View) -> View:
        return needs(capability)(about_person(Section.IDENTITY, Act.WRITE)(view))

    return decorate


def _ask(
    request: HttpRequest,
    form_class: Callable[..., django_forms.Form],
    title: str,
    save: Callable[[dict[str, Any]], object],
    *,
    done: str,
    to: str,
    **more: Any,
) -> HttpResponse:
    """A page with one form: shown, or held against its rules, saved, told and left. `form_class` may be made by `partial`."""
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
        except ValidationError as wrong:
            form.add_error(None, wrong.messages)  # type: ignore[arg-type]
        else:
            if done:
                messages.success(request, done)
            return HttpResponseRedirect(to)
    return render(request, "access/ask.html", {"form": form, "page_title": title, "back": to, **more})


def _who(person_id: UUID) -> str:
    return reverse("access:who", args=[person_id])


def _person_page(request: HttpRequest, person_id: UUID) -> str:
    """Where an opened record is read: where they came from, if that is here, else the person's page."""
    back = request.GET.get("next", "")
    if back and url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        return back
    try:
        return reverse("web:person", args=[person_id])
    except NoReverseMatch:
        return f"/people/{person_id}/"


# Who may see a record


@require_safe
@_manages(Capability.ALLOCATE)
def who(request: HttpRequest, *, person_id: UUID) -> HttpResponse:
    """Who may see this record, and why."""
    record_view(
        request,
        "access.viewed",
        subject="person",
        subject_id=person_id,
        person_id=person_id,
        why=request.access.why,  # type: ignore[attr-defined]
    )
    today = timezone.localdate()
    restrictions = rows_about(models.Restriction, person_id).filter(lifted_at__isnull=True)
    shares = rows_about(models.GuestShare, person_id).filter(ended_at__isnull=True, until_on__gte=today)
    shown = {
        "relations": rows_about(models.Relation, person_id)
        .filter(ended_at__isnull=True)
        .exclude(to_on__lt=today)
        .select_related("user", "team", "panel"),
        "restrictions": [(row, row.names.filter(ended_at__isnull=True).select_related("user")) for row in restrictions],
        "kept": rows_about(models.KeptFrom, person_id).filter(lifted_at__isnull=True).select_related("user"),
        "shares": [(row, forms.SECTION_NAMES[Section(row.section)]) for row in shares.select_related("guest")],
        "glasses": rows_about(models.Glass, person_id).filter(until__gt=timezone.now()).select_related("made_by"),
        "undo": _undoable(request, person_id),
    }
    return render(
        request, "access/who.html", {"page_title": _("Who may see this record"), "person_id": person_id, **shown}
    )


@_asks
@_manages(Capability.ALLOCATE)
def allocate(request: HttpRequest, *, person_id: UUID) -> HttpResponse:
    """Allocate a young person to a worker, a team or a panel's list."""
    return _ask(
        request,
        forms.Allocate,
        _("Allocate"),
        lambda values: actions.allocate(by=request, person_id=person_id, **values),
        done=_("Allocated"),
        to=_who(person_id),
    )


@_asks
@_manages(Capability.RESTRICT)
def restrict(request: HttpRequest, *, person_id: UUID) -> HttpResponse:
    """Limit a record to named people."""
    return _ask(
        request,
        forms.Restrict,
        _("Limit this record to named people"),
        lambda values: actions.restrict(by=request, person_id=person_id, **values),
        done=_("The record is limited to those named"),
        to=_who(person_id),
    )


@_asks
@_manages(Capability.RESTRICT)
def name(request: HttpRequest, *, person_id: UUID, row_id: UUID) -> HttpResponse:
    """Name one more person."""
    restriction = _open_row(models.Restriction, person_id, row_id)
    return _ask(
        request,
        forms.Name,
        _("Name someone who may see this record"),
        lambda values: actions.name(by=request, restriction=restriction, **values),
        done=_("Named"),
        to=_who(person_id),
    )


@_asks
@_manages(Capability.RESTRICT)
def lift(request: HttpRequest, *, person_id: UUID, row_id: UUID) -> HttpResponse:
    """Open a restricted record again."""
    restriction = _open_row(models.Restriction, person_id, row_id)
    return _ask(
        request,
        forms.Lift,
        _("Lift the restriction"),
        lambda values: _lifted(request, person_id, restriction, **values),
        done=_("The restriction is lifted"),
        to=_who(person_id),
    )


def _lifted(request: HttpRequest, person_id: UUID, restriction: models.Restriction, reason: str) -> None:
    actions.lift_restriction(by=request, restriction=restriction, reason=reason)
    _can_undo(request, person_id, "restriction", restriction.pk)


@_asks
@_manages(Capability.RESTRICT)
def keep_from(request: HttpRequest, *, person_id: UUID) -> HttpResponse:
    """Keep a record from someone with a conflict of interest."""
    return _ask(
        request,
        forms.KeepFrom,
        _("Keep this record from someone"),
        lambda values: actions.keep_from(by=request, person_id=person_id, **values),
        done=_("They no longer see this record"),
        to=_who(person_id),
    )


@_asks
@_manages(Capability.ALLOCATE)
def share(request: HttpRequest, *, person_id: UUID) -> HttpResponse:
    """Share parts of a record with a guest of an area authority."""
    return _ask(
        request,
        forms.Share,
        _("Share parts of this record"),
        lambda values: actions.share_with_guest(by=request, person_id=person_id, **values),
        done=_("Shared"),
        to=_who(person_id),
    )


def _open_row(model: Any, person_id: UUID, row_id: UUID) -> Any:
    """A row about this person that is still open; another's is not found."""
    word = "lifted_at" if hasattr(model, "lifted_at") else "ended_at"
    return get_object_or_404(rows_about(model, person_id), pk=row_id, **{f"{word}__isnull": True})


def _ending(key: str, end: Callable[..., None], called: str, capability: Capability) -> View:
    """The view of a button that closes one row, of a key of `UNDONE`."""

    @require_POST
    @_manages(capability)
    def view(request: HttpRequest, *, person_id: UUID, row_id: UUID) -> HttpResponse:
        row = _open_row(UNDONE[key][0], person_id, row_id)
        end(by=request, **{called: row})
        _can_undo(request, person_id, key, row_id)
        messages.success(request, _("Ended"))
        return redirect(_who(person_id))

    return view


end_relation = _ending("relation", actions.end_relation, "relation", Capability.ALLOCATE)
end_share = _ending("share", actions.end_share, "share", Capability.ALLOCATE)
lift_keeping = _ending("kept_from", actions.lift_keeping, "kept", Capability.RESTRICT)


@require_POST
@_manages(Capability.RESTRICT)
def unname(request: HttpRequest, *, person_id: UUID, row_id: UUID) -> HttpResponse:
    """Take someone off the names."""
    restrictions = rows_about(models.Restriction, person_id).filter(lifted_at__isnull=True)
    named = get_object_or_404(models.Named, pk=row_id, restriction__in=restrictions, ended_at__isnull=True)
    try:
        actions.unname(by=request, named=named)
    except ValidationError as wrong:
        messages.error(request, wrong.messages[0])
    else:
        _can_undo(request, person_id, "name", row_id)
        messages.success(request, _("Ended"))
    return redirect(_who(person_id))


# Undoing, within the session in which something was ended

_UNDO = "access_undo"


def _can_undo(request: HttpRequest, person_id: UUID, key: str, row_id: UUID) -> None:
    until = timezone.now().timestamp() + UNDO_MINUTES * 60
    request.session[_UNDO] = {"person": str(person_id), "key": key, "row": str(row_id), "until": until}


def _undoable(request: HttpRequest, person_id: UUID) -> dict[str, Any] | None:
    """What this session ended last about this person, while it can be undone."""
    last: dict[str, Any] = request.session.get(_UNDO) or {}
    fits = last.get("person") == str(person_id) and last.get("until", 0) > timezone.now().timestamp()
    capability = Capability.ALLOCATE if last.get("key") in {"relation", "share"} else Capability.RESTRICT
    return last if fits and request.user.may(capability) else None


@require_POST
@_manages(Capability.ALLOCATE)
def undo(request: HttpRequest, *, person_id: UUID) -> HttpResponse:
    """Take back what this session ended last."""
    last = _undoable(request, person_id)
    if last is None:
        messages.info(request, _("There is nothing left to undo."))
        return redirect(_who(person_id))
    model: Any = UNDONE[last["key"]][0]
    about = "restriction__" if last["key"] == "name" else ""
    same = models.Known.objects.filter(id=person_id).values("root_id")
    row = get_object_or_404(model, pk=last["row"], **{f"{about}person__root_id__in": same})
    try:
        undo_end(by=request, row=row)
    except ValidationError as wrong:
        messages.error(request, wrong.messages[0])
    else:
        messages.success(request, _("Undone"))
    request.session.pop(_UNDO, None)
    return redirect(_who(person_id))


# Restricted records for which nobody named is left: handed on by whoever handles rights, who reads none of them


@require_safe
@needs(Capability.HANDLE_RIGHTS)
def nobody_named(request: HttpRequest) -> HttpResponse:
    """The restricted records that nobody named can open, by reference."""
    record_view(request, "access.nobody_named_viewed")
    title = _("Restricted records that nobody can open")
    return render(request, "access/nobody_named.html", {"page_title": title, "rows": handing.nobody_left()})


@_asks
@needs(Capability.HANDLE_RIGHTS)
def hand_over(request: HttpRequest, *, restriction_id: UUID) -> HttpResponse:
    """Name somebody whose work opens the record."""
    row = get_object_or_404(handing.nobody_left(), pk=restriction_id)
    among = handing.successors(row)
    return _ask(
        request,
        partial(forms.HandOver, among=among),
        _("Name somebody on a restricted record"),
        lambda values: handing.hand_over(by=request, restriction=row, **values),
        done=_("Named. They have been told."),
        to=reverse("access:nobody_named"),
        warning=""
        if among
        else _(
            "Nobody's work opens this record. An administrator has to give its team a manager first; then come back."
        ),
    )


# Emergencies


@_asks
@needs(Capability.BREAK_GLASS)
def emergency(request: HttpRequest, *, person_id: UUID) -> HttpResponse:
    """Open a record in an emergency. The page is the same whether or not there is such a record, and so is what follows it."""
    return _ask(
        request,
        forms.Emergency,
        _("Open a record in an emergency"),
        lambda values: actions.break_glass(by=request, person_id=person_id, **values),
        done="",
        to=_person_page(request, person_id),
        button=_("Open the record"),
        warning=_(
            "Your manager is told at once, sees your reason and what you looked at, and reviews it within two working days."
        ),
    )


@require_POST
@needs(Capability.BREAK_GLASS)
def end_emergency(request: HttpRequest, *, person_id: UUID, row_id: UUID) -> HttpResponse:
    """Close what I opened before its time."""
    mine = rows_about(models.Glass, person_id).filter(made_by_id=request.user.id, until__gt=timezone.now())
    actions.end_glass(by=request, glass=get_object_or_404(mine, pk=row_id))
    messages.success(request, _("The record is closed again"))
    return redirect("/")


@_asks
@about_person(Section.IDENTITY)
def reason(request: HttpRequest, *, person_id: UUID) -> HttpResponse:
    """Say, on call, why a record is opened."""
    if Relation.ON_CALL not in request.access.facts.relations:  # type: ignore[attr-defined]
        raise Http404
    return _ask(
        request,
        forms.Reason,
        _("Say why you open this record"),
        lambda values: actions.state_reason(by=request, person_id=person_id, **values),
        done="",
        to=_person_page(request, person_id),
        button=_("Open the record"),
    )


@require_safe
@needs(Capability.REVIEW_BREAK_GLASS)
def reviews(request: HttpRequest) -> HttpResponse:
    """What was opened in an emergency and waits for me."""
    record_view(request, "glass.queue_viewed")
    record_view(request, "glass.tries_viewed")
    return render(
        request,
        "access/reviews.html",
        {
            "page_title": _("Emergencies to review"),
            "waiting": to_review(request.user),
            "today": timezone.localdate(),
            "tries": tries_told(request.user),
        },
    )


@_asks
@needs(Capability.REVIEW_BREAK_GLASS)
def review(request: HttpRequest, *, glass_id: UUID) -> HttpResponse:
    """Say whether it was right to open a record in an emergency: why it was opened, what was looked at."""
    glass = get_object_or_404(to_review(request.user), pk=glass_id)
    seen = Event.objects.filter(person_id=glass.person_id, break_glass=glass.id).order_by("seq")
    return _ask(
        request,
        forms.Review,
        _("Was it right to open this record?"),
        lambda values: actions.review_break_glass(by=request, glass=glass, **values),
        done=_("Reviewed"),
        to=reverse("access:reviews"),
        glass=glass,
        seen=[(event.at, VOCABULARY.get(event.action, event.action)) for event in seen],
    )


@require_safe
@needs(Capability.REVIEW_BREAK_GLASS)
def tried(request: HttpRequest, *, tried_id: UUID) -> HttpResponse:
    """Who tried to open a record in an emergency without being let in, when and why; never whether there is such a record."""
    row = get_object_or_404(tries_told(request.user), pk=tried_id)
    record_view(request, "glass.tries_viewed", subject="tried", subject_id=row.pk)
    return render(
        request,
        "access/tried.html",
        {"page_title": _("A try to open a record in an emergency"), "row": row, "back": reverse("access:reviews")},
    )


# Panels


@_asks
@needs(Capability.ALLOCATE)
def panels(request: HttpRequest) -> HttpResponse:
    """The panels and who sits on them."""
    rows = models.Panel.objects.filter(closed_on__isnull=True)
    return _ask(
        request,
        forms.NewPanel,
        _("Panels"),
        lambda values: actions.make_panel(by=request, **values),
        done=_("Saved"),
        to=reverse("access:panels"),
        panels=[(row, row.members.filter(ended_at__isnull=True).select_related("user")) for row in rows],
    )


@_asks
@needs(Capability.ALLOCATE)
def seats(request: HttpRequest, *, panel_id: UUID) -> HttpResponse:
    """Give someone a seat on a panel."""
    panel = get_object_or_404(models.Panel, pk=panel_id, closed_on__isnull=True)
    return _ask(
        request,
        forms.Seat,
        _("Give a seat on the panel"),
        lambda values: actions.seat(by=request, panel=panel, **values),
        done=_("Saved"),
        to=reverse("access:panels"),
    )


@require_POST
@needs(Capability.ALLOCATE)
def end_seat(request: HttpRequest, *, row_id: UUID) -> HttpResponse:
    """Take someone's seat."""
    actions.unseat(by=request, member=get_object_or_404(models.PanelMember, pk=row_id, ended_at__isnull=True))
    messages.success(request, _("Ended"))
    return redirect("access:panels")
