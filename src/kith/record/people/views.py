"""Pages of one person: the record's first page, details, photo, who has seen it; and where a record is begun."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kith.record.access.guard import about_person, needs
from kith.record.access.rules import Act, Section
from kith.record.accounts.models import User
from kith.record.accounts.roles import ROLES, Capability
from kith.record.audit.actions import record_view
from kith.record.audit.queries import seen
from kith.record.audit.vocabulary import VOCABULARY
from kith.record.people import actions, forms, photos
from kith.record.people.lists import line, sentence
from kith.record.people.merging import merges_of
from kith.record.people.models import Person
from kith.record.people.parts import PARTS, person_of
from kith.record.people.queries import holding_photos, listed
from kith.record.rows.actions import Refused, Stale
from kith.record.rows.parts import asks, change_row
from kith.record.rows.words import said

# A person


@require_safe
@about_person(Section.IDENTITY, Act.READ)
def person(request: Any, person_id: UUID) -> HttpResponse:
    """The record's first page. A merged record leads to the one kept."""
    shown = person_of(person_id)
    if shown.pk != person_id:
        return redirect("people:person", person_id=shown.pk)
    record_view(
        request, "person.viewed", subject="person", subject_id=shown.pk, person_id=shown.pk, why=request.access.why
    )
    reads = request.access.reads
    sections = [
        {"part": part, "caption": part.title, "head": part.heads(), "rows": part.lines(part.rows(request.user, shown.pk)),
         "empty": part.empty, "href": PARTS.href(part, shown)}
        for part in PARTS.parts.values() if part.section.value in reads
    ]  # fmt: skip
    context = {
        "page_title": _("Record"),
        "person": shown,
        "owner": shown,
        "details": _details(request, shown),
        "sections": sections,
        "merges": merges_of(shown.pk) if request.user.may(Capability.MERGE_PEOPLE) else [],
    }
    return render(request, "people/person.html", context)


def _details(request: Any, shown: Person) -> list[dict[str, Any]]:
    """The person's own row as a summary list."""
    form = forms.DetailsForm()
    values = {name: getattr(shown, name) for name in form.fields if name != "seen"}
    return [{"key": form.fields[name].label, "value": said(form.fields[name], value)} for name, value in values.items()]


@asks
@about_person(Section.IDENTITY, Act.WRITE)
def details(request: Any, person_id: UUID) -> HttpResponse:
    """Change what stands in the person's own row."""
    shown = person_of(person_id)
    back = reverse("people:person", args=[shown.pk])
    if request.method != "POST":
        record_view(request, "person.viewed", subject="details", person_id=shown.pk, why=request.access.why)
    return change_row(
        request, actions.WRITER, shown, forms.DetailsForm, title=_("Change details"), back=back, owner=shown
    )


# Who has seen this record


@require_safe
@about_person(Section.HISTORY, Act.READ)
def seen_page(request: Any, person_id: UUID) -> HttpResponse:
    """Who looked, when and why, in plain words."""
    shown = person_of(person_id)
    record_view(
        request, "audit.seen_viewed", subject="person", subject_id=shown.pk, person_id=shown.pk, why=request.access.why
    )
    former = list(Person.objects.filter(kept=shown).values_list("pk", flat=True))
    sightings = seen(shown.pk, *former)
    users = dict(User.objects.filter(pk__in={one.user_id for one in sightings}).values_list("pk", "name"))
    rows = [
        [
            formats.date_format(one.on, "l j F Y"),
            users.get(one.user_id, _("An account that is gone")),
            ROLES[one.role].title if one.role in ROLES else one.role,
            "; ".join(str(VOCABULARY.get(action, action)) for action in one.actions),
            one.why_says or one.why.relation,
        ]
        for one in sightings
    ]
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {
        "page_title": _("Who has seen this record"),
        "page": page,
        "rows": list(page.object_list),
    }
    return render(request, "people/seen.html", context)


# Photo


@require_safe
@about_person(Section.IDENTITY, Act.READ)
def picture(request: Any, person_id: UUID) -> HttpResponse:
    """The photo, to whoever may see who it is of."""
    shown = person_of(person_id)
    photo = holding_photos([shown.pk]).get(shown.pk)
    found = photos.picture(photo) if photo else None
    if found is None:
        raise Http404
    response = HttpResponse(found, content_type="image/jpeg")
    response["Cache-Control"] = "private, no-store"
    return response


@asks
@about_person(Section.IDENTITY, Act.WRITE)
def photo_page(request: Any, person_id: UUID) -> HttpResponse:
    """Put a photo on the record."""
    shown = person_of(person_id)
    form = forms.PhotoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        form.cleaned_data["image"].seek(0)
        try:
            photos.keep_photo(
                by=request,
                person_id=shown.pk,
                upload=form.cleaned_data["image"],
                taken_on=form.cleaned_data["taken_on"],
            )
        except Refused as wrong:
            form.add_error(None, wrong.messages)
        else:
            messages.success(request, _("Saved"))
            return redirect("people:person", person_id=shown.pk)
    context = {"page_title": _("Photo"), "form": form, "back": reverse("people:person", args=[shown.pk]),
               "uploads": True}  # fmt: skip
    return render(request, "rows/form.html", context, status=422 if form.errors else 200)


# Begin a record


@asks
@needs(Capability.CREATE_PEOPLE)
def add_person(request: HttpRequest) -> HttpResponse:
    """A new person, after those who look alike were shown side by side. Those whom the user may not see are not hinted at."""
    form = forms.NewPersonForm(request.POST if request.method == "POST" else None)
    found = []
    if request.method == "POST" and form.is_valid():
        found = actions.duplicates_for(request.user, form.details(), form.name(), form.rows())
        answered = {UUID(text) for text in request.POST.getlist("not_the_same") if _is_uuid(text)}
        left = [result for result in found if result.person.pk not in answered]
        if not left:
            others = [result.person.pk for result in found]
            try:
                made = actions.add_person(
                    by=request, details=form.details(), name=form.name(), rows=form.rows(), not_the_same=others
                )
            except ValidationError as wrong:
                form.add_error(None, wrong.messages)
            else:
                messages.success(request, _("The record was begun"))
                return redirect("people:person", person_id=made.pk)
        for result in found:
            record_view(
                request, "person.compared", subject="person", subject_id=result.person.pk, person_id=result.person.pk
            )
    bars_of = {row.bar.person.pk: row for row in listed(request.user, [result.person for result in found])}
    lines = [
        {"id": result.person.pk, "line": line(bars_of[result.person.pk]), "why": sentence(result.likeness.reasons)}
        for result in found
    ]
    context = {"page_title": _("Add a person"), "form": form, "found": lines, "back": reverse("people:list")}
    return render(request, "people/add.html", context, status=422 if form.errors else 200)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@require_POST
@about_person(Section.IDENTITY, Act.WRITE)
def show_name(request: Any, person_id: UUID, row_id: UUID) -> HttpResponse:
    """Let another name be the one that is shown."""
    shown = person_of(person_id)
    PARTS.row(request, PARTS["names"], shown, row_id)
    try:
        actions.show_name(by=request, person_id=shown.pk, name_id=row_id, seen=int(request.POST.get("seen") or 0))
    except (Stale, ValueError):
        messages.info(request, _("Somebody saved this in between. Look at it again first."))
    else:
        messages.success(request, _("Saved"))
    return redirect("people:names", person_id=shown.pk)
