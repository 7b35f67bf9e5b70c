"""Kinds of rows as data, and the pages that list, add, change, mark and restore them: a slice declares a `Part` and has five pages.

A part belongs to an owner (a person, a context): who may open it, whose page it is. Every page records the look; a saved form
drops its draft; a stale save shows both versions; a mark of "entered in error" can be undone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.record.access.rules import Act, Section
from kith.record.accounts import drafts
from kith.record.audit.actions import record_view, recorded
from kith.record.rows.actions import Stale, Writer
from kith.record.rows.forms import RowForm, WhyForm
from kith.record.rows.words import said

View = Callable[..., HttpResponse]
UNDO_SECONDS = 60
asks = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Owner:
    """Whose rows they are: how addresses name it, who may open it, what its pages show."""

    word: str
    """The first word of its addresses: `people`."""
    kwarg: str
    """The name of its id there, also of the rows' field: `person_id`."""
    guard: Callable[[Section, Act], Callable[[View], View]]
    """Gives a view to those who may; sets `request.access`."""
    find: Callable[[UUID], Any]
    """The thing itself, by the record kept; Http404 where there is none."""
    home: str
    """The name of its first page."""
    viewed: str
    """The audit's word for a look at it."""


@dataclass(frozen=True)
class Part:
    """One kind of row: its key, its words, the section it belongs to, its form, how its rows are read and what their cells say."""

    key: str
    title: str | Promise
    add_title: str | Promise
    change_title: str | Promise
    empty: str | Promise
    section: Section
    form: type[RowForm]
    head: tuple[str | Promise, ...]
    cells: Callable[[Any], list[str]]
    read: Callable[[Any, UUID], list[Any]]
    """User and owner's id → the rows that the user may see, newest first, those entered in error too."""
    more: Callable[[Any, Any], dict[str, Any]] = lambda _request, _row: {}
    """What the form takes besides, for a request and the row (None for a new one)."""
    check: Callable[[Any, Any], None] = lambda _request, _row: None
    """Raises `Refused` for a new row that this user may not make."""
    changes: Callable[[Any, Any], bool] = lambda _request, _row: True
    """Whether this user may change, mark or restore a row that is there, besides what its section says."""
    fixed: Callable[[Any], bool] = lambda _row: False
    """Whether a row cannot be marked as entered in error just now."""
    extras: Callable[[Any, Any], dict[str, Any]] = lambda _row, _owner: {}
    """Further things for the row's card: `mark`, `links`, `actions`, and with `leads` where its title leads."""
    change_form: type[RowForm] | None = None
    """The form of a row that is there, where it asks less than that of a new one."""
    leads: Callable[[Any, Any, Any], str] = lambda _request, _row, _owner: ""
    """Request, row (None for a new one) and owner → the page that one comes from and goes on to; "" for the part's own."""

    def rows(self, user: Any, owner_id: UUID, *, errors: bool = False) -> list[Any]:
        """The rows that the user may see; those entered in error on request."""
        return [row for row in self.read(user, owner_id) if errors or row.error_at is None]

    def heads(self) -> list[str]:
        return [str(text) for text in self.head]

    def lines(self, rows: Iterable[Any]) -> list[list[str]]:
        """Rows of a table."""
        return [self.cells(row) for row in rows]


@dataclass(frozen=True)
class Parts:
    """The parts of one slice: their pages and addresses. `app`: the slice's namespace."""

    app: str
    owner: Owner
    writer: Writer
    parts: dict[str, Part] = field(default_factory=dict)
    template: str = "rows/part.html"
    form_template: str = "rows/form.html"

    def __getitem__(self, key: str) -> Part:
        return self.parts[key]

    def patterns(self) -> Iterator[URLPattern]:
        """Five addresses a part."""
        for part in self.parts.values():
            about, row = f"{self.owner.word}/<uuid:{self.owner.kwarg}>/{part.key}/", "<uuid:row_id>/"
            yield path(about, self._view(part, self.page, Act.READ), name=part.key)
            yield path(f"{about}add/", self._view(part, self.add, Act.WRITE), name=f"{part.key}_add")
            yield path(f"{about}{row}", self._view(part, self.change, Act.WRITE), name=f"{part.key}_change")
            yield path(f"{about}{row}error/", self._view(part, self.error, Act.WRITE), name=f"{part.key}_error")
            yield path(f"{about}{row}restore/", self._view(part, self.restore, Act.WRITE), name=f"{part.key}_restore")

    def _view(self, part: Part, view: View, act: Act) -> View:
        def of_part(request: Any, **given: Any) -> HttpResponse:
            owner = self.owner.find(given.pop(self.owner.kwarg))
            return view(request, part, owner, **given)

        of_part.__doc__ = view.__doc__
        return self.owner.guard(part.section, act)(of_part)

    def href(self, part: Part, owner: Any, what: str = "", *row: UUID) -> str:
        """Where a page of a part is."""
        return reverse(self.name(part, what), args=[owner.pk, *row])

    def name(self, part: Part, what: str = "") -> str:
        """The name of the address of a page of a part."""
        return f"{self.app}:{part.key}_{what}" if what else f"{self.app}:{part.key}"

    def draft(self, part: Part) -> str:
        """Under which key the draft of a new row is kept."""
        return f"{self.app}.{part.key}.add"

    def back(self, request: Any, part: Part, owner: Any, row: Any = None) -> str:
        """The page that one goes back to, or on to once a row is saved."""
        return part.leads(request, row, owner) or self.href(part, owner)

    def shown(self, part: Part, row: Any, owner: Any) -> dict[str, Any]:
        """A row on the part's own page, with where its links lead."""
        return {
            "row": row,
            "cells": [*zip(part.heads(), part.cells(row), strict=True)],
            "name": part.cells(row)[0],
            "fixed": part.fixed(row),
            "change": self.href(part, owner, "change", row.pk),
            "error": self.href(part, owner, "error", row.pk),
            "restore": self.href(part, owner, "restore", row.pk),
            **part.extras(row, owner),
        }

    def page(self, request: Any, part: Part, owner: Any) -> HttpResponse:
        """All rows of one part, those entered in error too."""
        if request.method not in {"GET", "HEAD"}:
            return require_safe(lambda _request: HttpResponse())(request)
        rows = self.seen(request, part, owner)
        self.looked(request, part, owner, rows)
        context = {
            "page_title": part.title,
            "part": part,
            "owner": owner,
            "rows": [{**self.shown(part, row, owner), "changes": part.changes(request, row)} for row in rows],
            "writes": part.section.value in request.access.writes,
            "add_href": self.href(part, owner, "add"),
            "undo": self.undo(request, part, owner),
        }
        return render(request, self.template, context)

    def undo(self, request: Any, part: Part, owner: Any) -> dict[str, Any] | None:
        """What of this page was marked as entered in error less than a minute ago, to be taken back."""
        last = request.session.get("rows_undo", {})
        return last if _still(last, owner, part) else None

    def seen(self, request: Any, part: Part, owner: Any) -> list[Any]:
        """The rows that the user may see, newest first, those entered in error too."""
        return part.rows(request.user, owner.pk, errors=True)

    def looked(self, request: Any, part: Part, owner: Any, rows: list[Any]) -> None:
        """Record the look; where the page is no person's, everyone whom its rows name."""
        told: dict[str, Any] = {"subject": part.key, "why": request.access.why}
        if self.owner.kwarg == "person_id":
            record_view(request, self.owner.viewed, **told, person_id=owner.pk)
            return
        with recorded(request) as recorder:
            recorder.event(self.owner.viewed, **told, subject_id=owner.pk)
            for person_id in dict.fromkeys(row.about for row in rows if row.about):
                recorder.event(self.owner.viewed, **told, subject_id=owner.pk, person_id=person_id)

    def add(self, request: Any, part: Part, owner: Any) -> HttpResponse:
        """A new row of a part."""
        form = part.form(request.POST if request.method == "POST" else None, **part.more(request, None))
        back, form_key = self.back(request, part, owner), self.draft(part)
        if request.method == "POST" and form.is_valid():
            row = part.form.model(**{self.owner.kwarg: owner.pk}, **form.values())
            try:
                with recorded(request):
                    part.check(request, row)
                    self.writer.add(by=request, row=row)
                    drafts.drop(user=request.user, form_key=form_key, subject_id=owner.pk)
            except ValidationError as wrong:
                form.add_error(None, wrong.messages)
            else:
                messages.success(request, _("Saved"))
                return HttpResponseRedirect(self.back(request, part, owner, row))
        context = {
            "page_title": part.add_title,
            "form": form,
            "back": back,
            "form_key": form_key,
            "subject_id": owner.pk,
            "owner": owner,
        }
        return render(request, self.form_template, context, status=422 if form.errors else 200)

    def change(self, request: Any, part: Part, owner: Any, row_id: UUID) -> HttpResponse:
        """Change a row of a part."""
        row = self.row(request, part, owner, row_id)
        if request.method != "POST":
            self.looked(request, part, owner, [row])
        more = {} if part.change_form else part.more(request, row)
        return change_row(
            request,
            self.writer,
            row,
            part.change_form or part.form,
            title=part.change_title,
            back=self.back(request, part, owner, row),
            owner=owner,
            template=self.form_template,
            **more,
        )

    def row(self, request: Any, part: Part, owner: Any, row_id: UUID) -> Any:
        """A row of this owner that the user may change; 404 for another's, and for one whose section is not for them."""
        row = next((row for row in self.seen(request, part, owner) if row.pk == row_id), None)
        if row is None or row.section.value not in request.access.writes or not part.changes(request, row):
            raise Http404
        return row

    def error(self, request: Any, part: Part, owner: Any, row_id: UUID) -> HttpResponse:
        """Mark a row as entered in error; for a minute the part's page offers to undo it."""
        row = self.row(request, part, owner, row_id)
        if request.method != "POST":
            self.looked(request, part, owner, [row])
        form = WhyForm(request.POST if request.method == "POST" else None, initial={"seen": row.version})
        back = self.href(part, owner)
        if request.method == "POST" and form.is_valid():
            try:
                marked = self.writer.enter_in_error(
                    by=request, row=row, seen=form.cleaned_data["seen"] or 0, why_so=form.cleaned_data["why"]
                )
            except Stale:
                form.add_error(None, _("Somebody saved this in between. Look at it again first."))
            except ValidationError as wrong:
                form.add_error(None, wrong.messages)
            else:
                request.session["rows_undo"] = {
                    "owner": str(owner.pk),
                    "part": part.key,
                    "href": self.href(part, owner, "restore", row.pk),
                    "seen": marked.version,
                    "until": timezone.now().timestamp() + UNDO_SECONDS,
                }
                return HttpResponseRedirect(back)
        context = {"page_title": _("Entered in error"), "form": form, "back": back, "owner": owner,
                   "row": self.shown(part, row, owner)}  # fmt: skip
        return render(request, "rows/error.html", context, status=422 if form.errors else 200)

    def restore(self, request: Any, part: Part, owner: Any, row_id: UUID) -> HttpResponse:
        """Take back a mark of entered in error."""
        if request.method != "POST":
            return require_POST(lambda _request: HttpResponse())(request)
        row = self.row(request, part, owner, row_id)
        try:
            self.writer.restore(by=request, row=row, seen=int(request.POST.get("seen") or 0))
        except (Stale, ValueError):
            messages.info(request, _("Somebody saved this in between. Look at it again first."))
        except ValidationError as wrong:
            messages.info(request, " ".join(wrong.messages))
        else:
            request.session.pop("rows_undo", None)
            messages.success(request, _("Taken back"))
        return redirect(self.href(part, owner))


def _still(undo: dict[str, Any], owner: Any, part: Part) -> bool:
    """Whether the last mark was of this page, and less than a minute ago."""
    mine = undo.get("owner") == str(owner.pk) and undo.get("part") == part.key
    return mine and undo.get("until", 0) > timezone.now().timestamp()


def change_row(
    request: Any,
    writer: Writer,
    row: Any,
    form_class: type[RowForm],
    *,
    title: str | Promise,
    back: str,
    owner: Any = None,
    template: str = "rows/form.html",
    **more: Any,
) -> HttpResponse:
    """A page that changes one row: shown, checked, saved; or, where somebody saved in between, both versions side by side."""
    form = form_class(request.POST if request.method == "POST" else None, initial=form_class.of(row), **more)
    form_key = f"{row._meta.app_label}.{form_class.__name__.lower()}"
    context = {
        "page_title": title,
        "form": form,
        "back": back,
        "form_key": form_key,
        "subject_id": row.pk,
        "owner": owner,
    }
    if request.method == "POST" and form.is_valid():
        try:
            with recorded(request):
                writer.change(by=request, row=row, seen=form.cleaned_data["seen"] or 0, values=form.values())
                drafts.drop(user=request.user, form_key=form_key, subject_id=row.pk)
        except Stale as stale:
            both = {**context, "lines": compared(form, stale.stored), "stored": stale.stored}
            return render(request, "rows/stale.html", both, status=409)
        except ValidationError as wrong:
            form.add_error(None, wrong.messages)
        else:
            messages.success(request, _("Saved"))
            return HttpResponseRedirect(back)
    return render(request, template, context, status=422 if form.errors else 200)


def compared(form: RowForm, stored: Any) -> list[dict[str, Any]]:
    """Field by field: what is stored now and what was typed."""
    lines = []
    for name, typed in form.values().items():
        if hasattr(stored, name):
            now, mine = (said(form.fields[name], value) for value in (getattr(stored, name), typed))
            lines.append({"label": form.fields[name].label, "stored": now, "typed": mine, "differs": now != mine})
    return lines
