"""What a password must not be made of, as Django asks its validators."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kith.definitions.authorities import authority
from kith.record.accounts.rules import is_of_known_words


class WordsOfOnesOwn:
    """Refuses a password that is little but the council's name and what the service is called and for."""

    def validate(self, password: str, user: Any = None) -> None:
        known = authority(settings.AUTHORITY)
        if is_of_known_words(password, known.name if known else ""):
            raise ValidationError(self.get_help_text(), code="known_words")

    def get_help_text(self) -> str:
        return _("Use words of your own, beside the council’s name and what Kith is for: everybody here knows those.")
