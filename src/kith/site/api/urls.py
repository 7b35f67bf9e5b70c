"""The addresses of the API: each asks for a token by itself, so none asks for a session."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern

from kith.site.api.interface import API

app_name = "api"
urlpatterns: list[URLPattern] = [pattern for pattern in API.urls[0] if pattern.name != "api-root"]
for _pattern in urlpatterns:
    login_not_required(_pattern.callback)
