"""Names the slice to Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Figures(AppConfig):
    """The slice `record.figures`."""

    name = "kith.record.figures"
    label = "figures"
    verbose_name = _("Figures")
