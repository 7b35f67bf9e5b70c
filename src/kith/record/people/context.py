"""The identity bar for every page about one person, whichever slice the page is of."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.record.people.queries import Bar, bar, record_kept


def identity(request: HttpRequest) -> dict[str, Any]:
    """`bar` for base.html where a guard has let the user in to a page about a person; else nothing."""
    access = getattr(request, "access", None)
    if access is None or not access.decision.allowed or "identity" not in access.reads:
        return {}
    found = getattr(request, "bar", None) or _bar(access)  # a page that had to know it has put it there
    return {"bar": shown(found)} if found else {}


def _bar(access: Any) -> Bar | None:
    person = record_kept(access.person_id)
    return bar(person, reads=access.reads, restricted=access.facts.restricted) if person else None


def shown(bar: Bar) -> dict[str, Any]:
    """What the bar's template takes."""
    called = _("%(name)s, called %(called)s") % {"name": bar.name, "called": bar.called} if bar.called else bar.name
    return {
        "name": called or _("Name not known"),
        "href": reverse("web:person", args=[bar.person.pk]),
        "initials": bar.initials,
        "photo": reverse("people:picture", args=[bar.person.pk]) if bar.photo else "",
        "age": age(bar),
        "where": where(bar),
        "marks": [
            *([{"text": _("Missing"), "colour": "red"}] if bar.missing else []),
            *([{"text": _("Restricted"), "colour": "yellow"}] if bar.restricted else []),
        ],
    }


def age(bar: Bar) -> str:
    """How old they are, as people say it."""
    if bar.person.birth_precision == "expected":
        return _("Not yet born")
    if bar.age is None:
        return _("Age not known") if not bar.person.born_on else _("Born %(year)s") % {"year": bar.person.born_on.year}
    return ngettext("%(age)s year old", "%(age)s years old", bar.age) % {"age": bar.age}


def where(bar: Bar) -> str:
    """Where they are tonight, or since when they are missing; a withheld address is said to be withheld and not shown."""
    if bar.missing:
        return bar.where
    if bar.withheld:
        return _("Tonight: address withheld")
    return _("Tonight: %(where)s") % {"where": bar.where} if bar.where else _("Where tonight is not known")


def tonight(bar: Bar) -> str:
    """The same under a heading that says “Tonight”."""
    if bar.missing:
        return bar.where
    return _("Address withheld") if bar.withheld else bar.where or _("Not known")
