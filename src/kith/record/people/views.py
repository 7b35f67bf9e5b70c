"""Pages about people: lists, search, the person's page, and its parts. Each says in one line whom it is for."""

from __future__ import annotations

import csv
import io
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.definitions.codes import codes
from kith.record.access.guard import about_person, needs
from kith.record.access.rules import Act, Section
from kith.record.accounts.models import User
from kith.record.accounts.roles import ROLES, Capability
from kith.record.audit.actions import record_view, recorded
from kith.record.audit.queries import seen
from kith.record.audit.vocabulary import VOCABULARY
from kith.record.people import actions, forms, photos
from kith.record.people.context import age, where
from kith.record.people.merging import merges_of
from kith.record.people.models import Person
from kith.record.people.parts import PARTS
from kith.record.people.queries import Listed, holding_photos, listed, may, root, young_people
from kith.record.people.rules import REASONS
from kith.record.people.search import Asked, find

_asks = require_http_methods(["GET", "HEAD", "POST"])
_A_PAGE = 25
_SEARCHES = "people_searches"
_KEPT_SEARCHES = 5


def label(list_name: str, key: str) -> str:
    """What a person reads for a code, in their language."""
    return codes(list_name).label(key, (get_language() or "en")[:2])


def person_of(person_id: UUID) -> Person:
    """The person of a page, by the record kept. 404 where the guard knows them and `people` does not."""
    person = Person.objects.select_related("shown_name").filter(pk=root(person_id)).first()
    if person is None:
        raise Http404
    return person


# Lists


@require_safe
@needs(Capability.READ_RECORDS)
def people_list(request: HttpRequest) -> HttpResponse:
    """My young people: the first page."""
    form = forms.FilterForm(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = Paginator(young_people(request.user, **wanted), _A_PAGE).get_page(request.GET.get("page"))
    rows = listed(request.user, page.object_list)
    with recorded(request) as recorder:
        recorder.event("list.viewed", subject="people")
        for row in rows:
            recorder.event("people.listed", subject="person", subject_id=row.bar.person.pk, person_id=row.bar.person.pk)
    query = request.GET.urlencode()
    context = {
        "page_title": _("My young people"),
        "form": form,
        "page": page,
        "rows": [_line(row) for row in rows],
        "may_add": request.user.may(Capability.CREATE_PEOPLE),
        "add_href": reverse("people:add"),
        "may_export": request.user.may(Capability.EXPORT_LISTS),
        "export_href": reverse("people:export") + (f"?{query}" if query else ""),
        "may_merge": request.user.may(Capability.MERGE_PEOPLE),
        "likely_href": reverse("people:likely_duplicates"),
    }
    return render(request, "people/list.html", context)


def _line(row: Listed) -> list[Any]:
    name = {"text": row.bar.name or _("Name not known"), "href": reverse("people:person", args=[row.bar.person.pk])}
    statuses = ", ".join(label("involvement", status) for status in row.involvements)
    restricted = {"tag": _("Restricted"), "colour": "yellow"} if row.bar.restricted else ""
    return [name, row.bar.called, age(row.bar), statuses, where(row.bar), restricted]


@require_safe
@needs(Capability.EXPORT_LISTS)
def export(request: HttpRequest) -> HttpResponse:
    """The same list as a file, audited by each person in it."""
    form = forms.FilterForm(request.GET or None)
    rows = listed(request.user, young_people(request.user, **(form.cleaned_data if form.is_valid() else {})))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_("Name"), _("Called"), _("Birth date"), _("Involvement"), _("Where tonight"), _("Restricted")])
    for row in rows:
        writer.writerow([_harmless(cell) for cell in _exported(row)])
    with recorded(request) as recorder:
        recorder.event("list.exported", subject="people")
        for row in rows:
            recorder.event("list.exported", subject="person", subject_id=row.bar.person.pk, person_id=row.bar.person.pk)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="young-people-{timezone.localdate()}.csv"'
    return response


def _exported(row: Listed) -> list[str]:
    bar = row.bar
    place = _("Withheld") if bar.withheld else bar.where
    statuses = ", ".join(label("involvement", status) for status in row.involvements)
    born = bar.person.born_on.isoformat() if bar.person.born_on else ""
    return [bar.name, bar.called, born, statuses, place, _("Yes") if bar.restricted else _("No")]


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


# Search


@_asks
@needs(Capability.READ_RECORDS)
def search(request: HttpRequest) -> HttpResponse:
    """What is looked for is posted and kept in the session; results stand under a reference, so that no address holds a name."""
    form = forms.SearchForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        words = {**said, "born_on": said["born_on"].isoformat() if said["born_on"] else ""}
        reference = str(uuid4())
        kept = list(request.session.get(_SEARCHES, {}).items())[-_KEPT_SEARCHES + 1 :]
        request.session[_SEARCHES] = {**dict(kept), reference: words}
        record_view(
            request, "search.made", subject="search", subject_id=UUID(reference), fields=[n for n in words if words[n]]
        )
        return redirect("people:results", reference=reference)
    return render(request, "people/search.html", {"page_title": _("Find a person"), "form": form})


@require_safe
@needs(Capability.READ_RECORDS)
def results(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Whom a search finds among those whom the user may see."""
    words = request.session.get(_SEARCHES, {}).get(str(reference))
    if words is None:
        messages.info(request, _("That search is no longer kept. Please search again."))
        return redirect("people:search")
    asked = Asked(
        words["q"], parse_date(words["born_on"]) if words["born_on"] else None, words["postcode"], words["number"]
    )
    page = Paginator(find(request.user, asked), 20).get_page(request.GET.get("page"))
    found = list(page.object_list)
    rows = listed(request.user, [result.person for result in found])
    with recorded(request) as recorder:
        for result in found:
            pk = result.person.pk
            recorder.event("search.found", subject="search", subject_id=reference, person_id=pk)
    lines = [
        [*_line(row)[:4], _sentence(result.likeness.reasons), _line(row)[5]]
        for row, result in zip(rows, found, strict=True)
    ]
    return render(
        request,
        "people/results.html",
        {
            "page_title": _("People found"),
            "form": forms.SearchForm(initial={**words, "born_on": asked.born_on}),
            "page": page,
            "rows": lines,
            "may_add": request.user.may(Capability.CREATE_PEOPLE),
        },
    )


def _sentence(reasons: tuple[str, ...]) -> str:
    said = ", ".join(str(REASONS[reason]) for reason in reasons)
    return said[:1].upper() + said[1:]


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
         "empty": part.empty, "href": reverse(f"people:{part.key}", args=[shown.pk])}
        for part in PARTS.values() if part.section.value in reads
    ]  # fmt: skip
    undo = request.session.get("people_undo", {})
    context = {
        "page_title": _("Record"),
        "person": shown,
        "details": _details(request, shown),
        "sections": sections,
        "links": links(request, shown),
        "merges": merges_of(shown.pk) if request.user.may(Capability.MERGE_PEOPLE) else [],
        "undo": undo
        if undo.get("person") == str(shown.pk) and undo.get("until", 0) > timezone.now().timestamp()
        else None,
    }
    return render(request, "people/person.html", context)


def links(request: Any, shown: Person) -> list[dict[str, str]]:
    """The pages of a person that this user can open, for the navigation at the side."""
    found = [(_("Record"), "people:person", True)]
    found += [
        (str(part.title), f"people:{part.key}", part.section.value in request.access.reads) for part in PARTS.values()
    ]
    writes = "identity" in request.access.writes
    found += [
        (_("Photo"), "people:photo", writes),
        (_("Who may see this record"), "access:who", writes and request.user.may(Capability.READ_RECORDS)),
        (_("Who has seen this record"), "people:seen", "history" in request.access.reads),
        (_("Possible duplicates"), "people:duplicates", writes and request.user.may(Capability.MERGE_PEOPLE)),
        (_("Copy for the person"), "people:subject_access", writes and request.user.may(Capability.RESTRICT)),
    ]
    return [
        {"text": text, "href": reverse(name, args=[shown.pk]), "current": request.resolver_match.view_name == name}
        for text, name, open_ in found
        if open_
    ]


def _details(request: Any, shown: Person) -> list[dict[str, Any]]:
    """The person's own row as a summary list."""
    form = forms.DetailsForm()
    values = {name: getattr(shown, name) for name in form.fields if name != "seen"}
    return [{"key": form.fields[name].label, "value": said(form.fields[name], value)} for name, value in values.items()]


def said(field: Any, value: Any) -> str:
    """A stored value as people read it."""
    if value in (None, "", []):
        return _("Not given")
    if hasattr(value, "year"):
        return formats.date_format(value, "j F Y")
    labels = dict(getattr(field, "choices", []))
    return ", ".join(str(labels.get(one, one)) for one in (value if isinstance(value, list) else [value]))


@_asks
@about_person(Section.IDENTITY, Act.WRITE)
def details(request: Any, person_id: UUID) -> HttpResponse:
    """Change what stands in the person's own row."""
    shown = person_of(person_id)
    back = reverse("people:person", args=[shown.pk])
    return change_row(request, shown, shown, forms.DetailsForm, title=_("Change details"), back=back)


def change_row(
    request: Any, shown: Person, row: Any, form_class: type[forms.RowForm], *, title: str, back: str, **more: Any
) -> HttpResponse:
    """A page that changes one row: shown, checked, saved; or, where somebody saved in between, both versions side by side."""
    form = form_class(request.POST if request.method == "POST" else None, initial=form_class.of(row), **more)
    context = {"page_title": title, "form": form, "back": back, "links": links(request, shown), "person": shown,
               "form_key": f"people.{form_class.__name__.lower()}", "subject_id": row.pk}  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(by=request, row=row, seen=form.cleaned_data["seen"] or 0, values=form.values())
        except actions.Stale as stale:
            return render(
                request,
                "people/stale.html",
                {**context, "lines": _compared(form, stale.stored), "stored": stale.stored},
                status=409,
            )
        except ValidationError as wrong:
            form.add_error(None, wrong.messages)
        else:
            messages.success(request, _("Saved"))
            return HttpResponseRedirect(back)
    return render(request, "people/form.html", context, status=422 if form.errors else 200)


def _compared(form: forms.RowForm, stored: Any) -> list[dict[str, Any]]:
    """Field by field: what is stored now and what was typed."""
    names = [name for name in form.values() if hasattr(stored, name)]
    pairs = [
        (name, said(form.fields[name], getattr(stored, name)), said(form.fields[name], form.cleaned_data[name]))
        for name in names
    ]
    return [
        {"label": form.fields[name].label, "stored": now, "typed": typed, "differs": now != typed}
        for name, now, typed in pairs
    ]


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
            getattr(one, "because", "") or one.why.relation,
        ]
        for one in sightings
    ]
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {
        "page_title": _("Who has seen this record"),
        "page": page,
        "rows": list(page.object_list),
        "links": links(request, shown),
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


@_asks
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
        except actions.Refused as wrong:
            form.add_error(None, wrong.messages)
        else:
            messages.success(request, _("Saved"))
            return redirect("people:person", person_id=shown.pk)
    context = {"page_title": _("Photo"), "form": form, "back": reverse("people:person", args=[shown.pk]), "links": links(request, shown),
               "uploads": True}  # fmt: skip
    return render(request, "people/form.html", context, status=422 if form.errors else 200)


# Begin a record


@_asks
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
        {"id": result.person.pk, "line": _line(bars_of[result.person.pk]), "why": _sentence(result.likeness.reasons)}
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


# The parts of a record: names, addresses, involvements, numbers, family


@require_safe
def part_page(request: Any, person_id: UUID, part_key: str) -> HttpResponse:
    """All rows of one part, those entered in error too. Guarded in `urls`."""
    part, shown = PARTS[part_key], person_of(person_id)
    record_view(request, "person.viewed", subject=part_key, person_id=shown.pk, why=request.access.why)
    context = {
        "page_title": part.title,
        "part": part,
        "rows": [part.shown(row, shown) for row in part.rows(request.user, shown.pk, errors=True)],
        "links": links(request, shown),
        "person": shown,
        "writes": part.section.value in request.access.writes,
        "add_href": reverse(f"people:{part_key}_add", args=[shown.pk]),
    }
    return render(request, "people/part.html", context)


@_asks
def part_add(request: Any, person_id: UUID, part_key: str) -> HttpResponse:
    """A new row of a part. Guarded in `urls`."""
    part, shown = PARTS[part_key], person_of(person_id)
    more = {"found": _family(request)} if part_key == "family" else {}
    form = part.form(request.POST if request.method == "POST" else None, **more)
    back = reverse(f"people:{part_key}", args=[shown.pk])
    if request.method == "POST" and form.is_valid():
        row = part.form.model(person=shown, **form.values())
        try:
            if part_key == "family" and not may(request.user, UUID(str(row.other_id)), Section.IDENTITY):
                raise actions.Refused(_("Find the person and choose them"))
            actions.add(by=request, row=row)
        except ValidationError as wrong:
            form.add_error(None, wrong.messages)
        else:
            messages.success(request, _("Saved"))
            return HttpResponseRedirect(back)
    context = {"page_title": part.add_title, "form": form, "back": back, "links": links(request, shown), "person": shown,
               "form_key": f"people.{part_key}.add", "subject_id": shown.pk}  # fmt: skip
    return render(request, "people/form.html", context, status=422 if form.errors else 200)


def _family(request: Any) -> list[tuple[str, str]]:
    """Whom the words typed find, as choices."""
    words = request.POST.get("q", "") if request.method == "POST" else ""
    found = find(request.user, Asked(words))[:10] if words else []
    return [
        (str(result.person.pk), result.person.shown_name.whole if result.person.shown_name else "-") for result in found
    ]


@_asks
def part_change(request: Any, person_id: UUID, part_key: str, row_id: UUID) -> HttpResponse:
    """Change a row of a part. Guarded in `urls`."""
    part, shown = PARTS[part_key], person_of(person_id)
    row = part_row(request, shown, part_key, row_id)
    more: dict[str, Any] = {}
    if part_key == "family":
        other = person_of(row.other_id)
        more = {"found": [(str(row.other_id), other.shown_name.whole if other.shown_name else "-")]}
    back = reverse(f"people:{part_key}", args=[shown.pk])
    return change_row(request, shown, row, part.form, title=part.change_title, back=back, **more)


def part_row(request: Any, shown: Person, part_key: str, row_id: UUID) -> Any:
    """A row of this person that the user may change; 404 for another's, and for a withheld address that is not for them."""
    rows = PARTS[part_key].rows(request.user, shown.pk, errors=True)
    row = next((row for row in rows if row.pk == row_id), None)
    if row is None or actions.section_of(row).value not in request.access.writes:
        raise Http404
    return row


@_asks
def part_error(request: Any, person_id: UUID, part_key: str, row_id: UUID) -> HttpResponse:
    """Mark a row as entered in error; for a minute it can be undone from the person's page. Guarded in `urls`."""
    part, shown = PARTS[part_key], person_of(person_id)
    row = part_row(request, shown, part_key, row_id)
    form = forms.WhyForm(request.POST if request.method == "POST" else None, initial={"seen": row.version})
    back = reverse(f"people:{part_key}", args=[shown.pk])
    if request.method == "POST" and form.is_valid():
        try:
            marked = actions.enter_in_error(
                by=request, row=row, seen=form.cleaned_data["seen"] or 0, why_so=form.cleaned_data["why"]
            )
        except actions.Stale:
            form.add_error(None, _("Somebody saved this in between. Look at it again first."))
        except ValidationError as wrong:
            form.add_error(None, wrong.messages)
        else:
            request.session["people_undo"] = {
                "person": str(shown.pk),
                "href": reverse(f"people:{part_key}_restore", args=[shown.pk, row.pk]),
                "seen": marked.version,
                "until": timezone.now().timestamp() + 60,
            }
            return redirect("people:person", person_id=shown.pk)
    context = {
        "page_title": _("Entered in error"),
        "form": form,
        "back": back,
        "links": links(request, shown),
        "row": part.shown(row, shown),
    }
    return render(request, "people/error.html", context, status=422 if form.errors else 200)


@require_POST
def part_restore(request: Any, person_id: UUID, part_key: str, row_id: UUID) -> HttpResponse:
    """Take back a mark of entered in error. Guarded in `urls`."""
    shown = person_of(person_id)
    row = part_row(request, shown, part_key, row_id)
    try:
        actions.restore(by=request, row=row, seen=int(request.POST.get("seen") or 0))
    except (actions.Stale, ValueError):
        messages.info(request, _("Somebody saved this in between. Look at it again first."))
    else:
        request.session.pop("people_undo", None)
        messages.success(request, _("Taken back"))
    return redirect(f"people:{part_key}", person_id=shown.pk)


@require_POST
@about_person(Section.IDENTITY, Act.WRITE)
def show_name(request: Any, person_id: UUID, row_id: UUID) -> HttpResponse:
    """Let another name be the one that is shown."""
    shown = person_of(person_id)
    part_row(request, shown, "names", row_id)
    try:
        actions.show_name(by=request, person_id=shown.pk, name_id=row_id, seen=int(request.POST.get("seen") or 0))
    except (actions.Stale, ValueError):
        messages.info(request, _("Somebody saved this in between. Look at it again first."))
    else:
        messages.success(request, _("Saved"))
    return redirect("people:names", person_id=shown.pk)
