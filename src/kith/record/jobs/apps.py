"""Names the slice to Django."""

from django.apps import AppConfig


class Jobs(AppConfig):
    """The slice `record.jobs`."""

    name = "kith.record.jobs"
    label = "jobs"
    verbose_name = "Jobs"
