"""The addresses: each slice's own, under its own word."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from kith.site.config.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("health", health, name="health"),
    path("language/", login_not_required(set_language), name="set_language"),
    path("account/", include("kith.record.accounts.sign_in_urls")),
    path("account/", include("kith.record.accounts.urls")),
    path("access/", include("kith.record.access.urls")),
    path("audit/", include("kith.record.audit.urls")),
    path("datasets/", include("kith.record.exchange.urls")),
    path("figures/", include("kith.record.figures.urls")),
    path("notices/", include("kith.record.notices.urls")),
    path("background/", include("kith.record.jobs.urls")),
    path("api/", include("kith.site.api.urls")),
    path("", include("kith.record.people.urls")),
    path("", include("kith.record.contexts.urls")),
    path("", include("kith.record.harms.urls")),
    path("", include("kith.record.notes.urls")),
    path("", include("kith.record.moments.urls")),
    path("", include("kith.record.placements.urls")),
    path("", include("kith.record.plans.urls")),
    path("", include("kith.record.relocations.urls")),
    path("", include("kith.record.worklists.urls")),
    path("", include("kith.record.letters.urls")),
    path("", include("kith.site.web.urls")),
]
if settings.MODE in {"demo", "test"}:
    urlpatterns.append(path("gallery/", include("kith.record.interface.urls")))
