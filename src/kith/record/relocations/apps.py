"""Names the slice to Django."""

from django.apps import AppConfig


class Relocations(AppConfig):
    """The slice `record.relocations`."""

    name = "kith.record.relocations"
    label = "relocations"
    verbose_name = "Relocations"
