"""Names the slice to Django."""

from django.apps import AppConfig


class Notes(AppConfig):
    """The slice `record.notes`."""

    name = "kith.record.notes"
    label = "notes"
    verbose_name = "Notes"
