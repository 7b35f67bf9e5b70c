"""Whether the site can do its work: for a load balancer and whoever looks after it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from kith.record.jobs.queries import last_ended


@never_cache
@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    """200 `ok`: the database answers and every migration is applied. Else 503 `not ok`. And when background jobs last ran."""
    well = _migrated()
    says = f"ok\njobs last ran: {_jobs()}\n" if well else "not ok"
    return HttpResponse(says, status=200 if well else 503, content_type="text/plain; charset=utf-8")


def _jobs() -> str:
    """A moment and nothing else, since anybody may ask."""
    ended = last_ended()
    return f"{ended:%Y-%m-%dT%H:%MZ}" if ended else "never"


def _migrated() -> bool:
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False
