"""Names the slice to Django."""

from django.apps import AppConfig


class Notices(AppConfig):
    """The slice `record.notices`."""

    name = "kith.record.notices"
    label = "notices"
    verbose_name = "Notices"
