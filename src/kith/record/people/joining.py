"""Pages on which records are compared, made one, and taken apart again; for those who may merge and may see both."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kith.record.access.guard import about_person, needs
from kith.record.access.queries import person_ids
from kith.record.access.rules import Act, Section
from kith.record.accounts.roles import Capability
from kith.record.audit.actions import record_view
from kith.record.people import actions, forms
from kith.record.people.merging import CHOSEN, merge, merges_of, preview, unmerge
from kith.record.people.models import Identifier, LikelyDuplicate, Name, Person
from kith.record.people.parts import person_of
from kith.record.people.queries import holding_photos, listed, visible
from kith.record.people.rules import REASONS, Known, Said
from kith.record.people.search import Asked, known_of, likely_duplicates
from kith.record.rows.actions import Stale
from kith.record.rows.forms import WhyForm
from kith.record.rows.words import said

_asks = require_http_methods(["GET", "HEAD", "POST"])


def _pairs(user: Any) -> QuerySet[LikelyDuplicate]:
    """Pairs not answered of which the user may see both; of others not even a number is shown."""
    ids = person_ids(user, Section.IDENTITY, Act.WRITE)
    both = Q(one__in=ids, other__in=ids, one__kept=None, other__kept=None, one__error_at=None, other__error_at=None)
    return LikelyDuplicate.objects.filter(both, answer="").select_related("one__shown_name", "other__shown_name")


@require_safe
@needs(Capability.MERGE_PEOPLE)
def likely(request: HttpRequest) -> HttpResponse:
    """Likely duplicates that wait for an answer."""
    page = Paginator(_pairs(request.user).order_by("-made_at"), 25).get_page(request.GET.get("page"))
    record_view(request, "list.viewed", subject="likely_duplicates")
    rows = [
        [
            {"text": _name(pair.one), "href": reverse("people:compare", args=[pair.one_id, pair.other_id])},
            _name(pair.other),
            ", ".join(str(REASONS[reason]) for reason in pair.reasons if reason in REASONS),
        ]
        for pair in page.object_list
    ]
    return render(request, "people/likely.html", {"page_title": _("Possible duplicates"), "page": page, "rows": rows})


def _answered_pairs(user: Any) -> QuerySet[LikelyDuplicate]:
    ids = person_ids(user, Section.IDENTITY, Act.WRITE)
    return LikelyDuplicate.objects.filter(one__in=ids, other__in=ids).exclude(answer="")


def _name(person: Person) -> str:
    return person.shown_name.whole if person.shown_name else _("Name not known")


@require_safe
@needs(Capability.MERGE_PEOPLE)
def one_likely(request: HttpRequest, pair_id: UUID) -> HttpResponse:
    """Where a notice leads: the comparison, if the user may see both."""
    pair = _pairs(request.user).filter(pk=pair_id).first()
    if pair is None and _answered_pairs(request.user).filter(pk=pair_id).exists():
        return redirect("people:likely_duplicates")  # by somebody else, since the notice came
    if pair is None:
        raise Http404
    return redirect("people:compare", person_id=pair.one_id, other_id=pair.other_id)


@require_safe
@needs(Capability.MERGE_PEOPLE)
@about_person(Section.IDENTITY, Act.WRITE)
def duplicates(request: Any, person_id: UUID) -> HttpResponse:
    """Who else this may be, among those whom the user may see; and what was merged here."""
    shown = person_of(person_id)
    known = known_of([shown])[shown.pk]
    found = likely_duplicates(partial(visible, request.user, act=Act.WRITE), known, _asked(known), apart_from=shown.pk)
    record_view(request, "person.compared", subject="person", subject_id=shown.pk, person_id=shown.pk)
    rows = [
        [
            {"text": _name(result.person), "href": reverse("people:compare", args=[shown.pk, result.person.pk])},
            ", ".join(str(REASONS[reason]) for reason in result.likeness.reasons),
        ]
        for result in found
    ]
    context = {"page_title": _("Possible duplicates"), "person": shown, "rows": rows,
               "merges": merges_of(shown.pk)}  # fmt: skip
    return render(request, "people/duplicates.html", context)


def _asked(known: Known) -> Asked:
    name = next((name for name in known.names if name.shown), Said())
    whole = " ".join(filter(None, [name.given, name.family])) or name.called
    number, postcode = next(iter(known.numbers), ""), next(iter(known.postcodes), "")
    return Asked(whole, known.born_on, postcode, number, known.birth_precision)


@_asks
@needs(Capability.MERGE_PEOPLE)
@about_person(Section.IDENTITY, Act.WRITE)
def compare(request: Any, person_id: UUID, other_id: UUID) -> HttpResponse:
    """Two records side by side: say that they are one, choosing field by field what is shown, or that they are not."""
    kept = person_of(person_id)
    merged = visible(request.user, act=Act.WRITE).filter(pk=other_id).exclude(pk=kept.pk).first()
    if merged is None:
        raise Http404
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return _answered(request, kept, merged, form.cleaned_data["why"])
        except Stale:
            form.add_error(None, _("One of the records was changed in between. What you see now is the newest."))
        except ValidationError as wrong:
            form.add_error(None, wrong.messages)
    for one in (kept, merged):
        record_view(request, "person.compared", subject="person", subject_id=one.pk, person_id=one.pk)
    context = {
        "page_title": _("Are these the same person?"),
        "form": form,
        "lines": _lines(kept, merged),
        "bars": listed(request.user, [kept, merged]),
        "versions": f"{kept.version}.{merged.version}",
        "owner": kept,
        "other_way": reverse("people:compare", args=[merged.pk, kept.pk]),
        "photos": holding_photos([kept.pk, merged.pk]),
    }
    return render(request, "people/compare.html", context, status=422 if form.errors else 200)


def _answered(request: Any, kept: Person, merged: Person, why: str) -> HttpResponse:
    if request.POST.get("answer") == "not_the_same":
        actions.say_not_the_same(by=request, one=kept.pk, other=merged.pk, why=why)
        messages.success(request, _("Remembered: they are not the same person"))
        return redirect("people:person", person_id=kept.pk)
    first, _dot, second = request.POST.get("versions", "").partition(".")
    seen = (int(first), int(second)) if first.isdecimal() and second.isdecimal() else (0, 0)
    take = [name for name in CHOSEN if request.POST.get(f"take_{name}") == "merged"]
    merge(by=request, kept=kept, merged=merged, seen=seen, take=take, why=why)
    messages.success(
        request, _("The two records are now one. You can take them apart again from “Possible duplicates”.")
    )
    return redirect("people:person", person_id=kept.pk)


def _lines(kept: Person, merged: Person) -> list[dict[str, Any]]:
    """The preview in words, and what cannot be chosen: names and numbers, of which all are kept."""
    fields = forms.DetailsForm().fields
    lines = []
    for line in preview(kept, merged):
        named = line.field == "shown_name_id"
        mine = _name(kept) if named else said(fields[line.field], line.kept)
        other = _name(merged) if named else said(fields[line.field], line.merged)
        label = _("Name shown") if named else fields[line.field].label
        lines.append({"field": line.field, "label": label, "kept": mine, "merged": other,
                      "differs": line.differs, "takes": line.proposed == "merged"})  # fmt: skip
    for model, label in ((Name, _("All names")), (Identifier, _("All numbers"))):
        texts = [
            ", ".join(
                row.whole if isinstance(row, Name) else row.value
                for row in model.objects.filter(person=one, error_at=None)
            )
            for one in (kept, merged)
        ]
        lines.append(
            {"field": "", "label": label, "kept": texts[0] or "-", "merged": texts[1] or "-", "differs": False}
        )
    return lines


@_asks
@needs(Capability.MERGE_PEOPLE)
@about_person(Section.IDENTITY, Act.WRITE)
def undo(request: Any, person_id: UUID, merge_id: UUID) -> HttpResponse:
    """Take a merge apart."""
    shown = person_of(person_id)
    made = next((one for one in merges_of(shown.pk) if one.pk == merge_id), None)
    if made is None:
        raise Http404
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            apart = unmerge(by=request, merge=made, why=form.cleaned_data["why"])
        except ValidationError as wrong:
            form.add_error(None, wrong.messages)
        else:
            messages.success(
                request, _("The two records are apart again. What was done since stays where it was done.")
            )
            return redirect("people:person", person_id=apart.pk if apart.pk == person_id else shown.pk)
    context = {"page_title": _("Take two records apart"), "form": form, "merge": made,
               "back": reverse("people:duplicates", args=[shown.pk]), "merged_name": _name(made.merged)}  # fmt: skip
    return render(request, "people/unmerge.html", context, status=422 if form.errors else 200)
