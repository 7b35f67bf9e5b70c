"""Names the slice to Django."""

from django.apps import AppConfig


class Moments(AppConfig):
    """The slice `record.moments`."""

    name = "kith.record.moments"
    label = "moments"
    verbose_name = "Moments"
