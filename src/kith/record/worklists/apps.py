"""Names the slice to Django."""

from django.apps import AppConfig


class Worklists(AppConfig):
    """The slice `record.worklists`."""

    name = "kith.record.worklists"
    label = "worklists"
    verbose_name = "Worklists"
