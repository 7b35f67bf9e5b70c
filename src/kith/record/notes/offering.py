"""Better words, gently offered: beside the box while somebody writes, and on a page in between where no script could show them.

Nothing is kept of the text, in a log, the audit or the session, and no word of it changes but by the writer's own choice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kith.definitions.phrases import Offer, offers, replaced
from kith.record.notes.models import WORDS

SEEN = "offers_seen"
"""The name of what a form sends once its writer has seen the offers: by the script, or on the page in between."""
_FIELD = "words"
SHOWN = 12
"""How many different phrases are offered at once: a wall of advice would be read by nobody."""
_AROUND = 40


@dataclass(frozen=True, slots=True)
class Shown:
    """A phrase offered once, at its first place. Offsets in UTF-16 units are those of a browser's text box."""

    offer: Offer
    times: int
    start16: int
    end16: int
    before: str
    after: str


def shown(text: str) -> list[Shown]:
    """What is offered for a text: each phrase once, everyday words after the others, at most `SHOWN`."""
    first: dict[str, Offer] = {}
    times: dict[str, int] = {}
    for offer in offers(text):
        key = offer.phrase.phrase
        first.setdefault(key, offer)
        times[key] = times.get(key, 0) + 1
    order = sorted(first.values(), key=lambda offer: (offer.phrase.common, offer.start))
    return [_placed(text, offer, times[offer.phrase.phrase]) for offer in order[:SHOWN]]


def _placed(text: str, offer: Offer, times: int) -> Shown:
    start16 = _units(text[: offer.start])
    return Shown(
        offer, times, start16, start16 + _units(offer.found),
        text[max(0, offer.start - _AROUND) : offer.start], text[offer.end : offer.end + _AROUND],
    )  # fmt: skip


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@require_POST
def offered(request: HttpRequest) -> HttpResponse:
    """The offers for what is typed, as a fragment of the page. It is no look at a record, so the audit is not told."""
    text = request.POST.get(_FIELD, "").replace("\r\n", "\n")[:WORDS]
    return render(request, "notes/offers.html", {"offers": shown(text)})


def asked_at_save(request: Any, pages: Any, part: Any, owner: Any, row: Any) -> HttpResponse | None:
    """The page in between for a form that is right and whose writer has seen no offers; None where there is nothing to ask."""
    if request.method != "POST" or request.POST.get(SEEN) == "yes":
        return None
    form = part.form(request.POST, **part.more(request, row))
    if not form.is_valid():
        return None
    text = form.cleaned_data[_FIELD]
    made = shown(text)
    if request.POST.get(SEEN) == "use":
        return _again(request, pages, part, owner, row, replaced(text, _chosen(request.POST, made)))
    if not made:
        return None
    sent = [(name, value) for name, values in request.POST.lists() for value in values if name not in _OURS]
    context = {"page_title": _("Other words that could stand here"), "offers": made, "sent": sent, "owner": owner}
    return render(request, "notes/offers_at_save.html", context)


_OURS = {"csrfmiddlewaretoken", SEEN}


def _chosen(posted: QueryDict, made: Iterable[Shown]) -> list[tuple[Offer, str]]:
    """What the writer chose; only words that were offered count."""
    return [
        (one.offer, words)
        for one in made
        if (words := posted.get(f"put_{one.offer.start}", "")) and words in one.offer.put
    ]


def _again(request: Any, pages: Any, part: Any, owner: Any, row: Any, text: str) -> HttpResponse:
    """The form once more with the chosen words in it, to be read before it is saved."""
    data = request.POST.copy()
    data[_FIELD] = text
    context = {
        "page_title": part.change_title if row else part.add_title,
        "form": part.form(data, **part.more(request, row)),
        "back": pages.href(part, owner),
        "owner": owner,
        "offers_seen": True,
    }
    return render(request, "notes/form.html", context)
