"""Addresses of the pages made of several slices."""

from __future__ import annotations

from django.urls import path

from kith.site.web.home import home

app_name = "web"
urlpatterns = [path("", home, name="home")]
