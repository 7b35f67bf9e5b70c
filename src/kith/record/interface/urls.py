"""Addresses of the interface itself: the gallery of components, in the demo and in tests alone."""

from __future__ import annotations

from django.urls import path

from kith.record.interface.gallery import gallery

app_name = "interface"
urlpatterns = [path("", gallery, name="gallery")]
