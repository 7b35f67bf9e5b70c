"""Names the slice to Django."""

from django.apps import AppConfig


class Harms(AppConfig):
    """The slice `record.harms`."""

    name = "kith.record.harms"
    label = "harms"
    verbose_name = "Harms"
