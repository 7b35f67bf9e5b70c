"""Which static files are gathered: the house's own and those brought from npm, not the copies that packages carry along."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.staticfiles.apps import StaticFilesConfig


class Static(StaticFilesConfig):
    """Django's static files without django-htmx's own folder: its one file that is used is among those brought."""

    ignore_patterns: ClassVar = [*StaticFilesConfig.ignore_patterns, "django_htmx"]
