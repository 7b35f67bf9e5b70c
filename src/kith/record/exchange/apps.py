"""Names the slice to Django."""

from django.apps import AppConfig


class Exchange(AppConfig):
    """The slice `record.exchange`."""

    name = "kith.record.exchange"
    label = "exchange"
    verbose_name = "Exchange"
