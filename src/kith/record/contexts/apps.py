"""Names the slice to Django."""

from django.apps import AppConfig


class Contexts(AppConfig):
    """The slice `record.contexts`."""

    name = "kith.record.contexts"
    label = "contexts"
    verbose_name = "Contexts"
