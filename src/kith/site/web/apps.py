"""Names the pages to Django."""

from django.apps import AppConfig


class Web(AppConfig):
    """The pages that are made of several slices."""

    name = "kith.site.web"
    label = "web"
