"""What a view about one context says of itself in one line; refused alike whether there is no such context or none to be seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse

from kith.record.access.rules import Act, Section
from kith.record.audit.actions import Why, record_refusal
from kith.record.contexts.queries import facts
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

    @property
    def why(self) -> Why:
        """For the audit event of the view."""
        return Why(relation=self.decision.why)


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
    )


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
