"""The addresses: each slice's own, under its own word."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path


@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    """That the site answers; it says nothing else to whoever asks."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns: list[URLPattern | URLResolver] = [
    path("health", health, name="health"),
]
