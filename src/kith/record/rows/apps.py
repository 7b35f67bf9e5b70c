"""Names the slice to Django."""

from django.apps import AppConfig


class Rows(AppConfig):
    """The slice `record.rows`: no tables of its own."""

    name = "kith.record.rows"
    label = "rows"
    verbose_name = "Rows"
