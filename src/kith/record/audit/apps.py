"""Names the slice to Django."""

from django.apps import AppConfig


class Audit(AppConfig):
    """The slice `record.audit`."""

    name = "kith.record.audit"
    label = "audit"
    verbose_name = "Audit"
