"""Names the slice to Django."""

from django.apps import AppConfig


class People(AppConfig):
    """The slice `record.people`."""

    name = "kith.record.people"
    label = "people"
    verbose_name = "People"
