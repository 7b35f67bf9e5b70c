"""The pages of datasets: bring one, look at what it would change, decide doubts, load, undo; take the record out."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kith.record.access.guard import needs
from kith.record.accounts.roles import Capability
from kith.record.audit.actions import record_view, recorded
from kith.record.exchange import actions, folders, wording, writing
from kith.record.exchange.comparing import Compared
from kith.record.exchange.forms import BringForm, ConfirmForm, TakeForm
from kith.record.exchange.labels import table_name
from kith.record.exchange.models import Load
from kith.record.exchange.queries import A_PAGE, lines, loads, questions, with_both
from kith.record.exchange.rules import State
from kith.record.rows.parts import asks

_MAY = Capability.LOAD_DATASET


@require_safe
@needs(_MAY)
def loads_page(request: HttpRequest) -> HttpResponse:
    """What was brought, and what became of it."""
    page = Paginator(loads(), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_title": _("Datasets"),
        "head": [_("Brought"), _("What"), _("Rows"), _("State")],
        "rows": [wording.load_row(load) for load in page.object_list],
        "page": page,
    }
    return render(request, "exchange/loads.html", context)


@asks
@needs(_MAY)
def bring(request: HttpRequest) -> HttpResponse:
    """Bring files. They are kept apart until somebody confirms what they would change."""
    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with tempfile.TemporaryDirectory(prefix="kith-") as place:
            for one in form.cleaned_data["files"]:
                with (Path(place) / Path(one.name).name).open("wb") as file:
                    file.writelines(one.chunks())
            try:
                load = actions.bring(by=request, folder=Path(place), month=form.cleaned_data["month"])
            except ValidationError as wrong:
                form.add_error("files", wrong.messages)
            else:
                return redirect("exchange:load", load.pk)
    context = {"page_title": _("Bring a dataset"), "form": form, "back": reverse("exchange:loads"), "uploads": True}
    return render(request, "rows/form.html", context, status=422 if form.errors else 200)


@require_safe
@needs(_MAY)
def load_page(request: HttpRequest, load_id: UUID) -> HttpResponse:
    """What a dataset would change, in numbers; what is in doubt; what was wrong in it."""
    load = get_object_or_404(Load, pk=load_id)
    record_view(request, "dataset.viewed", subject="load", subject_id=load.pk)
    compared = _compared(request, load)
    states = [s for s in State if any(found.get(s.value) for found in load.counts.values())]
    context = {
        "page_title": _("What this dataset would change") if load.state == Load.State.WAITING else _("A load"),
        "load": load,
        "state": {"tag": load.get_state_display(), "colour": wording.COLOURS[load.state]},
        "head": [_("Table"), *({"text": wording.STATES[state], "numeric": True} for state in states)],
        "rows": [wording.count_row(load, table, states, links=compared is not None) for table in load.counts],
        "told_head": [_("Table"), _("Column"), {"text": _("Times"), "numeric": True}, _("What"), _("What to do")],
        "told": [wording.told_row(line) for line in load.told],
        "doubts": len(compared.matched.doubts) if compared else 0,
        "form": ConfirmForm(),
        "may_load": compared is not None and load.state in {Load.State.WAITING, Load.State.LOADED},
    }
    return render(request, "exchange/load.html", context)


def _compared(request: HttpRequest, load: Load) -> Compared | None:
    if load.state not in {Load.State.WAITING, Load.State.LOADED}:
        return None
    return actions.preview(by=request, load=load)


@require_safe
@needs(_MAY)
def rows(request: HttpRequest, load_id: UUID, table: str, state: str) -> HttpResponse:
    """The rows of a table in one state, of those whom the user may see."""
    load = get_object_or_404(Load, pk=load_id)
    compared = _compared(request, load)
    if compared is None or table not in compared.met or state not in set(State):
        raise Http404
    page = Paginator(lines(request.user, compared, table, State(state)), A_PAGE).get_page(request.GET.get("page"))
    shown = with_both(compared, table, list(page.object_list)) if state in {"both", "changed"} else page.object_list
    with recorded(request) as recorder:
        recorder.event("dataset.viewed", subject="load", subject_id=load.pk)
        for person_id in dict.fromkeys(line.person_id for line in shown if line.person_id):
            recorder.event("dataset.viewed", subject="load", subject_id=load.pk, person_id=UUID(person_id))
    context = {
        "page_title": f"{table_name(table)}: {wording.STATES[State(state)]}",
        "load": load,
        "table": table,
        "both": state == State.BOTH,
        "lines": [wording.line_of(table, line) for line in shown],
        "page": page,
    }
    return render(request, "exchange/rows.html", context)


@require_safe
@needs(_MAY)
def doubts(request: HttpRequest, load_id: UUID) -> HttpResponse:
    """Who might be whom: one question a person, decided one by one."""
    load = get_object_or_404(Load, pk=load_id)
    compared = _compared(request, load)
    kept = folders.kept(load)
    if compared is None or kept is None:
        raise Http404
    asked = questions(request.user, compared, kept[1])
    page = Paginator(asked, A_PAGE).get_page(request.GET.get("page"))
    with recorded(request) as recorder:
        for question in page.object_list:
            for pk, _name, _born in question.candidates:
                recorder.event("dataset.viewed", subject="load", subject_id=load.pk, person_id=UUID(pk))
    context = {
        "page_title": _("Who might be whom"),
        "load": load,
        "questions": [wording.question(one) for one in page.object_list],
        "page": page,
        "others": len(compared.matched.doubts) > len(asked),
    }
    return render(request, "exchange/doubts.html", context)


@require_POST
@needs(_MAY)
def decide(request: HttpRequest, load_id: UUID) -> HttpResponse:
    """Remember an answer, if it is about people whose record the user may write."""
    load = get_object_or_404(Load, pk=load_id)
    compared, kept = _compared(request, load), folders.kept(load)
    if compared is None or kept is None:
        raise Http404
    table, row_id, said = (request.POST.get(name, "") for name in ("table", "row_id", "answer"))
    back = redirect("exchange:doubts", load.pk)
    if table == "people" and not request.POST.get("digest"):
        asked = {one.person_ref: one for one in questions(request.user, compared, kept[1])}
        about = {pk for pk, _name, _born in asked[row_id].candidates} if row_id in asked else set()
        person = UUID(said) if said in about else None
        if row_id not in asked or (person is None and said != "new"):
            raise Http404
        answer, digest = ("same" if person else "new"), ""
    else:
        line = next((one for one in lines(request.user, compared, table, State.BOTH) if one.met.row_id == row_id), None)
        if line is None or said not in {"ours", "theirs"}:
            raise Http404
        answer, digest, person = said, line.met.digest, UUID(line.person_id) if line.person_id else None
        back = redirect("exchange:rows", load.pk, table, "both")
    actions.decide(by=request, table=table, row_id=row_id, digest=digest, answer=answer, person_id=person)
    messages.success(request, _("Saved"))
    return back


@require_POST
@needs(_MAY)
def confirm(request: HttpRequest, load_id: UUID) -> HttpResponse:
    """Load all that is not in doubt."""
    load = get_object_or_404(Load, pk=load_id)
    form = ConfirmForm(request.POST)
    team = form.cleaned_data["team"] if form.is_valid() else None
    return _done(request, load, _("Loaded"), lambda: actions.load(by=request, load=load, team=team))


@require_POST
@needs(_MAY)
def drop(request: HttpRequest, load_id: UUID) -> HttpResponse:
    """Do not load it."""
    load = get_object_or_404(Load, pk=load_id)
    return _done(request, load, _("Not loaded"), lambda: actions.drop(by=request, load=load))


@require_POST
@needs(_MAY)
def undo(request: HttpRequest, load_id: UUID) -> HttpResponse:
    """Undo the whole load."""
    load = get_object_or_404(Load, pk=load_id)
    return _done(request, load, _("Undone"), lambda: actions.undo(by=request, load=load))


def _done(request: HttpRequest, load: Load, says: str, do: Any) -> HttpResponse:
    try:
        do()
    except ValidationError as wrong:
        messages.info(request, " ".join(wrong.messages))
    else:
        messages.success(request, says)
    return redirect("exchange:load", load.pk)


@asks
@needs(Capability.TAKE_DATASET)
def take(request: HttpRequest) -> HttpResponse:
    """The whole record as a dataset, under pseudonyms: what is taken from a page names nobody."""
    form = TakeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        packed = io.BytesIO()
        with tempfile.TemporaryDirectory(prefix="kith-") as place:
            folder = Path(place) / "record"
            writing.write(by=request, folder=folder, form=form.cleaned_data["form"], key=writing.page_key())
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as pack:
                for path in sorted(folder.iterdir()):
                    pack.write(path, path.name)
        response = HttpResponse(packed.getvalue(), content_type="application/zip")
        response["Content-Disposition"] = f'attachment; filename="record-{timezone.localdate()}.zip"'
        return response
    return render(request, "exchange/take.html", {"page_title": _("Take the record out"), "form": form})
