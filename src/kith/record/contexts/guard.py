"""What a view about one context says of itself in one line; refused alike whether there is no such context or none to be seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse

from kith.record.access.queries import glasses, only_by_glass
from kith.record.access.rules import Act, Section
from kith.record.audit.actions import Why, record_refusal
from kith.record.contexts.queries import facts, tied_to
from kith.record.contexts.rules import Decision, Facts, decide

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Access:
    """What `request.access` holds on a page about one context."""

    context_id: UUID
    decision: Decision
    facts: Facts
    reads: frozenset[str] = field(default_factory=frozenset)
    writes: frozenset[str] = field(default_factory=frozenset)
    why: Why = field(default_factory=Why)
    """For the audit event of the view: of those whom only an emergency opens, that emergency."""


def access_of(user: Any, context_id: UUID, act: Act) -> Access:
    """The user's access to one context. Its rows are all of one section."""
    known = facts(user, context_id)
    record = frozenset({Section.RECORD.value})
    return Access(
        context_id,
        decide(known, act),
        known,
        record if decide(known, Act.READ).allowed else frozenset(),
        record if decide(known, Act.WRITE).allowed else frozenset(),
        _why(user, context_id, decide(known, act)),
    )


def _why(user: Any, context_id: UUID, decision: Decision) -> Why:
    """The relation to the context; or the emergency, where nobody else whom the user may see is tied to it."""
    broken = glasses(user)
    alone = only_by_glass(broken, tied_to(user, context_id)) if broken and decision.why == "young_person" else None
    return alone or Why(relation=decision.why, glasses=broken)


def about_context(act: Act = Act.READ) -> Callable[[View], View]:
    """The view is about the context of the URL's `context_id`. Puts `request.access`; a refusal is audited and looks like no page."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, context_id: UUID, **kwargs: Any) -> HttpResponse:
            access = access_of(request.user, context_id, act)
            if access.decision.allowed:
                request.access = access
                return view(request, *args, context_id=context_id, **kwargs)
            record_refusal(
                request, "access.refused", subject="context", subject_id=context_id, why=Why(reason=access.decision.why)
            )
            raise Http404

        guarded.guarded_by = (*getattr(view, "guarded_by", ()), ("context", act))  # type: ignore[attr-defined]
        return guarded

    return decorate
