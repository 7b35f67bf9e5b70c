"""Names the slice to Django."""

from django.apps import AppConfig


class Interface(AppConfig):
    """The slice `record.interface`."""

    name = "kith.record.interface"
    label = "interface"
    verbose_name = "Interface"
