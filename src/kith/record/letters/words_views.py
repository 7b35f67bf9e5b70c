"""Pages on which an authority changes the words of its documents and its letterhead; nobody's record is on them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kith.figures.documents.kinds import KINDS, LANGUAGES, Kind, Language, listed, made_up
from kith.figures.documents.making import make
from kith.figures.documents.templates import check
from kith.record.access.guard import needs
from kith.record.accounts.models import User
from kith.record.accounts.roles import Capability
from kith.record.letters import actions, forms
from kith.record.letters.models import Words
from kith.record.letters.queries import letterhead, words_of
from kith.record.letters.views import sent
from kith.record.rows.actions import Refused
from kith.record.rows.parts import asks


@require_safe
@needs(Capability.EDIT_DOCUMENTS)
def all_words(request: HttpRequest) -> HttpResponse:
    """Every document in each language, with whose words it has."""
    rows = [
        [
            {"text": f"{forms.titled(kind.key)} ({forms.TONGUES[language]})", "href": reverse("letters:words", args=[kind.key, language])},
            _("Your own") if words_of(kind, language) else _("Came with Kith"),
        ]
        for kind in KINDS.values() for language in LANGUAGES
    ]  # fmt: skip
    context = {"page_title": _("Words of documents"), "rows": rows, "head": [_("Document"), _("Words")],
               "has_letterhead": letterhead() is not None}  # fmt: skip
    return render(request, "letters/all_words.html", context)


@asks
@needs(Capability.EDIT_DOCUMENTS)
def words(request: Any, kind: str, language: str) -> HttpResponse:
    """Change the words of one document: looked at with made-up facts, kept, or gone back from."""
    one = actions.kind_of(kind)
    if one is None or language not in LANGUAGES:
        raise Http404
    tongue: Language = language  # type: ignore[assignment]
    own = words_of(one, tongue)
    form = forms.WordsForm(request.POST or None, initial={"text": own or one.built_in(tongue)})
    blocks: Any = ()
    if request.method == "POST" and "built_in" in request.POST:
        actions.keep_words(by=request, kind=one, language=tongue, text="")
        messages.success(request, _("The words that came with Kith are used again"))
        return redirect("letters:words", kind=kind, language=language)
    if request.method == "POST" and form.is_valid():
        answer = _kept_or_shown(request, one, tongue, form)
        if isinstance(answer, HttpResponse):
            return answer
        blocks = answer
    context = {
        "page_title": f"{forms.titled(kind)} ({forms.TONGUES[tongue]})", "form": form, "blocks": blocks, "tongue": tongue,
        "own": bool(own), "back": reverse("letters:all_words"), "versions": _versions(one, tongue),
        "fields": [[one.path, one.says, one.example] for one in listed(one.context)],
        "head": [_("Field"), _("What it holds"), _("Made-up value")],
    }  # fmt: skip
    return render(request, "letters/words.html", context, status=422 if form.errors else 200)


def _kept_or_shown(request: Any, kind: Kind, language: Language, form: forms.WordsForm) -> Any:
    """The redirect after words were kept; the PDF that was asked for; or the blocks to look at. Errors go to the form."""
    text = form.cleaned_data["text"].replace("\r\n", "\n")
    if problems := check(text, kind.context, file=kind.key):
        form.add_error("text", [actions.told(problem) for problem in problems])
        return ()
    if "keep" in request.POST:
        actions.keep_words(by=request, kind=kind, language=language, text=text)
        messages.success(request, _("Saved"))
        return redirect("letters:words", kind=kind.key, language=language)
    made = make(kind, made_up(kind.context), language, "pdf", template=text)
    return sent(made.content, made.media_type, f"{kind.key}.pdf") if "pdf" in request.POST else made.blocks


def _versions(kind: Kind, language: Language) -> list[dict[str, Any]]:
    """The last twenty versions, newest first."""
    found = list(Words.objects.filter(kind=kind.key, language=language).order_by("-made_at")[:20])
    names = dict(User.objects.filter(pk__in={row.made_by for row in found}).values_list("pk", "name"))
    return [
        {"when": formats.date_format(timezone.localtime(row.made_at), "j F Y, H:i"), "who": names.get(row.made_by, ""),
         "text": row.text or kind.built_in(language)}
        for row in found
    ]  # fmt: skip


@asks
@needs(Capability.EDIT_DOCUMENTS)
def letterhead_page(request: Any) -> HttpResponse:
    """Put up a letterhead, or take it away."""
    form = forms.LetterheadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and "none" in request.POST:
        actions.keep_letterhead(by=request, upload=None)
        messages.success(request, _("Documents are made without a letterhead"))
        return redirect("letters:all_words")
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_letterhead(by=request, upload=form.cleaned_data["file"].read())
        except Refused as wrong:
            form.add_error("file", wrong.messages)
        else:
            messages.success(request, _("Saved"))
            return redirect("letters:all_words")
    context = {
        "page_title": _("Letterhead"),
        "form": form,
        "back": reverse("letters:all_words"),
        "there": letterhead() is not None,
    }
    return render(request, "letters/letterhead.html", context, status=422 if form.errors else 200)
