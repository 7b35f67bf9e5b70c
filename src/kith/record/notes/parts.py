"""The pages of notes, the same for a person, a context and, from the slice above, an episode: list, search, read, write, correct."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from kith.record.access.guard import needs
from kith.record.access.rules import Act, Section
from kith.record.accounts.roles import Capability
from kith.record.audit.actions import recorded
from kith.record.contexts.parts import CONTEXT
from kith.record.notes import exporting, forms, keeping
from kith.record.notes.actions import POINTS, WRITER
from kith.record.notes.models import Note, TurningPoint
from kith.record.notes.offering import asked_at_save
from kith.record.notes.queries import filtered, line_of, of_context, of_person, versions, writers
from kith.record.notes.rules import is_correction
from kith.record.people.parts import PERSON
from kith.record.rows.parts import Part, Parts, asks
from kith.record.rows.words import day, label, labels, moment

A_PAGE = 25
WHOLE = 500
"""How many notes one printed page has at most; the page says where there are more."""
_BEGINNING = 300

Read = Callable[[Any, UUID, Any], QuerySet]
"""User, the owner's id and the sections open to them → the notes that the user may read, newest first."""


def cells(row: Note) -> list[str]:
    """What a note's card says beside its words."""
    return [
        label("note_kind", row.kind),
        moment(row.on, row.at) or _("Not known"),
        labels("note_seen", row.who_seen),
        label("state", row.alone) if row.saw_young_person else "",
        label("note_section", row.belongs) if row.belongs != "record" else "",
    ]


HEAD = (_L("Kind"), _L("Day"), _L("Seen"), _L("Seen alone"), _L("Section"))


def _more(request: Any, row: Any) -> dict[str, Any]:
    late = None if row is None else is_correction(row.made_by, request.user.pk, row.made_at, timezone.now())
    return {"sections": request.access.writes, "correcting": late}


def _part(key: str, title: Any, form: type[forms.NoteForm], section: Section) -> Part:
    return Part(
        key, _L("Notes"), title, _L("Change a note"), _L("No note is here yet. Write one after a visit, a call or a meeting."),
        section, form, HEAD, cells, lambda _user, _owner: [], more=_more,
    )  # fmt: skip


NOTES = _part("notes", _L("Write a note"), forms.NoteForm, Section.RECORD)
INTELLIGENCE = _part(
    "intelligence", _L("Write down police intelligence"), forms.IntelligenceForm, Section.POLICE_INTELLIGENCE
)


@dataclass(frozen=True)
class NotePages(Parts):
    """The notes of one kind of owner. `prefix` keeps the names of its addresses apart within its app."""

    found: Read = of_person
    prefix: str = ""
    concerns: Callable[[Any, UUID], Iterable[UUID]] = lambda _user, _owner_id: ()
    """User and the id of an owner that is no person → the people of whom a look tells something, of those whom the user may see."""
    form_template: str = "notes/form.html"
    parts: dict[str, Part] = field(default_factory=lambda: {"notes": NOTES})

    def patterns(self) -> Iterator[URLPattern]:
        part, about = self.parts["notes"], f"{self.owner.word}/<uuid:{self.owner.kwarg}>/notes/"
        views = (
            ("", "", self.page, Act.READ), ("export", "export.csv", self.export, Act.READ), ("add", "add/", self.add, Act.WRITE),
            ("note", "<uuid:row_id>/", self.note, Act.READ), ("change", "<uuid:row_id>/change/", self.change, Act.WRITE),
            ("error", "<uuid:row_id>/error/", self.error, Act.WRITE),
            ("restore", "<uuid:row_id>/restore/", self.restore, Act.WRITE),
        )  # fmt: skip
        for what, end, view, act in views:
            guarded = self._view(part, view, act)
            if what == "export":
                guarded = needs(Capability.EXPORT_LISTS)(guarded)
            yield path(about + end, guarded, name=self._short(part, what))
        if "intelligence" in self.parts:
            graded = self.parts["intelligence"]
            view = self._view(graded, self.add, Act.WRITE)
            yield path(f"{about}intelligence/add/", view, name=self._short(graded, "add"))

    def _short(self, part: Part, what: str) -> str:
        key = part.key if what == "add" else "notes"
        return f"{self.prefix}{key}_{what}" if what else f"{self.prefix}{key}"

    def name(self, part: Part, what: str = "") -> str:
        return f"{self.app}:{self._short(part, what)}"

    def draft(self, part: Part) -> str:
        return f"{self.app}.{self.prefix}{part.key}.add"

    def _whom(self, user: Any, owner: Any) -> list[UUID | None]:
        """Of whom the audit is told at each look: the person; else everyone concerned, or nobody by name."""
        return [owner.pk] if self.owner.kwarg == "person_id" else [*self.concerns(user, owner.pk)] or [None]

    def looked(self, request: Any, part: Part, owner: Any, rows: list[Any]) -> None:
        """Record the look, by everyone concerned."""
        about = None if self.owner.kwarg == "person_id" else owner.pk
        with recorded(request) as recorder:
            for whom in self._whom(request.user, owner):
                recorder.event(
                    self.owner.viewed, subject=part.key, why=request.access.why, subject_id=about, person_id=whom
                )

    def seen(self, request: Any, part: Part, owner: Any) -> list[Any]:
        graded = part.key == INTELLIGENCE.key
        rows = self.found(request.user, owner.pk, request.access.reads)
        return [row for row in rows if (row.section is Section.POLICE_INTELLIGENCE) == graded]

    def row(self, request: Any, part: Part, owner: Any, row_id: UUID) -> Any:
        row = self.found(request.user, owner.pk, request.access.reads).filter(pk=row_id).first()
        if row is None or row.section.value not in request.access.writes:
            raise Http404
        return row

    # Lists

    def page(self, request: Any, part: Part, owner: Any) -> HttpResponse:
        """The notes, newest first: of a kind, seen or alone, with words that were posted and stand under a reference."""
        if request.method == "POST":
            return self._search(request, part, owner)
        if request.method not in {"GET", "HEAD"}:
            return asks(lambda _request: HttpResponse())(request)
        form, words, rows = self._wanted(request, owner)
        whole = "whole" in request.GET
        page = Paginator(rows, WHOLE if whole else A_PAGE).get_page(request.GET.get("page"))
        notes = list(page.object_list)
        self.looked(request, part, owner, notes)
        query = request.GET.copy()
        query["whole"] = "1"
        query.pop("page", None)
        context = {
            "page_title": part.title, "part": part, "owner": owner, "page": page, "form": form, "whole": whole, "words": words,
            "search": forms.SearchForm(initial={"q": words}),
            "lines": self.lines(request, owner, notes),
            "whole_href": f"?{query.urlencode()}",
            "writes": part.section.value in request.access.writes,
            "add_href": self.href(part, owner, "add"),
            "graded_href": self._graded(request, owner),
            "export_href": self._export_href(request, part, owner),
            "undo": self.undo(request, part, owner),
        }  # fmt: skip
        return render(request, "notes/notes.html", context)

    def _wanted(self, request: Any, owner: Any) -> tuple[forms.FilterForm, str, QuerySet]:
        form = forms.FilterForm(request.GET or None)
        wanted = form.cleaned_data if form.is_valid() else {}
        words = keeping.kept(request, owner.pk, request.GET.get("found", ""))
        return form, words, filtered(self.found(request.user, owner.pk, request.access.reads), words=words, **wanted)

    def _search(self, request: Any, part: Part, owner: Any) -> HttpResponse:
        form = forms.SearchForm(request.POST)
        words = form.cleaned_data["q"] if form.is_valid() else ""
        back, query = self.href(part, owner), request.GET.copy()
        query.pop("found", None)
        query.pop("page", None)
        if words:
            query["found"] = reference = keeping.keep(request, owner.pk, words)
            with recorded(request) as recorder:
                for whom in self._whom(request.user, owner):
                    recorder.event(
                        "search.made", subject="notes", subject_id=UUID(reference), fields=["q"], person_id=whom
                    )
        return redirect(f"{back}?{query.urlencode()}" if query else back)

    def lines(self, request: Any, owner: Any, notes: list[Note]) -> list[dict[str, Any]]:
        """Notes as their cards show them."""
        names, part = writers(notes), self.parts["notes"]
        return [
            {
                "row": row, "title": f"{label('note_kind', row.kind)}, {moment(row.on, row.at) or _('day not known')}",
                "cells": [pair for pair in list(zip(part.heads(), cells(row), strict=True))[2:] if pair[1]],
                "by": row.author or names.get(row.made_by, ""), "href": self.href(part, owner, "note", row.pk),
                "beginning": row.words[:_BEGINNING], "more": len(row.words) > _BEGINNING, "until": day(row.expires_on),
                "change": self.href(part, owner, "change", row.pk), "error": self.href(part, owner, "error", row.pk),
                "restore": self.href(part, owner, "restore", row.pk),
                "writes": row.section.value in request.access.writes,
            }
            for row in notes
        ]  # fmt: skip

    def newest(self, request: Any, owner: Any, many: int) -> list[dict[str, Any]]:
        """The newest notes as their cards show them, for a page of the owner; without those entered in error."""
        rows = self.found(request.user, owner.pk, request.access.reads).filter(error_at=None)
        return self.lines(request, owner, list(rows[:many]))

    def _graded(self, request: Any, owner: Any) -> str:
        may = Section.POLICE_INTELLIGENCE.value in request.access.writes and "intelligence" in self.parts
        return self.href(self.parts["intelligence"], owner, "add") if may else ""

    def _export_href(self, request: Any, part: Part, owner: Any) -> str:
        if not request.user.may(Capability.EXPORT_LISTS):
            return ""
        return self.href(part, owner, "export") + (f"?{request.GET.urlencode()}" if request.GET else "")

    def export(self, request: Any, part: Part, owner: Any) -> HttpResponse:
        """The notes of the list as a file, audited by each note in it."""
        _form, _words, rows = self._wanted(request, owner)
        notes = list(rows.filter(error_at=None))
        with recorded(request) as recorder:
            for whom in self._whom(request.user, owner):
                recorder.event(
                    "list.exported", subject="notes", subject_id=owner.pk, why=request.access.why, person_id=whom
                )
                for row in notes:
                    recorder.event(
                        "note.exported", subject="note", subject_id=row.pk, why=request.access.why, person_id=whom
                    )
        return exporting.file(notes, writers(notes), part.heads(), cells)

    # One note

    def note(self, request: Any, part: Part, owner: Any, row_id: UUID) -> HttpResponse:
        """A note in full, with what it said before each correction."""
        row = self.found(request.user, owner.pk, request.access.reads).filter(pk=row_id).first()
        if row is None:
            raise Http404
        with recorded(request) as recorder:
            for whom in self._whom(request.user, owner):
                recorder.event("note.viewed", subject="note", subject_id=row.pk, why=request.access.why, person_id=whom)
        (line,) = self.lines(request, owner, [row])
        marks = (
            (_("Source"), "intelligence_source", row.source),
            (_("How the source knows of it"), "intelligence_assessment", row.assessment),
            (_("Handling"), "intelligence_handling", row.handling),
        )
        context = {
            "page_title": line["title"], "owner": owner, "line": line, "row": row, "back": self.href(part, owner),
            "marks": [[text, label(name, key)] for text, name, key in marks if key],
            "versions": [{"version": one, "cells": _before(one.fields)} for one in versions(row)],
        }  # fmt: skip
        return render(request, "notes/note.html", context)

    def add(self, request: Any, part: Part, owner: Any) -> HttpResponse:
        """A new note; where words are offered and no script could show them, a page in between offers them first."""
        return asked_at_save(request, self, part, owner, None) or super().add(request, part, owner)

    def change(self, request: Any, part: Part, owner: Any, row_id: UUID) -> HttpResponse:
        """Change a note on its day, correct it afterwards."""
        row = self.row(request, part, owner, row_id)
        form = INTELLIGENCE if row.section is Section.POLICE_INTELLIGENCE else part
        return asked_at_save(request, self, form, owner, row) or super().change(request, form, owner, row_id)


def _before(fields: dict[str, Any]) -> list[list[str]]:
    """What fields of a note said, in words; who was named and why it was corrected are left out."""
    said: list[list[str]] = []
    for name, value in fields.items():
        column: Any = Note._meta.get_field(name)
        if name in {"named", "corrected_why", "belongs"} or value in (None, "", []):
            continue
        listed = getattr(column, "list_name", "")
        text = labels(listed, value if isinstance(value, list) else [value]) if listed else str(value)
        said.append([str(column.verbose_name), text])
    return said


OF_PERSON = NotePages("notes", PERSON, WRITER, {"notes": NOTES, "intelligence": INTELLIGENCE}, found=of_person)
OF_CONTEXT = NotePages("notes", CONTEXT, WRITER, found=of_context, prefix="context_")


def _point(row: TurningPoint) -> list[str]:
    return [
        day(row.on) or _("Not known"),
        row.words,
        row.young_words,
        _("Shown") if row.shown == "yes" else _("Hidden"),
    ]


POINT = Part(
    "turning_points", _L("Turning points"), _L("Add a turning point"), _L("Change a turning point"),
    _L("No turning point is on the line. Mark one in the story, or add one."), Section.RECORD, forms.PointForm,
    (_L("Day"), _L("What turned"), _L("In their own words"), _L("On the line")), _point,
    line_of,
)  # fmt: skip


POINTS_OF_PERSON = Parts("notes", PERSON, POINTS, {"turning_points": POINT})
