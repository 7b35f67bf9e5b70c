"""Names the slice to Django."""

from django.apps import AppConfig


class Access(AppConfig):
    """The slice `record.access`."""

    name = "kith.record.access"
    label = "access"
    verbose_name = "Access"
