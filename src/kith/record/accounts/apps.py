"""Names the slice to Django."""

from django.apps import AppConfig


class Accounts(AppConfig):
    """The slice `record.accounts`."""

    name = "kith.record.accounts"
    label = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        from kith.record.accounts import events

        events.connect()
