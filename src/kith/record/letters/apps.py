"""Names the slice to Django."""

from django.apps import AppConfig


class Letters(AppConfig):
    """The slice `record.letters`."""

    name = "kith.record.letters"
    label = "letters"
    verbose_name = "Letters"
