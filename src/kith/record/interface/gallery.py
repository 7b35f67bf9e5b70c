"""Every component on one page, so that people and an accessibility check can look at all of them."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.record.interface.forms import DateField


class Example(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=gettext_lazy("Name they like to be called"), max_length=60)
    born_on = DateField(label=gettext_lazy("Date of birth"), help_text=gettext_lazy("For example, 27 3 2011"))
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=[("", ""), ("en", gettext_lazy("English")), ("cy", gettext_lazy("Welsh"))],
        required=False,
    )
    known = forms.ChoiceField(
        label=gettext_lazy("Was the young person asked?"),
        help_text=gettext_lazy("A blank is never a no."),
        widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")), ("not_known", gettext_lazy("Not known"))],
    )
    told = forms.MultipleChoiceField(
        label=gettext_lazy("Who was told?"),
        widget=forms.CheckboxSelectMultiple,
        choices=[("home", gettext_lazy("Home area")), ("area", gettext_lazy("Area authority"))],
        required=False,
    )
    words = forms.CharField(label=gettext_lazy("In their words"), max_length=400, widget=forms.Textarea)
    agreed = forms.BooleanField(label=gettext_lazy("They have read this"), required=False)


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """All components with made-up text; `?errors` shows the form's errors, `?saved` what is told after saving."""
    if "saved" in request.GET:
        messages.success(request, _("Saved"))
    form = Example({} if "errors" in request.GET else None)
    return render(
        request, "interface/gallery.html", {"form": form, "page_title": _("Components"), **_examples(request)}
    )


def _examples(request: HttpRequest) -> dict[str, Any]:
    day = datetime.date(2026, 3, 3)
    return {
        "page": Paginator(range(200), 10).get_page(request.GET.get("page")),
        "crumbs": [{"text": _("Home"), "href": "#"}, {"text": _("Components")}],
        "bar": {
            "initials": "AB",
            "name": "Ada B",
            "age": _("15, 30 months to 18"),
            "where": _("At home tonight"),
            "href": "#",
            "marks": [{"text": _("Restricted"), "colour": "purple"}],
        },
        "links": [
            {"heading": _("About")},
            {"text": _("Story"), "href": "#", "current": True},
            {"text": _("Moves"), "href": "#moves"},
        ],
        "parts": [{"text": _("Story"), "href": "#", "current": True}, {"text": _("Moves"), "href": "#moves"}],
        "summary": [
            {"key": _("Name"), "value": "Ada B", "href": "#", "action": _("Change")},
            {"key": _("Language"), "value": _("Welsh")},
        ],
        "head": [_("Month"), {"text": _("Young people"), "numeric": True}, _("State")],
        "rows": [
            [_("January"), {"text": "12", "numeric": True}, {"tag": _("Final")}],
            [
                {"text": _("February"), "href": "#"},
                {"text": "9", "numeric": True},
                {"tag": _("Draft"), "colour": "grey"},
            ],
        ],
        "events": [{"title": _("Visit"), "text": _("Seen alone."), "at": day, "by": "Bo", "href": "#"}],
        "tasks": [
            {
                "text": _("Tell the area authority"),
                "href": "#",
                "hint": _("Within five working days"),
                "status": _("Not yet"),
                "colour": "blue",
            },
            {"text": _("Ask the young person"), "status": _("Done")},
        ],
    }
