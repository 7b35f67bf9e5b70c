"""Names the slice to Django."""

from django.apps import AppConfig


class Plans(AppConfig):
    """The slice `record.plans`."""

    name = "kith.record.plans"
    label = "plans"
    verbose_name = "Plans"
