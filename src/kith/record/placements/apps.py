"""Names the slice to Django."""

from django.apps import AppConfig


class Placements(AppConfig):
    """The slice `record.placements`."""

    name = "kith.record.placements"
    label = "placements"
    verbose_name = "Placements"
