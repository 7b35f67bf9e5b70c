"""What a view says of itself in one line: about whom it is, which section it opens, or which capability it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kith.record.access.queries import facts, why_of
from kith.record.access.rules import Act, Decision, Facts, Section, decide
from kith.record.accounts.roles import Capability
from kith.record.audit.actions import Why, record_refusal

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Access:
    """What `request.access` holds on a page about one person."""

    person_id: UUID
    decision: Decision
    facts: Facts
    reads: frozenset[str] = field(default_factory=frozenset)
    """The sections that may be read: `{% if "health" in request.access.reads %}`."""
    writes: frozenset[str] = field(default_factory=frozenset)

    @property
    def why(self) -> Why:
        """For the audit event of the view."""
        if self.decision.why == "break_glass":
            return Why(relation="break_glass", break_glass=self.facts.glass)
        return Why(relation=self.decision.why)


def access_of(request: HttpRequest, person_id: UUID, section: Section, act: Act) -> Access:
    """The user's access to one person, for views that find their person otherwise than by the address."""
    known = facts(request.user, person_id)
    return Access(
        person_id,
        decide(known, section, act),
        known,
        frozenset(part.value for part in Section if decide(known, part, Act.READ).allowed),
        frozenset(part.value for part in Section if decide(known, part, Act.WRITE).allowed),
    )


def about_person(section: Section = Section.IDENTITY, act: Act = Act.READ) -> Callable[[View], View]:
    """The view is about the person of the URL's `person_id`. Refused alike whether there is no such person or none to be seen.

    Puts `request.access`. An on-call worker who has not yet said why is asked first.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, person_id: UUID, **kwargs: Any) -> HttpResponse:
            access = access_of(request, person_id, section, act)
            if access.decision.allowed:
                request.access = access
                return view(request, *args, person_id=person_id, **kwargs)
            record_refusal(
                request,
                "access.refused",
                subject="person",
                subject_id=person_id,
                person_id=person_id,
                why=why_of(access.facts, section, act),
            )
            if access.decision.why == "reason_needed":
                back = urlencode({"next": request.get_full_path() if request.method == "GET" else ""})
                return HttpResponseRedirect(f"{reverse('access:state_reason', args=[person_id])}?{back}")
            raise Http404

        guarded.guarded_by = (*getattr(view, "guarded_by", ()), (section, act))  # type: ignore[attr-defined]
        return guarded

    return decorate


def needs(capability: Capability) -> Callable[[View], View]:
    """The view is about nobody in particular and needs a capability of the role; refused with the page that is not there."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.may(capability):
                return view(request, *args, **kwargs)
            record_refusal(request, "access.refused", why=Why(reason=f"needs_{capability.value}"))
            raise Http404

        guarded.guarded_by = (*getattr(view, "guarded_by", ()), capability)  # type: ignore[attr-defined]
        return guarded

    return decorate
