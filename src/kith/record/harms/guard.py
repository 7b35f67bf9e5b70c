"""Who may open an episode: whoever may see the record of somebody in it; for everyone else there is no such page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse

from kith.record.access.queries import glasses, only_by_glass
from kith.record.access.rules import Act, Decision, Section
from kith.record.audit.actions import Why, record_refusal
from kith.record.harms.queries import in_episode, may_episode

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class EpisodeAccess:
    """What `request.access` holds on a page about an episode. `why`: for the audit event of the view."""

    episode_id: UUID
    decision: Decision
    reads: frozenset[str]
    writes: frozenset[str]
    why: Why


def _why(user: Any, episode_id: UUID) -> Why:
    """Somebody in the episode is known to the user; or nobody but whom their broken glass opens."""
    broken = glasses(user)
    return only_by_glass(broken, in_episode(user, episode_id) if broken else ()) or Why(
        reason="person_in_episode", glasses=broken
    )


def about_episode(section: Section = Section.RECORD, act: Act = Act.READ) -> Callable[[View], View]:
    """The view is about the episode of the URL's `episode_id`. Refused alike whether there is none or none to be seen."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, episode_id: UUID, **kwargs: Any) -> HttpResponse:
            if not may_episode(request.user, episode_id, act):
                record_refusal(request, "access.refused", subject="episode", subject_id=episode_id)
                raise Http404
            opened = frozenset({section.value})
            writes = opened if act is Act.WRITE or may_episode(request.user, episode_id, Act.WRITE) else frozenset()
            request.access = EpisodeAccess(
                episode_id, Decision(True, "allocated"), opened, writes, _why(request.user, episode_id)
            )
            return view(request, *args, episode_id=episode_id, **kwargs)

        guarded.guarded_by = (*getattr(view, "guarded_by", ()), (section, act))  # type: ignore[attr-defined]
        return guarded

    return decorate
